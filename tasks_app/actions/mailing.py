"""How does a message travel as a letter: what stands in it, and what do a mail server's answers mean?"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import get_template

from tasks_app.actions import relay
from tasks_app.actions.couriers import Courier, Failed, Refused, Unreachable
from tasks_app.models import Delivery, Notice


def message_id(message):
    """The message's own for good, so that a relay or a reader can tell a second copy."""
    return f"<{message.uuid}@{_domain()}>"


def _domain():
    return settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0]


def letter_of(message, deliveries):
    """Plain text and HTML with counts, codes and links, no content of a task: a letter may be read by others on its way."""
    urgent = message.slot.startswith("urgent")
    count = len({d.task_id for d in deliveries})
    subject = line_of(deliveries[0]) if urgent else f"Việc đột phá: {count} việc cần đồng chí xem"
    context = {
        "name": str(message.recipient),
        "lines": [(line_of(d), d.task.ref) for d in deliveries],
        "count": count,
        "site": settings.SITE_URL,
        "demo": settings.DEMO,
    }
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:180],
        body=get_template("mail/digest.txt").render(context),
        to=[message.recipient.email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(get_template("mail/digest.html").render(context), "text/html")
    return letter


def line_of(delivery):
    """A reminder's own words hold codes and days only; those of an act may hold a title, so its kind stands for them."""
    if delivery.rule not in Delivery.OF_ACTS:
        return delivery.text
    kind = delivery.occurrence.partition(" ")[0]
    label = Notice.Kind(kind).label if kind in Notice.Kind.values else Delivery.Rule(delivery.rule).label
    return f"{label}: việc {delivery.task.code or 'chưa có mã'}"


class MailCourier(Courier):
    """One connection to the mail server, kept for the whole batch and opened anew after whatever broke it."""

    patience = settings.EMAIL_TIMEOUT + 10

    def __init__(self):
        self.server = get_connection()
        self.is_open = False

    def open(self):
        if self.is_open:
            return
        try:
            self.server.open()
        except (OSError, smtplib.SMTPException) as failure:
            self.close()
            raise Unreachable(_said(failure)) from failure
        self.is_open = True

    def close(self):
        self.is_open = False
        try:
            self.server.close()
        except (OSError, smtplib.SMTPException):
            pass  # it was broken: that is why it is closed

    def pack(self, message, deliveries):
        return letter_of(message, deliveries)

    def send(self, packed):
        try:
            self.server.send_messages([packed])
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _ in refusal.recipients.values()]
            if 421 in codes:  # it says goodbye to all of them
                self.close()
            raise (Refused if min(codes) >= 500 else Failed)(_said(refusal)) from refusal
        except smtplib.SMTPDataError as refusal:
            if refusal.smtp_code == 421:
                self.close()
            raise (Refused if refusal.smtp_code >= 500 else Failed)(_said(refusal)) from refusal
        except smtplib.SMTPResponseException as refusal:
            # Greeting, login or sender refused: the server's quarrel with us, not with this letter.
            self.close()
            raise Unreachable(_said(refusal)) from refusal
        except (OSError, smtplib.SMTPException) as failure:
            # Silence, or the line went dead: the letter may be with the relay already.
            self.close()
            raise Failed(_said(failure), in_doubt=True) from failure

    def was_taken(self, message):
        return relay.has_accepted(message_id(message))


def _said(failure):
    return f"{type(failure).__name__}: {failure}"[:500]
