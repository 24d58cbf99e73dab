"""Which days are worked on? Weekends are off, holidays and days in lieu too; a swapped Saturday is worked on.

Pure: the table of exceptions is handed in (`WorkingDays(off=…, worked=…)`, loaded by `models.CalendarDay.objects.load()`),
so the same calendar rules deadlines, reminders and escalation, and a change of it can be tried before it is saved.
"""

from collections.abc import Iterable
from datetime import date, timedelta

ONE = timedelta(days=1)
SATURDAY = 5
# No country rests longer: a calendar in which no working day comes within so many days is a mistake of who typed it.
LONGEST_REST = 60


class WorkingDays:
    """Exceptions to the week: `off` are days off that fall on Monday to Friday, `worked` are worked on though a weekend."""

    def __init__(self, *, off: Iterable[date] = (), worked: Iterable[date] = ()) -> None:
        self.off = frozenset(off)
        self.worked = frozenset(worked)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkingDays) and (self.off, self.worked) == (other.off, other.worked)

    def __hash__(self) -> int:
        return hash((self.off, self.worked))

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked on, else the first one after it."""
        return self._nearest(day, ONE)

    def last_working_day(self, day: date) -> date:
        """The day itself when it is worked on, else the last one before it."""
        return self._nearest(day, -ONE)

    def add_working_days(self, day: date, count: int) -> date:
        """The day `count` working days after `day` (before it, when negative); `day` itself is not counted. 0: `day` itself."""
        step = ONE if count > 0 else -ONE
        for _ in range(abs(count)):
            day = self._nearest(day + step, step)
        return day

    def working_days_between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier`, up to and including `later`; 0 when `later` is not later."""
        days = (later - earlier).days
        return sum(self.is_working_day(earlier + timedelta(days=n)) for n in range(1, days + 1))

    def _nearest(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_REST):
            if self.is_working_day(day):
                return day
            day += step
        raise ValueError(f"no working day within {LONGEST_REST} days of {day}")
