"""How are the tasks of a cadre who leaves handed over: who is asked for, the minutes, both sides' word, the decision?"""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Appointment, Unit
from cadres.offices import standing
from cadres.views.access import OFFICER, STAFF, VISIBLE_HANDOVER, rule
from tasks_app import permissions as may
from tasks_app.actions import leaving
from tasks_app.actions.refusals import Refused
from tasks_app.forms.leaving import ConfirmForm, HandoverDecisionForm, MinutesForm
from tasks_app.models import HandoverMinutes
from tasks_app.statistics import leaving as left
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today

SHOWN = 30


@rule(STAFF)
def handover_queue(request):
    """GET /ban-giao/: minutes in hand, tasks of people who left, and what was decided lately."""
    visible = may.visible_minutes(request.user)
    in_hand = list(left.minutes_in_hand(visible))
    taken_up = {minutes.cadre_id for minutes in in_hand}
    me = standing(request.user)
    leavers = [leaver for leaver in left.leavers(me, on=today()) if leaver.cadre.pk not in taken_up]
    agreed = leaving.agreed_of(in_hand)
    for minutes in in_hand:
        minutes.agreed, minutes.asked = agreed[minutes.pk]
    done = visible.filter(decided_at__isnull=False).select_related("cadre", "giver", "document")
    return render(request, "tasks_app/committee/handover_queue.html", {
        "in_hand": in_hand, "leavers": leavers, "tasks_left": sum(len(leaver.tasks) for leaver in leavers),
        "done": done.order_by("-decided_at", "-pk")[:SHOWN], "may_draw": bool(me.units("officer")), "today": today(),
    })  # fmt: skip


@rule(OFFICER)
def draw_handover(request, pk):
    """GET, POST /can-bo/<pk>/ban-giao/?cap-uy=…: the inventory of a cadre's open tasks."""
    cadre = get_object_or_404(may.visible_cadres(request.user), pk=pk)
    giver, others = _giver(request, cadre)
    known = HandoverMinutes.objects.filter(cadre=cadre, giver=giver, decided_at=None, dropped_at=None).first()
    if known and request.method == "GET":
        return lead_on(request, _address(known), "Biên bản bàn giao đang lập")
    shares = leaving.to_hand_over(cadre, giver)
    form, drawn = _minutes_form(request, cadre, giver, shares)
    if drawn and request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": form["lead"]})
    if not drawn and form.is_valid():
        with refusals_in(form):
            made = leaving.draw_up(cadre, giver, **form.drawn_up, by=request.user, at=timezone.now())
            return lead_on(request, _address(made), "Đã lập biên bản bàn giao")
    return _minutes_page(request, cadre, giver, form, shares, others, heading="Lập biên bản bàn giao")


@rule(VISIBLE_HANDOVER)
def edit_handover(request, pk):
    """GET, POST /ban-giao/<pk>/sua/: other proposals, the state read anew; the sides confirm again."""
    minutes = minutes_for(request, pk)
    require(minutes.is_open and may.may_draw_handover(request.user, minutes.giver, minutes.cadre))
    shares = leaving.to_hand_over(minutes.cadre, minutes.giver)
    form, drawn = _minutes_form(request, minutes.cadre, minutes.giver, shares, minutes)
    if drawn and request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": form["lead"]})
    if not drawn and form.is_valid():
        with refusals_in(form):
            act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
            leaving.revise(minutes, **form.drawn_up, **act)
            return lead_on(request, _address(minutes), "Đã sửa biên bản bàn giao, các bên xác nhận lại")
    return _minutes_page(
        request,
        minutes.cadre,
        minutes.giver,
        form,
        shares,
        [],
        heading="Sửa biên bản bàn giao",
        minutes=minutes,
    )


@rule(VISIBLE_HANDOVER)
def handover_page(request, pk):
    """GET, POST /ban-giao/<pk>/: the minutes; `lam`: xac-nhan, khac (what differs), giay (entered from paper), thoi."""
    minutes = minutes_for(request, pk)
    parties = leaving.parties(minutes)
    lam = request.POST.get("lam", "") if request.method == "POST" else ""
    asked = (request.POST.get("ben", ""), request.POST.get("dong-chi", ""))
    party = next((p for p in parties if (p.side, str(p.cadre.pk)) == asked), None)
    form = ConfirmForm(
        request.POST if lam else None, minutes=minutes, differs=lam == "khac", paper=lam == "giay"
    )
    if lam and form.is_valid():
        with refusals_in(form):
            said = _act(request, minutes, party, lam, form)
            return lead_on(
                request, _address(minutes) if lam != "thoi" else reverse("tasks:handover_queue"), said
            )
    return render_form(
        request, "tasks_app/committee/handover_page.html", _words(request, minutes, parties, form), form
    )


def _act(request, minutes, party, lam, form):
    act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
    if lam == "thoi":
        leaving.drop(minutes, **act)
        return "Đã thôi lập biên bản bàn giao"
    if party is None:
        raise Refused("Đồng chí này không phải bên giao hoặc bên nhận của biên bản.")
    data = form.cleaned_data
    leaving.confirm(
        minutes, party.side, party.cadre, agreed=lam != "khac", note=data.get("note", ""),
        paper_no=data.get("paper_no", ""), **act,
    )  # fmt: skip
    return "Đã ghi ý kiến về biên bản" if lam == "khac" else "Đã xác nhận biên bản bàn giao"


@rule(VISIBLE_HANDOVER)
def decide_handover(request, pk):
    """GET, POST /ban-giao/<pk>/quyet-dinh/: số, ký hiệu, ngày of what the committee decided of every task."""
    minutes = minutes_for(request, pk)
    require(minutes.is_open and may.may_draw_handover(request.user, minutes.giver, minutes.cadre))
    parties = leaving.parties(minutes)
    missing = [party for party in parties if not party.agreed]
    form = HandoverDecisionForm(request.POST or None, minutes=minutes, missing=missing, today=today())
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            leaving.decide_handover(
                minutes, document=form.paper(), by=request.user, at=timezone.now(), seen=form.seen,
                unconfirmed_reason=form.cleaned_data.get("unconfirmed_reason", ""),
            )  # fmt: skip
            return lead_on(request, _address(minutes), "Đã ghi quyết định bàn giao")
    words = _words(request, minutes, parties, form) | {
        "heading": "Ghi quyết định bàn giao",
        "missing": missing,
    }
    return render_form(request, "tasks_app/committee/decide_handover.html", words, form)


# ---- what the pages show --------------------------------------------------------------------------------------------


def minutes_for(request, pk):
    found = may.visible_minutes(request.user).filter(pk=pk)
    found = found.select_related("cadre__user", "giver", "document", "by__cadre").first()
    if found is None:
        raise Http404
    return found


def _address(minutes):
    return reverse("tasks:handover_page", args=[minutes.pk])


def _giver(request, cadre):
    """The committee in whose name the inventory is drawn up: asked for by `cap-uy`, else the first that gave him a task."""
    units = Unit.objects.filter(pk__in=standing(request.user).units("officer")).order_by(
        "kind__level", "rank", "pk"
    )
    units = [unit for unit in units if may.may_draw_handover(request.user, unit, cadre)]
    asked = request.GET.get("cap-uy")
    chosen = [unit for unit in units if str(unit.pk) == asked]
    chosen = (
        chosen
        or [unit for unit in units if not asked and leaving.to_hand_over(cadre, unit)]
        or units[: not asked]
    )
    if not chosen:
        raise Http404
    return chosen[0], [unit for unit in units if unit != chosen[0]]


def _minutes_form(request, cadre, giver, shares, minutes=None):
    candidates, heir = _candidates(cadre, shares)
    options = {
        "within": giver, "today": today(), "shares": shares, "candidates": candidates, "heir": heir, "minutes": minutes,
    }  # fmt: skip
    if request.method == "POST" and "chon" in request.POST:
        return MinutesForm(drawn=request.POST, **options), True
    return MinutesForm(request.POST or None, **options), False


def _candidates(cadre, shares):
    """({cadre pk: (cadre, words)} of who holds a post in the units concerned, pk of who holds the leaver's own post now)."""
    own = list(Appointment.objects.filter(cadre=cadre).order_by("-starts_on", "pk"))
    units = {share.task.unit_id for share in shares} | {post.unit_id for post in own[:3]}
    posts = (
        Appointment.objects.in_force(today())
        .filter(unit__in=units)
        .exclude(cadre=cadre)
        .select_related("cadre", "position", "unit")
        .order_by("position__rank", "cadre__name_key", "pk")
    )
    found, heir = {}, None
    for post in posts:
        found.setdefault(post.cadre_id, (post.cadre, f"{post.cadre.full_name}, {post.title}"))
        if heir is None and any(p.position_id == post.position_id and p.unit_id == post.unit_id for p in own):
            heir = post.cadre_id
    return found, heir


def _minutes_page(request, cadre, giver, form, shares, others, *, heading, minutes=None):
    states = leaving.states_of(shares, on=today())
    words = {
        "heading": heading, "cadre": cadre, "giver": giver, "form": form, "others": others, "minutes": minutes,
        "lines": [(*line, states[line[0].pk]) for line in form.lines],
        "crumbs": [("Bàn giao", reverse("tasks:handover_queue")), (cadre.full_name, "")],
        "back_url": _address(minutes) if minutes else reverse("tasks:cadre_page", args=[cadre.pk]),
    }  # fmt: skip
    return render_form(request, "tasks_app/committee/draw_handover.html", words, form)


def _paper_form(request, minutes, party, form):
    """The desk's form for one party's word on paper: the refused one where it was sent for this party, else an empty one."""
    asked = (request.POST.get("lam"), request.POST.get("ben"), request.POST.get("dong-chi"))
    if asked == ("giay", party.side, str(party.cadre.pk)):
        return form
    return ConfirmForm(minutes=minutes, paper=True, auto_id=f"id_{party.side}_{party.cadre.pk}_%s")


def _words(request, minutes, parties, form):
    """The minutes as this reader may see them: who is to take over sees what he is to take over."""
    me = standing(request.user)
    at_desk = any(minutes.giver.path.startswith(path) for path in me.paths(*may.DESK, "inspector"))
    items = minutes.items.select_related("task", "assignment", "to_cadre", "handover").order_by(
        "task__due_on", "pk"
    )
    if not at_desk and me.cadre_id != minutes.cadre_id:
        items = items.filter(to_cadre=me.cadre_id)
    items = list(items)
    draws = may.may_draw_handover(request.user, minutes.giver, minutes.cadre)
    seen = set(
        may.visible_tasks(request.user).filter(pk__in=[i.task_id for i in items]).values_list("pk", flat=True)
    )
    changed, other_tasks = leaving.changed_since(minutes) if minutes.is_open and draws else (set(), False)
    for item in items:
        item.changed, item.task_seen = item.pk in changed, item.task_id in seen
    mine = next((p for p in parties if p.cadre.pk == me.cadre_id), None) if minutes.is_open else None
    open_desk = draws and minutes.is_open
    papers = [_paper_form(request, minutes, p, form) if open_desk and not p.agreed else None for p in parties]
    return {
        "heading": "Biên bản bàn giao", "minutes": minutes, "items": items, "parties": list(zip(parties, papers, strict=True)), "form": form,
        "mine": mine, "draws": open_desk, "at_desk": at_desk, "changed": bool(changed),
        "other_tasks": other_tasks, "back_url": _address(minutes), "today": today(),
        "crumbs": [("Bàn giao", reverse("tasks:handover_queue") if at_desk else ""), (minutes.cadre.full_name, "")],
    }  # fmt: skip
