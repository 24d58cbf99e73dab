"""How do several proposed tasks become one, seen side by side before they do?"""

from django.urls import reverse
from django.utils import timezone

from cadres.views.access import OFFICER, rule
from tasks_app import permissions as may
from tasks_app.actions.merging import merge
from tasks_app.forms.bulk import MergeForm
from tasks_app.permissions import know_cadres, visible_tasks
from tasks_app.statistics.consideration import for_consideration, in_desk_order
from tasks_app.views.acting import lead_on, refusals_in, render_form
from tasks_app.views.bulk import back_to, read_seen
from tasks_app.views.deciding import uuids

MOST = 10


@rule(OFFICER)
def merge_tasks(request):
    """GET, POST /viec/gop/?viec=…&viec=…: side by side; one stays, the others point to it."""
    posted = request.method == "POST"
    seen = read_seen(MergeForm(request.POST, tasks=[])) if posted else {}
    visible = visible_tasks(request.user)
    named = visible.filter(pk__in=list(seen)[:MOST]) if posted else visible.filter(
        public_id__in=uuids(request.GET.getlist("viec"))[:MOST]
    )  # fmt: skip
    tasks = list(for_consideration(in_desk_order(named)))
    know_cadres(tasks)
    refused = [task for task in tasks if not may.may_merge(request.user, task)]
    tasks = [task for task in tasks if task not in refused]
    form = MergeForm(request.POST if posted else None, tasks=tasks)
    if posted and form.is_valid():
        values = form.cleaned_data
        survivor = next(task for task in tasks if task.pk == values["survivor"])
        with refusals_in(form):
            merge(
                survivor, [task for task in tasks if task is not survivor], reason=values["reason"],
                figures=values["figures"], with_people=values["with_people"], by=request.user, at=timezone.now(),
                seen={task.pk: seen[task.pk] for task in tasks},
            )  # fmt: skip
            address = reverse("tasks:task_page", args=[survivor.ref])
            return lead_on(request, address, f"Đã gộp {len(tasks)} việc thành một")
    if posted:
        form.data = form.data.copy()
        form.data["rows"] = form.fields["rows"].prepare_value({task.pk: task.version for task in tasks})
    back = back_to(request, request.headers.get("Referer", ""))
    words = {
        "heading": f"Gộp {len(tasks)} việc thành một" if len(tasks) > 1 else "Gộp việc",
        "form": form,
        "tasks": tasks,
        "refused": refused,
        "back_url": back or reverse("tasks:task_list"),
    }
    return render_form(request, "tasks_app/consideration/merge_tasks.html", words, form)
