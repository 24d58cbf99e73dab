"""What does one page about a node of the tree say? Puts the counted figures together with names; adds nothing of its own."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Value

from tasks_app.models import Field, Mark, StatisticalGroup
from tasks_app.statistics import branches, desk
from tasks_app.statistics.breakdown import CUTS, breakdown
from tasks_app.statistics.counting import AGES, OTHERS, OWN, Counted, count
from tasks_app.statistics.nodes import Node, node_of
from tasks_app.statistics.periods import Period, chosen, periods_of, rounds_near
from tasks_app.statistics.plans import ticks
from tasks_app.statistics.snapshots import trend
from tasks_app.statistics.tally import COMPLETED, ORDER, Tally, total, whole_shares

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

    @property
    def how(self):
        """ "trước hạn" of "Hoàn thành trước hạn"."""
        return str(self.mark.label).removeprefix("Hoàn thành ")


class Overview:
    """Reads lazily, so that a partial of the page asks only for what it shows."""

    def __init__(self, node: Node, *, period_code, opened, at, cut_code=None):
        self.node, self.opened, self.at, self.on = node, opened, at, at.date()
        self.cut = CUTS.get(cut_code)
        rounds = [(code, first, last) for kind, first, code, _, last in self._names if kind == "round"]
        self.periods = periods_of(rounds, on=self.on)
        self.period: Period = chosen(self.periods, period_code, on=self.on)

    @cached_property
    def _names(self):
        """What the page calls things, in one query: (kind, id, code, name, rank) of the node's statistical groups and of all
        fields, and ("round", first year, stage, "", last year) of the rounds near it."""
        groups = StatisticalGroup.objects.filter(committee__in=self.node.ids)
        fields = Field.objects.values_list(Value("field"), "pk", "code", "name", "rank")
        rounds = rounds_near(self.node.line_ids, self.node.prefixes)
        return list(
            groups.values_list(Value("group"), "pk", "code", "name", "rank")
            .union(
                fields,
                rounds.values_list(Value("round"), "year_from", "stage", Value(""), "year_to"),
                all=True,
            )
            .order_by("rank", "pk")
        )

    @cached_property
    def counted(self) -> Counted:
        groups = [pk for kind, pk, *_ in self._names if kind == "group"]
        return count(self.node, self.period, groups, at=self.at)

    @cached_property
    def units(self):
        return branches.units_near(self.node, self.counted.children, on=self.on)

    @cached_property
    def headline(self):
        """Theo thẩm quyền quản lý cán bộ: the committee's statistical groups that have tasks in the period.

        A group that a predecessor of the committee kept under the same code goes on in the same row.
        """
        same: dict = {}
        for kind, pk, code, name, _ in self._names:
            if kind == "group" and pk in self.counted.groups:
                same.setdefault(code, (name, []))[1].append(pk)
        return [
            Line(code, name, total(self.counted.groups[pk] for pk in pks), self.counted.people.of_groups(pks))
            for code, (name, pks) in same.items()
        ]

    @cached_property
    def givers(self):
        """Theo cấp giao, where there are no statistical groups: what the node's committee gave, and what others did."""
        names = {OWN: f"{self.node.unit.name} giao", OTHERS: "Cấp ủy, cơ quan khác giao"}
        return [
            Line("", name, self.counted.groups[key], self.counted.people.of_groups([key]))
            for key, name in names.items()
            if key in self.counted.groups and OWN in self.counted.groups
        ]

    @cached_property
    def is_running(self):
        return bool(self.counted.whole.count(*RUNNING))

    @cached_property
    def branches(self):
        return branches.groups_of(
            self.node, self.counted, self.units, ticks=self._ticks["children"], opened=self.opened
        )

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
        names = {pk: (code, name) for kind, pk, code, name, _ in self._names if kind == "field"}
        planned = self._ticks["fields"]
        return [Line(*names[pk], self.counted.fields[pk], plan=planned.get(pk)) for pk in self._fields_shown]

    @property
    def _fields_shown(self):
        tallies = self.counted.fields
        if not self.shows_slowest:
            return sorted(tallies, key=lambda pk: (-tallies[pk].tasks, pk))[:MAIN_FIELDS]
        return sorted(tallies, key=lambda pk: (-_late_share(tallies[pk]), -tallies[pk].tasks, pk))[:SLOWEST]

    @property
    def shows_slowest(self):
        return bool(self.headline) and self.is_running

    @cached_property
    def _ticks(self):
        if not self.is_running:
            return {"children": {}, "fields": {}}
        only = tuple(self._fields_shown) if self.headline else None
        return ticks(self.node, self.period, self.counted, on=self.on, only=only)

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
    def finished(self):
        """The finished ones apart: before, on and after their deadline."""
        return [line for line in self.marks if line.mark in COMPLETED]

    @property
    def others(self):
        """The marks that have no tile of their own while tasks run."""
        shown = (Mark.NOT_DONE, Mark.ON_HOLD, Mark.ENDED) if self.is_running else (Mark.ON_HOLD,)
        return [line for line in self.marks if line.mark in shown]

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
        """The units above the node that the reader may open, from the top."""
        return [self.units[pk] for pk in self.node.above]


def read(me, unit, **choices):
    """The `Overview` of a unit for this reader, or None when the unit lies outside his scope."""
    node = node_of(me, unit)
    return node and Overview(node, **choices)


def _late_share(tally):
    running = tally.count(*RUNNING)
    return Decimal(tally.count(*LATE)) / running if running else Decimal(0)
