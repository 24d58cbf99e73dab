"""How does a leader's direction get on record, and how is it followed to its end?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import ASSIGNEE, day, tell_both
from tasks_app.models import Direction, DirectionStep, Notice, TaskEvent

Step, Kind = DirectionStep.Kind, TaskEvent.Kind
DIRECTED = "Đồng chí đã cho ý kiến chỉ đạo"
NAMED = "Ý kiến chỉ đạo giao đồng chí thực hiện"


@transaction.atomic
def direct(task, text, *, due_on=None, to_cadre=None, meeting=None, by, at, seen=None):
    """Ghi ý kiến chỉ đạo: the assignees and the desk are told.

    `to_cadre`: the one meant, of several who carry the task. In a `meeting` (giao ban) its officer writes it down, and it may
    be somebody who does not carry the task: he sees it from then on, answers alone, and is told.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if not (may.may_minute_direction(by, task) if meeting else may.may_direct(by, task)):
        raise NotPossible("Chỉ lãnh đạo cấp giao ghi ý kiến chỉ đạo, khi việc đang thực hiện.")
    _require_day(due_on, at)
    outside = to_cadre is not None and to_cadre.pk not in may.assigned_cadres(task)
    if outside and not meeting:
        raise NotPossible("Chọn đồng chí đang được giao việc này.", field="to_cadre")
    where = f" tại phiên giao ban ngày {meeting.held_on:%d/%m/%Y}" if meeting else ""
    made = Direction.objects.create(
        task=task, text=text, due_on=due_on, to_cadre=to_cadre, to_outsider=outside, by=by, at=at
    )
    until = f", trả lời trước hết ngày {due_on:%d/%m/%Y}" if due_on else ""
    record(
        task, Kind.DIRECTED, f"ghi ý kiến chỉ đạo{where}{until}", by=by, at=at, text=text,
        data={"direction": made.pk},
    )  # fmt: skip
    _tell(made, f"có ý kiến chỉ đạo về việc «{task.title}»{until}", by=by, at=at)
    return made


@transaction.atomic
def answer_direction(direction, text, *, by, at, seen=None):
    """Who carries the task answers, once until more is asked for; whoever directed is told."""
    task, direction = _locked(direction, seen)
    if not may.may_answer_direction(by, direction):
        raise NotPossible("Chỉ đồng chí được giao trả lời ý kiến chỉ đạo này, khi việc đang thực hiện.")
    if direction.closed_at or direction.answered_at:
        raise NotPossible("Ý kiến chỉ đạo này đã được trả lời.")
    _step(direction, Step.ANSWER, text, by=by, at=at, answer=text, answered_by=by, answered_at=at)
    record(
        task, Kind.ANSWERED, "trả lời ý kiến chỉ đạo", by=by, at=at, text=text,
        data={"direction": direction.pk},
    )  # fmt: skip
    told = f"{speaker(by, on=day(at))} trả lời ý kiến chỉ đạo về việc «{task.title}»"
    notify(task, Notice.Kind.DIRECTED, told, to=[direction.by], why=DIRECTED, at=at, by=by)
    return direction


@transaction.atomic
def ask_more(direction, text, *, due_on=None, by, at, seen=None):
    """Yêu cầu làm rõ: the matter lies with who carries the task again, with a new day where one is set."""
    task, direction = _locked(direction, seen)
    if not may.may_follow_direction(by, direction) or not task.is_open:
        raise NotPossible("Chỉ đồng chí lãnh đạo cấp giao yêu cầu làm rõ, khi việc đang thực hiện.")
    if direction.closed_at or not direction.answered_at:
        raise NotPossible("Ý kiến chỉ đạo này không ở bước chờ xem trả lời.")
    if not text.strip():
        raise NotPossible("Nêu rõ nội dung cần làm rõ.", field="text")
    _require_day(due_on, at)
    _step(direction, Step.MORE, text, by=by, at=at, answered_at=None, due_on=due_on or direction.due_on)
    until = f", trả lời trước hết ngày {due_on:%d/%m/%Y}" if due_on else ""
    record(
        task, Kind.DIRECTED, f"yêu cầu làm rõ về ý kiến chỉ đạo{until}", by=by, at=at, text=text,
        data={"direction": direction.pk},
    )  # fmt: skip
    _tell(
        direction, f"yêu cầu làm rõ về ý kiến chỉ đạo, việc «{task.title}»{until}",
        by=by, at=at,
    )  # fmt: skip
    return direction


@transaction.atomic
def close_direction(direction, text="", *, by, at, seen=None):
    """Kết thúc ý kiến chỉ đạo. One that was never answered is closed with the reason."""
    task, direction = _locked(direction, seen)
    if not may.may_follow_direction(by, direction):
        raise NotPossible("Chỉ đồng chí lãnh đạo cấp giao kết thúc ý kiến chỉ đạo này.")
    if direction.closed_at:
        raise NotPossible("Ý kiến chỉ đạo này đã kết thúc.")
    if not direction.answered_at and not text.strip():
        raise NotPossible("Ý kiến chưa được trả lời: nêu lý do kết thúc.", field="text")
    _step(direction, Step.CLOSE, text, by=by, at=at, closed_at=at)
    record(
        task, Kind.DIRECTION_CLOSED, "kết thúc ý kiến chỉ đạo", by=by, at=at, text=text,
        data={"direction": direction.pk},
    )  # fmt: skip
    told = f"{speaker(by, on=day(at))} kết thúc ý kiến chỉ đạo về việc «{task.title}»"
    answered = direction.steps.filter(kind=Step.ANSWER).select_related("by")
    to = {step.by_id: step.by for step in answered}
    notify(task, Notice.Kind.CHANGED, told, to=to.values(), why=ASSIGNEE, at=at, by=by)
    return direction


def _tell(direction, what, *, by, at):
    """Who carries the task, its desk, and before them the one it was given to, where he does not carry it."""
    task, meant = direction.task, direction.to_cadre
    if direction.to_outsider and meant.user:
        text = f"{speaker(by, on=day(at))} {what}"
        notify(task, Notice.Kind.DIRECTED, text, to=[meant.user], why=NAMED, at=at, by=by)
    tell_both(task, Notice.Kind.DIRECTED, what, by=by, at=at)


def _locked(direction, seen):
    task = lifecycle.lock_one(direction.task, seen=seen)
    # Directions move without raising the task's version, so their own row is what two people meet on.
    direction = Direction.objects.select_for_update(of=("self",)).select_related("by").get(pk=direction.pk)
    direction.task = task
    return task, direction


def _step(direction, kind, text, *, by, at, **changes):
    DirectionStep.objects.create(direction=direction, kind=kind, text=text, by=by, at=at)
    for field, value in changes.items():
        setattr(direction, field, value)
    direction.save(update_fields=list(changes))


def _require_day(due_on, at):
    if due_on and due_on < day(at):
        raise NotPossible("Hạn trả lời từ hôm nay trở đi.", field="due_on")
