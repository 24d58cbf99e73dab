"""How does a cadre commit: read what was decided, look over a proposed plan, press one button?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.actions import committing, reporting
from tasks_app.actions.recording import speaker
from tasks_app.forms.committing import (
    HURDLES,
    PLAN,
    CommitForm,
    Milestones,
    Obstacles,
    typed_rows,
    units_to_ask,
)
from tasks_app.models import Task
from tasks_app.views import pending
from tasks_app.views.acting import lead_on, once, refusals_in, render_form, require, visible_task

TEMPLATE = "tasks_app/cadre/commit_task.html"
# Buttons that don't commit.
KEEP, HAND_OVER, DROP = "nhap", "chuyen", "bo-nhap"
MORE = {"them-moc": PLAN, "them-vm": HURDLES}


@rule(VISIBLE_TASK)
def commit_task(request, ref):
    """GET, POST /viec/<ref>/cam-ket/; GET with `tim`: names of units for what is typed."""
    task = visible_task(request, ref)
    person = reporting.cadre_reported_for(request.user, task)
    require(person and (task.status == Task.Status.IN_FORCE or request.method == "POST"))
    if request.htmx and "tim" in request.GET:
        return _units(request, task)
    if request.method == "GET" and committing.commitment_of(task, person.cadre):
        messages.info(request, "Cam kết đối với nội dung này đã được ghi.")
        return redirect("tasks:task_page", ref=task.ref)
    asked = request.POST.get("lam", "")
    if asked in MORE:
        return _one_more(request, task, person, MORE[asked])
    if asked:
        return _keep(request, task, person, asked)
    return _commit(request, ref, task, person)


@once
def _commit(request, ref, task, person):
    if request.method != "POST":
        return _page(request, task, person, *_unbound(request, task, person))
    own = person.cadre_id == standing(request.user).cadre_id
    require(own)
    at = timezone.now()
    form = CommitForm(request.POST, task=task)
    steps, hurdles = _bound(request, task)
    lead = committing.is_lead(request.user, task)
    valid = all([form.is_valid(), not lead or steps.is_valid(), hurdles.is_valid()])
    pending.keep(request.user, request.path, request.POST, at=at)
    with refusals_in(form):
        if valid:
            committing.commit(
                task, resources=form.cleaned_data["resources"], solutions=form.cleaned_data["solutions"],
                steps=steps.steps() if lead else (), obstacles=hurdles.named(), by=request.user, at=at,
                seen=form.seen,
            )  # fmt: skip
            pending.drop(request.user, request.path)
            return lead_on(request, "tasks:my_tasks", f"Đã cam kết: {task.title}")
    return _page(request, task, person, form, steps, hurdles, status=None if form.status != 200 else 422)


def _keep(request, task, person, asked):
    """Keep what was typed: for the cadre himself, or by his assistant for him."""
    at, owner = timezone.now(), person.cadre.user or request.user
    if asked == DROP:
        pending.drop(owner, request.path)
        return redirect(request.path)
    own = owner.pk == request.user.pk
    name = "" if own else speaker(request.user, on=timezone.localdate(at))
    pending.keep(owner, request.path, request.POST, at=at, by_name=name)
    if request.htmx:
        return render(request, f"{TEMPLATE}#da-luu", {"saved_at": at})
    if asked == HAND_OVER and not own:
        committing.hand_over_plan(task, person.cadre, by=request.user, at=at)
        return lead_on(request, "tasks:my_tasks", f"Đã chuyển đ/c {person.name} xem và cam kết")
    return lead_on(request, "tasks:my_tasks", f"Đã lưu nháp cam kết: {task.title}")


def _one_more(request, task, person, prefix):
    """One more empty row, everything typed shown again unjudged; htmx swaps the rows only."""
    forms = _unbound(request, task, person, typed=request.POST, more=prefix)
    if request.htmx:
        part = "cac-moc" if prefix == PLAN else "cac-vuong-mac"
        context = {"task": task, "steps": forms[1], "hurdles": forms[2], "person": person}
        return render(request, f"{TEMPLATE}#{part}", context)
    return _page(request, task, person, *forms)


def _units(request, task):
    """Options for the list under the input: names of units that contain what is typed."""
    typed = next((value for name, value in request.GET.items() if name.endswith("-solver")), "")
    units = units_to_ask(task, on=timezone.localdate())
    found = units.matching(typed).in_order()[:12] if len(typed.strip()) > 1 else []
    return HttpResponse(format_html_join("", '<option value="{}">', ((unit.name,) for unit in found)))


# ---- the page --------------------------------------------------------------------------------------------------------


def _unbound(request, task, person, *, typed=None, more=""):
    """(form, milestones, obstacles) showing what is being typed, or what was kept before, or a proposal."""
    kept = pending.kept_for(person.cadre.user or request.user, request.path) if typed is None else None
    said = typed if typed is not None else kept.data.get("values", {}) if kept else None
    indicators = committing.planned_indicators(task)
    if said is None:
        proposed = committing.proposed_steps(task, indicators, on=timezone.localdate())
        rows = {PLAN: [_initial(step) for step in proposed], HURDLES: [{}]}
        said = {}
    else:
        rows = {prefix: typed_rows(said, prefix) for prefix in (PLAN, HURDLES)}
    if more:
        rows[more] = [*rows[more], {}]
    initial = {name: said[name] for name in ("resources", "solutions") if name in said}
    form = CommitForm(task=task, initial=initial)
    form.kept = kept
    return (
        form,
        Milestones(task=task, indicators=indicators, initial=rows[PLAN]),
        Obstacles(units=units_to_ask(task, on=timezone.localdate()), initial=rows[HURDLES]),
    )


def _bound(request, task):
    return (
        Milestones(request.POST, task=task, indicators=committing.planned_indicators(task)),
        Obstacles(request.POST, units=units_to_ask(task, on=timezone.localdate())),
    )


def _initial(step):
    values = {f"so_{pk}": value for pk, value in step.values.items()}
    return {"name": step.name, "due_on": step.due_on} | values


def _page(request, task, person, form, steps, hurdles, *, status=None):
    context = {
        "task": task, "person": person, "form": form, "steps": steps, "hurdles": hurdles,
        "indicators": reporting.figures_of(task), "is_own": person.cadre_id == standing(request.user).cadre_id,
        "is_lead": person.role == person.Role.LEAD, "kept": getattr(form, "kept", None),
        "conflict": form.refusal_status == 409, "plan": _plan_of(task),
        "coordinating": list(task.coordinating_units.in_order()),
    }  # fmt: skip
    if status:
        return render(request, TEMPLATE, context, status=status)
    return render_form(request, TEMPLATE, context, form)


def _plan_of(task):
    """The milestones that the lead committed to for this version, for who carries the task with him."""
    return task.milestones.filter(commitment__content_version=task.content_version).order_by("due_on", "pk")
