"""How does a progress report come about: drafted, handed to the cadre, and sent with its figures?"""

from django.db import transaction

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import lifecycle, measuring, unblocking
from tasks_app.actions.drafting import (
    days_of,
    draft_of,
    figures_of,
    require_sight,
    said_in,
    write_readings,
    written_by_others,
)
from tasks_app.actions.notifying import assignees_of, desk_of, notify
from tasks_app.actions.periods import can_be_new, period_of_report, period_to_report
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import ASSIGNEE, DESK, day
from tasks_app.models import Indicator, Notice, ProgressReport, Result, TaskEvent

Outlook, Kind = ProgressReport.Outlook, TaskEvent.Kind
LEADER = "Đồng chí là lãnh đạo của cấp giao"


# ---- what the figures say --------------------------------------------------------------------------------------------


def is_setback(indicator, value):
    """Is the figure worse than the last one? For *càng thấp càng tốt* that means higher."""
    if value is None or indicator.current is None:
        return False
    return value > indicator.current if indicator.lower_is_better else value < indicator.current


def asked_of(task, indicators, *, on, final=False, replaces=None):
    """The indicators whose figure is asked for now; a final report asks for all, a correction for those it corrects."""
    if replaces and not final:
        read = set(replaces.readings.values_list("indicator", flat=True))
        return [i for i in indicators if i.pk in read]
    return [i for i in indicators if final or can_be_new(i, task, on=on)]


def nothing_changed(indicators, figures):
    """Every figure given is the last one again (False when none was given)."""
    given = [(i, figures[i.pk].value) for i in indicators if i.pk in figures]
    return bool(given) and all(value == i.current for i, value in given)


# ---- sending ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(task, *, cadre, content, by, at, seen=None, sight=None, final=False, replaces=None):
    """Send the report of one cadre: figures, the task's measures, the event, the notices. Returns the report.

    With `content.paper_no` an officer enters it from a signed paper. Late or not is judged by the day of receipt: of the
    paper, else of `at`. `replaces`: the sent report of the same period that this one adds to or corrects; what the desk
    asked more of is replaced without being named.
    """
    task = lifecycle.lock_one(task, seen=seen)
    on = day(at)
    if task.status != task.Status.IN_FORCE:
        raise Stale(f"Việc này đã ở trạng thái «{task.get_status_display()}», báo cáo chưa được gửi.")
    _require_sender(task, cadre, by, content.paper_no)
    draft = None if content.paper_no else draft_of(task, cadre)
    require_sight(draft, sight, by)
    replaces = _replaced(task, cadre, replaces, on=on)
    indicators = figures_of(task)
    given = _accepted(task, indicators, content, on=on, final=final, replaces=replaces)
    period = period_of_report(replaces, task) if replaces else period_to_report(task, on=on)
    helpers = written_by_others(draft)
    received_on = _received_on(content, period, on)
    late = replaces.is_late if replaces else bool(period.due_on and received_on > period.due_on)
    values = said_in(content) | days_of(period) | {
        "status": ProgressReport.Status.SUBMITTED, "submitted_at": at, "saved_at": at, "by": by,
        "is_final": final, "is_late": late, "paper_no": content.paper_no, "replaces": replaces,
        "paper_received_on": content.paper_received_on if content.paper_no else None,
    }  # fmt: skip
    report = draft or ProgressReport(task=task, cadre=cadre)
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    worse = {i.pk for i in indicators if i.pk in given and is_setback(i, given[i.pk].value)}
    write_readings(report, indicators, given, corrected=worse)
    _carry_over(indicators, given, on)
    # What adds to a report that was sent covers no further period.
    task.last_report_on = task.last_report_on if replaces else on
    measuring.measure_tasks([task], on=on)
    lifecycle.touch(task, "last_report_on", *measuring.MEASURED)
    report.task = task
    _tell(report, indicators, content, period, helpers, by=by, at=at)
    return report


def replaceable(task, cadre, *, on, newest=None):
    """The cadre's newest sent report where a further one belongs to the same period: until its figures are closed.

    `newest`: the newest sent report of the task, where the caller has it.
    """
    sent = ProgressReport.objects.filter(task=task, status=ProgressReport.Status.SUBMITTED)
    newest = newest or sent.order_by("-submitted_at", "-pk").first()
    if newest is None or newest.cadre_id != cadre.pk or newest.is_final:
        return None
    # A later period that is owed by now comes first.
    owed = period_to_report(task, on=on)
    later = owed.is_over(on) and owed.ends_on > newest.period_ends_on
    return None if later or period_of_report(newest, task).is_closed(on) else newest


def asked_more_of(task, cadre, *, on):
    """The newest report where the desk asked for more and its period is still open: the next one adds to it."""
    newest = replaceable(task, cadre, on=on)
    return newest if newest and newest.note == ProgressReport.Note.MORE else None


def _replaced(task, cadre, replaces, *, on):
    if replaces is None:
        return asked_more_of(task, cadre, on=on)
    newest = replaceable(task, cadre, on=on)
    if newest is None or newest.pk != replaces.pk:
        raise NotPossible("Chỉ đính chính báo cáo gần nhất, khi kỳ đó chưa chốt số liệu.")
    return newest


def _received_on(content, period, on):
    """The day a report counts as received. A paper is not entered as received after today, nor before its period began."""
    day_ = content.paper_received_on if content.paper_no else None
    if day_ and not period.starts_on <= day_ <= on:
        raise NotPossible(
            f"Ghi ngày nhận báo cáo từ {period.starts_on:%d/%m/%Y} đến hôm nay.", field="paper_received_on"
        )
    return day_ or on


def _accepted(task, indicators, content, *, on, final, replaces=None):
    """The figures that the report carries; refuses what a report may not say. {indicator pk: Figure}"""
    given = _given(task, indicators, content, on=on, final=final, replaces=replaces)
    for refusal in _untrue(task, indicators, given, content, on=on, final=final, replaces=replaces):
        raise refusal
    return given


def _given(task, indicators, content, *, on, final, replaces):
    asked = {i.pk for i in asked_of(task, indicators, on=on, final=final, replaces=replaces)}
    return {
        i.pk: figure
        for i in indicators
        if (figure := content.figures.get(i.pk)) and figure.value is not None
        if i.pk in asked or figure.value != i.current
    }


def _untrue(task, indicators, given, content, *, on, final, replaces):
    """Everything that stands against what a report says, as `NotPossible`, the first to be told first."""
    for i in asked_of(task, indicators, on=on, final=final, replaces=replaces):
        if i.pk not in given:
            yield NotPossible(f"Nhập số liệu của chỉ tiêu «{i.name}».", field=f"so_{i.pk}")
    for i in indicators:
        if i.pk in given and is_setback(i, given[i.pk].value) and not content.correction_reason.strip():
            yield NotPossible(
                f"Số liệu của «{i.name}» kém kỳ trước: nếu đúng, nêu lý do đính chính.", field=f"so_{i.pk}"
            )
    # What only adds words to a report that was sent owes no reason for figures that stay.
    if nothing_changed(indicators, given) and not (content.unchanged_reason.strip() or final or replaces):
        yield NotPossible("Số liệu không thay đổi so với kỳ trước, nêu lý do.", field="unchanged_reason")
    if content.outlook == Outlook.NEEDS_HELP and not content.narrative.strip():
        yield NotPossible("Nêu việc cần cấp ủy tháo gỡ.", field="narrative")


def refusals_of_paper(task, *, cadre, content, indicators, replaces, by, on):
    """Why a report entered from a signed paper would not be taken today: the same refusals, all of them; writes nothing."""
    found = []
    try:
        _require_sender(task, cadre, by, content.paper_no)
    except NotPossible as refusal:
        return [refusal]
    try:
        period = period_of_report(replaces, task) if replaces else period_to_report(task, on=on)
        _received_on(content, period, on)
    except NotPossible as refusal:
        found.append(refusal)
    given = _given(task, indicators, content, on=on, final=False, replaces=replaces)
    return found + list(_untrue(task, indicators, given, content, on=on, final=False, replaces=replaces))


def _require_sender(task, cadre, by, paper_no):
    if paper_no:
        if not may.may_enter_paper(by, task) or cadre.pk not in may.assigned_cadres(task):
            raise NotPossible("Đồng chí không có thẩm quyền nhập báo cáo của việc này.")
    elif standing(by).cadre_id != cadre.pk or not may.is_assignee(by, task):
        raise NotPossible("Báo cáo do đồng chí được giao xác nhận và gửi; người được ủy quyền chỉ chuẩn bị.")


def _carry_over(indicators, given, on):
    """The newest figures stand on the indicators themselves, where every list and roll-up reads them."""
    fresh = [i for i in indicators if i.pk in given]
    for indicator in fresh:
        figure = given[indicator.pk]
        indicator.current, indicator.current_on = figure.value, figure.dated_on or on
    Indicator.objects.bulk_update(fresh, ["current", "current_on"])


def _tell(report, indicators, content, period, helpers, *, by, at):
    task, cadre = report.task, report.cadre
    what = "báo cáo hoàn thành, số liệu" if report.is_final else "báo cáo tiến độ"
    act, behalf = f"{what} {period.name}", None
    if report.replaces:
        more = report.replaces.note == ProgressReport.Note.MORE
        act = f"{'bổ sung' if more else 'đính chính'} {act}"
    if content.paper_no:
        act = f"nhập {act} của đ/c {cadre.full_name} theo báo cáo số {content.paper_no}"
        behalf = cadre
    if report.is_late:
        act += " (gửi muộn)"
    # What asks for help stands in the line of the recommendation: the timeline says nothing twice.
    said = [content.unchanged_reason, "" if content.outlook == Outlook.NEEDS_HELP else content.narrative]
    if content.correction_reason:
        said.insert(0, f"Đính chính số liệu: {content.correction_reason}")
    if content.finished_on:
        said.insert(0, f"Sản phẩm hoàn thành ngày {content.finished_on:%d/%m/%Y}.")
    if content.self_result:
        said.append(f"Tự đánh giá: {Result(content.self_result).label.lower()}. {content.self_text}".strip())
    said += [f"Đ/c {name} cập nhật thay đ/c {cadre.full_name}." for name in helpers]
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
        # *Cần cấp ủy tháo gỡ*: what is asked goes out at once, and waits there until it is answered.
        unblocking.recommend(
            task, content.addressee or task.giver, report.narrative, due_on=content.answer_by, report=report,
            by=by, at=at, on_behalf_of=behalf,
        )  # fmt: skip
