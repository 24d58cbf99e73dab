"""What stands against a table, cell by cell, and what should a person know before it is taken?"""

from dataclasses import dataclass

from tasks_app.exchange.sheets import letter


@dataclass(frozen=True)
class Problem:
    """`column` 0: the whole row; `row` 0: the whole table. `value`: what stands in the cell; `meant`: put that there instead."""

    row: int
    column: int
    text: str
    value: str = ""
    meant: tuple = ()

    @property
    def cell(self):
        """ "D12" as the office's own program names it; "" for the whole table."""
        return f"{letter(self.column) if self.column else ''}{self.row}" if self.row else ""


@dataclass(frozen=True)
class Note:
    """Taken as it is, but worth a look: a hidden row, a date that names only its month. `row` 0: the whole table."""

    row: int
    text: str


def ranges(rows):
    """[3, 4, 5, 9] → "3–5, 9"."""
    parts, rows = [], sorted(set(rows))
    while rows:
        last = rows[0]
        while last + 1 in rows:
            last += 1
        parts.append(f"{rows[0]}–{last}" if last > rows[0] else f"{last}")
        rows = [row for row in rows if row > last]
    return ", ".join(parts)
