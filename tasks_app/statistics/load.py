"""How much does a cadre carry already, as far as the asking user may see?"""

from dataclasses import dataclass

from django.db.models import Count, Q

from tasks_app.models import Mark
from tasks_app.permissions import visible_tasks


@dataclass(frozen=True)
class Load:
    """Numbers of open tasks: all, and of these the slow and the overdue ones."""

    tasks: int
    slow: int
    overdue: int


def load_of(cadre, *, seen_by, on, but=None):
    """Open tasks of the cadre among those that `seen_by` may see, without the task `but`."""
    tasks = visible_tasks(seen_by).open().of_cadres([cadre]).with_mark(on)
    if but is not None:
        tasks = tasks.exclude(pk=but.pk)
    return Load(
        **tasks.aggregate(
            tasks=Count("pk"),
            slow=Count("pk", filter=Q(mark=Mark.SLOW)),
            overdue=Count("pk", filter=Q(mark=Mark.OVERDUE)),
        )
    )
