"""What does one page about a node of the tree say? Puts the counted figures together with names; adds nothing of its own."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Value

from tasks_app.models import Field, Mark, StatisticalGroup
from tasks_app.statistics import branches, desk
from tasks_app.statistics.breakdown import CUTS, breakdown
from tasks_app.statistics.counting import AGES, Counted, count
from tasks_app.statistics.nodes import Node, node_of
from tasks_app.statistics.periods import Period, chosen, periods_of
from tasks_app.statistics.plans import ticks
from tasks_app.statistics.snapshots import trend
from tasks_app.statistics.tally import ORDER, Tally, whole_shares

RUNNING = (
    Mark.AWAITING_COMMITMENT,
    Mark.ON_TRACK,
    Mark.DUE_SOON,
    Mark.SLOW,
    Mark.OVERDUE,
    Mark.AWAITING_CONCLUSION,
)
LATE = (Mark.SLOW, Mark.OVERDUE)
SLOWEST, MAIN_FIELDS = 4, 8


@dataclass(frozen=True)
class Line:
    """A named row of figures: a statistical group or a field. `plan`: the tick, or None."""

    code: str
    name: str
    tally: Tally
    people: int = 0
    plan: Decimal | None = None

    @property
    def mark(self):
        return branches.bar_mark(self.tally, self.plan)


@dataclass(frozen=True)
class MarkLine:
    """A mark with its number of tasks, its whole percent of them, and its number of people. `ages` of overdue ones."""

    mark: Mark
    tasks: int
    share: int
    people: int
    ages: tuple = ()


class Overview:
    """Reads lazily, so that a partial of the page asks only for what it shows."""

    def __init__(self, node: Node, *, period_code, opened, at, cut_code=None):
        self.node, self.opened, self.at, self.on = node, opened, at, at.date()
        self.cut = CUTS.get(cut_code)
        self.periods = periods_of(node.line_ids, node.prefixes, on=self.on)
        self.period: Period = chosen(self.periods, period_code, on=self.on)

    @cached_property
    def _names(self):
        """(kind, id, code, name) of the node's statistical groups in their order, and of all fields; one query."""
        groups = StatisticalGroup.objects.filter(committee__in=self.node.ids)
        groups = groups.values_list(Value("group"), "pk", "code", "name", "rank")
        fields = Field.objects.values_list(Value("field"), "pk", "code", "name", "rank")
        return list(groups.union(fields, all=True).order_by("rank", "pk"))

    @cached_property
    def counted(self) -> Counted:
        groups = [pk for kind, pk, *_ in self._names if kind == "group"]
        return count(self.node, self.period, groups, at=self.at)

    @cached_property
    def units(self):
        return branches.units_near(self.node, self.counted.children, on=self.on)

    @cached_property
    def headline(self):
        """Theo thẩm quyền quản lý cán bộ: the committee's statistical groups that have tasks in the period."""
        people = self.counted.people.in_groups()
        return [
            Line(code, name, self.counted.groups[pk], people.get(pk, 0))
            for kind, pk, code, name, _ in self._names
            if kind == "group" and pk in self.counted.groups
        ]

    @cached_property
    def is_running(self):
        return bool(self.counted.whole.count(*RUNNING))

    @cached_property
    def branches(self):
        planned = {} if self.headline else self._ticks("children")
        return branches.groups_of(self.node, self.counted, self.units, ticks=planned, opened=self.opened)

    @cached_property
    def sum(self):
        """The foot of the table: tasks add up, people are counted anew."""
        plan = branches.mean_tick([row for group in self.branches for row in group.rows])
        return Line("", "", self.counted.whole, self.counted.people.total, plan)

    @cached_property
    def idle(self):
        return branches.without_tasks(self.node, self.counted, self.units)

    @cached_property
    def fields(self):
        """The slowest fields under a headline table while tasks run, else the largest ones."""
        tallies = self.counted.fields
        if self.shows_slowest:
            order = sorted(tallies, key=lambda pk: (-_late_share(tallies[pk]), -tallies[pk].tasks, pk))[
                :SLOWEST
            ]
        else:
            order = sorted(tallies, key=lambda pk: (-tallies[pk].tasks, pk))[:MAIN_FIELDS]
        planned = self._ticks("fields", only=order)
        names = {pk: (code, name) for kind, pk, code, name, _ in self._names if kind == "field"}
        return [Line(*names[pk], tallies[pk], plan=planned.get(pk)) for pk in order]

    @property
    def shows_slowest(self):
        return bool(self.headline) and self.is_running

    def _ticks(self, by, only=None):
        if not self.is_running:
            return {}
        return ticks(self.node, self.period, self.counted, by=by, on=self.on, only=only)

    @cached_property
    def marks(self):
        """Every mark that occurs, with shares that add up to 100 %."""
        whole, people = self.counted.whole, self.counted.people
        shares = whole_shares(whole.marks)
        return [
            MarkLine(mark, n, share, people.under(mark), self.ages if mark == Mark.OVERDUE else ())
            for mark, n, share in zip(ORDER, whole.marks, shares, strict=True)
            if n
        ]

    @property
    def others(self):
        """The marks that have no tile of their own."""
        return [line for line in self.marks if line.mark in (Mark.NOT_DONE, Mark.ON_HOLD, Mark.ENDED)]

    @property
    def ages(self):
        """(code of the list's `han`, words, tasks) of each age of overdue tasks."""
        return tuple(
            (f"qua-{least}-{most}", f"{least}–{most} ngày", n)
            if most
            else (f"qua-{least - 1}", f"trên {least - 1} ngày", n)
            for (least, most), n in zip(AGES, self.counted.ages, strict=True)
        )

    @cached_property
    def trend(self):
        return trend(self.node.unit, self.period, self.counted.whole, on=self.on)

    @cached_property
    def waiting(self):
        return desk.waiting(self.node, on=self.on)

    @cached_property
    def most_overdue(self):
        if not self.counted.whole.count(Mark.OVERDUE):
            return []
        return desk.most_overdue(self.node, self.period, on=self.on)

    @property
    def overdue_count(self):
        return self.counted.whole.count(Mark.OVERDUE)

    @property
    def cuts(self):
        return CUTS.values()

    @cached_property
    def breakdown(self):
        return breakdown(self.node, self.period, self.cut, on=self.on)

    @cached_property
    def above(self):
        """The units above the node, from the top."""
        return [self.units[pk] for pk in self.node.unit.ancestor_ids[:-1] if pk in self.units]


def read(me, unit, **choices):
    """The `Overview` of a unit for this reader, or None when the unit lies outside his scope."""
    node = node_of(me, unit)
    return node and Overview(node, **choices)


def _late_share(tally):
    running = tally.count(*RUNNING)
    return Decimal(tally.count(*LATE)) / running if running else Decimal(0)
