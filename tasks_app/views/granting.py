"""How is a request for a change appraised, and how does its decision get on record?"""

from django.db import transaction
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import changing, granting
from tasks_app.forms.granting import DecisionForm, DelegatedForm, OpinionForm
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.changes import change_for, change_page
from tasks_app.views.on_task import address_of


@rule(VISIBLE_TASK)
def give_opinion(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/y-kien/."""
    task, change, allowed = change_for(request, ref, pk, _of_task(may.may_give_opinion_on_change))
    form = OpinionForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            changing.give_opinion(change, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã ghi ý kiến thẩm định")
    heading = "Ghi ý kiến thẩm định"
    return change_page(request, task, change, form, allowed, heading=heading, verb=heading)


@rule(VISIBLE_TASK)
def decide_change(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/quyet-dinh/: số, ký hiệu, ngày of what the committee decided."""
    task, change, allowed = change_for(request, ref, pk, _of_task(may.may_decide_change))
    form = DecisionForm(request.POST or None, task=task, today=today(), change=change)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            _decide(change, form, request)
            return lead_on(request, address_of(task), f"Đã ghi quyết định {changing.WORDS[change.kind]}")
    heading = f"Ghi quyết định {changing.WORDS[change.kind]}"
    return change_page(request, task, change, form, allowed, heading=heading, verb="Ghi quyết định")


def _decide(change, form, request):
    act = {"by": request.user, "at": timezone.now(), "seen": form.seen, "reason": form.cleaned_data["reason"]}
    if form.is_grant:
        return granting.approve(change, document=form.paper(), **form.granted, **act)
    return granting.refuse(change, document=form.paper(), **act)


@rule(VISIBLE_TASK)
def grant_extension(request, ref, pk):
    """GET, POST /viec/<ref>/de-nghi/<pk>/duyet/: a short extension, by the one to whom the round leaves it."""
    task, change, allowed = change_for(request, ref, pk, may_grant)
    form = DelegatedForm(request.POST or None, task=task, change=change)
    if form.is_valid():
        with refusals_in(form):
            granting.grant_delegated(change, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã duyệt gia hạn")
    return change_page(
        request, task, change, form, allowed, heading="Duyệt gia hạn", verb="Duyệt gia hạn",
        most_days=task.round.extension_days,
    )  # fmt: skip


def may_grant(user, change):
    return change.kind == change.Kind.EXTENSION and may.may_grant_extension(user, change.task)


def _of_task(predicate):
    return lambda user, change: predicate(user, change.task)
