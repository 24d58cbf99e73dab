"""Who may act in which role over which unit, from when to when, and who works for whom?"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from cadres.models.units import period


class InForceQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


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

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="office_ends_after_it_starts"
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
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="authorisation_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.assistant} cập nhật thay {self.cadre}"
