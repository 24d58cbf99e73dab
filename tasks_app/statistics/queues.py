"""What waits for this user, and how much of it? Badges and the pages they lead to count by the same conditions."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from tasks_app.models import Assignment, ChangeRequest, Mark, ProgressReport, Task, Urge
from tasks_app.permissions import DESK, ids_with_predecessors

# Overdue longer than this goes to the leaders (escalation: cadre → unit head → committee).
ESCALATION_DAYS = 30
# A report is asked for so many days before its last day.
REPORT_AHEAD_DAYS = 7


@dataclass(frozen=True)
class Badges:
    """Numbers of tasks. `urge`, `conclusion`, `opinion`: at the committee's desk; `own`, `todo`: with the cadre himself."""

    urge: int = 0
    conclusion: int = 0
    opinion: int = 0
    own: int = 0
    todo: int = 0


def given_by_desk(me):
    """Tasks given by the committees at whose desk the user sits. `me`: `cadres.offices.Standing`."""
    return Task.objects.filter(giver__in=ids_with_predecessors(me, DESK))


def own_tasks(me):
    """Tasks that the user carries now, or for whose assignee he prepares."""
    cadres = {*me.assisted, me.cadre_id} - {None}
    return Task.objects.filter(pk__in=Assignment.objects.open().filter(cadre__in=cadres).values("task"))


def to_urge():
    return Q(mark__in=[Mark.SLOW, Mark.OVERDUE])


def to_conclude():
    return Q(status=Task.Status.AWAITING_CONCLUSION)


def to_decide_change():
    return Q(Exists(ChangeRequest.objects.filter(task=OuterRef("pk"), outcome="")))


def to_escalate(on):
    return Q(status=Task.Status.IN_FORCE, due_on__lt=on - timedelta(days=ESCALATION_DAYS))


def for_opinion(on):
    """What the leaders must see: a change to be decided, a result to be concluded, a task overdue for long."""
    return to_decide_change() | to_conclude() | to_escalate(on)


def todo(on):
    """What a cadre must do now: commit, send a report that falls due, answer an urge, add what was missing, or finish
    what is overdue."""
    soon = on + timedelta(days=REPORT_AHEAD_DAYS)
    return Q(mark__in=[Mark.AWAITING_COMMITMENT, Mark.OVERDUE]) | Q(status=Task.Status.IN_FORCE) & (
        Q(next_report_on__lte=soon) | urge_unanswered() | more_wanted()
    )


def urge_unanswered():
    """Urged, and neither replied nor reported since."""
    later = sent_reports().filter(task=OuterRef("task"), submitted_at__gt=OuterRef("at"))
    return Q(Exists(Urge.objects.filter(~Exists(later), task=OuterRef("pk"), replied_at=None)))


def more_wanted():
    """The desk asked for more on a report, and none has come since."""
    later = sent_reports().filter(task=OuterRef("task"), submitted_at__gt=OuterRef("submitted_at"))
    asked = sent_reports().filter(~Exists(later), task=OuterRef("pk"), note=ProgressReport.Note.MORE)
    return Q(Exists(asked))


def sent_reports():
    return ProgressReport.objects.filter(status=ProgressReport.Status.SUBMITTED)


def badges(me, *, on):
    """The numbers beside the navigation; one query for the desk, one for the cadre, none for who has neither."""
    found = {}
    if me.units(*DESK):
        found |= (
            given_by_desk(me)
            .open()
            .with_mark(on)
            .aggregate(
                urge=Count("pk", filter=to_urge()),
                conclusion=Count("pk", filter=to_conclude()),
                opinion=Count("pk", filter=for_opinion(on)),
            )
        )
    if me.cadre_id or me.assisted:
        found |= (
            own_tasks(me)
            .decided()
            .with_mark(on)
            .aggregate(own=Count("pk"), todo=Count("pk", filter=todo(on)))
        )
    return Badges(**found)
