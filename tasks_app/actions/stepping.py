"""How are tasks moved one plain step along their workflow, and who is told?"""

from django.db import transaction

from cadres.models import Office
from tasks_app.actions import lifecycle
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import carriers_of, holders_of, notify, notify_many
from tasks_app.actions.telling import ASSIGNEE, day
from tasks_app.models import Notice, Task
from tasks_app.workflow import TRANSITIONS

APPRAISER = "Đồng chí thẩm định việc đăng ký của cấp giao"


def step(task, name, *, reason="", by, at, seen=None):
    """One task, one step."""
    seen = {task.pk: seen} if seen is not None else None
    (moved,) = step_many([task], name, reason=reason, by=by, at=at, seen=seen)
    return moved


@transaction.atomic
def step_many(tasks, name, *, reason="", by, at, seen=None):
    """A move that needs at most a reason: return, pass, send_back, close. The cadres are told of each."""
    cleared = {"asked_conclusion_on": None} if name == "send_back" else {}
    runs = TRANSITIONS[name].target == Task.Status.IN_FORCE

    def prepare(tasks):
        measure_tasks(tasks, on=day(at))
        return MEASURED

    moved = lifecycle.move_many(
        tasks, name, by=by, at=at, reason=reason, seen=seen, prepare=prepare if runs else None, **cleared
    )
    to = carriers_of(moved)
    told = [(task, f"Việc «{task.title}»: {TRANSITIONS[name].act}", to[task.pk]) for task in moved]
    notify_many(told, Notice.Kind.MOVED, why=ASSIGNEE, at=at, by=by)
    if name == "pass":
        _tell_appraisers(moved, by=by, at=at)
    return moved


def _tell_appraisers(tasks, *, by, at):
    """Once a giver for all that comes to the desk in one act."""
    firsts = {}
    for task in tasks:
        firsts.setdefault(task.giver_id, []).append(task)
    for first, *others in firsts.values():
        more = f" và {len(others)} việc khác" if others else ""
        to = holders_of(Office.Role.APPRAISER, over=first.giver, on=day(at))
        notify(
            first,
            Notice.Kind.MOVED,
            f"Chờ thẩm định: «{first.title[:200]}»{more}",
            to=to,
            why=APPRAISER,
            at=at,
            by=by,
        )
