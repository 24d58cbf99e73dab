"""Which tasks make this one concrete, how is each going, and how far do they bring it together?"""

from django.shortcuts import render
from django.urls import reverse

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.contributions import contributing, taken_together
from tasks_app.views.acting import today, visible_task
from tasks_app.views.task_table import page_of_rows


@rule(VISIBLE_TASK)
def task_contributions(request, ref):
    """GET /viec/<ref>/cu-the-hoa/."""
    task, on = visible_task(request, ref), today()
    tasks = contributing(visible_tasks(request.user), task)
    together = taken_together(tasks, on)
    page = page_of_rows(
        tasks.order_by("unit__kind__level", "unit__rank", "unit__name_key", "pk"),
        number=request.GET.get("trang"), count=together.tasks, me=standing(request.user), on=on,
    )  # fmt: skip
    words = {
        "task": task,
        "today": on,
        "together": together,
        "page": page,
        "crumbs": [
            (task.code or task.title[:40], reverse("tasks:task_page", args=[task.ref])),
            ("Cụ thể hóa", ""),
        ],
    }
    return render(request, "tasks_app/consideration/task_contributions.html", words)
