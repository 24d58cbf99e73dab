"""What waits now, of which tasks, and who holds the roles that are told? The facts that planning and sending go by."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from cadres.models import Authorisation, Office, User
from tasks_app.models import (
    Assignment,
    CalendarDay,
    Direction,
    ProgressReport,
    ReminderRule,
    Round,
    Task,
    Urge,
)
from tasks_app.occurrences import (
    ASSISTANT,
    CO,
    COMMITTEE,
    FURTHEST_MOVE,
    LEAD,
    OFFICER,
    UNIT_HEAD,
    Waiting,
    for_round,
)

S = Task.Status
OFFICES = {UNIT_HEAD: Office.Role.UNIT_HEAD, OFFICER: Office.Role.OFFICER, COMMITTEE: Office.Role.LEADER}


class Row(NamedTuple):
    """A task as far as reminders must know it."""

    pk: int
    round_id: int
    status: str
    code: str
    due_on: object
    commitment_due_on: object
    committed_on: object
    next_report_on: object
    asked_conclusion_on: object
    decided_on: object
    starts_on: object
    giver_id: int
    unit_id: int
    follower_id: int


class Rules(NamedTuple):
    """Settings by round and rule, and the working calendar."""

    by_round: dict
    calendar: object


def load_rules(rounds=None):
    """Of the rounds (ids), or of all; three queries."""
    rows, own = Round.objects.all(), defaultdict(list)
    rules = ReminderRule.objects.all()
    if rounds is not None:
        rows, rules = rows.filter(pk__in=rounds), rules.filter(round__in=rounds)
    for rule in rules:
        own[rule.round_id].append(rule.setting())
    return Rules(
        {
            pk: for_round(days, every, own[pk])
            for pk, days, every in rows.values_list("pk", "due_soon_days", "overdue_every_days")
        },
        CalendarDay.objects.load(),
    )


def concerned(*, until):
    """Ids of the tasks that can owe a reminder by the day `until`."""
    furthest = until + FURTHEST_MOVE + timedelta(days=_longest(load_rules()))
    near = Q(due_on__lte=furthest) | Q(next_report_on__lte=furthest)
    near |= Q(committed_on=None, commitment_due_on__lte=furthest) | _unanswered_exists()
    found = Task.objects.filter(Q(status=S.AWAITING_CONCLUSION) | Q(status=S.IN_FORCE) & near)
    return set(found.values_list("pk", flat=True))


def load_tasks(tasks):
    """{pk: Row} of those of the tasks (ids) about which something may wait."""
    found = Task.objects.filter(pk__among=tasks, status__in=[S.IN_FORCE, S.AWAITING_CONCLUSION])
    return {row[0]: Row(*row) for row in found.values_list(*("pk", *Row._fields[1:]))}


def _longest(rules):
    settings = [setting for found in rules.by_round.values() for setting in found.values()]
    return max((days for setting in settings for days in setting.before), default=0)


def _unanswered_exists():
    urged = Urge.objects.filter(task=OuterRef("pk"), replied_at=None, answer_by__isnull=False)
    directed = Direction.objects.unanswered().filter(task=OuterRef("pk"))
    return Q(Exists(urged)) | Q(Exists(directed))


def waiting(rows):
    """Everything that waits about the tasks. `due_on` already lies on a working day where the round says so (deadlines.py)."""
    for row in rows.values():
        since = row.decided_on or row.starts_on
        if row.status == S.AWAITING_CONCLUSION:
            if day := row.asked_conclusion_on:
                yield Waiting(row.pk, "conclusion", f"{day}", day, day)
            continue
        due, key = row.due_on, f"{row.due_on}"
        yield Waiting(row.pk, "due_soon", key, due, since)
        yield Waiting(row.pk, "due_today", key, due, since)
        yield Waiting(row.pk, "overdue", key, due, since)
        if row.committed_on is None and row.commitment_due_on:
            yield Waiting(row.pk, "commitment", f"{row.commitment_due_on}", row.commitment_due_on, since)
        if day := row.next_report_on:
            yield Waiting(row.pk, "report_due", f"{day}", day, since)
            yield Waiting(row.pk, "report_late", f"{day}", day, since)
    running = [row.pk for row in rows.values() if row.status == S.IN_FORCE]
    yield from _unanswered(running)


def _unanswered(tasks):
    """The newest urge and the newest direction of a task that nobody has answered; a report sent since answers an urge."""
    later = ProgressReport.objects.filter(
        task=OuterRef("task"), status=ProgressReport.Status.SUBMITTED, submitted_at__gt=OuterRef("at")
    )
    urges = Urge.objects.filter(~Exists(later), task__among=tasks, replied_at=None, answer_by__isnull=False)
    for pk, task, day in (
        urges.order_by("task", "-at", "-pk").distinct("task").values_list("pk", "task", "answer_by")
    ):
        yield Waiting(task, "answer", f"urge:{pk}", day, day)
    # Of several who carry the task the one who was meant, while he carries it; or somebody outside, from a giao ban.
    carries = Assignment.objects.open().filter(task=OuterRef("task"), cadre=OuterRef("to_cadre"))
    named = Case(When(Q(to_outsider=True) | Exists(carries), then=F("to_cadre__user")))
    directions = Direction.objects.unanswered().filter(task__among=tasks).annotate(asked=named)
    newest = directions.order_by("task", "-at", "-pk").distinct("task")
    for pk, task, at, asked in newest.values_list("pk", "task", "at", "asked"):
        day = timezone.localdate(at)
        yield Waiting(task, "direction", f"direction:{pk}", day, day, asked)


def holders(rows, roles, *, on):
    """{(task pk, role): [user pk]} for the roles asked for: those who hold them on that day, with an account that may sign in."""
    found = defaultdict(list)
    if roles & {LEAD, CO, ASSISTANT}:
        _assigned(found, rows, roles, on)
    for role in (UNIT_HEAD, OFFICER, COMMITTEE):
        if role in roles:
            _in_office(found, rows, role, on)
    return found


def _assigned(found, rows, roles, on):
    people = Assignment.objects.open().filter(task__among=rows)
    users = people.filter(cadre__user__is_active=True)
    for task, role, user in users.order_by("pk").values_list("task", "role", "cadre__user"):
        found[(task, role)].append(user)
    if ASSISTANT in roles:
        helping = defaultdict(list)
        active = Authorisation.objects.in_force(on).filter(assistant__is_active=True)
        for cadre, user in active.order_by("pk").values_list("cadre", "assistant"):
            helping[cadre].append(user)
        for task, cadre in people.filter(cadre__among=helping).order_by("pk").values_list("task", "cadre"):
            found[(task, ASSISTANT)] += helping[cadre]


def _in_office(found, rows, role, on):
    """The unit head of the task's unit; the task's follower, or else all officers of its giver; the giver's leaders."""
    held = defaultdict(list)
    offices = Office.objects.in_force(on).filter(role=OFFICES[role], user__is_active=True)
    for unit, user in offices.order_by("pk").values_list("unit", "user"):
        held[unit].append(user)
    followers = {row.follower_id for row in rows.values() if row.follower_id} if role == OFFICER else ()
    following = set(User.objects.filter(pk__in=followers, is_active=True).values_list("pk", flat=True))
    for row in rows.values():
        if role == OFFICER and row.follower_id in following:
            found[(row.pk, role)] = [row.follower_id]
        else:
            found[(row.pk, role)] = held.get(row.unit_id if role == UNIT_HEAD else row.giver_id, [])
