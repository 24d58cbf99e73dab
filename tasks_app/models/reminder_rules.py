"""What does a round set differently about one kind of reminder: when, to whom, and after how long it goes up?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.reminders import Delivery
from tasks_app.occurrences import COMMITTEE, OFFICER, STANDARD, UNIT_HEAD, Setting


class Recipient(models.TextChoices):
    LEAD = "lead", "Đồng chí chủ trì"
    CO = "co", "Đồng chí cùng thực hiện"
    ASSISTANT = "assistant", "Người được ủy quyền cập nhật"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    OFFICER = "officer", "Chuyên viên theo dõi"
    COMMITTEE = "committee", "Thường trực cấp ủy"


@tracked()
class ReminderRule(models.Model):
    """One rule of a round. A round without a row for a rule goes by the standard (`occurrences.STANDARD`)."""

    class OffDay(models.TextChoices):
        BEFORE = "before", "ngày làm việc trước đó"
        AFTER = "after", "ngày làm việc kế tiếp"

    Rule = Delivery.Rule

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="reminder_rules")
    rule = models.CharField("loại nhắc", max_length=12, choices=Rule)
    is_on = models.BooleanField("nhắc", default=True)
    # Calendar days before the day it is about; the days before a deadline are the round's own (`Round.due_soon_days`).
    before_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="trước (ngày)", default=list, blank=True
    )
    # Calendar days; empty: as often as the round reminds of what is overdue (`Round.overdue_every_days`).
    every_days = models.PositiveSmallIntegerField("nhắc lại mỗi (ngày)", null=True, blank=True)
    wait_days = models.PositiveSmallIntegerField("bắt đầu nhắc sau (ngày làm việc)", default=0)
    recipients = ArrayField(models.CharField(max_length=10, choices=Recipient), verbose_name="nhắc ai")
    unit_head_after = models.PositiveSmallIntegerField(
        "báo thủ trưởng đơn vị sau (ngày làm việc)", null=True, blank=True
    )
    officer_after = models.PositiveSmallIntegerField(
        "báo chuyên viên theo dõi sau (ngày làm việc)", null=True, blank=True
    )
    committee_after = models.PositiveSmallIntegerField(
        "báo Thường trực cấp ủy sau (ngày làm việc)", null=True, blank=True
    )
    off_day = models.CharField(
        "rơi vào ngày nghỉ thì nhắc vào", max_length=6, choices=OffDay, default=OffDay.AFTER
    )
    is_urgent = models.BooleanField("gửi thư riêng ngay, không chờ thư tổng hợp", default=False)

    class Meta:
        verbose_name = "quy tắc nhắc việc"
        verbose_name_plural = "quy tắc nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["round", "rule"], name="round_sets_a_reminder_rule_once"),
            models.CheckConstraint(
                condition=Q(rule__in=list(STANDARD)), name="reminder_rule_is_about_a_reminder"
            ),
            models.CheckConstraint(
                condition=Q(every_days=None) | Q(every_days__gte=1),
                name="reminder_repeats_after_a_day_or_more",
            ),
            models.CheckConstraint(
                condition=~Q(recipients=[]) | Q(is_on=False), name="reminder_that_is_on_has_recipients"
            ),
        ]

    def __str__(self):
        return f"{self.round}: {self.get_rule_display()}"

    @classmethod
    def standard(cls, round, rule):
        """The unsaved row that says what holds when the round sets nothing."""
        setting = STANDARD[rule]
        after = dict(setting.escalation)
        return cls(
            round=round, rule=rule, before_days=list(setting.before), wait_days=setting.wait,
            recipients=list(setting.to), unit_head_after=after.get(UNIT_HEAD), officer_after=after.get(OFFICER),
            committee_after=after.get(COMMITTEE), off_day=setting.off_day, is_urgent=setting.is_urgent,
        )  # fmt: skip

    def setting(self):
        """The rule as the pure planning knows it."""
        after = (
            (UNIT_HEAD, self.unit_head_after),
            (OFFICER, self.officer_after),
            (COMMITTEE, self.committee_after),
        )
        return Setting(
            rule=self.rule,
            is_on=self.is_on,
            before=tuple(self.before_days),
            every=self.every_days or 0,
            starts=STANDARD[self.rule].starts,
            wait=self.wait_days,
            to=tuple(self.recipients),
            escalation=tuple((role, days) for role, days in after if days is not None),
            off_day=self.off_day,
            is_urgent=self.is_urgent,
        )
