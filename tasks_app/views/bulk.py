"""How is one act carried out on many tasks: shown beforehand row by row, done, and answered row by row?"""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from cadres.views.access import OWN, STAFF, rule
from tasks_app.actions import bulk
from tasks_app.forms.bulk import BulkForm
from tasks_app.models import Assignment, BulkAct, Task
from tasks_app.permissions import know_cadres, visible_tasks
from tasks_app.statistics.consideration import TABS, in_desk_order, tasks_of_round
from tasks_app.views.acting import lead_on, refusals_in, render_form
from tasks_app.views.consideration import desk_round, narrowed
from tasks_app.views.deciding import uuids
from tasks_app.workflow import TRANSITIONS

# Words of the address -> arrows that many tasks may take at once.
WORDS = {
    "chuyen-tham-dinh": "pass",
    "tra-lai": "return",
    "dong-y": "list",
    "khong-dua-vao": "leave_out",
    "dua-vao-danh-muc": "order",
}
MOST = 2_000
GONE = "Việc đã được trả lại hoặc không còn trong phạm vi của đồng chí."


@rule(STAFF)
def act_on_many(request, name):
    """GET /viec/hang-loat/<act>/?viec=…: what would become of each; POST does it, in one transaction."""
    step = TRANSITIONS[name]
    posted = request.method == "POST"
    form = BulkForm(request.POST if posted else None, step=step)
    seen = read_seen(form) if posted else {}
    tasks = seen_tasks(request.user, seen) if posted else chosen_tasks(request)
    found = bulk.outcomes(tasks, name, by=request.user, seen=seen or None)
    if posted and form.is_valid():
        with refusals_in(form):
            act = bulk.carry_out(
                tasks,
                name,
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
                at=timezone.now(),
                seen=seen,
            )
            done = sum(not row["why"] for row in act.rows)
            address = reverse("tasks:bulk_result", args=[act.uuid])
            back = back_to(request, form.cleaned_data["back"])
            return lead_on(
                request,
                f"{address}?{urlencode({'ve': back})}" if back else address,
                f"Đã {step.act} {done} việc",
            )
    ready = [outcome.task for outcome in found if not outcome.why]
    # The next try goes by what the page shows now.
    now = {task.pk: task.version for task in ready}
    form.fields["rows"].initial = now
    if posted:
        form.data = form.data.copy()
        form.data["rows"] = form.fields["rows"].prepare_value(now)
    back = back_to(request, request.POST.get("back") or request.headers.get("Referer", ""))
    form.fields["back"].initial = back
    words = {
        "heading": f"{step.label} {len(ready)} việc?" if ready else step.label,
        "step": step,
        "target": Task.Status(step.target).label,
        "form": form,
        "ready": ready,
        "refused": [outcome for outcome in found if outcome.why],
        "gone": len(seen) - len(tasks) if posted else 0,
        "back_url": back or reverse("tasks:task_list"),
    }
    return render_form(request, "tasks_app/consideration/act_on_many.html", words, form)


@rule(OWN)
def bulk_result(request, uuid):
    """GET /viec/hang-loat/ket-qua/<uuid>/: what became of each row; for who did it."""
    act = get_object_or_404(BulkAct.objects.select_related("document"), uuid=uuid, by=request.user)
    now = {
        task.pk: task
        for task in visible_tasks(request.user).filter(pk__in=[row["task"] for row in act.rows]).only(
            "public_id", "code", "title", "status"
        )
    }  # fmt: skip
    rows = [row | {"now": now.get(row["task"])} for row in act.rows]
    step = TRANSITIONS[act.name]
    words = {
        "heading": f"Kết quả: {step.label.lower()}",
        "act": act,
        "step": step,
        "rows": rows,
        "done": sum(not row["why"] for row in rows),
        "left": sum(bool(row["why"]) for row in rows),
        "back_url": back_to(request, request.GET.get("ve", "")) or reverse("tasks:task_list"),
    }
    return render(request, "tasks_app/consideration/bulk_result.html", words)


def read_seen(form):
    """The rows and versions that were sent, of a form that may be refused for something else."""
    form.is_valid()
    return getattr(form, "cleaned_data", {}).get("rows") or {}


def seen_tasks(user, seen):
    """The tasks that the page showed, as far as they still exist for the user."""
    return loaded(visible_tasks(user).filter(pk__in=list(seen)[:MOST]))


def chosen_tasks(request):
    """Those that the boxes name (`viec`), or with `ca` all of a round's tab under its conditions."""
    sent = request.GET
    visible = visible_tasks(request.user)
    if sent.get("ca") and sent.get("dot", "").isdecimal() and len(sent["dot"]) < 16:
        round = desk_round(request, int(sent["dot"]))
        tab = TABS.get(sent.get("muc", ""), TABS[""])
        term = sent.get("q", "").replace("\x00", "")[:100]
        tasks = narrowed(tasks_of_round(visible, round), term=term, unmeasured=sent.get("do") == "chua")
        return loaded(tasks.filter(tab.condition))
    return loaded(visible.filter(public_id__in=uuids(sent.getlist("viec"))))


def loaded(tasks):
    people = Prefetch("assignments", Assignment.objects.open().lead_first(), to_attr="people")
    found = list(
        in_desk_order(tasks).select_related("giver", "unit", "round").prefetch_related(people)[:MOST]
    )
    know_cadres(found)
    return found


def back_to(request, asked):
    """The desk, list or queue that the act came from: a path of this site, else ""."""
    here = f"{request.scheme}://{request.get_host()}"
    path = asked.removeprefix(here)
    if not path.startswith("/dot-giao-viec/") and not path.startswith("/viec/?"):
        return ""
    return path[:300] if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
