"""How many tasks and how many people stand where? Two grouped queries for a node, plain arithmetic afterwards."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from django.contrib.postgres.aggregates import BitOr
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, Value, When

from tasks_app.models import Mark
from tasks_app.models.marks import mark_case, mark_rules
from tasks_app.statistics.tally import ORDER, ZERO, Heads, People, Tally

# Quá hạn by days: product.md §5; the last is open.
AGES = ((1, 30), (31, 60), (61, 120), (121, None))
# A node with more tasks than this may be shown some seconds old (reliability.md D6); all others are counted anew.
COUNTED_ANEW, KEPT_SECONDS = 1_000, 15
NOTHING, NOBODY = Tally(), People()


@dataclass(frozen=True)
class Counted:
    """A node's figures. Keys: children by unit id, groups and fields by their ids
    (without groups: `OWN` for what the node's committee gave, `OTHERS` for the rest). `carried_out`: tasks, or None.

    `ages`: numbers of overdue tasks by `AGES`. `people`: whoever carries a task now. `at`: when it was counted.
    """

    whole: Tally = NOTHING
    children: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    ages: tuple = (0,) * len(AGES)
    carried_out: int | None = None
    people: People = NOBODY
    at: datetime | None = None


def count(node, period, groups=(), *, at):
    """`Counted` of a node in a period, at a time of a day. `groups`: ids of the statistical groups to be told apart, at most 31."""
    on = at.date()
    key = "node:" + sha256(repr((on, period.code, node.prefixes, tuple(groups))).encode()).hexdigest()[:32]
    kept = cache.get(key)
    # One asker counts anew what is due; whoever comes meanwhile gets what is there.
    if kept and (
        at < kept.at + timedelta(seconds=KEPT_SECONDS) or not cache.add(f"{key}:due", 1, KEPT_SECONDS)
    ):
        return kept
    groups = tuple(groups)
    counted = add_up(
        _cells(node, period, groups, on),
        [key for key, _ in parts_of(node, groups)],
        people=_people(node, period, groups, on),
        with_year=period.year is not None,
        at=at,
    )
    if counted.whole.tasks > COUNTED_ANEW:
        cache.set(key, counted, 2 * KEPT_SECONDS)
        cache.delete(f"{key}:due")
    return counted


def age_case(on):
    """0 for a task that is not overdue, else the place of its age in `AGES`, from 1."""
    whens = [
        When(due_on__gte=on - timedelta(days=most), then=Value(i))
        for i, (_, most) in enumerate(AGES, start=1)
        if most
    ]
    return Case(
        When(~Q(status="in_force") | Q(due_on__gte=on), then=Value(0)),
        *whens,
        default=Value(len(AGES)),
        output_field=IntegerField(),
    )


def _cells(node, period, groups, on):
    """Rows (within the period?, carried out in it?, child, group, age, field, mark, tasks, reached, weight).

    Twice over, in one scan: by child (field is None), and by field (child is None).
    """
    sql, params = _tasks_query(node, period, groups, on)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT within, carried, child, place, age, field, mark, count(*), sum(progress * weight), sum(weight)"
            f" FROM ({sql}) AS t (within, carried, child, place, age, field, mark, progress, weight)"
            " GROUP BY GROUPING SETS ((within, carried, child, place, age, mark), (within, field, mark))",
            params,
        )
        return cursor.fetchall()


# To say a query costs as much as to ask it of a small node; the same people look at the same nodes all day.
@lru_cache(maxsize=500)
def _tasks_query(node, period, groups, on):
    tasks, within = node.tasks, period.condition
    if period.year:
        tasks = tasks.filter(within | period.carried_out)
    elif within:
        tasks = tasks.filter(within)
    yes, no = Value(1), Value(0)
    rows = (
        tasks.annotate(
            within=Case(When(within, then=yes), default=no) if period.year else yes,
            carried=Case(When(period.carried_out, then=yes), default=no) if period.year else no,
            child=node.child,
            place=part_place(parts_of(node, groups)),
            age=age_case(on),
            mark=mark_case(on),
        )
        .order_by()
        .values_list("within", "carried", "child", "place", "age", "field", "mark", "progress", "weight")
    )
    return rows.query.sql_with_params()


def add_up(cells, keys, *, people, with_year, at=None):
    """The rows of `_cells` as `Counted`. Plain data in, plain data out."""
    whole, children, groups, fields = _Sum(), defaultdict(_Sum), defaultdict(_Sum), defaultdict(_Sum)
    ages, carried_out = [0] * len(AGES), 0
    for within, carried, child, where, age, field_id, mark, n, reached, weight in cells:
        carried_out += n if carried else 0
        if not within:
            continue
        row = (PLACE[mark], n, reached, weight)
        if child is None:
            fields[field_id].add(*row)
            continue
        whole.add(*row)
        children[int(child)].add(*row)
        if where:
            groups[keys[where - 1]].add(*row)
        if age:
            ages[age - 1] += n
    return Counted(
        whole=whole.tally,
        children={key: cell.tally for key, cell in children.items()},
        groups={key: cell.tally for key, cell in groups.items()},
        fields={key: cell.tally for key, cell in fields.items()},
        ages=tuple(ages),
        carried_out=carried_out if with_year else None,
        people=people,
        at=at,
    )


PLACE = {mark.value: i for i, mark in enumerate(ORDER)}


class _Sum:
    """A `Tally` that is still being added to: ten thousand cells of a country would make as many frozen ones."""

    def __init__(self):
        self.marks, self.reached, self.weights = [0] * len(ORDER), ZERO, [ZERO] * len(ORDER)

    def add(self, place, n, reached, weight):
        self.marks[place] += n
        if place != PLACE[Mark.ENDED]:
            self.reached += reached
            self.weights[place] += weight

    @property
    def tally(self):
        return Tally(tuple(self.marks), self.reached, tuple(self.weights))


def carried_now(tasks):
    """The tasks joined with whoever carries them now: one row a person and task."""
    return tasks.filter(assignments__isnull=False, assignments__ends_on=None)


def mark_bit(on):
    """The counting mark as one bit, so that the marks of all tasks of a person fit into one number."""
    bit = {mark: Value(1 << i) for i, mark in enumerate(ORDER)}
    return Case(
        *(When(condition, then=bit[mark]) for mark, condition in mark_rules(on)),
        default=bit[Mark.ON_TRACK],
        output_field=IntegerField(),
    )


OWN, OTHERS = "own", "others"


def parts_of(node, groups):
    """What the headline tells apart: the given statistical groups; for a node without, what it gave itself and the rest."""
    if groups:
        return [(group, Q(group=group)) for group in groups]
    return [(OWN, Q(giver__in=node.ids)), (OTHERS, ~Q(giver__in=node.ids))]


def part_place(parts, value=lambda i: i + 1):
    """`value(place)` of the first part whose condition a task fulfils; 0 for none."""
    whens = [When(condition, then=Value(value(i))) for i, (_, condition) in enumerate(parts)]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _people(node, period, groups, on):
    """`People` of the node. First one row a person and child, then one a person, then equal ones are counted together."""
    sql, params = _people_query(node, period, groups, on)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT marks, groups, children, count(*) FROM (SELECT bit_or(marks) AS marks, bit_or(groups) AS groups,"
            f" string_agg(child, ',') AS children FROM ({sql}) AS one GROUP BY cadre) AS person"
            " GROUP BY marks, groups, children",
            params,
        )
        found = cursor.fetchall()
    # Thousands of rows share a few sets.
    parts = parts_of(node, groups)
    keys = {places: _set(places, parts) for places in {row[1] for row in found}}
    children = {text: frozenset(map(int, text.split(","))) for text in {row[2] for row in found}}
    return People(tuple(Heads(n, marks, keys[places], children[text]) for marks, places, text, n in found))


@lru_cache(maxsize=500)
def _people_query(node, period, groups, on):
    bits = part_place(parts_of(node, groups), lambda i: 1 << i)
    rows = (
        carried_now(node.tasks.filter(period.condition))
        .annotate(child=node.child, cadre=F("assignments__cadre"))
        .values("cadre", "child")
        .annotate(marks=BitOr(mark_bit(on)), groups=BitOr(bits))
        .order_by()
    )
    return rows.query.sql_with_params()


def _set(places, parts):
    """The keys of the parts behind a number whose bits are places."""
    return frozenset(key for i, (key, _) in enumerate(parts) if places >> i & 1)


def named(sql, params):
    """The same query with names instead of places, so that it can stand inside another."""
    names = [f"p{i}" for i in range(len(params))]
    parts = sql.split("%s")
    text = "".join(f"{part}%({name})s" for part, name in zip(parts, names, strict=False)) + parts[-1]
    return text, dict(zip(names, params, strict=True))
