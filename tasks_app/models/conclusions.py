"""What did the committee conclude of a task: which result, and the four facts?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number
from tasks_app.models.results import Result


@tracked()
class Conclusion(models.Model):
    """Công nhận kết quả. With `year` it is the yearly conclusion of a task that goes on; without, the final one.

    The row is the conclusion that holds. When an objection changes it, what it said before becomes a `ConclusionVersion`.
    """

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="conclusions")
    year = models.PositiveSmallIntegerField("kết luận năm", null=True, blank=True)
    number = models.PositiveSmallIntegerField("bản số", default=1)
    # What confirmed figures and dates suggested when it was decided; "" in rows older than this field.
    proposed = models.CharField("đề xuất theo số liệu", max_length=10, choices=Result, blank=True)
    difference_reason = models.TextField("lý do kết luận khác đề xuất", max_length=2000, blank=True)
    result = models.CharField("kết luận", max_length=10, choices=Result)
    completed = models.BooleanField("hoàn thành")
    on_time = models.BooleanField("đúng thời hạn")
    quality_met = models.BooleanField("bảo đảm chất lượng")
    exceeded = models.BooleanField("vượt yêu cầu")
    finished_on = models.DateField("sản phẩm hoàn thành ngày (đã xác nhận)")
    comment = models.TextField("nhận xét", max_length=4000, blank=True)
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_on = models.DateField("ngày kết luận")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kết luận"
        verbose_name_plural = "kết luận"
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(year=None), name="task_is_concluded_once"),
            models.UniqueConstraint(fields=["task", "year"], name="task_is_concluded_once_a_year"),
            models.CheckConstraint(
                condition=Q(completed=True) | Q(on_time=False, exceeded=False),
                name="what_is_not_completed_is_neither_on_time_nor_exceeded",
            ),
            models.CheckConstraint(
                condition=Q(proposed="") | Q(proposed=F("result")) | ~Q(difference_reason=""),
                name="conclusion_other_than_proposed_has_its_reason",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="conclusion_versions_count_from_one"),
        ]

    def __str__(self):
        return f"{self.get_result_display()}: {self.task}"


@tracked()
class IndicatorResult(models.Model):
    """The self-reported beside the confirmed figure, and the result of one indicator."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="results")
    indicator = models.ForeignKey("tasks_app.Indicator", models.PROTECT, related_name="results")
    reported = number("tự báo cáo")
    confirmed = number("số liệu xác nhận")
    proposed = models.CharField("đề xuất theo số liệu", max_length=10, choices=Result, blank=True)
    result = models.CharField("kết luận", max_length=10, choices=Result)

    class Meta:
        verbose_name = "kết luận chỉ tiêu"
        verbose_name_plural = "kết luận chỉ tiêu"
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "indicator"], name="indicator_is_concluded_once"),
            not_nan("reported", "confirmed", name="concluded_figures_are_numbers"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.get_result_display()}"


class ConclusionVersion(models.Model):
    """What a conclusion said before an objection changed it. Rows are added and never changed."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("bản số")
    content = models.JSONField("nội dung")
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("thay thế lúc")

    class Meta:
        verbose_name = "bản kết luận trước"
        verbose_name_plural = "bản kết luận trước"
        constraints = [
            models.UniqueConstraint(
                fields=["conclusion", "number"], name="conclusion_version_is_written_once"
            )
        ]

    def __str__(self):
        return f"{self.conclusion}, bản {self.number}"


@tracked()
class Objection(models.Model):
    """Ý kiến khác của đồng chí được giao about a conclusion, and the committee's answer: kept, or changed."""

    class Outcome(models.TextChoices):
        OPEN = "", "Chờ trả lời"
        KEPT = "kept", "Giữ nguyên kết luận"
        CHANGED = "changed", "Sửa kết luận"

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="objections")
    # The version of the conclusion that it speaks of.
    against = models.PositiveSmallIntegerField("về bản số")
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="objections")
    text = models.TextField("ý kiến", max_length=4000)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("gửi lúc")
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    answer = models.TextField("trả lời", max_length=4000, blank=True)
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến về kết luận"
        verbose_name_plural = "ý kiến về kết luận"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at=None, answered_by=None)
                | ~Q(outcome="") & ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answered_objection_has_outcome_text_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="changed") | Q(document__isnull=False),
                name="objection_that_changes_a_conclusion_has_a_document",
            ),
            models.UniqueConstraint(
                fields=["conclusion", "cadre"], condition=Q(outcome=""), name="cadre_has_one_open_objection"
            ),
            models.UniqueConstraint(
                fields=["conclusion", "cadre", "against"], name="cadre_objects_to_a_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.cadre}: {self.conclusion}"
