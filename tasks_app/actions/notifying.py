"""Who is told of an act? The in-app row is written in the act's own transaction: told exactly once, or not at all.

E-mail is a courtesy copy: it is owed here as rows and paid later by reminding.
"""

from cadres.models import Office, User
from tasks_app.models import Notice

Role = Office.Role


def assignees_of(task):
    """Users of the cadres assigned now (those with an account that may sign in)."""
    return User.objects.filter(cadre__assignments__in=task.assignments.open(), is_active=True).distinct()


def desk_of(task, *, on):
    """Users at the giver's desk: the follower, or all officers over the giver or a unit above it."""
    if task.follower_id:
        return User.objects.filter(pk=task.follower_id, is_active=True)
    return holders_of(Role.OFFICER, over=task.giver, on=on)


def leaders_of(task, *, on):
    return holders_of(Role.LEADER, over=task.giver, on=on)


def holders_of(role, *, over, on):
    """Active users who hold the role over the unit itself today."""
    offices = Office.objects.in_force(on).filter(role=role, unit=over)
    return User.objects.filter(offices__in=offices, is_active=True).distinct()


def notify(task, kind, text, *, to, why, at, by=None):
    """Write one notice for each recipient; the actor himself isn't told of his own act."""
    return Notice.objects.bulk_create(
        Notice(recipient=user, task=task, kind=kind, text=text[:300], why=why, at=at)
        for user in to
        if by is None or user.pk != by.pk
    )
