"""How is the working calendar typed: one stretch of days, or many days from a table?"""

import csv
import io
from datetime import timedelta

from django import forms

from cadres.forms.fields import DayField, TextField
from cadres.models.text import clean_text, folded
from tasks_app.actions.calendar import DayChange
from tasks_app.forms.base import ActForm

# A rest of Tết with its days in lieu and swapped days stays well below; a slip in the year doesn't.
LONGEST, MOST_ROWS, MOST_BYTES = 31, 1000, 200_000
OFF, WORKED, ORDINARY = "nghi", "lam", "thuong"
KINDS = {OFF: False, WORKED: True, ORDINARY: None}
# As offices write the second column, folded.
WORDS = {
    "nghi": False, "nghi le": False, "nghi bu": False, "nghi tet": False, "nghi hoan doi": False,
    "lam": True, "lam viec": True, "lam bu": True, "di lam": True,
    "thuong": None, "ngay thuong": None, "bo": None,
}  # fmt: skip
SATURDAY = 5


class CalendarForm(ActForm):
    """What both ways of typing share: the changes, and the state of the calendar that was shown with the preview."""

    seen_state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def typed(self):
        """(name, value) of what was typed, for the preview to carry on."""
        return [(name, self.data.get(name, "")) for name in self.fields if name not in ("key", "seen_state")]


class DaysForm(CalendarForm):
    from_on = DayField(label="Từ ngày")
    to_on = DayField(label="Đến ngày", required=False, help_text="Để trống nếu chỉ một ngày")
    kind = forms.ChoiceField(
        label="Ngày này là",
        choices=[
            (OFF, "Ngày nghỉ (lễ, Tết, nghỉ bù, nghỉ hoán đổi)"),
            (WORKED, "Ngày làm việc bù, rơi vào thứ bảy hoặc chủ nhật"),
            (ORDINARY, "Ngày thường (bỏ khỏi lịch)"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn loại ngày"},
    )
    name = TextField(label="Tên", max_length=120, required=False, help_text="Ví dụ: Quốc khánh (nghỉ bù)")

    def clean(self):
        values = self.cleaned_data
        first, last = values.get("from_on"), values.get("to_on") or values.get("from_on")
        if first and last and last < first:
            self.add_error("to_on", f"Nhập ngày từ {first:%d/%m/%Y} trở đi")
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("to_on", f"Nhập nhiều nhất {LONGEST} ngày một lần")
        kind = values.get("kind")
        if kind in (OFF, WORKED) and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Nhập tên của ngày, ví dụ: Tết Dương lịch")
        if kind == WORKED and first and last and not self.errors:
            for on in days_of(first, last):
                if on.weekday() < SATURDAY:
                    self.add_error("kind", f"{on:%d/%m/%Y} không phải thứ bảy, chủ nhật: đã là ngày làm việc")
                    break
        return values

    @property
    def changes(self):
        values = self.cleaned_data
        is_worked = KINDS[values["kind"]]
        name = values["name"] if is_worked is not None else ""
        last = values["to_on"] or values["from_on"]
        return [DayChange(on, is_worked, name) for on in days_of(values["from_on"], last)]


def days_of(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class ManyDaysForm(CalendarForm):
    """A table pasted from a spreadsheet, or a .csv file: day; nghỉ, làm or thường; name."""

    # Cells are cleaned one by one: tabs and line breaks are what makes it a table.
    rows = forms.CharField(
        label="Bảng ngày",
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        help_text="Mỗi dòng: ngày; nghỉ hoặc làm hoặc thường; tên. Dán được từ bảng tính",
    )
    file = forms.FileField(label="Hoặc tệp .csv", required=False)

    def clean(self):
        values = self.cleaned_data
        text = values.get("rows") or ""
        if (file := values.get("file")) and not text:
            text = self._read(file)
        if not text.strip():
            if not self.errors:
                self.add_error("rows", "Dán bảng ngày hoặc chọn tệp .csv")
            return values
        # The file's text takes the place of the file: the preview and a refused form carry it on.
        self.data = self.data.copy()
        self.data["rows"] = text
        self.changes, problems = read_rows(text)
        for problem in problems[:50]:
            self.add_error("rows", problem)
        if len(problems) > 50:
            self.add_error("rows", f"Còn {len(problems) - 50} dòng khác cần sửa")
        return values

    def _read(self, file):
        if file.size > MOST_BYTES:
            self.add_error("file", "Tệp lớn hơn 200 KB, chọn tệp nhỏ hơn")
            return ""
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "Tệp không phải bảng mã UTF-8, lưu lại dạng «CSV UTF-8» rồi chọn lại")
            return ""

    def typed(self):
        return [("rows", self.data.get("rows", ""))]


def read_rows(text):
    """([DayChange], [problem sentence]) of a pasted table or a .csv file; a heading row is passed over."""
    text = text.replace("\x00", "")
    mark = "\t" if "\t" in text else ";" if ";" in text else ","
    changes, problems, seen = [], [], {}
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        return [], ["Không đọc được bảng, mỗi dòng cần có dạng: 01/01/2027; nghỉ; Tết Dương lịch"]
    if len(rows) > MOST_ROWS:
        return [], [f"Bảng có {len(rows)} dòng, nhập nhiều nhất {MOST_ROWS} dòng một lần"]
    for number, cells in enumerate(rows, 1):
        cells = [clean_text(cell) for cell in cells]
        if not any(cells) or number == 1 and folded(cells[0]) in ("ngay", "ngay thang"):
            continue
        change, problem = _read_row(cells)
        if not problem and change.on in seen:
            problem = f"ngày {change.on:%d/%m/%Y} đã có ở dòng {seen[change.on]}"
        if problem:
            problems.append(f"Dòng {number}: {problem}")
        else:
            seen[change.on] = number
            changes.append(change)
    if not changes and not problems:
        problems.append("Bảng chưa có dòng nào")
    return changes, problems


def _read_row(cells):
    first, kind, name = [*cells, "", "", ""][:3]
    try:
        on = DayField(required=True).clean(first)
    except forms.ValidationError:
        return None, f"«{first[:40]}» không phải ngày, nhập dạng 28/02/2027"
    if folded(kind) not in WORDS:
        return None, f"«{kind[:40]}»: nhập nghỉ, làm hoặc thường"
    is_worked = WORDS[folded(kind)]
    if is_worked is not None and not name:
        return None, "nhập tên của ngày ở cột thứ ba"
    if len(name) > 120:
        return None, "tên dài quá 120 ký tự"
    if is_worked and on.weekday() < SATURDAY:
        return None, f"{on:%d/%m/%Y} không phải thứ bảy, chủ nhật: đã là ngày làm việc"
    return DayChange(on, is_worked, name if is_worked is not None else ""), None
