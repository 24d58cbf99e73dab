"""What came of all the tasks that a cadre carried, over years and posts?

Figures only, no grades: how many of the concluded tasks were completed, in time, of the quality asked, and beyond it. All
start from the tasks that the reader may see, so two readers may rightly see two sums.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from tasks_app.models import Assignment, Conclusion, Mark, ProgressReport, Task, Urge

# Fewer peers than this tell nothing.
LEAST_PEERS = 3


@dataclass(frozen=True)
class Summary:
    """Numbers of tasks, but for `urges`, `reports`, `reports_in_time` and `extensions`, which count those."""

    total: int = 0
    running: int = 0
    uncommitted: int = 0
    behind: int = 0
    concluded: int = 0
    completed: int = 0
    on_time: int = 0
    quality_met: int = 0
    exceeded: int = 0
    extensions: int = 0
    urges: int = 0
    last_urged_at: datetime | None = None
    reports: int = 0
    reports_in_time: int = 0

    @property
    def on_course(self):
        return self.running - self.uncommitted - self.behind

    @property
    def on_time_share(self):
        return Decimal(self.on_time) / self.concluded if self.concluded else None


def carried_by(cadre, visible):
    """The decided tasks that he carries or carried, among those visible to the reader."""
    return visible.decided().filter(pk__in=Assignment.objects.filter(cadre=cadre).values("task"))


def summary(tasks, cadre, on):
    """`Summary` of a cadre's tasks; one query."""
    mine = {"task": OuterRef("pk")}
    final = Conclusion.objects.filter(year=None, **mine)
    urges = Urge.objects.filter(**mine).order_by().values("task")
    sent = ProgressReport.objects.filter(status="submitted", cadre=cadre, **mine).order_by().values("task")
    rows = tasks.with_mark(on).annotate(
        was_on_time=Subquery(final.values("on_time")[:1]),
        was_quality=Subquery(final.values("quality_met")[:1]),
        was_exceeded=Subquery(final.values("exceeded")[:1]),
        n_urges=Coalesce(Subquery(urges.annotate(n=Count("pk")).values("n")), 0),
        urged_at=Subquery(urges.annotate(at=Max("at")).values("at")),
        n_reports=Coalesce(Subquery(sent.annotate(n=Count("pk")).values("n")), 0),
        n_in_time=Coalesce(Subquery(sent.filter(is_late=False).annotate(n=Count("pk")).values("n")), 0),
    )
    finished = Q(status__in=(Task.Status.CONCLUDED, Task.Status.CLOSED))
    return Summary(
        **rows.aggregate(
            total=Count("pk"),
            running=Count("pk", filter=Q(status=Task.Status.IN_FORCE)),
            uncommitted=Count("pk", filter=Q(mark=Mark.AWAITING_COMMITMENT)),
            behind=Count("pk", filter=Q(mark__in=(Mark.SLOW, Mark.OVERDUE))),
            concluded=Count("pk", filter=finished),
            completed=Count("pk", filter=finished & Q(completed=True)),
            on_time=Count("pk", filter=Q(was_on_time=True)),
            quality_met=Count("pk", filter=Q(was_quality=True)),
            exceeded=Count("pk", filter=Q(was_exceeded=True)),
            extensions=Coalesce(Sum("extension_count"), 0),
            urges=Coalesce(Sum("n_urges"), 0),
            last_urged_at=Max("urged_at"),
            reports=Coalesce(Sum("n_reports"), 0),
            reports_in_time=Coalesce(Sum("n_in_time"), 0),
        )
    )


def with_history(tasks, cadre, on):
    """Tasks with mark, conclusions (newest first) and the period in which this cadre held them; two queries."""
    held = Assignment.objects.filter(task=OuterRef("pk"), cadre=cadre)
    return (
        tasks.for_table(on)
        .prefetch_related(None)
        .annotate(
            held_from=Subquery(held.order_by("starts_on").values("starts_on")[:1]),
            # Handed back and given again: the last share counts, and an open one is the last.
            held_until=Subquery(
                held.order_by(F("ends_on").desc(nulls_first=True), "-pk").values("ends_on")[:1]
            ),
        )
        .prefetch_related(
            Prefetch(
                "conclusions", Conclusion.objects.order_by("-concluded_on", "-pk"), to_attr="conclusion_rows"
            ),
        )
    )


def months(starts_on: date, ends_on: date) -> int:
    """Months held: whole ones and a last one of 15 days or more; at least 1 for any time at all."""
    if ends_on <= starts_on:
        return 0
    whole = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    days = ends_on.day - starts_on.day
    if days < -15:
        whole -= 1
    elif days >= 15:
        whole += 1
    return max(whole, 1)


def shares_of_peers(post, visible):
    """{cadre pk: (concluded tasks, share on time)} of those who hold or held the same post in units of the same kind and place.

    `post`: an `Appointment`. One query; a reader who sees nobody else's tasks gets nobody else's share.
    """
    same = Q(
        cadre__appointments__position=post.position_id,
        cadre__appointments__unit__kind=post.unit.kind_id,
        cadre__appointments__unit__parent=post.unit.parent_id,
    )
    rows = (
        Assignment.objects.filter(
            same, task__conclusions__year=None, task__conclusions__isnull=False, task__in=visible
        )
        .order_by()
        .values("cadre")
        .annotate(
            n=Count("task", distinct=True),
            good=Count("task", distinct=True, filter=Q(task__conclusions__on_time=True)),
        )
    )
    return {row["cadre"]: (row["n"], Decimal(row["good"]) / row["n"]) for row in rows}
