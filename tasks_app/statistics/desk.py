"""What waits for the opinion of a node's committee, and what is late there?"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, Subquery

from tasks_app.models import Assignment, Task
from tasks_app.statistics.queues import ESCALATION_DAYS, to_conclude
from tasks_app.statistics.states import asks_extension


@dataclass(frozen=True)
class Waiting:
    """A number of tasks, and what they are about: (field, number) with the most first."""

    count: int
    fields: tuple


def waiting(node, *, on):
    """What the node's committee (or one it succeeded) gave and must now look at: late, asking for time, to be concluded."""
    rows = (
        node.tasks.filter(giver__in=node.ids, status__in=Task.OPEN)
        .order_by()
        .values("field__name")
        .annotate(
            late=Count("pk", filter=Q(status="in_force", due_on__lt=on - timedelta(days=ESCALATION_DAYS))),
            extension=Count("pk", filter=asks_extension()),
            conclusion=Count("pk", filter=to_conclude()),
        )
    )
    rows = list(rows)

    def of(name):
        fields = sorted(
            ((row["field__name"], row[name]) for row in rows if row[name]), key=lambda f: (-f[1], f[0])
        )
        return Waiting(sum(n for _, n in fields), tuple(fields))

    return {name: of(name) for name in ("late", "extension", "conclusion")}


def most_overdue(node, period, *, on, limit=5):
    """The tasks longest past their deadline, each with the name and title of who leads it; one query."""
    lead = Assignment.objects.open().filter(task=OuterRef("pk"), role=Assignment.Role.LEAD)
    return list(
        node.tasks.overdue(on)
        .filter(period.condition)
        .with_mark(on)
        .annotate(lead_name=Subquery(lead.values("name")[:1]), lead_title=Subquery(lead.values("title")[:1]))
        .order_by("due_on", "pk")[:limit]
    )
