"""On which day does a deadline fall when the day that was decided, or follows from the round, is a day off?

`due_on` is what timeliness goes by. Where the round says so, a day off moves it to the next working day; the day that the
document names is then kept in `named_due_on`, so that another calendar can move it anew. So with the day by which a commitment
is due (`named_commitment_due_on`); that of a report follows from its period (`measuring.next_report_on`).
"""

from datetime import timedelta

from tasks_app.models import CalendarDay


def settle_deadlines(tasks, *, days=None):
    """Set `due_on` and `named_due_on` on task objects (with `round` loaded) whose `due_on` was just decided; the caller saves.

    `days`: the working calendar, loaded when it isn't given.
    """
    for task in tasks:
        task.named_due_on = None
    for task, days_ in _moving(tasks, days):
        move_off(task, days_)


def settle_commitments(tasks, *, since, days=None):
    """Set by when task objects (with `round` loaded) wait for a commitment that is asked for from the day `since` on; the caller
    saves `commitment_due_on` and `named_commitment_due_on`."""
    for task in tasks:
        task.commitment_due_on = since + timedelta(days=task.round.commitment_days)
        task.named_commitment_due_on = None
    for task, days_ in _moving(tasks, days):
        move_commitment_off(task, days_)


def move_off(task, days):
    """Move one task's deadline off a day off, from the day that its document names."""
    task.due_on, task.named_due_on = _moved(task.named_due_on or task.due_on, days)


def move_commitment_off(task, days):
    """Move the day by which its commitment is due, from the day that the round's rule gives."""
    named = task.named_commitment_due_on or task.commitment_due_on
    task.commitment_due_on, task.named_commitment_due_on = _moved(named, days)


def _moved(named, days):
    """(the day, the day that was named where that is another one)."""
    day = days.next_working_day(named)
    return day, named if day != named else None


def _moving(tasks, days):
    moving = [task for task in tasks if task.round.moves_off_days]
    days = days or moving and CalendarDay.objects.load()
    return [(task, days) for task in moving]
