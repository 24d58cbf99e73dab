"""What waits now, of which tasks, and who holds the roles that are told? The facts that planning and sending go by.

As SQL: thousands of tasks are never taken out of the database to be asked about one by one.
"""

import functools
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL

from cadres.models import Authorisation, Office
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
from tasks_app.occurrences import ASSISTANT, COMMITTEE, FURTHEST_MOVE, OFFICER, UNIT_HEAD, for_round

S = Task.Status
OFFICES = {UNIT_HEAD: Office.Role.UNIT_HEAD, OFFICER: Office.Role.OFFICER, COMMITTEE: Office.Role.LEADER}
# Stands in a queryset for the tasks that are asked about, so that its SQL is made once for all of them.
THE_TASKS = "{tasks}"
# Those of them that still run, where few rows are looked for: each list of thousands in a statement costs milliseconds to plan.
OPEN_ONES = RawSQL("SELECT id FROM task", ())
TASKS = """
task AS MATERIALIZED (
    SELECT t.id, t.code, t.round_id, t.status = %(in_force)s AS runs, t.due_on, t.next_report_on, t.asked_conclusion_on,
        CASE WHEN t.committed_on IS NULL THEN t.commitment_due_on END AS commitment_due_on, coalesce(t.decided_on, t.starts_on) AS since,
        t.unit_id, t.giver_id, CASE WHEN t.follower_id IS NOT NULL THEN (
            SELECT id FROM cadres_user u WHERE u.id = t.follower_id AND u.is_active) END AS follower_id
    FROM tasks_app_task t WHERE t.id = ANY(%(tasks)s::bigint[]) AND t.status IN (%(in_force)s, %(awaiting)s)
)"""
# What waits, by family: one row for a task at most. `key` names it together with task and rule, so that a moved deadline is another
# thing; `since`: the first day on which it could be known, nothing is owed for days before; `asked`: who is to answer, where that is
# not all who carry the task. `due_on` already lies on a working day where the round says so (deadlines.py).
_TASK = "t.id AS task, t.round_id AS round, t.unit_id AS unit, t.giver_id AS giver, t.follower_id AS follower"
_DAY = f"SELECT {_TASK}, {{day}} AS base, to_char({{day}}, 'YYYY-MM-DD') AS key, {{since}} AS since, NULL::bigint AS asked FROM task t WHERE {{holds}}"
WAITS = {
    "deadline": _DAY.format(day="t.due_on", since="t.since", holds="t.runs"),
    "commitment": _DAY.format(day="t.commitment_due_on", since="t.since", holds="t.runs"),
    "report": _DAY.format(day="t.next_report_on", since="t.since", holds="t.runs"),
    "conclusion": _DAY.format(day="t.asked_conclusion_on", since="t.asked_conclusion_on", holds="NOT t.runs"),
    "answer": f"""SELECT {_TASK}, u.answer_by AS base, 'urge:' || u.id AS key, u.answer_by AS since, NULL::bigint AS asked
        FROM task t JOIN ({{urges}}) AS u (task, id, answer_by) ON u.task = t.id WHERE t.runs""",
    "direction": f"""SELECT {_TASK}, said.day AS base, 'direction:' || d.id AS key, said.day AS since, d.asked
        FROM task t JOIN ({{directions}}) AS d (task, id, at, asked) ON d.task = t.id
        CROSS JOIN LATERAL (SELECT (d.at AT TIME ZONE %(zone)s)::date) AS said (day) WHERE t.runs""",
}
# Who holds a role, of which `body`: the task itself, or the unit over which it is held.
HOLDERS = """
holder (role, body, person) AS (
    {assigned}
    UNION ALL
    SELECT %(assistant)s, carried.task, helping.assistant
    FROM ({carried}) AS carried (task, cadre) JOIN ({helping}) AS helping (cadre, assistant) USING (cadre)
    UNION ALL
    {offices}
)"""


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
    """Queryset of the ids of the tasks that can owe a reminder by the day `until`."""
    furthest = until + FURTHEST_MOVE + timedelta(days=_longest(load_rules()))
    near = Q(due_on__lte=furthest) | Q(next_report_on__lte=furthest)
    near |= Q(committed_on=None, commitment_due_on__lte=furthest) | _unanswered_exists()
    found = Task.objects.filter(Q(status=S.AWAITING_CONCLUSION) | Q(status=S.IN_FORCE) & near)
    return found.values_list("pk")


def _longest(rules):
    settings = [setting for found in rules.by_round.values() for setting in found.values()]
    return max((days for setting in settings for days in setting.before), default=0)


def _unanswered_exists():
    urged = Urge.objects.filter(task=OuterRef("pk"), replied_at=None, answer_by__isnull=False)
    directed = Direction.objects.unanswered().filter(task=OuterRef("pk"))
    return Q(Exists(urged)) | Q(Exists(directed))


@functools.cache
def facts():
    """(common table expression `task`, {family: SQL of what waits}, parameters); the tasks are the parameter `tasks`, an array literal."""
    urges, of_urges = as_sql(_newest_urges(), "urges")
    directions, of_directions = as_sql(_newest_directions(), "directions")
    values = {"in_force": S.IN_FORCE, "awaiting": S.AWAITING_CONCLUSION, "zone": settings.TIME_ZONE}
    waits = {family: sql.format(urges=urges, directions=directions) for family, sql in WAITS.items()}
    return TASKS, waits, values | of_urges | of_directions


@functools.lru_cache(maxsize=10)
def holders(on):
    """(common table expression `holder`, parameters): who holds the roles on that day, with an account that may sign in."""
    people = Assignment.objects.open().filter(task__among=THE_TASKS, cadre__user__is_active=True)
    helping = Authorisation.objects.in_force(on).filter(assistant__is_active=True)
    told_as = Case(*(When(role=office, then=Value(role)) for role, office in OFFICES.items()))
    offices = Office.objects.in_force(on).filter(role__in=OFFICES.values(), user__is_active=True)
    parts = {
        "assigned": people.values_list("role", "task", "cadre__user"),
        "carried": Assignment.objects.open().filter(task__in=OPEN_ONES).values_list("task", "cadre"),
        "helping": helping.values_list("cadre", "assistant"),
        "offices": offices.annotate(told_as=told_as).values_list("told_as", "unit", "user"),
    }
    asked = {name: as_sql(queryset, name) for name, queryset in parts.items()}
    values = {"assistant": ASSISTANT}
    for _, own in asked.values():
        values |= own
    return HOLDERS.format(**{name: sql for name, (sql, _) in asked.items()}), values


def _newest_urges():
    """Of each task the newest urge that nobody has answered; a report sent since answers it."""
    later = ProgressReport.objects.filter(
        task=OuterRef("task"), status=ProgressReport.Status.SUBMITTED, submitted_at__gt=OuterRef("at")
    )
    urges = Urge.objects.filter(~Exists(later), replied_at=None, answer_by__isnull=False)
    newest = urges.filter(task__in=OPEN_ONES).order_by("task", "-at", "-pk").distinct("task")
    return newest.values_list("task", "pk", "answer_by")


def _newest_directions():
    """Of each task the newest direction that nobody has answered. Of several who carry the task the one who was meant, while he
    carries it; or somebody outside, from a giao ban."""
    carries = Assignment.objects.open().filter(task=OuterRef("task"), cadre=OuterRef("to_cadre"))
    named = Case(When(Q(to_outsider=True) | Exists(carries), then=F("to_cadre__user")))
    directions = Direction.objects.unanswered().filter(task__in=OPEN_ONES).annotate(asked=named)
    newest = directions.order_by("task", "-at", "-pk").distinct("task")
    return newest.values_list("task", "pk", "at", "asked")


def as_sql(queryset, name):
    """A queryset as a part of a larger statement: (SQL, {parameter: value}), its parameters named after it."""
    sql, values = queryset.query.sql_with_params()
    names = ["tasks" if value == THE_TASKS else f"{name}_{number}" for number, value in enumerate(values)]
    named = {key: value for key, value in zip(names, values, strict=True) if key != "tasks"}
    return sql % tuple(f"%({key})s" for key in names), named
