"""What was asked to be changed after the decision, why, and what was decided?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked


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

    class Outcome(models.TextChoices):
        PENDING = "", "Đang chờ"
        APPROVED = "approved", "Đồng ý"
        REFUSED = "refused", "Không đồng ý"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="changes")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    reason = models.TextField("lý do", max_length=4000)
    cause = models.CharField("nguyên nhân", max_length=10, choices=Cause, blank=True)
    due_before = models.DateField("hạn hiện tại", null=True, blank=True)
    due_proposed = models.DateField("hạn đề nghị", null=True, blank=True)
    due_approved = models.DateField("hạn được duyệt", null=True, blank=True)
    proposal = models.JSONField("nội dung đề nghị", default=dict, blank=True)
    requested_by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("đề nghị lúc")
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
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "đề nghị thay đổi"
        verbose_name_plural = "đề nghị thay đổi"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="decided_change_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension", outcome="approved") | Q(due_approved__isnull=False),
                name="approved_extension_names_the_new_day",
            ),
            models.UniqueConstraint(
                fields=["task", "kind"], condition=Q(outcome=""), name="one_pending_request_of_a_kind"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.task}"
