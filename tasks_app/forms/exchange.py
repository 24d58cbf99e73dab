"""How does a person say what the columns of a table mean, which cells to read differently, and as what a list goes out?"""

from django import forms

from tasks_app.exchange.sheets import letter
from tasks_app.forms.base import ActForm
from tasks_app.models import Field, SheetExport


class ColumnsForm(ActForm):
    """What each column of the table means, which sheet is read, whether hidden rows count."""

    def __init__(self, *args, layout, found, options, asks=(), **more):
        """`asks`: what this kind of table asks beside the columns."""
        self.layout, self.asks = layout, asks
        super().__init__(*args, **more)
        header = found["header"]
        choices = [("", "Không dùng")] + [(column.key, column.label) for column in layout.columns]
        self.columns = sorted(int(column) for column in header["texts"])
        for column in self.columns:
            self.fields[f"cot-{column}"] = forms.ChoiceField(
                label=f"Cột {letter(column)}: {header['texts'][str(column)][:80]}", choices=choices, required=False,
                initial=header["keys"].get(str(column), ""), error_messages={"invalid_choice": "Chọn trong danh sách"},
            )  # fmt: skip
        if len(found["sheet_names"]) > 1:
            self.fields["sheet"] = forms.TypedChoiceField(
                label="Trang tính", choices=list(enumerate(found["sheet_names"])), coerce=int, initial=found["sheet"],
                error_messages={"invalid_choice": "Chọn trang tính trong danh sách"},
            )  # fmt: skip
        if "field" in asks:
            self.fields["field"] = forms.ModelChoiceField(
                label="Lĩnh vực chung", queryset=Field.objects.order_by("rank", "pk"), required=False, initial=options.get("field"),
                empty_label="Lấy theo cột của bảng", error_messages={"invalid_choice": "Chọn lĩnh vực trong danh sách"},
            )  # fmt: skip
        if "new_positions" in asks:
            self.fields["new_positions"] = forms.BooleanField(
                label="Thêm chức danh mới vào danh mục",
                required=False,
                initial=options.get("new_positions", False),
            )
        self.fields["skip_hidden"] = forms.BooleanField(
            label="Bỏ qua các dòng đang ẩn", required=False, initial=options.get("skip_hidden", False)
        )

    def clean(self):
        chosen = [key for column in self.columns if (key := self.cleaned_data.get(f"cot-{column}"))]
        for key in {key for key in chosen if chosen.count(key) > 1}:
            last = max(column for column in self.columns if self.cleaned_data.get(f"cot-{column}") == key)
            self.add_error(f"cot-{last}", f"«{self.layout.by_key[key].label}» đã chọn cho cột khác")
        return self.cleaned_data

    @property
    def chosen(self):
        return {column: self.cleaned_data.get(f"cot-{column}", "") for column in self.columns}

    @property
    def options(self):
        names = ("sheet", "skip_hidden", "new_positions")
        more = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if "field" in self.fields:
            chosen = self.cleaned_data["field"]
            more["field"] = chosen.pk if chosen else None
        return more


class ExportForm(ActForm):
    form = forms.ChoiceField(
        label="Dạng tệp",
        choices=SheetExport.Form.choices,
        initial=SheetExport.Form.XLSX,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn dạng tệp", "invalid_choice": "Chọn dạng tệp"},
    )


def mended_cells(data):
    """({(row, column): text}, {(row, column): text}): inputs «o-12-3» that were changed, and the suggestion that was pressed."""
    cells = {}
    for name in data:
        row, column = _place(name.removeprefix("o-")) if name.startswith("o-") else (0, 0)
        if row and data.get(name, "").strip() != data.get(f"cu-{row}-{column}", "").strip():
            cells[row, column] = data[name].replace("\x00", "").strip()[:2000]
    place, _, text = data.get("thay", "").partition("=")
    row, column = _place(place)
    return cells, {(row, column): text.replace("\x00", "").strip()[:2000]} if row else {}


def _place(text):
    row, _, column = text.partition("-")
    fine = (
        row.isascii()
        and row.isdigit()
        and column.isascii()
        and column.isdigit()
        and len(row) < 7
        and len(column) < 4
    )
    return (int(row), int(column)) if fine else (0, 0)
