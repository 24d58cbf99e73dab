"""What is owed to whom, by which channel, and was it paid?

A `Delivery` is one thing owed: unique per (task or round, rule, occurrence, recipient, channel), so any number of planners make one
row. A `Message` is what goes out: one per recipient, channel and slot (a day's digest, or one urgent piece); it owns many
deliveries, is leased and sent, and the Message-ID is the message's. What becomes of it is written on its deliveries too.
"""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from tasks_app.models.references import references


class Notice(models.Model):
    """An in-app notification, written in the transaction of the act it tells of."""

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", "Sắp đến hạn"
        DUE_TODAY = "due_today", "Đến hạn"
        OVERDUE = "overdue", "Quá hạn"
        COMMITMENT = "commitment", "Chờ cam kết"
        REPORT = "report", "Báo cáo tiến độ"
        URGED = "urged", "Đôn đốc"
        DIRECTED = "directed", "Ý kiến chỉ đạo"
        ASSIGNED = "assigned", "Giao việc"
        CHANGED = "changed", "Thay đổi"
        CONCLUDED = "concluded", "Kết luận"
        MOVED = "moved", "Chuyển bước"
        REGISTER = "register", "Đăng ký việc"
        AUTHORISED = "authorised", "Ủy quyền"
        WAITING = "waiting", "Chờ trả lời, chờ kết luận"

    recipient = models.ForeignKey(
        "cadres.User", models.PROTECT, related_name="notices", db_index=False, db_constraint=False
    )  # found through `notice_newest_first`
    # Asked for together with the recipient only.
    task = models.ForeignKey(
        "tasks_app.Task", models.PROTECT, null=True, blank=True, related_name="notices", db_index=False, db_constraint=False,
    )  # fmt: skip
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300)
    # Where it leads when it is about no task: the page of a round, of an authorisation.
    url = models.CharField(max_length=300, blank=True)
    # Why this person gets it: "Đồng chí được giao việc này".
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = references("notice", recipient_id="cadres_user", task_id="tasks_app_task")
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_newest_first"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, url="") | Q(task=None) & ~Q(url=""),
                name="notice_leads_to_one_place",
            )
        ]

    def __str__(self):
        return self.text


class Message(models.Model):
    class Channel(models.TextChoices):
        MAIL = "mail", "Thư điện tử"
        WEBHOOK = "webhook", "Tin nhắn qua cổng của cơ quan"

    class State(models.TextChoices):
        DUE = "due", "Chờ gửi"
        LEASED = "leased", "Đang gửi"
        SENT = "sent", "Đã gửi"
        RETRY = "retry", "Chờ gửi lại"
        WITHHELD = "withheld", "Không gửi nữa"
        DEAD = "dead", "Không gửi được"

    # In its Message-ID. Random, so there is no second one; nothing is looked up by it.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        "cadres.User", models.PROTECT, related_name="messages", db_index=False, db_constraint=False
    )  # found through `message_is_owed_once_a_slot`
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    # "digest 2026-11-23" for a day's digest, "urgent 8412" for one urgent delivery.
    slot = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    # Fencing number: raised by each lease; who comes back late can't mark what another has taken over.
    attempt = models.PositiveIntegerField(default=0)
    # Failed sends since it was owed or sent again by hand: the rung of the ladder.
    failures = models.PositiveSmallIntegerField(default=0)
    # The last attempt ended without an answer: the relay may have taken it. Looked up before sending again where it can be.
    in_doubt = models.BooleanField(default=False)
    # Sent again although in doubt: as many second copies (same Message-ID) may exist.
    copies_in_doubt = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    sent_again_by = models.ForeignKey(
        "cadres.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sent_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = references("message", recipient_id="cadres_user")
        verbose_name = "thư gửi đi"
        verbose_name_plural = "thư gửi đi"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "slot"], name="message_is_owed_once_a_slot"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_message_has_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["due", "leased", "retry"]),
                name="message_to_send",
            ),
            models.Index(fields=["id"], condition=Q(state="dead"), name="message_dead"),
        ]

    def __str__(self):
        return f"{self.recipient}, {self.slot}"


class Delivery(models.Model):
    class Rule(models.TextChoices):
        DUE_SOON = "due_soon", "Sắp đến hạn"
        DUE_TODAY = "due_today", "Đến hạn hôm nay"
        OVERDUE = "overdue", "Quá hạn"
        COMMITMENT = "commitment", "Chờ cam kết"
        REPORT_DUE = "report_due", "Đến kỳ báo cáo"
        REPORT_LATE = "report_late", "Chậm báo cáo"
        ANSWER = "answer", "Chờ trả lời đôn đốc"
        DIRECTION = "direction", "Chờ trả lời ý kiến chỉ đạo"
        CONCLUSION = "conclusion", "Chờ kết luận"
        URGED = "urged", "Đôn đốc"
        REGISTER = "register", "Đôn đốc đăng ký"
        NOTICE = "notice", "Thông báo"

    class Channel(models.TextChoices):
        IN_APP = "in_app", "Trong ứng dụng"
        MAIL = "mail", "Thư điện tử"
        WEBHOOK = "webhook", "Tin nhắn qua cổng của cơ quan"

    class State(models.TextChoices):
        """What is being sent now, or tried again, is still `due` here: its message knows (`Message.State`)."""

        DUE = "due", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        WITHHELD = "withheld", "Không gửi nữa"
        CANCELLED = "cancelled", "Đã hủy"
        DEAD = "dead", "Không gửi được"

    # Rules of acts; every other one is a reminder, planned from what waits.
    OF_ACTS = (Rule.URGED, Rule.REGISTER, Rule.NOTICE)

    # No constraint of its own: notice or message are made in the same statement, and they point to task and person (`references`).
    # Found through `delivery_is_owed_once`.
    task = models.ForeignKey(
        "tasks_app.Task", models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False, db_constraint=False,
    )  # fmt: skip
    # What it is about where that is no task: an urge to register, a registration given up.
    round = models.ForeignKey(
        "tasks_app.Round", models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False, db_constraint=False,
    )  # fmt: skip
    rule = models.CharField(max_length=12, choices=Rule)
    # The day or act that it is about: "2026-11-23", "due 2026-12-31 -7", "urge 812".
    occurrence = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        "cadres.User", models.PROTECT, related_name="deliveries", db_index=False, db_constraint=False
    )
    channel = models.CharField(max_length=8, choices=Channel)
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False, db_constraint=False,
    )  # fmt: skip
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False, db_constraint=False,
    )  # fmt: skip
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    # When it came to its end: told in the app, taken by the relay, withheld, cancelled, refused for good.
    settled_at = models.DateTimeField(null=True, blank=True)
    # Why it was withheld or cancelled.
    reason = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = "nhắc việc phải gửi"
        verbose_name_plural = "nhắc việc phải gửi"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "rule", "occurrence", "recipient", "channel"], name="delivery_is_owed_once"
            ),
            models.UniqueConstraint(
                fields=["round", "rule", "occurrence", "recipient", "channel"],
                condition=Q(round__isnull=False),
                name="delivery_about_a_round_is_owed_once",
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=False, round=None) | Q(task=None, round__isnull=False),
                name="delivery_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(channel="in_app", message=None) & (Q(notice__isnull=False) | ~Q(state="sent"))
                | ~Q(channel="in_app") & Q(notice=None, message__isnull=False),
                name="delivery_has_the_carrier_of_its_channel",
            ),
            models.CheckConstraint(
                condition=Q(state="due", settled_at=None) | ~Q(state="due") & Q(settled_at__isnull=False),
                name="settled_delivery_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["task", "due_at"], condition=Q(state__in=["due", "cancelled"]), name="delivery_open"
            ),
            # Rows come in the order of their days, near enough.
            BrinIndex(fields=["due_at"], pages_per_range=32, name="delivery_by_day"),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="delivery_of_message"),
        ]

    def __str__(self):
        return f"{self.get_rule_display()} → {self.recipient}"
