"""Are the promises about reminders kept? Counted live from the tables: due, sent, late, doubled, uncertain; who shows life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min, Q, Sum

from tasks_app.models import Delivery, DocumentScan, Evidence, Heartbeat, Message

DAYS = 30
# Later than this after it was due, a reminder counts as late, and one still owed breaks the promise.
LATE = timedelta(minutes=5)
# A program that hasn't shown life for so long is counted as stopped; monitors that ask every minute know within five.
SILENT = timedelta(minutes=3)
# A file that the virus scanner hasn't looked at for so long: it is down, and nobody can open the file.
SCANNED_WITHIN = timedelta(minutes=10)
State = Delivery.State


@dataclass(frozen=True)
class Promises:
    """Numbers of deliveries (letters and in-app) of the last 30 days. `doubled`: told twice for certain; `uncertain`: second
    copies that may exist, same Message-ID; `late`: sent or still owed later than `LATE` after being due."""

    due: int
    in_app: int
    sent: int
    waiting: int
    late: int
    doubled: int
    uncertain: int
    withheld: int
    cancelled: int
    dead: int
    oldest: datetime | None


@dataclass(frozen=True)
class Life:
    program: str
    label: str
    host: str
    at: datetime | None
    is_alive: bool


def promises(deliveries, *, at):
    """`deliveries`: those that the reader may know of. One query, and one for the copies."""
    recent = deliveries.filter(due_at__gte=at - timedelta(days=DAYS), due_at__lte=at)
    is_mail = ~Q(channel=Delivery.Channel.IN_APP)
    settled_late = Q(state=State.SENT, settled_at__gt=F("due_at") + LATE)
    still_late = Q(state=State.DUE, due_at__lt=at - LATE)
    found = recent.aggregate(
        due=Count("pk", filter=~Q(state__in=[State.WITHHELD, State.CANCELLED])),
        in_app=Count("pk", filter=Q(state=State.SENT) & ~is_mail),
        sent=Count("pk", filter=Q(state=State.SENT) & is_mail),
        waiting=Count("pk", filter=Q(state=State.DUE)),
        late=Count("pk", filter=settled_late | still_late),
        withheld=Count("pk", filter=Q(state=State.WITHHELD)),
        cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest=Min("due_at", filter=Q(state=State.DUE)),
    )
    copies = Message.objects.filter(deliveries__in=recent, copies_in_doubt__gt=0).distinct()
    uncertain = Message.objects.filter(pk__in=copies.values("pk")).aggregate(n=Sum("copies_in_doubt"))["n"]
    return Promises(**found, doubled=_told_twice(recent), uncertain=uncertain or 0)


def _told_twice(deliveries):
    """Counted, not believed: the same thing told to the same person twice by one channel, whatever the constraint says."""
    key = ("task", "round", "rule", "occurrence", "recipient", "channel")
    told = deliveries.filter(state=State.SENT).values(*key).annotate(times=Count("pk"))
    return sum(row["times"] - 1 for row in told.filter(times__gt=1))


def lives(*, at):
    """Each program with its last sign of life on any host; those that never showed any are not alive."""
    found = {}
    for row in Heartbeat.objects.order_by("at"):
        found[row.program] = row
    return [
        Life(
            program.value,
            program.label,
            found[program].host if program in found else "",
            found[program].at if program in found else None,
            program in found and found[program].at >= at - SILENT,
        )
        for program in Heartbeat.Program
    ]


def broken(*, at):
    """The words of the promises that are broken now, in plain ASCII for monitors: empty when all is well. Two queries, four with a virus scanner."""
    found = [f"{life.program} silent" for life in lives(at=at) if not life.is_alive]
    oldest = Delivery.objects.filter(state=State.DUE, message__due_at__lt=at - LATE, due_at__lt=at - LATE)
    oldest = oldest.exclude(message__failures__gt=0)
    if oldest.exists():
        found.append("letters waiting")
    if settings.CLAMD_URL and files_waiting(before=at - SCANNED_WITHIN):
        found.append("files waiting for the virus scanner")
    return found


def files_waiting(*, before):
    """How many files that came in before the moment the virus scanner has not looked at."""
    return sum(
        model.objects.waiting().filter(uploaded_at__lt=before).count() for model in (Evidence, DocumentScan)
    )
