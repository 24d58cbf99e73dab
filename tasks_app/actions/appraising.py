"""What does the appraising agency say of proposed tasks, one or many, and what does it adjust?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.contents import as_lines, content_of, differences, in_words
from tasks_app.actions.notifying import carriers_of, notify_many
from tasks_app.actions.ordering import require_complete
from tasks_app.actions.recording import record_many
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Appraisal, Notice, Task, TaskEvent

Opinion = Appraisal.Opinion
REGISTERED_IT = "Đồng chí đăng ký việc này"


@transaction.atomic
def appraise(task, *, opinion, text="", by, at, seen=None, task_values=None, targets=None):
    """Record the opinion and carry it out: đồng ý and điều chỉnh put the task on the list, không đưa vào leaves it out.

    `task_values`: {field: new value} and `targets`: {indicator pk: Decimal} are what *điều chỉnh* changes; the old and
    the new value of each stay in the event.
    """
    task = lifecycle.lock_one(task, seen=seen)
    _require_appraisable(task, by)
    text = text.strip()
    if opinion == Opinion.DROP:
        (task,) = leave_out([task], reason=text, by=by, at=at)
        return task
    changes = _adjust(task, task_values or {}, targets or {}) if opinion == Opinion.ADJUST else []
    if opinion == Opinion.ADJUST and not changes:
        raise NotPossible("Sửa ít nhất một nội dung, hoặc chọn «Đồng ý».", field="opinion")
    (task,) = _put_on_list([task], opinion, text, changes, by=by, at=at)
    return task


@transaction.atomic
def agree(tasks, *, text="", by, at, seen=None):
    """*Đồng ý* with many as they stand: all of them go on the list."""
    locked = lifecycle.lock(tasks, seen=seen)
    for task in locked:
        _require_appraisable(task, by)
    return _put_on_list(locked, Opinion.AGREE, text.strip(), [], by=by, at=at)


@transaction.atomic
def leave_out(tasks, *, reason, by, at, seen=None):
    """*Không đưa vào danh mục*: an opinion while under appraisal; from the list, what the committee did not agree to decide."""
    if not reason.strip():
        raise NotPossible("Nêu lý do để đồng chí đăng ký biết.", field="text")
    locked = lifecycle.lock(tasks, seen=seen)
    appraised = [task for task in locked if task.status == Task.Status.APPRAISING]
    _record_opinion(appraised, Opinion.DROP, reason, [], by=by, at=at)
    moved = lifecycle.move_many(locked, "leave_out", by=by, at=at, reason=reason)
    _tell(moved, "Việc đồng chí đăng ký không được đưa vào danh mục", by=by, at=at)
    return moved


def _put_on_list(tasks, opinion, text, changes, *, by, at):
    _record_opinion(tasks, opinion, text, changes, by=by, at=at)
    require_complete(tasks)
    moved = lifecycle.move_many(tasks, "list", by=by, at=at)
    adjusted = ", có điều chỉnh" if changes else ""
    _tell(moved, f"Việc đồng chí đăng ký được đưa vào danh mục trình{adjusted}", by=by, at=at)
    return moved


def _record_opinion(tasks, opinion, text, changes, *, by, at):
    Appraisal.objects.bulk_create(
        Appraisal(task=task, opinion=opinion, text=text, by=by, at=at) for task in tasks
    )
    record_many(
        tasks,
        TaskEvent.Kind.APPRAISED,
        f"thẩm định: {Opinion(opinion).label.lower()}",
        by=by,
        at=at,
        text="\n".join([*as_lines(changes), *([text] if text else [])]),
        data={"changes": changes} if changes else None,
    )


def _tell(tasks, words, *, by, at):
    """Who registered; an order is not its cadre's to know before the decision."""
    registered = [task for task in tasks if task.origin == Task.Origin.REGISTERED]
    to = carriers_of(registered)
    told = [(task, f"{words}: «{task.title}»", to[task.pk]) for task in registered]
    notify_many(told, Notice.Kind.MOVED, why=REGISTERED_IT, at=at, by=by)


def _require_appraisable(task, by):
    if task.status != Task.Status.APPRAISING:
        raise NotPossible(f"Việc này không còn ở khâu thẩm định: «{task.get_status_display()}».")
    if not may.may_appraise(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền thẩm định việc này.")


def _adjust(task, values, targets):
    """Write the new values; what changed, in words for the event."""
    before = content_of(task)
    for name, value in values.items():
        setattr(task, name, value)
    if "due_on" in values:
        task.original_due_on = task.due_on
        if task.due_on < task.starts_on:
            raise NotPossible("Hạn hoàn thành phải sau ngày bắt đầu.", field="due_on")
    task.save(update_fields=[*values, "original_due_on"])
    for row in task.indicators.filter(pk__in=targets).order_by("rank", "pk"):
        if targets[row.pk] is not None:
            row.target = targets[row.pk]
            row.save(update_fields=["target"])
    return in_words(differences(before, content_of(task)))
