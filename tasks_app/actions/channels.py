"""By which channels does something owed leave the application, and which courier carries each? The one place that names them.

In-app is no channel of this kind: it is a row of the act's own transaction (`owing`). To add one: a `Delivery.Channel` and a
`Message.Channel` of the same word, a `Courier`, and a line in `OUTGOING`; owing, leasing, the ladder, the dead letters and
the status page follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from tasks_app.actions import mailing, webhook
from tasks_app.models import Delivery, topic_of


@dataclass(frozen=True)
class Channel:
    """`wanted(person, debt)`: is this piece owed to this person by this channel? Asked when owing and again at sending.

    `gathers`: what isn't urgent waits for the person's digest of the day; else each piece is a message of its own, at once.
    `courier()`: a new `couriers.Courier`, kept open for a batch of messages.
    """

    code: str
    wanted: Callable
    gathers: bool
    courier: Callable


def chosen(person, channel, debt):
    """Does the person want to be told of such things by this channel?"""
    return (channel, topic_of(debt.rule, debt.occurrence)) in person.topics


OUTGOING = (
    Channel(
        Delivery.Channel.MAIL,
        wanted=lambda person, debt: (
            person.is_active
            and person.mail_on
            and bool(person.email)
            and chosen(person, Delivery.Channel.MAIL, debt)
        ),
        gathers=True,
        courier=mailing.MailCourier,
    ),
    Channel(
        Delivery.Channel.WEBHOOK,
        wanted=lambda person, debt: (
            bool(settings.WEBHOOK_URL)
            and person.is_active
            and bool(person.phone)
            and chosen(person, Delivery.Channel.WEBHOOK, debt)
        ),
        gathers=False,
        courier=webhook.WebhookCourier,
    ),
)
BY_CODE = {channel.code: channel for channel in OUTGOING}
