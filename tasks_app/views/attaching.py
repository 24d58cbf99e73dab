"""How does a file come onto a draft report, one request each, and off it again?"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from cadres.views.errors import posted_only
from tasks_app.actions import attaching, drafting, sniffing
from tasks_app.actions.refusals import Refused
from tasks_app.models import Evidence, Task
from tasks_app.views.acting import require, visible_task
from tasks_app.views.reporting import TEMPLATE, files_of, form_for, part_in, staged


@rule(VISIBLE_TASK)
@posted_only
def upload_evidence(request, ref):
    """POST /viec/<ref>/minh-chung/: the file, with the form around it, which is kept as a draft as well."""
    task = visible_task(request, ref)
    part = part_in(request.user, task)
    require(part and not part.is_paper and task.status == Task.Status.IN_FORCE)
    at, problems = timezone.now(), []
    form = form_for(request, task, part, final=False, sending=False)
    form.is_valid()
    final = bool(form.draft and form.draft.is_final)
    draft = form.draft
    try:
        draft = drafting.save_draft(
            task, cadre=part.cadre, content=form.content(), by=request.user, at=at, sight=form.sight, final=final,
            replaces=form.replaced,
        )  # fmt: skip
        for upload in files_of(request):
            attaching.attach(draft, upload, by=request.user, at=at)
    except Refused as refusal:
        names = ", ".join(sniffing.shown_name(upload.name) for upload in files_of(request))
        problems.append(f"{names}: {refusal}")
    return _answer(request, task, part, draft, problems)


@rule(VISIBLE_TASK)
@posted_only
def remove_evidence(request, ref, uuid):
    """POST /viec/<ref>/minh-chung/<uuid>/bo/: off the draft; what was sent stays."""
    task = visible_task(request, ref)
    part = part_in(request.user, task)
    require(part and not part.is_paper)
    evidence = Evidence.objects.filter(task=task, uuid=uuid, report__cadre=part.cadre).first()
    if evidence is None:
        raise Http404
    problems = []
    try:
        attaching.remove(evidence, by=request.user, at=timezone.now())
    except Refused as refusal:
        problems.append(str(refusal))
    return _answer(request, task, part, drafting.draft_of(task, part.cadre), problems)


def _answer(request, task, part, draft, problems):
    if not request.htmx:
        return redirect("tasks:report_task", ref=task.ref)
    context = {
        "task": task, "part": part, "evidence": staged(draft), "draft": draft, "problems": problems,
        "accept": sniffing.ACCEPT,
    }  # fmt: skip
    return render(request, f"{TEMPLATE}#minh-chung", context, status=422 if problems else 200)
