"""How is a change asked for, appraised and decided, and how is a task handed over?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.models import ChangeRequest
from tasks_app.views.acting import once, visible_task

K = ChangeRequest.Kind
KINDS = {
    "gia-han": K.EXTENSION,
    "dieu-chinh": K.CONTENT,
    "tam-dung": K.HOLD,
    "tiep-tuc": K.RESUME,
    "thoi-giao": K.END,
    "dua-ra": K.REMOVE,
    "thay-nguoi": K.ASSIGNEE,
}


@rule(VISIBLE_TASK)
@once
def ask_change(request, ref, kind):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def give_opinion(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def decide_change(request, ref, pk):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})


@rule(VISIBLE_TASK)
@once
def hand_over_task(request, ref):
    return render(request, "tasks_app/acts/act.html", {"task": visible_task(request, ref)})
