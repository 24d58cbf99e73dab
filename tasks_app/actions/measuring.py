"""What do the figures and the plan say of a task: its progress, and the days from which marks will hold?

Called inside the transaction of whatever changed a figure, a plan or a deadline. Writes `progress`, `slow_from_on`,
`due_soon_on` and `next_report_on`; what these say of a given day is computed on read (models/marks.py).
"""

from datetime import date, timedelta

from django.db.models import F

from tasks_app.models import CalendarDay, Commitment, MilestoneTarget, Task
from tasks_app.progress import Measure, slow_from, task_plan, task_progress

MEASURED = ("progress", "slow_from_on", "due_soon_on", "next_report_on")


def measures_of(tasks):
    """{task pk: its indicators as `progress.Measure`}, with the plan lines of the newest commitment; at most two queries."""
    tasks = {task.pk: task for task in tasks}
    plans = _plan_lines(tasks, MilestoneTarget.objects)
    found = {pk: [] for pk in tasks}
    for indicator in _indicators(tasks):
        task = tasks[indicator.task_id]
        _, _, points = plans.get(indicator.pk, (0, None, []))
        found[indicator.task_id].append(measure(indicator, task, points))
    return found


def ticks_of(tasks, *, on):
    """{task pk: the tick "kế hoạch đến hôm nay"} of those with a plan, where nothing else of the figures is needed; one query."""
    tasks = {task.pk: task for task in tasks}
    found = {}
    for _, target, points in _plan_lines(tasks, MilestoneTarget.objects.select_related("indicator")).values():
        row = target.indicator
        if row.target is not None and row.dropped_on is None:
            found.setdefault(row.task_id, []).append(measure(row, tasks[row.task_id], points))
    return {pk: plan_to_date(measures, on=on) for pk, measures in found.items()}


def _plan_lines(tasks, targets):
    """{indicator pk: (newest commitment that speaks of it, one of its targets, [(day, value)])}; one query."""
    plans = {}
    counting = Commitment.COUNTING
    targets = targets.filter(
        milestone__task__in=tasks, value__isnull=False, milestone__commitment__plan__in=counting
    ).annotate(commitment=F("milestone__commitment_id"), due_on=F("milestone__due_on"))
    for target in targets.order_by("milestone__due_on", "milestone_id"):
        newest, _, points = plans.get(target.indicator_id, (0, None, []))
        if target.commitment > newest:
            newest, points = target.commitment, []
        if target.commitment == newest:
            plans[target.indicator_id] = (newest, target, [*points, (target.due_on, target.value)])
    return plans


def measure(indicator, task, points=()):
    """One indicator as a `Measure`. The plan line runs from the task's start to the indicator's closing day or the deadline."""
    due_on = max(task.starts_on, min(indicator.due_on or task.due_on, task.due_on))
    return Measure(
        baseline=indicator.baseline,
        target=indicator.target,
        weight=indicator.weight,
        lower_is_better=indicator.lower_is_better,
        current=indicator.current,
        starts_on=task.starts_on,
        due_on=due_on,
        plan=tuple(point for point in points if point[0] < due_on),
        has_plan=bool(points),
        rhythm_months=indicator.rhythm,
    )


def _indicators(tasks):
    """Those with a target, in order; what a table has loaded with its tasks (`for_table`) isn't asked for again."""
    if all(hasattr(task, "rows") for task in tasks.values()):
        return [row for task in tasks.values() for row in task.rows if row.target is not None]
    indicators = Task.indicators.rel.related_model.objects
    return indicators.filter(task__in=tasks, target__isnull=False).order_by("task_id", "rank", "pk")


def measure_tasks(tasks, *, on, days=None):
    """Set the measured fields on the given task objects (with `round` loaded); the caller saves them."""
    found = measures_of(tasks)
    days = days or any(task.round.moves_off_days for task in tasks) and CalendarDay.objects.load()
    for task in tasks:
        apply_measures(task, found[task.pk], days=days)
    return tasks


def apply_measures(task, measures, *, days):
    """`days`: the working calendar; may be missing where the round moves nothing off days off."""
    task.progress = round(task_progress(measures) or 0, 6)
    task.slow_from_on = (
        slow_from(measures, slow_points=task.round.slow_points, after=task.starts_on)
        if task.committed_on
        else None
    )
    task.due_soon_on = task.due_on - timedelta(days=task.round.due_soon_mark_days)
    task.next_report_on = next_report_on(task, days=days)
    return task


def plan_to_date(measures, *, on):
    """The tick "kế hoạch đến hôm nay" as a share, or None where no plan was committed to."""
    return task_plan(measures, on)


def next_report_on(task, *, days):
    """The day by which the next report is due: `report_day` of the month after the period that the last report left open, or, where
    the round moves what falls on a day off, the next working day.

    Rhythm 0 (whenever something changes) has no due day; nor has a task that is not running, or whose periods are all over.
    """
    if not task.report_rhythm or task.status != Task.Status.IN_FORCE:
        return None
    # Nothing is owed for periods that were over when the task was decided.
    begins = max(task.starts_on, task.decided_on or task.starts_on)
    done = task.last_report_on or begins - timedelta(days=1)
    _, ends_on = period_after(done, task.report_rhythm, not_before=begins)
    if ends_on > task.due_on:
        return None
    named = report_due_on(ends_on, task.round.report_day)
    return days.next_working_day(named) if task.round.moves_off_days else named


def period_of(day, rhythm):
    """(first, last) day of the calendar period of `rhythm` months that holds the day; the month itself for rhythm 0."""
    months = rhythm or 1
    index = day.year * 12 + day.month - 1
    start = index - index % months
    first = date(start // 12, start % 12 + 1, 1)
    after = start + months
    return first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def period_after(done, rhythm, *, not_before):
    """The first period that a report up to `done` leaves open: the one that ends after `done`."""
    first, last = period_of(max(done + timedelta(days=1), not_before), rhythm)
    return first, last


def report_due_on(period_ends_on, report_day):
    """`report_day` of the month after the period's end."""
    after = period_ends_on + timedelta(days=1)
    return date(after.year, after.month, report_day)


def period_name(starts_on, ends_on):
    """ "tháng 10/2022", "quý III/2022", "6 tháng đầu năm 2022", "năm 2022"."""
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    if months == 12:
        return f"năm {ends_on.year}"
    if months == 6:
        return f"6 tháng {'đầu' if ends_on.month == 6 else 'cuối'} năm {ends_on.year}"
    if months == 3:
        return f"quý {('I', 'II', 'III', 'IV')[ends_on.month // 3 - 1]}/{ends_on.year}"
    return f"tháng {ends_on.month}/{ends_on.year}"
