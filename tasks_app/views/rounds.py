"""Which rounds does a committee run, and by which calendar and rules?"""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import OFFICER, rule
from tasks_app.forms.rounds import RoundForm
from tasks_app.models import Round, Task
from tasks_app.models.marks import NOT_DECIDED
from tasks_app.views.acting import lead_on, once, render_form, today


@rule(OFFICER)
def round_list(request):
    """GET /dot-giao-viec/: the rounds of the user's committees, newest first."""
    counted = Count("tasks", filter=~Q(tasks__status__in=[*NOT_DECIDED]))
    waiting = Count("tasks", filter=Q(tasks__status=Task.Status.AWAITING_DECISION))
    rounds = own_rounds(request.user).annotate(decided=counted, waiting=waiting)
    words = {"heading": "Đợt giao việc", "rounds": rounds.order_by("-year_from", "committee_id", "-pk")}
    return render(request, "tasks_app/ordering/round_list.html", words)


@rule(OFFICER)
@once
def new_round(request):
    """GET, POST /dot-giao-viec/moi/."""
    return _page(request, "tasks_app/ordering/new_round.html", "Lập đợt giao việc", None)


@rule(OFFICER)
@once
def round_page(request, pk):
    """GET, POST /dot-giao-viec/<pk>/: the round's calendar and rules."""
    found = get_object_or_404(own_rounds(request.user), pk=pk)
    return _page(request, "tasks_app/ordering/round_page.html", found.name, found)


def own_rounds(user):
    return Round.objects.filter(committee__in=standing(user).units(Office.Role.OFFICER)).select_related(
        "committee"
    )


def _page(request, template, heading, round):
    committees = Unit.objects.filter(pk__in=standing(request.user).units(Office.Role.OFFICER))
    form = RoundForm(
        request.POST or None, committees=committees.order_by("kind__level", "pk"), round=round, on=today()
    )
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        return lead_on(request, reverse("tasks:round_list"), f"Đã lưu đợt «{saved.name}»")
    crumbs = [("Đợt giao việc", reverse("tasks:round_list")), (heading, "")]
    words = {
        "heading": heading, "form": form, "crumbs": crumbs, "submit_label": "Lưu đợt giao việc",
        "back_url": reverse("tasks:round_list"),
    }  # fmt: skip
    return render_form(request, template, words, form)
