"""How does a file come onto a draft report, and off it again?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(VISIBLE_TASK)
def upload_evidence(request, ref):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/upload_evidence.html", {"task": task})


@rule(VISIBLE_TASK)
def remove_evidence(request, ref, uuid):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/remove_evidence.html", {"task": task})
