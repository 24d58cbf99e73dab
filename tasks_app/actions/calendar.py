"""How is the working calendar changed, and what does a change re-plan?

The table of exceptions is one for everybody. A change is tried on the pure calendar first, so that a page can show which
deadlines, days of commitment and days of report move before anything is saved; saving moves them in the same transaction, each
task with its event.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from tasks_app.actions import lifecycle
from tasks_app.actions.deadlines import move_commitment_off, move_off
from tasks_app.actions.measuring import MEASURED, measure_tasks, next_report_on
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import Stale
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import CalendarDay, Notice, Task, TaskEvent
from tasks_app.working_days import WorkingDays

# One writer of the calendar at a time: two halves of a change must not be judged by different tables.
CALENDAR_LOCK = 0x446F7470686102


@dataclass(frozen=True)
class DayChange:
    """What one day shall be: off, worked on (a swapped weekend day), or, with `is_worked` None, as the week has it."""

    on: date
    is_worked: bool | None
    name: str = ""


@dataclass(frozen=True)
class Replan:
    """What a change leads to. `days`: (day, row as it is or None, change) of days that differ; `moved`: open tasks by committee;
    `kinds`: how many of each kind of day move, by its name."""

    days: list
    moved: dict
    kinds: dict
    state: str

    @property
    def total(self):
        return sum(self.moved.values())


def try_change(changes):
    """The `Replan` of the changes; writes nothing."""
    rows = {row.on: row for row in CalendarDay.objects.all()}
    differing = [(c.on, rows.get(c.on), c) for c in changes if not _is_same(rows.get(c.on), c)]
    moving = _moving(_calendar(rows), _with_changes(rows, changes))
    kinds = Counter(label for _, moves in moving for label, _, _ in moves)
    return Replan(differing, dict(Counter(task.giver.name for task, _ in moving)), dict(kinds), _state(rows))


@transaction.atomic
def change_calendar(changes, *, seen, by, at):
    """Save the changes and move the deadlines they touch; returns the `Replan`. `seen`: `Replan.state` as it was shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CALENDAR_LOCK])
    plan = try_change(changes)
    if seen != plan.state:
        raise Stale("Lịch làm việc vừa được người khác sửa, đề nghị đồng chí xem lại trước khi lưu.")
    rows = {row.on: row for row in CalendarDay.objects.all()}
    days = _with_changes(rows, changes)
    moving = _moving(_calendar(rows), days)
    for _, row, change in plan.days:
        _save(row, change)
    for task in lifecycle.lock([task for task, _ in moving]) if moving else ():
        _move(task, days, by=by, at=at)
    return plan


def _is_same(row, change):
    if row is None:
        return change.is_worked is None
    return (row.is_worked, row.name) == (change.is_worked, change.name)


def _calendar(rows):
    return WorkingDays(
        off=(on for on, row in rows.items() if not row.is_worked),
        worked=(on for on, row in rows.items() if row.is_worked),
    )


def _with_changes(rows, changes):
    kinds = {on: row.is_worked for on, row in rows.items()} | {c.on: c.is_worked for c in changes}
    return WorkingDays(
        off=(on for on, is_worked in kinds.items() if is_worked is False),
        worked=(on for on, is_worked in kinds.items() if is_worked),
    )


def _moving(before, after):
    """[(open task, what `_move_days` says of it)] of rounds that move what falls on a day off, where something moves."""
    tasks = Task.objects.open().filter(round__moves_off_days=True)
    named = tasks.annotate(
        named=Coalesce("named_due_on", "due_on"),
        named_commitment=Coalesce("named_commitment_due_on", "commitment_due_on"),
    )
    due = _differing(named, "named", before, after)
    commitment = _differing(named, "named_commitment", before, after)
    # The day that a report was named for follows from its period: those are looked at that may have been.
    report = {on for on in _days(tasks, "next_report_on") if not after.is_working_day(on)}
    report |= {before.next_working_day(on) for on in before.off ^ after.off | before.worked ^ after.worked}
    found = named.filter(
        Q(named__in=due)
        | Q(named_commitment__in=commitment, committed_on=None)
        | Q(next_report_on__in=report)
    )
    looked_at = (
        (task, _move_days(task, after)) for task in found.select_related("giver", "round").order_by("pk")
    )
    return [(task, moves) for task, moves in looked_at if moves]


def _days(tasks, name):
    return set(tasks.exclude(**{name: None}).values_list(name, flat=True).distinct())


def _differing(tasks, name, before, after):
    return [on for on in _days(tasks, name) if before.next_working_day(on) != after.next_working_day(on)]


DAYS = (
    ("hạn hoàn thành", "due_on"), ("hạn cam kết", "commitment_due_on"), ("hạn gửi báo cáo", "next_report_on"),
)  # fmt: skip


def _move_days(task, days):
    """Set the task's days by the calendar; [(name, the day before, the day now)] of those that moved. The caller saves."""
    before = {name: getattr(task, name) for _, name in DAYS}
    move_off(task, days)
    if task.commitment_due_on and not task.committed_on:
        move_commitment_off(task, days)
    task.next_report_on = next_report_on(task, days=days)
    return [
        (label, before[name], getattr(task, name))
        for label, name in DAYS
        if getattr(task, name) != before[name]
    ]


def _move(task, days, *, by, at):
    moves = _move_days(task, days)
    if not moves:
        return
    measure_tasks([task], on=day(at), days=days)
    lifecycle.touch(task, "due_on", "named_due_on", "commitment_due_on", "named_commitment_due_on", *MEASURED)
    what = ", ".join(f"{label} {_shown(old)} → {_shown(new)}" for label, old, new in moves)
    record(task, TaskEvent.Kind.RESCHEDULED, f"chuyển theo lịch làm việc: {what}", by=by, at=at)
    what = ", ".join(f"{label} chuyển đến {_shown(new)}" for label, _, new in moves)
    tell_assignees(
        task, f"Việc {task.code}: {what} theo lịch làm việc", by=by, at=at, kind=Notice.Kind.CHANGED
    )


def _shown(on):
    return f"{on:%d/%m/%Y}" if on else "không còn"


def _save(row, change):
    if change.is_worked is None:
        row.delete()  # an exception that was withdrawn; the history table keeps it
    elif row is None:
        CalendarDay.objects.create(on=change.on, is_worked=change.is_worked, name=change.name)
    else:
        row.is_worked, row.name = change.is_worked, change.name
        row.save(update_fields=["is_worked", "name"])


def _state(rows):
    """A digest of the table: who saves what he saw must have seen the newest."""
    lines = sorted(f"{row.on} {row.is_worked} {row.name}" for row in rows.values())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
