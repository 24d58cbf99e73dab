"""How is one cell, one printed page and one .csv file written, so that numbers stay numbers and no text is run as a formula?"""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from math import ceil

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tasks_app.exchange.delimited import guarded, needs_guard
from tasks_app.exchange.wording import plain

EXACT_DIGITS = 15  # more of them no spreadsheet keeps
HEAD_ROW = 5
DAY, FACE = "dd/mm/yyyy", "Times New Roman"
LINE, HIGHEST = 16, 409  # points of a line of 12 point letters, and of the highest row that Excel knows
PER_WIDTH = 1.1  # letters to a unit of width, where whole words are wrapped
THIN = Border(*[Side(style="thin", color="808080")] * 4)
SHADE = PatternFill("solid", fgColor="F2EDE4")


def shown(number):
    return f"{number.normalize():f}".replace(".", ",")


def as_number(value):
    """What a spreadsheet can keep exactly as a number; a text for what it would round."""
    digits = value.normalize().as_tuple().digits
    return value if len(digits) <= EXACT_DIGITS else shown(value)


def put(ws, row, column, value, **style):
    cell = ws.cell(row, column)
    if isinstance(value, Decimal):
        value = as_number(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = value
        if value:
            # SECURITY: a text stays a text, also when it looks like a formula, and when it is edited later.
            cell.data_type = "s"
            cell.quotePrefix = needs_guard(value)
    else:
        cell.value = value
    cell.font = Font(name=FACE, size=12, bold=style.get("bold", False))
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=style.get("align"))
    if isinstance(value, date):
        cell.number_format = DAY
        cell.alignment = Alignment(vertical="top", horizontal="center")
    if style.get("lined", True):
        cell.border = THIN
    return cell


def letterhead(ws, body, heading, note, labels, widths, *, printed):
    """The body, the title and the day above the table, and its heading; frozen below it. `printed`: columns on paper."""
    for row, text, bold in ((1, body.upper(), True), (2, heading, True), (3, note, False)):
        ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=printed)
        cell = put(ws, row, 1, text, bold=bold, lined=False)
        cell.alignment = Alignment(
            horizontal="left" if row == 1 else "center", vertical="center", wrap_text=True
        )
    for column, (label, width) in enumerate(zip(labels, widths, strict=True), 1):
        cell = put(ws, HEAD_ROW, column, label, bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.fill = SHADE
        ws.column_dimensions[get_column_letter(column)].width = width
    ws.freeze_panes = ws.cell(HEAD_ROW + 1, min(3, len(labels)))


def print_setup(ws, last, *, printed):
    """A4 landscape, as wide as the page, the heading on each of them."""
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    ws.print_area = f"A1:{get_column_letter(printed)}{max(last, HEAD_ROW + 1)}"
    ws.oddFooter.right.text = "Trang &P/&N"
    margins = ws.page_margins
    margins.left, margins.right, margins.top, margins.bottom, margins.footer = 0.59, 0.39, 0.59, 0.75, 0.3


def fit_heights(ws, widths):
    """Rows as high as their texts need: no program does it for merged cells, and some do it for none."""
    needed = dict.fromkeys(range(1, ws.max_row + 1), 1)
    merged = {(r.min_row, r.min_col): r for r in ws.merged_cells.ranges}
    tall = []
    for (row, column), cell in ws._cells.items():
        if cell.value is None:
            continue
        over = merged.get((row, column))
        width = sum(widths[column - 1 : over.max_col]) if over else widths[column - 1]
        lines = _lines_of(cell.value, width)
        if over and over.max_row > row:
            tall.append((over, lines))
        else:
            needed[row] = max(needed[row], lines)
    for over, lines in tall:
        there = sum(needed[row] for row in range(over.min_row, over.max_row + 1))
        needed[over.max_row] += max(0, lines - there)
    for row, lines in needed.items():
        ws.row_dimensions[row].height = min(lines * LINE, HIGHEST)


def _lines_of(value, width):
    text = value if isinstance(value, str) else ""
    return sum(max(1, ceil(len(part) / (width * PER_WIDTH))) for part in text.split("\n"))


def bytes_of(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_bytes(rows):
    """UTF-8 with its mark, semicolons and decimal commas, as Excel in Vietnamese opens it; texts are guarded."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_as_csv(value) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _as_csv(value):
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return shown(value)  # a negative number is a number, not a text to be guarded
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return guarded(value) if isinstance(value, str) else str(value)


def file_name(text, suffix):
    """ "Giao việc năm 2026" → "giao-viec-nam-2026.xlsx"."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text))[:80].strip("-") + f".{suffix}"
