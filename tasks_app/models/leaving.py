"""What does a cadre who leaves hand over, in which state, and has each side confirmed it?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.handovers import Handover


@tracked()
class HandoverMinutes(models.Model):
    """Biên bản bàn giao: the open tasks that one giver gave to a cadre who leaves, until the giver has decided."""

    class Cause(models.TextChoices):
        MOVED = "moved", "Điều động, luân chuyển"
        LEFT = "left", "Thôi giữ chức vụ"
        RETIRED = "retired", "Nghỉ hưu"
        UNIT_ENDED = "unit_ended", "Đơn vị kết thúc hoạt động, sắp xếp lại"
        OTHER = "other", "Lý do khác"

    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="handover_minutes")
    giver = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="+")
    cause = models.CharField("lý do bàn giao", max_length=10, choices=Cause)
    handed_over_on = models.DateField("ngày bàn giao")
    note = models.TextField("ghi chú", max_length=2000, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lập lúc")
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Decided although a side had not confirmed.
    unconfirmed_reason = models.TextField("lý do chưa đủ xác nhận", max_length=1000, blank=True)
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    dropped_at = models.DateTimeField("thôi lập lúc", null=True, blank=True)
    # Raised with every change of the items, so that a side confirms what it saw.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "biên bản bàn giao"
        verbose_name_plural = "biên bản bàn giao"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "giver"],
                condition=Q(decided_at=None, dropped_at=None),
                name="one_handover_of_a_cadre_is_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(dropped_at=None), name="handover_is_decided_or_dropped"
            ),
        ]

    def __str__(self):
        return f"Bàn giao của {self.cadre} ngày {self.handed_over_on:%d/%m/%Y}"

    @property
    def is_open(self):
        return self.decided_at is None and self.dropped_at is None


@tracked()
class HandoverItem(models.Model):
    """One task of the inventory: its state at the day, what is proposed, and the handover that was decided."""

    minutes = models.ForeignKey(HandoverMinutes, models.PROTECT, related_name="items")
    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="handover_items")
    assignment = models.ForeignKey("tasks_app.Assignment", models.PROTECT, related_name="+")
    outcome = models.CharField(
        "hình thức", max_length=10, choices=Handover.Outcome, default=Handover.Outcome.SUCCESSOR
    )
    to_cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="+")
    # Figures, evidence, obstacles and months at the day of the handover (actions/leaving.py writes and reads it).
    state = models.JSONField("tình trạng tại ngày bàn giao")
    note = models.TextField("ghi chú", max_length=2000, blank=True)
    handover = models.OneToOneField(Handover, models.PROTECT, null=True, blank=True, related_name="item")

    class Meta:
        verbose_name = "việc bàn giao"
        verbose_name_plural = "việc bàn giao"
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "assignment"], name="task_is_handed_over_once_in_minutes"
            )
        ]

    def __str__(self):
        return f"{self.task}: {self.get_outcome_display()}"


class HandoverConfirmation(models.Model):
    """A side confirms the state at the day, or says what differs. Rows are added and never changed."""

    class Side(models.TextChoices):
        LEAVING = "leaving", "Bên giao"
        TAKING = "taking", "Bên nhận"

    minutes = models.ForeignKey(HandoverMinutes, models.PROTECT, related_name="confirmations")
    version = models.PositiveIntegerField("bản biên bản")
    side = models.CharField("bên", max_length=8, choices=Side)
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="+")
    agreed = models.BooleanField("xác nhận đúng")
    note = models.TextField("ý kiến", max_length=2000, blank=True)
    # Entered by the desk from minutes signed on paper.
    paper_no = models.CharField("theo biên bản ký số", max_length=100, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "xác nhận bàn giao"
        verbose_name_plural = "xác nhận bàn giao"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(note=""), name="who_does_not_agree_says_what_differs"
            )
        ]

    def __str__(self):
        return f"{self.cadre}, {self.get_side_display()}"
