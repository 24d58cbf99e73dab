"""How do several proposed tasks become one, with nothing lost of the others?"""

from decimal import ROUND_DOWN, Decimal

from django.db import transaction

from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.adjusting import tell_adjusted
from tasks_app.actions.contents import content_of, differences, in_words
from tasks_app.actions.notifying import carriers_of, notify_many
from tasks_app.actions.ordering import HUNDRED, require_complete
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, Indicator, Notice, Task, TaskEvent

CENT = Decimal("0.01")
COPIED = (
    "name", "kind", "measure_unit", "baseline", "target", "whole", "lower_is_better", "weight", "data_source",
    "confirmed_by", "rhythm", "rubric", "due_on",
)  # fmt: skip


@transaction.atomic
def merge(survivor, others, *, reason, figures=(), with_people=True, by, at, seen=None):
    """*Gộp*: the others point to the survivor and stay readable as they were. Returns the survivor.

    `figures`: pks of indicators of the others that the survivor takes over; all weights are then divided anew in proportion, so
    that they add up to 100. `with_people`: whoever proposed the others carries the survivor as well (*cùng thực hiện*).
    """
    if not reason.strip():
        raise NotPossible("Nêu lý do gộp để các đồng chí đăng ký biết.", field="reason")
    if not others or survivor.pk in {task.pk for task in others}:
        raise NotPossible("Chọn ít nhất hai việc để gộp.")
    locked = lifecycle.lock([survivor, *others], seen=seen)
    _refuse_unfit(locked, by)
    survivor = next(task for task in locked if task.pk == survivor.pk)
    others = [task for task in locked if task is not survivor]
    before = content_of(survivor)
    if with_people:
        _take_people(survivor, others)
    _take_figures(survivor, others, figures)
    changes = in_words(differences(before, content_of(survivor)))
    require_complete([survivor])
    lifecycle.touch(survivor)
    named = "; ".join(f"«{task.title}»" for task in others)
    tell_adjusted(
        survivor, TaskEvent.Kind.ABSORBED, f"gộp thêm {named} vào việc này", changes, reason, by=by, at=at
    )
    text = (
        f"Gộp vào việc «{survivor.title}»\n{reason}" if survivor.origin == Task.Origin.REGISTERED else reason
    )
    moved = lifecycle.move_many(others, "merge", by=by, at=at, reason=reason, text=text, merged_into=survivor)
    _tell(moved, survivor, by=by, at=at)
    return survivor


def _refuse_unfit(tasks, by):
    if len({task.giver_id for task in tasks}) > 1:
        raise NotPossible("Chỉ gộp được các việc của cùng một cấp giao.")
    for task in tasks:
        if task.status not in Task.UNDER_CONSIDERATION:
            raise NotPossible(
                f"Không gộp được việc «{task.title}»: đang ở trạng thái «{task.get_status_display()}»."
            )
        if not may.may_merge(by, task):
            raise NotPossible(f"Đồng chí không có thẩm quyền gộp việc «{task.title}».")


def _take_people(survivor, others):
    present = set(survivor.assignments.open().values_list("cadre", flat=True))
    for row in Assignment.objects.open().filter(task__in=others).lead_first():
        if row.cadre_id not in present:
            present.add(row.cadre_id)
            Assignment.objects.create(
                task=survivor, cadre_id=row.cadre_id, role=Assignment.Role.CO, starts_on=survivor.starts_on,
                name=row.name, title=row.title,
            )  # fmt: skip


def _take_figures(survivor, others, figures):
    taken = Indicator.objects.filter(task__in=others, pk__in=figures).order_by("task_id", "rank", "pk")
    own = list(survivor.indicators.order_by("rank", "pk"))
    new = [
        Indicator(task=survivor, rank=len(own) + place, **{name: getattr(row, name) for name in COPIED})
        for place, row in enumerate(taken, 1)
    ]
    if not new:
        return
    rows = [*own, *new]
    for row, weight in zip(rows, shared([row.weight for row in rows]), strict=True):
        row.weight = weight
    for row in rows:
        row.save()


def shared(weights):
    """Weights divided anew in proportion: two decimals, sum exactly 100; what rounding leaves goes to the first."""
    total = sum(weights) or Decimal(1)
    parts = [max(CENT, (weight * HUNDRED / total).quantize(CENT, ROUND_DOWN)) for weight in weights]
    return [parts[0] + HUNDRED - sum(parts), *parts[1:]]


def _tell(merged, survivor, *, by, at):
    """Who registered what was merged; the name of an order is not his to know before the decision."""
    into = (
        f" vào việc «{survivor.title[:120]}»"
        if survivor.origin == Task.Origin.REGISTERED
        else " vào việc khác"
    )
    registered = [task for task in merged if task.origin == Task.Origin.REGISTERED]
    to = carriers_of(registered)
    told = [(task, f"Việc «{task.title[:120]}» được gộp{into}", to[task.pk]) for task in registered]
    notify_many(told, Notice.Kind.MOVED, why="Đồng chí đăng ký việc này", at=at, by=by)
