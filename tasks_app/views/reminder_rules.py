"""By which rules does a round remind: of what, when, whom, and when does it go up?"""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import OFFICER, STAFF, rule
from tasks_app.actions import reminder_rules as acts
from tasks_app.forms.reminder_rules import ReminderRuleForm
from tasks_app.models.reminder_rules import Recipient
from tasks_app.occurrences import STANDARD
from tasks_app.permissions import visible_rounds
from tasks_app.views.acting import lead_on, refusals_in, render_form
from tasks_app.views.rounds import address_of, own_round

Role = Office.Role
# How a rule stands in an address.
WORDS = {
    "sap-den-han": "due_soon",
    "den-han": "due_today",
    "qua-han": "overdue",
    "cho-cam-ket": "commitment",
    "den-ky-bao-cao": "report_due",
    "cham-bao-cao": "report_late",
    "cho-tra-loi": "answer",
    "y-kien-chi-dao": "direction",
    "cho-ket-luan": "conclusion",
}


@rule(STAFF)
def reminder_rules(request, pk):
    """GET /dot-giao-viec/<pk>/nhac-viec/: every rule as sentences."""
    round = get_object_or_404(visible_rounds(request.user), pk=pk)
    words = {
        "heading": "Quy tắc nhắc việc", "round": round, "crumbs": crumbs_of(round),
        "rules": [(row, *sentences(row, round)) for row in acts.rules_of(round)],
        "runs": round.committee_id in standing(request.user).units(Role.OFFICER) and not round.is_over,
    }  # fmt: skip
    return render(request, "tasks_app/promises/reminder_rules.html", words)


@rule(OFFICER)
def edit_reminder_rule(request, pk, name):
    """GET, POST /dot-giao-viec/<pk>/nhac-viec/<name>/."""
    round = own_round(request, pk, Role.OFFICER)
    row = acts.rule_of(round, name)
    form = ReminderRuleForm(request.POST or None, round=round, row=row)
    back = reverse("tasks:reminder_rules", args=[round.pk])
    if form.is_valid():
        with refusals_in(form):
            acts.change_rule(round, name, form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, back, f"Đã lưu quy tắc nhắc «{row.get_rule_display()}»")
    words = {
        "form": form, "heading": f"Nhắc: {row.get_rule_display()}", "lead": round.name, "back_url": back,
        "submit_label": "Lưu quy tắc", "crumbs": [*crumbs_of(round)[:-1], ("Quy tắc nhắc việc", back), (row.get_rule_display(), "")],
    }  # fmt: skip
    return render_form(request, "base_form.html", words, form)


def crumbs_of(round):
    return [
        ("Đợt giao việc", reverse("tasks:round_list")),
        (round.name, address_of(round)),
        ("Quy tắc nhắc việc", ""),
    ]


def sentences(row, round):
    """(when, whom, how it goes up) in words."""
    setting = STANDARD[row.rule]
    if not row.is_on:
        return "không nhắc", "–", "–"
    whom = ", ".join(_lower(Recipient(role).label) for role in row.recipients)
    raised = [
        (row.unit_head_after, "thủ trưởng đơn vị"),
        (row.officer_after, "chuyên viên theo dõi"),
        (row.committee_after, "Thường trực cấp ủy"),
    ]
    goes_up = "; ".join(f"{who} sau {days} ngày làm việc" for days, who in raised if days is not None)
    return when(row, round, setting), whom, goes_up or "–"


def when(row, round, setting):
    if not setting.every:
        days = round.due_soon_days if row.rule == "due_soon" else row.before_days
        text = (
            "trong ngày"
            if list(days) == [0]
            else f"trước {', '.join(str(day) for day in sorted(days, reverse=True))} ngày"
        )
    else:
        every = row.every_days or round.overdue_every_days
        text = f"nhắc lại mỗi {every} ngày"
        if row.wait_days:
            text = f"sau {row.wait_days} ngày làm việc, rồi {text}"
    return f"{text}; ngày nghỉ thì nhắc vào {row.get_off_day_display()}{'; thư riêng ngay' if row.is_urgent else ''}"


def _lower(text):
    return text[:1].lower() + text[1:]
