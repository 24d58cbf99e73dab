"""Which tasks does a list show under its conditions, how many stand under each tab, and how many people is that?

Conditions are plain values that a form has already judged (forms/filters.py); the list starts from what the user may see.
"""

from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, F, FilteredRelation, IntegerField, Max, Q, Subquery, Value

from cadres.offices import unit_of
from tasks_app.models import Assignment, Mark, Task
from tasks_app.models.codes import by_code
from tasks_app.models.marks import is_over
from tasks_app.statistics.states import STATES, TABS, asks_extension, marked

# Above so many tasks the figures of a list may be some seconds old; below they are always counted anew.
COUNTED_ANEW, KEPT_SECONDS = 1_500, 15
# How long overdue: product.md §5.
AGES = {"qua-1-30": (1, 30), "qua-31-60": (31, 60), "qua-61-120": (61, 120), "qua-120": (121, None)}


@dataclass(frozen=True)
class Conditions:
    """What a list is narrowed to; an empty value is no condition. Paths are prefixes of the task's own path."""

    term: str = ""
    committee_paths: tuple = ()
    unit_paths: tuple = ()
    field: str = ""
    due: str = ""
    state: str = ""
    group: str = ""
    round: int | None = None
    year: int | None = None
    stage: str = ""
    nature: str = ""
    origin: str = ""
    order: str = "han"

    def narrow(self, tasks, on):
        """All conditions but the state, so that the tabs can be counted under the same conditions."""
        if self.term:
            tasks = tasks.matching(self.term)
        if self.committee_paths:
            tasks = tasks.filter(of_committee(self.committee_paths))
        if self.unit_paths:
            tasks = tasks.under(*self.unit_paths)
        if self.due:
            tasks = tasks.filter(due_within(self.due, on))
        if self.year:
            # Before the decision a task has no year of its own: it is looked for in the years of its round.
            planned = Q(decided_on=None, round__year_from__lte=self.year, round__year_to__gte=self.year)
            tasks = tasks.filter(Q(decision_year=self.year) | planned)
        plain = {
            "field__code": self.field,
            "group__code": self.group,
            "round": self.round,
            "round__stage": self.stage,
            "origin": self.origin,
            "natures__contains": [self.nature] if self.nature else None,
        }
        return tasks.filter(**{name: value for name, value in plain.items() if value})

    def choose(self, tasks, on):
        return self.narrow(tasks, on).filter(STATES[self.state].condition(on))

    @property
    def key(self):
        """The same for the same tasks, whatever their order."""
        return sha256(repr(astuple(replace(self, order=""))).encode()).hexdigest()[:32]


def of_committee(paths):
    """Given by a committee (or one it succeeded), or at and below it: each path ends with its unit's own id."""
    found = Q(giver__in=[unit_of(path) for path in paths])
    for path in paths:
        found |= Q(unit_path__startswith=path)
    return found


def due_within(code, on):
    """The condition of `han`: overdue by so many days, due within so many days, or due by a day ("den-2026-12-31")."""
    if code == "qua-han":
        return marked(Mark.OVERDUE, on)
    if code in AGES:
        least, most = AGES[code]
        overdue = Q(status=Task.Status.IN_FORCE, due_on__lte=on - timedelta(days=least))
        return overdue & Q(due_on__gte=on - timedelta(days=most)) if most else overdue
    if code.startswith("trong-"):
        return Q(status__in=Task.OPEN, due_on__range=(on, on + timedelta(days=int(code[6:]))))
    return Q(due_on__lte=date.fromisoformat(code[4:]))


ORDERS = {
    "han": "Thời hạn gần trước",
    "-han": "Thời hạn xa trước",
    "viec": "Tên việc A–Y",
    "-viec": "Tên việc Y–A",
    "ma": "Mã việc cũ trước",
    "-ma": "Mã việc mới trước",
    "dong-chi": "Tên đồng chí A–Y",
    "-dong-chi": "Tên đồng chí Y–A",
    "tien-do": "Tiến độ thấp trước",
    "-tien-do": "Tiến độ cao trước",
}
COLUMNS = {
    "han": "due_on",
    "viec": "search_key",
    "dong-chi": "lead__cadre__name_key",
    "tien-do": "progress",
}


def in_order(tasks, order, *, over_last=False):
    """Names by given name, as every Vietnamese list; always ends with pk, so that pages don't overlap.

    `over_last`: "gần trước" is asked for what still has a deadline to keep, what is over comes after it.
    """
    down, key = order.startswith("-"), order.lstrip("-")
    if key == "dong-chi":
        lead = Q(assignments__role=Assignment.Role.LEAD, assignments__ends_on=None)
        tasks = tasks.annotate(lead=FilteredRelation("assignments", condition=lead))
    over = [is_over()] if over_last and order == "han" else []
    return tasks.order_by(*over, *_keys(key, down), "-pk" if down else "pk")


def _keys(key, down):
    if key == "ma":
        return by_code(down=down)
    # PostgreSQL puts empty values last when rising and first when falling; here they come last both ways.
    empty_last = True if key == "dong-chi" else None
    column = F(COLUMNS[key])
    return [column.desc(nulls_last=empty_last) if down else column.asc()]


@dataclass(frozen=True)
class Figures:
    """`tabs`: number of tasks by the codes of `TABS`. `tasks`, `people`: of the chosen state; people are distinct."""

    tabs: dict
    undecided: dict
    tasks: int
    people: int


def figures(visible, conditions, on, *, keep_as):
    """The numbers around the list, in one query: tasks grouped for all tabs, and the people of the chosen state.

    `keep_as`: whose figures these are; those of large lists are kept some seconds under it and the conditions.
    """
    key = f"list-figures:{keep_as}:{on}:{conditions.key}"
    if (kept := cache.get(key)) is not None:
        return kept
    carried = Assignment.objects.open().filter(task__in=conditions.choose(visible, on)).order_by()
    people = carried.values(one=Value(1)).annotate(n=Count("cadre", distinct=True)).values("n")
    groups = list(
        conditions.narrow(visible, on)
        .with_mark(on)
        .annotate(extending=asks_extension())
        .values_list("mark", "status", "extending")
        .annotate(n=Count("pk"), people=Max(Subquery(people, output_field=IntegerField())))
        .order_by()
    )

    def count(state):
        return sum(n for mark, status, extending, n, _ in groups if state.fits(mark, status, extending))

    found = Figures(
        tabs={state.code: count(state) for state in TABS},
        undecided={
            status: sum(row[3] for row in groups if row[1] == status) for status in Task.BEFORE_DECISION
        },
        tasks=count(STATES[conditions.state]),
        people=max((row[4] or 0 for row in groups), default=0),
    )
    if sum(row[3] for row in groups) >= COUNTED_ANEW:
        cache.set(key, found, KEPT_SECONDS)
    return found
