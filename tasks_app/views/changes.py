"""How is a change asked for, appraised and decided, and how is a task handed over?"""

from types import SimpleNamespace

from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import changing, handing_over
from tasks_app.forms.changes import DecisionForm, HandoverForm, OpinionForm, form_for
from tasks_app.models import ChangeRequest
from tasks_app.views.acting import lead_on, once, refusals_in, require, today
from tasks_app.views.on_task import act_page, address_of, task_for

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


@rule(VISIBLE_TASK)
@once
def ask_change(request, ref, kind):
    """GET, POST /viec/<ref>/de-nghi/<kind>/. The cadre asks; an officer draws the request up."""
    task = task_for(request, ref, may.may_ask_change)
    own = may.is_assignee(request.user, task)
    require(not (own and kind == K.REMOVE))
    options = {"task": task, "within": task.unit if own else task.giver, "today": today()}
    form, drawn = _form(request, form_for(kind), options)
    if drawn:
        return _redraw(request, task, form, kind, own)
    if form.is_valid():
        with refusals_in(form):
            changing.ask(task, kind, **form.request, by=request.user, at=timezone.now(), seen=form.seen)
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
    )  # fmt: skip


def _redraw(request, task, form, kind, own):
    if request.htmx:
        return render(request, "tasks_app/acts/pick.html", {"field": form["lead"]})
    return _ask_page(request, task, form, kind, own)


def _form(request, form_class, options):
    """The form, and whether it is only drawn anew because a candidate was chosen (nothing is judged or saved)."""
    if request.method == "POST" and "chon" in request.POST and "lead" in form_class.base_fields:
        return form_class(drawn=request.POST, **options), True
    return form_class(request.POST or None, **options), False


@rule(VISIBLE_TASK)
@once
def give_opinion(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/y-kien/."""
    task, change = _change(request, ref, pk, may.may_give_opinion_on_change)
    form = OpinionForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            changing.give_opinion(
                change, form.cleaned_data["text"], by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, address_of(task), "Đã ghi ý kiến thẩm định")
    return act_page(
        request, task, form, may.may_give_opinion_on_change, heading="Ghi ý kiến thẩm định",
        verb="Ghi ý kiến thẩm định", template="tasks_app/acts/change.html", change=as_row(change),
    )  # fmt: skip


@rule(VISIBLE_TASK)
@once
def decide_change(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/quyet-dinh/: số, ký hiệu, ngày of what the committee decided."""
    task, change = _change(request, ref, pk, may.may_decide_change)
    form = DecisionForm(request.POST or None, task=task, today=today(), change=change)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            _decide(change, form, request)
            return lead_on(request, address_of(task), f"Đã ghi quyết định {changing.WORDS[change.kind]}")
    return act_page(
        request, task, form, may.may_decide_change, heading=f"Ghi quyết định {changing.WORDS[change.kind]}",
        verb="Ghi quyết định", template="tasks_app/acts/change.html", change=as_row(change),
    )  # fmt: skip


def _decide(change, form, request):
    act = {"by": request.user, "at": timezone.now(), "seen": form.seen, "reason": form.cleaned_data["reason"]}
    if form.approved:
        due_approved = form.cleaned_data.get("due_approved")
        return changing.approve(change, document=form.paper(), due_approved=due_approved, **act)
    return changing.refuse(change, document=form.paper(), **act)


def _change(request, ref, pk, may_do):
    """The task and its request, as its row of the page shows it."""
    task = task_for(request, ref, may_do)
    rows = task.changes.select_related("requested_by__cadre", "opinion_by__cadre")
    change = get_object_or_404(rows, pk=pk)
    change.task = task
    return task, change


def as_row(change):
    """A request in the shape in which the task page gets it from the dossier."""
    return SimpleNamespace(
        kind_name=change.get_kind_display(),
        cause_name=change.get_cause_display() if change.cause else "",
        outcome=change.outcome,
        outcome_name=change.get_outcome_display(),
        proposed_on=change.due_proposed,
        before_on=change.due_before,
        proposal=change.proposal,
        reason=change.reason,
        requested_by=_name(change.requested_by),
        requested_at=change.requested_at,
        opinion=change.opinion,
        opinion_by=_name(change.opinion_by),
        decided_on=change.decided_on,
    )


def _name(user):
    return getattr(getattr(user, "cadre", None), "full_name", None) or str(user or "")


@rule(VISIBLE_TASK)
@once
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
