"""What does a cadre's own page say of each of his tasks, and what must he do with it now?

A fixed number of queries for any number of tasks; what is to be done now is what the badge counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from tasks_app.models import (
    Assignment,
    Commitment,
    Direction,
    Mark,
    ProgressReport,
    Result,
    Task,
    TaskEvent,
    Urge,
)
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.waiting import badges
from tasks_app.statistics.waiting_tasks import own_tasks

S = Task.Status


@dataclass
class Own:
    """A task as its cadre sees it. `cadre_id`: for whom this user acts; `helps`: he only prepares for that one."""

    task: Task
    cadre_id: int
    name: str
    helps: bool
    is_todo: bool = False
    has_committed: bool = True
    urge: Urge | None = None
    last_report: ProgressReport | None = None
    draft: ProgressReport | None = None
    sent_back: TaskEvent | None = None
    # Who wrote a draft registration for the cadre last; "" where he did himself.
    prepared_by: str = ""
    plan: Decimal | None = None
    reasons: Sequence[str] = field(default_factory=list)

    @property
    def result_name(self):
        return Result(self.task.result).label if self.task.result else ""

    @property
    def is_open(self):
        return self.task.status in Task.OPEN


def own_rows(user, me, *, on):
    """Every task that the user carries now, or prepares for: six queries, one more where there are drafts. Input: the user and his `Standing`."""
    people = Assignment.objects.open().lead_first()
    asked = Direction.objects.unanswered().filter(task=OuterRef("pk"), to_outsider=False)
    asked = asked.order_by("-at", "-pk")
    tasks = (
        visible_tasks(user)
        .filter(pk__in=own_tasks(me).values("pk"))
        .with_mark(on)
        .select_related("giver", "round")
        .prefetch_related(Prefetch("assignments", people, to_attr="people"))
        .annotate(
            asked=Subquery(asked.values("text")[:1]),
            asked_by=Subquery(asked.values(name=Coalesce("by__cadre__full_name", "by__display_name"))[:1]),
        )
        .order_by("due_on", "pk")
    )
    urgent = badges(user, on=on).todo_tasks
    rows = {task.pk: _row(task, me, is_todo=task.pk in urgent) for task in tasks}
    cadres = {*me.assisted, me.cadre_id} - {None}
    _urges(rows)
    _reports(rows, cadres)
    _sent_back(rows)
    _registrations(rows)
    done = Commitment.objects.filter(task__in=rows, cadre__in=cadres)
    committed = set(done.values_list("task_id", "cadre_id", "content_version"))
    for row in rows.values():
        key = (row.task.pk, row.cadre_id, row.task.content_version)
        row.has_committed = key in committed or row.task.status != S.IN_FORCE
    return list(rows.values())


def _row(task, me, *, is_todo):
    """The user's own assignment, else the first one that he assists."""
    mine = [person for person in task.people if person.cadre_id == me.cadre_id]
    helped = [person for person in task.people if person.cadre_id in me.assisted]
    person = (mine + helped)[0]
    return Own(task, person.cadre_id, person.name, helps=not mine, is_todo=is_todo)


def _urges(rows):
    for urge in Urge.objects.filter(task__in=rows).order_by("at", "pk"):
        rows[urge.task_id].urge = urge


def _reports(rows, cadres):
    """The last sent report of each task, and the draft of each cadre: the newest a cadre and state, in one query."""
    sent, draft = ProgressReport.Status.SUBMITTED, ProgressReport.Status.DRAFT
    newest = (
        ProgressReport.objects.filter(Q(status=sent) | Q(status=draft, cadre__in=cadres), task__in=rows)
        # Prepared by an assistant: the cadre is asked to confirm it.
        .annotate(prepared=ExpressionWrapper(~Q(by=F("cadre__user")), output_field=BooleanField()))
        .order_by("task_id", "cadre_id", "status", "-saved_at", "-pk")
        .distinct("task_id", "cadre_id", "status")
    )
    for report in newest:
        row = rows[report.task_id]
        if report.status == draft and report.cadre_id == row.cadre_id:
            row.draft = report
        elif report.status == sent and (
            row.last_report is None or report.submitted_at > row.last_report.submitted_at
        ):
            row.last_report = report


def _sent_back(rows):
    events = TaskEvent.objects.filter(task__in=rows, kind__in=("send_back", "return")).order_by("at", "pk")
    for event in events:
        rows[event.task_id].sent_back = event


def _registrations(rows):
    """Of drafts: who wrote for the cadre last; what he took back himself is no longer one that was returned."""
    drafts = [pk for pk, row in rows.items() if row.task.status == S.DRAFT]
    kinds = ("created", "edited", "take_back")
    events = TaskEvent.objects.filter(task__in=drafts, kind__in=kinds).order_by("at", "pk")
    for event in events if drafts else ():
        row = rows[event.task_id]
        if event.kind != "take_back":
            row.prepared_by = event.by_name if event.on_behalf_of_id else ""
        elif row.sent_back and row.sent_back.at < event.at:
            row.sent_back = None


# ---- why a task stands under *Cần làm ngay* --------------------------------------------------------------------------


def reasons(row, period, *, on: date):
    """Sentences, the most pressing first. `period`: for which a report would be made today."""
    task, found = row.task, []
    if task.status == S.DRAFT:
        return [_draft(row)]
    if task.mark == Mark.AWAITING_COMMITMENT:
        found.append(_commitment(task, on))
    report_at = row.last_report.submitted_at if row.last_report else None
    if row.urge and row.urge.replied_at is None and (report_at is None or row.urge.at >= report_at):
        found.append(f"{row.urge.body_name} đôn đốc: {row.urge.text}")
    if task.asked and row.is_open:
        found.append(f"Đ/c {task.asked_by} cho ý kiến chỉ đạo: {task.asked}")
    if row.sent_back and (report_at is None or row.sent_back.at >= report_at):
        found.append(f"{row.sent_back.by_name} yêu cầu bổ sung: {row.sent_back.text}")
    if row.last_report and row.last_report.note == ProgressReport.Note.MORE:
        found.append(f"Đề nghị bổ sung báo cáo: {row.last_report.note_text}")
    if task.next_report_on and task.status == S.IN_FORCE and row.is_todo:
        found += _report(task, period, on)
    if task.mark == Mark.OVERDUE:
        found.append(f"Đã quá hạn {_days(on - task.due_on)}: báo cáo kết quả, hoặc đề nghị gia hạn có lý do.")
    return found


def _draft(row):
    if row.sent_back:
        return f"{row.sent_back.by_name} trả lại: {row.sent_back.text}"
    return "Bản đăng ký chưa gửi."


def _commitment(task, on):
    if task.commitment_due_on and task.commitment_due_on < on:
        return f"Hạn cam kết {task.commitment_due_on:%d/%m/%Y} đã qua {_days(on - task.commitment_due_on)}."
    if task.commitment_due_on:
        return f"Đề nghị đồng chí cam kết trước hết ngày {task.commitment_due_on:%d/%m/%Y}."
    return "Đề nghị đồng chí cam kết."


def _report(task, period, on):
    if task.next_report_on < on:
        return [f"Chưa có báo cáo {period.name}, hạn gửi {task.next_report_on:%d/%m/%Y}."]
    if period.due_on and period.is_over(on):
        return [f"Báo cáo {period.name} trước hết ngày {period.due_on:%d/%m/%Y}."]
    return []


def _days(delta):
    return f"{delta.days} ngày"
