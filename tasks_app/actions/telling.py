"""In which words are the people concerned told of an act: those who carry the task, and the desk that follows it?"""

from django.utils import timezone

from tasks_app.actions.notifying import assignees_of, desk_of, notify
from tasks_app.actions.recording import speaker
from tasks_app.models import Notice

ASSIGNEE, DESK = "Đồng chí được giao việc này", "Đồng chí theo dõi việc này"


def day(at):
    """The local day of an act."""
    return timezone.localdate(at)


def tell_assignees(task, text, *, by, at, kind=Notice.Kind.CHANGED):
    notify(task, kind, text, to=assignees_of(task), why=ASSIGNEE, at=at, by=by)


def tell_both(task, kind, what, *, by, at):
    """Assignees and the desk, each once and each with his own reason; `what` follows the actor's name."""
    text = f"{speaker(by, on=day(at))} {what}"
    carriers = list(assignees_of(task))
    notify(task, kind, text, to=carriers, why=ASSIGNEE, at=at, by=by)
    carrying = {user.pk for user in carriers}
    others = [user for user in desk_of(task, on=day(at)) if user.pk not in carrying]
    notify(task, kind, text, to=others, why=DESK, at=at, by=by)
