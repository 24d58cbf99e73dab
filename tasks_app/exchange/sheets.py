"""What is a table of a workbook or .csv file once it is read: cells as plain values, merged ranges, hidden rows?

A cell is None, a `str`, or a `Value` that keeps what kind of thing the file held there. Rows and columns count from 1, as the
office's own program shows them.
"""

from dataclasses import dataclass, field

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 60, 400_000


class Unreadable(Exception):
    """The file can't be read as a table; `str()` is a Vietnamese sentence that says what to do."""


@dataclass(frozen=True)
class Value:
    """`kind`: number, percent (already times 100), day, error, formula (without a kept value); `text`: 91.5, 2026-12-31, #REF!."""

    kind: str
    text: str


@dataclass
class Sheet:
    """One table. `cells`: {row: {column: str or Value}}; `merges`: (top, left, bottom, right); `encoding` that was undone."""

    name: str
    cells: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    hidden_rows: list = field(default_factory=list)
    hidden_columns: list = field(default_factory=list)
    encoding: str = ""

    def cell(self, row, column):
        return self.cells.get(row, {}).get(column)

    @property
    def last_row(self):
        return max(self.cells, default=0)

    def dump(self):
        """As JSON holds it."""
        return {
            "name": self.name,
            "cells": [[row, [[column, _dumped(value)] for column, value in sorted(line.items())]]
                      for row, line in sorted(self.cells.items())],
            "merges": self.merges, "hidden_rows": self.hidden_rows, "hidden_columns": self.hidden_columns,
            "encoding": self.encoding,
        }  # fmt: skip

    @classmethod
    def load(cls, kept):
        cells = {row: {column: _loaded(value) for column, value in line} for row, line in kept["cells"]}
        return cls(
            kept["name"], cells, [tuple(m) for m in kept["merges"]], kept["hidden_rows"], kept["hidden_columns"],
            kept["encoding"],
        )  # fmt: skip


def _dumped(value):
    return [value.kind, value.text] if isinstance(value, Value) else value


def _loaded(value):
    return Value(*value) if isinstance(value, list) else value


def letter(column):
    """1 → A, 27 → AA: the column as the office's own program names it."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
