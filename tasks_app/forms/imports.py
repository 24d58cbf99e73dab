"""Which file with which table is taken, on which terms, and what must be said beside it?"""

from django import forms

from cadres.forms.fields import DayField, TextField
from tasks_app.exchange.reading import MOST_BYTES
from tasks_app.forms.base import ActForm
from tasks_app.models import Field

DRAFTS, DECIDED = "nhap", "da-quyet-dinh"


class UploadForm(ActForm):
    tep = forms.FileField(
        label="Tệp",
        help_text="Tệp .xlsx hoặc .csv, không quá 10 MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Chọn tệp", "empty": "Tệp không có nội dung, chọn tệp khác"},
    )

    def clean_tep(self):
        upload = self.cleaned_data["tep"]
        if upload.size > MOST_BYTES:  # before anything of it is read into memory
            raise forms.ValidationError("Tệp lớn hơn 10 MB. Chia thành nhiều tệp rồi nhập lần lượt.")
        return upload

    @property
    def options(self):
        """What the import keeps beside the file, as JSON holds it."""
        return {}


class ImportAnnexForm(UploadForm):
    """With the terms on which the annex is taken. `on`: today."""

    purpose = forms.ChoiceField(
        label="Danh mục này",
        choices=[
            (DRAFTS, "Chưa có quyết định: ghi thành bản nháp"),
            (DECIDED, "Đã có quyết định: giao việc theo văn bản dưới đây"),
        ],
        initial=DRAFTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn danh mục đã có quyết định hay chưa"},
    )
    number = TextField(label="Số", max_length=30, required=False)
    symbol = TextField(label="Ký hiệu", max_length=40, required=False)
    issued_on = DayField(what="ngày ban hành", label="Ngày ban hành", required=False)
    field = forms.ModelChoiceField(
        label="Lĩnh vực chung",
        queryset=Field.objects.order_by("rank", "pk"),
        required=False,
        empty_label="Lấy theo cột của bảng",
        help_text="Khi bảng không có cột lĩnh vực",
        error_messages={"invalid_choice": "Chọn lĩnh vực trong danh sách"},
    )

    field_order = ("tep", "purpose", "number", "symbol", "issued_on", "field")

    def __init__(self, *args, on, **options):
        self.on = on
        super().__init__(*args, **options)

    def clean(self):
        values = self.cleaned_data
        if values.get("purpose") == DECIDED:
            words = {
                "number": "Nhập số của quyết định",
                "symbol": "Nhập ký hiệu, ví dụ: QĐ/TU",
                "issued_on": "Nhập ngày ban hành",
            }
            for name, text in words.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, text)
            if values.get("issued_on") and values["issued_on"] > self.on:
                self.add_error("issued_on", "Ngày của quyết định không thể ở sau ngày hôm nay")
        return values

    @property
    def options(self):
        values = self.cleaned_data
        decided = values["purpose"] == DECIDED
        return {
            "number": values["number"] if decided else "", "symbol": values["symbol"] if decided else "",
            "issued_on": values["issued_on"].isoformat() if decided else "",
            "field": values["field"].pk if values.get("field") else None,
        }  # fmt: skip


class ImportUnitsForm(UploadForm):
    pass


class ImportPeopleForm(UploadForm):
    new_positions = forms.BooleanField(
        label="Thêm chức danh mới",
        required=False,
        help_text="Chức danh chưa có trong danh mục được thêm vào; không chọn thì báo lỗi để soát chính tả",
    )

    @property
    def options(self):
        return {"new_positions": self.cleaned_data["new_positions"]}


class ImportFiguresForm(UploadForm):
    """`on`: today."""

    paper_no = TextField(
        label="Nhập theo báo cáo số",
        max_length=100,
        required=False,
        help_text="Số, ký hiệu của báo cáo đã ký, ví dụ 12-BC/ĐU. Nhiều báo cáo: ghi ở cột «Số báo cáo» của bảng",
    )
    received_on = DayField(
        label="Nhận báo cáo ngày",
        what="ngày nhận báo cáo",
        required=False,
        help_text="Báo cáo đúng hạn hay muộn được tính theo ngày này",
    )

    def __init__(self, *args, on, **options):
        self.on = on
        super().__init__(*args, **options)
        self.fields["received_on"].initial = on

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day and day > self.on:
            raise forms.ValidationError("Ngày nhận báo cáo không thể ở sau ngày hôm nay")
        return day

    @property
    def options(self):
        day = self.cleaned_data["received_on"]
        return {"paper_no": self.cleaned_data["paper_no"], "received_on": day.isoformat() if day else ""}
