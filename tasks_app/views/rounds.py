"""Which rounds does a committee run, and by which calendar?"""

from django.shortcuts import render

from cadres.views.access import OFFICER, rule


@rule(OFFICER)
def round_list(request):
    """GET /dot-giao-viec/."""
    return render(request, "tasks_app/ordering/round_list.html", {"heading": "Đợt giao việc"})


@rule(OFFICER)
def new_round(request):
    """GET, POST /dot-giao-viec/moi/."""
    return render(request, "tasks_app/ordering/new_round.html", {"heading": "Lập đợt giao việc"})


@rule(OFFICER)
def round_page(request, pk):
    """GET, POST /dot-giao-viec/<pk>/."""
    return render(request, "tasks_app/ordering/round_page.html", {"heading": "Đợt giao việc"})
