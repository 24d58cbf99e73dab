"""Moving tasks along their workflow. The one place that writes Task.status, and the one that raises Task.version."""

from django.db import transaction

from tasks_app import workflow
from tasks_app.actions.recording import record_many
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Task
from tasks_app.models.many_rows import write_each
from tasks_app.permissions import know_cadres


def lock(tasks, *, seen=None):
    """The same tasks, read again under a row lock and in pk order (so that two bulk acts can't block each other for good).

    `seen`: {pk: version the user saw}; by default the versions of the given objects. A task that moved on since is `Stale`.
    Call it inside a transaction.
    """
    seen = seen or {task.pk: task.version for task in tasks}
    locked = lock_as_they_are(seen)
    for task in locked:
        if task.version != seen[task.pk]:
            raise Stale(
                f"Việc «{task.title}» vừa được người khác cập nhật, đề nghị đồng chí xem lại số liệu mới."
            )
    return locked


def lock_as_they_are(pks):
    """The tasks under their row locks and in pk order, whatever became of them since they were read."""
    locked = list(
        Task.objects.select_for_update(of=("self",))
        .select_related("giver", "unit", "round")
        .filter(pk__in=pks)
        .order_by("pk")
    )
    # Who carries them is asked once for all, not by each predicate for each task.
    know_cadres(locked)
    return locked


def lock_one(task, *, seen=None):
    """One task under its row lock, still in the version the user saw (by default that of the object)."""
    (locked,) = lock([task], seen={task.pk: seen} if seen is not None else None)
    return locked


def touch(task, *fields):
    """Save fields of a locked task and raise its version: whoever read it before is told."""
    task.version += 1
    task.save(update_fields=[*fields, "version"])
    return task


def move(task, name, *, by, at, reason="", document=None, seen=None, text="", data=None, **changes):
    """One task, one arrow. `changes`: further fields of the task that this move writes."""
    (moved,) = move_many(
        [task],
        name,
        by=by,
        at=at,
        reason=reason,
        document=document,
        seen={task.pk: seen} if seen is not None else None,
        text=text,
        data=data,
        **changes,
    )
    return moved


@transaction.atomic
def move_many(
    tasks,
    name,
    *,
    by,
    at,
    reason="",
    document=None,
    seen=None,
    text="",
    texts=None,
    prepare=None,
    data=None,
    **changes,
):
    """One decision over many tasks: all of them move, or none does. Returns the moved tasks.

    Each must still be the version the user saw (`Stale`), the arrow must be open to him in the state the task is in now,
    and a reason or a document must be there where the table asks for it (`NotPossible`). `prepare(tasks)`: what the act
    further writes on the locked tasks, in their new state; it returns the names of those fields. `texts`: {task pk: what
    its event says} instead of one `text`. `data`: kept with each event.
    """
    step = workflow.TRANSITIONS[name]
    if step.needs_reason and not reason.strip():
        raise NotPossible("Nêu lý do để đồng chí được giao biết.", field="reason")
    if step.needs_document and document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    locked = lock(tasks, seen=seen)
    for task in locked:
        if task.status not in step.sources:
            raise NotPossible(
                f"Không thể «{step.label}» vì việc «{task.title}» đang ở trạng thái «{task.get_status_display()}»."
            )
        if not step.allowed(by, task):
            raise NotPossible(f"Đồng chí không có thẩm quyền «{step.label}» đối với việc «{task.title}».")
        task.status = step.target
        task.version += 1
        for field, value in changes.items():
            setattr(task, field, value)
    prepared = prepare(locked) if prepare else ()
    write_each(locked, ["status", "version", *changes, *prepared])
    record_many(
        locked,
        name,
        step.act,
        by=by,
        at=at,
        text=text or reason,
        texts=texts,
        document=document,
        data={"from": sorted(step.sources), "to": step.target} | (data or {}),
    )
    return locked
