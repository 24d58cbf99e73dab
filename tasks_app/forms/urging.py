"""What is typed to urge on one task or many, and to answer?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField
from tasks_app.actions.urging import answer_day
from tasks_app.forms.base import ActForm


class UrgeForm(ActForm):
    text = LongTextField(
        label="Nội dung đôn đốc",
        rows=4,
        max_length=2000,
        error_messages={"required": "Nhập nội dung đôn đốc"},
    )
    answer_by = DayField(label="Đề nghị trả lời trước ngày", what="ngày trả lời")

    def __init__(self, *args, on, **options):
        super().__init__(*args, **options)
        self.on = on
        self.fields["answer_by"].initial = answer_day(on)


class UrgeManyForm(UrgeForm):
    """One text for all, or none: then each cadre gets the words that stand beside his task."""

    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        text = self.fields["text"]
        text.required, text.label = False, "Nội dung chung"
        text.help_text = "Để trống thì mỗi đồng chí nhận nội dung ghi ở việc của mình"


class ReplyForm(ActForm):
    text = LongTextField(
        label="Nội dung trả lời", max_length=2000, error_messages={"required": "Nhập nội dung trả lời"}
    )
