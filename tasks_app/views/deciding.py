"""How are an appraisal opinion and a committee's decision put on record?"""

from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import posts_of, standing
from cadres.views.access import OFFICER, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import bulk, deciding, papers, sniffing
from tasks_app.actions.appraising import appraise
from tasks_app.actions.deciding import decide, giver_in_words, group_of, groups_for
from tasks_app.actions.refusals import Refused
from tasks_app.forms.deciding import AppraisalForm, DecisionForm
from tasks_app.forms.drafts import facts_of_task
from tasks_app.forms.six_clear import checks
from tasks_app.models import Assignment, BulkAct, Task
from tasks_app.statistics.consideration import changes_of, for_consideration, in_list_order
from tasks_app.statistics.likeness import like_tasks
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task

Role = Office.Role
MOST = 1_500  # tasks offered for one document


@rule(OFFICER)
def decide_tasks(request):
    """GET, POST /viec/quyet-dinh/?cap-uy=…: one document over the ticked tasks, all or none of them."""
    giver, others = deciding_committee(request)
    asked = request.GET.get("dot", "")
    tasks, more = waiting_for(
        request.user, giver, int(asked) if asked.isdecimal() and len(asked) < 16 else None
    )
    groups = groups_for(giver)
    unplaced = place(tasks, giver, groups)
    posted = request.method == "POST"
    lacking = {} if posted else problems(tasks, today())
    form = DecisionForm(
        request.POST if posted else None, tasks=tasks, groups=groups, unplaced=unplaced, on=today(),
        symbol=f"QĐ/{giver.short_code}" if giver.short_code else "",
    )  # fmt: skip
    scan = staged_scan(request, form) if posted else None
    if posted and form.is_valid():
        with refusals_in(form), transaction.atomic():
            act = record_decision(request, form, scan)
            return lead_on(request, reverse("tasks:bulk_result", args=[act.uuid]), said(act))
    lacking = lacking or problems(tasks, today())
    named, all_of_round = set(request.GET.getlist("viec")), bool(request.GET.get("dot"))
    for task in tasks:
        task.lacking = lacking.get(task.pk, "")
        task.group_field = form[f"group-{task.pk}"] if f"group-{task.pk}" in form.fields else None
        task.group_error_id = f"id_group-{task.pk}_error"
        task.ticked = not task.lacking and (
            task.pk in form.ticked if form.is_bound else all_of_round or task.ref in named
        )
    words = {
        "heading": "Ghi quyết định giao việc", "form": form, "tasks": tasks, "more": more, "giver": giver,
        "giver_words": giver_in_words(giver), "others": others, "scan": scan, "accept": sniffing.ACCEPT,
    }  # fmt: skip
    return render_form(request, "tasks_app/ordering/decide_tasks.html", words, form)


def record_decision(request, form, scan):
    """The decision, its scanned paper and the answer row by row: one transaction."""
    at = timezone.now()
    values = {name: form.cleaned_data[name] for name in ("number", "symbol", "issued_on", "summary")}
    decided = decide(
        form.chosen, **values, by=request.user, at=at, seen=form.ticked, groups=form.groups
    )  # fmt: skip
    paper = decided[0].decision
    if scan is not None:
        papers.bind(scan, paper)
    rows = bulk.row_of_each([bulk.Outcome(task, "") for task in decided])
    return BulkAct.objects.create(name="decide", document=paper, rows=rows, by=request.user, at=at)


def staged_scan(request, form):
    """The scanned paper: sent just now, or staged by an earlier try. A file that can't be taken is said at its place."""
    upload = request.FILES.get("tep")
    try:
        if upload is not None:
            scan = papers.stage(upload, by=request.user, at=timezone.now())
            form.data = form.data.copy()
            form.data["scan"] = str(scan.uuid)
            return scan
        kept = uuids([request.POST.get("scan", "")])
        return papers.staged_by(request.user, kept[0]) if kept else None
    except Refused as refusal:
        form.is_valid()
        form.file_error = str(refusal)
        form.add_error(None, str(refusal))
        return None


def problems(tasks, on):
    """{pk: why it can't be decided as it stands}, from what the page has loaded."""
    return deciding.unready(
        tasks,
        on,
        rows={t.pk: list(t.indicators.all()) for t in tasks},
        people={t.pk: t.people for t in tasks},
    )


@rule(VISIBLE_TASK)
def appraise_task(request, ref):
    """GET, POST /viec/<ref>/tham-dinh/: the opinion on a registration, carried out at once."""
    task = visible_task(request, ref)
    require(may.may_appraise(request.user, task))
    require(task.status == Task.Status.APPRAISING or request.method == "POST")
    form = AppraisalForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            appraise(
                task, opinion=values["opinion"], text=values["text"], by=request.user, at=timezone.now(),
                seen=form.seen, task_values=form.task_values, targets=form.targets,
            )  # fmt: skip
            return lead_on(request, reverse("tasks:task_page", args=[task.ref]), "Đã ghi ý kiến thẩm định")
    words = {
        "heading": "Thẩm định việc đăng ký",
        "form": form,
        "task": task,
        "people": task.assignments.open().lead_first(),
    } | considered(request.user, task)
    return render_form(request, "tasks_app/ordering/appraise_task.html", words, form)


def considered(user, task):
    """What an appraiser weighs beside the registration: whether it is clear and measurable, and what it overlaps with."""
    whole = for_consideration(Task.objects.filter(pk=task.pk)).get()
    partners = list(task.coordinating_units.order_by("pk").values_list("name", flat=True))
    likes = like_tasks([whole], may.visible_tasks(user))[task.pk]
    return {
        "checks": checks(facts_of_task(whole, partners=partners)),
        "likes": likes,
        "changes": changes_of(whole),
    }


# ---- what waits, and in which row of the table it will be counted ----------------------------------------------------


def deciding_committee(request):
    """The committee whose decision is recorded, asked for by `cap-uy`, and the user's other ones."""
    units = Unit.objects.filter(pk__in=standing(request.user).units(Role.OFFICER)).select_related("kind")
    units = list(units.order_by("kind__level", "rank", "pk"))
    asked = request.GET.get("cap-uy") or giver_of_first(request)
    giver = next((unit for unit in units if asked in (None, "", str(unit.pk))), None)
    if giver is None:
        raise Http404
    return giver, [unit for unit in units if unit != giver]


def giver_of_first(request):
    """A link from a task's page names the task (`viec`): the page is about its giver."""
    named = uuids(request.GET.getlist("viec"))
    seen = may.visible_tasks(request.user).filter(public_id__in=named) if named else Task.objects.none()
    first = seen.values_list("giver", flat=True).first()
    return str(first) if first else None


def uuids(texts):
    """Those of the texts that are opaque ids."""
    found = []
    for text in texts[:200]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def waiting_for(user, giver, round=None):
    """Tasks of the giver (of one round of it) that wait for its decision, without the user's own, in the order of the list
    in which they will be numbered; at most MOST, and whether there are more."""
    carrying = Assignment.objects.open().lead_first().select_related("cadre__user", "collective")
    rows = (
        may.visible_tasks(user)
        .filter(status=Task.Status.AWAITING_DECISION, giver=giver)
        .exclude(assignments__cadre=standing(user).cadre_id or 0)
        .select_related("field", "round", "unit", "giver")
        .prefetch_related(Prefetch("assignments", carrying, to_attr="people"), "indicators")
    )
    if round:
        rows = rows.filter(round=round)
    found = list(in_list_order(rows)[: MOST + 1])
    return found[:MOST], len(found) > MOST


def place(tasks, giver, groups):
    """Set `task.placed`, the row of the headline table by the lead's management level; pks of those without one."""
    leads = {task.pk: task.people[0].cadre_id for task in tasks if task.people}
    posts = posts_of(set(leads.values()), on=today())
    for task in tasks:
        highest = next(iter(posts.get(leads.get(task.pk), [])), None)
        task.placed = group_of(giver, highest, groups)
    return [task.pk for task in tasks if task.placed is None]


def said(act):
    codes = list(
        Task.objects.filter(pk__in=[row["task"] for row in act.rows])
        .in_code_order()
        .values_list("code", flat=True)
    )
    span = codes[0] if len(codes) == 1 else f"{codes[0]} đến {codes[-1]}"
    return f"Đã ghi quyết định giao {len(codes)} việc, mã {span}"
