"""Which reminders hold now, about which tasks, and whom do they reach? One set, joined by PostgreSQL.

`occurrences.steps` says on which days something that waits owes a reminder, and to which roles. Thousands of tasks share a few
hundred such days: its answers are handed in as a table (`Line`) and joined with what waits and with who holds the roles.
"""

import functools
import logging
from datetime import date
from typing import NamedTuple

from django.db import connection

from tasks_app.actions.waiting import WAITS, facts, holders, load_rules
from tasks_app.models.arrays import array, arrays
from tasks_app.occurrences import (
    ASSISTANT,
    CO,
    FAMILY,
    LEAD,
    NAMED,
    OFFICER,
    ROLES,
    STANDARD,
    UNIT_HEAD,
    Step,
    steps,
)

log = logging.getLogger(__name__)
TURNS = (NAMED, *ROLES)
RULES = {family: [rule for rule in STANDARD if FAMILY.get(rule, rule) == family] for family in WAITS}
# `found`: each person once for a reminder, for the first of his roles. `line` says what it is and how it is told.
FOUND = """
line AS MATERIALIZED (
    SELECT * FROM unnest(%(line_number)s::int[], %(line_round)s::bigint[], %(line_family)s::text[], %(line_rule)s::text[], %(line_base)s::date[],
        %(line_step)s::int[], %(line_suffix)s::text[], %(line_falls_on)s::date[], %(line_role)s::text[], %(line_turn)s::int[])
    AS l (number, round, family, rule, base, step, suffix, falls_on, role, turn)
), due AS ({due}), reached AS (
    SELECT task, rule, occurrence, number, family, step, turn, coalesce(due.person, holder.person) AS person
    FROM due LEFT JOIN holder ON due.person IS NULL AND holder.role = due.role AND holder.body = due.body
    WHERE due.person IS NOT NULL OR holder.person IS NOT NULL
), found AS MATERIALIZED (
    SELECT DISTINCT ON (task, step, person) task, rule, occurrence, person AS recipient, number AS line, step, family
    FROM reached ORDER BY task, step, person, turn
)"""
DUE = """
SELECT w.task, l.rule, w.key || l.suffix AS occurrence, l.number, l.family, l.step, l.role, l.turn,
    CASE l.role WHEN %(named)s THEN w.asked WHEN %(officer)s THEN w.follower END AS person,
    CASE WHEN l.role = %(unit_head)s THEN w.unit WHEN l.role = ANY(%(of_task)s) THEN w.task ELSE w.giver END AS body
FROM ({waits}) AS w JOIN line l ON l.family = '{family}' AND l.round = w.round AND l.base = w.base
WHERE l.falls_on >= w.since AND CASE WHEN w.asked IS NULL THEN l.role <> %(named)s ELSE l.role <> ALL(%(of_task)s) END"""


class Line(NamedTuple):
    """One step of one base day of one rule in one round, to one role. `step`: of two about one thing the greater is the newer; `turn`: a
    person who has several roles is told for the first; `days`: working days after which it went up to the role, or 0."""

    number: int
    round: int
    family: str
    rule: str
    base: date
    step: int
    suffix: str
    falls_on: date
    role: str
    turn: int
    days: int
    is_urgent: bool


class Question(NamedTuple):
    """Common table expressions that end in `found`, their parameters, and the lines behind them."""

    sql: str
    values: dict
    lines: list


def reminders(*, on, since, tasks):
    """The `Question` for the reminders about the tasks (array literal of ids) of all days from `since` to `on`, by the rules, calendar, people and facts
    as they are now."""
    of_tasks, waits, values = facts()
    values = values | {"tasks": tasks}
    bases = " UNION ".join(
        f"SELECT '{family}', round, base FROM ({sql}) AS w" for family, sql in waits.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {of_tasks} SELECT * FROM ({bases}) AS b WHERE base IS NOT NULL", values)
        lines = _lines(sorted(cursor.fetchall()), since, on)
    of_holders, people = holders(on)
    values |= people | {
        "named": NAMED,
        "officer": OFFICER,
        "unit_head": UNIT_HEAD,
        "of_task": [LEAD, CO, ASSISTANT],
    }
    values |= arrays("line", Line._fields[:-2], [line[:-2] for line in lines])
    due = " UNION ALL ".join(DUE.format(waits=sql, family=family) for family, sql in waits.items())
    return Question(f"{of_tasks}, {of_holders}, {FOUND.format(due=due)}", values, lines)


def holding(*, on, since, tasks):
    """{(task, rule, occurrence, recipient)} of the reminders about the tasks (ids) that hold now."""
    question = reminders(on=on, since=since, tasks=array(tasks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {question.sql} SELECT task, rule, occurrence, recipient FROM found", question.values
        )
        return set(cursor.fetchall())


def _lines(bases, since, on):
    rules = load_rules({round for _, round, _ in bases})
    found = []
    for family, round, base in bases:
        for rule in RULES[family]:
            setting = rules.by_round[round][rule]
            try:
                owed = _steps(setting, base, rules.calendar, since, on)
            except ValueError:  # one impossible rule or calendar never stops the others
                log.exception("No reminders of %s about %s", rule, base)
                continue
            found += [(round, family, base, setting, step) for step in owed]
    found.sort(key=_age)
    return [
        Line(
            number * len(TURNS) + turn, round, family, setting.rule, base, number, step.suffix, step.falls_on, role, turn,
            dict(step.raised).get(role, 0), setting.is_urgent,
        )
        for number, (round, family, base, setting, step) in enumerate(found)
        for turn, role in enumerate(TURNS)
        if role in step.to or role == NAMED and LEAD in step.to and family == "direction"
    ]  # fmt: skip


def _age(found):
    _, _, _, setting, step = found
    return (step.falls_on, setting.rule == "overdue", setting.rule == "due_today", step.rank)


@functools.lru_cache(maxsize=50_000)
def _steps(setting, base, calendar, since, until) -> tuple[Step, ...]:
    """`steps` with a memory: each minute asks anew about the same few hundred days."""
    return tuple(steps(setting, base, calendar, since, until))
