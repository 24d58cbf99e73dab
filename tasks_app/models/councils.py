"""Who sits in the council of a round, by which criteria does it score, and what did each member give?"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked


@tracked()
class Council(models.Model):
    """Hội đồng đánh giá of a round."""

    round = models.OneToOneField("tasks_app.Round", models.PROTECT, related_name="council")
    name = models.CharField("tên hội đồng", max_length=200)
    decision_no = models.CharField("quyết định thành lập", max_length=120, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "hội đồng đánh giá"
        verbose_name_plural = "hội đồng đánh giá"

    def __str__(self):
        return self.name


class CouncilMemberQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ends_on=None)


@tracked()
class CouncilMember(models.Model):
    """A seat from a day to a day. The member need not have an account: the secretary enters his signed sheets."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chủ tịch hội đồng"
        SECRETARY = "secretary", "Thư ký"
        MEMBER = "member", "Ủy viên"

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="council_seats")
    role = models.CharField("tư cách", max_length=10, choices=Role, default=Role.MEMBER)
    title = models.CharField("chức vụ", max_length=300, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)

    objects = CouncilMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên hội đồng"
        verbose_name_plural = "thành viên hội đồng"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="council_seat_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["council", "cadre"], condition=Q(ends_on=None), name="cadre_sits_once_in_a_council"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role="chair", ends_on=None), name="council_has_one_chair"
            ),
        ]

    def __str__(self):
        return f"{self.cadre}, {self.get_role_display()}"


class CriteriaSet(models.Model):
    """A version of a round's criteria. Never changed: other criteria are another version, and sheets keep theirs."""

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="criteria_sets")
    number = models.PositiveSmallIntegerField("bản số")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="criteria_version_is_written_once")
        ]

    def __str__(self):
        return f"Bộ tiêu chí bản {self.number}, {self.round}"


class Criterion(models.Model):
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rows")
    rank = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tiêu chí", max_length=200)
    guide = models.CharField("hướng dẫn chấm", max_length=500, blank=True)
    max_points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)
    weight = models.DecimalField("trọng số (%)", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        constraints = [
            models.CheckConstraint(
                condition=Q(max_points__gt=0, max_points__lte=1000), name="criterion_has_points_to_give"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100), name="criterion_weight_is_a_share_of_100"
            ),
        ]

    def __str__(self):
        return self.name


@tracked()
class ScoreSheet(models.Model):
    """Phiếu điểm of one member for one task. A newer sheet replaces it; the older one stays on record."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="score_sheets")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="sheets")
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="sheets")
    # 0 to 100: the weighted share of the points that could be given.
    total = models.DecimalField("tổng điểm", max_digits=5, decimal_places=2)
    comment = models.TextField("nhận xét", max_length=2000, blank=True)
    scored_on = models.DateField("ngày chấm")
    # Entered by the secretary from a sheet signed on paper.
    from_paper = models.BooleanField("nhập theo phiếu ký", default=False)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")
    replaced_at = models.DateTimeField("thay thế lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phiếu điểm"
        verbose_name_plural = "phiếu điểm"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "member"], condition=Q(replaced_at=None), name="member_scores_a_task_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=Decimal(100)), name="sheet_total_is_within_100"
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.total}"


class Score(models.Model):
    """Points for one criterion. Rows are added and never changed."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField("điểm", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = "điểm"
        verbose_name_plural = "điểm"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="sheet_scores_a_criterion_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_are_not_negative"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points}"
