"""Which column of a table means what: where does its heading stand, and how do offices call each column?"""

from dataclasses import dataclass, field

from tasks_app.exchange.sheets import Value
from tasks_app.exchange.wording import plain

SEARCHED_ROWS = 40  # a letterhead stands above the table
LEAST = 2  # so many columns must be recognised before a row is taken for the heading


@dataclass(frozen=True)
class Column:
    """`key` in code, `label` on screen; `names`: how offices call it, plain; `needed`: no import without it."""

    key: str
    label: str
    names: tuple
    needed: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns that one kind of table may have."""

    kind: str
    label: str
    columns: tuple

    def __post_init__(self):
        object.__setattr__(self, "by_key", {column.key: column for column in self.columns})

    def key_of(self, text):
        """Which column a heading names: the longest name found in it; "" for none."""
        said = f" {plain(text)} "
        best = max(
            (
                (len(name), column.key)
                for column in self.columns
                for name in column.names
                if f" {name} " in said
            ),
            default=(0, ""),
        )
        return best[1]


@dataclass
class Header:
    """Rows `top` to `bottom` head the table; `texts`: {column: heading}, `keys`: {column: key} of those that mean something."""

    top: int
    bottom: int
    texts: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)

    def column_of(self, key):
        return next((column for column, found in self.keys.items() if found == key), 0)


def text_of(value):
    return value if isinstance(value, str) else value.text if isinstance(value, Value) else ""


def find_header(sheet, layout, remembered=None):
    """The heading of the table, or None. `remembered`: {plain heading: key or ""} as the committee mapped it before."""
    known = remembered or {}
    best, count = None, LEAST - 1
    for row in [row for row in sorted(sheet.cells) if row <= SEARCHED_ROWS]:
        header = _header_from(sheet, row, layout, known)
        if len(set(header.keys.values())) > count:
            best, count = header, len(set(header.keys.values()))
    return best


def _header_from(sheet, row, layout, known):
    """A heading that begins in this row; merged cells of two rows are read together."""
    bottom = max([m[2] for m in sheet.merges if m[0] == row and m[2] - m[0] <= 3], default=row)
    header = Header(row, bottom)
    covered = {}
    for top, left, low, right in sheet.merges:
        if row <= top <= bottom:
            for line in range(top, min(low, bottom) + 1):
                covered |= {(line, column): sheet.cell(top, left) for column in range(left, right + 1)}
    columns = {c for line in range(row, bottom + 1) for c in sheet.cells.get(line, {})}
    columns |= {column for _, column in covered}
    for column in sorted(columns):
        said = [
            text_of(covered.get((line, column)) or sheet.cell(line, column))
            for line in range(row, bottom + 1)
        ]
        parts = list(dict.fromkeys(" ".join(text.split()) for text in said if text))
        if not parts:
            continue
        header.texts[column] = " – ".join(parts)
        if (whole := plain(header.texts[column])) in known:
            key = known[whole]
        else:
            # The lower line says it more exactly: «Chỉ tiêu» over «Hiện trạng».
            key = next((k for text in reversed(parts) if (k := layout.key_of(text))), "")
        if key and key not in header.keys.values():
            header.keys[column] = key
    return header


def remap(header, chosen):
    """The same heading with the meanings that a person chose: {column: key or ""}."""
    keys = {column: key for column, key in chosen.items() if key and column in header.texts}
    return Header(header.top, header.bottom, header.texts, keys)


def remember(header):
    """{plain heading: key or ""} to keep for the next table of this committee."""
    return {plain(text): header.keys.get(column, "") for column, text in header.texts.items()}
