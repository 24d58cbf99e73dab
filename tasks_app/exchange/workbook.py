"""What stands in an .xlsx file? Looked at before it is opened, and read only inside the limited child process.

openpyxl reads the whole workbook (its streaming mode loses merged cells), so everything that can grow is counted before.
"""

import io
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tasks_app.documents.packages import DAMAGED, unpacked
from tasks_app.exchange.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable, Value

MOST_UNPACKED = 150_000_000
MOST_PARTS = 2_000
# Excel's own limit is 65,490 formats; a file with a million of them was not made by a person.
MOST_STYLES = 66_000
MOST_RAW_CELLS = 800_000  # formatted empty ones too
MOST_MERGED = 200_000
MOST_SHEETS = 20
NOT_A_WORKBOOK = (
    "Tệp không phải bảng tính Excel (.xlsx) hoặc đã hỏng. Mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại."
)
TOO_MUCH = "Tệp chứa quá nhiều dữ liệu khi mở ra. Chép riêng bảng cần nhập sang một tệp mới rồi chọn lại."
TOO_MANY_STYLES = "Tệp có quá nhiều kiểu định dạng. Chép giá trị của bảng sang một tệp mới rồi chọn lại."
LOCKED = "Tệp có đặt mật khẩu. Bỏ mật khẩu, lưu lại dạng .xlsx rồi chọn lại."
OLD_EXCEL = "Tệp ở dạng Excel cũ (.xls). Mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại."
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls files and of encrypted .xlsx files
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
REF = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def read(content: bytes) -> list[Sheet]:
    """The visible sheets that hold anything."""
    parts = examined(content)
    sheets = _opened(content, values=True)
    if any(re.search(rb"<(?:\w+:)?f[\s>/]", part) for name, part in parts.items() if SHEET.fullmatch(name)):
        _mark_formulas(sheets, _opened(content, values=False))
    return sheets


def examined(content: bytes) -> dict[str, bytes]:
    """The parts of the package; `Unreadable` for what is no workbook, or more of one than an annex can be."""
    if content.startswith(COMPOUND):
        raise Unreadable(LOCKED if b"E\0n\0c\0r\0y\0p\0t\0e\0d" in content else OLD_EXCEL)
    try:
        parts = unpacked(content, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS)
    except DAMAGED:
        raise Unreadable(NOT_A_WORKBOOK) from None
    if parts is None:
        raise Unreadable(TOO_MUCH)
    if "[Content_Types].xml" not in parts or "xl/workbook.xml" not in parts:
        raise Unreadable(NOT_A_WORKBOOK)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and not _is_plain_xml(part):
            raise Unreadable(NOT_A_WORKBOOK)
    if len(re.findall(rb"<(?:\w+:)?xf\b", parts.get("xl/styles.xml", b""))) > MOST_STYLES:
        raise Unreadable(TOO_MANY_STYLES)
    raw = merged = 0
    for name, part in parts.items():
        if SHEET.fullmatch(name):
            raw += len(re.findall(rb"<(?:\w+:)?c[\s>/]", part))
            merged += sum(_area(found) for found in REF.findall(part))
    if raw > MOST_RAW_CELLS or merged > MOST_MERGED:
        raise Unreadable(TOO_MUCH)
    return parts


def _is_plain_xml(part):
    """UTF-8, without a document type: entities are how a small file becomes a large one."""
    start = part.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"<", b"") and not re.search(rb"<!DOCTYPE|<!ENTITY", part) and b"\0" not in part[:64]


def _area(found):
    left, top, right, bottom = found
    return (abs(int(bottom) - int(top)) + 1) * (abs(_number(right) - _number(left)) + 1)


def _number(letters):
    number = 0
    for char in letters:
        number = number * 26 + char - 64
    return number


def _opened(content, *, values):
    """Sheets as they are. `values`: kept results in place of formulas."""
    import openpyxl  # only the child process needs it to read

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=values, keep_links=False)
    except MemoryError:
        raise Unreadable(TOO_MUCH) from None
    except Exception:  # noqa: BLE001 (whatever the library stumbles over, the file can't be read)
        raise Unreadable(NOT_A_WORKBOOK) from None
    found = []
    for ws in book.worksheets[:MOST_SHEETS]:
        if ws.sheet_state == "visible" and (sheet := _sheet(ws)).cells:
            found.append(sheet)
    return found


def _sheet(ws):
    sheet = Sheet(str(ws.title))
    count = 0
    # The cells that are there, not all up to the last corner: one stray cell may stand in the millionth row.
    for (row, column), cell in ws._cells.items():
        if column > MOST_COLUMNS or (value := _value(cell)) is None:
            continue
        count += 1
        if row > MOST_ROWS or count > MOST_CELLS:
            raise Unreadable(
                f"Bảng dài quá {MOST_ROWS:,} dòng. Chia thành nhiều tệp rồi nhập lần lượt.".replace(",", ".")
            )
        sheet.cells.setdefault(row, {})[column] = value
    last = sheet.last_row
    sheet.merges = sorted(
        (r.min_row, r.min_col, r.max_row, r.max_col) for r in ws.merged_cells.ranges if r.min_row <= last
    )
    sheet.hidden_rows = sorted(n for n, d in ws.row_dimensions.items() if d.hidden and n in sheet.cells)
    sheet.hidden_columns = sorted(
        {
            n
            for dimension in ws.column_dimensions.values()
            if dimension.hidden and dimension.min
            for n in range(dimension.min, min(dimension.max or dimension.min, MOST_COLUMNS) + 1)
        }
    )
    return sheet


def _value(cell):
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, (int, float)):
        return _numeric(value, cell)
    if isinstance(value, (datetime, date)):
        day = value.date() if isinstance(value, datetime) else value
        return Value("day", day.isoformat())
    if isinstance(value, (time, timedelta)):
        return str(value)
    text = str(value)
    if cell.data_type == "e":
        return Value("error", text[:20])
    return text


def _numeric(value, cell):
    # Fifteen digits are what Excel itself computes with and shows: 0.1 + 0.2 is 0.3.
    text = f"{Decimal(f'{value:.15g}'):f}"
    if "%" in (cell.number_format or "").split(";")[0]:
        return Value("percent", f"{(Decimal(text) * 100).normalize():f}")
    return Value("number", text)


def _mark_formulas(sheets, raw):
    """A formula that no program has computed has no value to read: it must not look like an empty cell."""
    for sheet, source in zip(sheets, raw, strict=False):
        for row, line in source.cells.items():
            for column, value in line.items():
                if isinstance(value, str) and value.startswith("=") and sheet.cell(row, column) is None:
                    sheet.cells.setdefault(row, {})[column] = Value("formula", value[:80])
