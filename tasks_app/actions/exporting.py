"""What leaves the house as a spreadsheet: tasks as an annex, any other list as it is; who took what stays on record."""

import hashlib
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from cadres import roster
from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange import annex_book, annex_csv, list_book
from tasks_app.exchange.annex_book import Figure, Group, Line, Sheet
from tasks_app.exchange.list_book import ListColumn, ListSheet
from tasks_app.exchange.writing import file_name
from tasks_app.models import SheetExport, Task
from tasks_app.models.codes import code_key

MOST = 10_000
DEMO = "Dữ liệu minh họa"


def annex_of(round, tasks, *, on, demo):
    """The round's annex as a `Sheet`: the given tasks in groups, each person's tasks together, in the order of their codes."""
    tasks = _loaded(tasks.select_related("group"), on)
    firsts = {}
    for task in tasks:
        firsts.setdefault(_carriers(task), (*code_key(task.code), task.pk))
    tasks.sort(key=lambda t: (*_place_of_group(t), firsts[_carriers(t)], *code_key(t.code), t.pk))
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


def listed(listing_columns, rows, *, heading, body, on, demo):
    """Any other list as a `ListSheet`. `listing_columns`: (`ListColumn`, row → its value); `rows`: a queryset or list."""
    rows = list(rows[: MOST + 1])
    refuse_too_many(len(rows), "dòng")
    columns = tuple(column for column, _ in listing_columns)
    values = tuple(tuple(_plain(value(row)) for _, value in listing_columns) for row in rows)
    return ListSheet(body, heading, _noted(f"Tính đến ngày {on:%d/%m/%Y}", demo), columns, values)


def _plain(value):
    """A row or the word of a choice as its text; nothing for what is empty."""
    if value is None or value == "":
        return None
    return value if isinstance(value, (int, Decimal, date)) else str(value)


def refuse_too_many(count, what):
    if not count:
        raise NotPossible(f"Không có {what} nào để xuất.")
    if count > MOST:
        most = f"{MOST:,}".replace(",", ".")
        raise NotPossible(f"Danh sách có hơn {most} {what}, thu hẹp điều kiện rồi xuất từng phần.")


def write(sheet, form, *, what, conditions="", committee=None, round=None, by, at):
    """(bytes, name) of the file, and the row that says who took it."""
    as_list = isinstance(sheet, ListSheet)
    writer = list_book if as_list else annex_book
    count = len(sheet.rows) if as_list else sum(len(group.lines) for group in sheet.groups)
    if form == SheetExport.Form.CSV:
        content = list_book.text(sheet) if as_list else annex_csv.text(sheet)
    else:
        content = writer.book(sheet)
    SheetExport.objects.create(
        by=by, by_name=speaker(by, on=timezone.localdate(at)), at=at, committee=committee, round=round, what=what[:300],
        conditions=conditions[:500], form=form, rows=count, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    return content, file_name(what, form)


def write_first_passwords(accounts, sheet_import, *, demo, by, at):
    """(bytes, name): a first password for each account, which nothing but this file shows."""
    columns = (
        ListColumn("Đồng chí", 28),
        ListColumn("Tên đăng nhập", 22),
        ListColumn("Mật khẩu lần đầu", 26),
    )
    rows = tuple(
        (account.cadre.full_name, account.username, roster.hand_out_password(account)) for account in accounts
    )
    note = _noted("Phát riêng cho từng đồng chí; đổi mật khẩu sau lần đăng nhập đầu tiên", demo)
    sheet = ListSheet("", "Mật khẩu lần đầu", note, columns, rows, "Mật khẩu")
    return write(
        sheet, SheetExport.Form.XLSX, what="Mật khẩu lần đầu", committee=sheet_import.committee, by=by, at=at
    )


def _noted(note, demo):
    return f"{note}. {DEMO}" if demo else note


def _loaded(tasks, on):
    found = list(
        tasks.for_table(on).prefetch_related(Prefetch("coordinating_units", to_attr="partners"))[: MOST + 1]
    )
    refuse_too_many(len(found), "việc")
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
