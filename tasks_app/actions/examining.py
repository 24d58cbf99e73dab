"""What does one uploaded table say, looked at against what is there on a day, and what would taking it do?"""

import hashlib

from django.core.cache import cache

from tasks_app.actions import taking_annex, taking_figures, taking_people, taking_units
from tasks_app.exchange.columns import find_header, remap
from tasks_app.exchange.problems import Note
from tasks_app.exchange.sheets import Sheet, Unreadable
from tasks_app.models import ColumnNames, SheetImport

INTAKES = {
    SheetImport.Kind.ANNEX: taking_annex,
    SheetImport.Kind.UNITS: taking_units,
    SheetImport.Kind.PEOPLE: taking_people,
    SheetImport.Kind.FIGURES: taking_figures,
}
MOST_SHOWN = 400  # problems kept for the page; more of them mean another table


class Examination:
    """One table looked at against what is there on a day: heading, problems, notes, and the plan of what taking it would do."""

    def __init__(self, sheet_import, *, on):
        self.sheet_import, self.on = sheet_import, on
        self.intake = INTAKES[sheet_import.kind]
        self.sheets = [Sheet.load(kept) for kept in sheet_import.sheets]
        self.header, self.problems, self.notes, self.plan = None, [], [], []
        self.place = self._choose()
        self._mend()
        if self.header is None:
            labels = ", ".join(column.label for column in self.intake.LAYOUT.columns if column.needed)
            raise Unreadable(
                f"Không thấy dòng tiêu đề của bảng ({labels}…). Dùng tệp mẫu hoặc ghi dòng tiêu đề rồi chọn lại."
            )
        outcome = self.intake.examine(
            self.sheet,
            self.header,
            sheet_import,
            on=on,
            progress=bar_of(sheet_import, self.total),
        )
        self.problems = sorted(outcome.problems, key=lambda problem: (problem.row, problem.column))
        self.notes, self.plan, self.rows, self.counts = (
            outcome.notes,
            outcome.plan,
            outcome.rows,
            outcome.counts,
        )
        if len(self.sheets) > 1:
            others = ", ".join(f"«{sheet.name}»" for sheet in self.sheets if sheet is not self.sheet)
            self.notes.insert(0, Note(0, f"Đọc trang tính «{self.sheet.name}»; không đọc: {others}"))

    def _choose(self):
        """The sheet that a person chose, or the one whose heading says most."""
        names = remembered(self.sheet_import)
        headers = [find_header(sheet, self.intake.LAYOUT, names) for sheet in self.sheets]
        wanted = self.sheet_import.options.get("sheet")
        if isinstance(wanted, int) and wanted < len(self.sheets):
            place = wanted
        else:
            place = max(range(len(headers)), key=lambda n: len(headers[n].keys) if headers[n] else 0)
        self.sheet, self.header = self.sheets[place], headers[place]
        if self.header and self.sheet_import.columns is not None:
            chosen = {int(column): key for column, key in self.sheet_import.columns.items()}
            self.header = remap(self.header, chosen)
        return place

    def _mend(self):
        for place, text in self.sheet_import.mended.items():
            row, column = (int(part) for part in place.split(":"))
            if text:
                self.sheet.cells.setdefault(row, {})[column] = text
            else:
                self.sheet.cells.get(row, {}).pop(column, None)

    @property
    def total(self):
        return max(self.sheet.last_row - self.header.bottom, 1)

    @property
    def digest(self):
        """The same as long as taking the table would do the same."""
        return hashlib.sha256(repr(self.intake.essence(self.plan)).encode()).hexdigest()

    def as_kept(self):
        return {
            "sheet": self.place, "sheet_names": [sheet.name for sheet in self.sheets],
            "header": {"top": self.header.top, "bottom": self.header.bottom,
                       "texts": {str(c): text for c, text in self.header.texts.items()},
                       "keys": {str(c): key for c, key in self.header.keys.items()}},
            "problem_count": len(self.problems),
            "problems": [[p.row, p.column, p.cell, p.text, p.value, list(p.meant)] for p in self.problems[:MOST_SHOWN]],
            "notes": [[note.row, note.text] for note in self.notes[:MOST_SHOWN]],
            "rows": self.rows, "counts": self.counts, "digest": self.digest,
        }  # fmt: skip


def remembered(sheet_import):
    if sheet_import.committee_id is None:
        return {}
    kept = ColumnNames.objects.filter(committee=sheet_import.committee_id, kind=sheet_import.kind).first()
    return kept.names if kept else {}


# ---- how far it is: not a truth, only a bar, which may be lost with the cache -----------------------------------------


def progress_key(sheet_import):
    return f"import-progress:{sheet_import.uuid}"


def bar_of(sheet_import, total):
    """What a step calls with each row that it has done; the bar itself moves by hundredths, and at least by twenty rows."""
    step, shown = max(20, total // 100), 0

    def progress(done):
        nonlocal shown
        if done - shown >= step:
            shown = done
            cache.set(progress_key(sheet_import), (min(done, total), total), 600)

    return progress


def progress_of(sheet_import):
    """(done, total) rows of the step under way, (0, 0) where nothing is known yet."""
    return cache.get(progress_key(sheet_import)) or (0, 0)
