"""What stands in one row under the heading: its own cells, and those that merged cells carry down into it?"""

from tasks_app.exchange.cells import said

WIDE = 3  # a text merged over so many columns is a heading


class Rows:
    """Cells of a table by the keys of its heading."""

    def __init__(self, sheet, header):
        self.sheet, self.header = sheet, header
        self.columns = sorted(header.keys)
        self.merged = {}
        self.wide = {}
        self.last = None
        for top, left, bottom, right in sheet.merges:
            if top <= header.bottom:
                continue
            if right - left >= WIDE - 1 and top == bottom:
                self.wide[top] = (left, right)
            for row in range(top, min(bottom, sheet.last_row + 1) + 1):
                for column in range(left, right + 1):
                    self.merged[row, column] = (top, left)

    def holds(self, row):
        return bool(self.sheet.cells.get(row)) or any((row, c) in self.merged for c in self.columns)

    def own(self, row):
        """{key: value} of the cells that begin in this row."""
        line = self.sheet.cells.get(row, {})
        found = {self.header.keys[c]: line[c] for c in self.columns if c in line}
        if row in self.wide and not found:
            # A heading may begin in a column that means nothing.
            left, right = self.wide[row]
            value = next((line[c] for c in range(left, right + 1) if c in line), None)
            key = next((self.header.keys[c] for c in self.columns if left <= c <= right), None)
            if value is not None and key:
                found[key] = value
        return found

    def own_texts(self, row):
        found = {key: said(value) for key, value in self.own(row).items()}
        return {key: text for key, text in found.items() if text}

    def value(self, row, key):
        """What the cell says, also where a merged cell begins above; None where it is empty."""
        column = self.header.column_of(key)
        if not column:
            return None
        top, left = self.merged.get((row, column), (row, column))
        value = self.sheet.cell(top, left)
        return None if isinstance(value, str) and not value.strip() else value

    def covers(self, row, key):
        """Is the cell part of a merged one that begins in a row above?"""
        column = self.header.column_of(key)
        return self.merged.get((row, column), (row, 0))[0] < row

    def is_wide(self, row):
        return row in self.wide

    def data_follows(self, row):
        """Is there a figure below? (After the last one come signatures.)"""
        if self.last is None:
            columns = [self.header.column_of(key) for key in ("target", "indicator")]
            self.last = max(
                (r for r, line in self.sheet.cells.items() if any(c in line for c in columns if c)), default=0
            )
        return self.last > row
