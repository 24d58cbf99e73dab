"""How are a council, its criteria and a score sheet typed?"""

from decimal import Decimal

from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField, show_decimal
from tasks_app.actions.scoring import Measure
from tasks_app.forms.base import ActForm, UndatedForm
from tasks_app.forms.changes import Successor
from tasks_app.models import CouncilMember

MOST_CRITERIA, SPARE = 12, 3
# Stands in the form of a round that has no criteria yet; the committee adopts its own.
USUAL = [
    Measure("Mức độ hoàn thành các chỉ tiêu giao", Decimal(40), Decimal(40), "Theo số liệu xác nhận"),
    Measure("Chất lượng sản phẩm", Decimal(25), Decimal(25), "Theo sản phẩm cần đạt và kết quả kiểm tra"),
    Measure("Tiến độ, thời hạn", Decimal(15), Decimal(15), "Theo hạn được duyệt"),
    Measure("Tính mới, tính đột phá, khả năng nhân rộng", Decimal(20), Decimal(20)),
]


class CouncilForm(ActForm):
    name = TextField(label="Tên hội đồng", max_length=200, error_messages={"required": "Nhập tên hội đồng"})
    decision_no = TextField(
        label="Quyết định thành lập",
        max_length=120,
        required=False,
        help_text="Ví dụ: 45-QĐ/HU ngày 05/11/2026",
    )

    def __init__(self, *args, round, council, **options):
        super().__init__(*args, **options)
        self.fields["name"].initial = council.name if council else f"Hội đồng đánh giá {round.committee}"
        self.fields["decision_no"].initial = council.decision_no if council else ""


class SeatForm(Successor, UndatedForm):
    role = forms.ChoiceField(
        label="Tư cách",
        choices=CouncilMember.Role.choices,
        initial=CouncilMember.Role.MEMBER,
        error_messages={"required": "Chọn tư cách"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["lead"].label = "Thành viên"
        self.fields["lead"].help_text = "Gõ họ tên hoặc chức vụ rồi chọn; thành viên không cần có tài khoản"


class CriteriaForm(ActForm):
    """Rows of criteria: those in force and some empty ones; a row without a name is no row."""

    def __init__(self, *args, current, **options):
        super().__init__(*args, **options)
        held = (
            [Measure(r.name, r.max_points, r.weight, r.guide) for r in current.in_order] if current else USUAL
        )
        self.count = min(MOST_CRITERIA, len(held) + SPARE)
        if self.is_bound:
            self.count = MOST_CRITERIA
        for n in range(self.count):
            row = held[n] if n < len(held) else None
            self._add(n, row)

    def _add(self, n, row):
        place = n + 1
        self.fields[f"ten_{n}"] = TextField(label=f"Tiêu chí {place}", max_length=200, required=False)
        self.fields[f"toi_da_{n}"] = NumberField(
            label=f"Điểm tối đa của tiêu chí {place}",
            what="điểm tối đa",
            required=False,
            minimum=0,
            maximum=1000,
        )
        self.fields[f"trong_so_{n}"] = NumberField(
            label=f"Trọng số của tiêu chí {place}", what="trọng số", required=False, minimum=0, maximum=100
        )
        self.fields[f"huong_dan_{n}"] = TextField(
            label=f"Hướng dẫn chấm tiêu chí {place}", max_length=500, required=False
        )
        for name, attr in (
            ("ten", "name"),
            ("toi_da", "max_points"),
            ("trong_so", "weight"),
            ("huong_dan", "guide"),
        ):
            field = self.fields[f"{name}_{n}"]
            field.initial = getattr(row, attr) if row else None
            number = name in ("toi_da", "trong_so")
            field.widget.attrs |= {
                "class": "form-control so" if number else "form-control", "aria-label": field.label,
            }  # fmt: skip
            if number:
                field.widget.attrs["size"] = 5

    @property
    def rows(self):
        """Bound fields of a row: name, guide, max points, weight."""
        shown = range(self.count if not self.is_bound else self._shown())
        return [
            tuple(self[f"{name}_{n}"] for name in ("ten", "huong_dan", "toi_da", "trong_so")) for n in shown
        ]

    def _shown(self):
        """Of a form that came back: as many rows as were filled, and the spare ones."""
        filled = [n for n in range(self.count) if self.data.get(f"ten_{n}", "").strip()]
        return min(self.count, (max(filled) + 1 if filled else 0) + SPARE)

    def clean(self):
        data = super().clean()
        for n in range(self.count):
            if not data.get(f"ten_{n}"):
                if data.get(f"toi_da_{n}") or data.get(f"trong_so_{n}"):
                    self.add_error(f"ten_{n}", "Nhập tên tiêu chí, hoặc bỏ trống cả dòng")
                continue
            for name, what in (("toi_da", "điểm tối đa"), ("trong_so", "trọng số")):
                value = data.get(f"{name}_{n}")
                if f"{name}_{n}" in self.errors:
                    continue
                if not value:
                    self.add_error(f"{name}_{n}", f"Nhập {what} lớn hơn 0")
                elif value != round(value, 2):
                    self.add_error(f"{name}_{n}", f"Nhập {what} với nhiều nhất 2 chữ số sau dấu phẩy")
        return data

    @property
    def measures(self):
        data = self.cleaned_data
        return [
            Measure(data[f"ten_{n}"], data[f"toi_da_{n}"], data[f"trong_so_{n}"], data[f"huong_dan_{n}"])
            for n in range(self.count)
            if data.get(f"ten_{n}")
        ]


class SheetForm(ActForm):
    """One sheet: points for each criterion. `from_paper`: the secretary enters what the member signed, with its scan."""

    scored_on = DayField(label="Ngày chấm", what="ngày chấm")
    comment = LongTextField(label="Nhận xét", max_length=2000, required=False)

    def __init__(self, *args, criteria, sheet=None, from_paper=False, on, **options):
        super().__init__(*args, **options)
        self.criteria, self.from_paper = criteria, from_paper
        known = {score.criterion_id: score.points for score in sheet.scores.all()} if sheet else {}
        self.fields["scored_on"].initial = on
        self.fields["comment"].initial = sheet.comment if sheet else ""
        for row in criteria.in_order:
            most = show_decimal(row.max_points)
            weight = show_decimal(row.weight)
            guide = f"{row.guide}. " if row.guide else ""
            self.fields[f"diem_{row.pk}"] = NumberField(
                label=row.name, what="điểm", minimum=0, maximum=row.max_points, initial=known.get(row.pk),
                help_text=f"{guide}Từ 0 đến {most} điểm, trọng số {weight}%",
                error_messages={"required": f"Cho điểm từ 0 đến {most}"},
            )  # fmt: skip
        if from_paper:
            self.fields["tep"] = forms.Field(
                label="Bản chụp phiếu điểm đã ký", widget=forms.FileInput, required=False,
                help_text="Ảnh hoặc pdf, đến 20 MB. Không đưa tài liệu có nội dung bí mật nhà nước",
            )  # fmt: skip
        names = [f"diem_{row.pk}" for row in criteria.in_order]
        self.order_fields(["key", "version", *names, "comment", "scored_on", "tep"])

    def clean(self):
        data = super().clean()
        for row in self.criteria.in_order:
            value = data.get(f"diem_{row.pk}")
            if value is not None and value != round(value, 2):
                self.add_error(f"diem_{row.pk}", "Cho điểm với nhiều nhất 2 chữ số sau dấu phẩy")
        return data

    @property
    def points(self):
        return {row.pk: self.cleaned_data[f"diem_{row.pk}"] for row in self.criteria.in_order}
