"""How does a committee's conclusion of a task get on record?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import once, visible_task


@rule(VISIBLE_TASK)
@once
def conclude_task(request, ref):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def conclude_year(request, ref):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})
