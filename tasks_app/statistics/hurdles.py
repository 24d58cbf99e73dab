"""What stands in the way of which task, who must solve it, and since when does it wait there?

Obstacles and recommendations read as one: *vướng ở ai*. Two queries for any number of rows, then plain grouping.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Subquery

from tasks_app.models import Assignment, Obstacle, Recommendation, Task
from tasks_app.permissions import SOLVERS, visible_tasks


@dataclass
class Hurdle:
    """`is_obstacle`: vướng mắc, else kiến nghị. `days`: waiting since it was named."""

    pk: int
    is_obstacle: bool
    text: str
    unit: int | None
    solver: str
    path: str
    since_on: date
    due_on: date | None
    task: int
    ref: str
    title: str
    task_unit: str
    giver_path: str
    lead: str
    days: int
    may_answer: bool = False

    @property
    def kind_name(self):
        return "Vướng mắc" if self.is_obstacle else "Kiến nghị"

    def is_late(self, on):
        return self.due_on is not None and self.due_on < on


@dataclass
class Solver:
    """Whoever is asked, with what waits there, the longest first."""

    code: str
    name: str
    is_own: bool
    rows: list
    on: date

    @cached_property
    def longest(self):
        return max(row.days for row in self.rows)

    @cached_property
    def late(self):
        return sum(row.is_late(self.on) for row in self.rows)


def hurdles(user, *, on):
    """Every open obstacle and recommendation on the open tasks that exist for the user."""
    tasks = visible_tasks(user).filter(status__in=Task.OPEN).values("pk")
    obstacles = Obstacle.objects.filter(task__in=tasks, solved_on=None)
    recommendations = Recommendation.objects.filter(task__in=tasks, answered_on=None)
    found = _read(obstacles, "solver", "named_on", on, is_obstacle=True)
    return found + _read(recommendations, "addressee", "made_on", on, is_obstacle=False)


def by_solver(rows, me, *, on):
    """Those the reader speaks for first, then by how long the longest waits."""
    own = set(me.units(*SOLVERS))
    groups = defaultdict(list)
    for row in rows:
        groups[row.unit or row.solver].append(row)
    made = [
        Solver(str(key), rows[0].solver, rows[0].unit in own, sorted(rows, key=lambda r: (-r.days, r.pk)), on)
        for key, rows in groups.items()
    ]
    return sorted(made, key=lambda solver: (not solver.is_own, -solver.longest, solver.name))


def _read(rows, solver, since, on, *, is_obstacle):
    lead = Assignment.objects.open().filter(task=OuterRef("task"), role=Assignment.Role.LEAD)
    note = "solver_note" if is_obstacle else None
    columns = ["pk", "text", f"{solver}_id", f"{solver}__name", f"{solver}__path", since, "due_on", "task_id",
               "task__code", "task__public_id", "task__title", "task__unit__name", "task__giver__path", "lead"]  # fmt: skip
    values = rows.annotate(lead=Subquery(lead.values("name")[:1])).order_by(since, "pk")
    values = values.values_list(*columns, *([note] if note else []))
    return [_hurdle(row, on, is_obstacle) for row in values]


def _hurdle(row, on, is_obstacle):
    (
        pk,
        text,
        unit,
        name,
        path,
        since_on,
        due_on,
        task,
        code,
        public_id,
        title,
        task_unit,
        giver,
        lead,
        *note,
    ) = row
    said = name or (note and note[0]) or "Chưa ghi rõ nơi tháo gỡ"
    return Hurdle(
        pk, is_obstacle, text, unit, said, path or "", since_on, due_on, task, code or str(public_id), title,
        task_unit, giver, lead or "", (on - since_on).days,
    )  # fmt: skip
