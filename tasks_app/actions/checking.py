"""How does the check of a result, on paper or on site, get on record before the committee concludes?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import CheckedFigure, ResultCheck, TaskEvent

Way = ResultCheck.Way


@transaction.atomic
def check_result(task, *, way, checked_on, checkers, findings, place="", figures=None, by, at, seen=None):
    """Who checked, when, where and what was found. `figures`: {indicator pk: figure found}, as far as it was looked at.

    The figures found stand in the form of the conclusion as confirmed ones; the committee decides.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if not may.may_check_result(by, task):
        raise NotPossible(
            "Chỉ chuyên viên theo dõi hoặc cơ quan thẩm định của cấp giao ghi kiểm tra kết quả, khi việc chờ kết luận."
        )
    first = task.decided_on or task.starts_on
    if not first <= checked_on <= day(at):
        raise NotPossible(
            f"Ghi ngày kiểm tra từ ngày giao việc {first:%d/%m/%Y} đến hôm nay.", field="checked_on"
        )
    if way == Way.ON_SITE and not place.strip():
        raise NotPossible("Nhập nơi kiểm tra thực tế.", field="place")
    figures = {pk: value for pk, value in (figures or {}).items() if value is not None}
    if set(figures) - set(task.indicators.values_list("pk", flat=True)):
        raise NotPossible("Số liệu kiểm tra phải là của chỉ tiêu thuộc việc này.")
    made = ResultCheck.objects.create(
        task=task,
        way=way,
        checked_on=checked_on,
        checkers=checkers,
        place=place,
        findings=findings,
        by=by,
        at=at,
    )
    CheckedFigure.objects.bulk_create(
        CheckedFigure(check_made=made, indicator_id=pk, value=value) for pk, value in figures.items()
    )
    lifecycle.touch(task)
    where = f" tại {place}" if place else ""
    act = f"ghi {made.get_way_display().lower()}{where} ngày {checked_on:%d/%m/%Y}"
    text = f"Người kiểm tra: {checkers}.\n{findings}"
    record(task, TaskEvent.Kind.CHECKED, act, by=by, at=at, text=text, data={"check": made.pk})
    tell_assignees(task, f"Đã kiểm tra kết quả việc «{task.title}»", by=by, at=at)
    return made


def found_figures(task):
    """{indicator pk: the figure that the newest check found}; one query."""
    rows = (
        CheckedFigure.objects.filter(check_made__task=task)
        .order_by("check_made__checked_on", "check_made_id")
        .values_list("indicator", "value")
    )
    return dict(rows)
