"""How does a cadre register a task for himself, or his assistant prepare it for him?"""

from functools import partial

from django.http import Http404
from django.shortcuts import render

from cadres.models import Cadre
from cadres.offices import standing
from cadres.views.access import CADRE, rule
from tasks_app.actions.registering import post_for, rounds_open_to
from tasks_app.forms.ordering import OrderForm
from tasks_app.views.acting import today
from tasks_app.views.ordering import answer, registration_words, save_registration


@rule(CADRE)
def register_task(request):
    """GET, POST /viec/dang-ky/?dong-chi=…: to a round of the committee that manages the cadre's post."""
    cadre = registering_cadre(request)
    rounds = rounds_open_to(cadre, on=today())
    first = rounds.first()
    words = {"heading": "Đăng ký việc đột phá", "cadre": cadre, "others": others(request, cadre)}
    if first is None:
        return render(request, "tasks_app/ordering/no_round.html", words)
    giver = first.committee
    make = partial(
        OrderForm, giver=giver, rounds=rounds.filter(committee=giver), by=request.user, on=today(),
        post=post_for(cadre, giver, on=today()),
    )  # fmt: skip
    words = registration_words(request, giver, cadre=cadre) | words
    return answer(request, make, "tasks_app/ordering/register_task.html", words, save_registration)


def registering_cadre(request):
    """For whom: himself, or the one he assists who is named by `dong-chi`."""
    me = standing(request.user)
    mine = [pk for pk in (me.cadre_id, *sorted(me.assisted)) if pk]
    asked = request.GET.get("dong-chi")
    found = [pk for pk in mine if asked in (None, "", str(pk))]
    if not found:
        raise Http404
    return Cadre.objects.select_related("user").get(pk=found[0])


def others(request, cadre):
    """The other cadres for whom the user may prepare a registration."""
    me = standing(request.user)
    return Cadre.objects.filter(pk__in={*me.assisted, me.cadre_id} - {None, cadre.pk}).in_order()
