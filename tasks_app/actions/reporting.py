"""How does a progress report come about: drafted, handed to the cadre, and sent with its figures?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import lifecycle, measuring
from tasks_app.actions.notifying import assignees_of, desk_of, leaders_of, notify
from tasks_app.actions.periods import can_be_new, period_to_report
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import ASSIGNEE, DESK, day
from tasks_app.models import Indicator, Notice, ProgressReport, Reading, Recommendation, Result, TaskEvent

Outlook, Kind = ProgressReport.Outlook, TaskEvent.Kind
LEADER = "Đồng chí là lãnh đạo của cấp giao"


@dataclass(frozen=True)
class Figure:
    """What was typed for one indicator, cumulative. `dated_on`: the day on which a document was issued."""

    value: Decimal | None
    dated_on: date | None = None


@dataclass(frozen=True)
class Content:
    """What a report says. `figures` by pk of the indicator; `lower_confirmed`: a figure worse than the last is meant so."""

    figures: Mapping[int, Figure] = field(default_factory=dict)
    outlook: str = ""
    narrative: str = ""
    unchanged_reason: str = ""
    lower_confirmed: bool = False
    paper_no: str = ""
    finished_on: date | None = None
    self_result: str = ""
    self_text: str = ""


# ---- what the figures say --------------------------------------------------------------------------------------------


def figures_of(task):
    """The indicators that are reported on, in order."""
    return list(task.indicators.filter(target__isnull=False).order_by("rank", "pk"))


def is_setback(indicator, value):
    """Is the figure worse than the last one? For *càng thấp càng tốt* that means higher."""
    if value is None or indicator.current is None:
        return False
    return value > indicator.current if indicator.lower_is_better else value < indicator.current


def asked_of(task, indicators, *, on, final=False):
    """The indicators whose figure is asked for now; a final report asks for all."""
    return [i for i in indicators if final or can_be_new(i, task, on=on)]


def nothing_changed(indicators, figures):
    """Every figure given is the last one again (False when none was given)."""
    given = [(i, figures[i.pk].value) for i in indicators if i.pk in figures]
    return bool(given) and all(value == i.current for i, value in given)


# ---- drafts ----------------------------------------------------------------------------------------------------------


def cadre_reported_for(user, task):
    """The assignment whose report this user writes: his own, or the first one that he assists; None for others."""
    me = standing(user)
    people = list(task.assignments.open().lead_first().select_related("cadre__user"))
    own = [person for person in people if person.cadre_id == me.cadre_id]
    assisted = [person for person in people if person.cadre_id in me.assisted]
    return next(iter(own + assisted), None)


def draft_of(task, cadre):
    return ProgressReport.objects.filter(task=task, cadre=cadre, status=ProgressReport.Status.DRAFT).first()


@transaction.atomic
def save_draft(task, *, cadre, content, by, at, seen=None, final=False):
    """Keep what was typed; nobody but the cadre and his assistants knows of it. The task itself is left alone.

    `seen`: with it a draft is begun only on the version that the user saw, so that a save that comes in late after the
    report was sent doesn't leave a stray draft behind.
    """
    require_reporter(task, cadre, by)
    version, status = type(task).objects.values_list("version", "status").get(pk=task.pk)
    late = seen is not None and seen != version and draft_of(task, cadre) is None
    if late or status != task.Status.IN_FORCE:
        raise Stale("Việc vừa được cập nhật, đề nghị đồng chí mở lại trang để xem số liệu mới.")
    period = period_to_report(task, on=day(at))
    values = _said(content) | _of_period(period) | {"by": by, "saved_at": at, "is_final": final}
    report, _ = ProgressReport.objects.update_or_create(
        task=task, cadre=cadre, status=ProgressReport.Status.DRAFT, defaults=values
    )
    _write_readings(report, figures_of(task), content.figures)
    return report


@transaction.atomic
def hand_over_draft(report, *, by, at):
    """The assistant has prepared the figures: the log shows both names, and the cadre is asked to confirm."""
    task = report.task
    require_reporter(task, report.cadre, by)
    name = measuring.period_name(report.period_starts_on, report.period_ends_on)
    act = f"cập nhật thay đ/c {report.cadre.full_name} số liệu báo cáo {name}"
    record(task, Kind.EDITED, act, by=by, at=at, on_behalf_of=report.cadre)
    text = f"{speaker(by, on=day(at))} đã cập nhật thay số liệu báo cáo {name}, chờ đồng chí xác nhận: «{task.title}»"
    to = [report.cadre.user] if report.cadre.user else []
    notify(task, Notice.Kind.REPORT, text, to=to, why=ASSIGNEE, at=at, by=by)


# ---- sending ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(task, *, cadre, content, by, at, seen=None, final=False):
    """Send the report of one cadre: figures, the task's measures, the event, the notices. Returns the report.

    With `content.paper_no` an officer enters it from a signed paper. Late or not is judged by the day of receipt `at`.
    """
    task = lifecycle.lock_one(task, seen=seen)
    on = day(at)
    if task.status != task.Status.IN_FORCE:
        raise Stale(f"Việc này đã ở trạng thái «{task.get_status_display()}», báo cáo chưa được gửi.")
    _require_sender(task, cadre, by, content.paper_no)
    indicators = figures_of(task)
    given = _accepted(task, indicators, content, on=on, final=final)
    period = period_to_report(task, on=on)
    values = _said(content) | _of_period(period) | {
        "status": ProgressReport.Status.SUBMITTED, "submitted_at": at, "saved_at": at, "by": by,
        "is_final": final, "is_late": bool(period.due_on and on > period.due_on), "paper_no": content.paper_no,
    }  # fmt: skip
    report = None if content.paper_no else draft_of(task, cadre)
    report = report or ProgressReport(task=task, cadre=cadre)
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    _write_readings(report, indicators, given)
    _carry_over(indicators, given, on)
    task.last_report_on = on
    measuring.measure_tasks([task], on=on)
    lifecycle.touch(task, "last_report_on", *measuring.MEASURED)
    report.task = task
    _tell(report, indicators, content, period, by=by, at=at)
    return report


def _accepted(task, indicators, content, *, on, final):
    """The figures that the report carries; refuses what a report may not say. {indicator pk: Figure}"""
    asked = {i.pk for i in asked_of(task, indicators, on=on, final=final)}
    given = {
        i.pk: figure
        for i in indicators
        if (figure := content.figures.get(i.pk)) and figure.value is not None
        if i.pk in asked or figure.value != i.current
    }
    missing = next((i for i in indicators if i.pk in asked and i.pk not in given), None)
    if missing:
        raise NotPossible(f"Nhập số liệu của chỉ tiêu «{missing.name}».", field=f"so_{missing.pk}")
    worse = next((i for i in indicators if i.pk in given and is_setback(i, given[i.pk].value)), None)
    if worse and not (content.lower_confirmed and content.narrative.strip()):
        raise NotPossible(
            f"Số liệu của «{worse.name}» kém kỳ trước: nêu rõ lý do ở ô «Khó khăn, giải pháp».",
            field=f"so_{worse.pk}",
        )
    if nothing_changed(indicators, given) and not (content.unchanged_reason.strip() or final):
        raise NotPossible("Số liệu không thay đổi so với kỳ trước, nêu lý do.", field="unchanged_reason")
    if content.outlook == Outlook.NEEDS_HELP and not content.narrative.strip():
        raise NotPossible("Nêu việc cần cấp ủy tháo gỡ.", field="narrative")
    return given


def require_reporter(task, cadre, by):
    """Refuses whoever is neither the cadre, assigned now, nor one who prepares for him."""
    mine = {standing(by).cadre_id, *standing(by).assisted}
    if cadre.pk not in mine or cadre.pk not in may.assigned_cadres(task):
        raise NotPossible("Chỉ đồng chí được giao hoặc người được ủy quyền cập nhật báo cáo việc này.")


def _require_sender(task, cadre, by, paper_no):
    if paper_no:
        if not may.may_enter_paper(by, task) or cadre.pk not in may.assigned_cadres(task):
            raise NotPossible("Đồng chí không có thẩm quyền nhập báo cáo của việc này.")
    elif standing(by).cadre_id != cadre.pk or not may.is_assignee(by, task):
        raise NotPossible("Báo cáo do đồng chí được giao xác nhận và gửi; người được ủy quyền chỉ chuẩn bị.")


def _said(content):
    return {
        "outlook": content.outlook,
        "narrative": content.narrative,
        "unchanged_reason": content.unchanged_reason,
        "finished_on": content.finished_on,
        "self_result": content.self_result,
        "self_text": content.self_text,
    }


def _of_period(period):
    return {
        "period_starts_on": period.starts_on,
        "period_ends_on": period.ends_on,
        "due_on": period.due_on,
    }


def _write_readings(report, indicators, figures):
    """Bring the readings of the report in line with the figures: one row for each that has a value."""
    wanted = {i.pk: figures[i.pk] for i in indicators if i.pk in figures and figures[i.pk].value is not None}
    present = {reading.indicator_id: reading for reading in report.readings.all()}
    gone = [reading.pk for pk, reading in present.items() if pk not in wanted]
    if gone:
        report.readings.filter(pk__in=gone).delete()
    changed = []
    for pk, reading in present.items():
        figure = wanted.pop(pk, None)
        if figure and (reading.value, reading.dated_on) != (figure.value, figure.dated_on):
            reading.value, reading.dated_on = figure.value, figure.dated_on
            changed.append(reading)
    Reading.objects.bulk_update(changed, ["value", "dated_on"])
    Reading.objects.bulk_create(
        Reading(report=report, indicator_id=pk, value=figure.value, dated_on=figure.dated_on)
        for pk, figure in wanted.items()
    )


def _carry_over(indicators, given, on):
    """The newest figures stand on the indicators themselves, where every list and roll-up reads them."""
    fresh = [i for i in indicators if i.pk in given]
    for indicator in fresh:
        figure = given[indicator.pk]
        indicator.current, indicator.current_on = figure.value, figure.dated_on or on
    Indicator.objects.bulk_update(fresh, ["current", "current_on"])


def _tell(report, indicators, content, period, *, by, at):
    task, cadre = report.task, report.cadre
    what = "báo cáo hoàn thành, số liệu" if report.is_final else "báo cáo tiến độ"
    act, behalf = f"{what} {period.name}", None
    if content.paper_no:
        act = f"nhập {act} của đ/c {cadre.full_name} theo báo cáo số {content.paper_no}"
        behalf = cadre
    if report.is_late:
        act += " (gửi muộn)"
    # What asks for help stands in the line of the recommendation: the timeline says nothing twice.
    said = [content.unchanged_reason, "" if content.outlook == Outlook.NEEDS_HELP else content.narrative]
    if content.finished_on:
        said.insert(0, f"Sản phẩm hoàn thành ngày {content.finished_on:%d/%m/%Y}.")
    if content.self_result:
        said.append(f"Tự đánh giá: {Result(content.self_result).label.lower()}. {content.self_text}".strip())
    data = {"report": report.pk, "late": report.is_late}
    if content.finished_on:
        data["finished_on"] = content.finished_on.isoformat()
    text = "\n".join(filter(None, said))
    record(task, Kind.REPORTED, act, by=by, at=at, text=text, on_behalf_of=behalf, data=data)
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
    notify(task, Notice.Kind.REPORT, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    if content.paper_no:
        notify(task, Notice.Kind.REPORT, told, to=assignees_of(task), why=ASSIGNEE, at=at, by=by)
    if content.outlook == Outlook.NEEDS_HELP:
        _recommend(report, by=by, at=at, on_behalf_of=behalf)


def _recommend(report, *, by, at, on_behalf_of):
    """*Cần cấp ủy tháo gỡ*: what is asked goes to the giver at once, and waits there until it is answered."""
    task = report.task
    Recommendation.objects.create(
        task=task, report=report, addressee=task.giver, text=report.narrative[:2000], made_on=day(at), by=by
    )
    act = f"kiến nghị {task.giver.name} tháo gỡ"
    record(task, Kind.RECOMMENDED, act, by=by, at=at, text=report.narrative, on_behalf_of=on_behalf_of)
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
    to = leaders_of(task, on=day(at))
    notify(task, Notice.Kind.REPORT, told, to=to, why=LEADER, at=at, by=by)
