"""On which day does a deadline fall when the day that the decision names is a day off?

`due_on` is what timeliness goes by. Where the round says so, a day off moves it to the next working day; the day that the
document names is then kept in `named_due_on`, so that another calendar can move it anew.
"""

from tasks_app.models import CalendarDay


def settle_deadlines(tasks, *, days=None):
    """Set `due_on` and `named_due_on` on task objects (with `round` loaded) whose `due_on` was just decided; the caller saves.

    `days`: the working calendar, loaded when it isn't given.
    """
    moving = [task for task in tasks if task.round.moves_off_days]
    for task in tasks:
        task.named_due_on = None
    if moving:
        days = days or CalendarDay.objects.load()
        for task in moving:
            move_off(task, days)


def move_off(task, days):
    """Move one task's deadline off a day off, from the day that its document names."""
    named = task.named_due_on or task.due_on
    task.due_on = days.next_working_day(named)
    task.named_due_on = named if task.due_on != named else None
