"""What do confirmed figures and dates propose as the result of a task, or of one of its years?

The application proposes, the committee decides: it may conclude otherwise, with its reason (actions/concluding.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tasks_app import progress
from tasks_app.actions.measuring import measure
from tasks_app.models import Commitment, FollowUp, Indicator, MilestoneTarget, Result


@dataclass(frozen=True)
class Facts:
    """The result and the four facts: completed? on time? quality met? exceeded?"""

    result: str
    completed: bool
    on_time: bool
    quality_met: bool
    exceeded: bool

    @property
    def fields(self):
        return vars(self)


@dataclass(frozen=True)
class Proposal:
    """`results`: {indicator pk: result} by the figures alone; `facts`: what follows from them for the whole."""

    results: Mapping[int, str]
    facts: Facts

    def differs(self, facts, results):
        """Was anything decided otherwise? `results`: {indicator pk: decided result}."""
        return facts != self.facts or any(results[pk] != result for pk, result in self.results.items())


def propose(indicators, figures, goals, *, finished_on, due_on, open_follow_ups=False):
    """The `Proposal` for the figures {indicator pk: confirmed or None}, measured against {indicator pk: goal}."""
    results = {row.pk: suggested_result(row, figures.get(row.pk), target=goals[row.pk]) for row in indicators}
    facts = suggested_facts(
        [(results[row.pk], row.weight) for row in indicators],
        finished_on=finished_on,
        due_on=due_on,
        open_follow_ups=open_follow_ups,
    )
    return Proposal(results, facts)


def suggested_result(indicator, confirmed, *, target=None):
    """Vượt, đạt, đạt một phần or không đạt of one confirmed figure, by % đạt (product.md §10.1).

    Partly: short of the target, but beyond the baseline. `target`: that of a milestone instead of the final one.
    """
    target = indicator.target if target is None else target
    if confirmed is None or target is None:
        return Result.NOT_MET
    if indicator.kind in Indicator.BOOLEAN:
        return Result.MET if confirmed >= target else Result.NOT_MET
    better = confirmed < target if indicator.lower_is_better else confirmed > target
    if better:
        return Result.EXCEEDED
    if confirmed == target:
        return Result.MET
    reached = progress.progress(indicator.baseline, target, confirmed)
    return Result.PARTLY if reached and reached > 0 else Result.NOT_MET


def suggested_facts(results, *, finished_on, due_on, open_follow_ups=False):
    """The facts that follow from the results [(result, weight)], the day of completion and the deadline.

    Vượt: nothing falls short, and at least half of the weight exceeds. Quality is doubted only by an inspection whose
    findings are not mended.
    """
    values = [result for result, _ in results]
    total = sum((weight for _, weight in results), Decimal(0))
    beyond = sum((weight for result, weight in results if result == Result.EXCEEDED), Decimal(0))
    if not values or all(value == Result.NOT_MET for value in values):
        result = Result.NOT_MET
    elif any(value in (Result.PARTLY, Result.NOT_MET) for value in values):
        result = Result.PARTLY
    else:
        result = Result.EXCEEDED if beyond * 2 >= total else Result.MET
    return facts_of(result, finished_on=finished_on, due_on=due_on, open_follow_ups=open_follow_ups)


def facts_of(result, *, finished_on, due_on, open_follow_ups=False):
    """The four facts that go with a result of the whole task."""
    completed = result in (Result.EXCEEDED, Result.MET)
    return Facts(
        result=result,
        completed=completed,
        on_time=completed and finished_on <= due_on,
        quality_met=completed and not open_follow_ups,
        exceeded=result == Result.EXCEEDED,
    )


# ---- what the figures are measured against --------------------------------------------------------------------------


def goals_of(task, indicators, *, year_end=None):
    """{indicator pk: what is to be reached}: the target, or for a year what the committed plan asks for by its end."""
    if year_end is None:
        return {row.pk: row.target for row in indicators}
    points = _plan(task)
    found = {}
    for row in indicators:
        m = measure(row, task, points.get(row.pk, ())) if row.target is not None else None
        planned = progress.planned_value(m, year_end) if m and m.has_plan else row.target
        found[row.pk] = None if planned is None else round(planned, 2).normalize() + Decimal(0)
    return found


def _plan(task):
    """{indicator pk: [(day, value)]} of the newest commitment that planned it and whose plan counts."""
    rows = (
        MilestoneTarget.objects.filter(
            milestone__task=task, value__isnull=False, milestone__commitment__plan__in=Commitment.COUNTING
        )
        .order_by("milestone__due_on", "milestone_id")
        .values_list("indicator", "milestone__commitment", "milestone__due_on", "value")
    )
    newest, points = {}, {}
    for indicator, commitment, _, _ in rows:
        newest[indicator] = max(newest.get(indicator, 0), commitment)
    for indicator, commitment, due_on, value in rows:
        if commitment == newest[indicator]:
            points.setdefault(indicator, []).append((due_on, value))
    return points


def with_open_follow_ups(tasks):
    """Pks of the tasks on which an inspection asked for something that is not done yet; one query."""
    asked = FollowUp.objects.open().filter(inspection__task__in=tasks)
    return set(asked.values_list("inspection__task", flat=True))


def due_of(task, year_end: date | None):
    return year_end or task.due_on
