"""Is the arithmetic of progress right, whatever the numbers?"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tasks_app.progress import (
    Measure,
    attainment,
    gap,
    last_update_point,
    measured,
    planned,
    planned_value,
    progress,
    slow_from,
    task_plan,
    task_progress,
    weighted,
)

D = Decimal
figures = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False)
positive = st.decimals(min_value="0.01", max_value=10_000, places=2)
weights = st.decimals(min_value="0.01", max_value=100, places=2)
start = date(2026, 1, 10)
days = st.dates(min_value=date(2025, 6, 1), max_value=date(2028, 12, 31))


@st.composite
def measures(draw, *, has_plan=None):
    """An indicator with a plan line that never falls back, as a commitment form accepts it."""
    lower = draw(st.booleans())
    baseline, target = sorted([draw(figures), draw(figures)], reverse=lower)
    due_on = start + timedelta(days=draw(st.integers(1, 900)))
    when = sorted(draw(st.sets(st.integers(1, max(1, (due_on - start).days - 1)), max_size=4)))
    steps = sorted(
        draw(
            st.lists(st.decimals(min_value=0, max_value=1, places=3), min_size=len(when), max_size=len(when))
        )
    )
    plan = [
        (start + timedelta(days=n), baseline + (target - baseline) * step)
        for n, step in zip(when, steps, strict=True)
    ]
    return Measure(
        baseline=draw(st.sampled_from([baseline, None])) if baseline == 0 else baseline,
        target=target,
        weight=draw(weights),
        lower_is_better=lower,
        current=draw(st.none() | figures),
        starts_on=start,
        due_on=due_on,
        plan=tuple(point for point in plan if point[0] < due_on),
        has_plan=draw(st.booleans()) if has_plan is None else has_plan,
        rhythm_months=draw(st.sampled_from([0, 1, 3, 6, 12])),
    )


# ---- one indicator


@given(figures, figures, figures, figures)
def test_more_of_what_is_wanted_is_never_less_progress(baseline, target, one, other):
    assume(baseline != target)
    nearer, further = (max, min) if target > baseline else (min, max)
    assert progress(baseline, target, nearer(one, other)) >= progress(baseline, target, further(one, other))


@given(figures, figures)
def test_progress_is_nothing_at_the_baseline_and_whole_at_the_target(baseline, target):
    assume(baseline != target)
    assert progress(baseline, target, baseline) == 0
    assert progress(baseline, target, target) == 1


@given(figures, figures, figures)
def test_lower_is_better_is_the_mirror_of_higher_is_better(baseline, target, actual):
    assume(baseline != target)
    assert progress(baseline, target, actual) == progress(-baseline, -target, -actual)


@given(positive, positive)
def test_attainment_of_lower_is_better_is_the_mirror(target, actual):
    assert attainment(target, actual, lower_is_better=True) == target / actual
    assert attainment(target, actual) == actual / target


def test_over_fulfilment_is_kept_and_a_set_back_stays_negative():
    assert progress(D(0), D(100), D(136)) == D("1.36")
    assert progress(D(20), D(10), D(5)) == D("1.5")
    assert progress(D(50), D(100), D(40)) == D("-0.2")
    assert attainment(D(100), D(136)) == D("1.36")


@given(figures, figures)
def test_a_missing_baseline_counts_as_nothing(target, actual):
    assume(target != 0)
    assert progress(None, target, actual) == progress(D(0), target, actual) == actual / target


def test_what_nobody_reported_is_unknown():
    assert progress(D(0), D(10), None) is None
    assert attainment(D(10), None) is None
    assert measured(Measure(D(0), D(10))) is None


@given(figures, figures)
def test_a_level_to_be_kept_is_whole_while_it_is_kept(level, actual):
    higher = Measure(level, level, current=actual)
    lower = Measure(level, level, current=actual, lower_is_better=True)
    assert measured(higher) == (1 if actual >= level else 0)
    assert measured(lower) == (1 if actual <= level else 0)
    assert progress(level, level, level) == 1


def test_nothing_left_of_what_was_to_vanish_is_the_best_there_can_be():
    assert attainment(D(0), D(0), lower_is_better=True) == 1
    assert attainment(D(5), D(0), lower_is_better=True) == 2
    assert attainment(D(0), D(3)) is None
    assert attainment(D(0), D(3), lower_is_better=True) == 0


# ---- a task


@given(st.lists(st.tuples(st.none() | figures, weights), min_size=1, max_size=6))
def test_a_weighted_mean_stays_between_nothing_and_whole(pairs):
    assert 0 <= weighted(pairs) <= 1


@given(st.lists(st.tuples(figures, weights), min_size=1, max_size=6), weights)
def test_only_the_proportion_of_the_weights_matters(pairs, factor):
    scaled = [(share, weight * factor) for share, weight in pairs]
    assert abs(weighted(pairs) - weighted(scaled)) < D("1e-20")


def test_one_indicator_far_over_its_target_does_not_hide_another():
    done, open_ = Measure(D(0), D(10), D(50), current=D(100)), Measure(D(0), D(10), D(50), current=D(0))
    assert task_progress([done, open_]) == D("0.5")
    assert task_progress([]) is None


@given(st.lists(measures(), min_size=1, max_size=4), st.data())
def test_a_better_figure_never_lowers_the_task(rows, data):
    before = task_progress(rows)
    n = data.draw(st.integers(0, len(rows) - 1))
    row = rows[n]
    assume(row.current is not None)
    step = data.draw(positive)
    better = row.current - step if row.lower_is_better else row.current + step
    changed = [*rows[:n], Measure(**{**vars(row), "current": better}), *rows[n + 1 :]]
    assert task_progress(changed) >= before


# ---- the plan line


@given(measures(has_plan=True), days, days)
def test_the_plan_only_rises_between_nothing_and_whole(row, one, other):
    earlier, later = sorted([one, other])
    assert 0 <= planned(row, earlier) <= planned(row, later) <= 1


@given(measures(has_plan=True))
def test_the_plan_is_nothing_at_the_start_and_whole_from_the_deadline_on(row):
    assume(row.target != (row.baseline or 0))
    if row.starts_on < row.due_on:
        assert planned(row, row.starts_on) == 0
    assert planned(row, row.due_on) == 1
    assert planned(row, row.due_on + timedelta(days=400)) == 1


@given(measures(has_plan=True), days)
def test_the_tick_of_a_task_lies_within_its_bar(row, on):
    assert 0 <= task_plan([row], on) <= 1


@given(measures(has_plan=False), days)
def test_without_a_plan_line_there_is_no_tick_and_nothing_is_slow(row, on):
    assert planned(row, on) is None
    assert task_plan([row], on) is None
    assert slow_from([row], slow_points=5, after=on) is None


@given(measures(has_plan=True))
def test_the_plan_line_goes_through_its_milestones(row):
    for day, value in row.plan:
        assert planned_value(row, day) == value


@pytest.mark.parametrize(
    ("on", "rhythm", "known"),
    [
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 3, 31)),
        (date(2026, 6, 29), 3, date(2026, 3, 31)),
        (date(2026, 6, 30), 3, date(2026, 6, 30)),
        (date(2026, 12, 30), 6, date(2026, 6, 30)),
        (date(2026, 12, 31), 12, date(2026, 12, 31)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
        (date(2026, 1, 20), 1, None),
        (date(2026, 1, 1), 0, None),
    ],
)
def test_a_figure_is_asked_for_at_its_own_rhythm_only(on, rhythm, known):
    assert last_update_point(start, on, rhythm) == known


@given(days, st.sampled_from([1, 3, 6, 12]))
def test_the_last_update_point_is_the_newest_end_of_a_period(on, rhythm):
    ends = [
        day
        for n in range(1200)
        if (day := on - timedelta(days=n)) >= start
        and (day + timedelta(days=1)).day == 1
        and day.month % rhythm == 0
    ]
    assert last_update_point(start, on, rhythm) == (ends[0] if ends else None)


# ---- chậm


@given(st.lists(measures(), min_size=1, max_size=3), st.integers(0, 20))
def test_slow_from_is_the_day_that_a_search_day_by_day_finds(rows, slow_points):
    followed = [row for row in rows if row.has_plan]
    last = max((row.due_on for row in followed), default=start)
    allowed = D(slow_points) / 100
    day = start
    while followed and day <= last and gap(rows, day) <= allowed:
        day += timedelta(days=1)
    expected = day if followed and day <= last else None
    assert slow_from(rows, slow_points=slow_points, after=start) == expected


@given(st.lists(measures(has_plan=True), min_size=1, max_size=3), days, days)
def test_the_gap_to_the_plan_never_shrinks_by_waiting(rows, one, other):
    earlier, later = sorted([one, other])
    assert gap(rows, earlier) <= gap(rows, later)


def test_five_points_below_the_plan_is_not_slow_yet():
    row = Measure(
        D(0), D(100), current=D(45), starts_on=date(2026, 1, 1), due_on=date(2026, 4, 11), has_plan=True
    )
    assert planned(row, date(2026, 2, 20)) == D("0.5")
    assert slow_from([row], slow_points=5, after=row.starts_on) == date(2026, 2, 21)
