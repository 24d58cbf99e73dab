"""What came of a cadre's tasks: the result and the four facts of each, and what they add up to?"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch

from tasks_app.models import Conclusion, Result, Task
from tasks_app.models.marks import DONE, FINISHED, Mark


@dataclass(frozen=True)
class Summary:
    """Numbers of tasks. `exceeded` and `late` are counted over the concluded ones."""

    total: int = 0
    going: int = 0
    done: int = 0
    early: int = 0
    late: int = 0
    exceeded: int = 0


def decided_of(cadre_id):
    """Every decided task that the cadre carries or carried: a handover takes nothing out of his record."""
    return Task.objects.decided().of_cadres([cadre_id])


def years_of(cadre_id):
    """Years in which tasks were decided for him, the newest first."""
    years = decided_of(cadre_id).order_by("-decision_year").values_list("decision_year", flat=True)
    return list(years.distinct())


def results_of(cadre_id, *, year, on):
    """His tasks, the newest first, each with `task.conclusion` (the final one, or None): four queries."""
    tasks = decided_of(cadre_id).for_table(on).order_by("-decided_on", "-pk")
    if year:
        tasks = tasks.decided_in(year)
    final = Conclusion.objects.filter(year=None)
    tasks = tasks.prefetch_related(Prefetch("conclusions", final, to_attr="final_conclusions"))
    rows = list(tasks)
    for task in rows:
        task.conclusion = task.final_conclusions[0] if task.final_conclusions else None
        task.result_name = Result(task.result).label if task.status in FINISHED else ""
    return rows


def summary(rows):
    marks = Counter(task.mark for task in rows)
    return Summary(
        total=len(rows),
        going=sum(task.is_open for task in rows),
        done=sum(marks[mark] for mark in DONE if mark != Mark.NOT_DONE),
        early=marks[Mark.DONE_EARLY],
        late=marks[Mark.DONE_LATE],
        exceeded=sum(bool(task.conclusion and task.conclusion.exceeded) for task in rows),
    )
