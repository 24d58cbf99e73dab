"""Who may act in which role over which unit, from when to when, and who works for whom?"""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from cadres.models.units import period


class InForceQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def not_over(self, on):
        """In force, or still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on) & Q(ends_on__gt=F("starts_on")))


class OfficeQuerySet(InForceQuerySet):
    def in_force(self, on):
        """What was delegated ends with the office it came from, and with the account of who delegated it."""
        source = Q(delegated_from__starts_on__lte=on, delegated_from__user__is_active=True)
        source &= Q(delegated_from__ends_on=None) | Q(delegated_from__ends_on__gt=on)
        return super().in_force(on).filter(Q(delegated_from=None) | source)


@tracked()
class Office(models.Model):
    """A role held over a unit, and so over the tree below it (product.md §2)."""

    class Role(models.TextChoices):
        OFFICER = "officer", "Chuyên viên theo dõi"
        APPRAISER = "appraiser", "Lãnh đạo cơ quan thẩm định"
        LEADER = "leader", "Thường trực, Ban Thường vụ"
        UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
        COUNCIL = "council", "Hội đồng đánh giá"
        INSPECTOR = "inspector", "Ủy ban Kiểm tra"
        SYSTEM_ADMIN = "system_admin", "Quản trị hệ thống"

    user = models.ForeignKey("cadres.User", models.PROTECT, related_name="offices", verbose_name="tài khoản")
    role = models.CharField("vai trò", max_length=14, choices=Role)
    unit = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="offices", verbose_name="phạm vi")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)
    # Held in place of somebody, who delegated it himself from a day to a day.
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name="ủy quyền từ"
    )

    objects = OfficeQuerySet.as_manager()

    # Which roles their holders may leave to a colleague: those of a desk. A leader's part in a collective is his own.
    DELEGABLE = (Role.OFFICER, Role.APPRAISER, Role.UNIT_HEAD)

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_on=F("starts_on"), delegated_from__isnull=False),
                name="office_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(delegated_from=None)
                | Q(ends_on__isnull=False, role__in=["officer", "appraiser", "unit_head"]),
                name="delegated_office_is_of_a_desk_and_ends",
            ),
            ExclusionConstraint(
                name="office_is_held_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.unit}"

    @property
    def last_day(self):
        return self.ends_on and self.ends_on - timedelta(days=1)


@tracked()
class Authorisation(models.Model):
    """Người được ủy quyền cập nhật: prepares drafts for one cadre, who confirms them."""

    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="authorisations", verbose_name="cán bộ"
    )
    assistant = models.ForeignKey(
        "cadres.User", models.PROTECT, related_name="authorisations", verbose_name="người được ủy quyền"
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy quyền cập nhật"
        verbose_name_plural = "ủy quyền cập nhật"
        constraints = [
            # Ended before it began, it never was in force; the row stays.
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="authorisation_does_not_end_before_it_starts",
            ),
            ExclusionConstraint(
                name="assistant_is_authorised_once_at_a_time",
                expressions=[
                    ("cadre", RangeOperators.EQUAL),
                    ("assistant", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.assistant} cập nhật thay {self.cadre}"

    @property
    def last_day(self):
        """The last day on which it holds, as people write it; None while it has no end."""
        return self.ends_on and self.ends_on - timedelta(days=1)
