"""Which tasks are there, and how is each going?"""

from django.shortcuts import render

from cadres.views.access import SIGNED_IN, rule


@rule(SIGNED_IN)
def task_list(request):
    return render(request, "tasks_app/committee/task_list.html")
