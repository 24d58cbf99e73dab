"""How does a team put its findings on record, on a phone on the spot, without losing what was typed or a photo?"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from cadres.views.errors import posted_only
from tasks_app import permissions as may
from tasks_app.actions import attaching, inspecting, sniffing
from tasks_app.actions.refusals import Refused
from tasks_app.forms.committing import typed_rows
from tasks_app.forms.inspecting import ASKED, AskedRows, FindingsForm, StandaloneForm, addressees_of
from tasks_app.forms.inspections import DropForm
from tasks_app.models import Evidence
from tasks_app.views import pending
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task
from tasks_app.views.inspections import inspection_for
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.views.once import keeping

TEMPLATE = "tasks_app/inspections/record_inspection.html"
# Buttons that record nothing yet.
KEEP, MORE, PHOTOS = "nhap", "them-kn", "anh"


@rule(VISIBLE_TASK)
def inspect_task(request, ref):
    """GET, POST /viec/<ref>/kiem-tra/: findings of a check for which no mission was made beforehand, in one form."""
    task = task_for(request, ref, may.may_record_inspection)
    waiting = task.inspections.filter(recorded_at=None, dropped_reason="", mission__closed_on=None).first()
    if waiting and request.method == "GET" and "rieng" not in request.GET:
        return redirect("tasks:record_inspection", ref=task.ref, pk=waiting.pk)
    return _serve(request, task, None)


@rule(VISIBLE_TASK)
@keeping(KEEP, MORE, PHOTOS)
def record_inspection(request, ref, pk):
    """GET, POST /viec/<ref>/kiem-tra/<pk>/: what the team found of this task."""
    task = visible_task(request, ref)
    inspection = inspection_for(request, task, pk)
    require(may.may_record_findings(request.user, inspection) or _came_late(request, task, inspection))
    if request.method == "GET" and (inspection.recorded_at or inspection.dropped_reason):
        messages.info(request, "Kết quả kiểm tra này đã được ghi.")
        return redirect("tasks:task_page", ref=task.ref)
    return _serve(request, task, inspection)


def _came_late(request, task, inspection):
    """What was typed while the task was closed, or the mission, is not thrown away: the answer is a refusal that shows it."""
    return (
        request.method == "POST"
        and may.is_officer(request.user, task)
        and may.is_not_his_own(request.user, task)
    )


def _serve(request, task, inspection):
    asked = request.POST.get("lam", "")
    if asked == MORE:
        return _one_more(request, task, inspection)
    if asked in (KEEP, PHOTOS):
        return _keep(request, task, inspection, asked)
    return _record(request, task, inspection)


def _record(request, task, inspection):
    if request.method != "POST":
        return _page(request, task, inspection, *_unbound(request, task, inspection))
    at = timezone.now()
    form, rows = _bound(request, task, inspection)
    valid = all([form.is_valid(), rows.is_valid()])
    pending.keep(request.user, request.path, request.POST, by=request.user, at=at)
    problems = _attached(request, inspection, at)
    with refusals_in(form):
        if valid and not problems:
            with transaction.atomic():
                record(request, task, inspection, form, rows, at)
            pending.drop(request.user, request.path)
            return lead_on(request, address_of(task), "Đã ghi kết quả kiểm tra")
    return _page(
        request, task, inspection, form, rows, problems=problems, status=None if form.status != 200 else 422
    )


def record(request, task, inspection, form, rows, at):
    """With the mission that was made before, or with one made now from what was typed."""
    seen = form.seen
    if inspection is None:
        data = form.cleaned_data
        head = data["head"] or data["team"]
        mission = inspecting.send(
            task.giver, [task], name=data["team"], starts_on=data["inspected_on"], place=data["place"],
            members=[inspecting.Member(head[:120], role=inspecting.Role.HEAD)], by=request.user, at=at,
            seen={task.pk: seen} if seen is not None else None,
        )  # fmt: skip
        # The task moved on by what was just written.
        inspection, seen = mission.inspections.select_related("task").get(), None
    inspecting.record(inspection, **form.record, asked=rows.asked(), by=request.user, at=at, seen=seen)


def _keep(request, task, inspection, asked):
    """Autosave, *Lưu nháp* and the upload without script: repeating them changes nothing, so they need no key."""
    at = timezone.now()
    pending.keep(request.user, request.path, request.POST, by=request.user, at=at)
    if request.htmx:
        return render(request, f"{TEMPLATE}#da-luu", {"saved_at": at})
    problems = _attached(request, inspection, at)
    if asked == PHOTOS or problems:
        forms = _unbound(request, task, inspection, typed=request.POST)
        return _page(request, task, inspection, *forms, problems=problems, status=422 if problems else 200)
    return lead_on(request, address_of(task), "Đã lưu nháp kết quả kiểm tra")


def _one_more(request, task, inspection):
    form, rows = _unbound(request, task, inspection, typed=request.POST, more=True)
    if request.htmx:
        return render(request, f"{TEMPLATE}#cac-kien-nghi", {"task": task, "rows": rows})
    return _page(request, task, inspection, form, rows)


def _attached(request, inspection, at):
    """Files that came along with the form; those that can't be taken are named."""
    uploads = [*request.FILES.getlist("anh"), *request.FILES.getlist("tep")]
    if inspection is None:
        return ["Ghi kết quả trước, hoặc lập đoàn kiểm tra để kèm ảnh."] if uploads else []
    problems = []
    for upload in uploads:
        try:
            attaching.photograph(inspection, upload, by=request.user, at=at)
        except Refused as refusal:
            problems.append(f"{sniffing.shown_name(upload.name)}: {refusal}")
    return problems


@rule(VISIBLE_TASK)
@posted_only
def upload_photo(request, ref, pk):
    """POST /viec/<ref>/kiem-tra/<pk>/anh/: one file a request, so that a lost signal loses one file."""
    task = visible_task(request, ref)
    inspection = inspection_for(request, task, pk)
    require(may.may_record_findings(request.user, inspection))
    problems = _attached(request, inspection, timezone.now())
    return _photos(request, task, inspection, problems)


@rule(VISIBLE_TASK)
@posted_only
def remove_photo(request, ref, pk, uuid):
    """POST /viec/<ref>/kiem-tra/<pk>/anh/<uuid>/bo/: off an inspection that is not recorded yet."""
    task = visible_task(request, ref)
    inspection = inspection_for(request, task, pk)
    require(may.may_record_findings(request.user, inspection))
    photo = inspection.evidence.filter(uuid=uuid).first()
    if photo is None or inspection.recorded_at:
        raise Http404
    photo.removed_at = timezone.now()
    photo.save(update_fields=["removed_at"])
    return _photos(request, task, inspection, [])


def _photos(request, task, inspection, problems):
    if not request.htmx:
        return redirect("tasks:record_inspection", ref=task.ref, pk=inspection.pk)
    context = {"task": task, "inspection": inspection, "photos": photos_of(inspection), "problems": problems,
               "accept": sniffing.ACCEPT}  # fmt: skip
    return render(request, f"{TEMPLATE}#anh", context, status=422 if problems else 200)


def photos_of(inspection):
    if inspection is None:
        return []
    shown = inspection.evidence.filter(removed_at=None).exclude(scan=Evidence.Scan.QUARANTINED)
    return list(shown.order_by("uploaded_at", "pk"))


@rule(VISIBLE_TASK)
def drop_inspection(request, ref, pk):
    """GET, POST /viec/<ref>/kiem-tra/<pk>/khong-kiem-tra/."""
    task = task_for(request, ref, may.may_record_inspection)
    inspection = inspection_for(request, task, pk)
    form = DropForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            inspecting.drop(inspection, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã đưa việc ra khỏi cuộc kiểm tra")
    return act_page(
        request,
        task,
        form,
        may.may_record_inspection,
        heading="Không kiểm tra việc này",
        verb="Không kiểm tra",
    )


# ---- the page --------------------------------------------------------------------------------------------------------


def _kind(inspection):
    return StandaloneForm if inspection is None else FindingsForm


def _options(task):
    indicators = list(task.indicators.filter(target__isnull=False).order_by("rank", "pk"))
    return {"task": task, "indicators": indicators, "today": today()}


def _bound(request, task, inspection):
    form = _kind(inspection)(request.POST, **_options(task))
    return form, AskedRows(request.POST, addressees=addressees_of(task, on=today()))


def _unbound(request, task, inspection, *, typed=None, more=False):
    """The forms as they open: what was kept or typed before, else what is known; one empty row to write in."""
    kept = pending.kept_for(request.user, request.path) if typed is None else None
    if kept:
        typed = pending.as_posted(kept)
    options = _options(task)
    if typed is not None:
        initial = {name: typed.get(name) for name in typed if name not in ("key", "version")}
    elif inspection is not None:
        initial = {
            "place": inspection.place,
            "inspected_on": min(max(inspection.inspected_on, inspection.mission.starts_on), options["today"]),
        }
    else:
        initial = {}
    rows = typed_rows(typed, ASKED) if typed is not None else []
    if more or not rows:
        rows.append({})
    form = _kind(inspection)(initial=initial, **options)
    return form, AskedRows(initial=rows, addressees=addressees_of(task, on=today()))


def _page(request, task, inspection, form, rows, *, problems=(), status=None):
    kept = pending.kept_for(request.user, request.path)
    context = {
        "task": task, "inspection": inspection, "form": form, "rows": rows, "problems": problems,
        "photos": photos_of(inspection), "accept": sniffing.ACCEPT, "on": today(),
        "saved_at": kept.saved_at if kept else None,
        "members": list(inspection.mission.members.order_by("pk")) if inspection else [],
        "conflict": form.refusal_status == 409, "url": request.path,
        "people": task.assignments.open().lead_first(),
    }  # fmt: skip
    response = render_form(request, TEMPLATE, context, form)
    if status and response.status_code == 200:
        response.status_code = status
    return response
