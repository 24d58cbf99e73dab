"""How are an appraisal opinion and a committee's decision put on record?"""

from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import posts_of, standing
from cadres.views.access import OFFICER, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions.appraising import appraise
from tasks_app.actions.deciding import decide, giver_in_words, group_of, groups_for
from tasks_app.forms.deciding import AppraisalForm, DecisionForm
from tasks_app.models import Assignment, Task
from tasks_app.views.acting import lead_on, once, refusals_in, render_form, require, today, visible_task

Role = Office.Role
MOST = 100  # tasks offered for one document


@rule(OFFICER)
@once
def decide_tasks(request):
    """GET, POST /viec/quyet-dinh/?cap-uy=…: one document over the ticked tasks, all or none of them."""
    giver, others = deciding_committee(request)
    tasks, more = waiting_for(request.user, giver)
    groups = groups_for(giver)
    unplaced = place(tasks, giver, groups)
    form = DecisionForm(request.POST or None, tasks=tasks, groups=groups, unplaced=unplaced, on=today())
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            values = {name: form.cleaned_data[name] for name in ("number", "symbol", "issued_on", "summary")}
            decided = decide(
                form.chosen,
                **values,
                by=request.user,
                at=timezone.now(),
                seen=form.ticked,
                groups=form.groups,
            )
            return lead_on(request, request.get_full_path(), said(decided))
    for task in tasks:
        task.group_field = form[f"group-{task.pk}"] if f"group-{task.pk}" in form.fields else None
        task.group_error_id = f"id_group-{task.pk}_error"
        task.ticked = task.pk in form.ticked if form.is_bound else task.ref in request.GET.getlist("viec")
    words = {
        "heading": "Ghi quyết định giao việc", "form": form, "tasks": tasks, "more": more, "giver": giver,
        "giver_words": giver_in_words(giver), "others": others,
    }  # fmt: skip
    return render_form(request, "tasks_app/ordering/decide_tasks.html", words, form)


@rule(VISIBLE_TASK)
@once
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
    }
    return render_form(request, "tasks_app/ordering/appraise_task.html", words, form)


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
    for text in texts[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def waiting_for(user, giver):
    """Tasks of the giver that wait for its decision, without the user's own; at most MOST, and whether there are more."""
    people = Prefetch("assignments", Assignment.objects.open().lead_first(), to_attr="people")
    rows = (
        may.visible_tasks(user)
        .filter(status=Task.Status.AWAITING_DECISION, giver=giver)
        .exclude(assignments__cadre=standing(user).cadre_id or 0)
        .select_related("field", "round", "unit", "giver")
        .prefetch_related(people, "indicators")
        .order_by("round", "unit__kind__level", "unit__rank", "unit__name_key", "pk")
    )
    found = list(rows[: MOST + 1])
    return found[:MOST], len(found) > MOST


def place(tasks, giver, groups):
    """Set `task.placed`, the row of the headline table by the lead's management level; pks of those without one."""
    leads = {task.pk: task.people[0].cadre_id for task in tasks if task.people}
    posts = posts_of(set(leads.values()), on=today())
    for task in tasks:
        highest = next(iter(posts.get(leads.get(task.pk), [])), None)
        task.placed = group_of(giver, highest, groups)
    return [task.pk for task in tasks if task.placed is None]


def said(decided):
    codes = [task.code for task in decided]
    span = codes[0] if len(codes) == 1 else f"{codes[0]} đến {codes[-1]}"
    return f"Đã ghi quyết định giao {len(codes)} việc, mã {span}"
