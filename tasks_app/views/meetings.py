"""Giao ban: which meetings were held, what is new in this one, what was concluded of each stuck task, what do the minutes say?"""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import STAFF, office, rule
from tasks_app import permissions as may
from tasks_app.actions import meetings as acts
from tasks_app.forms.meetings import AddItemForm, CloseMeetingForm, MeetingConclusionForm, MeetingForm
from tasks_app.models import Meeting, MeetingItem
from tasks_app.statistics.meetings import conclusions_before, givers, newly_overdue, news_of
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task
from tasks_app.views.advance import advance
from tasks_app.views.dossier import dossier
from tasks_app.views.task_page import people_of

Role = Office.Role
HOLDING = office(Role.OFFICER, Role.LEADER)
LIST = ("Giao ban", "tasks:meeting_list")
PICK = "tasks_app/acts/pick.html"


def meetings_read(user):
    """Meetings of the committees at whose desk the user sits, and of those they succeeded."""
    ids = may.ids_with_predecessors(standing(user), may.DESK)
    return Meeting.objects.filter(committee__in=ids).select_related("committee")


def givers_of(user, meeting):
    """The committee and those it succeeded: known already to who holds a role over it."""
    paths = standing(user).reach.get(meeting.committee_id)
    return givers(meeting.committee, paths)


def crumbs(*more):
    return [(LIST[0], reverse(LIST[1])), *more]


def address(meeting, view="meeting_page", *more):
    return reverse(f"tasks:{view}", args=[meeting.pk, *more])


@rule(STAFF)
def meeting_list(request):
    """GET /giao-ban/: newest first."""
    counted = Count("items__conclusions", distinct=True)
    found = meetings_read(request.user).annotate(
        items_count=Count("items", distinct=True), conclusion_count=counted
    )
    words = {
        "heading": "Giao ban",
        "meetings": found.order_by("-held_on", "-pk")[:100],
        "holds": bool(standing(request.user).units(Role.OFFICER, Role.LEADER)),
    }
    return render(request, "tasks_app/meetings/meeting_list.html", words)


@rule(HOLDING)
def new_meeting(request):
    """GET, POST /giao-ban/moi/."""
    held = standing(request.user).units(Role.OFFICER, Role.LEADER)
    committees = Unit.objects.filter(pk__in=held).order_by("kind__level", "rank", "pk")
    form = MeetingForm(request.POST or None, committees=committees, initial={"held_on": today()})
    if form.is_valid():
        with refusals_in(form):
            made = acts.open_meeting(**form.act, by=request.user, at=timezone.now())
            return lead_on(request, address(made), "Đã mở phiên giao ban")
    words = {
        "form": form, "heading": "Mở phiên giao ban", "submit_label": "Mở phiên", "back_url": reverse(LIST[1]),
        "lead": "Việc đang vướng được đưa vào chương trình ngay khi mở phiên.", "crumbs": crumbs(("Mở phiên", "")),
    }  # fmt: skip
    return render_form(request, "tasks_app/meetings/new_meeting.html", words, form)


@rule(STAFF)
def meeting_page(request, pk):
    """GET /giao-ban/<pk>/: what is new since the last meeting, what became of its conclusions, what is stuck."""
    meeting = get_object_or_404(meetings_read(request.user), pk=pk)
    from_on, to_on = timezone.localdate(meeting.since_at), timezone.localdate(meeting.opened_at)
    items, ids = list(items_of(meeting)), givers_of(request.user, meeting)
    words = {
        "meeting": meeting, "heading": f"Giao ban {meeting.held_on:%d/%m/%Y}", "on": today(),
        "news": news_of(meeting, ids), "overdue": newly_overdue(ids, from_on=from_on, on=to_on), "from_on": from_on,
        "before": conclusions_before(meeting), "items": items, "done": sum(bool(i.concluded) for i in items),
        "next": next((i for i in items if not i.concluded), items[0] if items else None),
        "may_hold": meeting.is_open and may.may_hold_meeting(request.user, meeting.committee_id),
        "crumbs": crumbs((f"{meeting.held_on:%d/%m/%Y}", "")),
    }  # fmt: skip
    return render(request, "tasks_app/meetings/meeting_page.html", words)


def items_of(meeting):
    found = meeting.items.select_related("task").annotate(concluded=Count("conclusions"))
    return found.order_by("rank")


@rule(STAFF)
def meeting_item(request, pk, rank):
    """GET, POST /giao-ban/<pk>/viec/<rank>/: one stuck task in large type, and what the meeting concludes of it."""
    found = MeetingItem.objects.filter(meeting__in=meetings_read(request.user).values("pk"), meeting=pk)
    item = get_object_or_404(found.select_related("meeting__committee", "task"), rank=rank)
    meeting, task = item.meeting, visible_task(request, item.task.ref)
    item.task = task
    people, _ = people_of(task)
    may_conclude = meeting.is_open and may.may_hold_meeting(request.user, meeting.committee_id)
    if request.method == "POST":
        require(may.may_hold_meeting(request.user, meeting.committee_id))
    options = {"task": task, "people": people, "within": meeting.committee, "today": today()}
    drawn = request.POST if "chon" in request.POST else None
    form = MeetingConclusionForm(None if drawn else request.POST or None, drawn=drawn, **options)
    if drawn and request.htmx:
        return render(request, PICK, {"field": form["lead"]})
    if form.is_valid():
        with refusals_in(form):
            made = acts.conclude_item(
                item, **form.conclusion, by=request.user, at=timezone.now(), seen=form.seen
            )
            told = f"Đã ghi kết luận, đã báo đ/c {made.cadre.full_name}"
            return lead_on(request, address(meeting, "meeting_item", rank), told)
    if form.refusal_status == 409:
        task = visible_task(request, task.ref)
    return render_form(
        request, "tasks_app/meetings/meeting_item.html",
        item_words(request, meeting, item, task, people) | {"form": form, "may_conclude": may_conclude}, form,
    )  # fmt: skip


@rule(STAFF)
def add_meeting_item(request, pk):
    """GET, POST /giao-ban/<pk>/them-viec/: a task that was not stuck at the opening is looked at as well."""
    meeting = get_object_or_404(meetings_read(request.user), pk=pk)
    require(may.may_hold_meeting(request.user, meeting.committee_id))
    require(meeting.is_open or request.method == "POST")
    drawn = request.POST if "chon" in request.POST else None
    form = AddItemForm(None if drawn else request.POST or None, drawn=drawn, by=request.user)
    if drawn and request.htmx:
        return render(request, PICK, {"field": form["contributes_to"]})
    if form.is_valid():
        with refusals_in(form):
            task, reason = form.cleaned_data["contributes_to"], form.cleaned_data["reason"]
            made = acts.add_item(meeting, task, reason=reason, by=request.user, at=timezone.now())
            return lead_on(
                request, address(meeting, "meeting_item", made.rank), "Đã đưa việc vào chương trình"
            )
    words = {
        "form": form, "heading": "Thêm việc vào chương trình", "submit_label": "Thêm việc", "back_url": address(meeting),
        "lead": f"{meeting.committee.name}, ngày {meeting.held_on:%d/%m/%Y}. Việc đứng cuối chương trình.",
        "crumbs": crumbs((f"{meeting.held_on:%d/%m/%Y}", address(meeting)), ("Thêm việc", "")),
    }  # fmt: skip
    return render_form(request, "tasks_app/meetings/add_meeting_item.html", words, form)


def item_words(request, meeting, item, task, people):
    on = today()
    indicators = list(task.indicators.order_by("rank", "pk"))
    record = dossier(task, indicators)
    count = meeting.items.count()
    return {
        "meeting": meeting, "item": item, "task": task, "people": people, "on": on, "count": count, "record": record,
        "advance": advance(task, indicators, record.targets, on=on), "indicators": indicators,
        "open_obstacles": [row for row in record.obstacles if not row.solved_on],
        "open_asked": [row for row in record.recommendations if not row.answered_on],
        "conclusions": list(item.conclusions.select_related("cadre").order_by("pk")),
        "may_minute": may.may_minute_direction(request.user, task),
        "previous": item.rank - 1 or None, "following": item.rank + 1 if item.rank < count else None,
        "heading": f"Việc {item.rank}/{count}",
        "crumbs": crumbs((f"{meeting.held_on:%d/%m/%Y}", address(meeting)), (f"Việc {item.rank}/{count}", "")),
    }  # fmt: skip


@rule(STAFF)
def meeting_minutes(request, pk):
    """GET /giao-ban/<pk>/bien-ban/: the minutes, for A4."""
    meeting = get_object_or_404(meetings_read(request.user), pk=pk)
    items = list(items_of(meeting).prefetch_related("conclusions__cadre"))
    words = {
        "meeting": meeting, "heading": f"Biên bản giao ban ngày {meeting.held_on:%d/%m/%Y}", "news": news_of(meeting, givers_of(request.user, meeting)),
        "items": [item for item in items if item.concluded], "rest": [item for item in items if not item.concluded],
        "from_on": timezone.localdate(meeting.since_at),
        "crumbs": crumbs((f"{meeting.held_on:%d/%m/%Y}", address(meeting)), ("Biên bản", "")),
    }  # fmt: skip
    return render(request, "tasks_app/meetings/meeting_minutes.html", words)


@rule(STAFF)
def close_meeting(request, pk):
    """GET, POST /giao-ban/<pk>/ket-thuc/."""
    meeting = get_object_or_404(meetings_read(request.user), pk=pk)
    if (
        not may.may_hold_meeting(request.user, meeting.committee_id)
        or not meeting.is_open
        and request.method == "GET"
    ):
        raise Http404
    form = CloseMeetingForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            acts.close_meeting(meeting, **form.act, by=request.user, at=timezone.now())
            return lead_on(request, address(meeting, "meeting_minutes"), "Đã kết thúc phiên giao ban")
    words = {
        "form": form, "heading": "Kết thúc phiên giao ban", "submit_label": "Kết thúc phiên", "back_url": address(meeting),
        "lead": f"{meeting.committee.name}, ngày {meeting.held_on:%d/%m/%Y}. Sau khi kết thúc, biên bản không thêm kết luận.",
        "crumbs": crumbs((f"{meeting.held_on:%d/%m/%Y}", address(meeting)), ("Kết thúc", "")),
    }  # fmt: skip
    return render_form(request, "tasks_app/meetings/close_meeting.html", words, form)
