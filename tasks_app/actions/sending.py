"""How is an owed message paid: taken by lease, sent outside any lock, marked by its fencing number?

1. Lease (committed): nobody else takes the message until the lease ends; `attempt` rises and fences.
2. Look again, after the lease is committed: account, channel, rights, and whether what it says still holds. The rest is withheld.
3. Send: no transaction is open while the other side is spoken to. The message has one Message-ID for good.
4. Mark: only where `attempt` is still mine. One by one, unless letters in doubt can be looked up: then a few together.
Whoever dies between 3 and 4 leaves the message in doubt: the next one looks whether the relay has taken it, where its log can be
read, and else sends a second copy with the same Message-ID rather than none.
"""

import logging
import random
from collections import Counter, defaultdict, deque
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tasks_app.actions import hours, reminding
from tasks_app.actions.channels import BY_CODE
from tasks_app.actions.couriers import Failed, Piece, Refused, Unreachable
from tasks_app.actions.holding import holding
from tasks_app.actions.marking import TOGETHER, Marks
from tasks_app.actions.rounds import who_must_still_register
from tasks_app.models import Delivery, Message
from tasks_app.permissions import who_sees, who_sees_rounds

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
# A round begins with a small lease, so that who dies at once keeps few waiting, and doubles it as long as all goes well.
FIRST, BATCH = 25, 400
# What was looked at longer ago is looked at again before it is sent.
LOOK_HOLDS = timedelta(seconds=10)
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
    """A leased message with what it may still tell (`told`: `Piece`s) and what it may not (`held`: {reason: [delivery pk]})."""

    message: Message
    person: hours.Person
    told: list
    held: dict


def lease(*, at, most):
    """Take up to `most` messages that are due (or whose lease ran out): list of (pk, attempt). Committed on return.

    What somebody died over comes after what nobody has tried: a letter that kills who sends it holds up no other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH free AS MATERIALIZED (  -- chosen once: a planner may run a subquery again for each row, and lease too many
                SELECT id FROM tasks_app_message WHERE due_at <= %(at)s AND state IN ('due', 'retry')
                ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
            ), left_behind AS MATERIALIZED (  -- looked for only where the others are not enough
                SELECT id FROM tasks_app_message WHERE due_at <= %(at)s AND state = 'leased' AND leased_until < %(at)s
                ORDER BY due_at, id LIMIT %(most)s - (SELECT count(*) FROM free) FOR UPDATE SKIP LOCKED
            )
            UPDATE tasks_app_message m
            SET state = 'leased', leased_until = %(until)s, attempt = attempt + 1, in_doubt = in_doubt OR m.state = 'leased'
            FROM (SELECT id FROM free UNION ALL SELECT id FROM left_behind) AS chosen WHERE m.id = chosen.id RETURNING m.id, m.attempt
            """,
            {"at": at, "most": most, "until": at + LEASE},
        )
        return sorted(cursor.fetchall())


def pay_due(*, now, most=100_000, until=None):
    """Pay what is due, a small lease at a time, up to the moment `until`; counts by end state. `now()` is read again and again,
    since sending takes time. A mail server that can't be reached ends the round: no letter is at fault."""
    counts, size = Counter(), FIRST
    with _Couriers() as couriers:
        while sum(counts.values()) < most and (until is None or now() < until):
            leased = lease(at=now(), most=min(size, most - sum(counts.values())))
            if not leased:
                break
            size = min(2 * size, BATCH)
            ends = _pay(leased, couriers, now=now)
            counts.update(ends)
            if counts.pop("unreachable", 0):
                break
    return counts


def pay(pk, attempt, *, at):
    """Send one leased message and mark it; returns the state it ended in, or None when the lease was lost meanwhile."""
    with _Couriers() as couriers:
        (state,) = _pay([(pk, attempt)], couriers, now=lambda: at)
    return None if state == "lost" else state


class _Couriers(dict):
    """{channel: its courier}, made when first asked for, all closed at the end."""

    def __missing__(self, channel):
        return self.setdefault(channel, BY_CODE[channel].courier())

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for courier in self.values():
            courier.close()


def _pay(leased, couriers, *, now):
    """The end states of a leased batch."""
    marks, ahead = Marks(now=now), _Ahead()
    parcels, looked = deque(open_parcels(leased, at=now())), now()
    lost = len(leased) - len(parcels)
    taken = _look_up([parcel.message for parcel in parcels], couriers)
    ends = []
    try:
        while parcels:
            if now() - looked > LOOK_HOLDS:
                marks.write()
                ahead.packed.clear()
                held = [(parcel.message.pk, parcel.message.attempt) for parcel in parcels]
                parcels, looked = deque(open_parcels(held, at=now())), now()
                lost += len(held) - len(parcels)
                continue
            parcel = parcels[0]
            courier = couriers[parcel.message.channel]
            courier.while_waiting = partial(ahead.work, parcels, courier, marks)
            ends.append(_pay_one(parcel, courier, taken.get(parcel.message.channel), marks, ahead, now=now))
            ahead.raise_what_failed()
            parcels.popleft()
            marks.write_if(enough=TOGETHER if courier.can_look_up else 1)
    except Unreachable as failure:
        log.warning("%s can't be reached: %s", parcels[0].message.channel, failure)
        _give_back([parcel.message for parcel in parcels], failure)
        ends.append("unreachable")
    finally:
        marks.write()
    return ["lost"] * (lost + marks.lost) + [end for end in ends if end != "marked"] + marks.ends


def _look_up(messages, couriers):
    """{channel: pks of the messages in doubt that the other side took, or None where that can't be known}."""
    doubted = defaultdict(list)
    for message in messages:
        if message.in_doubt:
            doubted[message.channel].append(message)
    return {channel: couriers[channel].taken_of(found) for channel, found in doubted.items()}


class _Ahead:
    """What is done while the other side's answer is awaited: the next message is packed, and ends are written down where several
    may be written together. Neither may spoil the message that is on its way."""

    def __init__(self):
        self.packed, self.failure = {}, None

    def work(self, parcels, courier, marks):
        try:
            if courier.can_look_up:
                marks.write_if(enough=TOGETHER - 1)
        except Exception as failure:  # noqa: BLE001 (told as soon as the answer is read)
            self.failure = failure
        following = parcels[1] if len(parcels) > 1 else None
        if following and following.told and following.message.channel == parcels[0].message.channel:
            try:
                self.packed = {following.message.pk: self.pack(following, courier)}
            except Exception:  # noqa: BLE001 (at its own turn it fails again, and is told)
                self.packed = {}

    def pack(self, parcel, courier):
        """What `send` takes: made ahead, or now."""
        made = self.packed.pop(parcel.message.pk, None)
        return made or courier.pack(parcel.message, parcel.person, parcel.told)

    def raise_what_failed(self):
        if self.failure:
            raise self.failure


def _pay_one(parcel, courier, taken, marks, ahead, *, now):
    """The end of one message: "marked" where that is among `marks`, else its state, or "lost"."""
    message, _, told, held = parcel
    if message.in_doubt and taken is not None and message.pk in taken:
        every = [d.pk for d in told] + [pk for pks in held.values() for pk in pks]
        return marks.add(message, State.SENT, every, {}, at=now())
    message.in_doubt = message.in_doubt and taken is None  # looked up and not there: no doubt is left
    if not told:
        return marks.add(message, State.WITHHELD, [], held, at=now())
    courier.open()
    if message.leased_until - now() < min(timedelta(seconds=courier.patience), LEASE / 2):
        marks.write()
        if not _renew(message, at=now()):
            return "lost"
    try:
        packed = ahead.pack(parcel, courier)
        if message.in_doubt:
            _note_second_copy(message)
        courier.send(packed)
    except Refused as refusal:
        return marks.add(message, State.DEAD, [d.pk for d in told], held, at=now(), error=refusal)
    except Failed as failure:
        return _retry(message, marks, at=now(), error=failure, in_doubt=failure.in_doubt or message.in_doubt)
    except Unreachable:
        raise
    except Exception as poison:  # one message that can't be built or sent never stops the queue
        log.exception("Message %s could not be sent", message.pk)
        reason = f"{type(poison).__name__}: {poison}"
        return _retry(message, marks, at=now(), error=reason, in_doubt=message.in_doubt)
    return marks.add(message, State.SENT, [d.pk for d in told], held, at=now())


# ---- looking again ---------------------------------------------------------------------------------------------------


SENT_BY = (
    "uuid", "recipient_id", "channel", "slot", "due_at", "leased_until", "attempt", "failures", "in_doubt", "copies_in_doubt", "state",
)  # fmt: skip
PIECE = (*Piece._fields[:-2], "task__code", "task__public_id")


def open_parcels(leased, *, at):
    """The leased messages that are still ours, each with what may be told now; a handful of queries for the whole batch."""
    attempts = dict(leased)
    found = Message.objects.filter(pk__among=attempts, state=State.LEASED).only(*SENT_BY)
    messages = [
        message for message in found.order_by("due_at", "pk") if message.attempt == attempts[message.pk]
    ]
    owed = Delivery.objects.filter(
        message__among=[message.pk for message in messages], state=Delivery.State.DUE
    )
    owed = [Piece(*row) for row in owed.order_by("task__due_on", "pk").values_list(*PIECE)]
    checks = _Checks(owed, at=at)
    by_message = defaultdict(list)
    for delivery in owed:
        by_message[delivery.message_id].append(delivery)
    parcels = []
    for message in messages:
        told, held = [], defaultdict(list)
        for delivery in by_message[message.pk]:
            reason = checks.why_not(delivery)
            if reason:
                held[reason].append(delivery.pk)
            else:
                told.append(delivery)
        parcels.append(Parcel(message, checks.people.get(message.recipient_id), told, held))
    return parcels


class _Checks:
    """What is true now of the deliveries of a batch."""

    def __init__(self, owed, *, at):
        on = timezone.localdate(at)
        self.sees = who_sees({(d.recipient_id, d.task_id) for d in owed if d.task_id})
        of_rounds = [d for d in owed if d.round_id]
        self.reads = who_sees_rounds(
            {(d.recipient_id, d.round_id) for d in of_rounds if d.rule == Delivery.Rule.NOTICE}
        )
        self.must_register = who_must_still_register(
            {d.round_id for d in of_rounds if d.rule == Delivery.Rule.REGISTER}, on=on
        )
        self.people = hours.people({d.recipient_id for d in owed})
        planned = [d for d in owed if d.rule not in Delivery.OF_ACTS]
        self.holding = set()
        if planned:
            since = min(timezone.localdate(min(d.due_at for d in planned)), on)
            since -= timedelta(days=reminding.LOOK_BACK_DAYS)
            self.holding = holding(on=on, since=since, tasks={d.task_id for d in planned})

    def why_not(self, delivery):
        """Why this isn't to be told any more, or ""."""
        if not BY_CODE[delivery.channel].wanted(self.people[delivery.recipient_id], delivery):
            return SWITCHED_OFF
        if delivery.rule == Delivery.Rule.REGISTER:
            return "" if (delivery.recipient_id, delivery.round_id) in self.must_register else NO_LONGER
        if delivery.round_id:
            return "" if (delivery.recipient_id, delivery.round_id) in self.reads else NOT_HIS
        if (delivery.recipient_id, delivery.task_id) not in self.sees:
            return NOT_HIS
        key = (delivery.task_id, delivery.rule, delivery.occurrence, delivery.recipient_id)
        return "" if delivery.rule in Delivery.OF_ACTS or key in self.holding else NO_LONGER


# ---- other ends -----------------------------------------------------------------------------------------------------


def _retry(message, marks, *, at, error, in_doubt=False):
    """One rung up the ladder; at its end the dead letters. What the message would have told stays due."""
    failures = message.failures + 1
    if failures > len(LADDER):
        due = message.deliveries.filter(state=Delivery.State.DUE)
        return marks.add(message, State.DEAD, list(due.values_list("pk", flat=True)), {}, at=at, error=error)
    # Jitter keeps many letters that failed together from coming back together; it decides nothing else.
    due_at = at + LADDER[failures - 1] * (1 + random.random() / 5)
    values = {"state": State.RETRY, "leased_until": None, "failures": failures, "due_at": due_at}
    values |= {"in_doubt": in_doubt, "error": str(error)[:500]}
    return str(State.RETRY) if _mine(message).update(**values) else "lost"


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
