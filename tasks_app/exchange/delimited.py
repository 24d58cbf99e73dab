"""What stands in a .csv file, in whatever encoding and with whatever mark between the cells?"""

import csv
import io

from tasks_app.exchange.encodings import decoded
from tasks_app.exchange.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable

NO_TABLE = "Không đọc được bảng trong tệp .csv. Mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại."
# A text that begins with one of these would be run as a formula by the office's program.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "＝", "＋", "－", "＠")
GUARD = "'"


def read(content: bytes) -> list[Sheet]:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(NO_TABLE)
    text, encoding = decoded(content)
    text = text.replace("\x00", "")  # no database keeps it
    csv.field_size_limit(100_000)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_mark(text)))
    except csv.Error:
        raise Unreadable(NO_TABLE) from None
    sheet = Sheet("csv", encoding=encoding)
    for number, cells in enumerate(rows, 1):
        line = {i: unguarded(cell) for i, cell in enumerate(cells[:MOST_COLUMNS], 1) if cell.strip()}
        if line:
            sheet.cells[number] = line
    if sheet.last_row > MOST_ROWS or sum(map(len, sheet.cells.values())) > MOST_CELLS:
        raise Unreadable(
            f"Bảng dài quá {MOST_ROWS:,} dòng. Chia thành nhiều tệp rồi nhập lần lượt.".replace(",", ".")
        )
    return [sheet] if sheet.cells else []


def _mark(text):
    """Excel in Vietnamese parts cells by semicolons; whichever mark is most frequent in the first lines is it."""
    head = "\n".join(text.splitlines()[:20])
    return max((";", "\t", ","), key=head.count)


def needs_guard(text):
    """Would a spreadsheet run this text, or did it carry our guard before?"""
    return text.lstrip(' \u00a0"').startswith(DANGEROUS) or text.startswith(GUARD)


def guarded(text):
    """The same text so that no program runs it; `unguarded` gives it back."""
    return GUARD + text if needs_guard(text) else text


def unguarded(text):
    return text[1:] if text.startswith(GUARD) and needs_guard(text[1:]) else text
