"""How is a change asked for, supported and withdrawn, and how is a task handed over?"""

from copy import copy
from types import SimpleNamespace

from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import changing, handing_over
from tasks_app.forms.changes import ContentForm, EvidenceForm, HandoverForm, WithdrawForm, form_for
from tasks_app.models import ChangeRequest
from tasks_app.views.acting import lead_on, refusals_in, require, today
from tasks_app.views.change_rows import named
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.views.staging import take_files

K = ChangeRequest.Kind
KINDS = {
    "gia-han": K.EXTENSION,
    "dieu-chinh": K.CONTENT,
    "tam-dung": K.HOLD,
    "tiep-tuc": K.RESUME,
    "thoi-giao": K.END,
    "dua-ra": K.REMOVE,
    "thay-nguoi": K.ASSIGNEE,
}
# Buttons that only draw the form anew: a candidate was chosen, a row is to come or to go.
REDRAWS = {"lead": ("chon",), "added": ("them", "xoa", "lam")}


@rule(VISIBLE_TASK)
def ask_change(request, ref, kind):
    """GET, POST /viec/<ref>/de-nghi/<kind>/. The cadre asks; an officer draws the request up."""
    task = task_for(request, ref, may.may_ask_change)
    own = may.is_assignee(request.user, task)
    require(not (own and kind == K.REMOVE))
    options = {"task": task, "within": task.unit if own else task.giver, "today": today()}
    form, drawn = _form(request, form_for(kind), options)
    if drawn:
        return _redraw(request, task, form, kind, own)
    files = take_files(request, task, form) if form.is_bound else None
    if form.is_valid():
        with refusals_in(form):
            act = {"by": request.user, "at": timezone.now(), "seen": form.seen, "files": files}
            changing.ask(task, kind, **form.request, **act)
            return lead_on(
                request, address_of(task), f"Đã {'gửi' if own else 'lập'} đề nghị {changing.WORDS[kind]}"
            )
    return _ask_page(request, task, form, kind, own)


def _ask_page(request, task, form, kind, own):
    words = changing.WORDS[kind]
    heading = (
        f"{'Đề nghị' if own else 'Lập đề nghị'} {words}" if kind != K.EXTENSION or not own else "Xin gia hạn"
    )
    not_now = None if form.is_bound else changing.why_not(task, kind, on=today())
    return act_page(
        request, task, form, lambda user, task: not not_now and may.may_ask_change(user, task), heading=heading,
        verb=heading if not own else f"Gửi đề nghị {words}", not_now=not_now,
        template=f"tasks_app/acts/{'ask_content' if kind == K.CONTENT else 'act'}.html",
    )  # fmt: skip


def _redraw(request, task, form, kind, own):
    if request.htmx and kind == K.CONTENT:
        return render(request, "tasks_app/ordering/_indicators.html", {"rows": form.added})
    if request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": form["lead"]})
    return _ask_page(request, task, form, kind, own)


def _form(request, form_class, options):
    """The form, and whether it is only drawn anew (nothing is judged or saved)."""
    redraws = REDRAWS["added"] if form_class is ContentForm else REDRAWS["lead"]
    drawable = form_class is ContentForm or "lead" in form_class.base_fields
    if request.method == "POST" and drawable and any(name in request.POST for name in redraws):
        return form_class(drawn=request.POST, **options), True
    return form_class(request.POST or None, **options), False


@rule(VISIBLE_TASK)
def support_change(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/minh-chung/: more evidence for a request that waits."""
    task, change, allowed = change_for(request, ref, pk, may.may_add_to_change)
    form = EvidenceForm(request.POST or None, task=task)
    files = take_files(request, task, form) if form.is_bound else None
    if form.is_valid():
        with refusals_in(form):
            changing.add_evidence(change, files, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã bổ sung minh chứng")
    return change_page(
        request, task, change, form, allowed, heading="Bổ sung minh chứng", verb="Bổ sung minh chứng"
    )


@rule(VISIBLE_TASK)
def withdraw_change(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/rut/."""
    task, change, allowed = change_for(request, ref, pk, may.may_withdraw_change)
    form = WithdrawForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            changing.withdraw(change, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), f"Đã rút đề nghị {changing.WORDS[change.kind]}")
    heading = f"Rút đề nghị {changing.WORDS[change.kind]}"
    return change_page(request, task, change, form, allowed, heading=heading, verb="Rút đề nghị")


def change_for(request, ref, pk, may_do):
    """(task, its request, the right as `act_page` asks it). 404 for a request of another task, or that isn't his to act on.

    `may_do(user, change)`. Who posts too late is let through: the action says what became of the request.
    """
    found = {}

    def allowed(user, task):
        change = get_object_or_404(task.changes.select_related("requested_by__cadre"), pk=pk)
        change.task = task
        found["change"] = change
        return may_do(user, _as_waiting(change) if request.method == "POST" else change)

    def waits(user, task):
        now = task.changes.get(pk=pk)
        now.task = task
        return not now.outcome and may_do(user, now)

    task = task_for(request, ref, allowed)
    return task, found["change"], waits


def _as_waiting(change):
    other = copy(change)
    other.outcome = ""
    return other


def change_page(request, task, change, form, allowed, **words):
    """The page of an act on a request, with the request above the form."""
    return act_page(
        request, task, form, allowed, template="tasks_app/acts/change.html", change=as_row(change), **words
    )


def as_row(change):
    """A request in the shape in which the task page gets it from the dossier."""
    fresh = ChangeRequest.objects.select_related("requested_by__cadre", "opinion_by__cadre").get(pk=change.pk)
    row = SimpleNamespace(
        id=fresh.pk, kind=fresh.kind, cause=fresh.cause, outcome=fresh.outcome, proposal=fresh.proposal,
        granted=fresh.granted, reason=fresh.reason, advice=fresh.advice, opinion=fresh.opinion,
        outcome_reason=fresh.outcome_reason, delegated=fresh.delegated, by_desk=fresh.by_desk,
        proposed_on=fresh.due_proposed, before_on=fresh.due_before, approved_on=fresh.due_approved,
        requested_by=_name(fresh.requested_by), requested_by_id=fresh.requested_by_id, requested_at=fresh.requested_at,
        opinion_by=_name(fresh.opinion_by), decided_on=fresh.decided_on, files=list(
            fresh.evidence.filter(removed_at=None).order_by("pk").values("uuid", "name")
        ),
    )  # fmt: skip
    return named(row)


def _name(user):
    return getattr(getattr(user, "cadre", None), "full_name", None) or str(user or "")


@rule(VISIBLE_TASK)
def hand_over_task(request, ref):
    """GET, POST /viec/<ref>/ban-giao/."""
    task = task_for(request, ref, may.may_hand_over)
    options = {"task": task, "within": task.giver, "today": today()}
    form, drawn = _form(request, HandoverForm, options)
    if drawn and request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": form["lead"]})
    if not drawn and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form), transaction.atomic():
            handing_over.hand_over(
                task, data["assignment"], data["outcome"], to_cadre=form.successor, state_note=data["state_note"],
                handed_over_on=data["handed_over_on"], document=form.paper(), by=request.user, at=timezone.now(),
                seen=form.seen,
            )  # fmt: skip
            return lead_on(request, address_of(task), "Đã ghi bàn giao")
    return act_page(request, task, form, may.may_hand_over, heading="Ghi bàn giao việc", verb="Ghi bàn giao")
