"""About what, and by which channel beside the application itself, does a person want to be told?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.reminders import Delivery, Notice


class Topic(models.TextChoices):
    """What notices and reminders are about, as a person chooses."""

    ASSIGNED = "assigned", "Giao việc"
    URGED = "urged", "Đôn đốc"
    DIRECTED = "directed", "Ý kiến chỉ đạo"
    DEADLINE = "deadline", "Sắp đến hạn, đến hạn, quá hạn"
    COMMITMENT = "commitment", "Chờ cam kết"
    REPORT = "report", "Kỳ báo cáo"
    WAITING = "waiting", "Việc đang chờ trả lời, chờ kết luận"
    ACT = "act", "Diễn biến khác của việc"


# Acts of the committee that bind: who takes letters at all takes these.
BINDING = (Topic.ASSIGNED, Topic.URGED, Topic.DIRECTED)
# By default only what binds is worth a short message; a letter is sent about everything.
DEFAULT = frozenset((Delivery.Channel.MAIL, topic) for topic in Topic)
_OF_RULES = {
    Delivery.Rule.URGED: Topic.URGED,
    Delivery.Rule.REGISTER: Topic.URGED,
    Delivery.Rule.DUE_SOON: Topic.DEADLINE,
    Delivery.Rule.DUE_TODAY: Topic.DEADLINE,
    Delivery.Rule.OVERDUE: Topic.DEADLINE,
    Delivery.Rule.COMMITMENT: Topic.COMMITMENT,
    Delivery.Rule.REPORT_DUE: Topic.REPORT,
    Delivery.Rule.REPORT_LATE: Topic.REPORT,
    Delivery.Rule.ANSWER: Topic.WAITING,
    Delivery.Rule.DIRECTION: Topic.WAITING,
    Delivery.Rule.CONCLUSION: Topic.WAITING,
}
_OF_KINDS = {Notice.Kind.ASSIGNED: Topic.ASSIGNED, Notice.Kind.DIRECTED: Topic.DIRECTED}


def topic_of(rule, occurrence):
    """The topic of something owed. Of an act the occurrence begins with the kind of its notice."""
    return _OF_RULES.get(rule) or _OF_KINDS.get(occurrence.partition(" ")[0], Topic.ACT)


@tracked()
class ChannelChoice(models.Model):
    """One choice that differs from the default. What binds can't be chosen away from letters (`BINDING`)."""

    user = models.ForeignKey("cadres.User", models.PROTECT, related_name="channel_choices")
    channel = models.CharField(max_length=8, choices=Delivery.Channel)
    topic = models.CharField(max_length=12, choices=Topic)
    is_on = models.BooleanField()

    class Meta:
        verbose_name = "lựa chọn kênh nhận tin"
        verbose_name_plural = "lựa chọn kênh nhận tin"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "channel", "topic"], name="channel_is_chosen_once_for_a_topic"
            ),
            models.CheckConstraint(condition=~Q(channel="in_app"), name="in_app_is_never_chosen_away"),
            models.CheckConstraint(
                condition=~Q(channel="mail", topic__in=["assigned", "urged", "directed"], is_on=False),
                name="letters_about_what_binds_stay_on",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_channel_display()}: {self.get_topic_display()}"
