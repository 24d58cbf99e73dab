"""Which tasks does a cadre carry, and what must he do now?"""

from django.shortcuts import render

from cadres.views.access import CADRE, rule


@rule(CADRE)
def my_tasks(request):
    return render(request, "tasks_app/cadre/my_tasks.html")


@rule(CADRE)
def my_results(request):
    return render(request, "tasks_app/cadre/my_results.html")


@rule(CADRE)
def reports_due(request):
    return render(request, "tasks_app/cadre/reports_due.html")
