"""Annexes as offices make them, and a small committee to take them."""

import csv
import io
from datetime import date

from openpyxl import Workbook

from cadres.models import Office
from tasks_app.actions import importing
from tasks_app.models import SheetImport
from tests.factories import NOW, appoint, make_cadre, make_field, make_round, make_unit, make_user

HEADINGS = [
    "STT",
    "Họ và tên",
    "Chức vụ",
    "Nội dung",
    "Chỉ tiêu",
    "Hiện trạng",
    "Cần đạt",
    "ĐVT",
    "Thời hạn",
    "Phối hợp",
]
DUE = date(2026, 12, 31)
FIRST_ROW = 5  # of the tasks, under a letterhead and the heading
LAM = [
    "1",
    "Trần Văn Lâm",
    "Bí thư Huyện ủy Yên Sơn",
    "Cấp nước sạch cho xã Mỹ Bằng",
    "Hộ được cấp nước sạch",
    312,
    484,
    "hộ",
    DUE,
    "Sở Y tế",
]
MAI = [
    "2",
    "Nguyễn Thị Mai",
    "Giám đốc Sở Y tế",
    "Xóa phòng khám xuống cấp",
    "Phòng khám được xây mới",
    0,
    6,
    "phòng khám",
    "30/11/2026",
    "",
]


class Desk:
    """Tỉnh ủy with its officer and round of 2026; Huyện ủy Yên Sơn (Lâm) and Sở Y tế (Mai) below; one field of work."""

    def __init__(self):
        self.committee = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        self.yen_son = make_unit("Huyện ủy Yên Sơn", parent=self.committee, short_code="YS")
        self.health = make_unit("Sở Y tế", parent=self.committee, short_code="SYT")
        self.lam, self.mai = make_cadre("Trần Văn Lâm"), make_cadre("Nguyễn Thị Mai")
        appoint(self.lam, "Bí thư", self.yen_son, managed_by=self.committee)
        appoint(self.mai, "Giám đốc", self.health, managed_by=self.committee)
        self.round = make_round(self.committee, year=2026, name="Giao việc năm 2026")
        self.field = make_field("Nước sạch, vệ sinh môi trường")
        self.officer = make_user(role=Office.Role.OFFICER, unit=self.committee)

    def take(self, content, name="danh-muc.xlsx", *, now=NOW, **options):
        """Uploaded and checked."""
        made = importing.upload(
            content, name, kind=SheetImport.Kind.ANNEX, round=self.round,
            options={"field": self.field.pk} | options, by=self.officer, at=now,
        )  # fmt: skip
        return importing.check(made, now=lambda: now)

    def save(self, content, name="danh-muc.xlsx", *, now=NOW, **options):
        made = self.take(content, name, now=now, **options)
        assert made.status == "checked", made.problem
        assert problems_of(made) == [], problems_of(made)
        return importing.ask_to_save(made, seen=made.version, now=lambda: now)


def problems_of(sheet_import):
    return [(cell, text) for _, _, cell, text, *_ in sheet_import.found["problems"]]


def workbook(
    rows=(LAM, MAI),
    *,
    headings=HEADINGS,
    merges=(),
    hidden=(),
    above=("TỈNH ỦY TUYÊN QUANG", "DANH MỤC VIỆC ĐỘT PHÁ"),
    change=None,
):
    """The bytes of an annex whose first task stands in row 5. `change(ws)`: whatever else an office did to it."""
    book = Workbook()
    ws = book.active
    for row, text in enumerate(above, 1):
        ws.cell(row, 1, text)
    for row, cells in enumerate([headings, *rows], FIRST_ROW - 1):
        for column, value in enumerate(cells, 1):
            if value != "" and value is not None:
                ws.cell(row, column, value)
    for ref in merges:
        ws.merge_cells(ref)
    for row in hidden:
        ws.row_dimensions[row].hidden = True
    if change:
        change(ws)
    return saved(book)


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_bytes(rows=(LAM, MAI), *, headings=HEADINGS, encoding="utf-8", delimiter=";"):
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    for row in [headings, *rows]:
        writer.writerow([f"{v:%d/%m/%Y}" if isinstance(v, date) else v for v in row])
    return target.getvalue().encode(encoding)


def with_cell(row, column, value):
    """The two tasks with one cell changed: `row` 0 or 1, `column` by its heading."""
    rows = [list(LAM), list(MAI)]
    rows[row][HEADINGS.index(column)] = value
    return rows
