"""How does a cadre report the figures of a task, from a phone, without losing what was typed?"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Cadre
from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import attaching, drafting, reporting, sniffing
from tasks_app.actions.asking import ask_conclusion as ask
from tasks_app.actions.entering import enter_from_paper
from tasks_app.actions.periods import missed_period, period_of_report, period_to_report
from tasks_app.actions.refusals import Refused, Stale
from tasks_app.forms.reporting import ReportForm
from tasks_app.models import Evidence, Task
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, visible_task
from tasks_app.views.on_task import carried_until_now
from tasks_app.views.once import keeping

# Buttons of the form that keep it as a draft; any other answer sends the report.
KEEP, HAND_OVER, TAKE_OFF = "nhap", "chuyen", "bo"
TEMPLATE = "tasks_app/cadre/report_task.html"
FINAL = "tasks_app/cadre/ask_conclusion.html"


@dataclass(frozen=True)
class Part:
    """In which part the user comes to the report of `cadre`: as himself, preparing for him, or entering a signed paper."""

    cadre: Cadre
    name: str
    is_own: bool = False
    is_assistant: bool = False
    is_paper: bool = False
    # Who carries the task, where a paper of one of them is entered.
    people: tuple = ()


@rule(VISIBLE_TASK)
@keeping(KEEP, HAND_OVER, TAKE_OFF)
def report_task(request, ref):
    """GET, POST /viec/<ref>/bao-cao/. `dinh-chinh`: the sent report of a period still open that this one corrects."""
    task = visible_task(request, ref)
    part = part_in(request.user, task) or _part_until_now(request, task)
    # A report typed while the task was closed is not thrown away: the answer is a refusal with what was typed.
    require(part and (task.status == Task.Status.IN_FORCE or request.method == "POST"))
    return _serve(request, ref, task, part, final=False)


@rule(VISIBLE_TASK)
@keeping(KEEP, HAND_OVER, TAKE_OFF)
def ask_conclusion(request, ref):
    """GET, POST /viec/<ref>/de-nghi-ket-luan/: a final report, then the move."""
    task = visible_task(request, ref)
    part = part_in(request.user, task) or _part_until_now(request, task)
    require(part and part.is_own and (task.status == Task.Status.IN_FORCE or request.method == "POST"))
    return _serve(request, ref, task, part, final=True)


def part_in(user, task):
    """The user's `Part` in the reporting of this task, or None."""
    person = drafting.cadre_reported_for(user, task)
    if person:
        own = person.cadre_id == standing(user).cadre_id
        return Part(person.cadre, person.name, is_own=own, is_assistant=not own)
    if may.is_officer(user, task) and may.is_not_his_own(user, task):
        people = tuple(task.assignments.open().lead_first().select_related("cadre__user"))
        return Part(people[0].cadre, people[0].name, is_paper=True, people=people) if people else None
    return None


def _part_until_now(request, task):
    """Of a cadre whose task was handed over while he typed: he is told so, with his words."""
    ended = carried_until_now(request, task)
    return Part(ended.cadre, ended.name, is_own=True) if ended else None


def part_as_typed(request, part):
    """An officer enters the paper of the one he chose."""
    asked = request.POST.get("cadre", "")
    chosen = next((p for p in part.people if str(p.cadre_id) == asked), None)
    return replace(part, cadre=chosen.cadre, name=chosen.name) if chosen else part


def _serve(request, ref, task, part, *, final):
    part = part_as_typed(request, part)
    if request.method == "POST" and request.POST.get("lam"):
        return _keep(request, task, part, final)
    return _send(request, ref, task, part, final=final)


def _send(request, ref, task, part, *, final):
    form = form_for(request, task, part, final=final, sending=True)
    if request.method == "POST":
        at = timezone.now()
        valid = form.is_valid()
        kept = _kept_in_draft(request, form, task, part, at, final)
        with refusals_in(form):
            if form.seen is not None and form.seen != task.version:
                raise Stale(
                    f"Việc «{task.title}» vừa được cập nhật. Số liệu hiện nay ở cạnh số đồng chí nhập."
                )
            if valid and kept:
                return _sent(request, task, part, form, at, final)
    return page(request, task, part, form, final)


def _sent(request, task, part, form, at, final):
    """Inside `refusals_in`: what the action refuses goes to the form."""
    act = {"cadre": part.cadre, "content": form.content(), "by": request.user, "at": at, "seen": form.seen}
    if final:
        ask(task, sight=form.sight, **act)
        return lead_on(request, "tasks:my_tasks", f"Đã đề nghị kết luận: {task.title}")
    if part.is_paper:
        enter_from_paper(task, files=files_of(request), replaces=form.replaced, **act)
        target = redirect("tasks:task_page", ref=task.ref).url
        return lead_on(request, target, f"Đã nhập báo cáo của đ/c {part.name}")
    reporting.submit(task, sight=form.sight, replaces=form.replaced, **act)
    return lead_on(request, "tasks:my_tasks", f"Đã gửi báo cáo: {task.title}")


def _kept_in_draft(request, form, task, part, at, final):
    """Keep what was typed and the files that came along, whatever becomes of the sending. False: a file was refused."""
    if part.is_paper:
        return True
    try:
        draft = drafting.save_draft(task, **_draft_act(request, form, part, at, final))
    except drafting.DraftMoved as moved:
        form.show_moved(moved.draft)
        form.refuse(moved, 409)
        return False
    except Refused:
        return True  # the sending is refused for the same reason, and says so
    form.draft = draft
    return _attached(request, form, draft, at)


def _draft_act(request, form, part, at, final):
    return {
        "cadre": part.cadre, "content": form.content(), "by": request.user, "at": at, "sight": form.sight,
        "final": final, "replaces": form.replaced,
    }  # fmt: skip


def _attached(request, form, draft, at):
    """Files sent along with the form (no script); those that can't be taken are named at the field."""
    refused = False
    for upload in files_of(request):
        try:
            attaching.attach(draft, upload, by=request.user, at=at)
        except Refused as refusal:
            form.add_error("tep", f"{sniffing.shown_name(upload.name)}: {refusal}")
            refused = True
    return not refused


def _keep(request, task, part, final):
    """Buttons and autosave that keep a draft: repeating them changes nothing, so they need no key."""
    at = timezone.now()
    form = form_for(request, task, part, final=final, sending=False)
    form.is_valid()
    autosave = request.htmx and request.POST["lam"] == KEEP
    require(not part.is_paper)
    with refusals_in(form):
        try:
            draft = drafting.save_draft(
                task, seen=form.seen if autosave else None, **_draft_act(request, form, part, at, final)
            )
        except drafting.DraftMoved as moved:
            form.show_moved(moved.draft)
            raise
        form.draft = draft
        if autosave:
            return render(request, f"{TEMPLATE}#da-luu", {"saved_at": at, "problems": form.errors})
        # What could not be read is not in the draft: the page says so, and doesn't say "saved".
        if _attached(request, form, draft, at) and not form.errors:
            return _kept(request, task, part, draft, at)
    if autosave:
        return render(request, f"{TEMPLATE}#da-luu", {"refusal": True, "moved": form.moved}, status=409)
    return page(request, task, part, form, final)


def _kept(request, task, part, draft, at):
    asked = request.POST["lam"]
    if asked.startswith(f"{TAKE_OFF}:"):
        found = Evidence.objects.filter(report=draft, removed_at=None)
        evidence = next((e for e in found if str(e.uuid) == asked.partition(":")[2]), None)
        if evidence:
            attaching.remove(evidence, by=request.user, at=at)
            messages.success(request, f"Đã bỏ tệp {evidence.name}")
        return redirect(request.path)
    if asked == HAND_OVER and part.is_assistant:
        drafting.hand_over_draft(draft, by=request.user, at=at)
        return lead_on(request, "tasks:my_tasks", f"Đã chuyển đ/c {part.name} xác nhận báo cáo")
    return lead_on(request, "tasks:my_tasks", f"Đã lưu nháp báo cáo: {task.title}")


# ---- the page --------------------------------------------------------------------------------------------------------


def form_for(request, task, part, *, final, sending):
    draft = None if part.is_paper else drafting.draft_of(task, part.cadre)
    return ReportForm(
        request.POST if request.method == "POST" else None,
        task=task, indicators=drafting.figures_of(task), on=timezone.localdate(), draft=draft, final=final,
        paper=part.people, sending=sending or request.method != "POST",
        replaced=None if final else replaced_by(request, task, part, draft),
        address=reverse("tasks:find_solvers", args=[task.ref]),
    )  # fmt: skip


def replaced_by(request, task, part, draft):
    """The sent report that this one adds to or corrects: named by the page, by the draft, or asked for by the desk."""
    on = timezone.localdate()
    newest = reporting.replaceable(task, part.cadre, on=on)
    if newest is None:
        return None
    named = request.POST.get("replaces") or request.GET.get("dinh-chinh") or (draft and draft.replaces_id)
    return newest if str(newest.pk) == str(named) or newest.note == newest.Note.MORE else None


def page(request, task, part, form, final):
    on = timezone.localdate()
    replaced = form.replaced
    context = {
        "task": task, "part": part, "form": form, "final": final, "replaced": replaced,
        "period": period_of_report(replaced, task) if replaced else period_to_report(task, on=on),
        "missed": None if final or replaced else missed_period(task, on=on),
        "evidence": staged(form.draft), "accept": sniffing.ACCEPT, "draft": form.draft,
        "conflict": form.refusal_status == 409,
        "prepared": part.is_own and form.draft and form.draft.by_id != request.user.pk,
    }  # fmt: skip
    if context["conflict"] and form.moved is None:
        context["latest"] = task.events.order_by("-at", "-pk").first()
    return render_form(request, FINAL if final else TEMPLATE, context, form)


def staged(draft):
    return list(draft.evidence.filter(removed_at=None).order_by("uploaded_at", "pk")) if draft else []


def files_of(request):
    return [*request.FILES.getlist("anh"), *request.FILES.getlist("tep")]
