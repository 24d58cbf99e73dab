"""What is owed to whom about an act or a day? Rows only: in-app at once, the other channels as debts that `sending` pays.

Everything is written set by set: a hundred thousand rows are a handful of statements.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from tasks_app.actions.gathering import GROUPS, OWED, Group, gather
from tasks_app.models.arrays import array, arrays

# Only plain SQL can hold a lock on "planning" itself: one planner at a time for a range of tasks, however many hosts run it.
PLANNING_LOCK = 0x446F7470
OVERTAKEN = "Đã có lời nhắc mới hơn về cùng nội dung"
# What every debt becomes: notice and delivery, or, of what was overtaken, the delivery alone as a record that it was due. Follows common
# table expressions of which the last, `debt`, has the columns of `Debt`. `told`: what `GROUPS` reads.
IN_APP = """
owed AS MATERIALIZED (  -- the sequences are looked up once, not for each row
    SELECT *, nextval((SELECT pg_get_serial_sequence('tasks_app_delivery', 'id')::regclass)) AS delivery, CASE WHEN NOT overtaken THEN
        nextval((SELECT pg_get_serial_sequence('tasks_app_notice', 'id')::regclass)) END AS notice FROM debt
), noticed AS (
    INSERT INTO tasks_app_notice (id, recipient_id, task_id, kind, text, url, why, at)
    SELECT notice, recipient, task, kind, left(text, 300), url, left(why, 200), %(at)s FROM owed WHERE notice IS NOT NULL
), delivered AS (
    INSERT INTO tasks_app_delivery
        (id, task_id, round_id, rule, occurrence, recipient_id, channel, notice_id, due_at, state, settled_at, reason, text)
    SELECT delivery, task, round, rule, occurrence, recipient, 'in_app', notice, due_at,
        CASE WHEN overtaken THEN 'withheld' ELSE 'sent' END, %(at)s, CASE WHEN overtaken THEN %(overtaken)s ELSE '' END, left(text, 300)
    FROM owed
), told AS (
    SELECT delivery, rule, occurrence, recipient, urgent FROM owed WHERE NOT overtaken
)"""
DEBTS = """
debt AS (
    SELECT * FROM unnest(%(debt_task)s::bigint[], %(debt_rule)s::text[], %(debt_occurrence)s::text[], %(debt_recipient)s::bigint[],
        %(debt_kind)s::text[], %(debt_text)s::text[], %(debt_why)s::text[], %(debt_urgent)s::bool[], %(debt_due_at)s::timestamptz[],
        %(debt_overtaken)s::bool[], %(debt_round)s::bigint[], %(debt_url)s::text[])
    AS d (task, rule, occurrence, recipient, kind, text, why, urgent, due_at, overtaken, round, url)
)"""


class Debt(NamedTuple):
    """One thing to tell one person. (task or round, rule, occurrence, recipient) names it once and for all.

    `task`, `recipient`, `round`: ids; what is about no task is about a round, and `url` is where it leads. `due_at`: since when it is owed (default: the moment of owing). `overtaken`: on record only, since a newer one says the same.
    """

    task: int | None
    rule: str
    occurrence: str
    recipient: int
    kind: str
    text: str
    why: str
    urgent: bool = False
    due_at: datetime | None = None
    overtaken: bool = False
    round: int | None = None
    url: str = ""

    @property
    def key(self):
        return self.task, self.round, self.rule, self.occurrence, self.recipient


def hold_planning_lock(number, *, waits=True):
    """Whether planning this range of tasks is ours to the end of the transaction; waits for any other planner, or, if it mustn't, says no."""
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PLANNING_LOCK, number])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [PLANNING_LOCK, number])
        return cursor.fetchone()[0]


def owe(debts, *, at):
    """Write what isn't written yet; returns the debts that were new. Call inside a transaction, signed by the actor.

    In-app: notice and delivery in this transaction, so exactly once. Other channels: a delivery that hangs on a message;
    people who switched the channel off are owed none.
    """
    new = _unknown(list({debt.key: debt for debt in debts}.values()))
    if new:
        rows = [debt if debt.due_at else debt._replace(due_at=at) for debt in new]
        values = arrays("debt", Debt._fields, rows) | {"at": at, "overtaken": OVERTAKEN}
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {DEBTS}, {IN_APP} {GROUPS}", values)
            told = [Group(*row) for row in cursor.fetchall()]
        gather(told, at=at, gathers_until=at)
    return new


def _unknown(debts):
    """Those that no delivery names yet: one query, whatever their number."""
    if not debts:
        return []
    columns = zip(*(debt.key for debt in debts), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT d.n FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[])
                WITH ORDINALITY AS d (task, round, rule, occurrence, recipient, n)
            WHERE NOT {OWED.format(channel="'in_app'")} ORDER BY d.n
            """,
            [array(column) for column in columns],
        )
        return [debts[n - 1] for (n,) in cursor.fetchall()]
