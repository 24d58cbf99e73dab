"""What waits for the opinion of a node's committee, and what is late there?"""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from tasks_app.models import Assignment, Task
from tasks_app.statistics.waiting_tasks import to_conclude, to_decide_change, to_escalate


@dataclass(frozen=True)
class Waiting:
    """A number of tasks, and what they are about: (field, number) with the most first."""

    count: int
    fields: tuple


def waiting(node, *, on):
    """What the node's committee (or one it succeeded) gave and its leaders must now look at; one query.

    By the conditions of the queue that the figures lead to: {"late", "change", "conclusion"}.
    """
    rows = list(
        node.tasks.filter(giver__in=node.ids, status__in=Task.OPEN)
        .order_by()
        .values("field__name")
        .annotate(
            late=Count("pk", filter=to_escalate(on)),
            change=Count("pk", filter=to_decide_change()),
            conclusion=Count("pk", filter=to_conclude()),
        )
    )

    def of(name):
        fields = sorted(
            ((row["field__name"], row[name]) for row in rows if row[name]), key=lambda f: (-f[1], f[0])
        )
        return Waiting(sum(n for _, n in fields), tuple(fields))

    return {name: of(name) for name in ("late", "change", "conclusion")}


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
