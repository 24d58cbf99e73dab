"""Who carries a task, alone or with others, from when to when?"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from cadres.audit import tracked
from cadres.models.text import search_key


class AssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ends_on=None)

    def lead_first(self):
        lead = Case(When(role=Assignment.Role.LEAD, then=Value(0)), default=Value(1))
        return self.select_related("cadre", "collective").order_by(lead, "pk")


@tracked(exclude=["search_key"])
class Assignment(models.Model):
    """One person's share in a task: himself, or as the responsible head of a collective. A handover ends one, opens one."""

    class Role(models.TextChoices):
        LEAD = "lead", "Chủ trì"
        CO = "co", "Cùng thực hiện"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="assignments")
    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="assignments", verbose_name="đồng chí"
    )
    collective = models.ForeignKey(
        "cadres.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collective_assignments",
        verbose_name="tập thể (đồng chí là người đứng đầu chịu trách nhiệm)",
    )
    role = models.CharField("vai trò", max_length=4, choices=Role, default=Role.LEAD)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)
    # As printed in the decision.
    name = models.CharField("họ tên", max_length=120)
    title = models.CharField("chức vụ", max_length=300, blank=True)
    search_key = search_key("name", "title")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(role="lead", ends_on=None), name="task_has_one_lead_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["task", "cadre"], condition=Q(ends_on=None), name="cadre_is_assigned_once_at_a_time"
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="assignment_search"),
            models.Index(fields=["cadre", "task"], name="assignment_by_cadre"),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_role_display()}"
