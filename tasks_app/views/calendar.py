"""Which days are worked on, and what does a change of that re-plan?"""

from calendar import Calendar
from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import SIGNED_IN, SYSTEM_ADMIN, rule
from tasks_app.actions.calendar import change_calendar, try_change
from tasks_app.forms.calendar import OFF, ORDINARY, WORKED, DaysForm, ManyDaysForm
from tasks_app.models import CalendarDay
from tasks_app.views.acting import lead_on, refusals_in, render_form, today

YEARS = range(2000, 2101)
WEEKDAYS = [
    ("T2", "Thứ hai"), ("T3", "Thứ ba"), ("T4", "Thứ tư"), ("T5", "Thứ năm"), ("T6", "Thứ sáu"), ("T7", "Thứ bảy"),
    ("CN", "Chủ nhật"),
]  # fmt: skip


@rule(SIGNED_IN)
def working_calendar(request):
    """GET /lich-lam-viec/?nam=2027: the year's exceptions, month by month and as a list."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in YEARS else today().year
    rows = list(CalendarDay.objects.filter(on__year=year).order_by("on"))
    days, by_day = CalendarDay.objects.load(), {row.on: row for row in rows}
    months = [_month(year, month, days, by_day) for month in range(1, 13)]
    context = {
        "year": year, "rows": rows, "weekdays": WEEKDAYS, "months": months, "may_edit": _may_edit(request),
        "worked": sum(cell["css"] in ("", "bu") for month in months for week in month["weeks"] for cell in week),
        "previous": year - 1 if year - 1 in YEARS else None, "next": year + 1 if year + 1 in YEARS else None,
    }  # fmt: skip
    return render(request, "tasks_app/calendar/working_calendar.html", context)


@rule(SYSTEM_ADMIN)
def change_days(request):
    """GET, POST /lich-lam-viec/sua/?ngay=2027-01-02: one day or a stretch of days."""
    return _in_two_steps(request, DaysForm, "tasks_app/calendar/change_days.html", initial=_initial(request))


@rule(SYSTEM_ADMIN)
def import_days(request):
    """GET, POST /lich-lam-viec/nhap/: many days, pasted or from a file."""
    return _in_two_steps(request, ManyDaysForm, "tasks_app/calendar/import_days.html")


def _in_two_steps(request, form_class, template, initial=None):
    """First what the change re-plans is shown, then it is saved: the same form, sent a second time with `lam=luu`."""
    form = form_class(request.POST or None, request.FILES or None, initial=initial)
    step, plan = request.POST.get("lam"), None
    if form.is_bound and form.is_valid() and step != "sua":
        if step == "luu":
            with refusals_in(form):
                done = change_calendar(
                    form.changes, seen=form.cleaned_data["seen_state"], by=request.user, at=timezone.now()
                )
                return lead_on(request, _year_of(form.changes), _said(done))
        plan = try_change(form.changes)
    context = {
        "form": form, "plan": plan, "heading": "Sửa lịch làm việc", "back_url": reverse("tasks:working_calendar"),
    }  # fmt: skip
    return render_form(request, template, context, form)


def _said(plan):
    moved = f", chuyển hạn của {plan.total} việc" if plan.total else ""
    return (
        f"Đã sửa {len(plan.days)} ngày trong lịch làm việc{moved}" if plan.days else "Lịch không có gì khác"
    )


def _year_of(changes):
    return f"{reverse('tasks:working_calendar')}?nam={changes[0].on.year}"


def _initial(request):
    """The day from whose row one came, as it stands."""
    try:
        on = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return {"kind": OFF}
    row = CalendarDay.objects.filter(on=on).first()
    kind = ORDINARY if row is None else WORKED if row.is_worked else OFF
    return {"from_on": on, "kind": kind, "name": row.name if row else ""}


def _may_edit(request):
    return bool(standing(request.user).units(Office.Role.SYSTEM_ADMIN))


def _month(year, month, days, by_day):
    weeks = [
        [_cell(on, month, days, by_day) for on in week] for week in Calendar().monthdatescalendar(year, month)
    ]
    return {"number": month, "weeks": weeks}


def _cell(on, month, days, by_day):
    """One square: css "ngoai" outside the month, "nghi" off by the table, "tuan" weekend, "bu" worked on, "" ordinary."""
    row = by_day.get(on)
    if on.month != month:
        css = "ngoai"
    elif row:
        css = "bu" if row.is_worked else "nghi"
    else:
        css = "" if days.is_working_day(on) else "tuan"
    return {"on": on, "css": css, "name": row.name if row else ""}
