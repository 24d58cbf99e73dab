"""How does a message travel as a letter: what stands in it, and what do a mail server's answers mean?"""

import functools
import html
import smtplib
import time
from urllib.parse import quote

from django.conf import settings
from django.core.mail import get_connection
from django.template.loader import get_template
from django.urls import reverse

from tasks_app.actions import relay
from tasks_app.actions.couriers import Courier, Failed, Refused, Unreachable
from tasks_app.actions.handing import NotHandedOver, hand_over
from tasks_app.actions.letters import Letter, envelope
from tasks_app.models import Delivery, Notice

NO_CODE = "chưa có mã"


def message_id(message):
    """The message's own for good, so that a relay or a reader can tell a second copy."""
    return f"<{message.uuid}@{_domain()}>"


def _domain():
    return settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0]


def letter_of(message, person, pieces):
    """Plain text and HTML with counts, codes and links, no content of a task: a letter may be read by others on its way."""
    urgent = message.slot.startswith("urgent")
    count = len({(piece.task_id, piece.round_id) for piece in pieces})
    subject = line_of(pieces[0]) if urgent else f"Việc đột phá: {count} việc cần đồng chí xem"
    lines = [(line_of(piece), _page_of(piece)) for piece in pieces]
    letter = Letter(
        subject=" ".join(subject.split())[:180],
        body=_written("txt", person.name, count, lines),
        to=[person.email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(_written("html", person.name, count, lines), "text/html")
    return letter


def line_of(piece):
    """A reminder's own words hold codes and days only; those of an act may hold a title, so its kind stands for them."""
    if piece.rule not in Delivery.OF_ACTS:
        return piece.text
    if piece.rule == Delivery.Rule.REGISTER:
        return f"{Delivery.Rule.REGISTER.label} việc đột phá, đổi mới"
    kind = piece.occurrence.partition(" ")[0]
    label = Notice.Kind(kind).label if kind in Notice.Kind.values else Delivery.Rule(piece.rule).label
    return f"{label}: {'đợt giao việc' if piece.round_id else f'việc {piece.code or NO_CODE}'}"


class MailCourier(Courier):
    """One connection to the mail server, kept for the whole round and opened anew after whatever broke it."""

    # The envelope may take two thirds of it, the letter the rest: `hand_over` doesn't begin what it can't end in time.
    patience = 3 * settings.EMAIL_TIMEOUT

    def __init__(self):
        self.server = get_connection()
        self.is_open = False
        self.carried = 0

    def open(self):
        if self.is_open:
            return
        try:
            self.server.open()
        except (OSError, smtplib.SMTPException) as failure:
            self.close()
            raise Unreachable(_said(failure)) from failure
        self.is_open, self.carried = True, 0

    def close(self):
        self.is_open = False
        try:
            self.server.close()
        except (OSError, smtplib.SMTPException):
            pass  # it was broken: that is why it is closed

    def pack(self, message, person, pieces):
        return letter_of(message, person, pieces)

    def send(self, packed):
        """A connection that has carried letters may be at its end (idle too long, as many letters as the server takes in one):
        what fails before the letter went out is tried once more on a new one."""
        had_carried = self.carried
        try:
            self._send(packed)
        except (Unreachable, NotHandedOver) as failure:
            self.close()
            if not had_carried:
                raise _as_ours(failure) from failure
            self.open()
            try:
                self._send(packed)
            except NotHandedOver as second:
                self.close()
                raise _as_ours(second) from second
        self.carried += 1

    def _send(self, packed):
        try:
            self._hand_over(packed)
        except NotHandedOver:
            raise
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

    def _hand_over(self, packed):
        line = getattr(self.server, "connection", None)
        if not isinstance(line, smtplib.SMTP):  # a backend that isn't SMTP: the outbox folder, a test's list
            self.server.send_messages([packed])
            return
        until = time.monotonic() + self.patience - settings.EMAIL_TIMEOUT
        hand_over(
            line, envelope(packed.from_email), envelope(packed.to[0]), packed.as_bytes(),
            may_go_on=lambda: time.monotonic() < until, while_waiting=self.while_waiting,
        )  # fmt: skip

    @property
    def can_look_up(self):
        return bool(settings.RELAY_LOG)

    def taken_of(self, messages):
        named = {message_id(message): message.pk for message in messages}
        accepted = relay.accepted(named)
        return None if accepted is None else {named[name] for name in accepted}


def _written(kind, name, count, lines):
    """The letter's words. The frame of a letter is the same for everybody and is rendered once; only text is put into it."""
    frame, item = _frame(kind, settings.SITE_URL, settings.DEMO)
    safe = html.escape if kind == "html" else str
    told = "".join(item.replace(PUT[1], safe(url)).replace(PUT[0], safe(line)) for line, url in lines)
    return frame.replace(PUT[2], str(count)).replace(PUT[0], safe(name)).replace(PUT[1], told)


# Where name or line, address or lines, and the number are put in: signs of the private use area, which no text of ours holds.
PUT = ("\ue000", "\ue001", "\ue002")
SOME_TASK = "X-0000-0"


@functools.cache
def _frame(kind, site, is_demo):
    settings_url = site + reverse("cadres:account_settings")
    context = {
        "name": PUT[0],
        "lines": PUT[1],
        "count": PUT[2],
        "settings_url": settings_url,
        "demo": is_demo,
    }
    item = get_template(f"mail/line.{kind}").render({"line": PUT[0], "url": PUT[1]})
    return get_template(f"mail/digest.{kind}").render(context), item


def _page_of(piece):
    if piece.rule == Delivery.Rule.REGISTER:
        return settings.SITE_URL + reverse("tasks:register_task")
    if piece.round_id:
        return settings.SITE_URL + reverse("tasks:round_page", args=[piece.round_id])
    return settings.SITE_URL + _page().replace(SOME_TASK, quote(piece.ref))


@functools.cache
def _page():
    return reverse("tasks:task_page", args=[SOME_TASK])


def _as_ours(failure):
    return failure if isinstance(failure, Unreachable) else Failed(_said(failure))


def _said(failure):
    return f"{type(failure).__name__}: {failure}"[:500]
