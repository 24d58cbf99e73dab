"""How does a cadre commit to a task?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(VISIBLE_TASK)
def commit_task(request, ref):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/commit_task.html", {"task": task})
