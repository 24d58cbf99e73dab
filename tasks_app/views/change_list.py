"""Which requests for a change wait, for whose step, and how long; what became of those that were decided?"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import READER, rule
from tasks_app.actions.changing import WORDS
from tasks_app.models import Assignment, ChangeRequest
from tasks_app.permissions import visible_tasks
from tasks_app.views.acting import today
from tasks_app.views.change_rows import named
from tasks_app.views.desk_tabs import desk_tabs

PER_PAGE = 50
K, Role = ChangeRequest.Kind, Office.Role
# Words of `tinh-trang` -> (label, condition).
STEPS = {
    "": ("Đang chờ", Q(outcome="")),
    "cho-tham-dinh": ("Chờ thẩm định", Q(outcome="", opinion="")),
    "cho-quyet-dinh": ("Chờ quyết định", Q(outcome="") & ~Q(opinion="")),
    "da-quyet-dinh": ("Đã quyết định", Q(outcome__in=("approved", "partly", "refused"))),
    "da-rut": ("Đã rút", Q(outcome="withdrawn")),
}
KINDS = {"gia-han": K.EXTENSION, "dieu-chinh": K.CONTENT, "thay-nguoi": K.ASSIGNEE, "tam-dung": K.HOLD,
         "tiep-tuc": K.RESUME, "thoi-giao": K.END, "dua-ra": K.REMOVE}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`days`: how long the request has been at this step, counted in whole days."""

    change: object
    task: object
    days: int
    step: str
    may_decide: bool
    may_appraise: bool


@rule(READER)
def change_list(request):
    """GET /de-nghi-thay-doi/?tinh-trang=&loai=: requests about tasks that the user may see; the longest waiting first."""
    on, me = today(), standing(request.user)
    step, kind, rows = changes_of_page(request)
    counts = rows.filter(*([Q(kind=KINDS[kind])] if kind else [])).aggregate(
        **{f"n_{i}": Count("pk", filter=condition) for i, (_, condition) in enumerate(STEPS.values())}
    )
    page = Paginator(in_order(rows, step, kind, me), PER_PAGE).get_page(request.GET.get("trang"))
    page.lines = [line_of(change, me, on) for change in page.object_list]
    context = {
        "page": page, "today": on, "desk_tabs": desk_tabs(request, me),
        "tabs": [
            (label, counts[f"n_{i}"], _address(code, kind), code == step)
            for i, (code, (label, _)) in enumerate(STEPS.items())
        ],
        "kinds": [("Mọi loại", _address(step, ""), not kind)]
        + [(K(value).label, _address(step, code), code == kind) for code, value in KINDS.items()],
        "over": step in ("da-quyet-dinh", "da-rut"),
    }  # fmt: skip
    return render(request, "tasks_app/committee/change_list.html", context)


def changes_of_page(request):
    """(step, kind, all requests that the user may read)."""
    step = request.GET.get("tinh-trang") if request.GET.get("tinh-trang") in STEPS else ""
    kind = request.GET.get("loai") if request.GET.get("loai") in KINDS else ""
    rows = ChangeRequest.objects.filter(task__in=visible_tasks(request.user), task__decided_on__isnull=False)
    waiting_in_open = ~Q(outcome="") | Q(task__status__in=("in_force", "on_hold", "awaiting_conclusion"))
    return step, kind, rows.filter(waiting_in_open)


def in_order(rows, step, kind, me):
    order = (
        ["requested_at", "pk"] if step in ("", "cho-tham-dinh", "cho-quyet-dinh") else ["-decided_on", "-pk"]
    )
    rows = rows.filter(STEPS[step][1])
    if kind:
        rows = rows.filter(kind=KINDS[kind])
    own = Assignment.objects.filter(task=OuterRef("task"), cadre=me.cadre_id)
    return (
        rows.select_related("task__giver", "requested_by__cadre", "opinion_by__cadre", "document")
        .annotate(files_count=Count("evidence", filter=Q(evidence__removed_at=None)), own=Exists(own))
        .order_by(*order)
    )


def line_of(change, me, on):
    """The row's own copies of the predicates, which would ask the database for each row."""
    since = timezone.localdate(change.opinion_at or change.requested_at)
    step = "" if change.outcome else ("Chờ quyết định" if change.opinion else "Chờ thẩm định")
    change.proposed_on, change.before_on, change.approved_on = (
        change.due_proposed, change.due_before, change.due_approved,
    )  # fmt: skip
    named(change)
    change.word = WORDS[change.kind]
    path = change.task.giver.path
    officer = me.holds(Role.OFFICER, over=path) and not change.own
    appraiser = me.holds(Role.APPRAISER, over=path) and not change.own
    return Line(
        change=change, task=change.task, days=(on - since).days, step=step,
        may_decide=officer and not change.outcome,
        may_appraise=(officer or appraiser) and not change.outcome and not change.opinion,
    )  # fmt: skip


def _address(step, kind):
    asked = {"tinh-trang": step, "loai": kind}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return f"?{query}"
