"""What leaves the house as a spreadsheet: the tasks that the asker may see, as an annex; who took what stays on record."""

import hashlib
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange import annex_book, annex_csv
from tasks_app.exchange.annex_book import Figure, Group, Line, Sheet
from tasks_app.models import SheetExport, Task

MOST = 10_000
DEMO = "Dữ liệu minh họa"


def annex_of(round, tasks, *, on, demo):
    """The round's annex as a `Sheet`: the given tasks in groups, each person's tasks together, in the order of their codes."""
    tasks = _loaded(tasks.select_related("group"), on)
    firsts = {}
    for task in tasks:
        firsts.setdefault(_carriers(task), (task.code is None, task.code or "", task.pk))
    tasks.sort(key=lambda t: (*_place_of_group(t), firsts[_carriers(t)], t.code is None, t.code or "", t.pk))
    groups = [
        Group(heading, tuple(line_of(task) for task in members))
        for heading, members in groupby(tasks, key=lambda t: t.group.name if t.group else "")
    ]
    if len(groups) > 1:
        groups = [group if group.heading else Group("Việc chưa xếp nhóm", group.lines) for group in groups]
    note = f"{round.period[:1].upper()}{round.period[1:]}, tính đến ngày {on:%d/%m/%Y}"
    return Sheet(
        round.committee.name,
        f"Danh mục {round.name[:1].lower()}{round.name[1:]}",
        _noted(note, demo),
        tuple(groups),
    )


def list_of(what, tasks, *, body, on, demo):
    """Tasks of a list in its own order, with what was reached and the state of each."""
    lines = tuple(line_of(task, standing=True) for task in _loaded(tasks, on))
    return Sheet(body, what, _noted(f"Tính đến ngày {on:%d/%m/%Y}", demo), (Group("", lines),), standing=True)


def write(sheet, form, *, what, conditions="", committee=None, round=None, by, at):
    """(bytes, name) of the file, and the row that says who took it."""
    count = sum(len(group.lines) for group in sheet.groups)
    content = annex_csv.text(sheet) if form == SheetExport.Form.CSV else annex_book.book(sheet)
    SheetExport.objects.create(
        by=by, by_name=speaker(by, on=timezone.localdate(at)), at=at, committee=committee, round=round, what=what[:300],
        conditions=conditions[:500], form=form, tasks=count, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    return content, annex_book.file_name(what, form)


def _noted(note, demo):
    return f"{note}. {DEMO}" if demo else note


def _loaded(tasks, on):
    found = list(
        tasks.for_table(on).prefetch_related(Prefetch("coordinating_units", to_attr="partners"))[: MOST + 1]
    )
    if not found:
        raise NotPossible("Không có việc nào để xuất.")
    if len(found) > MOST:
        raise NotPossible(
            f"Danh sách có hơn {MOST:,} việc, thu hẹp điều kiện rồi xuất từng phần.".replace(",", ".")
        )
    return found


def _carriers(task):
    return tuple((person.cadre_id, person.title) for person in task.people)


def _place_of_group(task):
    return (task.group.rank, task.group_id) if task.group else (10**6, 0)


def line_of(task, *, standing=False):
    figures = tuple(
        Figure(row.name, row.kind, row.measure_unit, row.baseline, row.target, row.whole, row.lower_is_better, row.weight,
               row.due_on, row.current if standing else None)
        for row in task.rows
    )  # fmt: skip
    return Line(
        title=task.title, people=tuple((row.name, row.title) for row in task.people), due_on=task.named_due_on or task.due_on,
        figures=figures, unit=task.unit.name, partners=tuple(sorted(unit.name for unit in task.partners)), code=task.code or "",
        field=task.field.name, natures=", ".join(str(Task.Nature(code).label) for code in task.natures), product=task.product,
        state=task.mark_name if standing else "",
    )  # fmt: skip
