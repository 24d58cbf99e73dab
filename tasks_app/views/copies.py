"""How is one draft order given to many comrades at once, each his own copy and target?"""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions.copies import order_to_many
from tasks_app.forms.copies import CopiesForm
from tasks_app.models import Task
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task
from tasks_app.views.ordering import may_have_edited, number, order_words

TEMPLATE = "tasks_app/consideration/copy_order.html"
REDRAWING = ("chon", "bo", "them", "them-chuc-danh")


@rule(VISIBLE_TASK)
def copy_order(request, ref):
    """GET, POST /viec/<ref>/giao-nhieu/: a row for each comrade; all are put on the list, or none."""
    task = visible_task(request, ref)
    require(task.origin != Task.Origin.REGISTERED)
    late = request.method == "POST" and may_have_edited(request.user, task)
    require(may.may_edit_draft(request.user, task) or late)
    words = order_words(request, task.giver, task) | {"heading": "Đặt hàng cho nhiều đồng chí", "task": task}
    if request.method == "POST" and any(name in request.POST for name in REDRAWING):
        return redraw(request, words | {"form": redrawn(request, task)})
    if request.method == "POST":
        return save(request, task, words)
    return render(request, TEMPLATE, words | {"form": CopiesForm(task=task, on=today())})


def redraw(request, words):
    """With HTMX the whole of the form is swapped, whichever small button asked: each changes the rows."""
    answer = render(request, f"{TEMPLATE}#giao-nhieu" if request.htmx else TEMPLATE, words)
    if request.htmx:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#giao-nhieu", "outerHTML"
    return answer


def redrawn(request, task):
    """A comrade more or less: nothing is judged, nothing is saved."""
    form, sent = CopiesForm(task=task, on=today(), drawn=request.POST), request.POST
    if "chon" in sent:
        form.add_picked(number(sent["chon"].partition(":")[2]))
    elif "bo" in sent:
        form.drop(number(sent["bo"].rpartition(":")[2]))
    elif "them" in sent:
        form.add_typed()
    else:
        form.add_position(sent.get("position", ""))
    return form


def save(request, task, words):
    form = CopiesForm(request.POST, task=task, on=today())
    if form.is_valid():
        with refusals_in(form):
            made = order_to_many(task, form.copies(), by=request.user, at=timezone.now(), seen=form.seen)
            address = reverse("tasks:consider_round", args=[task.round_id])
            return lead_on(request, f"{address}?muc=danh-muc", f"Đã đưa {len(made)} việc vào danh mục trình")
    return render_form(request, TEMPLATE, words | {"form": form}, form)
