"""What is owed to whom about an act or a day? Rows only: in-app at once, e-mail as a debt that `sending` pays.

A digest message is owed once per recipient and day; what comes after that day's digest has gone out is owed with the
next day's. Urgent pieces are messages of their own, due at once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from tasks_app.models import Delivery, Message, Notice

DIGEST_HOUR = time(7, 0)
IN_APP, MAIL = Delivery.Channel.IN_APP, Delivery.Channel.MAIL
# Only plain SQL can hold a lock on "planning" itself: one planner at a time, however many hosts run it.
PLANNING_LOCK = 0x446F7470686101


@dataclass(frozen=True)
class Debt:
    """One thing to tell one person. (task, rule, occurrence, recipient) names it once and for all."""

    task: object
    rule: str
    occurrence: str
    recipient: object
    kind: str
    text: str
    why: str
    urgent: bool = False

    @property
    def key(self):
        return (self.task.pk, self.rule, self.occurrence, self.recipient.pk)


def hold_planning_lock():
    """Wait for any other planner; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING_LOCK])


def owe(debts, *, at):
    """Write what isn't written yet; returns the debts that were new. Call inside a transaction, signed by the actor.

    In-app: notice and delivery in this transaction, so exactly once. E-mail: a delivery in the recipient's digest or in
    an urgent message; people who switched e-mail off, or have no address, are owed none.
    """
    debts = list({debt.key: debt for debt in debts}.values())
    known = _known({debt.task.pk for debt in debts}) if debts else set()
    new = [debt for debt in debts if debt.key not in known]
    if not new:
        return []
    notices = Notice.objects.bulk_create(
        Notice(recipient=d.recipient, task=d.task, kind=d.kind, text=d.text[:300], why=d.why[:200], at=at)
        for d in new
    )
    Delivery.objects.bulk_create(
        _delivery(debt, IN_APP, due_at=at, notice=notice) for debt, notice in zip(new, notices, strict=True)
    )
    mailed = [debt for debt in new if debt.recipient.mail_on and debt.recipient.email]
    messages = _messages(mailed, at=at)
    Delivery.objects.bulk_create(
        _delivery(debt, MAIL, due_at=messages[debt.key].due_at, message=messages[debt.key]) for debt in mailed
    )
    return new


def _known(tasks):
    rows = Delivery.objects.filter(task__in=tasks, channel=IN_APP)
    return set(rows.values_list("task_id", "rule", "occurrence", "recipient_id"))


def _delivery(debt, channel, *, due_at, notice=None, message=None):
    return Delivery(
        task=debt.task,
        rule=debt.rule,
        occurrence=debt.occurrence,
        recipient=debt.recipient,
        channel=channel,
        notice=notice,
        message=message,
        due_at=due_at,
        text=debt.text[:300],
    )


def _messages(debts, *, at):
    """{debt key: the message that will carry it}: an urgent one of its own, or the recipient's next open digest."""
    carriers = {}
    digests = defaultdict(list)
    for debt in debts:
        if debt.urgent:
            slot = f"urgent {debt.task.pk} {debt.rule} {debt.occurrence}"[:60]
            carriers[debt.key], _ = Message.objects.get_or_create(
                recipient=debt.recipient, channel=Message.Channel.MAIL, slot=slot, defaults={"due_at": at}
            )
        else:
            digests[debt.recipient.pk].append(debt)
    for group in digests.values():
        message = _open_digest(group[0].recipient, at=at)
        carriers.update({debt.key: message for debt in group})
    return carriers


def _open_digest(recipient, *, at):
    """Today's digest while it waits; tomorrow's once today's is on its way. Locked, so that no sender takes it meanwhile."""
    day = timezone.localdate(at)
    while True:
        due_at = max(at, timezone.make_aware(datetime.combine(day, DIGEST_HOUR)))
        message, _ = Message.objects.select_for_update().get_or_create(
            recipient=recipient,
            channel=Message.Channel.MAIL,
            slot=f"digest {day:%Y-%m-%d}",
            defaults={"due_at": due_at},
        )
        if message.state in (Message.State.DUE, Message.State.RETRY):
            return message
        day += timedelta(days=1)
