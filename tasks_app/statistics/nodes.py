"""Which tasks does a node of the tree stand for, and below which child does each of them stand?"""

from dataclasses import dataclass

from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf

from cadres.models import Unit
from cadres.offices import reach_of, unit_of
from tasks_app.models import Task
from tasks_app.permissions import READERS


class SplitPart(Func):
    function = "split_part"
    output_field = TextField()


@dataclass(frozen=True)
class Node:
    """A unit with the path prefixes whose tasks the reader may count there: its own and those of what it succeeded.

    `above`: ids of the units above it that he may read as well, from the top.
    """

    unit: Unit
    prefixes: tuple[str, ...]
    above: tuple[int, ...] = ()

    @property
    def ids(self) -> frozenset[int]:
        """Ids of the unit itself and of its predecessors: each path ends with its unit's own id."""
        return frozenset(unit_of(prefix) for prefix in self.prefixes)

    @property
    def line_ids(self) -> frozenset[int]:
        """Ids of the node, its predecessors and everything above them."""
        return frozenset(int(step) for prefix in self.prefixes for step in prefix.strip("/").split("/"))

    @property
    def tasks(self):
        """The decided tasks of the node: a part of `visible_tasks` (tested), said so that one index range can answer it."""
        return Task.objects.decided().under(*self.prefixes)

    @property
    def child(self):
        """SQL: the id (as text) of the unit right below the node in whose branch a task stands; of the node itself, its own."""
        whens = [
            When(
                unit_path__startswith=prefix,
                then=Coalesce(_step(prefix, 2), _step(prefix, 1), output_field=TextField()),
            )
            for prefix in self.prefixes
        ]
        return (
            Case(*whens, default=Value(""), output_field=TextField()) if len(whens) > 1 else whens[0].result
        )


def _step(prefix, more):
    """The part of the path that comes `more` steps after the unit above the prefix's last one; NULL where it ends before."""
    depth = len(prefix.strip("/").split("/"))
    return NullIf(
        SplitPart(F("unit_path"), Value("/"), Value(depth + more)), Value(""), output_field=TextField()
    )


def node_of(me, unit):
    """The node that a reader sees of this unit, or None when it lies outside what he may read. `me`: a `Standing`."""
    readable = me.paths(*READERS)
    if not any(unit.path.startswith(path) for path in readable):
        return None
    reach = me.reach.get(unit.pk) or reach_of({unit.pk: unit.path})[unit.pk]
    steps = unit.path.strip("/").split("/")[:-1]
    lines = [f"/{'/'.join(steps[:n])}/" for n in range(1, len(steps) + 1)]
    above = tuple(unit_of(line) for line in lines if any(line.startswith(path) for path in readable))
    return Node(unit, shared(reach, readable), above)


def shared(wanted, allowed):
    """The prefixes that cover what both sets of prefixes cover, none of them within another. Plain data."""
    both = {
        a if a.startswith(b) else b for a in wanted for b in allowed if a.startswith(b) or b.startswith(a)
    }
    return tuple(sorted(p for p in both if not any(p != other and p.startswith(other) for other in both)))
