"""What did the committee conclude of a task: which result, and the four facts?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number


class Result(models.TextChoices):
    EXCEEDED = "exceeded", "Vượt"
    MET = "met", "Đạt"
    PARTLY = "partly", "Đạt một phần"
    NOT_MET = "not_met", "Không đạt"


@tracked()
class Conclusion(models.Model):
    """Công nhận kết quả. With `year` it is the yearly conclusion of a task that goes on; without, the final one."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="conclusions")
    year = models.PositiveSmallIntegerField("kết luận năm", null=True, blank=True)
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
