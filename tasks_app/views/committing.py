"""How does a cadre commit: read what was decided, look over a proposed plan, press one button?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import committing, drafting
from tasks_app.actions.recording import speaker
from tasks_app.forms.committing import (
    HURDLES,
    PLAN,
    CommitForm,
    Milestones,
    Obstacles,
    PlanForm,
    typed_rows,
)
from tasks_app.forms.solvers import units_to_ask
from tasks_app.models import Task
from tasks_app.views import pending
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, visible_task
from tasks_app.views.on_task import act_page, address_of, carried_until_now, task_for
from tasks_app.views.once import keeping

TEMPLATE = "tasks_app/cadre/commit_task.html"
# Buttons that don't commit.
KEEP, HAND_OVER, DROP = "nhap", "chuyen", "bo-nhap"
MORE = {"them-moc": PLAN, "them-vm": HURDLES}


@rule(VISIBLE_TASK)
@keeping(KEEP, HAND_OVER, DROP)
def commit_task(request, ref):
    """GET, POST /viec/<ref>/cam-ket/."""
    task = visible_task(request, ref)
    person = drafting.cadre_reported_for(request.user, task) or carried_until_now(request, task)
    require(person and (task.status == Task.Status.IN_FORCE or request.method == "POST"))
    made = person.made = committing.commitment_of(task, person.cadre)
    if (
        made
        and not committing.may_commit_again(made)
        and (request.method == "GET" or request.POST.get("lam"))
    ):
        if request.htmx:
            # An autosave overtaken by the form itself: its page is being left.
            return HttpResponse(status=204)
        messages.info(request, "Cam kết đối với nội dung này đã được ghi.")
        return redirect("tasks:task_page", ref=task.ref)
    asked = request.POST.get("lam", "")
    if asked in MORE:
        return _one_more(request, task, person, MORE[asked])
    if asked:
        return _keep(request, task, person, asked)
    return _commit(request, ref, task, person)


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
    with refusals_in(form):
        try:
            kept = pending.keep(request.user, request.path, request.POST, by=request.user, at=at)
        except pending.Moved as moved:
            form.moved = moved.kept
            raise
        if valid:
            committing.commit(
                task, resources=form.cleaned_data["resources"], solutions=form.cleaned_data["solutions"],
                steps=steps.steps() if lead else (), obstacles=hurdles.named(), by=request.user, at=at,
                seen=form.seen, prepared_by=kept.data["helpers"] if kept else (),
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
    try:
        pending.keep(owner, request.path, request.POST, by=request.user, at=at, by_name=name)
    except pending.Moved as moved:
        return _moved(request, task, person, moved)
    if request.htmx:
        return render(request, f"{TEMPLATE}#da-luu", {"saved_at": at})
    if asked == HAND_OVER and not own:
        committing.hand_over_plan(task, person.cadre, by=request.user, at=at)
        return lead_on(request, "tasks:my_tasks", f"Đã chuyển đ/c {person.name} xem và cam kết")
    return lead_on(request, "tasks:my_tasks", f"Đã lưu nháp cam kết: {task.title}")


def _moved(request, task, person, moved):
    """What was typed, unjudged, and what another kept meanwhile beside it; the next save goes by that."""
    if request.htmx:
        return render(request, f"{TEMPLATE}#da-luu", {"moved": moved}, status=409)
    forms = _unbound(request, task, person, typed=request.POST)
    forms[0].moved = moved.kept
    return _page(request, task, person, *forms, status=409)


def _one_more(request, task, person, prefix):
    """One more empty row, everything typed shown again unjudged; htmx swaps the rows only."""
    forms = _unbound(request, task, person, typed=request.POST, more=prefix)
    if request.htmx:
        part = "cac-moc" if prefix == PLAN else "cac-vuong-mac"
        context = {"task": task, "steps": forms[1], "hurdles": forms[2], "person": person}
        return render(request, f"{TEMPLATE}#{part}", context)
    return _page(request, task, person, *forms)


# ---- the page --------------------------------------------------------------------------------------------------------


def _unbound(request, task, person, *, typed=None, more=""):
    """(form, milestones, obstacles) showing what is being typed, or what was kept before, or a proposal."""
    kept = pending.kept_for(person.cadre.user or request.user, request.path) if typed is None else None
    said = typed if typed is not None else pending.as_posted(kept) if kept else None
    indicators = committing.planned_indicators(task)
    if said is None:
        returned = person.made
        proposed = committing.steps_of(returned) if returned else []
        proposed = proposed or committing.proposed_steps(task, indicators, on=timezone.localdate())
        rows = {PLAN: [_initial(step) for step in proposed], HURDLES: [{}]}
        said = {"resources": returned.resources, "solutions": returned.solutions} if returned else {}
    else:
        rows = {prefix: typed_rows(said, prefix) for prefix in (PLAN, HURDLES)}
    if more:
        rows[more] = [*rows[more], {}]
    initial = {name: said[name] for name in ("resources", "solutions") if name in said}
    if typed is None:
        initial["revision"] = kept.revision if kept else 0
    else:
        # The same page drawn again: its key and its sight of the draft stay.
        initial |= {name: typed[name] for name in ("key", "revision") if typed.get(name)}
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
        "indicators": drafting.figures_of(task), "is_own": person.cadre_id == standing(request.user).cadre_id,
        "is_lead": person.role == person.Role.LEAD, "kept": getattr(form, "kept", None),
        "conflict": form.refusal_status == 409 and not form.moved, "plan": _plan_of(task), "moved": form.moved,
        "moved_rows": typed_rows(pending.as_posted(form.moved), PLAN) if form.moved else [],
        "returned": person.made,
        "pending_change": task.changes.filter(outcome="").order_by("requested_at").first(),
        "coordinating": list(task.coordinating_units.in_order()),
    }  # fmt: skip
    if status:
        return render(request, TEMPLATE, context, status=status)
    return render_form(request, TEMPLATE, context, form)


def _plan_of(task):
    """The milestones that the lead committed to last for this version, for who carries the task with him."""
    mine = task.milestones.filter(commitment__content_version=task.content_version)
    newest = mine.order_by("-commitment_id").values("commitment")[:1]
    return mine.filter(commitment=newest).order_by("due_on", "pk")


@rule(VISIBLE_TASK)
def decide_plan(request, ref, pk):
    """GET, POST /viec/<ref>/ke-hoach/<pk>/: duyệt, or yêu cầu sửa."""
    task = task_for(request, ref, may.may_approve_plan)
    commitment = get_object_or_404(task.commitments.select_related("cadre"), pk=pk)
    form = PlanForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            committing.decide_plan(
                commitment, approved=form.approved, text=form.cleaned_data["text"], by=request.user,
                at=timezone.now(), seen=form.seen,
            )  # fmt: skip
            return lead_on(
                request, address_of(task), "Đã duyệt kế hoạch" if form.approved else "Đã yêu cầu sửa kế hoạch"
            )
    milestones = commitment.milestones.prefetch_related("targets__indicator").order_by("due_on", "pk")
    return act_page(
        request, task, form, may.may_approve_plan, heading="Cho ý kiến về kế hoạch", verb="Ghi ý kiến",
        template="tasks_app/acts/plan.html", commitment=commitment, milestones=milestones,
    )  # fmt: skip
