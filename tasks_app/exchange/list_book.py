"""How is any list written as a workbook or .csv file: real numbers and days, one heading, ready to print?

Also the template of a table that is to be filled in: the same list, with lines to write on and a sheet that says how.
"""

from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook

from tasks_app.exchange.writing import (
    DAY,
    HEAD_ROW,
    bytes_of,
    csv_bytes,
    fit_heights,
    letterhead,
    print_setup,
    put,
)

EMPTY_ROWS = 30
MOST_WIDTH = 200  # on A4 landscape its letters are some 8 points high
NARROW = 14


@dataclass(frozen=True)
class ListColumn:
    """`align`: None for texts. `explained`: how to fill it in, for templates; `needed`: no import without it."""

    label: str
    width: int = 18
    align: str | None = None
    explained: str = ""
    needed: bool = False
    is_day: bool = False


@dataclass(frozen=True)
class ListSheet:
    """`rows`: a tuple of str, int, Decimal, date or None for each, in the order of the columns."""

    body: str
    heading: str
    note: str
    columns: tuple
    rows: tuple
    title: str = "Danh sách"


def book(sheet, *, empty_rows=0):
    """The bytes of the workbook. `empty_rows`: ruled lines below, to be filled in."""
    made = Workbook()
    ws = made.active
    ws.title = sheet.title
    printed = len(sheet.columns)
    labels, widths = [c.label for c in sheet.columns], _fitting([c.width for c in sheet.columns])
    letterhead(ws, sheet.body, sheet.heading, sheet.note, labels, widths, printed=printed)
    last = HEAD_ROW
    blank = (None,) * printed
    for last, row in enumerate([*sheet.rows, *[blank] * empty_rows], HEAD_ROW + 1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            cell = put(ws, last, number, value, align=column.align or _align(value))
            if column.is_day and value is None:
                cell.number_format = DAY
    fit_heights(ws, widths)
    print_setup(ws, last, printed=printed)
    if any(column.explained for column in sheet.columns):
        _explain(made.create_sheet("Cách ghi"), sheet.columns)
    return bytes_of(made)


def _fitting(widths):
    """The wide columns narrower where the list would be too small to read on a page: rows may be high, letters not tiny."""
    kept = sum(width for width in widths if width <= NARROW)
    wide = sum(widths) - kept
    if sum(widths) <= MOST_WIDTH or not wide:
        return widths
    share = max(MOST_WIDTH - kept, wide * 0.5) / wide
    return [width if width <= NARROW else max(NARROW, round(width * share)) for width in widths]


def text(sheet):
    """The bytes of the .csv file."""
    return csv_bytes([[column.label for column in sheet.columns], *sheet.rows])


def _align(value):
    return "right" if isinstance(value, (int, Decimal)) else None


def _explain(ws, columns):
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 26, 110
    for row, column in enumerate(columns, 1):
        put(ws, row, 1, column.label + (" (cần có)" if column.needed else ""), bold=True)
        put(ws, row, 2, column.explained)


def columns_of(layout, widths, explained):
    """The columns of a layout as its template has them. `widths`, `explained`: {key: …}."""
    return tuple(
        ListColumn(
            column.label, widths.get(column.key, 18), explained=explained.get(column.key, ""),
            needed=column.needed, is_day=column.key.endswith("_on"),
        )
        for column in layout.columns
        if column.key in explained
    )  # fmt: skip
