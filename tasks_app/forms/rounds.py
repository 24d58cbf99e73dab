"""How is a round typed: whose, for which years, by which calendar and rules?"""

from itertools import pairwise

from django import forms

from cadres.forms.fields import DayField, TextField
from tasks_app.forms.base import ActForm
from tasks_app.models import Rhythm, Round

MOST_DAYS = 365


class DaysField(TextField):
    """ "30, 15, 7" → [30, 15, 7], the longest first."""

    def prepare_value(self, value):
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def clean(self, value):
        parts = super().clean(value).replace(";", ",").split(",")
        days = [part.strip() for part in parts if part.strip()]
        if not all(day.isdecimal() and 0 < int(day) <= MOST_DAYS for day in days if len(day) < 6) or any(
            len(day) > 5 for day in days
        ):
            raise forms.ValidationError("Nhập số ngày cách nhau bằng dấu phẩy, ví dụ: 30, 15, 7, 3, 1")
        return sorted({int(day) for day in days}, reverse=True)


def whole(label, least, most, **options):
    message = f"Nhập số từ {least} đến {most}"
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), message)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=errors, widget=widget, **options
    )


class RoundForm(ActForm):
    committee = forms.ModelChoiceField(
        label="Cấp ủy", queryset=None, empty_label=None, error_messages={"required": "Chọn cấp ủy"}
    )
    name = TextField(label="Tên đợt", max_length=200, error_messages={"required": "Nhập tên đợt"})
    year_from = whole("Từ năm", 2000, 2100)
    year_to = whole("Đến năm", 2000, 2100)
    stage = TextField(
        label="Giai đoạn",
        max_length=20,
        required=False,
        help_text="Ví dụ: 2021–2025; để trống nếu là một năm",
    )
    base_document = TextField(label="Căn cứ", max_length=300, required=False)
    registration_until = DayField(label="Đăng ký đến ngày", required=False)
    appraisal_until = DayField(label="Thẩm định đến ngày", required=False)
    decision_until = DayField(label="Quyết định đến ngày", required=False)
    closes_on = DayField(label="Chốt năm", required=False)
    commitment_days = whole("Số ngày để cam kết", 1, 90)
    report_rhythm = forms.TypedChoiceField(label="Kỳ báo cáo", choices=Rhythm.choices, coerce=int)
    report_day = whole("Hạn báo cáo: ngày của tháng sau kỳ", 1, 28)
    due_soon_days = DaysField(label="Nhắc trước (ngày)", max_length=60)
    due_soon_mark_days = whole("Coi là sắp đến hạn khi còn (ngày)", 1, MOST_DAYS)
    overdue_every_days = whole("Nhắc quá hạn mỗi (ngày)", 1, MOST_DAYS)
    slow_points = whole("Coi là chậm khi dưới kế hoạch (điểm phần trăm)", 0, 100)
    late_requests_allowed = forms.BooleanField(label="Cho đề nghị gia hạn sau khi quá hạn", required=False)
    moves_off_days = forms.BooleanField(
        label="Hạn vào ngày nghỉ chuyển sang ngày làm việc kế tiếp", required=False
    )

    CALENDAR = ("registration_until", "appraisal_until", "decision_until")

    def __init__(self, *args, committees, round=None, on, **options):
        super().__init__(*args, **options)
        self.round = round or Round(year_from=on.year, year_to=on.year)
        self.fields["committee"].queryset = committees
        for name in self.filled_names():
            self.fields[name].initial = getattr(self.round, name)
        self.fields["committee"].initial = self.round.committee_id

    def filled_names(self):
        return [name for name in self.fields if name not in ("key", "version", "committee")]

    def clean(self):
        values = self.cleaned_data
        if values.get("year_from") and values.get("year_to") and values["year_to"] < values["year_from"]:
            self.add_error("year_to", "Nhập năm cuối không trước năm đầu")
        days = [(name, values[name]) for name in self.CALENDAR if values.get(name)]
        for (_, earlier), (name, later) in pairwise(days):
            if later < earlier:
                self.add_error(name, f"Nhập ngày từ {earlier:%d/%m/%Y} trở đi")
        same = Round.objects.filter(committee=values.get("committee"), name=values.get("name", ""))
        if "name" not in self.errors and same.exclude(pk=self.round.pk).exists():
            self.add_error("name", "Cấp ủy đã có đợt cùng tên, nhập tên khác")
        return values

    def save(self):
        """One row, one rule set by the database: it just saves."""
        self.round.committee = self.cleaned_data["committee"]
        for name in self.filled_names():
            setattr(self.round, name, self.cleaned_data[name])
        self.round.save()
        return self.round
