"""How is a submitted report read, noted and contested?"""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import noting
from tasks_app.actions.measuring import period_name
from tasks_app.actions.recording import speaker
from tasks_app.forms.reporting import ContestForm, NoteForm
from tasks_app.models import Reading
from tasks_app.statistics.queues import sent_reports
from tasks_app.views.acting import lead_on, once, refusals_in, render_form, require, visible_task


@rule(VISIBLE_TASK)
def report_page(request, ref, pk):
    """GET /viec/<ref>/bao-cao/<pk>/: one report as it was sent, with what the desk said of it."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    context = _context(task, report) | {
        "may_note": may.may_note_report(request.user, task),
        "may_contest": noting.may_contest(request.user, report),
    }
    return render(request, "tasks_app/cadre/report_page.html", context)


@rule(VISIBLE_TASK)
@once
def note_report(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/y-kien/: ghi nhận, yêu cầu bổ sung, xác nhận số liệu."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    require(may.may_note_report(request.user, task))
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
@once
def contest_report(request, ref, pk):
    """GET, POST /viec/<ref>/bao-cao/<pk>/y-kien-khac/: the cadre on a report that was entered for him."""
    task = visible_task(request, ref)
    report = _report(task, pk)
    require(noting.may_contest(request.user, report))
    form = ContestForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            noting.contest(
                report, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, _url(task, report), "Đã gửi ý kiến về 1 báo cáo")
    context = _context(task, report) | {
        "form": form, "heading": "Có ý kiến khác", "submit_label": "Gửi ý kiến", "back_url": _url(task, report),
        "lead": f"Báo cáo {report.period_name}, nhập theo báo cáo số {report.paper_no}",
    }  # fmt: skip
    return render_form(request, "tasks_app/cadre/contest_report.html", context, form)


def _report(task, pk):
    """A report that was sent; a draft doesn't exist for readers."""
    reports = sent_reports().select_related("cadre", "by")
    report = get_object_or_404(reports, task=task, pk=pk)
    report.task = task
    report.by_name = speaker(report.by, on=timezone.localdate(report.submitted_at))
    report.period_name = period_name(report.period_starts_on, report.period_ends_on)
    return report


def readings_of(report):
    return list(report.readings.select_related("indicator").order_by("indicator__rank", "pk"))


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
        "recommendations": list(report.recommendations.select_related("addressee").order_by("pk")),
    }


def _url(task, report):
    return reverse("tasks:report_page", args=[task.ref, report.pk])
