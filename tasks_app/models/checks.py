"""Who checked what of a result, when and how, before the committee concludes?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number


@tracked()
class ResultCheck(models.Model):
    """Kiểm tra kết quả, on paper or on site: who, when, what was found. Not an inspection by a team of the committee."""

    class Way(models.TextChoices):
        PAPER = "paper", "Kiểm tra hồ sơ"
        ON_SITE = "on_site", "Kiểm tra thực tế"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="checks")
    way = models.CharField("hình thức", max_length=8, choices=Way, default=Way.PAPER)
    checked_on = models.DateField("ngày kiểm tra")
    checkers = models.CharField("người kiểm tra", max_length=300)
    place = models.CharField("nơi kiểm tra", max_length=200, blank=True)
    findings = models.TextField("nội dung, kết quả kiểm tra", max_length=4000)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kiểm tra kết quả"
        verbose_name_plural = "kiểm tra kết quả"
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="on_site") | ~Q(place=""), name="check_on_site_names_the_place"
            )
        ]

    def __str__(self):
        return f"{self.get_way_display()} {self.task}, {self.checked_on:%d/%m/%Y}"


@tracked()
class CheckedFigure(models.Model):
    """What the check found for one indicator."""

    check_made = models.ForeignKey(ResultCheck, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey("tasks_app.Indicator", models.PROTECT, related_name="+")
    value = number("số liệu kiểm tra")

    class Meta:
        verbose_name = "số liệu kiểm tra"
        verbose_name_plural = "số liệu kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["check_made", "indicator"], name="check_reads_an_indicator_once"),
            not_nan("value", name="checked_figure_is_a_number"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"
