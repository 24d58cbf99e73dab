"""Freeze the statistics of every unit at the end of a day: for trends, and for periods that are over.

A unit's row counts its own branch and those of the units it succeeded, as its overview does. Safe to run twice: a row of
the same unit, day and period is written over.
"""

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When

from cadres.models import Unit
from cadres.offices import reach_of
from tasks_app.models import Mark, Round, StatisticsSnapshot, Task
from tasks_app.models.marks import FINISHED, STOPPED, mark_case
from tasks_app.statistics.counting import named
from tasks_app.statistics.nodes import shared
from tasks_app.statistics.periods import ALL_YEARS, of_stage, of_year

# Marks that another day or act may still change.
RUNNING = (
    Mark.AWAITING_COMMITMENT,
    Mark.ON_TRACK,
    Mark.DUE_SOON,
    Mark.SLOW,
    Mark.OVERDUE,
    Mark.AWAITING_CONCLUSION,
    Mark.ON_HOLD,
)

# One scan of the decided tasks; each task counts for every unit whose branch it stands in, each person once for each unit.
FREEZE = """
WITH task (id, path, mark) AS MATERIALIZED ({tasks}),
branch (unit, prefix) AS MATERIALIZED (SELECT * FROM unnest(%(units)s::bigint[], %(prefixes)s::text[])),
above (unit, path) AS MATERIALIZED (
    SELECT DISTINCT b.unit, p.path FROM (SELECT DISTINCT path FROM task) AS p
    CROSS JOIN LATERAL (
        SELECT left(p.path, i) AS prefix FROM generate_series(1, length(p.path)) AS i WHERE substr(p.path, i, 1) = '/' AND i > 1
    ) AS step
    JOIN branch b ON b.prefix = step.prefix
),
marks AS (
    SELECT unit, jsonb_object_agg(mark, n) AS marks, sum(n)::int AS tasks
    FROM (SELECT a.unit, t.mark, sum(t.n) AS n
          FROM (SELECT path, mark, count(*) AS n FROM task GROUP BY path, mark) AS t JOIN above a ON a.path = t.path
          GROUP BY a.unit, t.mark) AS m
    GROUP BY unit
),
people AS (
    SELECT unit, count(*)::int AS people
    FROM (SELECT DISTINCT a.unit, s.cadre_id FROM task t JOIN above a ON a.path = t.path
          JOIN tasks_app_assignment s ON s.task_id = t.id
            AND s.starts_on <= %(on)s AND (s.ends_on IS NULL OR s.ends_on > %(on)s)) AS p
    GROUP BY unit
)
INSERT INTO tasks_app_statisticssnapshot (unit_id, taken_on, period, tasks, people, marks)
SELECT m.unit, %(on)s, %(period)s, m.tasks, coalesce(p.people, 0), m.marks FROM marks m LEFT JOIN people p ON p.unit = m.unit
ON CONFLICT (unit_id, taken_on, period)
DO UPDATE SET tasks = excluded.tasks, people = excluded.people, marks = excluded.marks
"""


@transaction.atomic
def snapshot(*, on):
    """Freeze today's figures (`on`: the day that ends now). Returns the number of rows written."""
    return _freeze(Task.objects.decided(), mark_case(on), on, _periods(on))


@transaction.atomic
def reconstruct(*, on):
    """Freeze the figures of a past day from the dates that the tasks kept; for a site (or a demo) that begins with a past.

    What left no date is read as it is now: a pause, a line from which a task is slow.
    """
    tasks = Task.objects.decided().filter(decided_on__lte=on)
    return _freeze(tasks, mark_as_of(on), on, _periods(on))


def mark_as_of(on):
    """The mark that counted at the end of a past day, as far as dates tell."""
    finished = Q(status__in=FINISHED, concluded_on__lte=on)
    asked = Q(status="awaiting_conclusion", asked_conclusion_on=None) | Q(
        status__in=("awaiting_conclusion", *FINISHED), asked_conclusion_on__lte=on
    )
    return Case(
        When(status__in=STOPPED, then=Value(Mark.ENDED.value)),
        When(finished & Q(completed=False), then=Value(Mark.NOT_DONE.value)),
        When(finished & Q(finished_on__gt=F("due_on")), then=Value(Mark.DONE_LATE.value)),
        When(finished & Q(finished_on__lt=F("due_on")), then=Value(Mark.DONE_EARLY.value)),
        When(finished, then=Value(Mark.DONE_ON_TIME.value)),
        When(status="on_hold", then=Value(Mark.ON_HOLD.value)),
        When(asked, then=Value(Mark.AWAITING_CONCLUSION.value)),
        When(due_on__lt=on, then=Value(Mark.OVERDUE.value)),
        When(Q(committed_on=None) | Q(committed_on__gt=on), then=Value(Mark.AWAITING_COMMITMENT.value)),
        When(slow_from_on__lte=on, then=Value(Mark.SLOW.value)),
        When(due_soon_on__lte=on, then=Value(Mark.DUE_SOON.value)),
        default=Value(Mark.ON_TRACK.value),
    )


def _periods(on):
    """All years together, and each stage and year of a round begun by then that may still change or was never frozen."""
    stages, years = set(), set()
    for stage, first, last in Round.objects.filter(year_from__lte=on.year).values_list(
        "stage", "year_from", "year_to"
    ):
        stages |= {stage} if stage else set()
        years |= set(range(first, min(last, on.year) + 1))
    periods = [*(of_stage(stage) for stage in sorted(stages)), *(of_year(year) for year in sorted(years))]
    return [ALL_YEARS, *(period for period in periods if _may_change(period))]


def _may_change(period):
    if Task.objects.open().filter(period.condition).exists():
        return True
    frozen = StatisticsSnapshot.objects.filter(period=period.kept_as)
    last = frozen.order_by("-taken_on").values("taken_on")[:1]
    unfinished = [mark.value for mark in RUNNING]
    return not frozen.exists() or frozen.filter(taken_on=last, marks__has_any_keys=unfinished).exists()


def _freeze(tasks, mark, on, periods):
    reach = reach_of(dict(Unit.objects.values_list("pk", "path")))
    branches = [(unit, prefix) for unit, paths in reach.items() for prefix in shared(paths, paths)]
    written = 0
    with connection.cursor() as cursor:
        for period in periods:
            rows = tasks.filter(period.condition).annotate(counted=mark).order_by()
            sql, params = named(*rows.values_list("pk", "unit_path", "counted").query.sql_with_params())
            cursor.execute(
                FREEZE.format(tasks=sql),
                params
                | {
                    "on": on,
                    "period": period.kept_as,
                    "units": [unit for unit, _ in branches],
                    "prefixes": [prefix for _, prefix in branches],
                },
            )
            written += cursor.rowcount
    return written
