"""How does the committee's desk change what was registered or ordered, before the decision, with the change in sight?"""

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.contents import as_lines, content_of, differences, in_words
from tasks_app.actions.notifying import carriers_of, notify
from tasks_app.actions.ordering import require_complete, write_over
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import day
from tasks_app.models import Notice, Task, TaskEvent


@transaction.atomic
def adjust(task, draft, *, reason, by, at, seen=None):
    """Write the draft over the task. What it said and what it says now stand side by side in its story."""
    task = lifecycle.lock_one(task, seen=seen)
    if task.status not in Task.UNDER_CONSIDERATION:
        raise Stale(
            f"Việc này không còn được xem xét: đang ở trạng thái «{task.get_status_display()}». "
            "Nội dung đồng chí vừa nhập chưa được ghi."
        )
    if not may.may_adjust(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền điều chỉnh việc này.")
    if not reason.strip():
        raise NotPossible("Nêu lý do điều chỉnh.", field="reason")
    before = content_of(task)
    write_over(task, draft)
    changes = in_words(differences(before, content_of(task)))
    if not changes:
        raise NotPossible("Chưa có nội dung nào được sửa.")
    require_complete([task])
    tell_adjusted(task, TaskEvent.Kind.ADJUSTED, "điều chỉnh trước quyết định", changes, reason, by=by, at=at)
    return task


def tell_adjusted(task, kind, act, changes, reason, *, by, at):
    """Put the change on record, and tell who registered the task; an order is not its cadre's to know yet."""
    record(
        task, kind, act, by=by, at=at, text="\n".join([*as_lines(changes), reason]), data={"changes": changes}
    )
    if task.origin == Task.Origin.REGISTERED:
        text = f"{speaker(by, on=day(at))} {act}: «{task.title}»"
        to = carriers_of([task])[task.pk]
        notify(task, Notice.Kind.MOVED, text, to=to, why="Đồng chí đăng ký việc này", at=at, by=by)
