"""How does a cadre say that he sees a conclusion otherwise, and what does the committee answer?"""

from datetime import timedelta

from django.db import transaction

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.concluding import (
    confirm,
    indicators_of,
    judge,
    of_conclusion,
    of_task,
    result_of,
)
from tasks_app.actions.notifying import desk_of, leaders_of, notify
from tasks_app.actions.proposing import with_open_follow_ups
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.reporting import LEADER
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import (
    Conclusion,
    ConclusionVersion,
    IndicatorResult,
    Notice,
    Objection,
    Result,
    TaskEvent,
)

Outcome = Objection.Outcome
KEPT_FIELDS = (
    "result", "completed", "on_time", "quality_met", "exceeded", "comment", "proposed", "difference_reason",
)  # fmt: skip


def last_day(task, conclusion):
    """The last day on which the cadre may object: so many days after the conclusion was put on record and told."""
    return day(conclusion.at) + timedelta(days=task.round.objection_days)


def is_closed(task, conclusion):
    """Is the period closed that the conclusion belongs to?"""
    if task.status == task.Status.CLOSED:
        return True
    return conclusion.year is not None and task.round.closings.filter(year__gte=conclusion.year).exists()


@transaction.atomic
def object_to(conclusion, text, *, by, at, seen=None):
    """Ý kiến khác about the conclusion as it stands; the desk and the leaders are told and owe an answer."""
    task = lifecycle.lock_one(conclusion.task, seen=seen)
    conclusion = Conclusion.objects.get(pk=conclusion.pk)
    if not may.may_object(by, task) or is_closed(task, conclusion):
        raise NotPossible("Chỉ đồng chí được giao có ý kiến về kết luận, khi kỳ chưa khóa.")
    until = last_day(task, conclusion)
    if day(at) > until:
        raise NotPossible(f"Đã hết thời hạn có ý kiến về kết luận này ({until:%d/%m/%Y}).", field="text")
    cadre = standing(by).cadre_id
    if conclusion.objections.filter(cadre=cadre, against=conclusion.number).exists():
        raise NotPossible("Đồng chí đã có ý kiến về kết luận này.", field="text")
    made = Objection.objects.create(
        conclusion=conclusion, against=conclusion.number, cadre_id=cadre, text=text, by=by, at=at
    )
    lifecycle.touch(task)
    act = f"có ý kiến về {named(conclusion)}"
    record(task, TaskEvent.Kind.OBJECTED, act, by=by, at=at, text=text, data={"conclusion": conclusion.pk})
    told = f"{speaker(by, on=day(at))} {act} việc «{task.title}»"
    desk = list(desk_of(task, on=day(at)))
    notify(task, Notice.Kind.MOVED, told, to=desk, why=DESK, at=at, by=by)
    known = {user.pk for user in desk}
    leaders = [user for user in leaders_of(task, on=day(at)) if user.pk not in known]
    notify(task, Notice.Kind.MOVED, told, to=leaders, why=LEADER, at=at, by=by)
    return made


@transaction.atomic
def keep_conclusion(objection, answer, *, document=None, by, at, seen=None):
    """Giữ nguyên: the committee answers, the conclusion stays as it is."""
    task, objection = _open_objection(objection, by=by, seen=seen)
    _answer(objection, Outcome.KEPT, answer, document, by=by, at=at)
    lifecycle.touch(task)
    _put_on_record(task, objection, "giữ nguyên", by=by, at=at)
    return objection


@transaction.atomic
def change_conclusion(objection, answer, findings, *, by, at, seen=None):
    """Sửa kết luận: what it said becomes a version on record, the new one takes its place by the new document."""
    task, objection = _open_objection(objection, by=by, seen=seen)
    conclusion = objection.conclusion
    rows = indicators_of([task])[task.pk]
    if findings.document and findings.finished_on > findings.document.issued_on:
        raise NotPossible("Ngày hoàn thành không được sau ngày của văn bản.", field="finished_on")
    proposal = judge(
        task, findings, rows, on=day(at), year=conclusion.year,
        open_follow_ups=bool(with_open_follow_ups([task])),
    )  # fmt: skip
    before = _as_it_said(conclusion)
    decided = {pk: result for pk, (_, result) in findings.figures.items()}
    same = all(getattr(conclusion, name) == value for name, value in findings.facts.fields.items())
    if same and decided == dict(conclusion.results.values_list("indicator", "result")):
        raise NotPossible("Kết luận không thay đổi: chọn «Giữ nguyên kết luận».", field="outcome")
    ConclusionVersion.objects.create(
        conclusion=conclusion,
        number=conclusion.number,
        content=before,
        document=conclusion.document,
        by=by,
        at=at,
    )
    conclusion.number += 1
    conclusion.by, conclusion.at = by, at
    for name, value in of_conclusion(findings, proposal).items():
        setattr(conclusion, name, value)
    conclusion.save()
    by_indicator = {row.pk: row for row in rows}
    results = list(conclusion.results.all())
    for result in results:
        for name, value in result_of(findings, proposal, by_indicator[result.indicator_id]).items():
            setattr(result, name, value)
    IndicatorResult.objects.bulk_update(results, ["confirmed", "proposed", "result"])
    confirm({task.pk: rows}, {task.pk: findings})
    fixed = {} if conclusion.year else of_task(findings)
    for name, value in fixed.items():
        setattr(task, name, value)
    _answer(objection, Outcome.CHANGED, answer, findings.document, by=by, at=at)
    lifecycle.touch(task, *fixed)
    was, now = Result(before["result"]).label.lower(), conclusion.get_result_display().lower()
    _put_on_record(task, objection, f"sửa: {was} → {now}", by=by, at=at)
    return objection


def named(conclusion):
    return f"kết luận năm {conclusion.year}" if conclusion.year else "kết luận"


def _open_objection(objection, *, by, seen):
    task = lifecycle.lock_one(objection.conclusion.task, seen=seen)
    objection = Objection.objects.select_related("conclusion__document").get(pk=objection.pk)
    if not may.may_answer_objection(by, task) or is_closed(task, objection.conclusion):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao ghi trả lời, khi kỳ chưa khóa.")
    if objection.outcome:
        raise NotPossible("Ý kiến này đã được trả lời.")
    return task, objection


def _answer(objection, outcome, answer, document, *, by, at):
    if not answer.strip():
        raise NotPossible("Nhập nội dung trả lời.", field="answer")
    objection.outcome, objection.answer, objection.document = outcome, answer, document
    objection.answered_by, objection.answered_at = by, at
    objection.save()


def _put_on_record(task, objection, what, *, by, at):
    conclusion = objection.conclusion
    act = f"trả lời ý kiến về {named(conclusion)}: {what}"
    record(
        task, TaskEvent.Kind.OBJECTION_ANSWERED, act, by=by, at=at, text=objection.answer,
        document=objection.document, data={"objection": objection.pk, "number": conclusion.number},
    )  # fmt: skip
    told = f"Đã trả lời ý kiến về {named(conclusion)} việc «{task.title}»: {what}"
    tell_assignees(task, told, by=by, at=at, kind=Notice.Kind.CONCLUDED)


def _as_it_said(conclusion):
    """The conclusion as JSON that stays readable when names change."""
    content = {name: getattr(conclusion, name) for name in KEPT_FIELDS}
    content |= {
        "finished_on": conclusion.finished_on.isoformat(),
        "concluded_on": conclusion.concluded_on.isoformat(),
        "paper": str(conclusion.document) if conclusion.document else "",
        "rows": [
            {
                "name": row.indicator.name,
                "unit": row.indicator.measure_unit,
                "reported": None if row.reported is None else str(row.reported),
                "confirmed": None if row.confirmed is None else str(row.confirmed),
                "result": row.result,
            }
            for row in conclusion.results.select_related("indicator").order_by("indicator__rank", "pk")
        ],
    }
    return content
