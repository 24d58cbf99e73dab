"""How does a cadre register a task for himself, or his assistant prepare it for him; how does he take it back?"""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Cadre
from cadres.offices import standing
from cadres.views.access import CADRE, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import registering
from tasks_app.actions.registering import earlier_tasks, post_for, round_to_come, rounds_open_to
from tasks_app.forms.acts import WithdrawForm
from tasks_app.forms.base import ActForm
from tasks_app.forms.ordering import OrderForm
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.on_task import act_page, task_for
from tasks_app.views.once import keeping
from tasks_app.views.ordering import GIVE_UP, KEEP, answer, registration_words, save_registration

EARLIER_SHOWN = 8


@rule(CADRE)
@keeping(KEEP, GIVE_UP)
def register_task(request):
    """GET, POST /viec/dang-ky/?dong-chi=…: to a round of the committee that manages the cadre's post."""
    cadre = registering_cadre(request)
    rounds = rounds_open_to(cadre, on=today())
    first = rounds.first()
    words = {"heading": "Đăng ký việc đột phá", "cadre": cadre, "others": others(request, cadre)}
    if first is None:
        words["coming"] = round_to_come(cadre, on=today())
        return render(request, "tasks_app/ordering/no_round.html", words)
    giver = first.committee
    earlier = earlier_tasks(cadre, may.visible_tasks(request.user))
    copied = copied_task(request, earlier)
    make = partial(
        OrderForm, giver=giver, rounds=rounds.filter(committee=giver), by=request.user, on=today(),
        post=post_for(cadre, giver, on=today()), copied=copied,
    )  # fmt: skip
    words = registration_words(request, giver, cadre=cadre) | words
    words |= {"earlier": earlier[:EARLIER_SHOWN], "copied": copied}
    return answer(request, make, "tasks_app/ordering/register_task.html", words, save_registration)


def copied_task(request, earlier):
    """The earlier task that is asked for by `tu`, to start from; None when it isn't one of his."""
    asked = request.GET.get("tu", "")[:40]
    return earlier.filter(code=asked).first() if asked else None


@rule(VISIBLE_TASK)
def take_back_registration(request, ref):
    """GET, POST /viec/<ref>/lay-lai/: sent and not passed on yet, it is the cadre's draft again."""
    task = task_for(request, ref, may.may_take_back)
    form = ActForm(request.POST if request.method == "POST" else None, task=task)
    if form.is_valid():
        with refusals_in(form):
            registering.take_back(task, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, reverse("tasks:edit_task", args=[task.ref]), "Đã lấy lại bản đăng ký")
    until = task.round.registration_until
    late = until is not None and until < today()
    return act_page(
        request, task, form, may.may_take_back, heading="Lấy lại để sửa", verb="Lấy lại để sửa", until=until, late=late,
        template="tasks_app/ordering/take_back_registration.html",
    )  # fmt: skip


@rule(VISIBLE_TASK)
def withdraw_registration(request, ref):
    """GET, POST /viec/<ref>/thoi-dang-ky/: a draft, or what was sent and not passed on yet, is given up."""
    task = task_for(request, ref, may.may_withdraw)
    form = WithdrawForm(request.POST if request.method == "POST" else None, task=task)
    if form.is_valid():
        with refusals_in(form):
            link = reverse("tasks:round_page", args=[task.round_id])
            registering.withdraw(
                task, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(), seen=form.seen, link=link
            )  # fmt: skip
            return lead_on(request, reverse("tasks:my_tasks"), f"Đã thôi đăng ký: {task.title}")
    return act_page(
        request, task, form, may.may_withdraw, heading="Thôi đăng ký", verb="Thôi đăng ký", danger=True,
        template="tasks_app/ordering/withdraw_registration.html",
    )  # fmt: skip


def registering_cadre(request):
    """For whom: who is named by `dong-chi`, himself or one he assists; unnamed, the first who has a round to register in."""
    me = standing(request.user)
    mine = [pk for pk in (me.cadre_id, *sorted(me.assisted)) if pk]
    asked = request.GET.get("dong-chi")
    found = [pk for pk in mine if asked in (None, "", str(pk))]
    if not found:
        raise Http404
    cadres = [Cadre.objects.select_related("user").get(pk=pk) for pk in found]
    open_to = (cadre for cadre in cadres if len(cadres) > 1 and rounds_open_to(cadre, on=today()).exists())
    return next(open_to, cadres[0])


def others(request, cadre):
    """The other cadres for whom the user may prepare a registration."""
    me = standing(request.user)
    return Cadre.objects.filter(pk__in={*me.assisted, me.cadre_id} - {None, cadre.pk}).in_order()
