"""What did inspections ask for, of whom, and is it done?"""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import SIGNED_IN, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import following_up
from tasks_app.forms.inspecting import ConfirmForm, DoneForm
from tasks_app.models import FollowUp
from tasks_app.permissions import visible_tasks
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.desk_tabs import desk_tabs
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.views.staging import take_files

PER_PAGE = 50
RETURN = "thuc-hien-tiep"


def states(on):
    """Words of `tinh-trang` -> (label, condition), the most pressing first."""
    waiting = Q(closed_on=None)
    return {
        "": ("Đang theo dõi", waiting),
        "qua-han": ("Quá hạn", waiting & Q(due_on__lt=on)),
        "cho-xac-nhan": ("Chờ xác nhận", waiting & Q(done_at__isnull=False)),
        "da-thuc-hien": ("Đã thực hiện", Q(closed_on__isnull=False)),
    }


@rule(SIGNED_IN)
def follow_up_list(request):
    """GET /kien-nghi-sau-kiem-tra/?tinh-trang=: of all tasks that the user may see; the longest overdue first."""
    on, me = today(), standing(request.user)
    choices = states(on)
    asked = request.GET.get("tinh-trang") if request.GET.get("tinh-trang") in choices else ""
    rows = FollowUp.objects.filter(inspection__task__in=visible_tasks(request.user))
    counts = rows.aggregate(
        **{f"n_{i}": Count("pk", filter=condition) for i, (_, condition) in enumerate(choices.values())}
    )
    tabs = [
        (label, counts[f"n_{i}"], f"?tinh-trang={code}" if code else "?", code == asked)
        for i, (code, (label, _)) in enumerate(choices.items())
    ]
    page = Paginator(in_order(rows, asked, on), PER_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "tabs": tabs, "desk_tabs": desk_tabs(request, me), "today": on}
    return render(request, "tasks_app/inspections/follow_up_list.html", context)


def in_order(rows, asked, on):
    """Those of one state, the longest overdue first."""
    order = ["-closed_on", "-pk"] if asked == "da-thuc-hien" else ["due_on", "pk"]
    return (
        rows.filter(states(on)[asked][1])
        .select_related("inspection__task", "inspection__mission")
        .annotate(files=Count("evidence", filter=Q(evidence__removed_at=None)))
        .order_by(*order)
    )


@rule(VISIBLE_TASK)
def report_follow_up(request, ref, pk):
    """GET, POST /viec/<ref>/khac-phuc/<pk>/: what was done, by whom it was asked of."""
    task, follow_up, allowed = _for(request, ref, pk, may.may_report_follow_up)
    form = DoneForm(request.POST or None, task=task)
    files = take_files(request, task, form) if form.is_bound else None
    if form.is_valid():
        with refusals_in(form):
            following_up.report(
                follow_up,
                form.cleaned_data["text"],
                files=files,
                by=request.user,
                at=timezone.now(),
                seen=form.seen,
            )
            return lead_on(request, address_of(task), "Đã báo cáo kết quả thực hiện")
    return _page(
        request, task, follow_up, form, allowed, heading="Báo cáo kết quả thực hiện", verb="Gửi báo cáo"
    )


@rule(VISIBLE_TASK)
def close_follow_up(request, ref, pk):
    """GET, POST /viec/<ref>/khac-phuc/<pk>/xac-nhan/: confirmed, or sent back for more."""
    task, follow_up, allowed = _for(request, ref, pk, may.may_close_follow_up)
    sending_back = request.POST.get("lam") == RETURN
    form = ConfirmForm(
        request.POST or None, task=task, reported=follow_up.done_at is not None, sending_back=sending_back
    )
    files = take_files(request, task, form) if form.is_bound else None
    if form.is_valid():
        with refusals_in(form):
            act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
            if sending_back:
                following_up.send_back(follow_up, reason=form.cleaned_data["note"], **act)
                return lead_on(request, address_of(task), "Đã yêu cầu thực hiện tiếp")
            said = {name: form.cleaned_data.get(name, "") for name in ("done_text", "note")}
            following_up.close(
                follow_up, closed_on=form.cleaned_data["closed_on"], **said, files=files, **act
            )
            return lead_on(request, address_of(task), "Đã xác nhận thực hiện")
    return _page(
        request, task, follow_up, form, allowed, heading="Xác nhận kết quả thực hiện", verb="Xác nhận đã thực hiện",
        send_back=RETURN if follow_up.done_at else "",
    )  # fmt: skip


def _for(request, ref, pk, predicate):
    """(task, the follow-up of it, the right as `act_page` asks it): open until it is closed, whatever became of the task."""

    def allowed(user, task):
        found = _of(task, pk)
        return predicate(user, found) and (found.closed_on is None or request.method == "POST")

    def waits(user, task):
        found = _of(task, pk)
        return found.closed_on is None and predicate(user, found)

    task = task_for(request, ref, allowed)
    return task, _of(task, pk), waits


def _of(task, pk):
    rows = FollowUp.objects.select_related("inspection__mission", "to_unit", "to_cadre", "done_by__cadre")
    found = rows.filter(inspection__task=task, pk=pk).first()
    if found is None:
        raise Http404
    found.inspection.task = task
    return found


def _page(request, task, follow_up, form, allowed, **words):
    files = follow_up.evidence.filter(removed_at=None).order_by("pk")
    return act_page(
        request, task, form, allowed, template="tasks_app/inspections/follow_up.html", follow_up=follow_up,
        follow_up_files=files, **words,
    )  # fmt: skip
