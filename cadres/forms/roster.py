"""What may a system administrator write into the roster?"""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from cadres import roster
from cadres.forms.fields import DayField, TextField
from cadres.forms.offered import TakesWordsUp
from cadres.models import Appointment, Cadre, Office, Position, Unit, UnitKind, User


class RosterForm(TakesWordsUp, forms.Form):
    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            if isinstance(field, (TextField, forms.EmailField, forms.RegexField)):
                field.error_messages["required"] = f"Nhập {field.label[:1].lower()}{field.label[1:]}"

    @property
    def status(self):
        return 422 if self.is_bound and self.errors else 200


class FoundField(forms.CharField):
    """One row found by what is typed: "#pk", an exact name, or a part of it that fits only one. Works without JavaScript."""

    def __init__(self, *, queryset, what, **options):
        options.setdefault("max_length", 300)
        super().__init__(**options)
        self.queryset, self.what = queryset, what
        self.error_messages["required"] = f"Nhập {what}"

    def prepare_value(self, value):
        return f"{value} #{value.pk}" if hasattr(value, "pk") else value

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        name, mark, pk = text.rpartition("#")
        if mark and pk.isdecimal() and (found := self.queryset.filter(pk=int(pk[:18])).first()):
            return found
        found = list(self.queryset.matching(name if mark else text)[:6])
        exact = [row for row in found if str(row).casefold() == text.casefold()]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(
                f"Không tìm thấy {self.what} «{text[:80]}». Đề nghị nhập tên khác hoặc ngắn hơn"
            )
        names = "; ".join(f"{row} #{row.pk}{_ended(row)}" for row in found[:5])
        raise ValidationError(f"Có nhiều {self.what} giống tên này, đề nghị nhập cả số sau dấu #: {names}")


def _ended(row):
    """Two rows of one name are told apart by the one that is no more."""
    ends_on = getattr(row, "ends_on", None)
    return f" (đến {ends_on:%d/%m/%Y})" if ends_on else ""


class UnitForm(RosterForm):
    name = TextField(label="Tên đơn vị", max_length=200)
    kind = forms.ModelChoiceField(UnitKind.objects.order_by("level", "name"), label="Loại tổ chức")
    code = TextField(label="Mã đơn vị hành chính", max_length=20, required=False)
    short_code = TextField(
        label="Mã hiệu",
        max_length=12,
        required=False,
        help_text="Đứng đầu mã việc, ví dụ TU. Không trùng với đơn vị khác",
    )
    area = TextField(label="Địa bàn", max_length=80, required=False)
    administrative_parent = FoundField(
        queryset=Unit.objects.all(),
        what="cơ quan hành chính cấp trên",
        label="Cơ quan hành chính cấp trên",
        required=False,
    )

    def __init__(self, *args, unit=None, **options):
        self.unit = unit
        super().__init__(*args, **options)

    def clean_short_code(self):
        code = self.cleaned_data["short_code"].upper() or None
        if code and not roster.is_short_code(code):
            raise ValidationError("Chỉ dùng chữ và số, ví dụ TU hoặc TPTQ")
        if code and Unit.objects.filter(short_code=code).exclude(pk=self.unit and self.unit.pk).exists():
            raise ValidationError(f"Mã hiệu {code} đã có đơn vị khác dùng")
        return code


class NewUnitForm(UnitForm):
    parent = FoundField(
        queryset=Unit.objects.all(), what="đơn vị cấp trên", label="Trực thuộc", required=False
    )
    starts_on = DayField(label="Có hiệu lực từ ngày")


class MoveUnitForm(RosterForm):
    parent = FoundField(queryset=Unit.objects.all(), what="đơn vị cấp trên", label="Chuyển về trực thuộc")
    on = DayField(label="Từ ngày")


class DayForm(RosterForm):
    on = DayField(label="Từ ngày")


class PersonForm(RosterForm):
    full_name = TextField(label="Họ và tên", max_length=120)
    work_email = forms.EmailField(label="Thư công vụ", required=False)
    work_phone = forms.RegexField(
        roster.PHONE, label="Điện thoại công vụ", required=False,
        error_messages={"invalid": "Nhập số điện thoại, ví dụ 0207 3822 123"},
    )  # fmt: skip


class AppointmentForm(RosterForm):
    position = forms.ModelChoiceField(Position.objects.order_by("rank", "name"), label="Chức danh")
    unit = FoundField(queryset=Unit.objects.all(), what="đơn vị", label="Đơn vị")
    kind = forms.ChoiceField(label="Hình thức", choices=Appointment.Kind.choices)
    managed_by = FoundField(
        queryset=Unit.objects.committees(), what="cấp ủy", label="Cấp ủy quản lý chức danh", required=False
    )
    decision_no = TextField(label="Số quyết định", max_length=60, required=False)
    starts_on = DayField(label="Từ ngày")


class PositionForm(RosterForm):
    name = TextField(label="Chức danh", max_length=120)
    rank = forms.IntegerField(
        label="Thứ bậc", min_value=1, max_value=9999, help_text="Số nhỏ xếp trước trong danh sách chính thức"
    )
    is_head = forms.BooleanField(label="Là người đứng đầu", required=False)

    def __init__(self, *args, position=None, **options):
        self.position = position
        super().__init__(*args, **options)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Position.objects.filter(name=name).exclude(pk=self.position and self.position.pk).exists():
            raise ValidationError("Chức danh này đã có trong danh mục")
        return name


class AccountForm(RosterForm):
    cadre = FoundField(
        queryset=Cadre.objects.filter(user=None), what="cán bộ chưa có tài khoản", label="Cán bộ",
        help_text="Tài khoản là của cá nhân, không dùng chung cho một cơ quan",
    )  # fmt: skip
    username = forms.RegexField(
        roster.USERNAME, label="Tên đăng nhập",
        help_text="Chữ thường không dấu, số và dấu chấm, ví dụ phuong.lt",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số và dấu chấm, từ 3 ký tự"},
    )  # fmt: skip
    email = forms.EmailField(label="Thư công vụ")

    def clean_username(self):
        name = self.cleaned_data["username"]
        if User.objects.filter(username=name).exists():
            raise ValidationError("Tên đăng nhập này đã có người dùng")
        return name

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Địa chỉ thư này đã thuộc tài khoản khác")
        return email


class OfficeForm(RosterForm):
    role = forms.ChoiceField(label="Vai trò", choices=Office.Role.choices)
    # The lists of 2021 and 2025 share names: a role is given over what exists.
    unit = FoundField(
        queryset=Unit.objects.filter(ends_on=None), what="đơn vị", label="Phạm vi: đơn vị này và cấp dưới"
    )
    starts_on = DayField(label="Từ ngày")


def hour(label, **options):
    choices = [(n, f"{n:02}:00") for n in range(24)]
    errors = {"required": "Chọn giờ", "invalid_choice": "Chọn giờ"}
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, error_messages=errors, **options)


class SettingsForm(RosterForm):
    text_size = forms.ChoiceField(
        label="Cỡ chữ", choices=User.TextSize.choices, required=False, widget=forms.RadioSelect
    )
    shortcuts_on = forms.BooleanField(label="Dùng phím tắt", required=False)
    mail_on = forms.BooleanField(label="Nhận thư điện tử nhắc việc", required=False)
    digest_hour = hour("Giờ nhận thư tổng hợp", help_text="Mỗi ngày làm việc một thư; việc gấp có thư riêng")
    quiet_from_hour = hour("Không gửi thư từ")
    quiet_until_hour = hour("đến", help_text="Chọn cùng một giờ nếu nhận thư cả ngày đêm")

    def clean(self):
        values = self.cleaned_data
        names = ("digest_hour", "quiet_from_hour", "quiet_until_hour")
        if all(values.get(name) is not None for name in names):
            digest, begins, ends = (values[name] for name in names)
            quiet = begins <= digest < ends if begins <= ends else digest >= begins or digest < ends
            if quiet:
                self.add_error("digest_hour", "Chọn giờ ngoài khoảng không gửi thư")
        return values
