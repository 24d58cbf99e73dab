"""How is any table under a heading read cell by cell, with what is wrong named at its row and column?"""

from cadres.models.text import clean_text
from tasks_app.exchange.cells import Unclear, read_day, refuse_errors, said
from tasks_app.exchange.problems import Note, Problem, ranges
from tasks_app.exchange.rows import Rows


class Table:
    """A sheet, its heading and its layout; what reading it found against it stands in `problems` and `notes`."""

    def __init__(self, sheet, header, layout, *, skip_hidden=False):
        self.rows = Rows(sheet, header)
        self.sheet, self.header, self.layout = sheet, header, layout
        self.skipped = set(sheet.hidden_rows) if skip_hidden else set()
        self.problems, self.notes = [], []

    def miss_columns(self):
        """Name the columns without which nothing can be read."""
        for column in self.layout.columns:
            if column.needed and not self.header.column_of(column.key):
                self.problems.append(
                    Problem(self.header.top, 0, f"Không thấy cột «{column.label}», chọn cột ở phần «Các cột của bảng»")
                )  # fmt: skip

    def numbers(self):
        """The rows under the heading that hold anything and are to be read."""
        for row in range(self.header.bottom + 1, self.sheet.last_row + 1):
            if row not in self.skipped and self.rows.holds(row):
                yield row

    def say_hidden(self):
        if hidden := [row for row in self.sheet.hidden_rows if row > self.header.bottom]:
            done = "không nhập" if self.skipped else "vẫn nhập như các dòng khác"
            self.notes.append(Note(0, f"Dòng {ranges(hidden)} đang ẩn trong tệp, {done}"))
        if self.sheet.encoding:
            self.notes.append(
                Note(0, f"Chữ trong tệp viết bằng bảng mã {self.sheet.encoding}, đã chuyển sang Unicode")
            )

    def say_outside(self, rows):
        if rows:
            self.notes.append(Note(0, f"Dòng {ranges(rows)} nằm ngoài bảng (chữ ký, ghi chú), không nhập"))

    # ---- one cell ----------------------------------------------------------------------------------------------------

    def problem(self, row, key, text, meant=()):
        column = self.header.column_of(key)
        value = said(self.rows.value(row, key))[:200]
        self.problems.append(Problem(row, column, text, value, tuple(m for m in meant if m)))

    def read(self, row, key, reader, empty=None):
        """What the reader makes of the cell; None once it was a problem."""
        try:
            value = self.rows.value(row, key)
            return reader(value) if value is not None else empty
        except Unclear as unclear:
            self.problem(row, key, str(unclear), unclear.meant)
            return None

    def day(self, row, key):
        """The day of the cell; None where it is empty or was a problem. How a period was understood is noted."""
        found = self.read(row, key, read_day, (None, ""))
        if found is None:
            return None
        day, how = found
        if how:
            self.notes.append(Note(row, how))
        return day

    def text(self, row, key, most, what):
        """One line of text; "" from an empty cell, None from one that was a problem."""
        value = self.read(row, key, whole, "")
        if value is None:
            return None
        text = said(value)
        if len(text) > most:
            self.problem(row, key, f"{what} dài {len(text)} ký tự, rút gọn còn nhiều nhất {most}")
            return text[:most]
        return text


class Flat(Table):
    """A table of one record a row: no groups, no totals. A text merged over several rows counts for each of them."""

    def records(self):
        """The rows that are records. What stands below the last one is signatures; a row of nothing needed is named."""
        self.miss_columns()
        self.say_hidden()
        if self.problems:
            return []
        needed = [column.key for column in self.layout.columns if column.needed]
        filled = {row: self.filled(row) for row in self.numbers()}
        found = [row for row, keys in filled.items() if keys & {*needed} and not self.is_numbering(row)]
        last = max(found, default=0)
        self.say_outside([row for row, keys in filled.items() if row > last and keys])
        for row, keys in filled.items():
            if row < last and keys - {"number"} and not keys & {*needed}:
                self.problem(row, needed[0], f"thiếu {self.layout.by_key[needed[0]].label.lower()}")
        if not found:
            self.problems.append(Problem(0, 0, "Bảng chưa có dòng nào dưới dòng tiêu đề"))
        return found

    def filled(self, row):
        keys = set(self.header.keys.values())
        return {key for key in keys if self.rows.value(row, key) is not None}

    def is_numbering(self, row):
        """The line (1) (2) (3) under the heading."""
        texts = self.rows.own_texts(row).values()
        return row <= self.header.bottom + 2 and len(texts) > 2 and all(
            text.strip("()").isdigit() and len(text) <= 4 for text in texts
        )  # fmt: skip


def whole(value):
    """The value itself, once it is none that a program failed to compute."""
    refuse_errors(value)
    return value


def lines_in(value):
    """[text] of a cell whose lines or semicolons part several."""
    text = value if isinstance(value, str) else said(value)
    parts = text.replace("\n", ";").replace("\r", ";").split(";")
    return [part for part in (clean_text(part).strip(" .,") for part in parts) if part]
