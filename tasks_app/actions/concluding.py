"""How does the committee's conclusion of a task, or of one of its years, get on record?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.proposing import Facts, due_of, goals_of, propose, with_open_follow_ups
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import (
    Conclusion,
    Document,
    Indicator,
    IndicatorResult,
    Notice,
    Result,
    TaskEvent,
)


@dataclass(frozen=True)
class Findings:
    """What the committee concluded. `figures`: {indicator pk: (confirmed figure or None, result)}."""

    facts: Facts
    figures: Mapping[int, tuple[Decimal | None, str]]
    finished_on: date
    document: Document
    comment: str = ""
    difference_reason: str = ""


def conclude(task, findings, *, by, at, seen=None):
    """Công nhận kết quả of one task."""
    seen = {task.pk: seen} if seen is not None else None
    (made,) = conclude_many([(task, findings)], by=by, at=at, seen=seen)
    return made


@transaction.atomic
def conclude_many(verdicts, *, by, at, seen=None):
    """One decision over many tasks [(task, `Findings`)]: every conclusion, each with a result per indicator beside the
    self-reported figure, and every move; or nothing.

    Timeliness is fixed by `findings.finished_on`, the day the product was finished as confirmed.
    """
    if not verdicts:
        raise NotPossible("Chọn ít nhất một việc.")
    said = {task.pk: findings for task, findings in verdicts}
    locked = lifecycle.lock([task for task, _ in verdicts], seen=seen)
    if len({task.giver_id for task in locked}) > 1:
        raise NotPossible("Một văn bản chỉ ghi kết luận cho các việc của cùng một cấp giao.")
    documents = {findings.document.pk: findings.document for findings in said.values() if findings.document}
    if len(documents) != 1:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    (document,) = documents.values()
    rows = indicators_of(locked)
    doubted = with_open_follow_ups(locked)
    proposals = {}
    for task in locked:
        findings = said[task.pk]
        with _named(task, among=locked):
            if findings.finished_on > document.issued_on:
                raise NotPossible("Ngày hoàn thành không được sau ngày của văn bản.", field="finished_on")
            proposals[task.pk] = judge(
                task, findings, rows[task.pk], on=day(at), open_follow_ups=task.pk in doubted
            )
    moved = lifecycle.move_many(
        locked, "conclude", by=by, at=at, document=document, seen={task.pk: task.version for task in locked},
        texts={pk: _sentence(findings) for pk, findings in said.items()},
        prepare=lambda tasks: _fix(tasks, said, on=day(at)),
    )  # fmt: skip
    made = _write(moved, said, rows, proposals, year=None, by=by, at=at)
    for task, conclusion in zip(moved, made, strict=True):
        told = f"Đã kết luận việc «{task.title}»: {conclusion.get_result_display()}"
        tell_assignees(task, told, by=by, at=at, kind=Notice.Kind.CONCLUDED)
    return made


@transaction.atomic
def conclude_year(task, year, findings, *, by, at, seen=None):
    """Kết luận năm of a task that goes on, against what was to be reached by the end of that year."""
    task = lifecycle.lock_one(task, seen=seen)
    if not (task.is_open and may.may_record_decision(by, task)):
        raise NotPossible("Đồng chí không có thẩm quyền ghi kết luận năm của việc này.")
    if year not in years_to_conclude(task, on=day(at)):
        raise NotPossible(f"Năm {year} không chờ kết luận.", field="year")
    rows = indicators_of([task])
    proposal = judge(
        task,
        findings,
        rows[task.pk],
        on=day(at),
        year=year,
        open_follow_ups=bool(with_open_follow_ups([task])),
    )
    (made,) = _write([task], {task.pk: findings}, rows, {task.pk: proposal}, year=year, by=by, at=at)
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


def year_end(year):
    """The day by which a year's conclusion asks: None for the final one."""
    return None if year is None else date(year, 12, 31)


def judge(task, findings, rows, *, on, year=None, open_follow_ups=False):
    """The proposal that these findings are held against; refuses what doesn't hold together or differs without a reason."""
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
    if set(findings.figures) != {row.pk for row in rows}:
        raise NotPossible("Ghi kết luận cho từng chỉ tiêu của việc.")
    for confirmed, result in findings.figures.values():
        if confirmed is None and result != Result.NOT_MET:
            raise NotPossible("Chỉ tiêu không có số liệu xác nhận thì kết luận là không đạt.")
    proposal = propose(
        rows, {pk: confirmed for pk, (confirmed, _) in findings.figures.items()},
        goals_of(task, rows, year_end=year_end(year)), finished_on=findings.finished_on,
        due_on=due_of(task, year_end(year)), open_follow_ups=open_follow_ups,
    )  # fmt: skip
    decided = {pk: result for pk, (_, result) in findings.figures.items()}
    if proposal.differs(facts, decided) and not findings.difference_reason.strip():
        raise NotPossible(
            f"Kết luận khác với đề xuất theo số liệu ({Result(proposal.facts.result).label}): ghi lý do.",
            field="difference_reason",
        )
    return proposal


class _named:
    """Within a decision over many tasks a refusal names the task that it is about."""

    def __init__(self, task, *, among):
        self.task, self.among = task, among

    def __enter__(self):
        return self

    def __exit__(self, kind, refusal, trace):
        if kind is NotPossible and len(self.among) > 1:
            raise NotPossible(f"Việc «{self.task.title}»: {refusal}") from refusal
        return False


def indicators_of(tasks):
    """{task pk: its indicators in order}; one query."""
    found = {task.pk: [] for task in tasks}
    for row in Indicator.objects.filter(task__in=found).order_by("task_id", "rank", "pk"):
        found[row.task_id].append(row)
    return found


def _sentence(findings):
    parts = (f"{Result(findings.facts.result).label}.", findings.comment, findings.difference_reason)
    return " ".join(part for part in parts if part)


def _fix(tasks, said, *, on):
    """What a conclusion fixes on each task."""
    for task in tasks:
        for name, value in of_task(said[task.pk]).items():
            setattr(task, name, value)
    measure_tasks(tasks, on=on)
    return [*of_task(said[tasks[0].pk]), *MEASURED]


def of_task(findings):
    """The fields of the task that its conclusion fixes."""
    return {
        "completed": findings.facts.completed,
        "finished_on": findings.finished_on,
        "concluded_on": findings.document.issued_on,
        "result": findings.facts.result,
    }


def of_conclusion(findings, proposal):
    """The fields of a `Conclusion`."""
    return {
        "finished_on": findings.finished_on,
        "comment": findings.comment,
        "difference_reason": findings.difference_reason,
        "proposed": proposal.facts.result,
        "document": findings.document,
        "concluded_on": findings.document.issued_on,
        **findings.facts.fields,
    }


def _write(tasks, said, rows, proposals, *, year, by, at):
    made = Conclusion.objects.bulk_create(
        Conclusion(task=task, year=year, by=by, at=at, **of_conclusion(said[task.pk], proposals[task.pk]))
        for task in tasks
    )
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            conclusion=conclusion, indicator=row, reported=row.current,
            **result_of(said[task.pk], proposals[task.pk], row),
        )
        for task, conclusion in zip(tasks, made, strict=True)
        for row in rows[task.pk]
    )  # fmt: skip
    confirm(rows, said)
    return made


def result_of(findings, proposal, row):
    confirmed, result = findings.figures[row.pk]
    return {"confirmed": confirmed, "result": result, "proposed": proposal.results[row.pk]}


def confirm(rows, said):
    """The confirmed figures stand on the indicators themselves as well. `rows`: {task pk: indicators}."""
    changed = []
    for pk, indicators in rows.items():
        for row in indicators:
            row.confirmed = said[pk].figures[row.pk][0]
            # A corrected conclusion without a paper of its own speaks of the same day as before.
            if paper := said[pk].document:
                row.confirmed_on = paper.issued_on
            changed.append(row)
    Indicator.objects.bulk_update(changed, ["confirmed", "confirmed_on"])
