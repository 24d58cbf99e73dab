"""What was asked to be changed after the decision, why, and what was decided?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked


class ChangeRequestQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(outcome="")

    def granted(self):
        return self.filter(outcome__in=ChangeRequest.GRANTED)


@tracked()
class ChangeRequest(models.Model):
    class Kind(models.TextChoices):
        EXTENSION = "extension", "Gia hạn"
        CONTENT = "content", "Điều chỉnh chỉ tiêu, nội dung"
        ASSIGNEE = "assignee", "Thay đồng chí thực hiện"
        HOLD = "hold", "Tạm dừng"
        RESUME = "resume", "Tiếp tục"
        END = "end", "Thôi giao"
        REMOVE = "remove", "Đưa ra khỏi danh mục"

    class Cause(models.TextChoices):
        SUBJECTIVE = "subjective", "Chủ quan"
        OBJECTIVE = "objective", "Khách quan"

    class Advice(models.TextChoices):
        """What the appraising agency proposes to the committee."""

        AGREE = "agree", "Đề nghị đồng ý"
        PARTLY = "partly", "Đề nghị đồng ý một phần"
        REFUSE = "refuse", "Đề nghị không đồng ý"

    class Outcome(models.TextChoices):
        PENDING = "", "Đang chờ"
        APPROVED = "approved", "Đồng ý"
        PARTLY = "partly", "Đồng ý một phần"
        REFUSED = "refused", "Không đồng ý"
        # By who asked, before anything was decided.
        WITHDRAWN = "withdrawn", "Đã rút"

    GRANTED = (Outcome.APPROVED, Outcome.PARTLY)

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="changes")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    reason = models.TextField("lý do", max_length=4000)
    cause = models.CharField("nguyên nhân", max_length=10, choices=Cause, blank=True)
    due_before = models.DateField("hạn hiện tại", null=True, blank=True)
    due_proposed = models.DateField("hạn đề nghị", null=True, blank=True)
    due_approved = models.DateField("hạn được duyệt", null=True, blank=True)
    # Shapes: actions/proposals.py. `granted` is what took effect, where the committee agreed to another content than asked.
    proposal = models.JSONField("nội dung đề nghị", default=dict, blank=True)
    granted = models.JSONField("nội dung được duyệt", default=dict, blank=True)
    requested_by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("đề nghị lúc")
    # Drawn up at the desk (*lập đề nghị*), not asked for by the cadre.
    by_desk = models.BooleanField("do cấp giao lập", default=False)
    advice = models.CharField("đề xuất của cơ quan thẩm định", max_length=8, choices=Advice, blank=True)
    opinion = models.TextField("ý kiến thẩm định", max_length=2000, blank=True)
    opinion_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    opinion_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        "quyết định", max_length=10, choices=Outcome, blank=True, default=Outcome.PENDING
    )
    outcome_reason = models.TextField("ý kiến khi quyết định", max_length=2000, blank=True)
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A short extension that the round leaves to one person: no paper of the committee.
    delegated = models.BooleanField("gia hạn trong phạm vi được giao", default=False)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị thay đổi"
        verbose_name_plural = "đề nghị thay đổi"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="decided_change_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension", outcome__in=["approved", "partly"])
                | Q(due_approved__isnull=False, due_approved__gt=F("due_before")),
                name="granted_extension_names_a_later_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "partly"])
                | Q(document__isnull=False, delegated=False)
                | Q(delegated=True, kind="extension"),
                name="granted_change_rests_on_a_paper_or_is_delegated",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["partly", "refused"]) | ~Q(outcome_reason=""),
                name="change_not_granted_in_full_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="partly") | Q(kind__in=["extension", "content"]),
                name="only_days_and_figures_are_granted_in_part",
            ),
            models.UniqueConstraint(
                fields=["task", "kind"], condition=Q(outcome=""), name="one_pending_request_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at", "id"], condition=Q(outcome=""), name="change_waiting_longest"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.task}"

    @property
    def days_granted(self):
        """Days by which the deadline moved; None where it did not."""
        if self.due_approved is None or self.outcome not in self.GRANTED:
            return None
        return (self.due_approved - self.due_before).days
