"""What is new since the last giao ban, and which tasks are stuck so that the Thường trực must look at them?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from cadres.offices import unit_of, with_predecessors
from tasks_app.models import ChangeRequest, Mark, MeetingConclusion, Obstacle, Recommendation, Task, TaskEvent
from tasks_app.models.marks import mark_case

# Acts that a Thường trực wants to hear of, in the order of the page: (kinds of events, heading).
NEWS = (
    (("decide",), "Việc mới giao"),
    (("conclude", "year_concluded"), "Đã công nhận kết quả"),
    (("ask_conclusion",), "Đề nghị kết luận"),
    (("change_asked",), "Đề nghị thay đổi"),
    (("change_decided", "hold", "resume", "end_early", "remove"), "Quyết định thay đổi, tạm dừng, thôi giao"),
    (("recommended",), "Kiến nghị mới"),
    (("inspected",), "Kết quả kiểm tra"),
    (("answered", "replied"), "Trả lời chỉ đạo, kiến nghị, đôn đốc"),
    (("committed",), "Đã cam kết"),
    (("reported",), "Đã báo cáo tiến độ"),
)
LISTED = 8


@dataclass(frozen=True)
class News:
    """One kind of act since the last meeting. `count`: acts; `lines`: the newest of them."""

    heading: str
    count: int
    lines: tuple


@dataclass(frozen=True)
class Act:
    at: datetime
    act: str
    by_name: str
    title: str
    ref: str
    text: str


def givers(committee, paths=None):
    """Ids of the committee and of those it succeeded: whose tasks it follows today. `paths`: its reach, where known."""
    return [unit_of(path) for path in paths] if paths else with_predecessors(committee)


def stuck_tasks(committee, *, on: date):
    """[(task pk, why in words)], the longest overdue first: overdue or slow, not committed to in time, or waiting for the committee
    itself."""
    asked = Recommendation.objects.filter(task=OuterRef("pk"), addressee=committee, answered_on=None)
    hurdle = Obstacle.objects.filter(task=OuterRef("pk"), solver=committee, solved_on=None)
    change = ChangeRequest.objects.filter(task=OuterRef("pk"), outcome="")
    tasks = (
        Task.objects.filter(giver__in=givers(committee), status__in=Task.OPEN)
        .annotate(mark=mark_case(on), asked=Exists(asked), hurdle=Exists(hurdle), change=Exists(change))
        .filter(
            Q(mark__in=[Mark.OVERDUE, Mark.SLOW])
            | late_commitment(on)
            | Q(asked=True)
            | Q(hurdle=True)
            | Q(change=True)
        )
        .order_by("due_on", "pk")
    )
    fields = ("pk", "due_on", "status", "committed_on", "commitment_due_on")
    rows = [(task, _why(task, on)) for task in tasks.only(*fields)]
    rows.sort(
        key=lambda row: (
            row[0].mark != Mark.OVERDUE,
            row[0].mark != Mark.SLOW,
            not _is_uncommitted(row[0], on),
        )
    )
    return [(task.pk, why) for task, why in rows]


def late_commitment(on):
    """In force, and not committed to by the last day for it."""
    return Q(status=Task.Status.IN_FORCE, committed_on=None, commitment_due_on__lt=on)


def _is_uncommitted(task, on):
    """The same of a task that is loaded."""
    waits = task.status == Task.Status.IN_FORCE and task.committed_on is None
    return waits and task.commitment_due_on is not None and task.commitment_due_on < on


def _why(task, on):
    found = []
    if task.mark == Mark.OVERDUE:
        found.append(f"quá hạn {(on - task.due_on).days} ngày")
    if task.mark == Mark.SLOW:
        found.append("chậm tiến độ")
    if _is_uncommitted(task, on):
        found.append(f"chờ cam kết, quá hạn {(on - task.commitment_due_on).days} ngày")
    if task.hurdle:
        found.append("vướng mắc chờ cấp ủy tháo gỡ")
    if task.asked:
        found.append("kiến nghị chờ cấp ủy trả lời")
    if task.change:
        found.append("đề nghị thay đổi chờ quyết định")
    text = ", ".join(found)
    return text[:1].upper() + text[1:]


def news_of(meeting, ids):
    """What happened on the tasks given by `ids` (see `givers`) between the last meeting and this one (to its closing); one query."""
    kinds = {kind: heading for names, heading in NEWS for kind in names}
    events = TaskEvent.objects.filter(
        task__giver__in=ids,
        kind__in=kinds,
        at__gt=meeting.since_at,
        at__lte=meeting.opened_at,
    ).order_by("-at", "-pk")
    found = {}
    for row in events.values(
        "kind", "at", "act", "by_name", "text", title=F("task__title"), code=F("task__code"),
        public=F("task__public_id"),
    ):  # fmt: skip
        act = Act(
            row["at"],
            row["act"],
            row["by_name"],
            row["title"],
            row["code"] or str(row["public"]),
            row["text"],
        )
        found.setdefault(kinds[row["kind"]], []).append(act)
    return [
        News(heading, len(found[heading]), tuple(found[heading][:LISTED]))
        for _, heading in NEWS
        if heading in found
    ]


def newly_overdue(ids, *, from_on, on):
    """Tasks whose deadline passed between the two meetings and that are still not handed in."""
    tasks = Task.objects.filter(giver__in=ids, status=Task.Status.IN_FORCE)
    return list(tasks.filter(due_on__gte=from_on, due_on__lt=on).order_by("due_on", "pk"))


def conclusions_before(meeting):
    """The conclusions of earlier meetings that were not answered when this one began, or since the last; oldest deadline first."""
    earlier = MeetingConclusion.objects.filter(
        item__meeting__committee=meeting.committee_id, at__lt=meeting.opened_at
    ).filter(Q(direction__answered_at=None) | Q(direction__answered_at__gt=meeting.since_at))
    return list(
        earlier.select_related("item__task", "item__meeting", "cadre", "direction").order_by("due_on", "pk")
    )
