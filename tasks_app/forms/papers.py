"""What is typed for the register, for an office's way of printing, for its own templates and for many papers at once?"""

import re
from dataclasses import fields as fields_of
from decimal import Decimal

from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from cadres.models import Unit
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.layout import DEFAULTS, Layout
from tasks_app.forms.base import ActForm
from tasks_app.models import Document, PaperSettings


class ScanForm(ActForm):
    """The signed paper as a file. The file (`tep`) is no field: what can't be kept in a refused form is staged (`scan`)."""

    scan = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def is_multipart(self):
        return True

    @property
    def act(self):
        return {name: value for name, value in super().act.items() if name != "scan"}


class NumberForm(ScanForm):
    """Số, ngày of a paper that was made here and has been signed."""

    number = TextField(label="Số", max_length=20, error_messages={"required": "Nhập số văn bản"})
    symbol = TextField(label="Ký hiệu", max_length=40, error_messages={"required": "Nhập ký hiệu văn bản"})
    issued_on = DayField(label="Ngày ban hành", what="ngày ban hành")


class DocumentForm(ScanForm):
    """One entry of the register."""

    body = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Sổ của cơ quan",
        empty_label=None,
        error_messages={"required": "Chọn cơ quan giữ sổ"},
    )
    direction = forms.ChoiceField(
        label="Ghi vào", choices=Document.Direction.choices, widget=forms.RadioSelect, initial="issued"
    )
    number = TextField(label="Số", max_length=20, error_messages={"required": "Nhập số văn bản"})
    symbol = TextField(
        label="Ký hiệu",
        max_length=40,
        help_text="Ví dụ: QĐ/TU",
        error_messages={"required": "Nhập ký hiệu văn bản"},
    )
    issued_on = DayField(label="Ngày ban hành", what="ngày ban hành")
    summary = TextField(label="Trích yếu", max_length=400, error_messages={"required": "Nhập trích yếu"})
    issuer_name = TextField(
        label="Cơ quan ban hành", max_length=200, required=False, help_text="Chỉ ghi với văn bản đến"
    )
    received_on = DayField(label="Ngày đến", what="ngày đến", required=False)
    tasks = TextField(
        label="Việc liên quan",
        max_length=2000,
        required=False,
        help_text="Mã việc, cách nhau bằng dấu phẩy. Ví dụ: TU-2021-012, TU-2021-015",
    )

    def __init__(self, *args, bodies, visible, today, **options):
        super().__init__(*args, **options)
        self.fields["body"].queryset = bodies
        self.visible, self.today = visible, today

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        return day

    def clean_tasks(self):
        codes = list(dict.fromkeys(code for code in re.split(r"[\s,;]+", self.cleaned_data["tasks"]) if code))
        found = list(self.visible.filter(code__in=codes))
        there = {task.code for task in found}
        missing = [code[:30] for code in codes if code not in there]
        if missing:
            raise forms.ValidationError(f"Không tìm thấy việc {', '.join(missing)}")
        return found

    def clean(self):
        values = self.cleaned_data
        if values.get("direction") == Document.Direction.RECEIVED:
            if not values.get("issuer_name"):
                self.add_error("issuer_name", "Nhập cơ quan ban hành của văn bản đến")
            day, issued = values.get("received_on"), values.get("issued_on")
            if "received_on" in values and not day:
                self.add_error("received_on", "Nhập ngày đến")
            elif day and (day > self.today or issued and day < issued):
                self.add_error("received_on", "Ngày đến từ ngày ban hành đến hôm nay")
        else:
            values["issuer_name"], values["received_on"] = "", None
        return values


PARTS = {
    "Thể thức": ("layout", "old_spelling", "place"),
    "Cơ quan ban hành": ("superior", "name", "suffix", "authority", "title", "signer", "recipients"),
    "Cơ quan tham mưu (tờ trình, công văn, báo cáo)": (
        "agency_superior", "agency_name", "agency_suffix", "agency_authority", "agency_title", "agency_signer", "agency_recipients",
    ),
}  # fmt: skip


class PaperSettingsForm(ActForm):
    """How a body prints. Dimensions that are those of the layout are not kept, so that a better default reaches the office."""

    layout = forms.ChoiceField(
        label="Thể thức", choices=PaperSettings.Layout.choices, widget=forms.RadioSelect
    )
    old_spelling = forms.TypedChoiceField(
        label="Cách đặt dấu khi in", choices=[("", "ủy, hóa, hòa"), ("1", "uỷ, hoá, hoà")], coerce=bool, empty_value=False,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    place = TextField(label="Địa danh", max_length=100, required=False, help_text="Ví dụ: Tuyên Quang")
    superior = TextField(label="Tên cơ quan cấp trên", max_length=200, required=False)
    name = TextField(
        label="Tên cơ quan ban hành", max_length=200, error_messages={"required": "Nhập tên cơ quan ban hành"}
    )
    suffix = TextField(
        label="Ký hiệu cơ quan", max_length=20, help_text="Phần sau của ký hiệu: TU trong QĐ/TU; SYT trong QĐ-SYT",
        error_messages={"required": "Nhập ký hiệu cơ quan"},
    )  # fmt: skip
    authority = TextField(
        label="Thẩm quyền ký",
        max_length=120,
        required=False,
        help_text="Ví dụ: T/M Ban Thường vụ; K/T Trưởng ban; KT. Giám đốc",
    )
    title = TextField(label="Chức vụ người ký", max_length=120, required=False, help_text="Ví dụ: Phó Bí thư")
    signer = TextField(label="Họ tên người ký", max_length=120, required=False)
    recipients = LongTextField(
        label="Nơi nhận", rows=4, max_length=1000, required=False, help_text="Mỗi nơi một dòng"
    )
    agency_superior = TextField(label="Cơ quan cấp trên", max_length=200, required=False)
    agency_name = TextField(
        label="Tên cơ quan tham mưu", max_length=200, error_messages={"required": "Nhập tên cơ quan tham mưu"}
    )
    agency_suffix = TextField(
        label="Ký hiệu cơ quan tham mưu", max_length=20, help_text="Ví dụ: BTCTU",
        error_messages={"required": "Nhập ký hiệu cơ quan tham mưu"},
    )  # fmt: skip
    agency_authority = TextField(
        label="Thẩm quyền ký", max_length=120, required=False, help_text="Ví dụ: K/T Trưởng ban"
    )
    agency_title = TextField(label="Chức vụ người ký", max_length=120, required=False)
    agency_signer = TextField(label="Họ tên người ký", max_length=120, required=False)
    agency_recipients = LongTextField(
        label="Nơi nhận", rows=4, max_length=1000, required=False, help_text="Mỗi nơi một dòng"
    )

    def __init__(self, *args, settings, **options):
        self.settings = settings
        names = [name for part in PARTS.values() for name in part]
        initial = {name: getattr(settings, name) for name in names} | {
            "old_spelling": "1" if settings.old_spelling else ""
        }
        whole = DEFAULTS[settings.layout]
        initial |= {
            f"kt-{f.name}": Decimal(str(settings.dimensions.get(f.name, getattr(whole, f.name))))
            for f in fields_of(Layout)
        }
        super().__init__(*args, initial=initial, **options)
        for f in fields_of(Layout):
            words = f.metadata
            self.fields[f"kt-{f.name}"] = NumberField(
                what=words["label"].lower(),
                label=f"{words['label']} ({words['unit']})",
                minimum=words["least"],
                maximum=words["most"],
            )

    @property
    def parts(self):
        found = [(heading, [self[name] for name in names]) for heading, names in PARTS.items()]
        return [*found, ("Kích thước", [self[f"kt-{f.name}"] for f in fields_of(Layout)])]

    def save(self):
        """The settings' row; `dimensions` holds what differs from the layout's own."""
        values = self.cleaned_data
        for part in PARTS.values():
            for name in part:
                setattr(self.settings, name, values[name])
        whole = DEFAULTS[values["layout"]]
        changed = {}
        before = DEFAULTS[self.initial["layout"]]
        for f in fields_of(Layout):
            number = float(values[f"kt-{f.name}"])
            # Who only changes the layout gets the other layout's dimensions, not the old ones as exceptions.
            untouched = number == float(self.initial[f"kt-{f.name}"]) == getattr(before, f.name)
            if number != getattr(whole, f.name) and not (
                untouched and values["layout"] != self.initial["layout"]
            ):
                changed[f.name] = number
        self.settings.dimensions = changed
        self.settings.save()
        return self.settings


class TemplateForm(ActForm):
    """A new version of an own template, or back to the shipped one."""

    file = forms.FileField(
        label="Mẫu Word (.docx)", widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Chọn tệp .docx", "empty": "Tệp không có nội dung, chọn tệp khác"},
    )  # fmt: skip
    note = TextField(label="Ghi chú", max_length=300, required=False, help_text="Sửa gì so với bản trước")

    def __init__(self, *args, back=False, **options):
        """`back`: to an earlier version or the shipped template, no file comes with it."""
        super().__init__(*args, **options)
        self.fields["file"].required = not back


class ManyPapersForm(ActForm):
    kind = forms.ChoiceField(label="Văn bản", error_messages={"required": "Chọn loại văn bản"})
    as_one = forms.TypedChoiceField(
        label="Soạn thành", choices=[("", "Mỗi văn bản một tệp, nén trong một tệp .zip"), ("1", "Một tệp Word, mỗi văn bản từ trang mới")],
        coerce=bool, empty_value=False, widget=forms.RadioSelect, required=False,
    )  # fmt: skip

    def __init__(self, *args, kinds, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(code, KINDS[code].label) for code in kinds]
