"""How is a submitted report read, noted and contested?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(VISIBLE_TASK)
def report_page(request, ref, pk):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/report_page.html", {"task": task})


@rule(VISIBLE_TASK)
def note_report(request, ref, pk):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/note_report.html", {"task": task})


@rule(VISIBLE_TASK)
def contest_report(request, ref, pk):
    task = visible_task(request, ref)
    return render(request, "tasks_app/cadre/contest_report.html", {"task": task})
