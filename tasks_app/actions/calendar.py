"""How is the working calendar changed, and what does a change re-plan?

The table of exceptions is one for everybody. A change is tried on the pure calendar first, so that a page can show which
deadlines move before anything is saved; saving moves them in the same transaction, each with its event.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Coalesce

from tasks_app.actions import lifecycle
from tasks_app.actions.deadlines import move_off
from tasks_app.actions.measuring import MEASURED, measure_tasks
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
    """What a change leads to. `days`: (day, row as it is or None, change) of days that differ; `moved`: open tasks by committee."""

    days: list
    moved: dict
    state: str

    @property
    def total(self):
        return sum(self.moved.values())


def try_change(changes):
    """The `Replan` of the changes; writes nothing."""
    rows = {row.on: row for row in CalendarDay.objects.all()}
    differing = [(c.on, rows.get(c.on), c) for c in changes if not _is_same(rows.get(c.on), c)]
    moving = _moving(_calendar(rows), _with_changes(rows, changes))
    return Replan(differing, dict(Counter(task.giver.name for task in moving)), _state(rows))


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
    for task in lifecycle.lock(moving) if moving else ():
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
    """Open tasks of rounds that move deadlines off days off, whose deadline falls on another day after the change."""
    tasks = (
        Task.objects.open()
        .filter(round__moves_off_days=True)
        .annotate(named=Coalesce("named_due_on", "due_on"))
    )
    named = [
        on
        for on in tasks.values_list("named", flat=True).distinct()
        if before.next_working_day(on) != after.next_working_day(on)
    ]
    return (
        list(tasks.filter(named__in=named).select_related("giver", "round").order_by("pk")) if named else []
    )


def _move(task, days, *, by, at):
    before = task.due_on
    move_off(task, days)
    if task.due_on == before:
        return
    measure_tasks([task], on=day(at))
    lifecycle.touch(task, "due_on", "named_due_on", *MEASURED)
    act = f"chuyển hạn theo lịch làm việc: {before:%d/%m/%Y} → {task.due_on:%d/%m/%Y}"
    record(task, TaskEvent.Kind.RESCHEDULED, act, by=by, at=at)
    text = f"Hạn của việc {task.code} chuyển đến {task.due_on:%d/%m/%Y} theo lịch làm việc"
    tell_assignees(task, text, by=by, at=at, kind=Notice.Kind.CHANGED)


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
