"""How is one cadre urged, or many at once, and how does he answer?"""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from cadres.views.access import STAFF, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import urging
from tasks_app.forms.urging import ReplyForm, UrgeForm, UrgeManyForm
from tasks_app.permissions import visible_tasks
from tasks_app.views.acting import lead_on, refusals_in, render_form, today
from tasks_app.views.on_task import task_for

MOST = 200


@rule(VISIBLE_TASK)
def urge_task(request, ref):
    """GET, POST /viec/<ref>/don-doc/."""
    task, on = task_for(request, ref, may.may_urge), today()
    draft = urging.draft_texts([task], on=on, answer_by=urging.answer_day(on))[task.pk]
    form = UrgeForm(request.POST or None, task=task, on=on, initial={"text": draft})
    if request.method == "POST" and form.is_valid():
        act = {name: form.cleaned_data[name] for name in ("text", "answer_by")}
        seen = {task.pk: form.seen} if form.seen is not None else None
        with refusals_in(form):
            urging.urge_many([task], **act, by=request.user, at=timezone.now(), seen=seen)
            return lead_on(request, reverse("tasks:task_page", args=[task.ref]), "Đã đôn đốc 1 việc")
    earlier = task.urges.order_by("-at", "-pk")[:5]
    context = {"today": on, "task": task, "form": form, "earlier": earlier, "crumbs": crumbs(task, "Đôn đốc")}
    return render_form(request, "tasks_app/committee/urge_task.html", context, form)


@rule(STAFF)
def urge_many(request):
    """GET /viec/don-doc/?viec=…: what would be sent to whom, and what can't be; POST sends it."""
    on = today()
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET
    chosen = chosen_tasks(request.user, sent.getlist("viec"), on)
    reasons = {task.pk: urging.why_not(request.user, task) for task in chosen}
    ready = [task for task in chosen if not reasons[task.pk]]
    back = back_url(request, sent.get("back") or request.headers.get("Referer", ""))
    form = UrgeManyForm(request.POST if posted else None, on=on, initial={"back": back})
    if posted and form.is_valid():
        act = {name: form.cleaned_data[name] for name in ("text", "answer_by")}
        with refusals_in(form):
            # What can't be urged any more since it was shown is refused with the rest, never left out in silence.
            seen = {task.pk: task.version for task in chosen} | seen_versions(request, chosen)
            urges = urging.urge_many(chosen, **act, by=request.user, at=timezone.now(), seen=seen)
            sent = f"{reverse('tasks:urge_log')}?{urlencode({'lan': urges[0].pk, 've': back})}"
            return lead_on(request, sent, f"Đã đôn đốc {len(urges)} việc")
    drafts = urging.draft_texts(ready, on=on, answer_by=urging.answer_day(on))
    context = {
        "today": on,
        "form": form,
        "ready": [(task, drafts[task.pk]) for task in ready],
        "refused": [(task, reasons[task.pk]) for task in chosen if reasons[task.pk]],
        "back_url": back,
    }
    return render_form(request, "tasks_app/committee/urge_many.html", context, form)


@rule(VISIBLE_TASK)
def reply_urge(request, ref, pk):
    """GET, POST /viec/<ref>/don-doc/<pk>/tra-loi/: the cadre's answer to one urge."""
    task = task_for(request, ref, may.may_answer)
    urge = get_object_or_404(task.urges, pk=pk)
    page = reverse("tasks:task_page", args=[task.ref])
    if urge.replied_at and request.method != "POST":
        messages.info(request, "Lần đôn đốc này đã được trả lời.")
        return redirect(page)
    form = ReplyForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            urging.reply(urge, form.cleaned_data["text"], by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, page, "Đã trả lời đôn đốc")
    context = {"task": task, "urge": urge, "form": form, "crumbs": crumbs(task, "Trả lời đôn đốc")}
    return render_form(request, "tasks_app/committee/reply_urge.html", context, form)


def chosen_tasks(user, refs, on):
    """The tasks that the boxes name, as far as they exist for the user."""
    refs = refs[:MOST]
    opaque = [ref for ref in refs if is_uuid(ref)]
    named = Q(code__in=[ref for ref in refs if "\x00" not in ref]) | Q(public_id__in=opaque)
    return list(visible_tasks(user).filter(named).with_last_urge().for_table(on).order_by("due_on", "pk"))


def is_uuid(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def seen_versions(request, tasks):
    """{pk: version} as the confirmation page showed them ("ban" = "812:7"); what isn't understood is left out."""
    known = {task.pk for task in tasks}
    found = {}
    for pair in request.POST.getlist("ban")[:MOST]:
        pk, _, version = pair.partition(":")
        if pk.isascii() and pk.isdecimal() and version.isascii() and version.isdecimal() and int(pk) in known:
            found[int(pk)] = int(version)
    return found


def back_url(request, asked):
    """The list from which one came, if it is one of ours; else the tasks that need urging."""
    lists = [reverse("tasks:task_list"), reverse("tasks:urge_queue")]
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        path = asked.partition("//")[2].partition("/")[2] if "//" in asked else asked.lstrip("/")
        if f"/{path}".partition("?")[0] in lists:
            return f"/{path}"
    return f"{lists[0]}?trang-thai=can-don-doc"


def crumbs(task, here):
    page = reverse("tasks:task_page", args=[task.ref])
    return [("Việc", reverse("tasks:task_list")), (task.code or task.title, page), (here, "")]
