"""Who holds which post where, from when to when, and which committee manages that post?"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked
from cadres.models.units import period


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def highest_first(self):
        """Of several posts the one managed highest decides, then the rank of the post (Quy định 377-QĐ/TW)."""
        return self.order_by("managed_by__kind__level", "position__rank", "pk")


@tracked()
class Appointment(models.Model):
    class Kind(models.TextChoices):
        FULL = "full", "chính thức"
        ACTING = "acting", "quyền"
        IN_CHARGE = "in_charge", "phụ trách"
        CONCURRENT = "concurrent", "kiêm"

    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="appointments", verbose_name="cán bộ"
    )
    position = models.ForeignKey(
        "cadres.Position", models.PROTECT, related_name="appointments", verbose_name="chức danh"
    )
    unit = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="appointments", verbose_name="đơn vị"
    )
    kind = models.CharField("hình thức", max_length=12, choices=Kind, default=Kind.FULL)
    managed_by = models.ForeignKey(
        "cadres.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_posts",
        verbose_name="cấp quản lý",
    )
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "chức vụ đang giữ"
        verbose_name_plural = "chức vụ đang giữ"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="a_post_is_held_once_at_a_time_by_one_person",
                expressions=[
                    ("cadre", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.cadre}, {self.title}"

    @property
    def title(self):
        return title_line(self.kind, self.position.name, self.unit.name)


def title_line(kind, position, unit):
    """The line printed after a name: "Quyền Bí thư Đảng ủy xã Mỹ Bằng"."""
    kinds = Appointment.Kind
    prefix = {kinds.ACTING: "Quyền ", kinds.IN_CHARGE: "Phụ trách, "}.get(kind, "")
    # "Bí thư" + "Đảng ủy xã X"; a post whose name already ends with its body ("Giám đốc Sở Y tế") isn't repeated.
    return f"{prefix}{position}" if position.endswith(unit) else f"{prefix}{position} {unit}"
