"""How does one act on one task get its own thin page: who gets it, and what does it show after a refusal?"""

from copy import copy

from django.urls import reverse

from cadres.offices import standing
from tasks_app.models import Task
from tasks_app.permissions import all_cadres
from tasks_app.views.acting import render_form, require, today, visible_task


def task_for(request, ref, may_do):
    """The task, where the act is this user's to do now; else 404.

    A POST from a page that is older than the task is let through, if the act would be his in some other state of the task, or
    while he carried it: the action then says that somebody was faster (409).
    """
    task = visible_task(request, ref)
    require(may_do(request.user, task) or _was_his(request, task, may_do))
    return task


def came_late(request, task):
    """Was this sent from a page that is older than the task?"""
    seen = request.POST.get("version", "")
    return request.method == "POST" and seen.isascii() and seen.isdigit() and int(seen) < task.version


def carried_until_now(request, task):
    """The share in the task that ended while its cadre had the page before him; None for others."""
    if not came_late(request, task):
        return None
    ended = task.assignments.filter(cadre=standing(request.user).cadre_id, ends_on__isnull=False)
    return ended.select_related("cadre__user").order_by("-pk").first()


def _was_his(request, task, may_do):
    if not came_late(request, task):
        return False
    return any(may_do(request.user, _as_if(task, status)) for status in Task.Status)


def _as_if(task, status):
    """The task in another state, with all who ever carried it."""
    other = copy(task)
    other.status, other._assigned_cadres = status, all_cadres(task)
    return other


def address_of(task):
    return reverse("tasks:task_page", args=[task.ref])


def act_page(request, task, form, may_do, *, heading, verb, template="tasks_app/acts/act.html", **more):
    """The page of the form, beside how the task stands now; after a conflict with the task read again."""
    if form.refusal_status == 409:
        task = visible_task(request, task.ref)
    context = {
        "task": task,
        "form": form,
        "on": today(),
        "people": task.assignments.open().lead_first(),
        "crumbs": [(task.code or task.title[:40], address_of(task)), (heading, "")],
        "heading": heading,
        "verb": verb,
        "possible": may_do(request.user, task),
        "back_url": address_of(task),
    }
    return render_form(request, template, context | more, form)
