"""How does a task pass from one cadre to the next: which dated row ends, which one opens?"""

from django.db import transaction

from cadres.offices import posts_of
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.deadlines import settle_commitments
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day
from tasks_app.models import Assignment, Handover, Notice, TaskEvent

Outcome = Handover.Outcome
# A lead who leaves with these takes the task out of force: the committee's decision does that.
ENDS = {Outcome.PARTIAL: "end_early", Outcome.REMOVED: "remove"}


@transaction.atomic
def hand_over(
    task, assignment, outcome, *, handed_over_on, state_note, to_cadre=None, document=None, by, at, seen=None
):
    """Bàn giao. The row that ends and the row that opens meet on `handed_over_on`; both cadres are told.

    A new lead confirms the content with a commitment of his own. When the lead leaves and nobody follows, the task itself
    ends early or is taken off the list, by `document`; his row then stays as it was, as in every task that is over.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if not may.may_hand_over(by, task):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao ghi bàn giao, khi việc đang thực hiện.")
    assignment = task.assignments.open().select_related("cadre").filter(pk=assignment.pk).first()
    if assignment is None:
        raise NotPossible("Đồng chí này không còn được giao việc.", field="assignment")
    if not assignment.starts_on <= handed_over_on <= day(at):
        raise NotPossible(
            f"Ghi ngày bàn giao từ {assignment.starts_on:%d/%m/%Y} đến hôm nay.", field="handed_over_on"
        )
    is_lead = assignment.role == Assignment.Role.LEAD
    successor = _successor(task, assignment, outcome, to_cadre)
    Handover.objects.create(
        task=task, from_assignment=assignment, to_cadre=successor, handed_over_on=handed_over_on, outcome=outcome,
        state_note=state_note, document=document, by=by, at=at,
    )  # fmt: skip
    if is_lead and outcome in ENDS:
        act = f"ghi bàn giao việc từ đ/c {assignment.name}: {Outcome(outcome).label.lower()}"
        _put_on_record(task, act, outcome, handed_over_on, state_note, document, by=by, at=at)
        lifecycle.move(
            task,
            ENDS[outcome],
            by=by,
            at=at,
            reason=Outcome(outcome).label,
            document=document,
            seen=task.version,
        )
        _tell(task, assignment, None, by=by, at=at)
        return task
    assignment.ends_on = handed_over_on
    assignment.save(update_fields=["ends_on"])
    act = f"ghi bàn giao việc từ đ/c {assignment.name}"
    if successor:
        opened = _open(assignment, successor, on=handed_over_on)
        act += f" sang đ/c {opened.name}" if outcome == Outcome.SUCCESSOR else " theo vị trí công tác mới"
        if is_lead and outcome == Outcome.SUCCESSOR:
            task.committed_on = None
            settle_commitments([task], since=day(at))
    measure_tasks([task], on=day(at))
    lifecycle.touch(task, "committed_on", "commitment_due_on", "named_commitment_due_on", *MEASURED)
    _put_on_record(task, act, outcome, handed_over_on, state_note, document, by=by, at=at)
    _tell(task, assignment, successor, by=by, at=at)
    return task


def _put_on_record(task, act, outcome, on, state_note, document, *, by, at):
    record(
        task, TaskEvent.Kind.HANDED_OVER, act, by=by, at=at, text=state_note, document=document,
        data={"outcome": outcome, "on": on.isoformat()},
    )  # fmt: skip


def title_of(cadre, *, on):
    """The post printed after the name on that day."""
    posts = posts_of([cadre.pk], on=on).get(cadre.pk)
    return posts[0].title if posts else ""


def _successor(task, assignment, outcome, to_cadre):
    if outcome == Outcome.FOLLOWS:
        return assignment.cadre
    if outcome in ENDS:
        return None
    if to_cadre is None:
        raise NotPossible("Chọn đồng chí nhận bàn giao.", field="to_cadre")
    if task.assignments.open().filter(cadre=to_cadre).exists():
        raise NotPossible("Đồng chí này đang được giao việc rồi, chọn đồng chí khác.", field="to_cadre")
    return to_cadre


def _open(ended, cadre, *, on):
    return Assignment.objects.create(
        task=ended.task,
        cadre=cadre,
        collective=ended.collective,
        role=ended.role,
        starts_on=on,
        name=cadre.full_name,
        title=title_of(cadre, on=on),
    )


def _tell(task, ended, successor, *, by, at):
    if ended.cadre.user and successor != ended.cadre:
        notify(
            task, Notice.Kind.CHANGED, f"Đã ghi bàn giao việc «{task.title}»", to=[ended.cadre.user],
            why="Đồng chí đã được giao việc này", at=at, by=by,
        )  # fmt: skip
    if successor and successor.user:
        text = (
            f"Đồng chí nhận bàn giao việc «{task.title}», hạn {task.due_on:%d/%m/%Y}"
            if successor != ended.cadre
            else f"Việc «{task.title}» theo đồng chí sang vị trí công tác mới"
        )
        notify(
            task, Notice.Kind.ASSIGNED, text, to=[successor.user], why="Đồng chí được giao việc này", at=at, by=by
        )  # fmt: skip
