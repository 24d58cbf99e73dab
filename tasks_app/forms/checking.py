"""What is typed about the check of a result: how, when, by whom, where, and which figures were found?"""

from decimal import Decimal

from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from tasks_app.actions.recording import speaker
from tasks_app.forms.base import ActForm
from tasks_app.models import Indicator, ResultCheck
from tasks_app.templatetags.figures import figure, with_unit

Way = ResultCheck.Way


class CheckForm(ActForm):
    way = forms.ChoiceField(
        label="Hình thức", choices=Way.choices, widget=forms.RadioSelect, initial=Way.PAPER,
        error_messages={"required": "Chọn kiểm tra hồ sơ hoặc kiểm tra thực tế"},
    )  # fmt: skip
    checked_on = DayField(label="Ngày kiểm tra", what="ngày kiểm tra")
    checkers = TextField(
        label="Người kiểm tra", max_length=300, error_messages={"required": "Nhập người kiểm tra"}
    )
    place = TextField(
        label="Nơi kiểm tra", max_length=200, required=False, help_text="Bắt buộc khi kiểm tra thực tế"
    )
    findings = LongTextField(
        label="Nội dung và kết quả kiểm tra", rows=4,
        error_messages={"required": "Nhập nội dung, kết quả kiểm tra"},
    )  # fmt: skip

    def __init__(self, *args, indicators, by, on, **options):
        super().__init__(*args, **options)
        self.indicators = indicators
        self.fields["checked_on"].initial = on
        self.fields["checkers"].initial = speaker(by, on=on)
        for row in indicators:
            self.fields[f"so_{row.pk}"] = _figure(row)
        names = [f"so_{row.pk}" for row in indicators]
        self.order_fields(["key", "version", "way", "checked_on", "checkers", "place", *names, "findings"])

    def clean(self):
        data = super().clean()
        if data.get("way") == Way.ON_SITE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", "Nhập nơi kiểm tra thực tế")
        return data

    @property
    def checked(self):
        """What `checking.check_result` takes."""
        data = self.cleaned_data
        figures = {row.pk: data.get(f"so_{row.pk}") for row in self.indicators}
        names = ("way", "checked_on", "checkers", "place", "findings")
        return {name: data[name] for name in names} | {"figures": figures}


def _figure(row):
    said = figure(row, row.current)
    hint = f"Tự báo cáo {with_unit(said, row)}; để trống nếu không kiểm tra chỉ tiêu này"
    if row.kind in Indicator.BOOLEAN:
        return forms.TypedChoiceField(
            label=row.name, choices=[("", "Không kiểm tra"), ("1", "Đạt"), ("0", "Chưa đạt")], coerce=Decimal,
            empty_value=None, required=False, help_text=hint,
        )  # fmt: skip
    return NumberField(label=row.name, what="số liệu kiểm tra", required=False, help_text=hint)
