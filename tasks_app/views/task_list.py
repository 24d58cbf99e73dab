"""Which tasks are there, and how is each going?"""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import SIGNED_IN, rule
from tasks_app.forms.filters import TaskFilter
from tasks_app.permissions import READERS, visible_tasks
from tasks_app.statistics.listing import figures, in_order
from tasks_app.statistics.states import STATES, TABS
from tasks_app.views.acting import today
from tasks_app.views.task_table import URGERS, page_of_rows

Role = Office.Role


@rule(SIGNED_IN)
def task_list(request):
    """GET /viec/: what the user may see, under the conditions of the address; with HTMX only what changes."""
    on, me = today(), standing(request.user)
    form = TaskFilter(request.GET, user=request.user, me=me, on=on)
    number = request.GET.get("trang")
    # Links on the page carry on with the conditions that hold, not with empty or unknown ones.
    request.GET = QueryDict(form.query()[1:])
    visible, conditions = visible_tasks(request.user), form.conditions
    counted = figures(visible, conditions, on, keep_as=request.user.pk)
    tasks = in_order(conditions.choose(visible, on), conditions.order, over_last=not conditions.state)
    page = page_of_rows(tasks, number=number, count=counted.tasks, me=me, on=on)
    context = {
        "today": on,
        "form": form,
        "tabs": [tab(state, form, counted, conditions) for state in TABS],
        "counted": counted,
        "page": page,
        "state": STATES[conditions.state],
        "may_urge": bool(me.units(*URGERS)),
        "actions": [export_action(form), *page_actions(me, counted)],
        "narrowed": bool(form.params.keys() - {"trang-thai", "sap-xep", "cap-uy"}),
        "lead": lead(me, form),
    }
    template = "tasks_app/committee/task_list.html"
    response = render(request, f"{template}#phan" if request.htmx else template, context)
    patch_vary_headers(response, ["HX-Request"])
    if request.htmx:
        response["HX-Push-Url"] = reverse("tasks:task_list") + address(form, page)
    return response


def tab(state, form, counted, conditions):
    return {
        "label": state.label,
        "count": counted.tabs[state.code],
        "url": form.query(**{"trang-thai": state.code or None}),
        "current": state.code == conditions.state,
    }


def lead(me, form):
    """Whose tasks these are, where the page's own name doesn't say it."""
    if not me.units(*READERS):
        return "Việc đồng chí được giao hoặc cập nhật thay"
    if len(me.units(*READERS)) > 1 and "cap-uy" not in form.params:
        return "Việc trong phạm vi mọi cấp ủy mà đồng chí phục vụ"
    return ""


def address(form, page):
    query = form.query(trang=page.number if page.number > 1 else None)
    return "" if query == "?" else query


def export_action(form):
    query = form.query()
    return {
        "label": "Xuất Excel",
        "url": reverse("tasks:export_tasks") + ("" if query == "?" else query),
        "icon": "download",
    }


def page_actions(me, counted):
    """Buttons of the header: at most one filled, the last."""
    actions = []
    if me.units(Role.OFFICER):
        actions.append({"label": "Đợt giao việc", "url": reverse("tasks:round_list"), "icon": "calendar"})
    if me.units(Role.OFFICER) and counted.undecided["awaiting_decision"]:
        actions.append({"label": "Ghi quyết định", "url": reverse("tasks:decide_tasks"), "icon": "gavel"})
    if me.units(*URGERS):
        actions.append(
            {"label": "Đặt hàng việc", "url": reverse("tasks:order_task"), "icon": "plus", "main": True, "key": "n"}
        )  # fmt: skip
    return actions
