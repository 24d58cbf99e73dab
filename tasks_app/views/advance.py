"""How far is the task, how far should it be by today, and what does one sentence say of it?"""

from dataclasses import dataclass
from decimal import Decimal

from cadres.templatetags.vi import whole_percent
from tasks_app import progress
from tasks_app.actions.measuring import measure
from tasks_app.models import Indicator, Mark

RUNNING = (Mark.AWAITING_COMMITMENT, Mark.ON_TRACK, Mark.DUE_SOON, Mark.SLOW, Mark.OVERDUE)


@dataclass(frozen=True)
class Row:
    """One line of the table of indicators; shares are fractions, None where nothing is known or planned."""

    indicator: Indicator
    share: Decimal | None
    plan: Decimal | None
    mark: str


@dataclass(frozen=True)
class Advance:
    """`plan` is the tick of the whole task: only where every indicator has a plan line. `verdict` ends the sentence."""

    rows: list
    share: Decimal | None
    plan: Decimal | None
    verdict: str


def advance(task, indicators, targets, *, on):
    """`targets`: the plan points on record, each with indicator, commitment, due_on and value, by day."""
    # Once a task is over or stopped there is no "by today" any more.
    points = plan_points(targets) if task.committed_on and task.mark in RUNNING else {}
    measures = [
        (row, measure(row, task, points.get(row.pk, ()))) for row in indicators if row.target is not None
    ]
    known = {row.pk: m for row, m in measures}
    rows = [_row(task, row, known.get(row.pk), on) for row in indicators]
    all_measures = [m for _, m in measures]
    share = progress.task_progress(all_measures)
    planned = bool(all_measures) and all(m.has_plan for m in all_measures)
    plan = progress.task_plan(all_measures, on) if planned else None
    return Advance(rows, share, plan, verdict(task, measures, on=on))


def plan_points(targets):
    """{indicator pk: ((day, value), …)} of the newest commitment that planned it."""
    newest = {}
    for target in targets:
        newest[target.indicator] = max(newest.get(target.indicator, 0), target.commitment)
    found = {}
    for target in targets:
        if target.commitment == newest[target.indicator]:
            found.setdefault(target.indicator, []).append((target.due_on, target.value))
    return found


def _row(task, indicator, m, on):
    if m is None:
        return Row(indicator, None, None, "on_track")
    share, plan = progress.measured(m), progress.planned(m, on)
    return Row(indicator, share, plan, _mark(task, share, plan))


def _mark(task, share, plan):
    """Colour of a bar: that of the task once it is over or waits, else how this very indicator stands."""
    if task.mark not in RUNNING:
        return task.mark or "on_track"
    if share is not None and share >= 1:
        return Mark.ON_TRACK
    if task.mark == Mark.OVERDUE:
        return Mark.OVERDUE
    behind = plan is not None and plan - (share or 0) > Decimal(task.round.slow_points) / 100
    return Mark.SLOW if behind else Mark.ON_TRACK


def verdict(task, measures, *, on):
    """What follows "Đã đạt 66%, kế hoạch đến hôm nay 79%.": measures are pairs (indicator, Measure)."""
    if task.mark not in RUNNING:
        return ""
    followed = [(row, m) for row, m in measures if m.has_plan]
    if not followed:
        return "Chưa có kế hoạch theo mốc nên chưa xét nhanh, chậm."
    only = [m for _, m in followed]
    behind = progress.gap(only, on)
    points = whole_percent(progress.task_plan(only, on)) - whole_percent(progress.task_progress(only))
    some = "" if len(followed) == len(measures) else "Riêng các chỉ tiêu có kế hoạch: "
    if points == 0:
        return _sentence(some, "Đúng kế hoạch.")
    if points < 0:
        return _sentence(some, f"Nhanh hơn kế hoạch {-points} điểm phần trăm.")
    if behind <= Decimal(task.round.slow_points) / 100:
        return _sentence(
            some,
            f"Thấp hơn kế hoạch {points} điểm phần trăm, trong mức cho phép {task.round.slow_points} điểm.",
        )
    worst = max(followed, key=lambda pair: _lost(pair[1], on))
    return _sentence(
        some,
        f"Chậm {points} điểm phần trăm, chủ yếu do chỉ tiêu {worst[0].name[:1].lower()}{worst[0].name[1:]}.",
    )


def _sentence(some, text):
    return f"{some}{text[0].lower()}{text[1:]}" if some else text


def _lost(m, on):
    """Weighted share that this indicator is behind its own plan."""
    reached = min(max(progress.measured(m) or 0, 0), 1)
    return (progress.planned(m, on) - reached) * m.weight
