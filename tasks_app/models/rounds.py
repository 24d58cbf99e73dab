"""Within which order of the year or stage is a task given, and by which calendar and rules?"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked


class Rhythm(models.IntegerChoices):
    """How often something is reported or can be updated; the value is the number of months (0: whenever it changes)."""

    ANY = 0, "Khi có thay đổi"
    MONTH = 1, "Hằng tháng"
    QUARTER = 3, "Hằng quý"
    HALF_YEAR = 6, "6 tháng"
    YEAR = 12, "Hằng năm"


class Field(models.Model):
    """Lĩnh vực."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("lĩnh vực", max_length=120)
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"

    def __str__(self):
        return self.name


class StatisticalGroup(models.Model):
    """A row of a committee's headline table: whose tasks are counted together."""

    committee = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="statistical_groups", verbose_name="cấp ủy"
    )
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("nhóm thống kê", max_length=200)
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)

    class Meta:
        verbose_name = "nhóm thống kê"
        verbose_name_plural = "nhóm thống kê"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="statistical_group_is_named_once_by_a_committee"
            )
        ]

    def __str__(self):
        return self.name


def _due_soon_days():
    return [30, 15, 7, 3, 1]


class ExtensionDecider(models.TextChoices):
    """To whom the committee may leave short extensions; the values are those of `Office.Role`."""

    LEADER = "leader", "Thường trực"
    APPRAISER = "appraiser", "Lãnh đạo cơ quan thẩm định"


@tracked()
class Round(models.Model):
    """Đợt giao việc."""

    committee = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="rounds", verbose_name="cấp ủy")
    name = models.CharField("tên đợt", max_length=200)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến năm")
    stage = models.CharField(
        "giai đoạn", max_length=20, blank=True, help_text="Ví dụ: 2021–2025; để trống nếu là một năm"
    )
    base_document = models.CharField("căn cứ", max_length=300, blank=True)
    # Who must register by the post he holds; single cadres are added or excused in `Registrant`.
    must_register = models.ManyToManyField(
        "cadres.Position", related_name="+", blank=True, verbose_name="chức danh phải đăng ký"
    )
    registration_from = models.DateField("đăng ký từ ngày", null=True, blank=True)
    registration_until = models.DateField("đăng ký đến ngày", null=True, blank=True)
    appraisal_until = models.DateField("thẩm định đến ngày", null=True, blank=True)
    decision_until = models.DateField("quyết định đến ngày", null=True, blank=True)
    closes_on = models.DateField("chốt năm", null=True, blank=True)
    published_on = models.DateField("công bố kết quả ngày", null=True, blank=True)
    commitment_days = models.PositiveSmallIntegerField("số ngày để cam kết", default=15)
    report_rhythm = models.PositiveSmallIntegerField("kỳ báo cáo", choices=Rhythm, default=Rhythm.QUARTER)
    report_day = models.PositiveSmallIntegerField("hạn báo cáo: ngày của tháng sau kỳ", default=5)
    # After this day of the month that follows a period no report of that period is taken any more; empty: never closed.
    figures_close_day = models.PositiveSmallIntegerField(
        "chốt số liệu: ngày của tháng sau kỳ", null=True, blank=True
    )
    due_soon_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="nhắc trước (ngày)", default=_due_soon_days
    )
    due_soon_mark_days = models.PositiveSmallIntegerField("coi là sắp đến hạn khi còn (ngày)", default=15)
    overdue_every_days = models.PositiveSmallIntegerField("nhắc quá hạn mỗi (ngày)", default=7)
    slow_points = models.PositiveSmallIntegerField(
        "coi là chậm khi dưới kế hoạch (điểm phần trăm)", default=5
    )
    objection_days = models.PositiveSmallIntegerField("số ngày để có ý kiến về kết luận", default=10)
    late_requests_allowed = models.BooleanField("cho đề nghị gia hạn sau khi quá hạn", default=False)
    plan_approval = models.BooleanField("kế hoạch thực hiện phải được duyệt", default=False)
    # The unit's head may certify any report; here he is asked to.
    certified_reports = models.BooleanField("báo cáo phải được thủ trưởng đơn vị xác nhận", default=False)
    # Extensions up to so many days may be decided by holders of this role instead of the committee; none by default.
    extension_decider = models.CharField(
        "gia hạn ngắn do", max_length=14, choices=ExtensionDecider, blank=True, default=""
    )
    extension_days = models.PositiveSmallIntegerField(
        "gia hạn ngắn: nhiều nhất (ngày)", null=True, blank=True
    )
    moves_off_days = models.BooleanField("hạn vào ngày nghỉ chuyển sang ngày làm việc kế tiếp", default=False)

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "đợt giao việc"
        verbose_name_plural = "đợt giao việc"
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="round_is_named_once_by_a_committee"),
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")), name="round_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(year_from__gte=2000, year_to__lte=2100), name="round_lies_in_this_century"
            ),
            models.CheckConstraint(
                condition=Q(report_day__range=(1, 28)), name="report_day_exists_in_every_month"
            ),
            models.CheckConstraint(
                condition=Q(registration_until__gte=F("registration_from"))
                | Q(registration_from=None)
                | Q(registration_until=None),
                name="registration_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(extension_decider="", extension_days=None)
                | ~Q(extension_decider="") & Q(extension_days__isnull=False, extension_days__gt=0),
                name="delegated_extension_names_decider_and_days",
            ),
            models.CheckConstraint(
                condition=Q(figures_close_day=None)
                | Q(figures_close_day__lte=28, figures_close_day__gte=F("report_day")),
                name="figures_close_on_or_after_the_report_day",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        """Once its results are published a round stays readable and is changed no more."""
        return self.published_on is not None

    @property
    def period(self):
        """ "2021–2025", "năm 2026"."""
        return self.stage or (
            f"năm {self.year_from}" if self.year_from == self.year_to else f"{self.year_from}–{self.year_to}"
        )
