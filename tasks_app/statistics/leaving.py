"""Which open tasks are carried by somebody who left the post, or whose unit ended?"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from cadres.models import Appointment
from tasks_app.models import Assignment, HandoverMinutes, Task
from tasks_app.permissions import DESK, ids_with_predecessors

# Why somebody is asked for: the words of the page.
REASONS = {
    "no_post": "Không còn giữ chức vụ",
    "unit_ended": "Đơn vị đã kết thúc hoạt động",
    "moved": "Đã thôi chức vụ tại đơn vị",
}


@dataclass
class Leaver:
    """A cadre with tasks left behind. `minutes`: pk of those drawn up already, by giver."""

    cadre: object
    reason: str
    tasks: list = field(default_factory=list)
    earliest_due_on: date | None = None

    @property
    def reason_name(self):
        return REASONS[self.reason]


def shares_left_behind(tasks, *, on):
    """Open shares in open tasks among these whose cadre is no longer there on the day, with `why`.

    No longer there: he holds no post at all any more; or his post in the task's unit (or below it) ended and he holds none
    there; or the unit itself has ended. Of somebody whose posts are not on the roster nothing is said.
    """
    posts = Appointment.objects.filter(cadre=OuterRef("cadre"))
    there = posts.filter(unit__path__startswith=OuterRef("task__unit__path"))
    return (
        Assignment.objects.open()
        .filter(task__in=tasks.filter(status__in=Task.OPEN))
        .annotate(
            had=Exists(posts),
            has=Exists(posts.in_force(on)),
            had_there=Exists(there),
            has_there=Exists(there.in_force(on)),
        )
        .annotate(
            why=Case(
                When(had=True, has=False, then=Value("no_post")),
                When(task__unit__ends_on__lte=on, then=Value("unit_ended")),
                When(had_there=True, has_there=False, then=Value("moved")),
                default=Value(""),
            )
        )
        .exclude(why="")
    )


def given_by(me):
    return Task.objects.filter(giver__in=ids_with_predecessors(me, DESK))


def leavers(me, *, on):
    """`Leaver`s among those who carry tasks given by the user's desks, who left the most tasks first; one query."""
    found = {}
    rows = shares_left_behind(given_by(me), on=on).select_related("cadre", "task__unit")
    for share in rows.order_by("task__due_on", "task_id"):
        kept = found.setdefault(share.cadre_id, Leaver(share.cadre, share.why))
        kept.tasks.append(share.task)
        kept.earliest_due_on = min(kept.earliest_due_on or share.task.due_on, share.task.due_on)
    return sorted(found.values(), key=lambda leaver: (-len(leaver.tasks), leaver.cadre.pk))


def minutes_in_hand(minutes):
    """Those not decided yet, the oldest first."""
    waiting = Q(decided_at=None, dropped_at=None)
    return (
        HandoverMinutes.objects.filter(pk__in=minutes.filter(waiting).values("pk"))
        .select_related("cadre", "giver", "by")
        .order_by(F("handed_over_on"), "pk")
    )
