"""How do a leader's direction, an answer to it, and answers to what a cadre asked for get on record?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees, tell_both
from tasks_app.models import Direction, Notice, Obstacle, Recommendation, TaskEvent


@transaction.atomic
def direct(task, text, *, meeting=None, by, at, seen=None):
    """Ghi ý kiến chỉ đạo: the assignees and the desk are told. In a `meeting` (giao ban) its officer writes it down."""
    task = lifecycle.lock_one(task, seen=seen)
    if not (may.may_minute_direction(by, task) if meeting else may.may_direct(by, task)):
        raise NotPossible("Chỉ lãnh đạo cấp giao ghi ý kiến chỉ đạo, khi việc đang thực hiện.")
    made = Direction.objects.create(task=task, text=text, by=by, at=at)
    where = f" tại phiên giao ban ngày {meeting.held_on:%d/%m/%Y}" if meeting else ""
    record(task, TaskEvent.Kind.DIRECTED, f"ghi ý kiến chỉ đạo{where}", by=by, at=at, text=text)
    tell_both(task, Notice.Kind.DIRECTED, f"có ý kiến chỉ đạo về việc «{task.title}»", by=by, at=at)
    return made


@transaction.atomic
def answer_direction(direction, text, *, by, at, seen=None):
    """The assignee answers once; whoever directed is told."""
    task = lifecycle.lock_one(direction.task, seen=seen)
    if not may.may_answer(by, task):
        raise NotPossible("Chỉ đồng chí được giao trả lời ý kiến chỉ đạo, khi việc đang thực hiện.")
    direction = Direction.objects.get(pk=direction.pk)
    if direction.answered_at:
        raise NotPossible("Ý kiến chỉ đạo này đã được trả lời.")
    direction.answer, direction.answered_by, direction.answered_at = text, by, at
    direction.save(update_fields=["answer", "answered_by", "answered_at"])
    record(task, TaskEvent.Kind.ANSWERED, "trả lời ý kiến chỉ đạo", by=by, at=at, text=text)
    told = f"{speaker(by, on=day(at))} trả lời ý kiến chỉ đạo về việc «{task.title}»"
    notify(
        task,
        Notice.Kind.DIRECTED,
        told,
        to=[direction.by],
        why="Đồng chí đã cho ý kiến chỉ đạo",
        at=at,
        by=by,
    )
    return direction


@transaction.atomic
def answer_recommendation(recommendation, text, *, by, at, seen=None):
    """The body it was sent to answers a kiến nghị, once; the assignees are told."""
    task = lifecycle.lock_one(recommendation.task, seen=seen)
    recommendation = Recommendation.objects.select_related("addressee").get(pk=recommendation.pk)
    recommendation.task = task
    if not may.may_answer_recommendation(by, recommendation):
        raise NotPossible("Đồng chí không có thẩm quyền trả lời kiến nghị này.")
    if recommendation.answered_on:
        raise NotPossible("Kiến nghị này đã được trả lời.")
    recommendation.answer, recommendation.answered_by, recommendation.answered_on = text, by, day(at)
    recommendation.save(update_fields=["answer", "answered_by", "answered_on"])
    record(task, TaskEvent.Kind.ANSWERED, "trả lời kiến nghị", by=by, at=at, text=text)
    tell_assignees(task, f"Kiến nghị của đồng chí về việc «{task.title}» đã được trả lời", by=by, at=at)
    return recommendation


@transaction.atomic
def solve_obstacle(obstacle, text, *, solved_on, by, at, seen=None):
    """Ghi kết quả tháo gỡ một khó khăn, vướng mắc, once; the assignees are told."""
    task = lifecycle.lock_one(obstacle.task, seen=seen)
    obstacle = Obstacle.objects.select_related("solver").get(pk=obstacle.pk)
    obstacle.task = task
    if not may.may_solve_obstacle(by, obstacle):
        raise NotPossible("Đồng chí không có thẩm quyền ghi kết quả tháo gỡ vướng mắc này.")
    if obstacle.solved_on:
        raise NotPossible("Vướng mắc này đã được tháo gỡ.")
    if not obstacle.named_on <= solved_on <= day(at):
        raise NotPossible(f"Ghi ngày tháo gỡ từ {obstacle.named_on:%d/%m/%Y} đến hôm nay.", field="solved_on")
    obstacle.answer, obstacle.solved_on = text, solved_on
    obstacle.save(update_fields=["answer", "solved_on"])
    record(task, TaskEvent.Kind.ANSWERED, "ghi kết quả tháo gỡ vướng mắc", by=by, at=at, text=text)
    tell_assignees(task, f"Vướng mắc của việc «{task.title}» đã được tháo gỡ", by=by, at=at)
    return obstacle
