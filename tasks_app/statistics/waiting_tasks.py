"""Which tasks wait for a word: to urge, to conclude, to decide a change, to escalate; whose are they to judge?"""

from datetime import timedelta

from django.db.models import Q

from tasks_app.models import Assignment, Mark, Task
from tasks_app.permissions import DESK, ids_with_predecessors
from tasks_app.statistics.states import any_mark, asks_change

S = Task.Status
# Overdue longer than this goes to the leaders (escalation: cadre → unit head → committee).
ESCALATION_DAYS = 30


def given_by_desk(me):
    """Tasks given by the committees at whose desk the user sits, without those that he, or the one in whose place he sits there, carries or
    carried himself."""
    given = Task.objects.filter(giver__in=ids_with_predecessors(me, DESK))
    for giver, cadres in me.in_place().items():
        carried = Assignment.objects.filter(cadre__in=cadres)
        given = given.exclude(giver=giver, pk__in=carried.values("task"))
    return given.exclude(pk__in=Assignment.objects.filter(cadre=me.cadre_id).values("task"))


def own_tasks(me):
    """Tasks that the user carries now, or for whose assignee he prepares."""
    cadres = {*me.assisted, me.cadre_id} - {None}
    return Task.objects.filter(pk__in=Assignment.objects.open().filter(cadre__in=cadres).values("task"))


def to_urge(on):
    return any_mark((Mark.SLOW, Mark.OVERDUE), on)


def to_conclude():
    return Q(status=S.AWAITING_CONCLUSION)


def to_decide_change():
    return Q(status__in=Task.OPEN) & Q(asks_change())


def to_escalate(on):
    return Q(status=S.IN_FORCE, due_on__lt=on - timedelta(days=ESCALATION_DAYS))


def for_opinion(on):
    """What the leaders must see: a change to be decided, a result to be concluded, a task overdue for long."""
    return to_decide_change() | to_conclude() | to_escalate(on)
