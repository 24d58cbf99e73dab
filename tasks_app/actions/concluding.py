"""How does the committee's conclusion of a task, or of one of its years, get on record?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from tasks_app import permissions as may
from tasks_app import progress
from tasks_app.actions import lifecycle
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import Conclusion, Document, Indicator, IndicatorResult, Notice, Result, TaskEvent


@dataclass(frozen=True)
class Facts:
    """The result and the four facts: completed? on time? quality met? exceeded?"""

    result: str
    completed: bool
    on_time: bool
    quality_met: bool
    exceeded: bool

    @property
    def fields(self):
        return vars(self)


@dataclass(frozen=True)
class Findings:
    """What the committee concluded. `figures`: {indicator pk: (confirmed figure or None, result)}."""

    facts: Facts
    figures: Mapping[int, tuple[Decimal | None, str]]
    finished_on: date
    document: Document
    comment: str = ""


# ---- what numbers and dates suggest; the committee may conclude otherwise, with its reason --------------------------


def suggested_result(indicator, confirmed, *, target=None):
    """Vượt, đạt, đạt một phần or không đạt of one confirmed figure, by % đạt (product.md §10.1).

    Partly: short of the target, but beyond the baseline. `target`: that of a milestone instead of the final one.
    """
    target = indicator.target if target is None else target
    if confirmed is None or target is None:
        return Result.NOT_MET
    if indicator.kind in Indicator.BOOLEAN:
        return Result.MET if confirmed >= target else Result.NOT_MET
    better = confirmed < target if indicator.lower_is_better else confirmed > target
    if better:
        return Result.EXCEEDED
    if confirmed == target:
        return Result.MET
    reached = progress.progress(indicator.baseline, target, confirmed)
    return Result.PARTLY if reached and reached > 0 else Result.NOT_MET


def suggested_facts(results, *, finished_on, due_on, open_follow_ups=False):
    """The facts that follow from the results [(result, weight)], the day of completion and the deadline.

    Vượt: nothing falls short, and at least half of the weight exceeds. Quality is doubted only by an inspection whose
    findings are not mended.
    """
    values = [result for result, _ in results]
    total = sum((weight for _, weight in results), Decimal(0))
    beyond = sum((weight for result, weight in results if result == Result.EXCEEDED), Decimal(0))
    if not values or all(value == Result.NOT_MET for value in values):
        result = Result.NOT_MET
    elif any(value in (Result.PARTLY, Result.NOT_MET) for value in values):
        result = Result.PARTLY
    else:
        result = Result.EXCEEDED if beyond * 2 >= total else Result.MET
    completed = result in (Result.EXCEEDED, Result.MET)
    return Facts(
        result=result,
        completed=completed,
        on_time=completed and finished_on <= due_on,
        quality_met=completed and not open_follow_ups,
        exceeded=result == Result.EXCEEDED,
    )


# ---- the acts -------------------------------------------------------------------------------------------------------


@transaction.atomic
def conclude(task, findings, *, by, at, seen=None):
    """Công nhận kết quả: the conclusion, a result per indicator beside the self-reported figure, and the move, or nothing.

    Timeliness is fixed by `findings.finished_on`, the day the product was finished as confirmed.
    """
    task = lifecycle.lock_one(task, seen=seen)
    _check(task, findings, on=day(at))
    issued_on = findings.document.issued_on
    if findings.finished_on > issued_on:
        raise NotPossible("Ngày hoàn thành không được sau ngày của văn bản.", field="finished_on")
    said = f"{Result(findings.facts.result).label}. {findings.comment}".strip()
    moved = lifecycle.move(
        task, "conclude", by=by, at=at, document=findings.document, seen=task.version, text=said,
        completed=findings.facts.completed, finished_on=findings.finished_on, concluded_on=issued_on,
        result=findings.facts.result,
    )  # fmt: skip
    made = _write(moved, findings, year=None, by=by, at=at)
    measure_tasks([moved], on=day(at))
    moved.save(update_fields=MEASURED)
    told = f"Đã kết luận việc «{task.title}»: {made.get_result_display()}"
    tell_assignees(moved, told, by=by, at=at, kind=Notice.Kind.CONCLUDED)
    return made


@transaction.atomic
def conclude_year(task, year, findings, *, by, at, seen=None):
    """Kết luận năm of a task that goes on, against what was to be reached by the end of that year."""
    task = lifecycle.lock_one(task, seen=seen)
    if not (task.is_open and may.may_record_decision(by, task)):
        raise NotPossible("Đồng chí không có thẩm quyền ghi kết luận năm của việc này.")
    if year not in years_to_conclude(task, on=day(at)):
        raise NotPossible(f"Năm {year} không chờ kết luận.", field="year")
    _check(task, findings, on=day(at))
    made = _write(task, findings, year=year, by=by, at=at)
    lifecycle.touch(task)
    record(
        task, TaskEvent.Kind.YEAR_CONCLUDED, f"ghi kết luận năm {year}: {made.get_result_display().lower()}",
        by=by, at=at, text=findings.comment, document=findings.document, data={"year": year},
    )  # fmt: skip
    told = f"Đã kết luận năm {year} của việc «{task.title}»: {made.get_result_display()}"
    tell_assignees(task, told, by=by, at=at, kind=Notice.Kind.CONCLUDED)
    return made


def years_to_conclude(task, *, on):
    """Years begun and not yet concluded of a task that runs over several; its last year is concluded with the task."""
    done = set(task.conclusions.filter(year__isnull=False).values_list("year", flat=True))
    first, last = task.starts_on.year, min(task.due_on.year - 1, on.year)
    return [year for year in range(first, last + 1) if year not in done]


def _check(task, findings, *, on):
    facts = findings.facts
    if findings.document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    if not task.starts_on <= findings.finished_on <= on:
        raise NotPossible(
            f"Ghi ngày hoàn thành từ {task.starts_on:%d/%m/%Y} đến hôm nay.", field="finished_on"
        )
    if not facts.completed and (facts.on_time or facts.exceeded):
        raise NotPossible(
            "Việc chưa hoàn thành thì không thể đúng thời hạn hoặc vượt yêu cầu.", field="completed"
        )
    if set(findings.figures) != set(task.indicators.values_list("pk", flat=True)):
        raise NotPossible("Ghi kết luận cho từng chỉ tiêu của việc.")
    for confirmed, result in findings.figures.values():
        if confirmed is None and result != Result.NOT_MET:
            raise NotPossible("Chỉ tiêu không có số liệu xác nhận thì kết luận là không đạt.")


def _write(task, findings, *, year, by, at):
    made = Conclusion.objects.create(
        task=task, year=year, finished_on=findings.finished_on, comment=findings.comment,
        document=findings.document, concluded_on=findings.document.issued_on, by=by, at=at,
        **findings.facts.fields,
    )  # fmt: skip
    rows = list(task.indicators.order_by("rank", "pk"))
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            conclusion=made, indicator=row, reported=row.current, confirmed=findings.figures[row.pk][0],
            result=findings.figures[row.pk][1],
        )
        for row in rows
    )  # fmt: skip
    for row in rows:
        row.confirmed = findings.figures[row.pk][0]
    Indicator.objects.bulk_update(rows, ["confirmed"])
    return made
