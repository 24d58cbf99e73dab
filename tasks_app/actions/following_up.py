"""What became of a recommendation of an inspection: reported as done, confirmed, or sent back for more?"""

from django.db import transaction

from cadres.models import Office
from tasks_app import permissions as may
from tasks_app.actions import attaching, lifecycle
from tasks_app.actions.notifying import desk_of, holders_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import FollowUp, Notice, TaskEvent

ACT = "kiến nghị sau kiểm tra"


@transaction.atomic
def report(follow_up, text, *, files=None, by, at, seen=None):
    """Báo cáo kết quả thực hiện by whom it was sent to, with evidence; the desk confirms it."""
    task, follow_up = _locked(follow_up, seen)
    if not may.may_report_follow_up(by, follow_up):
        raise NotPossible("Chỉ nơi nhận kiến nghị báo cáo kết quả thực hiện.")
    if follow_up.done_at:
        raise NotPossible("Kết quả thực hiện đã được báo cáo, đang chờ xác nhận.")
    follow_up.done_text, follow_up.done_by, follow_up.done_at = text, by, at
    follow_up.save(update_fields=["done_text", "done_by", "done_at"])
    attaching.claim(task, files, by=by, follow_up=follow_up)
    lifecycle.touch(task)
    act = f"báo cáo kết quả thực hiện {ACT}"
    record(task, TaskEvent.Kind.FOLLOWED_UP, act, by=by, at=at, text=text, data={"follow_up": follow_up.pk})
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    return follow_up


@transaction.atomic
def close(follow_up, *, closed_on, done_text="", note="", files=None, by, at, seen=None):
    """Xác nhận đã thực hiện, by the desk. Where nobody reported what was done, the desk says it (`done_text`)."""
    task, follow_up = _locked(follow_up, seen)
    if not may.may_close_follow_up(by, follow_up):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao xác nhận kiến nghị đã thực hiện.")
    if not follow_up.done_at:
        if not done_text.strip():
            raise NotPossible("Ghi nội dung đã thực hiện.", field="done_text")
        follow_up.done_text, follow_up.done_by, follow_up.done_at = done_text, by, at
    first = follow_up.inspection.inspected_on
    if not first <= closed_on <= day(at):
        raise NotPossible(f"Ghi ngày thực hiện từ {first:%d/%m/%Y} đến hôm nay.", field="closed_on")
    follow_up.closed_on, follow_up.closing_note, follow_up.closed_by = closed_on, note, by
    follow_up.save()
    attaching.claim(task, files, by=by, follow_up=follow_up)
    lifecycle.touch(task)
    act = f"xác nhận đã thực hiện {ACT}, ngày {closed_on:%d/%m/%Y}"
    text = "\n".join(filter(None, (follow_up.done_text, note)))
    record(task, TaskEvent.Kind.FOLLOWED_UP, act, by=by, at=at, text=text, data={"follow_up": follow_up.pk})
    _tell(task, follow_up, f"Đã xác nhận thực hiện {ACT} việc «{task.title}»", by=by, at=at)
    return follow_up


@transaction.atomic
def send_back(follow_up, *, reason, by, at, seen=None):
    """Yêu cầu thực hiện tiếp: what was reported is not enough; it is open again, the report stays in the history."""
    task, follow_up = _locked(follow_up, seen)
    if not may.may_close_follow_up(by, follow_up):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao yêu cầu thực hiện tiếp.")
    if not follow_up.done_at:
        raise NotPossible("Kiến nghị này chưa có báo cáo kết quả thực hiện.")
    if not reason.strip():
        raise NotPossible("Nêu nội dung phải thực hiện tiếp.", field="note")
    follow_up.returned_reason = reason
    follow_up.done_text, follow_up.done_by, follow_up.done_at = "", None, None
    follow_up.save()
    lifecycle.touch(task)
    act = f"yêu cầu thực hiện tiếp {ACT}"
    record(task, TaskEvent.Kind.FOLLOWED_UP, act, by=by, at=at, text=reason, data={"follow_up": follow_up.pk})
    _tell(task, follow_up, f"Yêu cầu thực hiện tiếp {ACT} việc «{task.title}»", by=by, at=at)
    return follow_up


def _locked(follow_up, seen):
    task = lifecycle.lock_one(follow_up.inspection.task, seen=seen)
    follow_up = FollowUp.objects.select_related("inspection", "to_cadre", "to_unit").get(pk=follow_up.pk)
    follow_up.inspection.task = task
    if follow_up.closed_on:
        raise NotPossible(f"Kiến nghị này đã được xác nhận thực hiện ngày {follow_up.closed_on:%d/%m/%Y}.")
    return task, follow_up


def _tell(task, follow_up, text, *, by, at):
    """Those who carry the task; of a unit that it was sent to, the head."""
    tell_assignees(task, text, by=by, at=at)
    if follow_up.to_unit_id:
        heads = holders_of(Office.Role.UNIT_HEAD, over=follow_up.to_unit, on=day(at)).exclude(
            cadre__in=task.assignments.open().values("cadre")
        )
        notify(
            task,
            Notice.Kind.CHANGED,
            text,
            to=heads,
            why="Kiến nghị gửi tới đơn vị của đồng chí",
            at=at,
            by=by,
        )
