"""Which tasks belong to a year or a stage? The one place that fixes it (product.md §10.5).

A year's figure counts tasks by the year of their decision; a stage's figure, the tasks of its rounds. *Thực hiện trong năm*
is another figure and always named so.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tasks_app.models import Round
from tasks_app.models.marks import STOPPED

EVERYTHING = "tat-ca"


@dataclass(frozen=True)
class Period:
    """`code` stands in addresses ("2026", "2021-2025", "tat-ca"); `stage` or `year` is set, or neither."""

    code: str
    label: str
    year: int | None = None
    stage: str = ""

    @property
    def condition(self):
        if self.year:
            return Q(decision_year=self.year)
        return Q(round__stage=self.stage) if self.stage else Q()

    @property
    def carried_out(self):
        """Thực hiện trong năm: decided by the year's end, neither finished nor stopped before it; None for other periods.

        A task that was taken back is carried out only in the year of its decision: nobody works on it after.
        """
        if not self.year:
            return None
        open_then = Q(finished_on=None) | Q(finished_on__gte=date(self.year, 1, 1))
        earlier = Q(decision_year__lt=self.year) & ~Q(status__in=STOPPED)
        return open_then & (earlier | Q(decision_year=self.year))

    @property
    def query(self):
        """What a link to the list of the period's tasks says: nothing for all years."""
        return {} if self.code == EVERYTHING else {"ky": self.code}

    @property
    def kept_as(self):
        """The word under which snapshots keep the period."""
        return self.stage or (str(self.year) if self.year else "")


ALL_YEARS = Period(EVERYTHING, "Tất cả các năm")


def of_year(year):
    return Period(str(year), f"Năm {year}", year=year)


def of_stage(stage):
    return Period(stage.replace("–", "-"), f"Giai đoạn {stage}", stage=stage)


def rounds_near(node_ids, prefixes):
    """(stage, first year, last year) of the rounds opened at a node, above or below it. Not yet asked.

    `node_ids`: ids of the units above and of the node itself; `prefixes`: the node's paths.
    """
    near = Q(committee__in=node_ids)
    for prefix in prefixes:
        near |= Q(committee__path__startswith=prefix)
    return Round.objects.filter(near).values_list("stage", "year_from", "year_to").distinct()


def periods_of(rounds, *, on):
    """The stages and years of some rounds, the newest first, and all years together. Years to come are left out."""
    stages, years = {}, set()
    for stage, first, last in rounds:
        if stage:
            stages[stage] = max(last, stages.get(stage, 0))
        years |= set(range(first, min(last, on.year) + 1))
    return [
        *(of_stage(stage) for stage in sorted(stages, key=stages.get, reverse=True)),
        *(of_year(year) for year in sorted(years, reverse=True)),
        ALL_YEARS,
    ]


def chosen(periods, code, *, on):
    """The period that the address names, or the one now running: the latest year, or the stage that holds it."""
    wanted = (code or "").replace("–", "-")
    found = next((period for period in periods if period.code == wanted), None)
    if found:
        return found
    running = [p for p in periods if p.stage and _holds(p.stage, on.year)]
    years = [p for p in periods if p.year]
    return (running or years or periods)[0]


def _holds(stage, year):
    try:
        first, last = stage.split("–")
        return int(first) <= year <= int(last)
    except ValueError:
        return False
