"""How is a task moved one plain step along its workflow, and who is told?"""

from django.db import transaction

from cadres.models import Office
from tasks_app.actions import lifecycle
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import holders_of, notify
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import Notice, Task
from tasks_app.workflow import TRANSITIONS


@transaction.atomic
def step(task, name, *, reason="", by, at, seen=None):
    """A move that needs at most a reason: return, pass, send_back, close. The cadre is told of each."""
    cleared = {"asked_conclusion_on": None} if name == "send_back" else {}
    moved = lifecycle.move(task, name, by=by, at=at, reason=reason, seen=seen, **cleared)
    if moved.status == Task.Status.IN_FORCE:
        measure_tasks([moved], on=day(at))
        moved.save(update_fields=MEASURED)
    text = f"Việc «{moved.title}»: {TRANSITIONS[name].act}"
    tell_assignees(moved, text, by=by, at=at, kind=Notice.Kind.MOVED)
    if name == "pass":
        to = holders_of(Office.Role.APPRAISER, over=moved.giver, on=day(at))
        why = "Đồng chí thẩm định việc đăng ký của cấp giao"
        notify(moved, Notice.Kind.MOVED, f"Chờ thẩm định: «{moved.title}»", to=to, why=why, at=at, by=by)
    return moved
