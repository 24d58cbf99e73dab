"""The tree of organisations: who stands under whom, since when, and what became of those that ended."""

import secrets

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Substr

from cadres.audit import tracked
from cadres.models.text import folded, is_nfc, search_key, unit_order


class DateRange(Func):
    """[starts, ends): the day in `ends_on` is the first day out of force."""

    function = "daterange"
    output_field = DateRangeField()


def period(starts="starts_on", ends="ends_on"):
    return DateRange(starts, ends)


class UnitKind(models.Model):
    """A kind of organisation. Kinds and their levels are data: three reforms in one year proved why."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên loại", max_length=80)
    group_name = models.CharField("tên nhóm trong bảng", max_length=80, help_text="Ví dụ: Xã, thị trấn")
    level = models.PositiveSmallIntegerField(
        "cấp", help_text="0 là Trung ương, 1 là tỉnh; số lớn hơn là cấp dưới"
    )
    is_committee = models.BooleanField("là cấp ủy, được giao việc cho cấp dưới", default=False)
    is_state_body = models.BooleanField("là cơ quan nhà nước", default=False)

    class Meta:
        verbose_name = "loại tổ chức"
        verbose_name_plural = "loại tổ chức"

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def under(self, *units):
        """The given units and everything that stands below them today (or stood there when it ended)."""
        inside = Q(pk__in=[])
        for unit in units:
            inside |= Q(path__startswith=unit.path)
        return self.filter(inside)

    def existing(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def committees(self):
        return self.filter(kind__is_committee=True)

    def matching(self, term):
        """Found by name or code, with or without diacritics."""
        return self.filter(search_key__contains=folded(term)) if term.strip() else self

    def in_order(self):
        return self.order_by("kind__level", "rank", "name_key", "pk")


@tracked(exclude=["search_key", "name_key"])
class Unit(models.Model):
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units", verbose_name="loại tổ chức")
    name = models.CharField("tên", max_length=200)
    code = models.CharField(
        "mã đơn vị hành chính",
        max_length=20,
        blank=True,
        help_text="Chỉ là duy nhất trong thời gian có hiệu lực",
    )
    short_code = models.CharField(
        "mã hiệu", max_length=12, null=True, blank=True, unique=True, help_text="Đứng đầu mã việc, ví dụ TU"
    )
    area = models.CharField("địa bàn", max_length=80, blank=True, help_text="Ví dụ: tên huyện cũ")
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)
    starts_on = models.DateField("có hiệu lực từ")
    ends_on = models.DateField("hết hiệu lực từ", null=True, blank=True)
    # Today's copy of the placement in force (or of the last one). Written by add(), move_to() and end() only.
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="children",
        verbose_name="trực thuộc",
    )
    path = models.CharField(max_length=160, unique=True, editable=False)
    administrative_parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan hành chính cấp trên",
    )
    search_key = search_key("name", "code", "short_code")
    name_key = unit_order("name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ chức, đơn vị"
        verbose_name_plural = "tổ chức, đơn vị"
        constraints = [
            models.CheckConstraint(condition=Q(path__regex=r"^(/\d+)+/$"), name="unit_path_is_well_formed"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="unit_ends_after_it_starts"
            ),
            is_nfc("name", "unit_name_is_nfc"),
            ExclusionConstraint(
                name="unit_code_is_unique_within_its_period",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=~Q(code=""),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="unit_search"),
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="unit_path_prefix"),
        ]

    def __str__(self):
        return self.name

    @property
    def ancestor_ids(self):
        """The ids from the root down to this unit itself."""
        return [int(pk) for pk in self.path.strip("/").split("/")]

    @classmethod
    @transaction.atomic
    def add(cls, name, *, kind, parent=None, starts_on, **fields):
        """A new unit with its first placement."""
        unit = cls.objects.create(
            name=name,
            kind=kind,
            parent=parent,
            starts_on=starts_on,
            path=f"/{secrets.randbelow(10**12)}/",
            **fields,
        )
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        Placement.objects.create(
            unit=unit, parent=parent, path=unit.path, starts_on=starts_on, ends_on=unit.ends_on
        )
        return unit

    @transaction.atomic
    def move_to(self, parent, *, on):
        """Stand under another unit from the day `on`. The whole branch goes along; the old placements end and stay."""
        # Two opposite moves at once could close a ring, each unseen by the other: the tree has one writer at a time.
        Unit.objects.select_for_update().order_by("pk").filter(parent=None).first()
        branch = list(Unit.objects.select_for_update().filter(path__startswith=self.path).order_by("path"))
        parent = Unit.objects.get(pk=parent.pk)
        if parent.path.startswith(branch[0].path):
            raise ValueError("Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó.")
        old, new = branch[0].path, f"{parent.path}{self.pk}/"
        Unit.objects.filter(path__startswith=old).update(
            path=Concat(Value(new), Substr(F("path"), len(old) + 1))
        )
        Unit.objects.filter(pk=self.pk).update(parent=parent)
        current = Placement.objects.filter(unit__in=branch).filter(Q(ends_on=None) | Q(ends_on__gt=on))
        current.filter(starts_on__gte=on).delete()
        ended = {p.unit_id: p for p in current.filter(starts_on__lt=on)}
        Placement.objects.filter(pk__in=[p.pk for p in ended.values()]).update(ends_on=on)
        Placement.objects.bulk_create(
            Placement(
                unit=unit,
                parent_id=parent.pk if unit.pk == self.pk else unit.parent_id,
                path=new + unit.path[len(old) :],
                starts_on=max(on, unit.starts_on),
                ends_on=unit.ends_on,
            )
            for unit in branch
            if unit.ends_on is None or unit.ends_on > on
        )
        self.refresh_from_db()

    @transaction.atomic
    def end(self, *, on):
        """Cease to exist from the day `on`. Nothing is deleted: the last placement keeps its path."""
        Placement.objects.filter(unit=self).filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on)
        Unit.objects.filter(pk=self.pk).update(ends_on=on)
        self.refresh_from_db()


@tracked()
class Placement(models.Model):
    """Where a unit stood in the tree, from a day to a day. The truth of which `Unit.path` is today's copy."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name="đơn vị")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trực thuộc"
    )
    path = models.CharField(max_length=160)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "vị trí trong cây tổ chức"
        verbose_name_plural = "vị trí trong cây tổ chức"
        constraints = [
            models.CheckConstraint(
                condition=Q(path__regex=r"^(/\d+)+/$"), name="placement_path_is_well_formed"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("unit")), name="placement_is_not_under_itself"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="placement_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="placements_of_a_unit_do_not_overlap",
                expressions=[("unit", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return f"{self.unit} thuộc {self.parent or 'gốc'} từ {self.starts_on:%d/%m/%Y}"


@tracked()
class Succession(models.Model):
    """What an ended unit became. Reading rights over its tasks pass along these links."""

    class Kind(models.TextChoices):
        MERGER = "merger", "hợp nhất, sáp nhập"
        SPLIT = "split", "chia tách"
        RENAMED = "renamed", "đổi tên"
        REPLACED = "replaced", "thay thế, kế thừa nhiệm vụ"

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ"
    )
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name="đơn vị mới")
    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.MERGER)
    effective_on = models.DateField("từ ngày")
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)

    class Meta:
        verbose_name = "kế thừa tổ chức"
        verbose_name_plural = "kế thừa tổ chức"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_is_named_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"
