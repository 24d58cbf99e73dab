"""What will an act over many tasks do to each of them, and what has it done?

The preview and the act ask the same question (`outcomes`), the act under the row locks: what the page showed as possible and is
so no longer is left out and named, the rest moves in one stroke. A *decision* is different: it is one act and takes all or none
(actions/deciding.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from tasks_app.actions import appraising, lifecycle, ordering, stepping
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, BulkAct, Task
from tasks_app.workflow import TRANSITIONS


@dataclass(frozen=True)
class Verb:
    """An arrow that many tasks may take at once. `run(tasks, reason, by, at)`; `whole`: only for what is complete."""

    name: str
    run: Callable
    whole: bool = False

    @property
    def step(self):
        return TRANSITIONS[self.name]


def _step(name):
    return lambda tasks, reason, by, at: stepping.step_many(tasks, name, reason=reason, by=by, at=at)


VERBS = {
    verb.name: verb
    for verb in (
        Verb("pass", _step("pass")),
        Verb("return", _step("return")),
        Verb("list", lambda tasks, reason, by, at: appraising.agree(tasks, text=reason, by=by, at=at), whole=True),
        Verb("leave_out", lambda tasks, reason, by, at: appraising.leave_out(tasks, reason=reason, by=by, at=at)),
        Verb("order", lambda tasks, reason, by, at: ordering.list_orders(tasks, by=by, at=at), whole=True),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """`why`: why the act can't be done to this task, a sentence; "" where it can (or was)."""

    task: Task
    why: str


def outcomes(tasks, name, *, by, seen=None):
    """What the act would do to each, in the given order. `seen`: {pk: version the user saw}. Two queries for whole tasks."""
    verb = VERBS[name]
    lacking = ordering.lacks_of(tasks) if verb.whole else {}
    return [Outcome(task, _why_not(task, verb, by, seen or {}, lacking)) for task in tasks]


def _why_not(task, verb, by, seen, lacking):
    if task.status not in verb.step.sources:
        return f"Việc đang ở trạng thái «{task.get_status_display()}»."
    if seen.get(task.pk, task.version) != task.version:
        return "Việc vừa được người khác cập nhật, đề nghị đồng chí xem lại."
    if not verb.step.allowed(by, task):
        return "Đồng chí không có thẩm quyền đối với việc này."
    return lacking.get(task.pk, "")


@transaction.atomic
def carry_out(tasks, name, *, reason="", by, at, seen=None):
    """Do it to all that it can be done to, in one transaction; the others are named with their reasons. Returns the `BulkAct`.

    With nothing to be done it is refused whole.
    """
    verb = VERBS[name]
    if verb.step.needs_reason and not reason.strip():
        raise NotPossible("Nêu lý do để đồng chí được giao biết.", field="reason")
    order = {task.pk: place for place, task in enumerate(tasks)}
    locked = sorted(lifecycle.lock_as_they_are(order), key=lambda task: order[task.pk])
    found = outcomes(locked, name, by=by, seen=seen)
    ready = [outcome.task for outcome in found if not outcome.why]
    if not ready:
        first = found[0].why if found else ""
        raise NotPossible(f"Chưa thực hiện được với việc nào. {first}".strip())
    rows = row_of_each(found)
    verb.run(ready, reason, by, at)
    return BulkAct.objects.create(name=name, reason=reason, rows=rows, by=by, at=at)


def row_of_each(found):
    """What stands on record of each row: texts as they were shown, since a returned draft is its cadre's alone again."""
    people = {}
    rows = Assignment.objects.open().filter(task__in=[outcome.task.pk for outcome in found]).lead_first()
    for row in rows:
        people.setdefault(row.task_id, []).append(row.name)
    return [
        {
            "task": outcome.task.pk,
            "title": outcome.task.title,
            "people": ", ".join(people.get(outcome.task.pk, ())),
            "why": outcome.why,
        }
        for outcome in found
    ]
