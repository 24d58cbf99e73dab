"""Which tasks does a cadre carry, what must he do now, and what came of those before?"""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from cadres.offices import standing
from cadres.views.access import CADRE, rule
from tasks_app.actions.measuring import measures_of, period_name, plan_to_date
from tasks_app.actions.periods import period_to_report
from tasks_app.models import Mark, Task
from tasks_app.statistics.own import own_rows, reasons
from tasks_app.statistics.results import results_of, summary, years_of
from tasks_app.statistics.waiting import badges
from tasks_app.statistics.waiting_records import sent_reports
from tasks_app.views.acting import today

S = Task.Status
# Registered, and with the committee's desk; and what came of nothing.
WAITING = [s for s in Task.BEFORE_DECISION if s not in (S.DRAFT, S.REJECTED, S.WITHDRAWN)]
LEFT = (S.REJECTED, S.WITHDRAWN)
RECENT = 5
SENT_SHOWN = 20


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str
    main: bool = False


@rule(CADRE)
def my_tasks(request):
    """GET /viec-cua-toi/: what must be done now comes first."""
    on = today()
    me = standing(request.user)
    rows = own_rows(request.user, me, on=on)
    measures = measures_of([row.task for row in rows if row.is_open])
    for row in rows:
        row.plan = plan_to_date(measures[row.task.pk], on=on) if row.is_open else None
        row.reasons = reasons(row, period_to_report(row.task, on=on), on=on) if row.is_todo else []
        row.button = button_of(row)
    urgent = [row for row in rows if row.is_todo]
    done = sorted(
        (row for row in rows if row.task.status in (S.CONCLUDED, S.CLOSED)),
        key=lambda row: (row.task.concluded_on, row.task.pk),
        reverse=True,
    )
    groups = [
        ("Cần làm ngay", "can-lam", urgent),
        ("Đang thực hiện", "dang-lam", [row for row in rows if row.is_open and not row.is_todo]),
        ("Chờ quyết định", "cho", [r for r in rows if r.task.status in WAITING and not r.is_todo]),
        ("Đã kết luận", "xong", done[:RECENT]),
        ("Không đưa vào danh mục, thôi đăng ký", "thoi", [row for row in rows if row.task.status in LEFT]),
    ]
    context = {
        "groups": [group for group in groups if group[2]],
        "urgent": urgent,
        "lines": badges(request.user, on=on).lines,
        "done_count": len(done),
        "today": on,
        "registers": bool(me.cadre_id or me.assisted),
        "is_cadre": bool(me.cadre_id),
    }
    return render(request, "tasks_app/cadre/my_tasks.html", context)


def button_of(row):
    """The one act that the card offers."""
    task, ref = row.task, row.task.ref
    if task.status == S.DRAFT:
        label = "Xem, xác nhận và gửi" if row.prepared_by and not row.helps else "Hoàn thiện đăng ký"
        return Button(label, reverse("tasks:edit_task", args=[ref]), "pencil", main=row.is_todo)
    if task.status != S.IN_FORCE:
        return None
    if task.mark == Mark.AWAITING_COMMITMENT or not row.has_committed and not task.last_report_on:
        label = "Chuẩn bị cam kết" if row.helps else "Cam kết"
        return Button(label, reverse("tasks:commit_task", args=[ref]), "check", main=row.is_todo)
    if row.draft:
        label = "Xác nhận báo cáo" if row.draft.prepared and not row.helps else "Tiếp tục báo cáo nháp"
    else:
        label = "Cập nhật thay" if row.helps else "Báo cáo tiến độ"
    return Button(label, reverse("tasks:report_task", args=[ref]), "send", main=row.is_todo)


@rule(CADRE)
def reports_due(request):
    """GET /bao-cao-cua-toi/: which report is due when, which drafts wait, what was sent."""
    on = today()
    rows = [
        row for row in own_rows(request.user, standing(request.user), on=on) if row.task.status == S.IN_FORCE
    ]
    for row in rows:
        row.period = period_to_report(row.task, on=on)
        row.is_late = bool(row.task.next_report_on and row.task.next_report_on < on)
        row.is_ready = row.period.is_over(on) or not row.task.report_rhythm
        row.button = button_of(row)
    rows.sort(key=lambda row: (row.task.next_report_on is None, row.task.next_report_on or on, row.task.pk))
    sent = sent_reports().filter(task__in=[row.task.pk for row in rows])
    sent = list(sent.select_related("task").order_by("-submitted_at", "-pk")[:SENT_SHOWN])
    for report in sent:
        report.period_name = period_name(report.period_starts_on, report.period_ends_on)
    context = {"rows": rows, "sent": sent, "today": on}
    return render(request, "tasks_app/cadre/reports_due.html", context)


@rule(CADRE)
def my_results(request):
    """GET /ket-qua-cua-toi/?nam=: own tasks of a year (by decision) with their results and four facts."""
    on = today()
    cadre = standing(request.user).cadre_id
    years = years_of(cadre)
    asked = request.GET.get("nam", "")
    year = next((y for y in years if str(y) == asked), None)
    rows = results_of(cadre, year=year, on=on)
    context = {"rows": rows, "years": years, "year": year, "summary": summary(rows), "today": on}
    return render(request, "tasks_app/cadre/my_results.html", context)
