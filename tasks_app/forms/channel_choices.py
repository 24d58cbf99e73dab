"""About what, and by which channel, does a person choose to be told?"""

from django import forms
from django.conf import settings

from tasks_app.forms.base import ActForm
from tasks_app.models import Delivery, Topic
from tasks_app.models.channel_choices import BINDING

MAIL, WEBHOOK = Delivery.Channel.MAIL, Delivery.Channel.WEBHOOK
WHY_IN_APP = "Trong ứng dụng là bản ghi chính thức, luôn có"
WHY_MAIL = "Quyết định của cấp ủy luôn gửi thư cho đồng chí đã nhận thư"


class ChannelChoicesForm(ActForm):
    """A box for each topic and channel; `topics`: (channel, topic) pairs that are on now."""

    def __init__(self, *args, topics, phone, **options):
        super().__init__(*args, **options)
        self.channels = [MAIL, *([WEBHOOK] if settings.WEBHOOK_URL and phone else [])]
        for channel in self.channels:
            for topic in Topic:
                locked = channel == MAIL and topic in BINDING
                self.fields[f"{channel}-{topic}"] = forms.BooleanField(
                    label=f"{channel.label}: {topic.label}",
                    required=False,
                    disabled=locked,
                    initial=locked or (channel, topic) in topics,
                )

    @property
    def rows(self):
        """(topic in words, [its boxes]) for the table."""
        return [(topic.label, [self[f"{channel}-{topic}"] for channel in self.channels]) for topic in Topic]

    @property
    def heads(self):
        return [channel.label for channel in self.channels]

    def chosen(self):
        """(channel, topic, on) of every box that can be chosen."""
        for channel in self.channels:
            for topic in Topic:
                if not self.fields[f"{channel}-{topic}"].disabled:
                    yield channel, topic, self.cleaned_data[f"{channel}-{topic}"]
