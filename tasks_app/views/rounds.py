"""Which rounds does a committee run, by which calendar and rules, and how does one stand: who registered, what waits where?"""

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import OFFICER, STAFF, office, rule
from tasks_app.actions import rounds as acts
from tasks_app.forms.rounds import ExcuseForm, RegistrantsForm, RoundForm, UrgeRegistrationsForm
from tasks_app.models import Round, Task
from tasks_app.models.marks import NOT_DECIDED
from tasks_app.permissions import visible_rounds
from tasks_app.statistics.rounds import EXCUSED, MISSING, REGISTERED, RETURNED, missing, people_of, stages_of
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today
from tasks_app.views.rounds_glance import calendar_of, lines_of, rules_of, tabs_of

Role = Office.Role
URGING = office(Role.OFFICER, Role.LEADER)
ROWS = 50


@rule(STAFF)
def round_list(request):
    """GET /dot-giao-viec/: the rounds of the user's committees and of those they succeeded, newest first."""
    words = {
        "heading": "Đợt giao việc",
        "rounds": counted_rounds(request.user),
        "opens": bool(standing(request.user).units(Role.OFFICER)),
    }
    return render(request, "tasks_app/ordering/round_list.html", words)


def counted_rounds(user):
    counted = Count("tasks", filter=~Q(tasks__status__in=[*NOT_DECIDED]))
    waiting = Count("tasks", filter=Q(tasks__status=Task.Status.AWAITING_DECISION))
    rounds = visible_rounds(user).annotate(decided=counted, waiting=waiting)
    return rounds.order_by("-year_from", "committee_id", "-pk")


@rule(STAFF)
def round_page(request, pk):
    """GET /dot-giao-viec/<pk>/?xem=: the round at a glance; `xem` narrows the people."""
    names = ArrayAgg("must_register__name", order_by=["must_register__rank"], filter=~Q(must_register=None))
    round, on = get_object_or_404(visible_rounds(request.user).annotate(positions=names), pk=pk), today()
    people = people_of(round, on=on)
    asked = request.GET.get("xem", "")
    asked = asked if asked in (REGISTERED, MISSING, RETURNED, EXCUSED) else ""
    page = Paginator([p for p in people if not asked or p.state == asked], ROWS)
    runs = round.committee_id in standing(request.user).units(Role.OFFICER) and not round.is_over
    words = {
        "heading": round.name, "round": round, "on": on, "people": people, "asked": asked,
        "tabs": tabs_of(people), "page_obj": page.get_page(request.GET.get("trang")),
        "stages": stages_of(request.user, round, on=on), "calendar": calendar_of(round, on), "rules": rules_of(round),
        "lines": lines_of(round, whole=request.GET.get("dien-bien") == "tat-ca"),
        "runs": runs, "may_urge": may_urge(request.user, round, on) and bool(missing(people)),
        "crumbs": [("Đợt giao việc", reverse("tasks:round_list")), (round.name, "")],
    }  # fmt: skip
    return render(request, "tasks_app/ordering/round_page.html", words)


@rule(OFFICER)
def new_round(request):
    """GET, POST /dot-giao-viec/moi/."""
    committees = Unit.objects.filter(pk__in=standing(request.user).units(Role.OFFICER))
    form = RoundForm(request.POST or None, committees=committees.order_by("kind__level", "pk"), on=today())
    if form.is_valid():
        made = acts.open_round(
            form.cleaned_data["committee"], form.settings, must_register=form.cleaned_data["must_register"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return lead_on(request, address_of(made), f"Đã lập đợt «{made.name}»")
    return form_page(request, form, "Lập đợt giao việc", "Lập đợt giao việc", reverse("tasks:round_list"))


@rule(OFFICER)
def edit_round(request, pk):
    """GET, POST /dot-giao-viec/<pk>/sua/: while it runs, with a record of each change."""
    round = own_round(request, pk, Role.OFFICER)
    make = {"committees": Unit.objects.filter(pk=round.committee_id), "on": today()}
    form = RoundForm(request.POST or None, round=round, **make)
    if form.is_valid():
        with refusals_in(form):
            acts.change_round(
                round, form.settings, must_register=list(form.cleaned_data["must_register"]), by=request.user,
                at=timezone.now(), seen=form.seen,
            )  # fmt: skip
            return lead_on(request, address_of(round), f"Đã lưu đợt «{form.cleaned_data['name']}»")
    if form.refusal_status == 409:
        form.show_current(RoundForm(round=Round.objects.get(pk=pk), **make))
    return form_page(
        request, form, f"Sửa {round.name}", "Lưu đợt giao việc", address_of(round), round,
        template="tasks_app/ordering/edit_round.html",
    )  # fmt: skip


@rule(OFFICER)
def add_registrants(request, pk):
    """GET, POST /dot-giao-viec/<pk>/them-dong-chi/: cadres who must register whatever their post says."""
    round, on = own_round(request, pk, Role.OFFICER), today()
    picked = request.POST.get("chon") or request.POST.get("bo")
    if picked:
        form = RegistrantsForm(round=round, on=on, drawn=request.POST)
        number = picked.rpartition(":")[2]
        form.change_pick(
            int(number) if number.isdecimal() and len(number) < 16 else 0, drop="bo" in request.POST
        )
        if request.htmx:
            words = {"field": form["cadres"]}
            return render(request, "tasks_app/ordering/add_registrants.html#truong_moi", words)
    else:
        form = RegistrantsForm(request.POST or None, round=round, on=on)
    if form.is_valid():
        cadres = [post.cadre for post in form.cleaned_data["cadres"]]
        with refusals_in(form):
            acts.name_registrants(round, cadres, by=request.user, at=timezone.now())
            return lead_on(request, address_of(round), f"Đã ghi {len(cadres)} đồng chí phải đăng ký")
    return form_page(
        request, form, "Thêm đồng chí phải đăng ký", "Ghi đồng chí phải đăng ký", address_of(round), round,
        template="tasks_app/ordering/add_registrants.html",
    )  # fmt: skip


@rule(OFFICER)
def excuse_registrant(request, pk, cadre):
    """GET, POST /dot-giao-viec/<pk>/mien/<cadre>/: somebody who must register need not, with the reason."""
    round, on = own_round(request, pk, Role.OFFICER), today()
    person = next((p for p in people_of(round, on=on) if p.cadre.pk == cadre), None)
    require(person is not None and person.state != EXCUSED)
    form = ExcuseForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            acts.excuse(round, person.cadre, form.cleaned_data["reason"], by=request.user, at=timezone.now())
            return lead_on(request, address_of(round), f"Đã miễn đăng ký cho đ/c {person.cadre.full_name}")
    heading = f"Miễn đăng ký cho đ/c {person.cadre.full_name}"
    return form_page(
        request, form, heading, "Miễn đăng ký", address_of(round), round, lead=person.title,
        template="tasks_app/ordering/excuse_registrant.html",
    )  # fmt: skip


@rule(URGING)
def urge_registrations(request, pk):
    """GET, POST /dot-giao-viec/<pk>/don-doc/?dong-chi=…: those who have not registered, all or the chosen ones."""
    round, on = own_round(request, pk, Role.OFFICER, Role.LEADER), today()
    waiting = missing(people_of(round, on=on))
    require(may_urge(request.user, round, on) or request.method == "POST")
    chosen = {int(pk) for pk in request.GET.getlist("dong-chi") if pk.isdecimal() and len(pk) < 16}
    form = UrgeRegistrationsForm(
        request.POST or None, people=waiting, text=acts.urge_text(round), chosen=chosen
    )
    if form.is_valid():
        with refusals_in(form):
            urged = acts.urge_registrations(
                round, form.chosen, form.cleaned_data["text"], link=reverse("tasks:register_task"),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return lead_on(request, address_of(round), f"Đã đôn đốc {len(urged)} đồng chí đăng ký")
    return form_page(
        request, form, "Đôn đốc đăng ký", "Gửi đôn đốc", address_of(round), round, waiting=waiting,
        chat=acts.chat_text(round), template="tasks_app/ordering/urge_registrations.html",
    )  # fmt: skip


# ---- whose round ------------------------------------------------------------------------------------------------------


def own_round(request, pk, *roles):
    """A round, not over yet, of a committee over which the user holds one of the roles; else 404."""
    rounds = Round.objects.filter(committee__in=standing(request.user).units(*roles))
    round = get_object_or_404(rounds.select_related("committee"), pk=pk)
    require(not round.is_over or request.method == "POST")
    return round


def may_urge(user, round, on):
    """While the round takes registrations; not before it has begun to."""
    held = round.committee_id in standing(user).units(Role.OFFICER, Role.LEADER)
    return held and not round.is_over and not (round.registration_until and round.registration_until < on)


def address_of(round):
    return reverse("tasks:round_page", args=[round.pk])


def form_page(
    request, form, heading, submit_label, back_url, round=None, *, template="tasks_app/ordering/new_round.html", lead="",
    **more,
):  # fmt: skip
    crumbs = [("Đợt giao việc", reverse("tasks:round_list"))]
    crumbs += [(round.name, address_of(round))] if round else []
    words = {
        "heading": heading, "form": form, "crumbs": [*crumbs, (heading, "")], "submit_label": submit_label,
        "back_url": back_url, "round": round, "lead": lead,
    }  # fmt: skip
    return render_form(request, template, words | more, form)
