"""How did a node stand at the end of each month? Read from the rows that the nightly job froze."""

from datetime import date

from django.db.models.functions import TruncMonth

from tasks_app.models import StatisticsSnapshot
from tasks_app.statistics.tally import Tally

MONTHS = 12


def months_before(on, n=MONTHS):
    """The first days of the `n` months that end with the month of `on`, old to new."""
    index = on.year * 12 + on.month - 1
    return [date(i // 12, i % 12 + 1, 1) for i in range(index - n + 1, index + 1)]


def trend(unit, period, live, *, on):
    """[(month as "11/25", share in time or None)] of twelve months, from the first one that is known.

    The last snapshot of each month stands for it; for this month it is the live figure (`live`: a `Tally`).
    """
    months = months_before(on)
    rows = (
        StatisticsSnapshot.objects.filter(
            unit=unit, period=period.kept_as, taken_on__gte=months[0], taken_on__lt=months[-1]
        )
        .annotate(month=TruncMonth("taken_on"))
        .order_by("month", "-taken_on")
        .distinct("month")
        .values_list("month", "marks")
    )
    shares = {month: Tally.of(marks).in_time for month, marks in rows}
    shares[months[-1]] = live.in_time
    points = [(f"{month:%m/%y}".lstrip("0"), shares.get(month)) for month in months]
    first = next((i for i, (_, share) in enumerate(points) if share is not None), len(points))
    return points[first:]
