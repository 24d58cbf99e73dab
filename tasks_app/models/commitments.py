"""What did the cadre commit to: which obstacles, which resources, which milestones?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number


@tracked()
class Commitment(models.Model):
    """Confirms one version of the content, with the plan. A later version of the content asks for a new one.

    Where the round asks for it, the plan counts once it is approved; a returned one is handed in again as the next revision.
    """

    class Plan(models.TextChoices):
        FREE = "", "Không phải duyệt"
        WAITING = "waiting", "Chờ duyệt kế hoạch"
        APPROVED = "approved", "Đã duyệt kế hoạch"
        RETURNED = "returned", "Yêu cầu sửa kế hoạch"

    COUNTING = (Plan.FREE, Plan.APPROVED)

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="commitments")
    content_version = models.PositiveSmallIntegerField("cam kết bản nội dung số")
    resources = models.TextField("nguồn lực", max_length=4000, blank=True)
    solutions = models.TextField("giải pháp", max_length=4000, blank=True)
    revision = models.PositiveSmallIntegerField("lần", default=1)
    plan = models.CharField("duyệt kế hoạch", max_length=8, choices=Plan, blank=True, default=Plan.FREE)
    plan_text = models.TextField("ý kiến về kế hoạch", max_length=2000, blank=True)
    plan_decided_by = models.ForeignKey(
        "cadres.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan_decided_at = models.DateTimeField("cho ý kiến lúc", null=True, blank=True)
    committed_on = models.DateField("ngày cam kết")
    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="commitments", verbose_name="đồng chí cam kết"
    )
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "cam kết"
        verbose_name_plural = "cam kết"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "content_version", "cadre", "revision"],
                name="a_version_is_committed_to_once_by_each_cadre",
            ),
            models.CheckConstraint(
                condition=Q(plan__in=["", "waiting"], plan_decided_at=None, plan_decided_by=None)
                | Q(
                    plan__in=["approved", "returned"],
                    plan_decided_at__isnull=False,
                    plan_decided_by__isnull=False,
                ),
                name="decided_plan_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(plan="returned") | ~Q(plan_text=""), name="returned_plan_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"Cam kết {self.task} ngày {self.committed_on:%d/%m/%Y}"


@tracked()
class Milestone(models.Model):
    """Mốc: a day by which something is reached; its targets give the plan line of each indicator."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="milestones")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones")
    name = models.CharField("mốc", max_length=300)
    due_on = models.DateField("đến ngày")

    class Meta:
        verbose_name = "mốc tiến độ"
        verbose_name_plural = "mốc tiến độ"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "due_on"], name="a_plan_has_one_milestone_a_day")
        ]

    def __str__(self):
        return f"{self.name} ({self.due_on:%d/%m/%Y})"


@tracked()
class MilestoneTarget(models.Model):
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="targets")
    indicator = models.ForeignKey("tasks_app.Indicator", models.PROTECT, related_name="milestone_targets")
    value = number("cần đạt")

    class Meta:
        verbose_name = "chỉ tiêu của mốc"
        verbose_name_plural = "chỉ tiêu của mốc"
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "indicator"], name="milestone_asks_once_of_an_indicator"
            ),
            not_nan("value", name="milestone_value_is_a_number"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


@tracked()
class Obstacle(models.Model):
    """Khó khăn, vướng mắc: named by the cadre, with who must solve it."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="obstacles")
    # Named in a report; empty: with the commitment.
    report = models.ForeignKey(
        "tasks_app.ProgressReport", models.PROTECT, null=True, blank=True, related_name="obstacles"
    )
    text = models.TextField("khó khăn, vướng mắc", max_length=2000)
    solver = models.ForeignKey(
        "cadres.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obstacles_to_solve",
        verbose_name="cần ai tháo gỡ",
    )
    solver_note = models.CharField("cần ai tháo gỡ (ghi rõ)", max_length=200, blank=True)
    due_on = models.DateField("đề nghị trước ngày", null=True, blank=True)
    named_on = models.DateField("nêu ngày")
    solved_on = models.DateField("đã tháo gỡ ngày", null=True, blank=True)
    solved_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField("kết quả tháo gỡ", max_length=2000, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        constraints = [
            models.CheckConstraint(
                condition=Q(solved_on=None, answer="") | Q(solved_on__isnull=False) & ~Q(answer=""),
                name="obstacle_is_solved_with_text_and_date",
            )
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def owner_id(self):
        return self.solver_id

    @property
    def owner_name(self):
        return self.solver.name if self.solver else self.solver_note or "nơi chưa ghi rõ"


@tracked()
class Recommendation(models.Model):
    """Kiến nghị to a committee or body, and its answer."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="recommendations")
    report = models.ForeignKey(
        "tasks_app.ProgressReport", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    addressee = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="recommendations", verbose_name="gửi tới"
    )
    text = models.TextField("kiến nghị", max_length=2000)
    made_on = models.DateField("ngày kiến nghị")
    due_on = models.DateField("đề nghị trả lời trước ngày", null=True, blank=True)
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="recommendation_is_answered_with_text_and_date",
            )
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def owner_id(self):
        return self.addressee_id

    @property
    def owner_name(self):
        return self.addressee.name
