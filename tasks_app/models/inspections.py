"""Who was sent to look at which tasks on the spot, what did they find there, and what must follow?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from tasks_app.models.indicators import not_nan, number


@tracked()
class InspectionMission(models.Model):
    """Đoàn kiểm tra của Ban Thường vụ: sent by a paper, led by one person, to one task or several."""

    committee = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="inspection_missions", verbose_name="cấp ủy"
    )
    name = models.CharField("đoàn kiểm tra", max_length=300)
    subject = models.CharField("nội dung kiểm tra", max_length=500, blank=True)
    document = models.ForeignKey(
        "tasks_app.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quyết định, kế hoạch kiểm tra",
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    place = models.CharField("nơi kiểm tra", max_length=200, blank=True)
    # From this day on the members read its tasks no more.
    closed_on = models.DateField("kết thúc ngày", null=True, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "đoàn kiểm tra"
        verbose_name_plural = "đoàn kiểm tra"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="mission_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="mission_has_a_name"),
        ]
        indexes = [models.Index(fields=["committee", "-starts_on", "-id"], name="mission_newest_first")]

    def __str__(self):
        return f"{self.name}, {self.starts_on:%d/%m/%Y}"


@tracked()
class MissionMember(models.Model):
    """A member of the team, with name and title as they were then. Without `cadre`: somebody who is not on the roster."""

    class Role(models.TextChoices):
        HEAD = "head", "Trưởng đoàn"
        SECRETARY = "secretary", "Thư ký"
        MEMBER = "member", "Thành viên"

    mission = models.ForeignKey(InspectionMission, models.PROTECT, related_name="members")
    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="inspection_memberships"
    )
    role = models.CharField("vai trò", max_length=9, choices=Role, default=Role.MEMBER)
    name = models.CharField("họ tên", max_length=120)
    title = models.CharField("chức vụ", max_length=300, blank=True)

    class Meta:
        verbose_name = "thành viên đoàn kiểm tra"
        verbose_name_plural = "thành viên đoàn kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["mission"], condition=Q(role="head"), name="a_mission_has_one_head"
            ),
            models.UniqueConstraint(fields=["mission", "cadre"], name="a_cadre_is_in_a_mission_once"),
            models.CheckConstraint(condition=~Q(name=""), name="mission_member_has_a_name"),
        ]
        indexes = [models.Index(fields=["cadre", "mission"], name="mission_of_a_cadre")]

    def __str__(self):
        return f"{self.name}, {self.get_role_display()}"


class InspectionQuerySet(models.QuerySet):
    def recorded(self):
        return self.filter(recorded_at__isnull=False)


@tracked()
class Inspection(models.Model):
    """Kiểm tra of one task by a team: planned with the mission, recorded with its findings."""

    mission = models.ForeignKey(InspectionMission, models.PROTECT, related_name="inspections")
    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="inspections")
    inspected_on = models.DateField("ngày kiểm tra")
    place = models.CharField("nơi kiểm tra", max_length=200, blank=True)
    # As printed in the minutes.
    team = models.CharField("đoàn kiểm tra", max_length=300)
    minutes_no = models.CharField("biên bản số", max_length=60, blank=True)
    findings = models.TextField("kết quả kiểm tra", max_length=4000, blank=True)
    # Why it was not held although it had been planned.
    dropped_reason = models.CharField("lý do không kiểm tra", max_length=300, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("đưa vào lúc")
    recorded_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "kiểm tra"
        verbose_name_plural = "kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["mission", "task"], name="a_mission_looks_at_a_task_once"),
            models.CheckConstraint(
                condition=Q(recorded_at=None, recorded_by=None, findings="")
                | Q(recorded_at__isnull=False, recorded_by__isnull=False, dropped_reason="")
                & ~Q(findings=""),
                name="recorded_inspection_has_findings_person_and_time",
            ),
        ]
        indexes = [models.Index(fields=["task", "-inspected_on", "-id"], name="inspection_newest_first")]

    def __str__(self):
        return f"{self.team}, {self.inspected_on:%d/%m/%Y}"


@tracked()
class InspectedFigure(models.Model):
    """What the team found of an indicator, beside what was reported on that day."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey("tasks_app.Indicator", models.PROTECT, related_name="inspected_figures")
    reported = number("tự báo cáo")
    value = number("số liệu kiểm tra")

    class Meta:
        verbose_name = "số liệu kiểm tra"
        verbose_name_plural = "số liệu kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "indicator"], name="an_inspection_reads_an_indicator_once"
            ),
            models.CheckConstraint(condition=Q(value__isnull=False), name="inspected_figure_has_a_value"),
            not_nan("reported", "value", name="inspected_figures_are_numbers"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def overdue(self, on):
        return self.open().filter(due_on__lt=on)


@tracked()
class FollowUp(models.Model):
    """Kiến nghị sau kiểm tra: to whom, by when; what was done; closed by the desk, or sent back for more."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="follow_ups")
    text = models.TextField("kiến nghị", max_length=2000)
    to_cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    to_unit = models.ForeignKey(
        "cadres.Unit", models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    # As printed in the minutes.
    addressee = models.CharField("gửi tới", max_length=300)
    due_on = models.DateField("thực hiện trước ngày")
    done_text = models.TextField("kết quả thực hiện", max_length=2000, blank=True)
    done_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("báo cáo thực hiện lúc", null=True, blank=True)
    returned_reason = models.CharField("yêu cầu thực hiện tiếp", max_length=1000, blank=True)
    closed_on = models.DateField("đã thực hiện ngày", null=True, blank=True)
    closing_note = models.TextField("ý kiến xác nhận", max_length=2000, blank=True)
    closed_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "kiến nghị sau kiểm tra"
        verbose_name_plural = "kiến nghị sau kiểm tra"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_cadre__isnull=False, to_unit=None) | Q(to_cadre=None, to_unit__isnull=False),
                name="follow_up_goes_to_one_cadre_or_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, done_text="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_text=""),
                name="follow_up_done_has_text_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False, done_at__isnull=False),
                name="closed_follow_up_says_what_was_done_and_who_confirmed_it",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(closed_on=None), name="follow_up_due_first")
        ]

    def __str__(self):
        return self.text[:80]
