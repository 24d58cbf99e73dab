"""How are plain moves put on record?"""

from django.urls import reverse
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import stepping
from tasks_app.forms.acts import ReasonForm
from tasks_app.views.acting import lead_on, refusals_in
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.workflow import TRANSITIONS

# Words of the address -> transitions that need at most a reason and have no page of their own.
PLAIN_STEPS = {
    "tra-lai": "return",
    "tham-dinh": "pass",
    "bo-sung": "send_back",
}


def _where_after(user, task):
    """A returned registration is its author's draft again and no longer there for the desk: back to the list."""
    if may.visible_tasks(user).filter(pk=task.pk).exists():
        return address_of(task)
    return f"{reverse('tasks:task_list')}?trang-thai=chua-quyet-dinh"


@rule(VISIBLE_TASK)
def move_task(request, ref, name):
    """GET, POST /viec/<ref>/chuyen/<step>/."""
    step = TRANSITIONS[name]

    def allowed(user, task):
        return task.status in step.sources and step.allowed(user, task)

    task = task_for(request, ref, allowed)
    form = ReasonForm(request.POST or None, task=task, needs_reason=step.needs_reason)
    if form.is_valid():
        with refusals_in(form):
            stepping.step(task, name, **form.act, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, _where_after(request.user, task), f"Đã {step.act}")
    return act_page(request, task, form, allowed, heading=step.label, verb=step.label)
