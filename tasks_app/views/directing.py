"""How does a leader direct, from the task's page or his phone, and how is each direction followed to its end?"""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import SIGNED_IN, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import directing
from tasks_app.forms.acts import AnswerForm, DirectionForm, FollowDirectionForm
from tasks_app.models import DirectionStep
from tasks_app.statistics.directions import STATES, counted, directions_for, for_list
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.on_task import act_page, address_of, task_for

PAGE = 30


@rule(SIGNED_IN)
def direction_list(request):
    """GET /y-kien-chi-dao/?muc=: directions by whose turn it is."""
    me, mine = standing(request.user), directions_for(request.user)
    numbers = counted(mine)
    state = request.GET.get("muc") if request.GET.get("muc") in STATES else next(iter(STATES))
    page = Paginator(for_list(mine, state, me=me, user=request.user), PAGE).get_page(request.GET.get("trang"))
    for row in page:
        row.may_answer = state == "cho-tra-loi" and may.may_answer_direction(request.user, row)
        row.may_follow = state != "xong" and _may_follow(me, request.user, row)
    tabs = [(code, label, numbers[code], code == state) for code, (label, _) in STATES.items()]
    context = {"page": page, "tabs": tabs, "state": state, "on": today()}
    return render(request, "tasks_app/direction_list.html", context)


def _may_follow(me, user, row):
    """The row's own copy of `may_follow_direction`, which would ask the database for each row (past carriers aside)."""
    own = me.cadre_id in {person.cadre_id for person in row.task.people}
    return not own and (row.by_id == user.pk or me.holds("leader", over=row.task.giver.path))


@rule(VISIBLE_TASK)
def direct_task(request, ref):
    """GET, POST /viec/<ref>/y-kien/."""
    task = task_for(request, ref, may.may_direct)
    people = list(task.assignments.open().lead_first())
    form = DirectionForm(request.POST or None, task=task, people=people)
    if form.is_valid():
        with refusals_in(form):
            directing.direct(task, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã gửi ý kiến chỉ đạo")
    return act_page(request, task, form, may.may_direct, heading="Ghi ý kiến chỉ đạo", verb="Gửi ý kiến")


@rule(VISIBLE_TASK)
def answer_direction(request, ref, pk):
    """GET, POST /viec/<ref>/y-kien/<pk>/tra-loi/."""
    task, direction, allowed = _direction(request, ref, pk, may.may_answer_direction)
    form = AnswerForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            text = form.cleaned_data["text"]
            directing.answer_direction(direction, text, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã trả lời ý kiến chỉ đạo")
    return _page(request, task, form, allowed, direction, heading="Trả lời ý kiến chỉ đạo", verb="Trả lời")


@rule(VISIBLE_TASK)
def follow_direction(request, ref, pk):
    """GET, POST /viec/<ref>/y-kien/<pk>/: the exchange, and the word of who directed."""
    task, direction, allowed = _direction(request, ref, pk, may.may_follow_direction)
    form = FollowDirectionForm(request.POST or None, task=task, direction=direction)
    if form.is_valid():
        act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
        with refusals_in(form):
            if form.asks_more:
                text, due_on = form.cleaned_data["text"], form.cleaned_data["due_on"]
                directing.ask_more(direction, text, due_on=due_on, **act)
                return lead_on(request, address_of(task), "Đã yêu cầu làm rõ")
            directing.close_direction(direction, form.cleaned_data["text"], **act)
            return lead_on(request, address_of(task), "Đã kết thúc ý kiến chỉ đạo")
    return _page(
        request, task, form, allowed, direction, heading="Xem trả lời ý kiến chỉ đạo", verb="Ghi ý kiến"
    )


def _direction(request, ref, pk, predicate):
    found = {}

    def allowed(user, task):
        rows = task.directions.select_related("by__cadre", "to_cadre")
        found["row"] = get_object_or_404(rows, pk=pk)
        found["row"].task = task
        return predicate(user, found["row"])

    task = task_for(request, ref, allowed)
    return task, found["row"], allowed


def _page(request, task, form, allowed, direction, **words):
    steps = DirectionStep.objects.filter(direction=direction).select_related("by__cadre").order_by("at", "pk")
    more = {"direction": direction, "steps": steps, "template": "tasks_app/acts/direction.html"}
    return act_page(request, task, form, allowed, **words, **more)
