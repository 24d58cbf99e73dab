"""Which teams are sent where, what waits for their findings, and how does a mission begin and end?"""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import OFFICER, SIGNED_IN, VISIBLE_MISSION, rule
from tasks_app import permissions as may
from tasks_app.actions import inspecting
from tasks_app.forms.inspections import CloseMissionForm, MissionForm, MoreTasksForm
from tasks_app.models import Assignment, FollowUp, Inspection, MissionMember
from tasks_app.permissions import visible_missions, visible_tasks
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today
from tasks_app.views.desk_tabs import desk_tabs
from tasks_app.views.urging import chosen_tasks

PER_PAGE = 50
STATES = {
    "": ("Đang kiểm tra", Q(closed_on=None)),
    "ket-thuc": ("Đã kết thúc", Q(closed_on__isnull=False)),
}


@rule(SIGNED_IN)
def mission_list(request):
    """GET /kiem-tra/?tinh-trang=: teams on their way, or those that are back; the newest first."""
    asked = request.GET.get("tinh-trang") if request.GET.get("tinh-trang") in STATES else ""
    all_missions = visible_missions(request.user)
    counts = all_missions.aggregate(
        **{f"n_{i}": Count("pk", filter=condition) for i, (_, condition) in enumerate(STATES.values())}
    )
    missions = in_order(all_missions.filter(STATES[asked][1]))
    page = Paginator(missions, PER_PAGE).get_page(request.GET.get("trang"))
    tabs = [
        (label, counts[f"n_{i}"], f"?tinh-trang={code}" if code else "?", code == asked)
        for i, (code, (label, _)) in enumerate(STATES.items())
    ]
    me = standing(request.user)
    context = {"page": page, "tabs": tabs, "desk_tabs": desk_tabs(request, me), "today": today(),
               "may_send": bool(me.units(Office.Role.OFFICER))}  # fmt: skip
    return render(request, "tasks_app/inspections/mission_list.html", context)


def in_order(missions):
    open_asked = FollowUp.objects.open().filter(inspection__mission=OuterRef("pk"))
    heads = MissionMember.objects.filter(role=MissionMember.Role.HEAD)
    return (
        missions.select_related("committee", "document")
        .prefetch_related(Prefetch("members", heads, to_attr="heads"))
        .annotate(
            task_count=Count("inspections"),
            recorded_count=Count("inspections", filter=Q(inspections__recorded_at__isnull=False)),
            has_open=Exists(open_asked),
        )
        .order_by("-starts_on", "-pk")
    )


@rule(OFFICER)
def new_mission(request):
    """GET /kiem-tra/moi/?cap-uy=&viec=…; POST: the team, its paper, its tasks, in one form."""
    committee, others = committee_of(request)
    options = {"committee": committee, "user": request.user, "today": today()}
    words = {
        "heading": "Lập đoàn kiểm tra",
        "verb": "Lập đoàn kiểm tra",
        "committee": committee,
        "others": others,
    }
    if request.method == "POST" and ("chon" in request.POST or "bo" in request.POST):
        return _redraw(request, MissionForm(drawn=request.POST, **options), words)
    return _send(request, options, words)


def _send(request, options, words):
    if request.method != "POST":
        tasks = chosen_tasks(request.user, request.GET.getlist("viec"), options["today"])
        tasks = [task for task in tasks if may.may_record_inspection(request.user, task)]
        form = MissionForm(tasks=tasks, **options)
    else:
        form = MissionForm(request.POST, **options)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            made = inspecting.send(
                options["committee"],
                document=form.paper(),
                **form.request,
                by=request.user,
                at=timezone.now(),
            )
            url = reverse("tasks:mission_page", args=[made.pk])
            return lead_on(request, url, f"Đã lập đoàn kiểm tra, {made.inspections.count()} việc")
    return render_form(request, "tasks_app/inspections/mission_form.html", words | {"form": form}, form)


def _redraw(request, form, words):
    target = request.htmx.target if request.htmx else ""
    if target and target.startswith("div_id_") and target[7:] in form.fields:
        return render(request, "tasks_app/acts/pick.html", {"field": form[target[7:]]})
    return render(request, "tasks_app/inspections/mission_form.html", words | {"form": form})


def committee_of(request):
    """(the committee in whose name the team is sent, the others among which he may choose)."""
    units = Unit.objects.filter(pk__in=standing(request.user).units(Office.Role.OFFICER)).order_by(
        "kind__level", "pk"
    )
    units = list(units)
    asked = request.GET.get("cap-uy", "")
    found = next((unit for unit in units if str(unit.pk) == asked), units[0])
    return found, [unit for unit in units if unit != found]


@rule(VISIBLE_MISSION)
def mission_page(request, pk):
    """GET /kiem-tra/<pk>/: who goes, to which tasks, what was found, what is still open."""
    mission = mission_for(request, pk)
    on = today()
    context = {
        "mission": mission,
        "members": sorted(mission.members.all(), key=lambda m: (list(MissionMember.Role).index(m.role), m.pk)),
        "rows": rows_of(request.user, mission, on),
        "today": on,
        "may_close": mission.closed_on is None and may.may_close_mission(request.user, mission),
        "crumbs": [("Kiểm tra", reverse("tasks:mission_list")), (mission.name, "")],
    }  # fmt: skip
    return render(request, "tasks_app/inspections/mission_page.html", context)


def rows_of(user, mission, on):
    """The tasks of the mission that the reader may see, each with how far it is."""
    asked = FollowUp.objects.order_by("due_on", "pk")
    rows = list(
        mission.inspections.filter(task__in=visible_tasks(user))
        .select_related("task__giver", "task__round")
        .prefetch_related(Prefetch("follow_ups", asked, to_attr="asked"))
        .annotate(photos=Count("evidence", filter=Q(evidence__removed_at=None)))
        .order_by("recorded_at", "pk")
    )
    carriers = {}
    for task_id, cadre_id in Assignment.objects.filter(task__in=[r.task_id for r in rows]).values_list(
        "task", "cadre"
    ):
        carriers.setdefault(task_id, set()).add(cadre_id)
    own = standing(user).cadre_id
    is_member = (
        own is not None and any(m.cadre_id == own for m in mission.members.all()) and not mission.closed_on
    )
    for row in rows:
        row.mission, row.task._all_cadres = mission, frozenset(carriers.get(row.task_id, ()))
        row.waits = row.recorded_at is None and not row.dropped_reason
        officer = may.may_record_inspection(user, row.task)
        row.may_record = (
            row.waits and row.task.is_open and (officer or is_member and may.is_not_his_own(user, row.task))
        )
        row.may_drop = row.waits and officer
        row.open_count = sum(1 for f in row.asked if f.closed_on is None)
        row.late_count = sum(1 for f in row.asked if f.closed_on is None and f.due_on < on)
    return rows


def mission_for(request, pk):
    rows = visible_missions(request.user).select_related("committee", "document").prefetch_related("members")
    return get_object_or_404(rows, pk=pk)


@rule(VISIBLE_MISSION)
def add_inspected_task(request, pk):
    """GET, POST /kiem-tra/<pk>/them-viec/."""
    mission = mission_for(request, pk)
    require(mission.closed_on is None and may.may_close_mission(request.user, mission))
    options = {"committee": mission.committee, "user": request.user}
    words = _words(mission, "Thêm việc vào cuộc kiểm tra", "Thêm việc")
    if request.method == "POST" and ("chon" in request.POST or "bo" in request.POST):
        return _redraw(request, MoreTasksForm(drawn=request.POST, **options), words)
    return _add(request, mission, options, words)


def _add(request, mission, options, words):
    form = MoreTasksForm(request.POST or None, **options)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            for task in form.cleaned_data["inspected"]:
                inspecting.add_task(mission, task, by=request.user, at=timezone.now())
            count = len(form.cleaned_data["inspected"])
            return lead_on(request, reverse("tasks:mission_page", args=[mission.pk]), f"Đã thêm {count} việc")
    return render_form(request, "tasks_app/inspections/mission_form.html", words | {"form": form}, form)


@rule(VISIBLE_MISSION)
def close_mission(request, pk):
    """GET, POST /kiem-tra/<pk>/ket-thuc/."""
    mission = mission_for(request, pk)
    require(
        may.may_close_mission(request.user, mission) and (not mission.closed_on or request.method == "POST")
    )
    form = CloseMissionForm(request.POST or None, initial={"closed_on": today()})
    if form.is_valid():
        with refusals_in(form):
            inspecting.close(mission, **form.act, by=request.user, at=timezone.now())
            return lead_on(
                request, reverse("tasks:mission_page", args=[mission.pk]), "Đã ghi kết thúc cuộc kiểm tra"
            )
    words = _words(mission, "Kết thúc cuộc kiểm tra", "Ghi kết thúc")
    return render_form(request, "tasks_app/inspections/mission_form.html", words | {"form": form}, form)


def _words(mission, heading, verb):
    page = reverse("tasks:mission_page", args=[mission.pk])
    return {
        "heading": heading, "verb": verb, "mission": mission, "back_url": page,
        "crumbs": [("Kiểm tra", reverse("tasks:mission_list")), (mission.name, page), (heading, "")],
    }  # fmt: skip


def inspection_for(request, task, pk):
    """An inspection of this task, or 404."""
    found = Inspection.objects.select_related("mission__committee").filter(task=task, pk=pk).first()
    if found is None:
        raise Http404
    found.task = task
    return found
