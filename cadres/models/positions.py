"""Which posts are there?"""

from django.db import models
from django.db.models import Count, Q

from cadres.audit import tracked
from cadres.models.text import folded, is_nfc, search_key


class PositionQuerySet(models.QuerySet):
    def matching(self, term):
        return self.filter(search_key__contains=folded(term)) if term.strip() else self

    def managed_by(self, committees, *, on, also=()):
        """Positions that the committees manage on a day, by rank, with `holders`: how many cadres hold one. `also`: more, by pk."""
        held = Q(appointments__managed_by__in=committees, appointments__starts_on__lte=on)
        held &= Q(appointments__ends_on=None) | Q(appointments__ends_on__gt=on)
        holders = Count("appointments__cadre", filter=held, distinct=True)
        return (
            self.annotate(holders=holders).filter(Q(holders__gt=0) | Q(pk__in=also)).order_by("rank", "name")
        )


@tracked(exclude=["search_key"])
class Position(models.Model):
    name = models.CharField("chức danh", max_length=120, unique=True)
    rank = models.PositiveSmallIntegerField(
        "thứ bậc", default=100, help_text="Số nhỏ xếp trước trong danh sách chính thức"
    )
    is_head = models.BooleanField("là người đứng đầu", default=False)
    search_key = search_key("name")

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "chức danh"
        verbose_name_plural = "chức danh"
        constraints = [is_nfc("name", "position_name_is_nfc")]

    def __str__(self):
        return self.name
