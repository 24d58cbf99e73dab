"""How far do the tasks that make one higher task concrete bring it, taken together?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, F, Sum

from tasks_app.models import Assignment, Indicator, Task

K = Indicator.Kind
# Figures of these kinds add up; shares, places and yes/no do not.
ADDED = (K.UP, K.DOWN, K.RATIO)


@dataclass(frozen=True)
class Common:
    """An indicator that several contributions share, by name and unit of measure: their figures added up."""

    name: str
    measure_unit: str
    tasks: int
    baseline: Decimal | None
    target: Decimal | None
    current: Decimal | None


@dataclass(frozen=True)
class Contributions:
    """`marks`: {mark: number of decided tasks}; `progress`: mean of their progress as a share, None without any."""

    tasks: int
    decided: int
    people: int
    marks: dict
    progress: Decimal | None
    common: list


def contributing(visible, task):
    """Tasks that make `task` concrete, among those the user may see; what was left out or merged is none."""
    gone = (Task.Status.DRAFT, Task.Status.REJECTED, Task.Status.MERGED)
    return visible.filter(contributes_to=task.pk).exclude(status__in=gone)


def taken_together(tasks, on):
    """The figures over contributing tasks; four queries. Sums only within one name and one unit of measure."""
    decided = tasks.decided()
    marks = dict(
        decided.with_mark(on).order_by().values_list("mark").annotate(n=Count("pk")).values_list("mark", "n")
    )
    people = Assignment.objects.open().filter(task__in=tasks).aggregate(n=Count("cadre", distinct=True))["n"]
    rows = (
        Indicator.objects.filter(task__in=decided, kind__in=ADDED)
        .values("name", "measure_unit")
        .annotate(
            tasks=Count("task", distinct=True),
            baseline_=Sum("baseline"),
            target_=Sum("target"),
            current_=Sum("current"),
        )
        .filter(tasks__gt=1)
        .order_by(F("tasks").desc(), "name", "measure_unit")
    )
    return Contributions(
        tasks=tasks.count(),
        decided=sum(marks.values()),
        people=people,
        marks=marks,
        progress=decided.aggregate(mean=Avg("progress"))["mean"],
        common=[
            Common(r["name"], r["measure_unit"], r["tasks"], r["baseline_"], r["target_"], r["current_"])
            for r in rows
        ],
    )
