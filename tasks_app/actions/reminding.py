"""Which reminders fall due, and to whom? A pure function of tasks, round settings and the day; running it again adds nothing.

An occurrence is a threshold that was passed, not a calendar day: a planner that was down for a day owes on the next what it
missed, once, and never two reminders for one threshold.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from cadres.models import Office
from tasks_app.actions.owing import Debt, hold_planning_lock, owe
from tasks_app.models import Assignment, Delivery, Notice, Round, Task

Rule = Delivery.Rule
# Overdue for so many days, a task is told to the head of the unit, then to the committee's desk as well.
UNIT_HEAD_AFTER, COMMITTEE_AFTER = 7, 30


@dataclass(frozen=True)
class Due:
    """One reminder about a task that holds on a day."""

    rule: str
    occurrence: str
    kind: str
    text: str
    days_over: int = 0


def due_on_day(task, on):
    """The reminders that a task owes by the end of the day `on` (task with `round` loaded). Empty unless it is in force."""
    if task.status != Task.Status.IN_FORCE:
        return []
    found = []
    left = (task.due_on - on).days
    name = task.code
    if left < 0:
        times = (-left - 1) // task.round.overdue_every_days
        text = f"Quá hạn {-left} ngày: việc {name}, hạn {task.due_on:%d/%m/%Y}"
        found.append(Due(Rule.OVERDUE, f"{task.due_on} #{times}", Notice.Kind.OVERDUE, text, days_over=-left))
    elif left == 0:
        text = f"Đến hạn hôm nay: việc {name}"
        found.append(Due(Rule.DUE_TODAY, f"{task.due_on}", Notice.Kind.DUE_TODAY, text))
    else:
        passed = [days for days in task.round.due_soon_days if days >= left]
        if passed:
            text = f"Còn {left} ngày: việc {name}, hạn {task.due_on:%d/%m/%Y}"
            found.append(Due(Rule.DUE_SOON, f"{task.due_on} -{min(passed)}", Notice.Kind.DUE_SOON, text))
    if task.committed_on is None and task.commitment_due_on and on >= task.commitment_due_on:
        times = (on - task.commitment_due_on).days // task.round.overdue_every_days
        text = f"Chờ cam kết: việc {name}, hạn cam kết {task.commitment_due_on:%d/%m/%Y}"
        found.append(Due(Rule.COMMITMENT, f"{task.commitment_due_on} #{times}", Notice.Kind.COMMITMENT, text))
    return found


def plan(*, on, at):
    """Owe every reminder of the day that isn't owed yet; returns how many were new. Safe to run at any time, anywhere."""
    with transaction.atomic():
        hold_planning_lock()
        due = [(task, reminder) for task in _candidates(on) for reminder in due_on_day(task, on)]
        return len(owe(_addressed(due, on), at=at)) if due else 0


def _candidates(on):
    """Tasks that can owe a reminder on the day: near or past their deadline, or not committed to."""
    furthest = max(
        (day for days in Round.objects.values_list("due_soon_days", flat=True) for day in days), default=0
    )
    near = Q(due_on__lte=on + timedelta(days=furthest)) | Q(committed_on=None, commitment_due_on__lte=on)
    return Task.objects.filter(near, status=Task.Status.IN_FORCE).select_related("round", "giver", "unit")


def _addressed(due, on):
    """The debts of (task, reminder) pairs: to assignees, from a week overdue to the unit head, from a month to the desk."""
    assignees = _assignees([task.pk for task, _ in due])
    heads = _holders(Office.Role.UNIT_HEAD, {task.unit_id for task, _ in due}, on)
    desks = _holders(Office.Role.OFFICER, {task.giver_id for task, _ in due}, on)
    for task, reminder in due:
        told = [(assignees.get(task.pk, ()), "Đồng chí được giao việc này")]
        if reminder.days_over >= UNIT_HEAD_AFTER:
            told.append(
                (heads.get(task.unit_id, ()), f"Việc của đơn vị đồng chí quá hạn từ {UNIT_HEAD_AFTER} ngày")
            )
        if reminder.days_over >= COMMITTEE_AFTER:
            told.append((desks.get(task.giver_id, ()), f"Việc cấp ủy giao quá hạn từ {COMMITTEE_AFTER} ngày"))
        for users, why in told:
            for user in users:
                yield Debt(task, reminder.rule, reminder.occurrence, user, reminder.kind, reminder.text, why)


def _assignees(tasks):
    """{task pk: users of the cadres assigned now}."""
    found = {}
    rows = Assignment.objects.open().filter(task__in=tasks, cadre__user__is_active=True)
    for row in rows.select_related("cadre__user"):
        found.setdefault(row.task_id, []).append(row.cadre.user)
    return found


def _holders(role, units, on):
    """{unit pk: users who hold the role over that very unit}."""
    found = {}
    rows = Office.objects.in_force(on).filter(role=role, unit__in=units, user__is_active=True)
    for row in rows.select_related("user"):
        found.setdefault(row.unit_id, []).append(row.user)
    return found
