"""How are directions, inspections, answers and plain moves put on record?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import once, visible_task

# Words of the address -> transitions that need at most a reason and have no page of their own.
PLAIN_STEPS = {
    "tra-lai": "return",
    "tham-dinh": "pass",
    "bo-sung": "send_back",
    "khoa-ky": "close",
}


@rule(VISIBLE_TASK)
@once
def direct_task(request, ref):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def answer_direction(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def answer_recommendation(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def solve_obstacle(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def inspect_task(request, ref):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def close_inspection(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def move_task(request, ref, name):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})
