"""Which rows does the table of a node show: its children in groups, how each stands, and how dark its cells are?

Plain values but for one query that reads the units' names.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from cadres.models import Unit
from cadres.models.text import folded
from tasks_app.models import Mark
from tasks_app.statistics.tally import Tally, total

DIRECT = "Trực tiếp"
# A group of more children than this is read by area (địa bàn), where areas are written.
MOST_IN_A_GROUP = 40
# A table of more rows than this opens its first group only.
MOST_OPEN = 45
# Design §4: shade by the share of the unit's own tasks; where there are only a few of them, by their number.
FEW = 10
OVERDUE_FROM = (Decimal(0), Decimal("0.04"), Decimal("0.07"), Decimal("0.10"))
SLOW_FROM = (Decimal("0.08"), Decimal("0.10"), Decimal("0.12"))


@dataclass(frozen=True)
class Row:
    """A child, or the node's (or a predecessor's) own tasks when `is_direct`. `plan`: the tick, or None."""

    unit: Unit
    tally: Tally
    people: int
    is_direct: bool = False
    plan: Decimal | None = None

    @property
    def name(self):
        """An ended child stands in a group that says so; a predecessor among the node's own tasks says it itself."""
        return f"{self.unit.name}{ended(self.unit)}" if self.is_direct else self.unit.name

    @property
    def list_unit(self):
        """Whose list holds just these tasks; none for the direct ones: a list of a unit goes down to its whole branch."""
        return None if self.is_direct else self.unit.pk

    @property
    def mark(self):
        return bar_mark(self.tally, self.plan)


@dataclass(frozen=True)
class Group:
    """Children that are read together. `slug` names it in the address; `is_open`: its rows are shown."""

    label: str
    slug: str
    rows: tuple[Row, ...]
    people: int
    is_open: bool = True
    plan: Decimal | None = None

    @property
    def has_head(self):
        """The node's own tasks stand as plain rows before the groups."""
        return self.label != DIRECT

    @cached_property
    def tally(self):
        return total(row.tally for row in self.rows)

    @property
    def mark(self):
        return bar_mark(self.tally, self.plan)


def ended(unit):
    """ " (đến 30/06/2025)" of a unit that no longer is; `ends_on` is the first day without it."""
    return f" (đến {unit.ends_on - timedelta(days=1):%d/%m/%Y})" if unit.ends_on else ""


def bar_mark(tally, plan):
    """Which colour a bar takes: that of *chậm* where the plan is missed, of *quá hạn* where deadlines are missed too."""
    if plan is None or tally.progress is None or tally.progress >= plan:
        return Mark.ON_TRACK.value
    return Mark.OVERDUE.value if tally.count(Mark.OVERDUE) else Mark.SLOW.value


def shade_overdue(n, tasks):
    if not n:
        return ""
    if tasks < FEW:
        return "n3" if n == 1 else "n4"
    return f"n{sum(Decimal(n) / tasks >= least for least in OVERDUE_FROM)}"


def shade_slow(n, tasks):
    if not n:
        return ""
    if tasks < FEW:
        return "n1" if n == 1 else "n2"
    step = sum(Decimal(n) / tasks >= least for least in SLOW_FROM)
    return f"n{step}" if step else ""


def units_near(node, children, *, on):
    """{pk: unit} of the children with tasks, of those that exist now, and of everything above the node; one query."""
    near = Q(pk__in=[*children, *node.line_ids]) | (
        Q(parent=node.unit) & (Q(ends_on=None) | Q(ends_on__gt=on)) & Q(starts_on__lte=on)
    )
    kind = ("kind__name", "kind__group_name", "kind__level", "kind__is_committee")
    units = Unit.objects.filter(near).select_related("kind").order_by("pk")
    rows = units.only("name", "path", "parent_id", "ends_on", "area", "rank", "name_key", *kind)
    return {unit.pk: unit for unit in rows}


def groups_of(node, counted, units, *, ticks, opened):
    """The table's groups. `ticks`: {child: planned share}; `opened`: slugs of the open ones, None for the usual ones."""
    people = counted.people.in_children()
    rows = [
        Row(units[pk], tally, people.get(pk, 0), pk in node.ids, ticks.get(pk))
        for pk, tally in counted.children.items()
    ]
    found = []
    for label, members in _grouped(node, rows):
        members = tuple(sorted(members, key=_worst_first))
        heads = counted.people.of_children([row.unit.pk for row in members])
        found.append(Group(label, slug_of(label), members, heads, plan=mean_tick(members)))
    return _open(found, opened)


def _grouped(node, rows):
    """(label, rows) of each group: the node's own tasks first, then committees, then other bodies; what has ended, last."""
    kinds = defaultdict(list)
    for row in rows:
        until = "" if row.unit.ends_on == node.unit.ends_on else ended(row.unit)
        kinds[DIRECT if row.is_direct else f"{row.unit.kind.group_name}{until}"].append(row)

    def place(label):
        rows = kinds[label]
        ends, other = (
            all(row.unit.ends_on for row in rows),
            not any(row.unit.kind.is_committee for row in rows),
        )
        return label != DIRECT, ends, other, -sum(row.tally.tasks for row in rows), label

    for label in sorted(kinds, key=place):
        members = kinds[label]
        areas = {row.unit.area for row in members}
        if len(members) > MOST_IN_A_GROUP and len(areas) > 1:
            for area in sorted(areas, key=lambda area: (not area, folded(area))):
                yield f"{label}: {area or 'nơi khác'}", [row for row in members if row.unit.area == area]
        else:
            yield label, members


def _worst_first(row):
    """Xếp theo số việc quá hạn, then slow ones, then the larger ones, then by name."""
    return (-row.tally.count(Mark.OVERDUE), -row.tally.count(Mark.SLOW), -row.tally.tasks, row.unit.name_key)


def mean_tick(rows):
    """The tick of several rows together, weighted as their tasks are; None where no plan is known."""
    known = [(row.plan, row.tally.weight) for row in rows if row.plan is not None and row.tally.weight]
    weight = sum(weight for _, weight in known)
    return sum(plan * weight for plan, weight in known) / weight if weight else None


def _open(groups, opened):
    if opened is not None:
        return [replace(group, is_open=group.slug in opened or not group.has_head) for group in groups]
    whole = sum(len(group.rows) for group in groups) <= MOST_OPEN
    first = next((group.slug for group in groups if group.has_head), "")
    return [
        replace(
            group,
            is_open=whole or not group.has_head or (group.slug == first and len(group.rows) <= MOST_OPEN),
        )
        for group in groups
    ]


def slug_of(label):
    return "-".join("".join(c if c.isalnum() else " " for c in folded(label)).split())


def without_tasks(node, counted, units):
    """Children that exist now and have no task in the period, by name."""
    idle = [
        unit
        for unit in units.values()
        if unit.parent_id == node.unit.pk and not unit.ends_on and unit.pk not in counted.children
    ]
    return sorted(
        idle, key=lambda unit: (not unit.kind.is_committee, unit.kind.level, unit.rank, unit.name_key)
    )
