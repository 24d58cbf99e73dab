"""What did the cadre report, for which period, with which figures?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number
from tasks_app.models.results import Result


@tracked()
class ProgressReport(models.Model):
    class Outlook(models.TextChoices):
        ON_TRACK = "on_track", "Đúng tiến độ"
        SLOW = "slow", "Chậm, tự khắc phục được"
        NEEDS_HELP = "needs_help", "Cần cấp ủy tháo gỡ"

    class Status(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Đã gửi"

    class Note(models.TextChoices):
        NONE = "", "Chưa xem"
        NOTED = "noted", "Ghi nhận"
        MORE = "more", "Yêu cầu bổ sung"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="reports")
    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="reports", verbose_name="của đồng chí"
    )
    period_starts_on = models.DateField("kỳ từ ngày")
    period_ends_on = models.DateField("kỳ đến ngày")
    due_on = models.DateField("hạn gửi", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=Status, default=Status.DRAFT)
    outlook = models.CharField("đồng chí tự đánh giá", max_length=10, choices=Outlook, blank=True)
    narrative = models.TextField("khó khăn, giải pháp", max_length=8000, blank=True)
    unchanged_reason = models.CharField("lý do không thay đổi", max_length=300, blank=True)
    is_final = models.BooleanField("báo cáo hoàn thành", default=False)
    # With the final report the cadre says how he judges the result himself.
    self_result = models.CharField("tự đánh giá kết quả", max_length=10, choices=Result, blank=True)
    self_text = models.TextField("nội dung tự đánh giá", max_length=4000, blank=True)
    finished_on = models.DateField("sản phẩm hoàn thành ngày (tự báo cáo)", null=True, blank=True)
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    is_late = models.BooleanField("gửi muộn", default=False)
    # Sent anew for the same period: what the desk asked for, or a mistake mended before the figures are closed.
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name="bổ sung, đính chính báo cáo",
    )
    # Why a cumulative figure is worse than the last one.
    correction_reason = models.CharField("lý do đính chính", max_length=500, blank=True)
    # Entered by an officer from a signed paper: marked as such, and the cadre can contest it; the desk answers.
    paper_no = models.CharField("nhập theo báo cáo số", max_length=100, blank=True)
    paper_received_on = models.DateField("nhận báo cáo giấy ngày", null=True, blank=True)
    contested_reason = models.TextField("đồng chí có ý kiến khác", max_length=1000, blank=True)
    contest_answer = models.TextField("trả lời ý kiến khác", max_length=1000, blank=True)
    contest_answered_by = models.ForeignKey(
        "cadres.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    contest_answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    certified_by = models.ForeignKey(
        "cadres.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thủ trưởng xác nhận",
    )
    certified_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    note = models.CharField(
        "ý kiến người theo dõi", max_length=6, choices=Note, blank=True, default=Note.NONE
    )
    note_text = models.TextField("nội dung ý kiến", max_length=1000, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+", verbose_name="người nhập")
    saved_at = models.DateTimeField("lưu lúc")
    # Of a draft: raised by each save, and the page that saved last, so that two who prepare it at once are told of each other.
    revision = models.PositiveIntegerField(default=0)
    saved_page = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "báo cáo tiến độ"
        verbose_name_plural = "báo cáo tiến độ"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_starts_on")),
                name="report_period_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", submitted_at=None)
                | Q(status="submitted", submitted_at__isnull=False),
                name="submitted_report_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["task", "cadre"], condition=Q(status="draft"), name="cadre_keeps_one_draft_a_task"
            ),
            models.CheckConstraint(
                condition=Q(certified_at=None, certified_by=None)
                | Q(certified_at__isnull=False, certified_by__isnull=False),
                name="certified_report_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(contest_answered_at=None, contest_answer="")
                | Q(contest_answered_at__isnull=False) & ~Q(contest_answer="") & ~Q(contested_reason=""),
                name="answered_contest_was_raised_and_has_a_text",
            ),
            models.CheckConstraint(
                condition=Q(paper_received_on=None) | ~Q(paper_no=""), name="received_paper_has_a_number"
            ),
        ]
        indexes = [models.Index(fields=["task", "-submitted_at"], name="report_newest_first")]

    def __str__(self):
        return f"Báo cáo {self.task}, kỳ đến {self.period_ends_on:%d/%m/%Y}"

    @property
    def on_behalf(self):
        return self.by_id != self.cadre.user_id


@tracked()
class Reading(models.Model):
    """A cumulative figure of one indicator as reported, and as confirmed."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="readings")
    indicator = models.ForeignKey("tasks_app.Indicator", models.PROTECT, related_name="readings")
    value = number("thực hiện")
    # Worse than the last reading, and said to be right: a correction.
    is_correction = models.BooleanField("đính chính", default=False)
    confirmed_value = number("số liệu xác nhận")
    confirmed_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField("xác nhận ngày", null=True, blank=True)
    # Of a document: the day it was issued, which decides whether it came in time.
    dated_on = models.DateField("ban hành ngày", null=True, blank=True)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="report_reads_an_indicator_once"),
            not_nan("value", "confirmed_value", name="reading_is_a_number"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"
