"""How is one cadre urged, or many at once, and how does he answer?"""

from django.shortcuts import render

from cadres.views.access import STAFF, VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(STAFF)
def urge_many(request):
    return render(request, "tasks_app/committee/urge_many.html")


@rule(VISIBLE_TASK)
def urge_task(request, ref):
    return render(request, "tasks_app/committee/urge_task.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
def reply_urge(request, ref, pk):
    return render(request, "tasks_app/committee/reply_urge.html", {"task": visible_task(request, ref)})
