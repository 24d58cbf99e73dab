"""How does a committee's conclusion of a task get on record?"""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app import progress
from tasks_app.actions import concluding, stepping
from tasks_app.actions.measuring import measure
from tasks_app.forms.concluding import ConcludeForm
from tasks_app.models import Evidence, MilestoneTarget, Task
from tasks_app.views.acting import lead_on, once, refusals_in, today
from tasks_app.views.advance import plan_points
from tasks_app.views.on_task import act_page, address_of, task_for

PAGE = "tasks_app/acts/conclude.html"


def may_conclude(user, task):
    return task.status == Task.Status.AWAITING_CONCLUSION and may.may_record_decision(user, task)


def may_conclude_year(user, task):
    years = concluding.years_to_conclude(task, on=today())
    return bool(years) and task.is_open and may.may_record_decision(user, task)


@rule(VISIBLE_TASK)
@once
def conclude_task(request, ref):
    """GET, POST /viec/<ref>/ket-luan/: công nhận kết quả, or yêu cầu bổ sung."""
    task = task_for(request, ref, may_conclude)
    lam = request.POST.get("lam", "")
    form = _form(request, task, lam, due_on=task.due_on, finished_on=_finished_on(task))
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
            if form.sending_back:
                stepping.step(task, "send_back", reason=form.cleaned_data["comment"], **act)
                return lead_on(request, address_of(task), "Đã yêu cầu bổ sung")
            concluding.conclude(task, form.findings(), **act)
            return lead_on(request, address_of(task), "Đã công nhận kết quả")
    return _page(request, task, form, may_conclude, heading="Công nhận kết quả", verb="Công nhận kết quả")


@rule(VISIBLE_TASK)
@once
def conclude_year(request, ref):
    """GET, POST /viec/<ref>/ket-luan-nam/: one year of a task that goes on, against that year's milestone."""
    task = task_for(request, ref, may_conclude_year)
    years = concluding.years_to_conclude(task, on=today()) or [today().year]
    asked = request.POST.get("nam", request.GET.get("nam", ""))
    year = next((y for y in years if str(y) == asked), years[0])
    ends_on = date(year, 12, 31)
    form = _form(
        request, task, request.POST.get("lam", ""), due_on=ends_on, finished_on=min(ends_on, today()), year_end=ends_on
    )  # fmt: skip
    form.fields["finished_on"].label = "Số liệu chốt đến ngày"
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            concluding.conclude_year(
                task, year, form.findings(), by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, address_of(task), f"Đã ghi kết luận năm {year}")
    return _page(
        request, task, form, may_conclude_year, heading=f"Kết luận năm {year}", verb=f"Ghi kết luận năm {year}",
        year=year, years=years,
    )  # fmt: skip


def _form(request, task, lam, *, due_on, finished_on, year_end=None):
    indicators = list(task.indicators.order_by("rank", "pk"))
    options = {
        "task": task,
        "today": today(),
        "indicators": indicators,
        "goals": _goals(task, indicators, year_end),
        "due_on": due_on,
        "finished_on": finished_on,
        "open_follow_ups": task.inspections.filter(
            follow_up_due_on__isnull=False, followed_up_on=None
        ).exists(),
    }
    if request.method != "POST" or lam == "tinh":
        return ConcludeForm(drawn=request.POST, **options)
    return ConcludeForm(request.POST, sending_back=lam == "bo-sung" and year_end is None, **options)


def _goals(task, indicators, year_end):
    """{indicator pk: what is to be reached}: the target, or for a year what the committed plan asks for by its end."""
    if year_end is None:
        return {row.pk: row.target for row in indicators}
    targets = (
        MilestoneTarget.objects.filter(milestone__task=task, value__isnull=False)
        .order_by("milestone__due_on", "milestone_id")
        .select_related("milestone")
    )
    points = plan_points(
        [_Point(t.indicator_id, t.milestone.commitment_id, t.milestone.due_on, t.value) for t in targets]
    )
    found = {}
    for row in indicators:
        m = measure(row, task, points.get(row.pk, ())) if row.target is not None else None
        planned = progress.planned_value(m, year_end) if m and m.has_plan else row.target
        found[row.pk] = None if planned is None else round(planned, 2).normalize() + Decimal(0)
    return found


class _Point:
    """A plan point in the shape that `plan_points` reads."""

    def __init__(self, indicator, commitment, due_on, value):
        self.indicator, self.commitment, self.due_on, self.value = indicator, commitment, due_on, value


def _finished_on(task):
    """The day suggested as that of completion: the one on which the cadre asked for the conclusion."""
    return min(task.asked_conclusion_on or task.last_report_on or today(), today())


def _page(request, task, form, may_do, **words):
    files = list(
        Evidence.objects.shown().filter(task=task).exclude(scan=Evidence.Scan.QUARANTINED).order_by("-uploaded_at", "-pk")
    )  # fmt: skip
    counts = {}
    for file in files:
        counts[file.indicator_id] = counts.get(file.indicator_id, 0) + 1
    redrawn = request.htmx and request.POST.get("lam") == "tinh"
    asked_on = task.asked_conclusion_on
    return act_page(
        request, task, form, may_do, template=f"{PAGE}#ket_luan" if redrawn else PAGE, files=files,
        lines=[(row, counts.get(row.indicator.pk, 0)) for row in form.rows],
        inspection=task.inspections.order_by("-inspected_on", "-pk").first(),
        asked_on=asked_on, days_early=(task.due_on - asked_on).days if asked_on else None, **words,
    )  # fmt: skip
