"""How far is an indicator, and a task, and how far should it be by now?

All of Dotpha's arithmetic of progress stands here, on plain Decimals and dates, with no database. Shares are Decimals
where 1 means 100 %; they are never rounded here and never clamped unless the docstring says so.
Source of the rules: product.md §10.1 (progress, % đạt, the capped mean) and §4 (plan line, update rhythm).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Measure:
    """What progress needs to know of an indicator. Values are in the indicator's own unit of measure.

    `plan` holds (day, value to be reached by the end of that day), sorted by day, without the baseline and the target:
    those are added from `starts_on` and `due_on`. Empty with `has_plan` False means that no plan line was committed to.
    `rhythm_months`: how often the figure can be updated (1, 3, 6, 12); 0 means any day.
    """

    baseline: Decimal | None
    target: Decimal
    weight: Decimal = ONE
    lower_is_better: bool = False
    current: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    plan: Sequence[tuple[date, Decimal]] = field(default_factory=tuple)
    has_plan: bool = False
    rhythm_months: int = 0


def progress(baseline, target, actual):
    """Tiến độ = (thực hiện − hiện trạng) / (chỉ tiêu − hiện trạng), for both directions; None while nothing is known.

    A missing baseline counts as 0. With target = baseline the question is only whether the level is kept: 1 when the
    actual equals the target, else 0. Over-fulfilment stays above 1, a set-back below the baseline stays negative.
    """
    if actual is None:
        return None
    baseline = ZERO if baseline is None else baseline
    if target == baseline:
        return ONE if actual == target else ZERO
    return (actual - baseline) / (target - baseline)


def keeps_level(measure):
    """Progress of an indicator whose target is its baseline: 1 when the level is held or bettered, else 0."""
    better = (
        measure.current <= measure.target if measure.lower_is_better else measure.current >= measure.target
    )
    return ONE if better else ZERO


def measured(measure):
    """`progress` of a `Measure`, direction known; None before the first reading."""
    if measure.current is None:
        return None
    baseline = ZERO if measure.baseline is None else measure.baseline
    if measure.target == baseline:
        return keeps_level(measure)
    return progress(baseline, measure.target, measure.current)


def attainment(target, actual, *, lower_is_better=False):
    """% đạt = thực hiện / chỉ tiêu, mirrored for lower-is-better: chỉ tiêu / thực hiện. None when it has no meaning.

    *Vượt* is judged by this share (> 1). Lower is better and actual 0: the best there can be, counted as 1 when the target
    is 0 too and else as 2 (the target undercut wholly).
    """
    if actual is None:
        return None
    if lower_is_better:
        if actual == 0:
            return ONE if target == 0 else Decimal(2)
        return target / actual
    if target == 0:
        return None
    return actual / target


def weighted(pairs):
    """Weighted mean of (share, weight), each share held within 0…1; None when there is nothing to weigh.

    An unknown share counts as 0: what was never reported was not reached.
    """
    total = sum((weight for _, weight in pairs), ZERO)
    if not total:
        return None
    return sum((min(max(share or ZERO, ZERO), ONE) * weight for share, weight in pairs), ZERO) / total


def task_progress(measures):
    """Share of a task reached: the weighted mean of its indicators, each capped at 100 % (displays never cap)."""
    return weighted([(measured(m), m.weight) for m in measures])


def last_update_point(starts_on, on, rhythm_months):
    """The last day, on or before `on`, by which the figure could have been updated; None if there was none yet.

    A monthly figure is known at the end of each calendar month, a quarterly one at the end of each quarter, and so on;
    rhythm 0 means every day.
    """
    if on < starts_on:
        return None
    if not rhythm_months:
        return on
    # Ends of rhythm periods within the calendar year: month % rhythm == 0.
    after = on + timedelta(days=1)
    month_index = (
        after.year * 12 + after.month - 1
    )  # the month that `after` lies in; all earlier ones are complete
    complete = month_index - month_index % rhythm_months
    year, month = divmod(complete, 12)
    end = date(year, month + 1, 1) - timedelta(days=1)
    return end if end >= starts_on else None


def planned_value(measure, on):
    """The value that the committed plan line asks for at the end of the day `on`, by straight lines between milestones."""
    baseline = ZERO if measure.baseline is None else measure.baseline
    points = [(measure.starts_on, baseline), *measure.plan]
    if points[-1][0] < measure.due_on:
        points.append((measure.due_on, measure.target))
    if on <= points[0][0]:
        return points[0][1]
    for (d0, v0), (d1, v1) in pairwise(points):
        if on <= d1:
            return v0 + (v1 - v0) * Decimal((on - d0).days) / Decimal((d1 - d0).days) if d1 > d0 else v1
    return points[-1][1]


def planned(measure, on):
    """Share that should be reached by `on`: the plan line at the indicator's last update point. None without a plan.

    From the due day on it is 1 whatever the rhythm: the deadline itself is not a matter of statistics.
    """
    if not measure.has_plan:
        return None
    if on >= measure.due_on:
        return ONE
    point = last_update_point(measure.starts_on, on, measure.rhythm_months)
    if point is None:
        return ZERO
    baseline = ZERO if measure.baseline is None else measure.baseline
    if measure.target == baseline:
        return ONE
    return progress(baseline, measure.target, planned_value(measure, point))


def task_plan(measures, on):
    """The tick "kế hoạch đến hôm nay" of a task: the weighted mean of its indicators' planned shares; None without plans.

    Indicators without a plan line are left out together with their weight.
    """
    return weighted([(share, m.weight) for m in measures if (share := planned(m, on)) is not None])


def gap(measures, on):
    """Planned minus reached share of the task on a day, over the indicators that have a plan; None without a plan."""
    followed = [m for m in measures if m.has_plan]
    plan = task_plan(followed, on)
    return None if plan is None else plan - task_progress(followed)


def slow_from(measures, *, slow_points, after):
    """The first day from `after` to the last due day on which the task is *chậm* if no new figure comes; None if never.

    *Chậm*: reached share more than `slow_points` percentage points below the plan (default 5, a setting of the round).
    The plan only rises, so between two update points nothing changes and the first day that is slow starts it for good.
    """
    followed = [m for m in measures if m.has_plan]
    if not followed:
        return None
    allowed = Decimal(slow_points) / 100
    last = max(m.due_on for m in followed)
    lo, hi = after, max(last, after)
    if gap(followed, hi) <= allowed:
        return None
    # The gap never shrinks with time, so the first slow day is found by halving.
    while lo < hi:
        mid = lo + (hi - lo) // 2
        if gap(followed, mid) > allowed:
            hi = mid
        else:
            lo = mid + timedelta(days=1)
    return lo
