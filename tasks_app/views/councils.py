"""Who sits in the council of a round, and by which criteria does it score?"""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from cadres.views.access import OFFICER, rule
from tasks_app.actions import scoring
from tasks_app.forms.scoring import CouncilForm, CriteriaForm, SeatForm
from tasks_app.models import Council, CouncilMember, Task
from tasks_app.views.acting import lead_on, refusals_in, render_form, today
from tasks_app.views.papers import scored_tasks
from tasks_app.views.rounds import own_round


@rule(OFFICER)
def council_page(request, pk):
    """GET, POST /dot-giao-viec/<pk>/hoi-dong/: the council's name and members. `lam`: ten, thanh-vien or thoi."""
    round = own_round(request, pk, Office.Role.OFFICER)
    council = Council.objects.filter(round=round).first()
    lam = request.POST.get("lam", "") if request.method == "POST" else ""
    name = CouncilForm(request.POST if lam == "ten" else None, round=round, council=council)
    seat, drawn = _seat_form(request, round, lam)
    if drawn and request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": seat["lead"]})
    act = {"by": request.user, "at": timezone.now()}
    if lam == "ten" and name.is_valid():
        with refusals_in(name):
            scoring.name_council(round, **name.act, **act)
            return lead_on(request, request.path, "Đã lưu hội đồng")
    if lam == "thanh-vien" and council and not drawn and seat.is_valid():
        with refusals_in(seat):
            scoring.seat(council, seat.successor, seat.cleaned_data["role"], **act)
            return lead_on(request, request.path, "Đã ghi thành viên hội đồng")
    if lam == "thoi" and council:
        member = get_object_or_404(council.members, pk=_number(request.POST.get("thanh-vien")))
        scoring.unseat(member, **act)
        return lead_on(request, request.path, f"Đ/c {member.cadre} thôi tham gia hội đồng")
    return render_form(
        request,
        "tasks_app/ordering/council_page.html",
        _words(request.user, round, council, name, seat),
        name,
        seat,
    )


def _seat_form(request, round, lam):
    """The form of a new member, and whether it is only drawn anew because a candidate was chosen."""
    options = {"within": round.committee, "today": today()}
    if request.method == "POST" and "chon" in request.POST:
        return SeatForm(drawn=request.POST, **options), True
    return SeatForm(request.POST if lam == "thanh-vien" else None, **options), False


def _words(user, round, council, name, seat):
    members = council.members.select_related("cadre__user") if council else CouncilMember.objects.none()
    waits = Task.objects.filter(round=round, status=Task.Status.AWAITING_CONCLUSION)
    given = Count("sheets", filter=Q(sheets__replaced_at=None))
    members = members.annotate(given=given).order_by("ends_on", "role", "pk")
    return {
        "heading": "Hội đồng đánh giá", "round": round, "council": council, "form": name, "seat": seat,
        "members": [member for member in members if member.ends_on is None],
        "past": [member for member in members if member.ends_on],
        "waiting": waits.exists(), "scored": scored_tasks(user, round).exists(),
        "to_score": waits.filter(score_sheets__isnull=False).exists(),
        "criteria": scoring.current_criteria(round), "crumbs": crumbs(round, "Hội đồng đánh giá"),
    }  # fmt: skip


@rule(OFFICER)
def criteria_page(request, pk):
    """GET, POST /dot-giao-viec/<pk>/tieu-chi/: each saving is a new version; sheets keep the one they were given by."""
    round = own_round(request, pk, Office.Role.OFFICER)
    current = scoring.current_criteria(round)
    form = CriteriaForm(request.POST or None, current=current)
    if form.is_valid():
        with refusals_in(form):
            made = scoring.adopt_criteria(round, form.measures, by=request.user, at=timezone.now())
            target = reverse("tasks:council_page", args=[round.pk])
            return lead_on(request, target, f"Đã lưu bộ tiêu chí, bản {made.number}")
    words = {
        "heading": "Bộ tiêu chí chấm điểm", "round": round, "form": form, "current": current,
        "crumbs": crumbs(round, "Bộ tiêu chí"), "back_url": reverse("tasks:council_page", args=[round.pk]),
    }  # fmt: skip
    return render_form(request, "tasks_app/ordering/criteria_page.html", words, form)


def crumbs(round, here):
    return [
        ("Đợt giao việc", reverse("tasks:round_list")),
        (round.name, reverse("tasks:round_page", args=[round.pk])),
        (here, ""),
    ]


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0
