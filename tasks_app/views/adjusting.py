"""How does the committee's desk adjust a task before the decision?"""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions.adjusting import adjust
from tasks_app.forms.adjusting import AdjustForm
from tasks_app.models import Round
from tasks_app.views.acting import lead_on, refusals_in, require, today, visible_task
from tasks_app.views.ordering import answer, refused, rounds_of


@rule(VISIBLE_TASK)
def adjust_task(request, ref):
    """GET, POST /viec/<ref>/dieu-chinh/: the old values stay in the story beside the new ones."""
    task = visible_task(request, ref)
    desk = may.may_appraise(request.user, task)
    require(may.may_adjust(request.user, task) or desk and request.method == "POST")
    rounds = rounds_of(task.giver) | Round.objects.filter(pk=task.round_id)
    make = partial(
        AdjustForm, giver=task.giver, by=request.user, on=today(), task=task,
        rounds=rounds.order_by("-year_from", "-pk"),
    )  # fmt: skip
    words = {
        "heading": "Điều chỉnh trước quyết định",
        "lead_text": task.title,
        "task": task,
        "giver": task.giver,
        "send_label": "Ghi điều chỉnh",
        "back_url": reverse("tasks:task_page", args=[task.ref]),
    }
    return answer(request, make, "tasks_app/consideration/adjust_task.html", words, save_adjustment)


def save_adjustment(request, make, template, words):
    form = make(request.POST, final=True)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            adjust(form.task, form.draft(), reason=reason, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, words["back_url"], "Đã điều chỉnh 1 việc")
    return refused(request, form, template, words)
