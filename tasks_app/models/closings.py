"""Which years of a round are closed: published, by which document?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class PeriodClosing(models.Model):
    """Công bố, khóa kỳ: what was concluded up to the end of the year is final from then on."""

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="closings")
    year = models.PositiveSmallIntegerField("năm")
    document = models.ForeignKey("tasks_app.Document", models.PROTECT, related_name="+")
    published_on = models.DateField("công bố ngày")
    task_count = models.PositiveIntegerField("số việc khóa kỳ")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "khóa kỳ"
        verbose_name_plural = "khóa kỳ"
        constraints = [
            models.UniqueConstraint(fields=["round", "year"], name="year_of_a_round_is_closed_once")
        ]

    def __str__(self):
        return f"{self.round}, năm {self.year}"
