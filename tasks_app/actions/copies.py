"""How is one draft order given to many comrades at once, each his own copy and target?"""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from cadres.models import Unit
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.ordering import Figure, Person, list_orders
from tasks_app.actions.recording import record_many
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Assignment, Indicator, Task

SHARED = (
    "round", "field", "giver", "origin", "natures", "contributes_to", "product", "authority_note", "basis", "weight",
    "starts_on", "report_rhythm", "follower",
)  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """One comrade's own copy of an order. `figures`: {pk of the order's indicator: his own baseline, target and whole}."""

    person: Person
    unit: Unit
    title: str
    due_on: date
    figures: dict


@transaction.atomic
def order_to_many(task, copies, *, by, at, seen=None):
    """The same task to many at once: the draft order for its own lead, a copy for each other, all of them on the list.

    Set-based: as many statements for a hundred comrades as for two. Returns the tasks, the draft's own first.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if task.status != Task.Status.DRAFT or task.origin == Task.Origin.REGISTERED:
        raise Stale(f"Việc này không còn là bản nháp đặt hàng: «{task.get_status_display()}».")
    if not may.may_edit_draft(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền đặt hàng việc này.")
    if not copies:
        raise NotPossible("Chọn ít nhất một đồng chí nữa.", field="person")
    carried = [
        *task.assignments.open().values_list("cadre", flat=True),
        *(copy.person.cadre.pk for copy in copies),
    ]
    if len(set(carried)) < len(carried):
        raise NotPossible("Mỗi đồng chí chỉ nhận một bản của việc này.", field="person")
    made = _copy(task, copies, by=by, at=at)
    return list_orders([task, *made], by=by, at=at)


def _copy(task, copies, *, by, at):
    shared = {name: getattr(task, name) for name in SHARED}
    made = Task.objects.bulk_create(
        Task(
            **shared, title=copy.title, unit=copy.unit, unit_path=copy.unit.path, due_on=copy.due_on,
            original_due_on=copy.due_on, created_by=by, created_at=at,
        )
        for copy in copies
    )  # fmt: skip
    pairs = list(zip(made, copies, strict=True))
    Assignment.objects.bulk_create(
        Assignment(
            task=new, cadre=copy.person.cadre, role=Assignment.Role.LEAD, starts_on=task.starts_on,
            name=copy.person.cadre.full_name, title=copy.person.title[:300],
        )
        for new, copy in pairs
    )  # fmt: skip
    rows = list(task.indicators.order_by("rank", "pk"))
    Indicator.objects.bulk_create(_own_figure(row, new, copy) for new, copy in pairs for row in rows)
    through = Task.coordinating_units.through
    partners = list(task.coordinating_units.values_list("pk", flat=True))
    through.objects.bulk_create(
        through(task=new, unit_id=unit) for new, copy in pairs for unit in partners if unit != copy.unit.pk
    )
    record_many(
        made, "created", "lập từ bản đặt hàng chung cho nhiều đồng chí", by=by, at=at,
        data={"copy_of": str(task.public_id)},
    )  # fmt: skip
    return made


def _own_figure(row, task, copy):
    values = {f.name: getattr(row, f.name) for f in fields(Figure) if f.name != "pk"}
    own = copy.figures.get(row.pk, {}) | {"due_on": min(row.due_on, copy.due_on) if row.due_on else None}
    return Indicator(task=task, rank=row.rank, rubric=row.rubric, **(values | own))
