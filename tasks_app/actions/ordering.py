"""Way 2, and the drafts of both ways: a draft is written, changed, and put on the list for the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cadres.models import Cadre, Unit
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Assignment, Indicator, Notice, Round, Task
from tasks_app.models import Field as TaskField

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Person:
    """Who carries the task: the cadre with the title under which he does, or the head of a collective."""

    cadre: Cadre
    title: str
    collective: Unit | None = None


@dataclass(frozen=True)
class Figure:
    """One indicator as typed. `pk`: the row of the draft that it changes, None for a new one."""

    name: str
    kind: str = Indicator.Kind.UP
    measure_unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    whole: Decimal | None = None
    lower_is_better: bool = False
    weight: Decimal = HUNDRED
    data_source: str = ""
    confirmed_by: str = ""
    rhythm: int = 0
    due_on: date | None = None
    pk: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Draft:
    """Everything that a draft says. The first of `people` leads."""

    round: Round
    giver: Unit
    unit: Unit
    title: str
    field: TaskField
    people: Sequence[Person]
    starts_on: date
    due_on: date
    origin: str = Task.Origin.ORDERED
    natures: Sequence[str] = ()
    product: str = ""
    authority_note: str = ""
    basis: str = ""
    contributes_to: Task | None = None
    report_rhythm: int = 3
    coordinating_units: Sequence[Unit] = ()
    figures: Sequence[Figure] = ()

    @property
    def columns(self):
        """The fields of the task row itself."""
        apart = {"people", "figures", "coordinating_units"}
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in apart}
        return values | {
            "natures": list(self.natures),
            "original_due_on": self.due_on,
            "unit_path": self.unit.path,
        }


@transaction.atomic
def create_draft(draft, *, by, at, on_behalf_of=None):
    task = Task.objects.create(**draft.columns, created_by=by, created_at=at)
    _write_rows(task, draft)
    record(task, "created", "lập bản nháp", by=by, at=at, on_behalf_of=on_behalf_of)
    return task


@transaction.atomic
def change_draft(task, draft, *, by, at, seen=None, on_behalf_of=None):
    """Write the draft over the task, if it still is one and nobody else changed it since the user read it."""
    (task,) = lifecycle.lock([task], seen={task.pk: seen if seen is not None else task.version})
    if task.status != Task.Status.DRAFT:
        raise Stale(
            f"Việc này không còn là bản nháp: đang ở trạng thái «{task.get_status_display()}». "
            "Nội dung đồng chí vừa nhập chưa được ghi."
        )
    if not may.may_edit_draft(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền sửa bản nháp này.")
    changed = write_over(task, draft)
    if changed:
        record(
            task, "edited", "sửa bản nháp", by=by, at=at, on_behalf_of=on_behalf_of, data={"fields": changed}
        )
    return task


def write_over(task, draft):
    """The draft over a locked task that is not decided yet, whose version it raises; says what kinds of things changed."""
    columns = draft.columns
    # Who gives and how it came about are fixed when the draft is made.
    del columns["giver"], columns["origin"]
    if task.origin != Task.Origin.REGISTERED and draft.origin != Task.Origin.REGISTERED:
        columns["origin"] = draft.origin
    changed = [name for name, value in columns.items() if getattr(task, name) != value]
    changed += _write_rows(task, draft)
    for name, value in columns.items():
        setattr(task, name, value)
    lifecycle.touch(task, *columns)
    return changed


def _write_rows(task, draft):
    """Bring the rows around the task in line with the draft; says which kinds of rows changed."""
    changed = []
    if _write_people(task, draft):
        changed.append("people")
    if _write_figures(task, draft.figures):
        changed.append("indicators")
    if {u.pk for u in draft.coordinating_units} != set(task.coordinating_units.values_list("pk", flat=True)):
        task.coordinating_units.set(draft.coordinating_units)
        changed.append("coordinating_units")
    return changed


def _write_people(task, draft):
    wanted = [
        (person.cadre.pk, person.collective.pk if person.collective else None, person.title, role)
        for person, role in zip(
            draft.people, [Assignment.Role.LEAD, *[Assignment.Role.CO] * len(draft.people)], strict=False
        )
    ]
    if len({cadre for cadre, *_ in wanted}) < len(wanted):
        raise NotPossible("Mỗi đồng chí chỉ ghi một lần trong một việc.", field="co")
    present = list(
        task.assignments.lead_first().values_list("cadre_id", "collective_id", "title", "role", "starts_on")
    )
    if [(*row, draft.starts_on) for row in wanted] == present:
        return False
    task.assignments.all().delete()
    Assignment.objects.bulk_create(
        Assignment(
            task=task,
            cadre=person.cadre,
            collective=person.collective,
            role=role,
            starts_on=draft.starts_on,
            name=person.cadre.full_name,
            title=person.title[:300],
        )
        for person, (*_, role) in zip(draft.people, wanted, strict=True)
    )
    return True


def _write_figures(task, figures):
    present = {row.pk: row for row in task.indicators.all()}
    kept, changed = set(), False
    for rank, figure in enumerate(figures, 1):
        values = {f.name: getattr(figure, f.name) for f in fields(figure) if f.name != "pk"} | {"rank": rank}
        row = present.get(figure.pk)
        if row is None or row.pk in kept:
            Indicator.objects.create(task=task, **values)
            changed = True
            continue
        kept.add(row.pk)
        differing = [name for name, value in values.items() if getattr(row, name) != value]
        if differing:
            for name in differing:
                setattr(row, name, values[name])
            row.save(update_fields=differing)
            changed = True
    gone = set(present) - kept
    if gone:
        task.indicators.filter(pk__in=gone).delete()
    return changed or bool(gone)


def require_complete(tasks):
    """What must be there before a committee is asked to decide; whoever brings a task so far passes here."""
    lacking = lacks_of(tasks)
    for task in tasks:
        if task.pk in lacking:
            raise NotPossible(lacking[task.pk])


def lacks_of(tasks, *, rows=None, people=None):
    """{task pk: what keeps it from the committee's decision, a sentence}; two queries for any number of tasks.

    `rows`, `people`: {pk: indicators}, {pk: open assignments with cadre and user} where a page has them loaded already.
    """
    if rows is None:
        rows = {task.pk: [] for task in tasks}
        for row in Indicator.objects.filter(task__in=rows).order_by("rank", "pk"):
            rows[row.task_id].append(row)
    if people is None:
        people = {task.pk: [] for task in tasks}
        open_rows = Assignment.objects.open().filter(task__in=people).lead_first()
        for row in open_rows.select_related("cadre__user"):
            people[row.task_id].append(row)
    found = {task.pk: _lack(task, rows[task.pk], people[task.pk]) for task in tasks}
    return {pk: sentence for pk, sentence in found.items() if sentence}


def _lack(task, rows, people):
    if not any(row.role == Assignment.Role.LEAD for row in people):
        return f"Việc «{task.title}» chưa có đồng chí chủ trì."
    if not rows:
        return f"Việc «{task.title}» chưa có chỉ tiêu đo được nào."
    if any(row.target is None for row in rows):
        return f"Việc «{task.title}» còn chỉ tiêu chưa có chỉ tiêu giao."
    total = sum(row.weight for row in rows)
    if total != HUNDRED:
        return f"Việc «{task.title}»: tổng trọng số phải bằng 100, hiện là {vietnamese(total)}."
    gone = next((row for row in people if left(row.cadre)), None)
    if gone is not None:
        return f"Tài khoản của đồng chí {gone.name} đã ngừng hoạt động, đề nghị chọn đồng chí khác cho việc «{task.title}»."
    return ""


def left(cadre):
    """Has the cadre's account been switched off? (A cadre without an account may well carry tasks.)"""
    return cadre.user is not None and not cadre.user.is_active


def vietnamese(number):
    """90 → '90', 99.99 → '99,99': for sentences of refusals."""
    return f"{number.normalize():f}".replace(".", ",")


def list_order(task, *, by, at, seen=None):
    (task,) = list_orders([task], by=by, at=at, seen={task.pk: seen} if seen is not None else None)
    return task


@transaction.atomic
def list_orders(tasks, *, by, at, seen=None):
    """*Đưa vào danh mục trình* (officer), *Đặt hàng* (leader): whole drafts go to the committee's decision."""
    require_complete(tasks)
    moved = lifecycle.move_many(tasks, "order", by=by, at=at, seen=seen)
    first, *others = moved
    if may.is_leader(by, first) and not may.is_officer(by, first):
        more = f" và {len(others)} việc khác" if others else ""
        notify(
            first,
            Notice.Kind.MOVED,
            f"Việc «{first.title[:200]}»{more} được đặt hàng, chờ ghi quyết định giao việc",
            to=desk_of(first, on=timezone.localdate(at)),
            why="Đồng chí là chuyên viên theo dõi của cấp giao",
            at=at,
            by=by,
        )
    return moved
