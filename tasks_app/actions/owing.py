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


class Carrier(NamedTuple):
    """The message that takes a debt along, by its slot."""

    recipient: int
    channel: str
    slot: str
    due_at: datetime


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
    new = _unknown(list({debt[:4]: debt for debt in debts}.values()))
    if new:
        _write_in_app(new, at)
        _write_outgoing([debt for debt in new if not debt.overtaken], at)
    return new


def owe_again(deliveries, *, at):
    """What was cancelled and holds once more hangs on a message that is still to go. `deliveries`: rows with `recipient_id`."""
    found = hours.people({row.recipient_id for row in deliveries})
    wanted = [_carried(row, row.channel, found[row.recipient_id], urgent=False, at=at) for row in deliveries]
    messages = _messages(wanted, found, at)
    for row, carrier in zip(deliveries, wanted, strict=True):
        row.message_id, row.due_at = messages[carrier]
        row.state, row.settled_at, row.reason = Delivery.State.DUE, None, ""
    Delivery.objects.bulk_update(
        deliveries, ["message", "due_at", "state", "settled_at", "reason"], batch_size=1000
    )


def _unknown(debts):
    """Those that no delivery names yet: one query, whatever their number."""
    if not debts:
        return []
    tasks, rules, occurrences, recipients = zip(*(debt[:4] for debt in debts), strict=True)
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
        return [debts[n - 1] for (n,) in cursor.fetchall()]


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


def _write_outgoing(debts, at):
    found = hours.people({debt.recipient for debt in debts})
    wanted = [
        (debt, channel.code, _carried(debt, channel.code, found[debt.recipient], urgent=debt.urgent or not channel.gathers, at=at))
        for channel in OUTGOING
        for debt in debts
        if channel.wanted(found[debt.recipient], debt)
    ]  # fmt: skip
    if not wanted:
        return
    messages = _messages([carrier for _, _, carrier in wanted], found, at)
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


def _carried(debt, channel, person, *, urgent, at):
    """The carrier that a debt asks for: a message of its own now, or the digest (which one, `_messages` finds)."""
    if urgent:
        slot = f"urgent {debt.task} {debt.rule} {debt.occurrence}"[:120]
        return Carrier(person.pk, channel, slot, hours.when_awake(person, at))
    return Carrier(person.pk, channel, "digest", at)


def _messages(carriers, found, at):
    """{carrier: (message pk, due_at)}: made where missing, locked, so that no sender takes one while it is being filled.

    A digest that has set out (or was tried) takes nothing more along: the next day's does.
    """
    calendar = CalendarDay.objects.load()
    placed, turns = {}, {}

    def turn(carrier, number):
        """The carrier's `number`-th digest, counted once for all who share their hours."""
        person = found[carrier.recipient]
        known, coming = turns.setdefault(person.hours, ([], hours.digests(person, at, calendar)))
        while len(known) <= number:
            known.append(next(coming))
        return known[number]

    open_, number = dict.fromkeys(carriers), 0
    while open_:
        asked = {}
        for carrier in open_:
            slot, due_at = carrier.slot, carrier.due_at
            if slot == "digest":
                day, due_at = turn(carrier, number)
                slot = f"digest {day:%Y-%m-%d}"
            asked[(carrier.recipient, carrier.channel, slot)] = (carrier, due_at)
        number += 1
        for key, (pk, due_at, fresh) in _made_or_locked(asked).items():
            carrier = asked[key][0]
            if fresh or carrier.slot != "digest":
                placed[carrier] = (pk, due_at)
                del open_[carrier]
    return placed


def _made_or_locked(asked):
    """{(recipient, channel, slot): (pk, due_at, whether it was never tried)}."""
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
            [*names, array([due_at for _, due_at in asked.values()])],
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
