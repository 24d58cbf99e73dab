"""How does a committee order a task, and how is a draft of either way changed?"""

from functools import partial

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, office, rule
from tasks_app import permissions as may
from tasks_app.actions import ordering
from tasks_app.actions.contents import content_of, differences
from tasks_app.actions.deciding import giver_in_words
from tasks_app.actions.registering import (
    hand_to_cadre,
    last_sent,
    last_turn,
    post_for,
    rounds_open_to,
    submit,
)
from tasks_app.forms.ordering import OrderForm
from tasks_app.forms.six_clear import checks
from tasks_app.models import Round, Task
from tasks_app.statistics.load import load_of
from tasks_app.views import pending
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task
from tasks_app.views.expired import kept_at_the_end
from tasks_app.views.once import keeping

Role = Office.Role
ORDERING = office(Role.OFFICER, Role.LEADER)
PAGE = "tasks_app/ordering/order_task.html"
# Buttons that change what stands on the page and save nothing.
REDRAWING = ("them", "xoa", "chon", "bo")
# What is typed is kept while one types, and given up when one asks for it.
KEEP, GIVE_UP = "giu", "bo-giu"


@rule(ORDERING)
@keeping(KEEP, GIVE_UP)
def order_task(request):
    """GET, POST /viec/moi/?cap-uy=…: a new order of one of the user's committees."""
    giver, others = ordering_committee(request)
    make = partial(
        OrderForm, giver=giver, rounds=rounds_of(giver), by=request.user, on=today(), asked=asked_for(request)
    )
    words = order_words(request, giver) | {"heading": "Đặt hàng việc đột phá", "others": others}
    return answer(request, make, "tasks_app/ordering/order_task.html", words, save_order)


@rule(VISIBLE_TASK)
@keeping(KEEP, GIVE_UP)
def edit_task(request, ref):
    """GET, POST /viec/<ref>/sua/: a draft; whoever comes too late keeps what he typed."""
    task = visible_task(request, ref)
    require(
        may.may_edit_draft(request.user, task)
        or request.method == "POST"
        and may_have_edited(request.user, task)
    )
    registered = task.origin == Task.Origin.REGISTERED
    words = (registration_words if registered else order_words)(request, task.giver, task)
    make = partial(OrderForm, giver=task.giver, by=request.user, on=today(), task=task, **form_of(task))
    words |= {"heading": "Bản nháp đăng ký việc" if registered else "Bản nháp đặt hàng việc", "task": task}
    save = save_registration if registered else save_order
    return answer(request, make, "tasks_app/ordering/edit_task.html", words | returned(task), save)


# ---- the one page of both ways ---------------------------------------------------------------------------------------


def answer(request, make, template, words, save):
    """Draw the page, draw it anew as its small buttons ask, keep what is being typed, or save it."""
    place = place_of(request, words)
    if request.method == "POST" and request.POST.get("lam") == KEEP:
        kept = pending.keep(request.user, place, request.POST, by=request.user, at=timezone.now())
        return render(
            request, f"{PAGE}#da_giu", {"kept_at": kept and kept.saved_at, "too_long": kept is None}
        )
    if request.method == "POST" and request.POST.get("lam") == GIVE_UP:
        pending.drop(request.user, place)
        return redirect(request.get_full_path())
    if request.method == "POST" and (
        any(name in request.POST for name in REDRAWING) or request.POST.get("lam") == "kiem"
    ):
        return redraw(request, make(drawn=request.POST), template, words)
    if request.method == "POST":
        return save(request, make, template, words)
    kept = pending.kept_for(request.user, place) or kept_at_the_end(request)
    if kept is not None:
        form = make(drawn=pending.as_posted(kept))
        form.initial["version"] = kept.data.get("version") or form.initial.get("version")
        return page(request, form, template, words | {"kept": kept})
    return page(request, make(), template, words)


def place_of(request, words):
    """Where what this user types here is kept: a draft has its own address, a new form one a committee or cadre."""
    if "task" in words:
        return request.path
    return f"{request.path}?{words['cadre'].pk if 'cadre' in words else words['giver'].pk}"


def page(request, form, template, words):
    return render_form(request, template, page_words(request, form, words), form)


def page_words(request, form, words):
    """What the page says beside the form: the six checks and what else the lead carries."""
    lead = form.lead_now()
    load = lead and load_of(lead.cadre, seen_by=request.user, on=today(), but=words.get("task"))
    return words | {
        "form": form,
        "rows": form.rows,
        "checks": checks(form.facts()),
        "lead": lead,
        "load": load,
    }


def redraw(request, form, template, words):
    """A row more or less, a person picked or dropped, the checks anew: nothing is judged, nothing is saved."""
    post = request.POST
    if "them" in post:
        form.add_row()
    elif "xoa" in post:
        form.drop_row(number(post["xoa"]))
    elif "chon" in post or "bo" in post:
        name, _, pk = post.get("chon", post.get("bo", "")).partition(":")
        if name in form.fields and hasattr(form.fields[name], "lookup"):
            form.change_pick(name, number(pk), drop="bo" in post)
    words = page_words(request, form, words)
    target = request.htmx.target if request.htmx else None
    if target in ("ro", "chi-tieu"):
        template = f"{PAGE}#{target.replace('-', '_')}_moi"
    elif target and target.startswith("div_id_") and target[7:] in form.fields:
        template, words["field"] = f"{PAGE}#truong_moi", form[target[7:]]
    return render(request, template, words)


def save_order(request, make, template, words):
    final = request.POST.get("lam") == "trinh"
    # What is to be given to many must be whole before it is copied.
    form = make(request.POST, final=final or request.POST.get("lam") == "nhieu")
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            task = write(form, request)
            pending.drop(request.user, place_of(request, words))
            if request.POST.get("lam") == "nhieu":
                return lead_on(request, reverse("tasks:copy_order", args=[task.ref]), "Đã lưu nháp")
            if not final:
                return lead_on(request, reverse("tasks:edit_task", args=[task.ref]), "Đã lưu nháp")
            ordering.list_order(task, by=request.user, at=timezone.now())
            return lead_on(request, reverse("tasks:task_page", args=[task.ref]), words["done"])
    return refused(request, form, template, words)


def save_registration(request, make, template, words):
    """The cadre sends; what his assistant sends goes to the cadre, who confirms."""
    final, himself = request.POST.get("lam") == "trinh", words["himself"]
    form = make(request.POST, final=final)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            task = write(form, request, on_behalf_of=None if himself else form.post.cadre)
            pending.drop(request.user, place_of(request, words))
            if final and himself:
                submit(task, by=request.user, at=timezone.now())
                return lead_on(request, reverse("tasks:task_page", args=[task.ref]), "Đã gửi đăng ký")
            if final:
                hand_to_cadre(task, by=request.user, at=timezone.now())
            done = "Đã lưu và báo đồng chí xác nhận" if final else "Đã lưu nháp"
            return lead_on(request, reverse("tasks:edit_task", args=[task.ref]), done)
    return refused(request, form, template, words)


def write(form, request, *, on_behalf_of=None):
    act = {"by": request.user, "at": timezone.now(), "on_behalf_of": on_behalf_of}
    if form.task is None:
        return ordering.create_draft(form.draft(), **act)
    return ordering.change_draft(form.task, form.draft(), seen=form.seen, **act)


def refused(request, form, template, words):
    pending.keep(request.user, place_of(request, words), request.POST, by=request.user, at=timezone.now())
    if form.refusal_status == 409 and form.task is not None:
        form.show_current(form.task)
    return page(request, form, template, words)


# ---- whose order, in which words -------------------------------------------------------------------------------------


def ordering_committee(request):
    """The committee in whose name the user orders, asked for by `cap-uy` (else the highest), and his other ones."""
    units = Unit.objects.filter(pk__in=may.may_order_from(request.user)).select_related("kind")
    units = list(units.order_by("kind__level", "rank", "pk"))
    asked = request.GET.get("cap-uy")
    giver = next((unit for unit in units if asked in (None, "", str(unit.pk))), None)
    if giver is None:
        raise Http404
    return giver, [unit for unit in units if unit != giver]


def asked_for(request):
    """What the link to the form says already: the round (`dot`), and that it is added on the committee's initiative."""
    asked = {}
    if number(request.GET.get("dot", "")):
        asked["round"] = number(request.GET["dot"])
    if request.GET.get("nguon") in (Task.Origin.ORDERED, Task.Origin.ADDED):
        asked["origin"] = request.GET["nguon"]
    return asked


def rounds_of(giver):
    """Rounds of the giver that still run, newest first."""
    rounds = Round.objects.filter(committee=giver, year_to__gte=today().year)
    return rounds.order_by("-year_from", "-pk")


def form_of(task):
    """What the form of an existing draft needs: its rounds, its own included, and the fixed post of a registration."""
    if task.origin != Task.Origin.REGISTERED:
        return {
            "rounds": (rounds_of(task.giver) | Round.objects.filter(pk=task.round_id)).order_by(
                "-year_from", "-pk"
            )
        }
    lead = task.assignments.open().lead_first().first()
    post = post_for(lead.cadre, task.giver, on=today())
    require(post is not None)
    rounds = rounds_open_to(lead.cadre, on=today()).filter(committee=task.giver)
    return {"rounds": (rounds | Round.objects.filter(pk=task.round_id)).distinct(), "post": post}


def order_words(request, giver, task=None):
    me = standing(request.user)
    officer = me.holds(Role.OFFICER, over=giver.path)
    giver_words = giver_in_words(giver)
    return {
        "giver": giver,
        "lead_text": f"{giver_words} giao việc. Sau khi có quyết định, đồng chí được giao cam kết thực hiện.",
        "send_label": "Đưa vào danh mục trình" if officer else "Đặt hàng",
        "done": "Đã đưa 1 việc vào danh mục trình" if officer else "Đã đặt hàng 1 việc",
        "saved_at": saved_at(task),
        "new_round_url": reverse("tasks:new_round") if officer else "",
    }


def registration_words(request, giver, task=None, cadre=None):
    cadre = cadre or task.assignments.open().lead_first().first().cadre
    himself = standing(request.user).cadre_id == cadre.pk
    return {
        "giver": giver,
        "cadre": cadre,
        "himself": himself,
        "prepared": prepared(task) if task and himself else None,
        "lead_text": f"Đăng ký với {giver_in_words(giver)}. Cơ quan theo dõi kiểm tra, thẩm định rồi trình quyết định.",
        "send_label": "Gửi đăng ký" if himself else "Gửi đồng chí xác nhận",
        "saved_at": saved_at(task),
    }


def saved_at(task):
    last = task and task.events.filter(kind__in=["created", "edited"]).order_by("-at", "-pk").first()
    return last.at if last else None


def returned(task):
    """Why the registration came back, if it did, and what was changed since it was sent."""
    turn = last_turn(task) if task.origin == Task.Origin.REGISTERED else None
    if turn is None or turn.kind == "submit":
        return {}
    sent = last_sent(task)
    return {
        "returned": turn if turn.kind == "return" else None,
        "sent": sent,
        "changes": differences(sent["content"], content_of(task)) if sent else [],
    }


def prepared(task):
    """The last act of the one who works for the cadre, where he was the last to write."""
    last = task.events.filter(kind__in=["created", "edited"]).order_by("-at", "-pk").first()
    return last if last and last.on_behalf_of_id else None


def may_have_edited(user, task):
    """Could the user have had the draft open before it moved on? Then he is told so, with his text kept."""
    return (
        may.is_author(user, task)
        or may.is_officer(user, task)
        or may.is_leader(user, task)
        or task.origin == Task.Origin.REGISTERED
        and (may.is_assignee(user, task) or may.is_assistant(user, task))
    )


def number(text):
    return int(text) if text.isdecimal() and len(text) < 16 else 0
