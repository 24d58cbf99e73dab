"""What does one task look like to this person, and what may he do with it now?"""

from django.shortcuts import render

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.views.acting import visible_task


@rule(VISIBLE_TASK)
def task_page(request, ref):
    return render(request, "tasks_app/task_page.html", {"task": visible_task(request, ref)})
