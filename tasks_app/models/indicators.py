"""By which numbers is a task judged?"""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from cadres.models.text import is_nfc
from tasks_app import progress
from tasks_app.models.rounds import Rhythm

# PostgreSQL's numeric holds NaN and puts it above every number: "less than what the column can hold" keeps it out.
ABOVE_ALL = Decimal(10) ** 15


def number(label, **options):
    """A figure of an indicator: exact, up to 15 digits before and 5 after the comma."""
    return models.DecimalField(label, max_digits=20, decimal_places=5, null=True, blank=True, **options)


def not_nan(*fields, name):
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__lt": ABOVE_ALL})
    return models.CheckConstraint(condition=condition, name=name)


class StandingIndicators(models.Manager):
    """The indicators by which the task is judged now; one that a decided change dropped stays on record only."""

    def get_queryset(self):
        return super().get_queryset().filter(dropped_on=None)


class AllIndicators(models.Manager):
    """Those that were dropped as well."""


@tracked()
class Indicator(models.Model):
    class Kind(models.TextChoices):
        UP = "up", "Số, càng cao càng tốt"
        DOWN = "down", "Số, càng thấp càng tốt"
        RATIO = "ratio", "Tỷ số x/y"
        PERCENT = "percent", "Tỷ lệ phần trăm"
        YES_NO = "yes_no", "Có hoặc không"
        DOCUMENT = "document", "Văn bản ban hành đúng hạn"
        RANK = "rank", "Xếp hạng, càng nhỏ càng tốt"
        RUBRIC = "rubric", "Định tính theo thang mô tả"

    ALWAYS_LOWER = (Kind.DOWN, Kind.RANK)
    BOOLEAN = (Kind.YES_NO, Kind.DOCUMENT)

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="indicators")
    rank = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("chỉ tiêu", max_length=300)
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.UP)
    measure_unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    baseline = number("hiện trạng")
    # x of x/y for a ratio; 1 for yes/no and document; the place for a rank.
    target = number("chỉ tiêu giao")
    whole = number("trên tổng số", help_text="y của tỷ số x/y")
    # As first decided; empty while no change was decided.
    original_target = number("chỉ tiêu ban đầu", editable=False)
    original_whole = number("tổng số ban đầu", editable=False)
    dropped_on = models.DateField("thôi tính từ ngày", null=True, blank=True, editable=False)
    lower_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    weight = models.DecimalField("trọng số", max_digits=5, decimal_places=2, default=100)
    data_source = models.CharField("nguồn số liệu", max_length=200, blank=True)
    confirmed_by = models.CharField("cơ quan xác nhận số liệu", max_length=200, blank=True)
    rhythm = models.PositiveSmallIntegerField("nhịp cập nhật", choices=Rhythm, default=Rhythm.ANY)
    due_on = models.DateField("chốt số liệu ngày", null=True, blank=True)
    rubric = models.TextField("thang mô tả", blank=True)
    # Copies of the newest submitted reading, and of the newest confirmed figure.
    current = number("thực hiện", editable=False)
    current_on = models.DateField("tính đến ngày", null=True, blank=True, editable=False)
    confirmed = number("số liệu xác nhận", editable=False)
    # The day of which the confirmed figure speaks; empty where that was not recorded.
    confirmed_on = models.DateField("xác nhận ngày", null=True, blank=True, editable=False)

    objects = StandingIndicators()
    on_record = AllIndicators()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        constraints = [
            is_nfc("name", "indicator_name_is_nfc"),
            not_nan(
                "baseline", "target", "whole", "current", "confirmed", name="indicator_figures_are_numbers"
            ),
            not_nan("original_target", "original_whole", name="original_figures_are_numbers"),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100), name="indicator_weight_is_a_share_of_100"
            ),
            models.CheckConstraint(
                condition=~Q(kind="ratio") | Q(whole__gt=0), name="ratio_indicator_has_a_whole_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["down", "rank"]) | Q(lower_is_better=True),
                name="lower_kinds_are_lower_is_better",
            ),
        ]
        indexes = [models.Index(fields=["task", "rank"], name="indicator_in_order")]

    def __str__(self):
        return self.name

    @property
    def known(self):
        """The figure by which it is judged: the confirmed one, unless a newer one was reported since; None without any."""
        if self.confirmed is None or (
            self.current is not None
            and self.current_on is not None
            and self.confirmed_on is not None
            and self.current_on > self.confirmed_on
        ):
            return self.current
        return self.confirmed

    @property
    def was_changed(self):
        """Whether another figure was to be reached at the first decision."""
        return self.original_target is not None and (self.original_target, self.original_whole) != (
            self.target,
            self.whole,
        )

    @property
    def progress(self):
        """Share reached, over-fulfilment kept; None before the first reading (or while no target is written)."""
        if self.target is None:
            return None
        return progress.measured(
            progress.Measure(
                self.baseline, self.target, current=self.current, lower_is_better=self.lower_is_better
            )
        )

    @property
    def attainment(self):
        """% đạt of the newest figure."""
        if self.target is None:
            return None
        return progress.attainment(self.target, self.current, lower_is_better=self.lower_is_better)
