"""How are papers of many tasks asked for, watched and fetched?"""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import OWN, READER, rule
from tasks_app import permissions as may
from tasks_app.actions.refusals import NotPossible
from tasks_app.forms.papers import ManyPapersForm
from tasks_app.models import PaperBatch, Task
from tasks_app.permissions import visible_tasks
from tasks_app.printing import batches
from tasks_app.views.acting import lead_on, refusals_in, render_form, today
from tasks_app.views.files import download
from tasks_app.views.papers import named


@rule(READER)
def papers_of_many(request):
    """GET /viec/soan-van-ban/?viec=…|dot=…[&cho=ket-luan]: which paper of the chosen tasks, in one file or many; POST begins it."""
    sent = request.POST if request.method == "POST" else request.GET
    tasks, refused = _chosen(request.user, sent)
    form = ManyPapersForm(
        request.POST if request.method == "POST" else None, kinds=batches.KINDS_OF_MANY, initial={"kind": sent.get("van-ban", "")}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            batch = _begin(request.user, tasks, form.cleaned_data)
            return lead_on(
                request,
                reverse("tasks:batch_page", args=[batch.uuid]),
                f"Đang soạn văn bản cho {len(tasks)} việc",
            )
    words = {
        "form": form, "tasks": tasks[:100], "count": len(tasks), "refused": refused, "chosen": sent.getlist("viec"),
        "round": sent.get("dot", ""), "only": sent.get("cho", ""), "back_url": reverse("tasks:task_list"),
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/papers_of_many.html", words, form)


def _begin(user, tasks, values):
    if not tasks:
        raise NotPossible("Chọn ít nhất một việc đã giao.")
    if len({task.giver_id for task in tasks}) > 1:
        raise NotPossible("Mỗi lần soạn văn bản cho các việc của một cấp giao.")
    if len(tasks) > batches.MOST:
        raise NotPossible(f"Mỗi lần soạn nhiều nhất {batches.MOST} việc.")
    return batches.ask(user, values["kind"], tasks, as_one=values["as_one"], at=timezone.now())


def _chosen(user, sent):
    """(decided tasks that the user may print, number of those he may not)."""
    refs, chosen = sent.getlist("viec")[: batches.MOST], Q(pk__in=[])
    if refs:
        chosen |= named(refs)
    if (pk := sent.get("dot", "")).isascii() and pk.isdigit() and len(pk) < 18:
        of_round = Q(round=int(pk))
        chosen |= (
            of_round & Q(status=Task.Status.AWAITING_CONCLUSION)
            if sent.get("cho") == "ket-luan"
            else of_round
        )
    found = list(
        visible_tasks(user)
        .decided()
        .filter(chosen)
        .with_mark(today())
        .select_related("giver")
        .in_code_order()[: batches.MOST + 1]
    )
    desks = {
        giver.pk
        for giver in {t.giver for t in found}
        if any(standing(user).holds(r, over=giver.path) for r in may.DESK)
    }
    mine = [task for task in found if task.giver_id in desks]
    return mine, len(found) - len(mine)


@rule(OWN)
def batch_page(request, uuid):
    """GET /van-ban/nhieu/<uuid>/: how far it is; with HTMX only the panel that asks again until it is done."""
    batch = get_object_or_404(PaperBatch.objects.select_related("body"), uuid=uuid, by=request.user)
    share = batch.made * 100 // batch.total if batch.total else 0
    words = {
        "batch": batch, "label": batches.label(batch), "share": share, "count": len(batch.tasks),
        "fetch": batches.may_fetch(request.user, batch, at=timezone.now()),
    }  # fmt: skip
    template = "tasks_app/papers/batch_page.html"
    return render(request, f"{template}#tien-do" if request.htmx else template, words)


@rule(OWN)
def batch_file(request, uuid):
    """GET /van-ban/nhieu/<uuid>/tai-ve/: for its asker, for a week, while all its tasks are within his sight."""
    batch = get_object_or_404(PaperBatch, uuid=uuid, by=request.user)
    if not batches.may_fetch(request.user, batch, at=timezone.now()):
        raise Http404
    try:
        content = batch.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return download(content, batches.file_name(batch))
