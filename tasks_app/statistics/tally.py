"""How do counted figures add up? Plain values only: tasks add up over children, people are counted distinct at each node."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tasks_app.models import Mark

ORDER = tuple(Mark)
COMPLETED = (Mark.DONE_EARLY, Mark.DONE_ON_TIME, Mark.DONE_LATE)
# "Tỷ lệ việc đúng tiến độ, đúng hạn": of the tasks whose course can be judged, those that keep or kept their time.
IN_TIME = (Mark.ON_TRACK, Mark.DUE_SOON, Mark.DONE_EARLY, Mark.DONE_ON_TIME)
OUT_OF_TIME = (Mark.SLOW, Mark.OVERDUE, Mark.DONE_LATE, Mark.NOT_DONE)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Tally:
    """Numbers of tasks by the mark that counts (in the order of `Mark`), and how far they are. Adds up over children.

    `weights` is the sum of the tasks' weights by mark, `reached` the sum of weight × progress, both over all tasks but
    those *thôi giao*: what was taken back is no longer on its way anywhere.
    """

    marks: tuple[int, ...] = (0,) * len(ORDER)
    reached: Decimal = ZERO
    weights: tuple[Decimal, ...] = (ZERO,) * len(ORDER)

    @classmethod
    def of(cls, counts: Mapping, *, reached=ZERO):
        """From {mark: number of tasks}, each of weight 1."""
        found = {Mark(mark): n for mark, n in counts.items()}
        marks = tuple(found.get(mark, 0) for mark in ORDER)
        weights = tuple(
            ZERO if mark == Mark.ENDED else Decimal(n) for mark, n in zip(ORDER, marks, strict=True)
        )
        return cls(marks, Decimal(reached), weights)

    def __add__(self, other):
        return Tally(
            tuple(a + b for a, b in zip(self.marks, other.marks, strict=True)),
            self.reached + other.reached,
            tuple(a + b for a, b in zip(self.weights, other.weights, strict=True)),
        )

    @property
    def tasks(self) -> int:
        return sum(self.marks)

    def count(self, *marks) -> int:
        """Number of tasks under one of the marks."""
        return sum(self.marks[ORDER.index(mark)] for mark in marks)

    @property
    def counts(self) -> dict:
        return {mark.value: n for mark, n in zip(ORDER, self.marks, strict=True)}

    def weight_of(self, *marks) -> Decimal:
        return sum((self.weights[ORDER.index(mark)] for mark in marks), ZERO)

    @property
    def progress(self) -> Decimal | None:
        """Mean progress as a share, weighted by the tasks' weights; None where there is nothing to weigh."""
        return self.reached / self.weight if self.weight else None

    @property
    def weight(self) -> Decimal:
        return sum(self.weights, ZERO)

    @property
    def in_time(self) -> Decimal | None:
        """Share of the tasks that keep or kept their time among those that can be judged; None while there are none."""
        good, bad = self.count(*IN_TIME), self.count(*OUT_OF_TIME)
        return Decimal(good) / (good + bad) if good + bad else None


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def roll_up(own: Mapping[str, Tally]) -> dict[str, Tally]:
    """Add each path's own tally to every path above it. Plain data in, plain data out."""
    whole: dict[str, Tally] = defaultdict(Tally)
    for path, tally in own.items():
        steps = path.strip("/").split("/")
        for depth in range(1, len(steps) + 1):
            whole[f"/{'/'.join(steps[:depth])}/"] += tally
    return dict(whole)


def whole_shares(counts: Collection[int]) -> list[int]:
    """Whole percents that add up to exactly 100 (to 0 when nothing was counted): the largest remainders are rounded up.

    Equal counts differ by at most one point; what is nothing stays 0.
    """
    whole = sum(counts)
    if not whole:
        return [0 for _ in counts]
    floors = [n * 100 // whole for n in counts]
    rest = sorted(range(len(floors)), key=lambda i: (-(list(counts)[i] * 100 % whole), i))
    for i in rest[: 100 - sum(floors)]:
        floors[i] += 1
    return floors


@dataclass(frozen=True)
class Heads:
    """`n` people whose tasks stand under the same marks (bits in the order of `Mark`), groups and children."""

    n: int
    marks: int
    groups: frozenset
    children: frozenset


@dataclass(frozen=True)
class People:
    """Everybody who carries a task of a node, so that each question counts a person once: a union never adds up parts."""

    heads: tuple[Heads, ...] = ()

    @property
    def total(self) -> int:
        return sum(head.n for head in self.heads)

    def under(self, *marks) -> int:
        """Number of people with at least one task under one of the marks."""
        asked = sum(1 << ORDER.index(mark) for mark in marks)
        return sum(head.n for head in self.heads if head.marks & asked)

    def of_groups(self, groups: Collection) -> int:
        """Number of people with a task in at least one of these groups."""
        asked = frozenset(groups)
        return sum(head.n for head in self.heads if head.groups & asked)

    def in_children(self) -> dict:
        """{child: number of people with a task below it}."""
        found: dict = defaultdict(int)
        for head in self.heads:
            for child in head.children:
                found[child] += head.n
        return dict(found)

    def of_children(self, children: Collection) -> int:
        """Number of people with a task in at least one of these children."""
        asked = frozenset(children)
        return sum(head.n for head in self.heads if head.children & asked)
