"""What is owed to whom about an act or a day? Rows only: in-app at once, the other channels as debts that `sending` pays.

A digest is owed once per recipient and day; what comes after that day's digest has set out is owed with the next one. Urgent
pieces are messages of their own, due at once (or at the end of the recipient's quiet hours). Everything is written set by
set: a hundred thousand rows are a handful of statements.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from tasks_app.actions import hours
from tasks_app.actions.channels import OUTGOING
from tasks_app.models import CalendarDay, Delivery

IN_APP = Delivery.Channel.IN_APP
# Only plain SQL can hold a lock on "planning" itself: one planner at a time, however many hosts run it.
PLANNING_LOCK = 0x446F7470686101
OVERTAKEN = "Đã có lời nhắc mới hơn về cùng nội dung"
# Which message takes a debt along is named by (recipient, channel, slot); this slot stands for whichever digest comes next.
DIGEST = "digest"


class Debt(NamedTuple):
    """One thing to tell one person. (task, rule, occurrence, recipient) names it once and for all.

    `task`, `recipient`: ids. `due_at`: since when it is owed (default: the moment of owing). `overtaken`: on record only, since a newer one says the same.
    """

    task: int
    rule: str
    occurrence: str
    recipient: int
    kind: str
    text: str
    why: str
    urgent: bool = False
    due_at: datetime | None = None
    overtaken: bool = False

    @property
    def key(self):
        return self[:4]


def hold_planning_lock(*, waits=True):
    """Whether planning is ours to the end of the transaction; waits for any other planner, or, if it mustn't, says no."""
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PLANNING_LOCK])
        return cursor.fetchone()[0]


def owe(debts, *, at):
    """Write what isn't written yet; returns the debts that were new. Call inside a transaction, signed by the actor.

    In-app: notice and delivery in this transaction, so exactly once. Other channels: a delivery that hangs on a message;
    people who switched the channel off are owed none.
    """
    new = unknown(list({debt[:4]: debt for debt in debts}.values()))
    owe_new(new, at=at)
    return new


def owe_new(debts, *, at, gathers_until=None):
    """Write debts that no row names (`unknown`), each once. `gathers_until`: no digest sets out before, since more is to come."""
    if debts:
        _write_in_app(debts, at)
        _write_outgoing([debt for debt in debts if not debt.overtaken], at, gathers_until or at)


def owe_again(deliveries, *, at):
    """What was cancelled and holds once more hangs on a message that is still to go. `deliveries`: rows with `recipient_id`."""
    found = hours.people({row.recipient_id for row in deliveries})
    wanted = [(row.recipient_id, row.channel, DIGEST) for row in deliveries]
    messages = _messages(dict.fromkeys(wanted, at), found, at)
    for row, carrier in zip(deliveries, wanted, strict=True):
        row.message_id, row.due_at = messages[carrier]
        row.state, row.settled_at, row.reason = Delivery.State.DUE, None, ""
    Delivery.objects.bulk_update(
        deliveries, ["message", "due_at", "state", "settled_at", "reason"], batch_size=1000
    )


def unknown(things):
    """Those that no delivery names yet: one query, whatever their number. Each begins like a `Debt`: (task, rule, occurrence, recipient)."""
    if not things:
        return []
    tasks, rules, occurrences, recipients = zip(*(thing[:4] for thing in things), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.n FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[])
                WITH ORDINALITY AS d(task, rule, occurrence, recipient, n)
            WHERE NOT EXISTS (
                SELECT FROM tasks_app_delivery known WHERE known.task_id = d.task AND known.rule = d.rule
                AND known.occurrence = d.occurrence AND known.recipient_id = d.recipient AND known.channel = 'in_app')
            ORDER BY d.n
            """,
            [array(tasks), array(rules), array(occurrences), array(recipients)],
        )
        return [things[n - 1] for (n,) in cursor.fetchall()]


def _write_in_app(debts, at):
    """Notice and delivery, or, of what was overtaken, the delivery alone as a record that it was due."""
    rows = [
        (d.task, d.rule, d.occurrence, d.recipient, d.kind, d.text[:300], d.why[:200], d.due_at or at, d.overtaken)
        for d in debts
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH d AS MATERIALIZED (
                SELECT *, CASE WHEN NOT overtaken THEN nextval(pg_get_serial_sequence('tasks_app_notice', 'id')) END AS notice
                FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
                    %s::timestamptz[], %s::bool[])
                AS t(task, rule, occurrence, recipient, kind, text, why, due_at, overtaken)
            ), n AS (
                INSERT INTO tasks_app_notice (id, recipient_id, task_id, kind, text, url, why, at)
                SELECT notice, recipient, task, kind, text, '', why, %s FROM d WHERE notice IS NOT NULL
            )
            INSERT INTO tasks_app_delivery
                (task_id, rule, occurrence, recipient_id, channel, notice_id, due_at, state, settled_at, reason, text)
            SELECT task, rule, occurrence, recipient, 'in_app', notice, due_at,
                CASE WHEN overtaken THEN 'withheld' ELSE 'sent' END, %s, CASE WHEN overtaken THEN %s ELSE '' END, text FROM d
            """,
            [*(array(column) for column in zip(*rows, strict=True)), at, at, OVERTAKEN],
        )


def _write_outgoing(debts, at, gathers_until):
    found = hours.people({debt.recipient for debt in debts})
    wanted, due = [], {}
    for channel in OUTGOING:
        for debt in debts:
            person = found[debt.recipient]
            if channel.wanted(person, debt):
                slot = _slot(debt) if debt.urgent or not channel.gathers else DIGEST
                carrier = (debt.recipient, channel.code, slot)
                wanted.append((debt, channel.code, carrier))
                due[carrier] = gathers_until if slot is DIGEST else hours.when_awake(person, at)
    if not wanted:
        return
    messages = _messages(due, found, gathers_until)
    rows = [
        (d.task, d.rule, d.occurrence, d.recipient, channel, *messages[carrier], d.text[:300])
        for d, channel, carrier in wanted
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_app_delivery
                (task_id, rule, occurrence, recipient_id, channel, message_id, due_at, state, reason, text)
            SELECT task, rule, occurrence, recipient, channel, message, due_at, 'due', '', text
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[], %s::text[])
                AS t(task, rule, occurrence, recipient, channel, message, due_at, text)
            """,
            [array(column) for column in zip(*rows, strict=True)],
        )


def _slot(debt):
    return f"urgent {debt.task} {debt.rule} {debt.occurrence}"[:120]


def _messages(carriers, found, at):
    """{(recipient, channel, slot): (message pk, due_at)} of the same with their moments: made where missing, locked, so that no
    sender takes one while it is being filled.

    A digest that has set out (or was tried) takes nothing more along: the next day's does.
    """
    calendar = CalendarDay.objects.load()
    placed, turns = {}, {}

    def turn(recipient, number):
        """His `number`-th digest, counted once for all who share their hours."""
        person = found[recipient]
        known, coming = turns.setdefault(person.hours, ([], hours.digests(person, at, calendar)))
        while len(known) <= number:
            day, due_at = next(coming)
            known.append((f"digest {day:%Y-%m-%d}", due_at))
        return known[number]

    open_, number = carriers, 0
    while open_:
        asked = {}
        for carrier, due_at in open_.items():
            recipient, channel, slot = carrier
            if slot == DIGEST:
                slot, due_at = turn(recipient, number)
            asked[(recipient, channel, slot)] = (carrier, due_at)
        number += 1
        made = _made_or_locked({key: due_at for key, (_, due_at) in asked.items()})
        for key, (pk, due_at, fresh) in made.items():
            carrier = asked[key][0]
            if fresh or carrier[2] != DIGEST:
                placed[carrier] = (pk, due_at)
        open_ = {carrier: due_at for carrier, due_at in open_.items() if carrier not in placed}
    return placed


def _made_or_locked(asked):
    """{(recipient, channel, slot): (pk, due_at, whether it was never tried)} of {the same: due_at}."""
    recipients, channels, slots = zip(*asked, strict=True)
    names = [array(recipients), array(channels), array(slots)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_app_message
                (uuid, recipient_id, channel, slot, state, due_at, attempt, failures, in_doubt, copies_in_doubt, error)
            SELECT gen_random_uuid(), recipient, channel, slot, 'due', due_at, 0, 0, false, 0, ''
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[]) AS t(recipient, channel, slot, due_at)
            ON CONFLICT (recipient_id, channel, slot) DO NOTHING
            RETURNING recipient_id, channel, slot, id, due_at
            """,
            [*names, array(asked.values())],
        )
        made = {tuple(row[:3]): (row[3], row[4], True) for row in cursor.fetchall()}
        if len(made) < len(asked):
            rest = [key for key in asked if key not in made]
            cursor.execute(
                """
                SELECT m.recipient_id, m.channel, m.slot, m.id, m.due_at, m.state = 'due' AND m.attempt = 0
                FROM tasks_app_message m JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS t(recipient, channel, slot)
                    ON m.recipient_id = t.recipient AND m.channel = t.channel AND m.slot = t.slot
                ORDER BY m.id FOR UPDATE OF m
                """,
                [array(column) for column in zip(*rest, strict=True)],
            )
            made |= {tuple(row[:3]): tuple(row[3:]) for row in cursor.fetchall()}
    return made


def array(values):
    """A PostgreSQL array literal: one string, which the server takes apart faster than a list of constants."""
    values = list(values)
    if set(map(type, values)) == {int}:
        return "{" + ",".join(map(str, values)) + "}"
    known = {}  # columns repeat themselves: rules, kinds, days
    return "{" + ",".join([known.get(v) or known.setdefault(v, _element(v)) for v in values]) + "}"


def _element(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
