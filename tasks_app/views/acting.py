"""How does a page carry out one act: once, with refusals shown where they belong?"""

from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from tasks_app.actions.refusals import Refused, Stale
from tasks_app.models import Task
from tasks_app.permissions import visible_tasks


def today():
    """The date in Asia/Ho_Chi_Minh, read at the edge."""
    return timezone.localdate()


def visible_task(request, ref):
    """The task with this code or opaque id, if it exists for the user; else 404, the same as if there were none."""
    tasks = (
        visible_tasks(request.user)
        .with_mark(today())
        .select_related("round", "giver", "unit", "field", "decision", "follower", "group")
    )
    try:
        found = tasks.filter(public_id=UUID(ref)).first()
    except ValueError:
        found = tasks.filter(code=ref).first()
    if found is None:
        raise Http404
    return found


def require(allowed):
    """An act that isn't this user's to do on a task he may see: the page of the act doesn't exist for him."""
    if not allowed:
        raise Http404


@contextmanager
def refusals_in(form):
    """Run an action; what it refuses becomes an error of the form, with 409 for stale and 422 for the rest."""
    try:
        yield
    except Stale as refusal:
        if form.task is not None:
            # The next try goes by what the page shows now, current values beside what was typed.
            form.task.refresh_from_db()
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = str(
                Task.objects.values_list("version", flat=True).get(pk=form.task.pk)
            )
        form.refuse(refusal, 409)
    except Refused as refusal:
        form.refuse(refusal, 422)


def lead_on(request, target, message):
    """After an act: say what was done (a toast on the next page) and go there."""
    messages.success(request, message)
    return redirect(target)


def render_form(request, template, context, *forms):
    """The page of a form, with the status that its state asks for: 200, 422 (invalid) or 409 (stale)."""
    status = max((form.status for form in forms), default=200)
    if any(getattr(form, "refusal_status", None) == 409 for form in forms):
        status = 409
    return render(request, template, context, status=status)
