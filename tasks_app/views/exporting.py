"""How do people take tasks and lists out as a spreadsheet, and who may read who did?"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import SIGNED_IN, STAFF, rule
from tasks_app.actions import exporting
from tasks_app.forms.exchange import ExportForm
from tasks_app.forms.filters import TaskFilter
from tasks_app.models import SheetExport
from tasks_app.permissions import READERS, ids_with_predecessors, visible_rounds, visible_tasks
from tasks_app.statistics.listing import in_order
from tasks_app.views.acting import refusals_in, render_form, today
from tasks_app.views.files import download
from tasks_app.views.rounds import address_of

# Who watches over what leaves the house: the desk, its leaders, and the inspectors.
WATCHERS = (Office.Role.OFFICER, Office.Role.LEADER, Office.Role.INSPECTOR)
ROWS = 50
PAGE = "tasks_app/exchange/export.html"
# Lists that are read in again as they are.
COME_BACK = ("don-vi", "danh-ba")


@rule(STAFF)
def export_round(request, pk):
    """GET, POST /dot-giao-viec/<pk>/xuat/: the round's annex as a file."""
    round, on = get_object_or_404(visible_rounds(request.user), pk=pk), today()
    tasks = visible_tasks(request.user).filter(round=round)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            sheet = exporting.annex_of(round, tasks, on=on, demo=settings.DEMO)
            return _file(
                request, sheet, form, what=f"Danh mục {round.name}", committee=round.committee, round=round
            )
    words = {
        "form": form, "heading": "Xuất danh mục", "lead": round.name, "count": tasks.count(), "back_url": address_of(round),
        "crumbs": [("Đợt giao việc", reverse("tasks:round_list")), (round.name, address_of(round)), ("Xuất danh mục", "")],
        "annex": True, "comes_back": True, "noun": "việc",
    }  # fmt: skip
    return render_form(request, PAGE, words, form)


@rule(SIGNED_IN)
def export_tasks(request):
    """GET, POST /viec/xuat/?…: the task list under its conditions as a file."""
    on, me = today(), standing(request.user)
    asked = QueryDict(request.POST.get("dieu-kien", "")[:2000]) if request.method == "POST" else request.GET
    chosen = TaskFilter(asked, user=request.user, me=me, on=on)
    tasks = chosen.conditions.choose(visible_tasks(request.user), on)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            what = "Danh sách việc đột phá, đổi mới"
            ordered = in_order(tasks, chosen.conditions.order, over_last=not chosen.conditions.state)
            committee = _committee_of(me)
            sheet = exporting.list_of(
                what, ordered, body=committee.name if committee else "", on=on, demo=settings.DEMO
            )
            return _file(request, sheet, form, what=what, conditions=chosen.query(), committee=committee)
    words = {
        "form": form, "heading": "Xuất danh sách việc", "count": tasks.count(), "query": chosen.query()[1:], "comes_back": True, "noun": "việc",
        "lead": "Theo các điều kiện đang chọn ở danh sách" if chosen.query() != "?" else "Tất cả việc trong phạm vi của đồng chí",
        "back_url": reverse("tasks:task_list") + (chosen.query() if chosen.query() != "?" else ""),
        "crumbs": [("Việc", reverse("tasks:task_list")), ("Xuất danh sách", "")],
    }  # fmt: skip
    return render_form(request, PAGE, words, form)


@rule(SIGNED_IN)
def export_listing(request, listing):
    """GET, POST /xuat/<listing>/?…: any list that `views/listings` declares, under the conditions and the rule of its page."""
    if not listing.rule.allows(request.user):
        raise PermissionDenied
    # The list reads its conditions where its page does.
    asked = QueryDict(request.POST.get("dieu-kien", "")[:2000]) if request.method == "POST" else request.GET
    request.GET, on = asked, today()
    rows, me = listing.rows(request, on), standing(request.user)
    committee = _committee_of(me)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            body = committee.name if committee else ""
            if listing.columns:
                sheet = exporting.listed(
                    listing.columns, rows, heading=listing.title, body=body, on=on, demo=settings.DEMO
                )
            else:
                sheet = exporting.list_of(listing.title, rows, body=body, on=on, demo=settings.DEMO)
            return _file(
                request, sheet, form, what=listing.title, conditions=_said(asked), committee=committee
            )
    back = reverse(listing.page) + (f"?{asked.urlencode()}" if asked else "")
    words = {
        "form": form, "heading": f"Xuất {listing.title[:1].lower()}{listing.title[1:]}", "query": asked.urlencode(), "back_url": back,
        "lead": "Theo các điều kiện đang chọn" if asked else "Toàn bộ danh sách trong phạm vi của đồng chí",
        "count": len(rows) if isinstance(rows, list) else rows.count(), "noun": "dòng" if listing.columns else "việc",
        "crumbs": [(listing.title, back), ("Xuất danh sách", "")], "comes_back": listing.code in COME_BACK or not listing.columns,
    }  # fmt: skip
    return render_form(request, PAGE, words, form)


def _said(asked):
    return f"?{asked.urlencode()}" if asked else ""


@rule(SIGNED_IN)
def export_list(request):
    """GET /xuat-du-lieu/: what was taken out by the user himself, and by anybody from the committees that he watches over."""
    me = standing(request.user)
    seen = Q(by=request.user) | Q(committee__in=ids_with_predecessors(me, WATCHERS))
    rows = SheetExport.objects.filter(seen).select_related("committee").order_by("-at", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("trang"))
    return render(
        request,
        "tasks_app/exchange/export_list.html",
        {"page_obj": page, "watches": bool(me.units(*WATCHERS))},
    )


def _committee_of(me):
    """The committee in whose name staff take a list out; None for one's own tasks."""
    units = me.units(*READERS, Office.Role.SYSTEM_ADMIN)
    return Unit.objects.filter(pk__in=units).order_by("kind__level", "pk").first() if units else None


def _file(request, sheet, form, **record):
    made = form.cleaned_data["form"]
    content, name = exporting.write(sheet, made, by=request.user, at=timezone.now(), **record)
    return download(content, name)
