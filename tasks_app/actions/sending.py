"""How is an owed message paid: taken by lease, sent outside any lock, marked by its fencing number?

1. Lease (committed): nobody else takes the message until the lease ends; `attempt` rises and fences.
2. Send: no transaction is open while a mail server is spoken to. The Message-ID is the message's own, so a relay or a reader
   can tell a second copy after a crash between sending and marking.
3. Mark: only where `attempt` is still mine.
Rights, account and task are looked at again at the moment of sending; what no longer holds is withheld.
"""

import logging
import random
import smtplib
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from tasks_app.models import Delivery, Message, Task
from tasks_app.permissions import visible_tasks

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
LADDER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
]
State = Message.State


def lease(*, at, most):
    """Take up to `most` messages that are due (or whose lease ran out): list of (pk, attempt). Committed on return."""
    free = Q(state__in=[State.DUE, State.RETRY]) | Q(state=State.LEASED, leased_until__lt=at)
    with transaction.atomic():
        taken = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(free, due_at__lte=at)
            .order_by("due_at", "pk")
            .values_list("pk", "attempt")[:most]
        )
        Message.objects.filter(pk__in=[pk for pk, _ in taken]).update(
            state=State.LEASED, leased_until=at + LEASE, attempt=F("attempt") + 1
        )
    return [(pk, attempt + 1) for pk, attempt in taken]


def pay(pk, attempt, *, at):
    """Send one leased message and mark it; returns the state it ended in, or None when the lease was lost meanwhile."""
    message = (
        Message.objects.select_related("recipient").filter(pk=pk, attempt=attempt, state=State.LEASED).first()
    )
    if message is None:
        return None
    letter = compose(message, at=at)
    if letter is None:
        return _mark(message, State.WITHHELD, at=at)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        return _mark(message, State.DEAD if min(codes) >= 500 else State.RETRY, at=at, error=refusal)
    except smtplib.SMTPResponseException as refusal:
        return _mark(message, State.DEAD if refusal.smtp_code >= 500 else State.RETRY, at=at, error=refusal)
    except (OSError, smtplib.SMTPException) as failure:
        return _mark(message, State.RETRY, at=at, error=failure)
    except Exception as poison:  # one letter that can't be built or sent never stops the queue
        log.exception("Message %s could not be sent", message.pk)
        return _mark(message, State.RETRY, at=at, error=poison)
    return _mark(message, State.SENT, at=at)


def pay_due(*, now, most=200):
    """Pay what is due, a small lease at a time. `now()` is read for each lease, since sending takes time. Counts by state."""
    counts = Counter()
    while sum(counts.values()) < most:
        leased = lease(at=now(), most=10)
        if not leased:
            break
        for pk, attempt in leased:
            counts[pay(pk, attempt, at=now()) or "lost"] += 1
    return counts


def compose(message, *, at):
    """The letter of a message, or None when nothing in it may or need be told any more."""
    user = message.recipient
    deliveries = list(
        message.deliveries.filter(cancelled_at=None).select_related("task").order_by("task__due_on", "pk")
    )
    if not user.is_active or not user.mail_on or not user.email:
        return None
    seen = set(
        visible_tasks(user).filter(pk__in={d.task_id for d in deliveries}).values_list("pk", flat=True)
    )
    deliveries = [d for d in deliveries if d.task_id in seen and _still_holds(d)]
    if not deliveries:
        return None
    return letter_of(message, deliveries)


def _still_holds(delivery):
    """A reminder of a task that is no longer running, or of a deadline that was moved, isn't sent."""
    if delivery.rule in (Delivery.Rule.URGED, Delivery.Rule.NOTICE):
        return True
    task = delivery.task
    if task.status != Task.Status.IN_FORCE:
        return False
    if delivery.rule == Delivery.Rule.COMMITMENT:
        return task.committed_on is None
    return delivery.occurrence.startswith(str(task.due_on))


def letter_of(message, deliveries):
    """Plain text and HTML with counts, codes and links, no content of a task: a letter may be read by others on its way."""
    urgent = message.slot.startswith("urgent")
    count = len({d.task_id for d in deliveries})
    subject = deliveries[0].text if urgent else f"Việc đột phá: {count} việc cần đồng chí xem"
    context = {
        "name": str(message.recipient),
        "deliveries": deliveries,
        "count": count,
        "site": settings.SITE_URL,
        "demo": settings.DEMO,
    }
    domain = settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0]
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:180],
        body=render_to_string("mail/digest.txt", context),
        to=[message.recipient.email],
        headers={"Message-ID": f"<{message.uuid}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return letter


def _mark(message, state, *, at, error=""):
    """Only who still holds the lease may mark; the ladder ends in the dead letters."""
    values = {
        "state": state,
        "leased_until": None,
        "error": f"{type(error).__name__}: {error}"[:500] if error else "",
    }
    if state == State.SENT:
        values["sent_at"] = at
    if state == State.RETRY:
        if message.attempt > len(LADDER):
            values["state"] = state = State.DEAD
        else:
            # Jitter keeps many letters that failed together from coming back together; it decides nothing else.
            values["due_at"] = at + LADDER[message.attempt - 1] * (1 + random.random() / 5)
    mine = Message.objects.filter(pk=message.pk, attempt=message.attempt, state=State.LEASED)
    return state if mine.update(**values) else None
