"""What becomes of a report that was sent: noted, figures confirmed, certified, contested and answered?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle, measuring
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import ASSIGNEE, DESK, day, tell_assignees, tell_both
from tasks_app.models import Indicator, Notice, ProgressReport, Reading, TaskEvent

Note, Kind = ProgressReport.Note, TaskEvent.Kind


@transaction.atomic
def note(report, *, note, text="", confirmed=None, by, at, seen=None):
    """Ghi nhận, yêu cầu bổ sung, and the confirmed figures {reading pk: value}. The assignees are told."""
    task = lifecycle.lock_one(report.task, seen=seen)
    report = _sent(report, task)
    if not may.may_note_report(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền cho ý kiến về báo cáo này.")
    if note == Note.MORE and not text.strip():
        raise NotPossible("Nêu rõ nội dung cần bổ sung.", field="note_text")
    report.note, report.note_text = note, text
    report.save(update_fields=["note", "note_text"])
    fixed = _confirm(report, confirmed or {}, by=by, on=day(at))
    lifecycle.touch(task)
    name = measuring.period_name(report.period_starts_on, report.period_ends_on)
    if fixed:
        record(task, Kind.CONFIRMED, f"xác nhận số liệu báo cáo {name}", by=by, at=at, text="; ".join(fixed))
    words = "yêu cầu bổ sung báo cáo" if note == Note.MORE else "ghi nhận báo cáo"
    record(task, Kind.NOTED, f"{words} {name}", by=by, at=at, text=text, data={"report": report.pk})
    told = f"{speaker(by, on=day(at))} {words} {name}: «{task.title}»" + (f". {text}" if text else "")
    tell_assignees(task, told, by=by, at=at, kind=Notice.Kind.REPORT)
    return report


@transaction.atomic
def certify(report, *, by, at, seen=None):
    """Thủ trưởng đơn vị xác nhận báo cáo: who certified and when stands on the report; the cadre and the desk are told."""
    task = lifecycle.lock_one(report.task, seen=seen)
    report = _sent(report, task)
    if not may.may_certify_report(by, report):
        raise NotPossible("Chỉ thủ trưởng, cấp ủy đơn vị xác nhận báo cáo của đơn vị mình, một lần.")
    report.certified_by, report.certified_at = by, at
    report.save(update_fields=["certified_by", "certified_at"])
    lifecycle.touch(task)
    name = measuring.period_name(report.period_starts_on, report.period_ends_on)
    record(task, Kind.CERTIFIED, f"xác nhận báo cáo {name}", by=by, at=at, data={"report": report.pk})
    tell_both(task, Notice.Kind.REPORT, f"xác nhận báo cáo {name}: «{task.title}»", by=by, at=at)
    return report


@transaction.atomic
def contest(report, *, reason, by, at, seen=None):
    """The cadre says that a report entered for him from paper is not what he reported. Said once; the desk is told."""
    task = lifecycle.lock_one(report.task, seen=seen)
    report = _sent(report, task)
    if not may.may_contest_report(by, report):
        raise NotPossible("Chỉ đồng chí được báo cáo thay có ý kiến khác, một lần.")
    report.contested_reason = reason
    report.save(update_fields=["contested_reason"])
    lifecycle.touch(task)
    act = f"có ý kiến khác về báo cáo nhập theo báo cáo số {report.paper_no}"
    record(task, Kind.CONTESTED, act, by=by, at=at, text=reason, data={"report": report.pk})
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
    to = {user.pk: user for user in [*desk_of(task, on=day(at)), report.by]}
    notify(task, Notice.Kind.REPORT, told, to=to.values(), why=DESK, at=at, by=by)
    return report


@transaction.atomic
def answer_contest(report, text, *, by, at, seen=None):
    """The desk answers what the cadre contested, once; figures that were entered wrongly are mended by a correction."""
    task = lifecycle.lock_one(report.task, seen=seen)
    report = _sent(report, task)
    if not may.may_answer_contest(by, report):
        raise NotPossible("Ý kiến này đã được trả lời, hoặc không thuộc thẩm quyền của đồng chí.")
    report.contest_answer, report.contest_answered_by, report.contest_answered_at = text, by, at
    report.save(update_fields=["contest_answer", "contest_answered_by", "contest_answered_at"])
    lifecycle.touch(task)
    act = f"trả lời ý kiến khác về báo cáo nhập theo báo cáo số {report.paper_no}"
    record(task, Kind.ANSWERED, act, by=by, at=at, text=text, data={"report": report.pk})
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
    to = [report.cadre.user] if report.cadre.user else []
    notify(task, Notice.Kind.REPORT, told, to=to, why=ASSIGNEE, at=at, by=by)
    return report


def _sent(report, task):
    found = ProgressReport.objects.select_related("cadre__user", "by").filter(
        pk=report.pk, status=ProgressReport.Status.SUBMITTED
    )
    report = found.get()
    report.task = task
    return report


def _confirm(report, confirmed, *, by, on):
    """Write the confirmed figures with who confirmed them and when; says what was fixed. The newest report's stand on the indicator as well."""
    fixed = []
    for reading in report.readings.select_related("indicator").order_by("indicator__rank", "pk"):
        value = confirmed.get(reading.pk)
        if value is None or value == reading.confirmed_value:
            continue
        reading.confirmed_value, reading.confirmed_by, reading.confirmed_on = value, by, on
        reading.save(update_fields=["confirmed_value", "confirmed_by", "confirmed_on"])
        fixed.append(f"{reading.indicator.name}: {_words(value)} {reading.indicator.measure_unit}".strip())
        later = Reading.objects.filter(
            indicator=reading.indicator_id, report__status=ProgressReport.Status.SUBMITTED,
            report__submitted_at__gt=report.submitted_at,
        )  # fmt: skip
        if not later.filter(confirmed_value__isnull=False).exists():
            # What was reported since then is newer than this confirmation, whenever that is given.
            speaks_of = day(report.submitted_at) if later.exists() else on
            Indicator.objects.filter(pk=reading.indicator_id).update(confirmed=value, confirmed_on=speaks_of)
    return fixed


def _words(value):
    return f"{value.normalize():f}".replace(".", ",")
