"""How were the results of the living round judged, and who is handing over: on top of the tasks, once they are rows?

A council with criteria and sheets, a self-assessment and a check of what waits for its conclusion, an objection of each
outcome, minutes of a handover of each kind. Days are counted from the day of loading; nothing counted changes.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from tasks_app.actions.handing_over import title_of
from tasks_app.actions.leaving import states_of
from tasks_app.actions.recording import record
from tasks_app.demo.fixtures import dice
from tasks_app.models import (
    CheckedFigure,
    Conclusion,
    ConclusionVersion,
    Council,
    CouncilMember,
    CriteriaSet,
    Criterion,
    HandoverConfirmation,
    HandoverItem,
    HandoverMinutes,
    Objection,
    ProgressReport,
    ResultCheck,
    RoundEvent,
    Score,
    ScoreSheet,
    Task,
    TaskEvent,
)
from tasks_app.statistics.scores import total

GIVER = "TTQ"
SEATS = (("leader", "chair"), ("council", "secretary"), ("appraiser", "member"), ("inspector", "member"))
CRITERIA = (
    ("Mức độ hoàn thành các chỉ tiêu giao", 40, "Theo số liệu xác nhận"),
    ("Chất lượng sản phẩm", 25, "Theo sản phẩm cần đạt và kết quả kiểm tra"),
    ("Tiến độ, thời hạn", 15, "Theo hạn được duyệt"),
    ("Tính mới, tính đột phá, khả năng nhân rộng", 20, ""),
)
OBJECTED = "Có sản phẩm đã bàn giao trước ngày chốt nhưng chưa được tính, đề nghị cấp ủy xem lại."


def load_judging(found):
    tasks = [found.tasks[plan.key] for plan in found.plan.tasks if plan.giver == GIVER]
    waiting = [task for task in tasks if task.status == Task.Status.AWAITING_CONCLUSION]
    _self_assessments(tasks)
    _checks(found, waiting)
    _council(found, waiting)
    _objections(found, [task for task in tasks if task.status == Task.Status.CONCLUDED])
    _minutes(found, [task for task in tasks if task.status == Task.Status.IN_FORCE])


def _at(found, days_ago, hour=9):
    day = found.today - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _self_assessments(tasks):
    """Each final report says how the cadre judges it: as the figures look to him."""
    reports = list(ProgressReport.objects.filter(task__in=tasks, is_final=True).select_related("task"))
    for report in reports:
        done = report.task.progress >= 1
        report.self_result = "met" if done else "partly"
        report.self_text = (
            "Sản phẩm đã hoàn thành, có minh chứng kèm theo."
            if done
            else "Còn một phần chưa đạt, đã nêu nguyên nhân."
        )
    ProgressReport.objects.bulk_update(reports, ["self_result", "self_text"])


def _checks(found, waiting):
    for number, task in enumerate(waiting[:2]):
        at, by = _at(found, 1, 8 + number), found.users["officer"]
        check = ResultCheck.objects.create(
            task=task, way="on_site" if number else "paper", checked_on=timezone.localdate(at),
            checkers="Tổ kiểm tra của Ban Tổ chức Tỉnh ủy", place=task.unit_name if number else "",
            findings="Đối chiếu hồ sơ với số liệu báo cáo: khớp.", by=by, at=at,
        )  # fmt: skip
        CheckedFigure.objects.bulk_create(
            CheckedFigure(check_made=check, indicator=row, value=row.current) for row in task.indicators.all()
        )
        act = f"ghi {check.get_way_display().lower()} ngày {check.checked_on:%d/%m/%Y}"
        _tell(found, task, TaskEvent.Kind.CHECKED, act, by=by, at=at, text=check.findings)


def _council(found, waiting):
    """One council for each living round of the province; two of its four members have scored what waits."""
    by = found.users["officer"]
    for round in {task.round_id: task.round for task in waiting}.values():
        at = _at(found, 20)
        council = Council.objects.create(
            round=round,
            name="Hội đồng đánh giá việc đột phá, đổi mới của Tỉnh ủy",
            decision_no="",
            by=by,
            at=at,
        )
        seats = CouncilMember.objects.bulk_create(
            CouncilMember(
                council=council,
                cadre=found.cadres[key],
                role=role,
                starts_on=timezone.localdate(at),
                title=title_of(found.cadres[key], on=timezone.localdate(at)),
            )
            for key, role in SEATS
        )
        criteria = CriteriaSet.objects.create(round=round, number=1, by=by, at=at)
        rows = Criterion.objects.bulk_create(
            Criterion(criteria=criteria, rank=rank, name=name, guide=guide, max_points=points, weight=points)
            for rank, (name, points, guide) in enumerate(CRITERIA, 1)
        )
        RoundEvent.objects.create(
            round=round, kind=RoundEvent.Kind.COUNCIL, act="lập hội đồng đánh giá", text=council.name, by=by,
            by_name=f"Đ/c {found.cadres['officer'].full_name}", at=at,
        )  # fmt: skip
        for task in waiting:
            if task.round_id == round.pk:
                for number, seat in enumerate((seats[0], seats[2])):
                    _sheet(found, task, seat, criteria, rows, hour=13 + number)


def _sheet(found, task, seat, criteria, rows, *, hour):
    source = dice("sheet", task.code, hour)
    points = [
        (row.max_points * Decimal(source.randint(78, 96)) / 100).quantize(Decimal("0.1")) for row in rows
    ]
    at, by = _at(found, 1, hour), seat.cadre.user
    sheet = ScoreSheet.objects.create(
        task=task, member=seat, criteria=criteria, scored_on=timezone.localdate(at), by=by, at=at,
        total=total([(given, row.max_points, row.weight) for given, row in zip(points, rows, strict=True)]),
    )  # fmt: skip
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=row, points=given) for given, row in zip(points, rows, strict=True)
    )
    _tell(found, task, TaskEvent.Kind.SCORED, "gửi phiếu điểm của hội đồng", by=by, at=at)


def _objections(found, concluded):
    """One that waits, one that was answered by keeping the conclusion, one that changed it."""
    conclusions = {c.task_id: c for c in Conclusion.objects.filter(task__in=concluded, year=None)}
    officer = found.users["officer"]
    long_ago = _at(found, 12)
    concluded = [task for task in concluded if conclusions[task.pk].at < long_ago]
    for outcome, task in zip(("", "kept", "changed"), concluded, strict=False):
        conclusion = conclusions[task.pk]
        lead = task.assignments.open().get(role="lead").cadre
        at = conclusion.at + timedelta(days=3)
        objection = Objection(
            conclusion=conclusion, against=conclusion.number, cadre=lead, text=OBJECTED, by=lead.user, at=at
        )
        _tell(
            found, task, TaskEvent.Kind.OBJECTED, "có ý kiến về kết luận", by=lead.user, at=at, text=OBJECTED
        )
        if outcome:
            answered = at + timedelta(days=4)
            objection.outcome, objection.answered_by, objection.answered_at = outcome, officer, answered
            objection.answer = "Đã kiểm tra lại hồ sơ."
            act = "trả lời ý kiến về kết luận: " + ("giữ nguyên" if outcome == "kept" else "sửa nhận xét")
            if outcome == "changed":
                objection.document = conclusion.document
                _reword(conclusion, by=officer, at=answered)
            _tell(
                found,
                task,
                TaskEvent.Kind.OBJECTION_ANSWERED,
                act,
                by=officer,
                at=answered,
                text=objection.answer,
            )
        objection.save()


def _reword(conclusion, *, by, at):
    """Another comment, the same result: no figure of the demo moves."""
    names = (
        "result",
        "completed",
        "on_time",
        "quality_met",
        "exceeded",
        "comment",
        "proposed",
        "difference_reason",
    )
    content = {name: getattr(conclusion, name) for name in names} | {
        "finished_on": conclusion.finished_on.isoformat(), "concluded_on": conclusion.concluded_on.isoformat(),
        "paper": str(conclusion.document), "rows": [],
    }  # fmt: skip
    ConclusionVersion.objects.create(
        conclusion=conclusion, number=1, content=content, document=conclusion.document, by=by, at=at
    )
    conclusion.number, conclusion.comment = (
        2,
        f"{conclusion.comment} Đã ghi nhận phần bàn giao trước ngày chốt.".strip(),
    )
    conclusion.save()


def _minutes(found, running):
    """A cadre hands over: he has confirmed, his successor has not yet."""
    carried = {}
    for task in running:
        carried.setdefault(task.assignments.open().get(role="lead").cadre_id, []).append(task)
    leaver = found.cadres["two"]
    tasks = carried.get(leaver.pk, [])
    if not tasks:
        return
    at, by = _at(found, 2, 15), found.users["officer"]
    minutes = HandoverMinutes.objects.create(
        cadre=leaver,
        giver=found.units[GIVER],
        cause="moved",
        handed_over_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    shares = [task.assignments.open().select_related("task").get(role="lead") for task in tasks]
    states = states_of(shares, on=minutes.handed_over_on)
    takes = found.cadres["head"]
    HandoverItem.objects.bulk_create(
        HandoverItem(
            minutes=minutes, task=share.task, assignment=share, state=states[share.pk],
            to_cadre=None if number else takes, outcome="follows" if number else "successor",
        )
        for number, share in enumerate(shares)
    )  # fmt: skip
    HandoverConfirmation.objects.create(
        minutes=minutes,
        version=1,
        side="leaving",
        cadre=leaver,
        agreed=True,
        by=leaver.user,
        at=_at(found, 1, 16),
    )
    for task in tasks:
        act = f"lập biên bản bàn giao việc của đ/c {leaver.full_name}"
        _tell(found, task, TaskEvent.Kind.HANDOVER_DRAWN, act, by=by, at=at)


def _tell(found, task, kind, act, *, by, at, text=""):
    task.version += 1
    task.save(update_fields=["version"])
    record(task, kind, act, by=by, at=at, text=text)
