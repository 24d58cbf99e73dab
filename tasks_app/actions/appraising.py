"""What does the appraising agency say of a registered task, and what does it adjust?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import assignees_of, notify
from tasks_app.actions.ordering import require_complete
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Appraisal, Notice, Task

Opinion = Appraisal.Opinion


@transaction.atomic
def appraise(task, *, opinion, text="", by, at, seen=None, task_values=None, targets=None):
    """Record the opinion and carry it out: đồng ý and điều chỉnh put the task on the list, không đưa vào leaves it out.

    `task_values`: {field: new value} and `targets`: {indicator pk: Decimal} are what *điều chỉnh* changes; the old and
    the new value of each stay in the event.
    """
    (task,) = lifecycle.lock([task], seen={task.pk: seen if seen is not None else task.version})
    if task.status != Task.Status.APPRAISING:
        raise NotPossible(f"Việc này không còn ở khâu thẩm định: «{task.get_status_display()}».")
    if not may.may_appraise(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền thẩm định việc này.")
    text = text.strip()
    if opinion == Opinion.DROP and not text:
        raise NotPossible("Nêu lý do để đồng chí đăng ký biết.", field="text")
    changes = _adjust(task, task_values or {}, targets or {}) if opinion == Opinion.ADJUST else []
    if opinion == Opinion.ADJUST and not changes:
        raise NotPossible("Sửa ít nhất một nội dung, hoặc chọn «Đồng ý».", field="opinion")
    Appraisal.objects.create(task=task, opinion=opinion, text=text, by=by, at=at)
    record(
        task,
        "appraised",
        f"thẩm định: {Opinion(opinion).label.lower()}",
        by=by,
        at=at,
        text="\n".join(
            [*(f"{c['name']}: {c['old']} → {c['new']}" for c in changes), *([text] if text else [])]
        ),
        data={"changes": changes} if changes else None,
    )
    if opinion == Opinion.DROP:
        task = lifecycle.move(task, "leave_out", by=by, at=at, reason=text)
        told = f"Việc đồng chí đăng ký không được đưa vào danh mục: «{task.title}»"
    else:
        require_complete([task])
        task = lifecycle.move(task, "list", by=by, at=at)
        told = f"Việc đồng chí đăng ký được đưa vào danh mục trình{', có điều chỉnh' if changes else ''}: «{task.title}»"
    notify(
        task,
        Notice.Kind.MOVED,
        told,
        to=assignees_of(task),
        why="Đồng chí đăng ký việc này",
        at=at,
        by=by,
    )
    return task


def _adjust(task, values, targets):
    """Write the new values; a list of {name, old, new} in words for the event."""
    changes = []
    for name, value in values.items():
        old = getattr(task, name)
        if value != old:
            label = Task._meta.get_field(name).verbose_name
            changes.append({"name": label[:1].upper() + label[1:], "old": _said(old), "new": _said(value)})
            setattr(task, name, value)
    if "due_on" in values:
        task.original_due_on = task.due_on
        if task.due_on < task.starts_on:
            raise NotPossible("Hạn hoàn thành phải sau ngày bắt đầu.", field="due_on")
    if changes:
        task.save(update_fields=[*values, "original_due_on"])
    for row in task.indicators.filter(pk__in=targets).order_by("rank", "pk"):
        value = targets[row.pk]
        if value is not None and value != row.target:
            changes.append({"name": f"Chỉ tiêu «{row.name}»", "old": _said(row.target), "new": _said(value)})
            row.target = value
            row.save(update_fields=["target"])
    return changes


def _said(value):
    if value is None or value == "":
        return "chưa ghi"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, str) else f"{value.normalize():f}".replace(".", ",")
