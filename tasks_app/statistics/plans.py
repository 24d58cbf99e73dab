"""How far should the tasks of each child, or of each field, be by now? The ticks beside the bars of an overview.

Says in one query what `progress.task_plan` says of a task (tested against it), for the tasks that run and have a plan line;
a task past its deadline or finished is to be whole, one without a plan line is left out.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from django.core.cache import cache
from django.db import connection

from tasks_app.models import Mark, Rhythm, Task
from tasks_app.models.marks import DONE
from tasks_app.progress import last_update_point
from tasks_app.statistics.counting import COUNTED_ANEW, named

# Of a large node: a plan line moves by the day, so a tick may be older than a figure.
KEPT_SECONDS = 600
LONG_AGO = date(1990, 1, 1)

LINES = """
WITH running (task, child, field, starts_on, due_on, weight) AS MATERIALIZED ({tasks}),
target AS (
    SELECT t.indicator_id, m.due_on, t.value, m.commitment_id, max(m.commitment_id) OVER (PARTITION BY t.indicator_id) AS newest
    FROM running r JOIN tasks_app_milestone m ON m.task_id = r.task
    JOIN tasks_app_milestonetarget t ON t.milestone_id = m.id AND t.value IS NOT NULL
),
line AS (
    SELECT i.id, i.task_id, i.weight, coalesce(i.baseline, 0) AS baseline, i.target, r.starts_on,
        greatest(r.starts_on, least(coalesce(i.due_on, r.due_on), r.due_on)) AS due_on, {point} AS point
    FROM running r JOIN tasks_app_indicator i ON i.task_id = r.task AND i.target IS NOT NULL
),
ends AS (
    SELECT l.id, max(ARRAY[t.due_on - DATE '1990-01-01', t.value]) FILTER (WHERE t.due_on < l.point AND t.due_on < l.due_on) AS before,
        min(ARRAY[t.due_on - DATE '1990-01-01', t.value]) FILTER (WHERE t.due_on >= l.point AND t.due_on < l.due_on) AS after
    FROM line l JOIN target t ON t.indicator_id = l.id AND t.commitment_id = t.newest GROUP BY l.id
),
segment AS (
    SELECT l.*, coalesce(before[1], l.starts_on - DATE '1990-01-01') AS d0, coalesce(before[2], l.baseline) AS v0,
        coalesce(after[1], l.due_on - DATE '1990-01-01') AS d1, coalesce(after[2], l.target) AS v1,
        l.point - DATE '1990-01-01' AS d
    FROM line l JOIN ends ON ends.id = l.id
),
share AS (
    SELECT task_id, weight, CASE
        WHEN %(on)s::date >= due_on THEN 1
        WHEN point IS NULL OR point < starts_on THEN 0
        WHEN target = baseline THEN 1
        WHEN point = starts_on THEN 0
        ELSE (CASE WHEN d1 > d0 THEN v0 + (v1 - v0) * (d - d0) / (d1 - d0) ELSE v1 END - baseline) / (target - baseline)
        END AS planned
    FROM segment
),
task AS (
    SELECT task_id, sum(least(greatest(planned, 0), 1) * weight) / sum(weight) AS planned FROM share GROUP BY task_id
)
SELECT r.child, r.field, sum(task.planned * r.weight), sum(r.weight) FROM running r JOIN task ON task.task_id = r.task
GROUP BY GROUPING SETS ((r.child), (r.field))
"""


def ticks(node, period, counted, *, on, only=None):
    """{"children": {child: share that should be reached}, "fields": {field: …}}, for those where anything is known.

    `counted`: the node's `Counted`; `only`: the field ids that are asked for when the children are not.
    """
    key = "ticks:" + sha256(repr((on, period.code, node.prefixes, only)).encode()).hexdigest()[:32]
    planned = cache.get(key)
    if planned is None:
        planned = _running(node, period, on=on, only=only)
        if counted.whole.tasks > COUNTED_ANEW:
            cache.set(key, planned, KEPT_SECONDS)
    found = {"children": {}, "fields": {}}
    for by, shares in found.items():
        for item, tally in getattr(counted, by).items():
            if only is not None and (by == "children" or item not in only):
                continue
            shared, weight = planned[by].get(item, (Decimal(0), Decimal(0)))
            whole = tally.weight_of(*DONE, Mark.OVERDUE)
            if weight + whole:
                shares[item] = (shared + whole) / (weight + whole)
    return found


def _running(node, period, *, on, only):
    """{"children", "fields"}: {key: (sum of weight × planned share, sum of weights)} of the running tasks with a plan line
    that aren't overdue."""
    lines, params = _query(node, period, on, only)
    found = {"children": {}, "fields": {}}
    with connection.cursor() as cursor:
        cursor.execute(lines, params)
        for child, field, shared, weight in cursor.fetchall():
            key, by = (int(child), "children") if child is not None else (field, "fields")
            found[by][key] = (shared, weight)
    return found


@lru_cache(maxsize=500)
def _query(node, period, on, only):
    tasks = node.tasks.filter(period.condition, status__in=Task.OPEN, committed_on__isnull=False)
    tasks = tasks.exclude(status=Task.Status.IN_FORCE, due_on__lt=on)
    if only is not None:
        tasks = tasks.filter(field__in=only)
    rows = (
        tasks.annotate(child=node.child)
        .order_by()
        .values_list("pk", "child", "field", "starts_on", "due_on", "weight")
    )
    sql, params = named(*rows.query.sql_with_params())
    points = {rhythm: last_update_point(LONG_AGO, on, rhythm) for rhythm in Rhythm.values}
    whens = " ".join(f"WHEN {rhythm:d} THEN DATE '{day}'" for rhythm, day in points.items())
    return LINES.format(tasks=sql, point=f"CASE i.rhythm {whens} END"), params | {"on": on}
