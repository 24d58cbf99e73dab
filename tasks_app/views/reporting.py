"""How does a cadre report the figures of a task?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(VISIBLE_TASK)
def report_task(request, ref):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/report_task.html", {"task": task})


@rule(VISIBLE_TASK)
def ask_conclusion(request, ref):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/ask_conclusion.html", {"task": task})
