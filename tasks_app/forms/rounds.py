"""How is a round typed: whose, for which years, by which calendar and rules?"""

from datetime import date
from itertools import pairwise

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Position
from tasks_app.forms.base import ActForm
from tasks_app.forms.conflicts import show_current_fields
from tasks_app.forms.picking import People, PickField
from tasks_app.models import ExtensionDecider, Rhythm, Round

MOST_DAYS = 365
# From this month on the round that is opened is usually the next year's.
NEXT_YEAR_FROM_MONTH = 10


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


class PositionsField(forms.ModelMultipleChoiceField):
    """Positions with the number of comrades who hold them today."""

    def label_from_instance(self, position):
        return f"{position.name} ({position.holders})"


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
    must_register = PositionsField(
        label="Chức danh phải đăng ký",
        queryset=Position.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Trong các chức danh cấp ủy quản lý; số trong ngoặc là số đồng chí đang giữ. "
        "Từng đồng chí ghi thêm hoặc miễn ở trang của đợt",
        error_messages={"invalid_choice": "Chọn chức danh trong danh sách"},
    )
    registration_from = DayField(label="Đăng ký từ ngày", required=False)
    registration_until = DayField(label="Đăng ký đến ngày", required=False)
    appraisal_until = DayField(label="Thẩm định đến ngày", required=False)
    decision_until = DayField(label="Quyết định đến ngày", required=False)
    closes_on = DayField(label="Chốt năm", required=False)
    commitment_days = whole(
        "Số ngày để cam kết", 1, 90, help_text="Tính từ ngày quyết định; áp dụng cho quyết định ghi từ nay"
    )
    plan_approval = forms.BooleanField(label="Kế hoạch thực hiện phải được duyệt", required=False)
    certified_reports = forms.BooleanField(
        label="Báo cáo phải được thủ trưởng đơn vị xác nhận", required=False
    )
    report_rhythm = forms.TypedChoiceField(label="Kỳ báo cáo", choices=Rhythm.choices, coerce=int)
    report_day = whole("Hạn báo cáo: ngày của tháng sau kỳ", 1, 28)
    figures_close_day = whole(
        "Chốt số liệu: ngày của tháng sau kỳ", 1, 28, required=False,
        help_text="Sau ngày này không nhận báo cáo của kỳ; để trống nếu không chốt",
    )  # fmt: skip
    due_soon_days = DaysField(label="Nhắc trước (ngày)", max_length=60)
    due_soon_mark_days = whole("Coi là sắp đến hạn khi còn (ngày)", 1, MOST_DAYS)
    overdue_every_days = whole("Nhắc quá hạn mỗi (ngày)", 1, MOST_DAYS)
    slow_points = whole("Coi là chậm khi dưới kế hoạch (điểm phần trăm)", 0, 100)
    extension_decider = forms.ChoiceField(
        label="Ai quyết định gia hạn ngắn",
        required=False,
        choices=[("", "Chỉ Ban Thường vụ"), *ExtensionDecider.choices],
    )
    extension_days = whole("Gia hạn ngắn: nhiều nhất (ngày)", 1, MOST_DAYS, required=False)
    objection_days = whole("Số ngày để có ý kiến về kết luận", 1, MOST_DAYS)
    late_requests_allowed = forms.BooleanField(label="Cho đề nghị gia hạn sau khi quá hạn", required=False)
    moves_off_days = forms.BooleanField(
        label="Hạn vào ngày nghỉ chuyển sang ngày làm việc kế tiếp", required=False
    )

    CALENDAR = ("registration_from", "registration_until", "appraisal_until", "decision_until", "closes_on")
    APART = ("key", "version", "committee", "must_register")

    def __init__(self, *args, committees, round=None, on, **options):
        super().__init__(*args, **options)
        self.round = round or Round(**usual_calendar(on))
        positions = self.fields["must_register"]
        # A position that nobody holds today stays chosen.
        chosen = [] if round is None else list(round.must_register.values_list("pk", flat=True))
        positions.queryset = Position.objects.managed_by(committees, on=on, also=chosen)
        positions.initial = chosen
        if round is None:
            self.fields["committee"].queryset = committees
        else:
            del self.fields["committee"]
            self.fields["version"].initial = round.version
        for name in self.filled_names():
            self.fields[name].initial = getattr(self.round, name)

    def filled_names(self):
        return [name for name in self.fields if name not in self.APART]

    def clean(self):
        values = self.cleaned_data
        if values.get("year_from") and values.get("year_to") and values["year_to"] < values["year_from"]:
            self.add_error("year_to", "Nhập năm cuối không trước năm đầu")
        days = [(name, values[name]) for name in self.CALENDAR if values.get(name)]
        for (_, earlier), (name, later) in pairwise(days):
            if later < earlier:
                self.add_error(name, f"Nhập ngày từ {earlier:%d/%m/%Y} trở đi")
        if values.get("extension_decider") and not values.get("extension_days"):
            if "extension_days" not in self.errors:
                self.add_error("extension_days", f"Nhập số từ 1 đến {MOST_DAYS}")
        elif not values.get("extension_decider"):
            values["extension_days"] = None
        close, report = values.get("figures_close_day"), values.get("report_day")
        if close and report and close < report:
            self.add_error("figures_close_day", f"Nhập ngày từ hạn báo cáo (ngày {report}) trở đi")
        committee = values.get("committee") or self.round.committee_id
        same = Round.objects.filter(committee=committee, name=values.get("name", ""))
        if "name" not in self.errors and same.exclude(pk=self.round.pk).exists():
            self.add_error("name", "Cấp ủy đã có đợt cùng tên, nhập tên khác")
        return values

    @property
    def settings(self):
        """{field of Round: value} of the valid form."""
        return {name: self.cleaned_data[name] for name in self.filled_names()}

    def show_current(self, now):
        """After a conflict: the next try goes by the round as it is `now`, what stands there beside what was typed."""
        show_current_fields(self, now)
        self.data = self.data.copy()
        self.data["version"] = str(now.round.version)


def usual_calendar(on):
    """What offices usually set: registration in January, appraisal to 20/2, decision by 31/3, closing on 30/11."""
    year = on.year + (on.month >= NEXT_YEAR_FROM_MONTH)
    return {
        "name": f"Giao việc đột phá, đổi mới năm {year}",
        "year_from": year,
        "year_to": year,
        "registration_from": date(year, 1, 1),
        "registration_until": date(year, 1, 31),
        "appraisal_until": date(year, 2, 20),
        "decision_until": date(year, 3, 31),
        "closes_on": date(year, 11, 30),
    }


class RegistrantsForm(ActForm):
    """Cadres who must register whatever their post says."""

    cadres = PickField(
        url_name="tasks:find_people",
        many=True,
        missing="Chọn ít nhất một đồng chí",
        label="Đồng chí phải đăng ký",
        help_text="Gõ tên hoặc chức vụ, ví dụ: giám đốc sở",
    )

    def __init__(self, *args, round, on, drawn=None, **options):
        super().__init__(*args, **options)
        self.fields["cadres"].lookup = People(round.committee, on=on)
        self.fields["cadres"].widget.within = round.committee_id
        self.drawn = drawn
        if drawn is not None:
            field = self.fields["cadres"]
            self.initial["cadres"] = field.settle(field.widget.value_from_datadict(drawn, None, "cadres"))

    def change_pick(self, pk, *, drop):
        field, value = self.fields["cadres"], self.initial["cadres"]
        field.widget.found, field.widget.settled = [], None
        self.initial["cadres"] = field.settle(field.drop(value, pk) if drop else field.pick(value, pk))
        field.widget.focus = True


class ExcuseForm(ActForm):
    reason = TextField(
        label="Lý do miễn đăng ký",
        max_length=300,
        help_text="Ví dụ: nghỉ chế độ từ ngày 01/03",
        error_messages={"required": "Nêu lý do miễn đăng ký"},
    )


class UrgeRegistrationsForm(ActForm):
    """To whom, and in which words. `people`: who has not registered (`statistics.rounds.Person`)."""

    cadres = forms.TypedMultipleChoiceField(
        label="Gửi đến",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một đồng chí",
            "invalid_choice": "Có đồng chí được chọn vừa đăng ký, đề nghị chọn lại",
        },
    )
    text = LongTextField(
        label="Nội dung", max_length=1000, rows=5, error_messages={"required": "Nhập nội dung đôn đốc"}
    )

    def __init__(self, *args, people, text, chosen=None, **options):
        super().__init__(*args, **options)
        self.people = {person.cadre.pk: person.cadre for person in people}
        self.fields["cadres"].choices = [(person.cadre.pk, who(person)) for person in people]
        self.fields["cadres"].initial = [pk for pk in self.people if not chosen or pk in chosen]
        self.fields["text"].initial = text

    @property
    def chosen(self):
        return [self.people[pk] for pk in self.cleaned_data["cadres"]]


def who(person):
    name = f"{person.cadre.full_name}, {person.title}" if person.title else person.cadre.full_name
    return name if person.has_account else f"{name} (chưa có tài khoản)"
