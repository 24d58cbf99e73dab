"""Which tasks of the same unit or person resemble these by their names (overlap, or last year's once more)?"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from tasks_app.models import Assignment, Task
from tasks_app.models.one_of import OneOf

# Share of common trigrams from which two names are shown side by side; found by reading pairs of real topics.
ALIKE = 0.45
SHOWN = 5


@dataclass(frozen=True)
class Like:
    """Another task, and how alike its name is (0 to 1)."""

    task: Task
    share: float


def like_tasks(tasks, visible):
    """{task pk: its likes, the nearest first} among the `visible` tasks; one query for any number of tasks.

    Drafts, and what was left out or merged, are no overlap. The tasks of a like hold what a link needs: id, code, title, state.
    """
    found = {task.pk: [] for task in tasks}
    if not found:
        return found
    cadres = Assignment.objects.open().filter(task__in=list(found)).values("cadre")
    theirs = Assignment.objects.open().filter(cadre__in=cadres).values("task")
    near = Q(unit__in={task.unit_id for task in tasks}) | Q(OneOf(theirs))
    gone = (Task.Status.DRAFT, Task.Status.REJECTED, Task.Status.MERGED)
    for pk, share, *shown in _pairs(list(found), visible.filter(near).exclude(status__in=gone)):
        if len(found[pk]) < SHOWN:
            other = Task(**dict(zip(("pk", "public_id", "code", "title", "status"), shown, strict=True)))
            found[pk].append(Like(other, share))
    return found


def _pairs(pks, candidates):
    """(task pk, share, pk, public id, code, title, state of the other) of each pair that is alike and has a unit or a person
    in common, the nearest first."""
    among, values = candidates.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH among AS MATERIALIZED ({among})
            SELECT a.id, similarity(a.search_key, b.search_key) AS share, b.id, b.public_id, b.code, b.title, b.status
            FROM tasks_app_task a JOIN tasks_app_task b ON b.id IN (SELECT * FROM among) AND b.id <> a.id
            WHERE a.id = ANY(%s) AND similarity(a.search_key, b.search_key) >= %s
              AND (a.unit_id = b.unit_id OR EXISTS (
                SELECT 1 FROM tasks_app_assignment x JOIN tasks_app_assignment y USING (cadre_id)
                WHERE x.task_id = a.id AND y.task_id = b.id AND x.ends_on IS NULL AND y.ends_on IS NULL))
            ORDER BY a.id, share DESC, b.id
            """,
            [*values, pks, ALIKE],
        )
        return cursor.fetchall()
