"""Who is told of an act? The in-app row is written in the act's own transaction: told exactly once, or not at all.

E-mail is a courtesy copy: it is owed in the same transaction and paid later by `sending`.
"""

from cadres.models import Office, User
from tasks_app.actions.owing import Debt, owe
from tasks_app.models import Assignment, Delivery, Notice

Role = Office.Role
# Told by a letter of its own at once; everything else waits for the day's digest.
URGENT = (Notice.Kind.URGED, Notice.Kind.DIRECTED, Notice.Kind.ASSIGNED)


def assignees_of(task):
    """Users of the cadres assigned now (those with an account that may sign in)."""
    return User.objects.filter(cadre__assignments__in=task.assignments.open(), is_active=True).distinct()


def desk_of(task, *, on):
    """Users at the giver's desk: the follower, or all officers over the giver."""
    if task.follower_id:
        return User.objects.filter(pk=task.follower_id, is_active=True)
    return holders_of(Role.OFFICER, over=task.giver, on=on)


def leaders_of(task, *, on):
    return holders_of(Role.LEADER, over=task.giver, on=on)


def holders_of(role, *, over, on):
    """Active users who hold the role over the unit itself today."""
    offices = Office.objects.in_force(on).filter(role=role, unit=over)
    return User.objects.filter(offices__in=offices, is_active=True).distinct()


def carriers_of(tasks):
    """{task pk: users of the cadres assigned now}; one query for many tasks. As `assignees_of` says it of one."""
    found = {task.pk: {} for task in tasks}
    open_rows = Assignment.objects.open().filter(task__in=found, cadre__user__is_active=True)
    for row in open_rows.select_related("cadre__user").order_by("pk"):
        found[row.task_id][row.cadre.user_id] = row.cadre.user
    return {pk: list(users.values()) for pk, users in found.items()}


def notify(task, kind, text, *, to, why, at, by=None):
    """Tell each recipient once of this act; the actor himself isn't told of his own."""
    return notify_many([(task, text, to)], kind, why=why, at=at, by=by)


def notify_many(told, kind, *, why, at, by=None):
    """One act over many tasks, `told`: (task, text, recipients) of each.

    The occurrence is the act's own moment and version, so that telling twice within one act makes one row.
    """
    rule = Delivery.Rule.URGED if kind == Notice.Kind.URGED else Delivery.Rule.NOTICE
    return owe(
        [
            Debt(
                task.pk, rule, f"{kind} {task.version} {at:%Y%m%d%H%M%S%f}"[:60], user.pk, kind, text, why,
                urgent=kind in URGENT,
            )
            for task, text, to in told
            for user in to
            if by is None or user.pk != by.pk
        ],
        at=at,
    )  # fmt: skip


def notify_of_round(round, rule, text, *, to, url, why, at, by):
    """Tell each recipient once of an act that is about no task he sees, only about its round; `url` is where it leads."""
    kind = Notice.Kind.REGISTER
    return owe(
        [
            Debt(
                None, rule, f"{kind} {round.pk} {at:%Y%m%d%H%M%S%f}", user.pk, kind, text, why,
                urgent=rule == Delivery.Rule.REGISTER, round=round.pk, url=url,
            )
            for user in to
            if user.pk != by.pk
        ],
        at=at,
    )  # fmt: skip
