"""Which posts are there?"""

from django.db import models

from cadres.audit import tracked
from cadres.models.text import folded, is_nfc, search_key


class PositionQuerySet(models.QuerySet):
    def matching(self, term):
        return self.filter(search_key__contains=folded(term)) if term.strip() else self


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
