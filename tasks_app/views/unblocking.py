"""How does what is in the way get named, passed on and answered, and at whose desk does it wait?"""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from cadres.offices import standing
from cadres.views.access import SIGNED_IN, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import unblocking
from tasks_app.actions.committing import Named
from tasks_app.forms.acts import AnswerForm, SolvedForm
from tasks_app.forms.solvers import ObstacleNamedForm, PassOnForm, suggested, units_to_ask
from tasks_app.permissions import SOLVERS
from tasks_app.statistics.hurdles import by_solver, hurdles
from tasks_app.views.acting import lead_on, refusals_in, require, today, visible_task
from tasks_app.views.on_task import act_page, address_of, task_for

# Shown of each solver until one is chosen (`ai`), and then a page.
SHOWN, PAGE = 5, 30


@rule(SIGNED_IN)
def hurdle_list(request):
    """GET /vuong-o-ai/: what waits for whom, the reader's own first; `ai` shows one solver whole."""
    on, me = today(), standing(request.user)
    rows = hurdles(request.user, on=on)
    solvers, chosen = solvers_of_page(request, rows, me, on)
    page = Paginator(chosen.rows, PAGE).get_page(request.GET.get("trang")) if chosen else None
    for solver in [chosen] if chosen else solvers:
        solver.shown = list(page) if chosen else solver.rows[:SHOWN]
        solver.hidden = 0 if chosen else len(solver.rows) - len(solver.shown)
        for row in solver.shown:
            asked = row.path and any(me.holds(role, over=row.path) for role in SOLVERS)
            # What he may not do on his own task the page of the act itself refuses.
            row.may_answer = bool(asked) or me.holds("officer", over=row.giver_path)
    context = {
        "solvers": [chosen] if chosen else solvers, "chosen": chosen, "page": page, "on": on, "count": len(rows),
        "late": sum(row.is_late(on) for row in rows),
    }  # fmt: skip
    return render(request, "tasks_app/hurdle_list.html", context)


def solvers_of_page(request, rows, me, on):
    """(everybody who is asked, the one whom the page shows whole or None)."""
    solvers = by_solver(rows, me, on=on)
    return solvers, next((s for s in solvers if s.code == request.GET.get("ai")), None)


@rule(VISIBLE_TASK)
def name_obstacle(request, ref):
    """GET, POST /viec/<ref>/neu-vuong-mac/."""
    task = task_for(request, ref, may.may_name_obstacle)
    form = ObstacleNamedForm(request.POST or None, task=task, on=today(), address=_offers(task))
    if form.is_valid():
        said, unit = form.cleaned_data, form.unit
        named = Named(said["text"], unit, "" if unit else said["solver"], said["due_on"])
        with refusals_in(form):
            unblocking.name_obstacle(task, named, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã nêu vướng mắc")
    return act_page(
        request, task, form, may.may_name_obstacle, heading="Nêu vướng mắc", verb="Nêu vướng mắc",
        template="tasks_app/acts/solver.html",
    )  # fmt: skip


@rule(VISIBLE_TASK)
def answer_recommendation(request, ref, pk):
    """GET, POST /viec/<ref>/kien-nghi/<pk>/."""
    task, asked, allowed = _asked(request, ref, "recommendations", pk, may.may_answer_recommendation)
    form = AnswerForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            text = form.cleaned_data["text"]
            unblocking.answer_recommendation(asked, text, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã trả lời kiến nghị")
    return act_page(
        request, task, form, allowed, heading="Trả lời kiến nghị", verb="Trả lời kiến nghị", asked=asked.text,
        asked_at=asked.made_on, elsewhere=reverse("tasks:pass_on_recommendation", args=[task.ref, pk]),
        template="tasks_app/acts/solve.html",
    )  # fmt: skip


@rule(VISIBLE_TASK)
def solve_obstacle(request, ref, pk):
    """GET, POST /viec/<ref>/vuong-mac/<pk>/."""
    task, asked, allowed = _asked(request, ref, "obstacles", pk, may.may_solve_obstacle)
    form = SolvedForm(request.POST or None, task=task, initial={"solved_on": today()})
    if form.is_valid():
        with refusals_in(form):
            unblocking.solve_obstacle(asked, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã ghi kết quả tháo gỡ")
    return act_page(
        request, task, form, allowed, heading="Ghi kết quả tháo gỡ", verb="Ghi kết quả tháo gỡ", asked=asked.text,
        asked_at=asked.named_on, elsewhere=reverse("tasks:pass_on_obstacle", args=[task.ref, pk]),
        template="tasks_app/acts/solve.html",
    )  # fmt: skip


@rule(VISIBLE_TASK)
def pass_on_obstacle(request, ref, pk):
    """GET, POST /viec/<ref>/vuong-mac/<pk>/chuyen/."""
    return _pass_on(request, *_asked(request, ref, "obstacles", pk, may.may_solve_obstacle))


@rule(VISIBLE_TASK)
def pass_on_recommendation(request, ref, pk):
    """GET, POST /viec/<ref>/kien-nghi/<pk>/chuyen/."""
    return _pass_on(request, *_asked(request, ref, "recommendations", pk, may.may_answer_recommendation))


def _pass_on(request, task, asked, allowed):
    form = PassOnForm(request.POST or None, task=task, on=today(), address=_offers(task))
    if form.is_valid():
        unit, reason = form.cleaned_data["unit"], form.cleaned_data["reason"]
        with refusals_in(form):
            unblocking.pass_on(asked, unit, reason, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, _where_after(request, task), f"Đã chuyển đến {unit.name}")
    return act_page(
        request, task, form, allowed, heading="Chuyển nơi giải quyết", verb="Chuyển", asked=asked.text,
        template="tasks_app/acts/solver.html",
    )  # fmt: skip


@rule(VISIBLE_TASK)
def find_solvers(request, ref):
    """GET /viec/<ref>/noi-thao-go/: options for the list under the input, names of units that contain what is typed."""
    task = visible_task(request, ref)
    typed = next(
        (v for name, v in request.GET.items() if name.rpartition("-")[2] in ("solver", "unit", "addressee")),
        "",
    )
    require(
        may.is_assignee(request.user, task) or may.is_assistant(request.user, task) or _answers(request, task)
    )
    found = suggested(units_to_ask(task, on=today()), typed)
    return HttpResponse(format_html_join("", '<option value="{}">', ((unit.name,) for unit in found)))


def _answers(request, task):
    return bool(standing(request.user).units(*SOLVERS))


def _offers(task):
    return reverse("tasks:find_solvers", args=[task.ref])


def _where_after(request, task):
    """What was passed on may have taken the task out of the user's sight."""
    if may.visible_tasks(request.user).filter(pk=task.pk).exists():
        return address_of(task)
    return reverse("tasks:hurdle_list")


def _asked(request, ref, relation, pk, predicate):
    """(task, what the cadre asked for, who may answer it now): the right goes by the body that it was sent to."""
    found = {}
    owner = "solver" if relation == "obstacles" else "addressee"

    def allowed(user, task):
        found["row"] = get_object_or_404(getattr(task, relation).select_related(owner), pk=pk)
        found["row"].task = task
        return predicate(user, found["row"])

    task = task_for(request, ref, allowed)
    return task, found["row"], allowed
