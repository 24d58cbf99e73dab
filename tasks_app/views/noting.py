"""How is a submitted report read, noted and contested?"""

from copy import copy

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import noting, reporting
from tasks_app.actions.measuring import period_name
from tasks_app.actions.recording import speaker
from tasks_app.forms.base import ActForm
from tasks_app.forms.noting import ContestAnswerForm, ContestForm, NoteForm
from tasks_app.models import Reading, Task
from tasks_app.statistics.waiting_records import sent_reports
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, visible_task
from tasks_app.views.on_task import task_for


@rule(VISIBLE_TASK)
def report_page(request, ref, pk):
    """GET /viec/<ref>/bao-cao/<pk>/: one report as it was sent, with what the desk said of it."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    context = _context(task, report) | {
        "may_note": may.may_note_report(request.user, task),
        "may_contest": may.may_contest_report(request.user, report),
        "may_answer_contest": may.may_answer_contest(request.user, report),
        "may_certify": may.may_certify_report(request.user, report),
        "may_correct": _may_correct(request.user, task, report),
        "may_print": may.may_print_for_cadre(request.user, task) and task.is_decided,
    }
    return render(request, "tasks_app/cadre/report_page.html", context)


@rule(VISIBLE_TASK)
def note_report(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/y-kien/: ghi nhận, yêu cầu bổ sung, xác nhận số liệu."""
    task = task_for(request, ref, may.may_note_report)
    report = _report(task, pk)
    readings = readings_of(report)
    initial = {"note": report.note, "note_text": report.note_text}
    form = NoteForm(request.POST or None, task=task, readings=readings, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            noting.note(
                report, note=form.cleaned_data["note"], text=form.cleaned_data["note_text"],
                confirmed=form.confirmed, by=request.user, at=timezone.now(), seen=form.seen,
            )  # fmt: skip
            return lead_on(request, _url(task, report), "Đã cho ý kiến về 1 báo cáo")
    context = _context(task, report) | {"form": form}
    return render_form(request, "tasks_app/cadre/note_report.html", context, form)


@rule(VISIBLE_TASK)
def contest_report(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/y-kien-khac/: the cadre on a report that was entered for him."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    require(may.may_contest_report(request.user, _as_found(request, report, contested_reason="")))
    form = ContestForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            noting.contest(
                report, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, _url(task, report), "Đã gửi ý kiến về 1 báo cáo")
    context = _context(task, report) | {
        "form": form, "heading": "Có ý kiến khác", "submit_label": "Gửi ý kiến", "back_url": _url(task, report),
        "lead": f"Báo cáo {report.period_name}, nhập theo báo cáo số {report.paper_no}"
        + (f". Ý kiến đã gửi: {report.contested_reason}" if report.contested_reason else ""),
    }  # fmt: skip
    return render_form(request, "tasks_app/cadre/contest_report.html", context, form)


@rule(VISIBLE_TASK)
def answer_contest(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/tra-loi-y-kien/: the desk to a cadre who contests."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    require(may.may_answer_contest(request.user, _as_found(request, report, contest_answered_at=None)))
    form = ContestAnswerForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            text = form.cleaned_data["text"]
            noting.answer_contest(report, text, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, _url(task, report), "Đã trả lời ý kiến về 1 báo cáo")
    context = _context(task, report) | {
        "form": form, "heading": "Trả lời ý kiến khác", "submit_label": "Trả lời", "back_url": _url(task, report),
        "lead": f"Đ/c {report.cadre.full_name}: {report.contested_reason}"
        + (f". Đã trả lời: {report.contest_answer}" if report.contest_answer else ""),
    }  # fmt: skip
    return render_form(request, "tasks_app/cadre/answer_contest.html", context, form)


@rule(VISIBLE_TASK)
def certify_report(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/xac-nhan/: the unit's head."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    require(may.may_certify_report(request.user, _as_found(request, report, certified_at=None)))
    form = ActForm(request.POST if request.method == "POST" else None, task=task)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            noting.certify(report, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, _url(task, report), "Đã xác nhận 1 báo cáo")
    return render_form(
        request, "tasks_app/cadre/certify_report.html", _context(task, report) | {"form": form}, form
    )


def _as_found(request, report, **before):
    """Who posts too late is judged by the report as his page found it: the action then says that somebody was faster."""
    if request.method != "POST":
        return report
    found = copy(report)
    for field, value in before.items():
        setattr(found, field, value)
    return found


def _may_correct(user, task, report):
    """The cadre (an officer, of a paper) may send it anew while its period is open."""
    own = standing(user).cadre_id == report.cadre_id and may.is_assignee(user, task)
    if task.status != Task.Status.IN_FORCE or not (
        own or report.paper_no and may.may_enter_paper(user, task)
    ):
        return False
    newest = reporting.replaceable(task, report.cadre, on=timezone.localdate(), newest=report.later[0])
    return newest is not None and newest.pk == report.pk


def _report(task, pk):
    """A report that was sent; a draft doesn't exist for readers."""
    reports = sent_reports().select_related(
        "cadre", "by", "certified_by__cadre", "contest_answered_by__cadre", "replaces"
    )
    report = get_object_or_404(reports, task=task, pk=pk)
    report.task = task
    if report.paper_no:
        report.by_name = speaker(report.by, on=timezone.localdate(report.submitted_at))
    # From this one on, the newest first.
    later = sent_reports().filter(task=task, submitted_at__gte=report.submitted_at)
    report.later = list(later.order_by("-submitted_at", "-pk"))
    report.period_name = period_name(report.period_starts_on, report.period_ends_on)
    return report


def readings_of(report):
    readings = report.readings.select_related("indicator", "confirmed_by__cadre")
    return list(readings.order_by("indicator__rank", "pk"))


def before(report, readings):
    """{indicator pk: the figure of the report before this one}: one query."""
    older = Reading.objects.filter(
        indicator__in=[r.indicator_id for r in readings], report__in=sent_reports(),
        report__submitted_at__lt=report.submitted_at,
    )  # fmt: skip
    older = older.order_by("indicator_id", "-report__submitted_at", "-pk").distinct("indicator_id")
    return {reading.indicator_id: reading.value for reading in older}


def _context(task, report):
    readings = readings_of(report)
    earlier = before(report, readings)
    for reading in readings:
        reading.earlier = earlier.get(reading.indicator_id)
    return {
        "task": task,
        "report": report,
        "readings": readings,
        "evidence": list(report.evidence.filter(removed_at=None).order_by("uploaded_at", "pk")),
        "replaced_by": next((later for later in report.later if later.replaces_id == report.pk), None),
        "recommendations": list(report.recommendations.select_related("addressee").order_by("pk")),
    }


def _url(task, report):
    return reverse("tasks:report_page", args=[task.ref, report.pk])
