"""For which period is a report made today, by when is it due, and which figures can be new by now?"""

from dataclasses import dataclass
from datetime import date, timedelta

from tasks_app.actions.measuring import period_name, period_of, report_due_on
from tasks_app.progress import last_update_point


@dataclass(frozen=True)
class Period:
    """`due_on`: None where nothing is owed (rhythm "when something changes", or the period ends after the deadline)."""

    starts_on: date
    ends_on: date
    due_on: date | None
    name: str
    # Chốt số liệu: after this day no report of the period is taken; None where figures are never closed.
    closes_on: date | None = None

    def is_over(self, on):
        return self.ends_on < on

    def is_closed(self, on):
        return self.closes_on is not None and self.closes_on < on


def period_to_report(task, *, on):
    """The period last ended while no report of it has come and its figures are not closed; else the one that runs. Figures
    are cumulative, so that one report covers the periods missed before it."""
    first, last = period_of(on, task.report_rhythm)
    before = last_period(task, on=on)
    open_still = task.last_report_on is None or before and task.last_report_on < before.ends_on
    if before and open_still and not before.is_closed(on):
        return before
    return _period(task, first, last)


def last_period(task, *, on):
    """The period that ended last before `on`, if one was owed by then: within the term, from the decision on."""
    if not task.report_rhythm:
        return None
    first, _ = period_of(on, task.report_rhythm)
    before = period_of(first - timedelta(days=1), task.report_rhythm)
    begins = max(task.starts_on, task.decided_on or task.starts_on)
    return _period(task, *before) if begins <= before[1] <= task.due_on else None


def missed_period(task, *, on):
    """The last period where its figures were closed without a report; None else."""
    before = last_period(task, on=on)
    missing = before and (task.last_report_on is None or task.last_report_on < before.ends_on)
    return before if missing and before.is_closed(on) else None


def period_of_report(report, task):
    """The period that a report was made for, with its own days."""
    return _period(task, report.period_starts_on, report.period_ends_on)


def _period(task, first, last):
    owed = task.report_rhythm and last <= task.due_on
    close_day = task.round.figures_close_day
    return Period(
        first, last, report_due_on(last, task.round.report_day) if owed else None, period_name(first, last),
        report_due_on(last, close_day) if owed and close_day else None,
    )  # fmt: skip


def can_be_new(indicator, task, *, on):
    """Could the figure have changed since the last reading? A yearly statistic isn't asked for every month."""
    if not indicator.rhythm or on >= closing_day(indicator, task):
        return True
    point = last_update_point(task.starts_on, on, indicator.rhythm)
    return point is not None and (indicator.current_on is None or indicator.current_on < point)


def next_update_on(indicator, task, *, on):
    """The day from which a new figure can be expected."""
    _, last = period_of(max(on, task.starts_on), indicator.rhythm)
    if indicator.current_on == last:
        _, last = period_of(last + timedelta(days=1), indicator.rhythm)
    return min(last, closing_day(indicator, task))


def closing_day(indicator, task):
    return min(indicator.due_on or task.due_on, task.due_on)
