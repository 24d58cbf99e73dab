"""How does an inspection on the spot, and what followed from it, get on record?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import Inspection, TaskEvent


@transaction.atomic
def inspect(
    task, *, inspected_on, team, findings, place="", minutes_no="", recommendations="",
    follow_up_due_on=None, by, at, seen=None,
):  # fmt: skip
    """Ghi kết quả kiểm tra of a đoàn kiểm tra của Ban Thường vụ; the assignees are told."""
    task = lifecycle.lock_one(task, seen=seen)
    if not may.may_record_inspection(by, task):
        raise NotPossible(
            "Chỉ chuyên viên theo dõi của cấp giao ghi kết quả kiểm tra, khi việc đang thực hiện."
        )
    first = task.decided_on or task.starts_on
    if not first <= inspected_on <= day(at):
        raise NotPossible(
            f"Ghi ngày kiểm tra từ ngày giao việc {first:%d/%m/%Y} đến hôm nay.", field="inspected_on"
        )
    if follow_up_due_on and follow_up_due_on < inspected_on:
        raise NotPossible("Hạn khắc phục không được trước ngày kiểm tra.", field="follow_up_due_on")
    made = Inspection.objects.create(
        task=task, inspected_on=inspected_on, place=place, team=team, minutes_no=minutes_no, findings=findings,
        recommendations=recommendations, follow_up_due_on=follow_up_due_on, by=by, at=at,
    )  # fmt: skip
    lifecycle.touch(task)
    text = "\n".join(
        part
        for part in (
            findings,
            f"Yêu cầu: {recommendations}" if recommendations else "",
            f"Biên bản số {minutes_no}." if minutes_no else "",
        )
        if part
    )
    act = f"ghi kết quả kiểm tra thực tế ngày {inspected_on:%d/%m/%Y} của {team}"
    record(task, TaskEvent.Kind.INSPECTED, act, by=by, at=at, text=text, data={"inspection": made.pk})
    follow_up = f", khắc phục trước ngày {follow_up_due_on:%d/%m/%Y}" if follow_up_due_on else ""
    tell_assignees(task, f"Có kết quả kiểm tra việc «{task.title}»{follow_up}", by=by, at=at)
    return made


@transaction.atomic
def close(inspection, *, followed_up_on, by, at, seen=None):
    """Xác nhận đã khắc phục what an inspection asked for."""
    task = lifecycle.lock_one(inspection.task, seen=seen)
    inspection = Inspection.objects.get(pk=inspection.pk)
    if not may.may_record_inspection(by, task):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao xác nhận đã khắc phục.")
    if inspection.followed_up_on or not inspection.follow_up_due_on:
        raise NotPossible("Kết quả kiểm tra này không còn nội dung chờ khắc phục.")
    if not inspection.inspected_on <= followed_up_on <= day(at):
        raise NotPossible(
            f"Ghi ngày khắc phục từ {inspection.inspected_on:%d/%m/%Y} đến hôm nay.", field="followed_up_on"
        )
    inspection.followed_up_on = followed_up_on
    inspection.save(update_fields=["followed_up_on"])
    lifecycle.touch(task)
    act = f"xác nhận đã khắc phục sau kiểm tra ngày {inspection.inspected_on:%d/%m/%Y}"
    record(task, TaskEvent.Kind.INSPECTED, act, by=by, at=at, data={"inspection": inspection.pk})
    tell_assignees(task, f"Đã xác nhận khắc phục sau kiểm tra việc «{task.title}»", by=by, at=at)
    return inspection
