"""Three annexes as offices really make them, of the demo's people and topics: 60, 463 and 1,194 rows under the heading.

Run by hand to look at them: ./run manage shell -c "from tests.tasks_app.exchange.office_annexes import write; write('/tmp')"
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from tasks_app.demo import plan
from tests.tasks_app.exchange.making import saved

TODAY = date(2026, 6, 1)
GROUPS = {
    "btv": "Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý",
    "con-lai": "Cán bộ lãnh đạo, quản lý còn lại",
    "phan-cap": "Các cấp ủy, cơ quan trực thuộc giao theo phân cấp quản lý cán bộ",
}
ROMAN = ("I", "II", "III")
# The figures that each must give: {group: (tasks, people)}, and rows of figures.
FIGURES = {
    60: {"btv": (52, 22)},
    463: {"btv": (244, 76), "con-lai": (219, 65)},
    1194: {"btv": (244, 76), "con-lai": (219, 65), "phan-cap": (731, 565)},
}
DECIDED_ON = {60: date(2020, 7, 1), 463: date(2021, 3, 1), 1194: date(2021, 3, 1)}


def tasks_of(whole, size):
    if size == 60:
        return {"btv": [t for t in whole.tasks if t.round == "TU2020"]}
    stage = [t for t in whole.tasks if t.round == "TU"]
    found = {group: [t for t in stage if t.group == group] for group in ("btv", "con-lai")}
    if size == 1194:
        found["phan-cap"] = [t for t in whole.tasks if t.group == "phan-cap" and not t.round.startswith("N")]
    return found


def annex(whole, size):
    """The bytes of one annex."""
    book = Workbook()
    ws = book.active
    ws.title = "Phụ lục"
    ws["A1"], ws["F1"] = "TỈNH ỦY TUYÊN QUANG", "ĐẢNG CỘNG SẢN VIỆT NAM"
    ws["A2"] = "DANH MỤC VIỆC ĐỘT PHÁ, ĐỔI MỚI"
    ws.merge_cells("A2:K2")
    ws["A3"] = "(Kèm theo Quyết định của Ban Thường vụ Tỉnh ủy)"
    row = _head(ws, 5)
    twice = 8 if size == 60 else 0  # tasks with a second figure: 52 tasks on 60 rows
    number = 0
    for place, (group, tasks) in enumerate(tasks_of(whole, size).items()):
        ws.cell(row, 1, ROMAN[place])
        ws.cell(row, 2, GROUPS[group].upper() if place else GROUPS[group])
        ws.merge_cells(start_row=row, end_row=row, start_column=2, end_column=11)
        row += 1
        tasks = sorted(tasks, key=lambda t: (t.carriers[0].person, t.key))
        number, row, twice = _tasks(ws, tasks, number, row, twice)
        ws.cell(row, 1, f"Cộng nhóm {ROMAN[place]}")
        ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        ws.cell(row, 4, len(tasks))
        row += 1
    ws.cell(row, 2, "Tổng cộng")
    ws.cell(row, 4, number)
    ws.cell(row + 2, 8, "T/M BAN THƯỜNG VỤ")
    ws.cell(row + 3, 8, "BÍ THƯ")
    ws.cell(row + 4, 1, "Nơi nhận: như Điều 3; lưu Văn phòng Tỉnh ủy.")
    return saved(book)


def _head(ws, row):
    """Two lines: «Chỉ tiêu» stands over its four columns."""
    for column, text in ((1, "TT"), (2, "Họ và tên"), (3, "Chức vụ,\nđơn vị"), (4, "Nội dung việc đột phá, đổi mới"), (9, "Thời gian hoàn thành"),
                         (10, "Cơ quan phối hợp"), (11, "Ghi chú")):  # fmt: skip
        ws.cell(row, column, text).alignment = Alignment(wrap_text=True)
        ws.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    ws.cell(row, 5, "Mục tiêu")
    ws.merge_cells(start_row=row, end_row=row, start_column=5, end_column=8)
    for column, text in ((5, "Chỉ tiêu"), (6, "Hiện trạng"), (7, "Cần đạt"), (8, "ĐVT")):
        ws.cell(row + 1, column, text)
    for column in range(1, 12):
        ws.cell(row + 2, column, f"({column})")
    return row + 3


def _tasks(ws, tasks, number, row, twice):
    first, person = row, None
    for task in tasks:
        number += 1
        if person is not None and _people(task) != person:
            _merge(ws, (2, 3), first, row - 1)
            first = row
        if _people(task) != person:
            person = _people(task)
            ws.cell(row, 2, "\n".join(f"Đ/c {c.name}" if number % 5 == 0 else c.name for c in task.carriers))
            ws.cell(row, 3, "\n".join(c.title for c in task.carriers))
        top = row
        ws.cell(row, 1, number)
        ws.cell(row, 4, task.content.title)
        ws.cell(row, 9, _due(task.due_on, number))
        if number % 3 == 0:
            ws.cell(row, 10, "Các sở, ngành liên quan")
        for figure in task.content.figures[: 2 if twice and len(task.content.figures) > 1 else 1]:
            _figure(ws, row, figure, number)
            row += 1
        if row - top > 1:
            twice -= 1
            _merge(ws, (1, 4, 9, 10), top, row - 1)
    _merge(ws, (2, 3), first, row - 1)
    return number, row, twice


def _people(task):
    return tuple((c.name, c.title) for c in task.carriers)


def _figure(ws, row, figure, number):
    ws.cell(row, 5, figure.name)
    baseline = figure.baseline
    if figure.is_boolean:
        ws.cell(row, 7, "Có" if figure.kind == "yes_no" else "Ban hành")
    elif figure.kind == "ratio":
        ws.cell(row, 7, f"{_text(figure.target)}/{_text(figure.whole)}")
        ws.cell(row, 6, baseline)
    else:
        ws.cell(row, 6, _text(baseline) if number % 4 == 1 else baseline)
        ws.cell(row, 7, _text(figure.target) if number % 4 == 2 else figure.target)
    ws.cell(row, 8, "hạng" if figure.kind == "rank" else figure.unit)


def _text(number):
    """12500.5 → "12.500,5", as it is typed."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _due(day, number):
    """Real dates, texts of several kinds, serials; quarters and years where the day is their last."""
    styles = [
        day,
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        (day - date(1899, 12, 30)).days,
        f"{day:%d-%m-%Y}",
    ]
    if (day.month, day.day) == (12, 31):
        styles += [f"Quý IV/{day.year}", f"năm {day.year}", f"Tháng 12/{day.year}"]
    return styles[number % len(styles)]


def _merge(ws, columns, top, bottom):
    if bottom > top:
        for column in columns:
            ws.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)


def write(folder):
    whole = plan.make(TODAY)
    for size in FIGURES:
        Path(folder, f"danh-muc-{size}-dong.xlsx").write_bytes(annex(whole, size))
