"""What waits for this user, and how much of it; and what is stuck at which stage? Badges and pages read the same statement.

All queues of a user are one UNION. Its SQL is written once a day for each set of queues, for writing it costs more than
running it; the user's ids are put in when it runs (audiences.py).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import md5

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Value,
    When,
)
from django.db.models.functions import Cast, Left, TruncDate

from cadres.models import Office
from tasks_app.models import CouncilMember, Task
from tasks_app.permissions import DESK, READERS, visible_tasks
from tasks_app.statistics.audiences import CARRIER, AnyOf, Desk, Given, Ids, Named
from tasks_app.statistics.queues import BY_CODE, QUEUES

Role = Office.Role
LISTED = ("own", "desk", "opinion")
# What waits for the members of a council.
COUNCIL = ("cham-diem", "nhap-phieu-diem")


@dataclass(frozen=True)
class Badges:
    """`by_queue`: {code of a queue: rows that wait for the user}. `opinion`, `urge`: tasks, each counted once.

    `todo_tasks`: ids of the tasks on which he has something to do himself. `own`: how many decided tasks he carries.
    `lines`: all that waits, as *Cần làm* lists it; `elsewhere`: how much of it *Việc của tôi* doesn't show.
    `seats`: in how many councils at work the user sits; `sheets`: score sheets that wait for him there.
    """

    by_queue: dict = field(default_factory=dict)
    todo_tasks: frozenset = frozenset()
    opinion: int = 0
    urge: int = 0
    own: int = 0
    seats: int = 0

    @property
    def todo(self):
        return len(self.todo_tasks)

    @property
    def lines(self):
        return self._of(LISTED)

    @property
    def elsewhere(self):
        return self._of(LISTED[1:])

    @property
    def sheets(self):
        return sum(self.by_queue.get(code, 0) for code in COUNCIL)

    def _of(self, parts):
        return sum(n for code, n in self.by_queue.items() if BY_CODE[code].part in parts)


@dataclass(frozen=True, eq=False)
class Line:
    """One thing that waits. `task`, `giver`, `body`, `cadre`: ids or None; `since`, `due`: days; `subject`: where there is no task."""

    queue: object
    pk: int
    task: int | None
    since: date
    due: date | None
    giver: int | None
    body: int | None
    cadre: int | None
    subject: str
    detail: str

    def age(self, on):
        """Whole days at this desk."""
        return max(0, (on - self.since).days)


# ---- for one user ----------------------------------------------------------------------------------------------------


def badges(user, *, on):
    """The numbers beside the navigation: one query, a second where a body outside the task's own line was asked for something."""
    kept = getattr(user, "_badges", None)
    if kept and kept[0] == on:
        return kept[1]
    found = _count(user, on)
    user._badges = (on, found)
    return found


def _count(user, on):
    ids = Ids(user)
    queues = queues_of(ids)
    if not queues and not ids["carriers"]:
        return Badges()
    personal = bool(ids["self"]), bool(ids["carriers"])
    rows = _run_prepared(*_counting(on, tuple(q.code for q in queues), *personal), ids)
    by_queue = {row[0]: row[2] for row in rows if row[0] in BY_CODE}
    tasks = {part: n for kind, part, _, n, _, _ in rows if kind is None}
    todo = frozenset(
        pk for kind, part, *_, own, _ in rows if kind is None and part == "own" for pk in own if pk
    )
    _drop_unseen(user, by_queue, {row[0]: row[5] for row in rows if row[0] in BY_CODE and row[5]})
    besides = {row[0]: row[2] for row in rows if row[0] in ("carried", "seats")}
    return Badges(
        by_queue,
        todo,
        tasks.get("opinion", 0),
        tasks.get("urge", 0),
        besides.get("carried", 0),
        besides.get("seats", 0),
    )


def _drop_unseen(user, by_queue, outside):
    """`outside`: {queue: tasks given by others}. Only what exists for the user counts."""
    asked = {pk for found in outside.values() for pk in found}
    seen = _seen(user, asked)
    for kind, found in outside.items():
        by_queue[kind] -= sum(pk not in seen for pk in found)


def _seen(user, tasks):
    return set(visible_tasks(user).filter(pk__in=tasks).values_list("pk", flat=True)) if tasks else set()


def queues_of(ids):
    """The queues in which something can wait for this user, in their order."""
    me = ids.me
    shown = {"own", "desk"}
    if me.units(Role.LEADER):
        shown.add("opinion")
    if me.units(*DESK) and not me.units(Role.LEADER) or me.units(Role.OFFICER):
        shown.add("urge")
    return [q for q in QUEUES if q.part in shown and q.waits_for.may_include(ids)]


def lines(user, *, on, codes=None, limit=None, offset=0):
    """What waits for the user, the longest waiting first. `codes`: of these queues only."""
    ids = Ids(user)
    queues = [q for q in queues_of(ids) if q.part in LISTED and (codes is None or q.code in codes)]
    if not queues:
        return []
    sql, params = _listing(on, tuple(q.code for q in queues))
    if any(_is_beyond(q) for q in queues):
        # Read whole and cut here: what does not exist for the user must leave no gap in a page.
        found = _lines(_run(sql, params, ids))
        seen = _seen(user, {line.task for line in found if _is_beyond(line.queue)})
        found = [line for line in found if not _is_beyond(line.queue) or line.task in seen]
        return found[offset : None if limit is None else offset + limit]
    return _lines(_run(f"{sql} LIMIT %s OFFSET %s", [*params, limit, offset], ids))


# ---- for staff: what is stuck ----------------------------------------------------------------------------------------


def stuck(user, *, on):
    """Everything that waits for anybody on what the user's committees gave, the longest waiting first; one query."""
    ids = Ids(user)
    if not ids[DESK]:
        return []
    codes = tuple(q.code for q in QUEUES if q.part in ("own", "desk"))
    return _lines(_run(*_listing(on, codes, of_desk=True), ids))


# ---- the statements --------------------------------------------------------------------------------------------------


def _is_beyond(queue):
    return isinstance(queue.waits_for, Desk) and queue.waits_for.beyond


def _rows(queue, on, of_desk):
    """The waiting rows, of the user or (`of_desk`) of his committees."""
    from_desk = Desk(DESK, queue.desk, giver=queue.desk).condition
    who = from_desk if of_desk else queue.waits_for.condition
    return queue.rows(on).filter(who(queue.task)).order_by()


@lru_cache(maxsize=256)
def _counting(on, codes, sits, carries):
    """Rows of each queue, and distinct tasks of each part; the tasks themselves where they must be looked at again."""
    arms = [
        _rows(q, on, False).values(
            w_kind=_text(q.code), w_part=_text(q.part), w_task=_task_of(q), w_ask=_to_ask(q)
        )
        for q in map(BY_CODE.__getitem__, codes)
    ]
    besides = []
    if carries:
        besides.append(("carried", Task.objects.decided().filter(CARRIER.condition("pk")), F("pk")))
    if sits:
        seats = CouncilMember.objects.open().filter(AnyOf("cadre", "self"), council__round__published_on=None)
        besides.append(("seats", seats, _none(BigIntegerField())))
    arms += [
        rows.order_by().values(
            w_kind=_text(kind), w_part=_text(""), w_task=task, w_ask=_none(BigIntegerField())
        )
        for kind, rows, task in besides
    ]
    union, params = _union(arms)
    sql = (
        "SELECT w_kind, w_part, count(*), count(DISTINCT w_task),"
        " array_agg(DISTINCT w_task) FILTER (WHERE w_part = 'own'), array_agg(w_ask) FILTER (WHERE w_ask IS NOT NULL)"
        f" FROM ({union}) waits GROUP BY GROUPING SETS ((w_kind), (w_part))"
    )
    return sql, params


def _task_of(queue):
    """The task's id in a row; nothing where what waits is about no task."""
    return F(queue.task) if queue.task else _none(BigIntegerField())


def _to_ask(queue):
    """The task, where it may lie outside the user's scope: not where one of the committees that he reads for gave it."""
    if not _is_beyond(queue):
        return _none(BigIntegerField())
    given = When(AnyOf(queue.desk, READERS), then=None)
    return Case(given, default=_task_of(queue), output_field=BigIntegerField())


@lru_cache(maxsize=256)
def _listing(on, codes, of_desk=False):
    arms = []
    for q in map(BY_CODE.__getitem__, codes):
        who = q.waits_for
        arms.append(
            _rows(q, on, of_desk).values(
                w_kind=_text(q.code),
                w_pk=F(q.record),
                w_task=_task_of(q),
                w_since=_day(q.rows(on), q.since),
                w_due=_day(q.rows(on), q.due),
                w_giver=F(q.desk),
                w_body=F(who.column) if isinstance(who, Desk) and who.column else _none(BigIntegerField()),
                w_cadre=F(who.column)
                if isinstance(who, Named) and who.needs == "self"
                else _none(BigIntegerField()),
                w_subject=_words(q.subject),
                w_detail=_words(q.detail),
            )
        )
    union, params = _union(arms)
    return f"SELECT * FROM ({union}) waits ORDER BY w_since, w_kind, w_pk", params


def _union(arms):
    written = [arm.query.sql_with_params() for arm in arms]
    return " UNION ALL ".join(f"({sql})" for sql, _ in written), [p for _, params in written for p in params]


def _run(sql, params, ids):
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids[p.name] if isinstance(p, Given) else p for p in params])
        return cursor.fetchall()


def _run_prepared(sql, params, ids):
    """The same, planned once a connection: planning so many arms takes ten times as long as counting by them.

    PostgreSQL is asked whether it knows the statement, for behind a pooler this connection may be another than before.
    """
    text, needs = _with_numbers(sql, tuple(params))
    name = f"waits_{md5(text.encode(), usedforsecurity=False).hexdigest()}"
    known = (
        "SELECT set_config('plan_cache_mode', 'force_generic_plan', true),"
        " EXISTS (SELECT FROM pg_prepared_statements WHERE name = %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(known, [name])
        if not cursor.fetchone()[1]:
            cursor.execute(f"PREPARE {name} ({', '.join(['bigint[]'] * len(needs))}) AS {text}")
        cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(needs))})", [ids[need] for need in needs])
        return cursor.fetchall()


@lru_cache(maxsize=64)
def _with_numbers(sql, params):
    """The statement with $1, $2… for what differs by user, and which ids those are; the rest written into it."""
    needs = list(dict.fromkeys(p.name for p in params if isinstance(p, Given)))
    with connection.cursor() as cursor:
        written = [
            f"${needs.index(p.name) + 1}" if isinstance(p, Given) else cursor.mogrify("%s", [p]).decode()
            for p in params
        ]
    return sql % tuple(written), needs


def _lines(rows):
    return [Line(BY_CODE[kind], *rest) for kind, *rest in rows]


def _text(value):
    return Cast(Value(value), CharField())


def _words(column):
    """The beginning of a text: a line shows no more."""
    return _text("") if column is None else Cast(Left(column, 200), CharField())


def _none(output_field):
    return Cast(Value(None), output_field)


def _day(rows, expression):
    """A column or expression as a day, moments by the local calendar."""
    if expression is None:
        return _none(DateField())
    expression = F(expression) if isinstance(expression, str) else expression
    resolved = expression.resolve_expression(rows.query.chain())
    if isinstance(resolved.output_field, DateTimeField):
        return TruncDate(expression)
    return Cast(ExpressionWrapper(expression, output_field=resolved.output_field), DateField())
