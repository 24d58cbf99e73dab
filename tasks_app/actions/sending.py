"""How is an owed message paid: taken by lease, sent outside any lock, marked by its fencing number?

1. Lease (committed): nobody else takes the message until the lease ends; `attempt` rises and fences.
2. Look again, after the lease is committed: account, channel, rights, and whether what it says still holds. The rest is withheld.
3. Send: no transaction is open while the other side is spoken to. The message has one Message-ID for good.
4. Mark: only where `attempt` is still mine.
Whoever dies between 3 and 4 leaves the message in doubt: the next one looks whether the relay has taken it, where its log can be
read, and else sends a second copy with the same Message-ID rather than none.
"""

import logging
import random
from collections import Counter, defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tasks_app.actions import hours, reminding
from tasks_app.actions.channels import BY_CODE
from tasks_app.actions.couriers import Failed, Refused, Unreachable
from tasks_app.actions.owing import array
from tasks_app.models import Delivery, Message
from tasks_app.permissions import who_sees

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
BATCH = 50
LADDER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
]
State = Message.State
NOT_HIS = "Người nhận không còn được xem việc này"
NO_LONGER = "Không còn đúng vào lúc gửi"
SWITCHED_OFF = "Người nhận không nhận qua kênh này, hoặc tài khoản đã khóa"


class Parcel(NamedTuple):
    """A leased message with what it may still tell (`told`) and what it may not (`held`: {reason: [delivery pk]})."""

    message: Message
    told: list
    held: dict


def lease(*, at, most):
    """Take up to `most` messages that are due (or whose lease ran out): list of (pk, attempt). Committed on return."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tasks_app_message m
            SET state = 'leased', leased_until = %s, attempt = attempt + 1, in_doubt = in_doubt OR m.state = 'leased'
            FROM (
                SELECT id FROM tasks_app_message
                WHERE due_at <= %s AND (state IN ('due', 'retry') OR state = 'leased' AND leased_until < %s)
                ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
            ) free
            WHERE m.id = free.id RETURNING m.id, m.attempt
            """,
            [at + LEASE, at, at, most],
        )
        return sorted(cursor.fetchall())


def pay_due(*, now, most=100_000, until=None):
    """Pay what is due, a small lease at a time, up to the moment `until`; counts by end state. `now()` is read again and again,
    since sending takes time. A mail server that can't be reached ends the round: no letter is at fault."""
    counts = Counter()
    couriers = {}
    try:
        while sum(counts.values()) < most and (until is None or now() < until):
            leased = lease(at=now(), most=min(BATCH, most))
            if not leased:
                break
            counts.update(_pay(leased, couriers, now=now))
            if counts.pop("unreachable", 0):
                break
    finally:
        for courier in couriers.values():
            courier.close()
    return counts


def pay(pk, attempt, *, at):
    """Send one leased message and mark it; returns the state it ended in, or None when the lease was lost meanwhile."""
    (state,) = _pay([(pk, attempt)], {}, now=lambda: at)
    return None if state == "lost" else state


def _pay(leased, couriers, *, now):
    """The end states of a leased batch. `couriers`: {channel: open courier}, filled on the way."""
    parcels = open_parcels(leased, at=now())
    ends = ["lost"] * (len(leased) - len(parcels))
    for number, parcel in enumerate(parcels):
        channel = parcel.message.channel
        courier = couriers.get(channel) or couriers.setdefault(channel, BY_CODE[channel].courier())
        try:
            ends.append(_pay_one(parcel, courier, now=now) or "lost")
        except Unreachable as failure:
            log.warning("%s can't be reached: %s", channel, failure)
            _give_back([p.message for p in parcels[number:]], failure)
            return [*ends, "unreachable"]
    return ends


def _pay_one(parcel, courier, *, now):
    message, told, held = parcel
    taken = courier.was_taken(message) if message.in_doubt else False
    if taken:
        every = [d.pk for d in told] + [pk for pks in held.values() for pk in pks]
        return _mark(message, State.SENT, every, {}, at=now())
    message.in_doubt = taken is None  # looked up and not there: no doubt is left
    if not told:
        return _mark(message, State.WITHHELD, [], held, at=now())
    if message.leased_until - now() < timedelta(seconds=courier.patience) and not _renew(message, at=now()):
        return None
    courier.open()
    try:
        packed = courier.pack(message, told)
        if message.in_doubt:
            _note_second_copy(message)
        courier.send(packed)
    except Refused as refusal:
        return _mark(message, State.DEAD, [d.pk for d in told], held, at=now(), error=refusal)
    except Failed as failure:
        return _retry(message, at=now(), error=failure, in_doubt=failure.in_doubt or message.in_doubt)
    except Unreachable:
        raise
    except Exception as poison:  # one message that can't be built or sent never stops the queue
        log.exception("Message %s could not be sent", message.pk)
        reason = f"{type(poison).__name__}: {poison}"
        return _retry(message, at=now(), error=reason, in_doubt=message.in_doubt)
    return _mark(message, State.SENT, [d.pk for d in told], held, at=now())


# ---- looking again ---------------------------------------------------------------------------------------------------


def open_parcels(leased, *, at):
    """The leased messages that are still ours, each with what may be told now; a handful of queries for the whole batch."""
    attempts = dict(leased)
    found = Message.objects.select_related("recipient").filter(pk__in=attempts, state=State.LEASED)
    messages = [
        message for message in found.order_by("due_at", "pk") if message.attempt == attempts[message.pk]
    ]
    owed = Delivery.objects.filter(message__in=messages, state=Delivery.State.DUE)
    owed = list(owed.select_related("task").order_by("task__due_on", "pk"))
    checks = _Checks(owed, at=at)
    by_message = defaultdict(list)
    for delivery in owed:
        by_message[delivery.message_id].append(delivery)
    parcels = []
    for message in messages:
        told, held = [], defaultdict(list)
        for delivery in by_message[message.pk]:
            reason = checks.why_not(delivery, message.recipient)
            if reason:
                held[reason].append(delivery.pk)
            else:
                told.append(delivery)
        parcels.append(Parcel(message, told, held))
    return parcels


class _Checks:
    """What is true now of the deliveries of a batch."""

    def __init__(self, owed, *, at):
        self.sees = who_sees({(d.recipient_id, d.task_id) for d in owed})
        self.people = hours.people({d.recipient_id for d in owed})
        planned = [d for d in owed if d.rule not in Delivery.OF_ACTS]
        self.holding = set()
        if planned:
            on = timezone.localdate(at)
            since = min(timezone.localdate(min(d.due_at for d in planned)), on)
            since -= timedelta(days=reminding.LOOK_BACK_DAYS)
            _, found = reminding.reminders(on=on, since=since, tasks={d.task_id for d in planned})
            self.holding = {reminder[:4] for reminder in found}

    def why_not(self, delivery, user):
        """Why this isn't to be told any more, or ""."""
        if not BY_CODE[delivery.channel].wanted(self.people[user.pk], delivery):
            return SWITCHED_OFF
        if (user.pk, delivery.task_id) not in self.sees:
            return NOT_HIS
        key = (delivery.task_id, delivery.rule, delivery.occurrence, delivery.recipient_id)
        return "" if delivery.rule in Delivery.OF_ACTS or key in self.holding else NO_LONGER


# ---- marking ---------------------------------------------------------------------------------------------------------

# One statement, so that message and deliveries agree. It needn't reach the disk before the next letter goes out: a server that
# loses its last half second of commits leaves the letter in doubt, like a worker that dies here.
MARK = """
WITH mine AS (
    UPDATE tasks_app_message SET state = %(state)s, leased_until = NULL, in_doubt = false, error = %(error)s,
        sent_at = CASE WHEN %(state)s = 'sent' THEN %(at)s::timestamptz ELSE sent_at END
    WHERE id = %(pk)s AND attempt = %(attempt)s AND state = 'leased'
        AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
    RETURNING id
), told AS (
    UPDATE tasks_app_delivery SET state = %(state)s, settled_at = %(at)s
    WHERE message_id = (SELECT id FROM mine) AND id = ANY(%(told)s::bigint[]) AND state = 'due'
), held AS (
    UPDATE tasks_app_delivery d SET state = 'withheld', settled_at = %(at)s, reason = h.reason
    FROM unnest(%(held)s::bigint[], %(reasons)s::text[]) AS h(id, reason)
    WHERE d.message_id = (SELECT id FROM mine) AND d.id = h.id AND d.state = 'due'
)
SELECT count(*) FROM mine
"""


def _mark(message, state, told, held, *, at, error=""):
    """Only who still holds the lease may mark, the message and what it told; None when it was lost."""
    pairs = [(pk, reason) for reason, pks in held.items() for pk in pks]
    values = {
        "pk": message.pk, "attempt": message.attempt, "state": str(state), "at": at, "error": str(error)[:500],
        "told": array(told), "held": array(pk for pk, _ in pairs), "reasons": array(reason for _, reason in pairs),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(MARK, values)
        return str(state) if cursor.fetchone()[0] else None


def _retry(message, *, at, error, in_doubt=False):
    """One rung up the ladder; at its end the dead letters. What the message would have told stays due."""
    failures = message.failures + 1
    if failures > len(LADDER):
        due = message.deliveries.filter(state=Delivery.State.DUE)
        return _mark(message, State.DEAD, list(due.values_list("pk", flat=True)), {}, at=at, error=error)
    # Jitter keeps many letters that failed together from coming back together; it decides nothing else.
    due_at = at + LADDER[failures - 1] * (1 + random.random() / 5)
    values = {"state": State.RETRY, "leased_until": None, "failures": failures, "due_at": due_at}
    values |= {"in_doubt": in_doubt, "error": str(error)[:500]}
    return State.RETRY if _mine(message).update(**values) else None


def _give_back(messages, failure):
    """Leased but not tried: free for the next round, nothing is counted against them."""
    for message in messages:
        _mine(message).update(state=State.RETRY, leased_until=None, error=str(failure)[:500])


def _renew(message, *, at):
    return _mine(message).update(leased_until=at + LEASE)


def _note_second_copy(message):
    _mine(message).update(copies_in_doubt=message.copies_in_doubt + 1)


def _mine(message):
    return Message.objects.filter(pk=message.pk, attempt=message.attempt, state=State.LEASED)


def send_again(messages, *, by, at):
    """*Gửi lại*: dead letters are owed once more, from the first rung; who asked is on record. Returns how many."""
    dead = messages.filter(state=State.DEAD)
    pks = list(dead.select_for_update().values_list("pk", flat=True))
    Delivery.objects.filter(message__in=pks, state=Delivery.State.DEAD).update(
        state=Delivery.State.DUE, settled_at=None
    )
    return Message.objects.filter(pk__in=pks).update(
        state=State.DUE, failures=0, due_at=at, sent_again_by=by, sent_again_at=at
    )
