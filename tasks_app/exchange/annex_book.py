"""How is an annex written as .xlsx, so that it can be printed and signed, counted on, and read in again without a change?

Plain values in, bytes out. Numbers and days are real ones; a text that a program would run as a formula stays a text.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tasks_app.exchange.annex import ANNEX, KINDS
from tasks_app.exchange.writing import (
    DAY,
    HEAD_ROW,
    bytes_of,
    fit_heights,
    letterhead,
    print_setup,
    put,
    shown,
)

PRINTED = (
    "number",
    "person",
    "post",
    "title",
    "indicator",
    "baseline",
    "target",
    "measure",
    "due",
    "partners",
)
BESIDE = ("unit", "code", "kind", "weight", "closing", "field", "natures", "product")
WIDTHS = {
    "number": 6, "person": 22, "post": 28, "title": 44, "indicator": 30, "baseline": 12, "target": 12, "measure": 10,
    "due": 12, "partners": 26, "unit": 28, "code": 14, "kind": 24, "weight": 10, "closing": 12, "field": 24,
    "natures": 22, "product": 36, "current": 12, "state": 18,
}  # fmt: skip
ALIGN = dict.fromkeys(("number", "measure", "due", "closing"), "center") | dict.fromkeys(
    ("baseline", "target", "current"), "right"
)
# Columns whose cells stand for a whole person or task: merged over its rows.
OF_PERSON, OF_TASK = (
    ("person", "post"),
    ("number", "title", "due", "partners", "unit", "code", "field", "natures", "product", "state"),
)


@dataclass(frozen=True)
class Figure:
    name: str
    kind: str
    measure: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    whole: Decimal | None = None
    lower: bool = False
    weight: Decimal | None = None
    closing: date | None = None
    current: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """One task. `people`: (name, title), the lead first."""

    title: str
    people: tuple
    due_on: date
    figures: tuple = ()
    unit: str = ""
    partners: tuple = ()
    code: str = ""
    field: str = ""
    natures: str = ""
    product: str = ""
    state: str = ""


@dataclass(frozen=True)
class Group:
    heading: str
    lines: tuple = ()


@dataclass(frozen=True)
class Sheet:
    """`standing`: with what was reached and the state of each task, as lists have it."""

    body: str
    heading: str
    note: str
    groups: tuple = field(default_factory=tuple)
    standing: bool = False

    @property
    def keys(self):
        return [*PRINTED, *(("current", "state") if self.standing else ()), *BESIDE]


LABELS = {column.key: column.label for column in ANNEX.columns} | {
    "current": "Thực hiện",
    "state": "Trạng thái",
}


# ---- cells -----------------------------------------------------------------------------------------------------------


def cells_of(line, number, figure, *, first):
    """{key: value} of one row: everything of the task in its first row, its further figures below."""
    values = {} if figure is None else {
        "indicator": figure.name, "baseline": amount(figure, figure.baseline), "target": amount(figure, figure.target, True),
        "measure": figure.measure, "kind": KINDS[kind_key(figure)], "weight": figure.weight, "closing": figure.closing,
        "current": amount(figure, figure.current),
    }  # fmt: skip
    if first:
        values |= {
            "number": number, "person": "\n".join(name for name, _ in line.people),
            "post": "\n".join(title for _, title in line.people) if any(title for _, title in line.people) else "",
            "title": line.title, "due": line.due_on, "partners": "\n".join(line.partners), "unit": line.unit, "code": line.code,
            "field": line.field, "natures": line.natures, "product": line.product, "state": line.state,
        }  # fmt: skip
    return values


def kind_key(figure):
    return f"{figure.kind}*" if figure.lower and figure.kind not in ("down", "rank") else figure.kind


def amount(figure, value, is_target=False):
    """A real number; words for yes and no; «484/491» for a ratio's target."""
    if value is None:
        return None
    if figure.kind == "yes_no" and value in (0, 1):
        return "Có" if value else "Không"
    if figure.kind == "document" and value in (0, 1):
        return "Ban hành" if value else "Chưa ban hành"
    if figure.kind == "ratio" and is_target and figure.whole:
        return f"{shown(value)}/{shown(figure.whole)}"
    return value


# ---- the sheet -------------------------------------------------------------------------------------------------------


def book(sheet):
    """The bytes of the workbook."""
    made = Workbook()
    ws = made.active
    ws.title = "Danh mục"
    _head(ws, sheet)
    row, number, counted = HEAD_ROW + 1, 0, []
    for place, group in enumerate(sheet.groups, 1):
        first = row
        if group.heading:
            row = _heading(ws, row, roman(place), group.heading, sheet.keys)
            first = row
        row, number = _lines(ws, row, number, group.lines, sheet.keys)
        if group.lines:
            counted.append((row, group))
            row = _total(
                ws,
                row,
                f"Cộng nhóm {roman(place)}" if group.heading else "Tổng cộng",
                group,
                first,
                sheet.keys,
            )
    if len(counted) > 1:
        _grand_total(ws, row, counted, sheet)
    fit_heights(ws, [WIDTHS[key] for key in sheet.keys])
    print_setup(ws, row, printed=len(PRINTED))
    return bytes_of(made)


def _head(ws, sheet):
    labels, widths = [LABELS[key] for key in sheet.keys], [WIDTHS[key] for key in sheet.keys]
    letterhead(ws, sheet.body, sheet.heading, sheet.note, labels, widths, printed=len(PRINTED))


def _heading(ws, row, label, text, keys):
    put(ws, row, 1, label, bold=True, align="center")
    put(ws, row, 2, text, bold=True)
    ws.merge_cells(start_row=row, end_row=row, start_column=2, end_column=len(PRINTED))
    return row + 1


def _lines(ws, row, number, lines, keys):
    """Tasks one below the other; a person's cells are merged over his tasks, a task's over its figures."""
    person_from, people = row, None
    for line in lines:
        number += 1
        if people is not None and line.people != people:
            _merge(ws, keys, OF_PERSON, person_from, row - 1)
            person_from = row
        starts_person = line.people != people
        people, task_from = line.people, row
        for place, figure in enumerate(line.figures or (None,)):
            values = cells_of(line, number, figure, first=place == 0)
            for column, key in enumerate(keys, 1):
                value = values.get(key)
                if key in OF_PERSON and not starts_person:
                    value = None
                put(
                    ws,
                    row,
                    column,
                    value,
                    align=ALIGN.get(key),
                )
            row += 1
        _merge(ws, keys, OF_TASK, task_from, row - 1)
    if people is not None:
        _merge(ws, keys, OF_PERSON, person_from, row - 1)
    return row, number


def _merge(ws, keys, which, top, bottom):
    if bottom > top:
        for column, key in enumerate(keys, 1):
            if key in which:
                ws.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)


def _total(ws, row, label, group, first, keys):
    """«Cộng nhóm I»: tasks counted by a formula; people are distinct, which no formula counts over merged cells."""
    tasks = get_column_letter(keys.index("title") + 1)
    _put_total(ws, row, label, f"=COUNTA({tasks}{first}:{tasks}{row - 1})", people_of(group.lines), keys)
    return row + 1


def _grand_total(ws, row, counted, sheet):
    tasks = get_column_letter(sheet.keys.index("title") + 1)
    added = "+".join(f"{tasks}{at}" for at, _ in counted)
    everyone = people_of([line for _, group in counted for line in group.lines])
    _put_total(ws, row, "Tổng cộng", f"={added}", everyone, sheet.keys)


def _put_total(ws, row, label, formula, people, keys):
    for column in range(1, len(PRINTED) + 1):
        put(ws, row, column, None, bold=True)
    put(ws, row, 1, label, bold=True)
    ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    cell = put(ws, row, keys.index("title") + 1, None, bold=True, align="left")
    cell.value, cell.number_format = formula, '0" việc"'
    cell = put(ws, row, keys.index("indicator") + 1, people, bold=True, align="left")
    cell.number_format = '0" đồng chí"'


def people_of(lines):
    """Distinct people by name and title."""
    return len({person for line in lines for person in line.people})


def roman(number):
    text = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            text, number = text + letters, number - value
    return text


# ---- the empty annex -------------------------------------------------------------------------------------------------

EXPLAINED = {
    "number": "Số thứ tự của việc.",
    "person": "Họ tên đồng chí được giao, đúng như trong danh bạ. Nhiều việc của một đồng chí: gộp ô, hoặc để trống ở dòng dưới. "
    "Nhiều đồng chí cùng thực hiện: mỗi đồng chí một dòng trong ô, đồng chí chủ trì ghi trước.",
    "post": "Chức vụ, ví dụ: Bí thư Huyện ủy Yên Sơn. Để trống thì lấy chức vụ trong danh bạ.",
    "title": "Nội dung việc, không quá 300 ký tự. Một việc nhiều chỉ tiêu: gộp ô, hoặc để trống ở dòng dưới.",
    "indicator": "Tên chỉ tiêu, ví dụ: Số hộ được cấp nước sạch.",
    "baseline": "Số hiện trạng, ví dụ: 312.",
    "target": "Số cần đạt: 484; 91,5; tỷ số ghi 484/491; «Có» với việc có hoặc không; «Ban hành» với văn bản; «hạng 12» với xếp hạng.",
    "measure": "Đơn vị tính: hộ, km, %, …",
    "due": "Ngày/tháng/năm, ví dụ 31/12/2026. «Quý IV/2026» hiểu là ngày cuối quý.",
    "partners": "Đơn vị phối hợp, mỗi đơn vị một dòng trong ô hoặc cách nhau dấu chấm phẩy.",
    "unit": "Đơn vị chịu trách nhiệm. Để trống thì lấy đơn vị theo chức vụ.",
    "code": "Mã của việc đã giao; việc mới để trống.",
    "kind": "Để trống thì đọc theo ô cần đạt. Hoặc ghi một trong: ",
    "weight": "Trọng số của chỉ tiêu, cộng mỗi việc bằng 100. Để trống thì chia đều.",
    "closing": "Ngày chốt số liệu của chỉ tiêu nếu khác thời hạn của việc.",
    "field": "Lĩnh vực theo danh mục của hệ thống; hoặc chọn chung khi nhập.",
    "natures": "Việc mới, Việc khó, Việc tồn đọng, Điểm nghẽn cần đột phá.",
    "product": "Sản phẩm cần đạt của việc.",
}  # fmt: skip
EMPTY_ROWS = 30


def template(heading, body):
    """An empty annex of a round, with a second sheet that says how to fill in each column."""
    made = Workbook()
    ws = made.active
    ws.title = "Danh mục"
    sheet = Sheet(body, f"Danh mục {heading[:1].lower()}{heading[1:]}", "")
    _head(ws, sheet)
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + EMPTY_ROWS):
        for column, key in enumerate(sheet.keys, 1):
            cell = put(ws, row, column, None)
            if key in ("due", "closing"):
                cell.number_format = DAY
    print_setup(ws, HEAD_ROW + EMPTY_ROWS, printed=len(PRINTED))
    how = made.create_sheet("Cách ghi")
    how.column_dimensions["A"].width, how.column_dimensions["B"].width = 26, 110
    for row, key in enumerate(sheet.keys, 1):
        needed = " (cần có)" if ANNEX.by_key[key].needed else ""
        put(how, row, 1, LABELS[key] + needed, bold=True)
        text = EXPLAINED[key] + ("; ".join(list(KINDS.values())[:10]) if key == "kind" else "")
        put(how, row, 2, text)
    return bytes_of(made)
