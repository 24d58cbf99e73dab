"""How are the indicators of a task typed: which figures belong to which kind, and do their weights make 100?"""

from decimal import Decimal

from django import forms
from django.forms import BaseFormSet, formset_factory

from cadres.forms.fields import DayField, NumberField, TextField, read_decimal, read_fraction
from tasks_app.forms.six_clear import Row, said, total_weight
from tasks_app.models import Indicator, Rhythm

Kind = Indicator.Kind
MOST = 20
# Rubric waits for the full screens; everything else is typed here.
KINDS = [
    (Kind.UP, "Số, tăng"),
    (Kind.DOWN, "Số, giảm"),
    (Kind.RATIO, "Tỷ số x/y"),
    (Kind.PERCENT, "Phần trăm"),
    (Kind.YES_NO, "Có/không"),
    (Kind.DOCUMENT, "Văn bản"),
    (Kind.RANK, "Xếp hạng"),
]
TYPED = ("name", "measure_unit", "baseline", "target", "whole", "data_source", "confirmed_by", "due_on")
READ_FOR_THE_CHECKS = ("kind", "weight", *TYPED)
PARTICULARS = ("data_source", "confirmed_by", "rhythm", "due_on")
NARROW = {"measure_unit": 6, "baseline": 6, "target": 6, "whole": 6, "weight": 3}
SPOKEN = {
    "name": "Tên chỉ tiêu",
    "kind": "Loại của chỉ tiêu",
    "measure_unit": "Đơn vị tính của chỉ tiêu",
    "baseline": "Hiện trạng của chỉ tiêu",
    "target": "Chỉ tiêu giao của chỉ tiêu",
    "whole": "Tổng số của chỉ tiêu",
    "weight": "Trọng số, phần trăm, của chỉ tiêu",
}


def figure_problems(kind, baseline, target, whole):
    """What is wrong with the figures of an indicator of this kind: (field, sentence), values Decimal or None."""
    if kind in Indicator.BOOLEAN or target is None:
        return
    if kind == Kind.RATIO:
        if whole is not None and target > whole:
            yield "target", f"Nhập chỉ tiêu giao không quá tổng số {said(whole)}"
        if whole is not None and baseline is not None and baseline > whole:
            yield "baseline", f"Nhập hiện trạng không quá tổng số {said(whole)}"
    if kind == Kind.PERCENT and baseline is not None and baseline > 100:
        yield "baseline", "Nhập hiện trạng từ 0 đến 100"
    if kind in Indicator.ALWAYS_LOWER:
        if baseline is None:
            yield "baseline", "Nhập hiện trạng để tính được mức giảm"
        elif target > baseline:
            yield "target", "Nhập chỉ tiêu giao không cao hơn hiện trạng, hoặc chọn loại khác"
    elif kind == Kind.UP and target < (baseline or 0):
        yield "target", "Nhập chỉ tiêu giao không thấp hơn hiện trạng, hoặc chọn loại «Số, giảm»"
    elif target == 0 and not baseline:
        yield "target", "Nhập chỉ tiêu giao lớn hơn 0"
    if kind == Kind.RANK and (target != target.to_integral_value() or target < 1):
        yield "target", "Nhập thứ hạng bằng số nguyên từ 1 trở lên"


class IndicatorForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(label="Chỉ tiêu", max_length=300, error_messages={"required": "Nhập tên chỉ tiêu"})
    kind = forms.ChoiceField(label="Loại", choices=KINDS, initial=Kind.UP)
    measure_unit = TextField(label="Đơn vị tính", max_length=60, required=False)
    baseline = NumberField(label="Hiện trạng", what="hiện trạng", minimum=0, required=False)
    target = NumberField(label="Chỉ tiêu giao", what="chỉ tiêu giao", minimum=0, required=False)
    whole = NumberField(label="Tổng số", what="tổng số", minimum=0, required=False)
    weight = NumberField(label="Trọng số", what="trọng số", maximum=100, required=False)
    data_source = TextField(label="Nguồn số liệu", max_length=200, required=False)
    confirmed_by = TextField(label="Cơ quan xác nhận số liệu", max_length=200, required=False)
    rhythm = forms.TypedChoiceField(
        label="Nhịp cập nhật", choices=Rhythm.choices, coerce=int, initial=Rhythm.ANY.value
    )
    due_on = DayField(what="ngày chốt số liệu", label="Chốt số liệu ngày", required=False)

    marks_weight = False

    def __init__(self, *args, final=False, **options):
        self.final = final
        super().__init__(*args, **options)
        if self.is_bound:
            self._part_fractions()

    def _part_fractions(self):
        """ "190/200" typed for a ratio: 190 stands in its own field and 200 under *Tổng số*, if that is free or the same."""
        names = {name: self.add_prefix(name) for name in ("kind", "target", "baseline", "whole")}
        if self.data.get(names["kind"]) != Kind.RATIO:
            return
        for name in ("target", "baseline"):
            parts = read_fraction(str(self.data.get(names[name]) or ""))
            said = str(self.data.get(names["whole"]) or "").strip()
            if parts and (not said or read(said) == read(parts[1]) is not None):
                self.data = self.data.copy()
                self.data[names[name]], self.data[names["whole"]] = parts[0], said or parts[1]

    def has_changed(self):
        """A row in which nothing was typed is no row, whatever its selects and its weight say."""
        return any(str(self.data.get(self.add_prefix(name)) or "").strip() for name in TYPED)

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight is None or weight <= 0:
            raise forms.ValidationError("Nhập trọng số lớn hơn 0, không quá 100")
        if weight != round(weight, 2):
            raise forms.ValidationError("Nhập trọng số với nhiều nhất 2 chữ số sau dấu phẩy")
        return weight

    def clean(self):
        values = self.cleaned_data
        kind = values.get("kind")
        self._errors.pop("id", None)
        if kind in Indicator.BOOLEAN:
            values |= {"target": Decimal(1), "baseline": None, "whole": None}
            for name in ("baseline", "target", "whole"):
                self._errors.pop(name, None)
            if (
                self.final
                and kind == Kind.DOCUMENT
                and not values.get("due_on")
                and "due_on" not in self.errors
            ):
                self.add_error("due_on", "Nhập ngày phải ban hành văn bản, ví dụ 30/06/2027")
            return values
        if kind != Kind.RATIO:
            typed = str(self.data.get(self.add_prefix("target")) or "")
            if "target" in self.errors and read_fraction(typed):
                self._errors["target"] = self.error_class(
                    ["Chọn loại «Tỷ số x/y» để nhập chỉ tiêu giao dạng 190/200"]
                )
            values["whole"] = None
            self._errors.pop("whole", None)
        elif "whole" not in self.errors and not values.get("whole"):
            self.add_error("whole", "Nhập tổng số lớn hơn 0")
        if kind == Kind.PERCENT and not values.get("measure_unit"):
            values["measure_unit"] = "%"
        if self.final:
            self._clean_whole_row(kind, values)
        return values

    def _clean_whole_row(self, kind, values):
        if values.get("target") is None and "target" not in self.errors:
            self.add_error("target", "Nhập chỉ tiêu giao bằng số")
        if (
            kind in (Kind.UP, Kind.DOWN)
            and not values.get("measure_unit")
            and "measure_unit" not in self.errors
        ):
            self.add_error("measure_unit", "Nhập đơn vị tính, ví dụ: ha, hộ, tỷ đồng")
        figures = [values.get(name) for name in ("baseline", "target", "whole")]
        for field, sentence in figure_problems(kind, *figures):
            if field not in self.errors:
                self.add_error(field, sentence)

    # ---- how a row is drawn --------------------------------------------------------------------------------------

    @property
    def cells(self):
        """{field: its input}, each named for its row and marked when it is wrong."""
        return {name: self._cell(name) for name in self.fields}

    def _cell(self, name):
        field, number = self[name], int(self.prefix.rsplit("-", 1)[1]) + 1
        css = "form-select" if isinstance(field.field, forms.ChoiceField) else "form-control"
        if name in NARROW:
            css += " so" if name != "measure_unit" else ""
        wrong = field.errors if self.is_bound else ()
        attrs = {"aria-label": f"{SPOKEN[name]} {number}"} if name in SPOKEN else {}
        if name in NARROW:
            attrs["size"] = NARROW[name]
        if name == "kind":
            attrs |= {
                "hx-post": "",
                "hx-vals": '{"lam":"kiem"}',
                "hx-target": "#chi-tieu",
                "hx-swap": "outerHTML",
            }
        if wrong or name == "weight" and self.marks_weight:
            css += " is-invalid"
            attrs |= {"aria-invalid": "true"}
            if not wrong:
                attrs["aria-describedby"] = "ct-tong-loi"
        return field.as_widget(attrs=attrs | {"class": css})

    @property
    def kind_now(self):
        return str(self["kind"].value() or "")

    @property
    def is_boolean(self):
        return self.kind_now in Indicator.BOOLEAN

    @property
    def is_ratio(self):
        return self.kind_now == Kind.RATIO

    @property
    def is_document(self):
        return self.kind_now == Kind.DOCUMENT

    @property
    def boolean_target(self):
        return "Ban hành đúng hạn" if self.is_document else "Có"

    @property
    def has_particular_errors(self):
        return self.is_bound and any(name in self.errors for name in PARTICULARS)

    @property
    def particulars(self):
        """What the closed row of particulars holds, in few words."""
        said = [str(self[name].value() or "") for name in ("data_source", "confirmed_by")]
        day = str(self["due_on"].value() or "")
        return ", ".join([text for text in said if text] + ([f"chốt {day}"] if day else []))

    @property
    def lower_is_better(self):
        """Down and rank by their kind; a percent or ratio when its target lies below where it stands."""
        values = self.cleaned_data
        if values["kind"] in Indicator.ALWAYS_LOWER:
            return True
        baseline, target = values.get("baseline"), values.get("target")
        falling = baseline is not None and target is not None and target < baseline
        return values["kind"] in (Kind.PERCENT, Kind.RATIO) and falling


class IndicatorRows(BaseFormSet):
    row_label = "Chỉ tiêu"
    summary_anchor = "id_ct-0-weight"
    final = False
    # Whether these are all indicators of the task: then there is one at least, and their weights make 100.
    whole = True

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"final": self.final}

    @property
    def filled(self):
        """The rows in which something was typed."""
        return [row for row in self.forms if row.has_changed()]

    def clean(self):
        if not self.final or not self.is_bound or not self.whole:
            return
        rows = self.filled
        if not rows:
            raise forms.ValidationError("Nhập ít nhất một chỉ tiêu đo được", code="none")
        if any("weight" in row.errors for row in rows):
            return
        total = sum(row.cleaned_data["weight"] for row in rows)
        if total != 100:
            for row in rows:
                row.marks_weight = True
            raise forms.ValidationError(f"Tổng trọng số phải bằng 100, hiện là {said(total)}", code="total")

    @property
    def sentences(self):
        """What is wrong in single rows, to stand under the table: (id that the input refers to, sentence)."""
        if not self.is_bound:
            return []
        return [
            (f"{field.auto_id}_error", f"{self.row_label} {place}: {text[:1].lower()}{text[1:]}")
            for place, row in enumerate(self.forms, 1)
            for field in row.visible_fields()
            for text in list(field.errors)[:1]
        ]

    @property
    def total_weight(self):
        return total_weight(self.facts)

    @property
    def facts(self):
        """The rows as far as they can be read, for the panel and the total."""
        found = []
        for row in self.forms:
            raw = {name: str(row[name].value() or "") for name in READ_FOR_THE_CHECKS}
            if self.is_bound and not row.has_changed():
                continue
            target = read(raw["target"])
            found.append(
                Row(
                    raw["name"].strip(),
                    target is not None or bool(raw["name"].strip()) and raw["kind"] in Indicator.BOOLEAN,
                    read(raw["weight"]),
                    lacks=_lacks(raw),
                )
            )
        return found


def _lacks(raw):
    """What an indicator still needs to be measured, beside its name, target and weight: words for the panel."""
    found = []
    if raw["kind"] in (Kind.UP, Kind.DOWN) and not raw["measure_unit"].strip():
        found.append("đơn vị tính")
    if raw["kind"] not in Indicator.BOOLEAN and read(raw["baseline"]) is None:
        found.append("hiện trạng")
    if raw["kind"] == Kind.RATIO and read(raw["whole"]) is None:
        found.append("tổng số")
    if raw["kind"] == Kind.DOCUMENT and not raw["due_on"].strip():
        found.append("ngày phải ban hành")
    if not raw["data_source"].strip():
        found.append("nguồn số liệu")
    return tuple(found)


def read(text):
    """A number as typed, or None for what is not one."""
    try:
        return read_decimal(text)
    except ValueError:
        return None


_Rows = formset_factory(
    IndicatorForm, formset=IndicatorRows, extra=0, max_num=MOST, absolute_max=MOST + 5, validate_max=True
)


def indicator_rows(data=None, *, initial=None, final=False, whole=True):
    """The formset under the prefix `ct`: bound to `data`, or drawn from `initial` (values or texts as typed)."""
    messages = {
        "missing_management_form": "Trang gửi lên không đủ phần chỉ tiêu, đề nghị mở lại trang.",
        "too_many_forms": f"Nhập nhiều nhất {MOST} chỉ tiêu",
    }
    rows = _Rows(data, prefix="ct", initial=initial, error_messages=messages)
    rows.final, rows.whole = final, whole
    return rows


def raw_rows(data):
    """What was typed in each row, as initial values for drawing the rows anew."""
    try:
        count = min(int(data.get("ct-TOTAL_FORMS", 0)), MOST)
    except ValueError:
        count = 0
    names = IndicatorForm.base_fields
    return [{name: str(data.get(f"ct-{i}-{name}", ""))[:400] for name in names} for i in range(max(count, 0))]


def blank_row(rows):
    """A new row, with the weight that is still to be shared out."""
    left = 100 - sum((read(row["weight"]) or 0 for row in rows), Decimal(0))
    return {"kind": Kind.UP, "rhythm": str(Rhythm.ANY.value), "weight": said(left) if left > 0 else ""}


def rows_of(task):
    """The indicators of a draft as initial values."""
    return [
        {name: getattr(row, name) for name in IndicatorForm.base_fields if name != "id"} | {"id": row.pk}
        for row in task.indicators.order_by("rank", "pk")
    ]


def rows_after(task):
    """The indicators of an earlier task for the next one: what was reached is where it starts, the target is set anew."""
    reached = {row.pk: row.known for row in task.indicators.all()}
    rows = []
    for row in rows_of(task):
        start = row["baseline"] if row["kind"] in Indicator.BOOLEAN else reached[row["id"]]
        rows.append(row | {"id": None, "baseline": start, "target": None, "due_on": None})
    return rows
