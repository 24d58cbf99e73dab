"""Tables of units, people and figures as they stand once read: no child process where the child is not what is tested."""

import hashlib
import io
from datetime import date

import openpyxl

from cadres.models import Office, Position, Unit
from tasks_app.actions import importing
from tasks_app.exchange import workbook
from tasks_app.exchange.sheets import Sheet, Value
from tasks_app.models import SheetImport
from tests.factories import NOW, make_user

Kind = SheetImport.Kind
UNITS = ["STT", "Tên đơn vị", "Loại tổ chức", "Trực thuộc", "Mã hiệu", "Mã đơn vị hành chính"]
PEOPLE = ["Họ và tên", "Chức danh", "Đơn vị", "Từ ngày", "Thư công vụ", "Tên đăng nhập", "Vai trò", "Phạm vi"]
FIGURES = ["Mã việc", "Chỉ tiêu", "Thực hiện", "Lý do đính chính", "Lý do không đổi", "Kỳ báo cáo"]


def sheet_of(headings, rows):
    cells = {
        number: {column: _cell(value) for column, value in enumerate(row, 1) if value not in (None, "")}
        for number, row in enumerate([headings, *rows], 1)
    }
    return Sheet("Bảng", {number: line for number, line in cells.items() if line})


def _cell(value):
    if isinstance(value, date):
        return Value("day", value.isoformat())
    return value if isinstance(value, str) else Value("number", str(value))


def read(kind, content, *, by, round=None, committee=None, now=NOW, **options):
    """Checked. `content`: (headings, rows), or the bytes of a workbook, read here."""
    sheets = workbook.read(content) if isinstance(content, bytes) else [sheet_of(*content)]
    made = SheetImport.objects.create(
        kind=kind, round=round, committee=round.committee if round else committee, name="bang.xlsx", content=b"x",
        sha256=hashlib.sha256(b"x").hexdigest(), options=options, by=by, at=now, sheets=[sheet.dump() for sheet in sheets],
    )  # fmt: skip
    return importing.check(made, now=lambda: now)


def save(made, *, now=NOW):
    assert made.status == "checked", made.problem
    assert made.found["problem_count"] == 0, made.found["problems"]
    return importing.ask_to_save(made, seen=made.version, now=lambda: now)


def problems(made):
    """[(cell, what is wrong)]."""
    assert made.status == "checked", made.problem
    return [(cell, text) for _, _, cell, text, *_ in made.found["problems"]]


def meant(made, cell):
    return next(list(offers) for *_, at, _, _, offers in made.found["problems"] if at == cell)


def administrator(unit):
    return make_user(role=Office.Role.SYSTEM_ADMIN, unit=unit)


def positions(*names):
    for rank, name in enumerate(names):
        Position.objects.get_or_create(name=name, defaults={"rank": rank})


def everything():
    """All units as plain values."""
    return list(Unit.objects.order_by("pk").values())


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active
