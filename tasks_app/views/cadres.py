"""Who carries tasks, and what came of them?"""

from django.shortcuts import get_object_or_404, render

from cadres.views.access import SIGNED_IN, VISIBLE_CADRE, rule
from tasks_app.permissions import visible_cadres


@rule(SIGNED_IN)
def cadre_list(request):
    return render(request, "tasks_app/committee/cadre_list.html")


@rule(VISIBLE_CADRE)
def cadre_page(request, pk):
    cadre = get_object_or_404(visible_cadres(request.user), pk=pk)
    return render(request, "tasks_app/committee/cadre_page.html", {"cadre": cadre})


@rule(VISIBLE_CADRE)
def cadre_sheet(request, pk):
    cadre = get_object_or_404(visible_cadres(request.user), pk=pk)
    return render(request, "tasks_app/committee/cadre_sheet.html", {"cadre": cadre})
