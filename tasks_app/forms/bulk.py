"""What is typed for an act over many tasks, and which rows in which version did the page show?"""

import re

from django import forms

from cadres.forms.fields import LongTextField
from tasks_app.forms.base import ActForm

# "812:7": a task and the version that the page showed.
_SEEN = re.compile(r"(\d{1,15}):(\d{1,9})")


class SeenField(forms.CharField):
    """All rows of the page in one hidden field, so that a thousand of them are one. Cleans to {pk: version}, in order."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def to_python(self, value):
        return {int(pk): int(version) for pk, version in _SEEN.findall(super().to_python(value))}

    def prepare_value(self, value):
        return (
            " ".join(f"{pk}:{version}" for pk, version in value.items()) if isinstance(value, dict) else value
        )


class BulkForm(ActForm):
    rows = SeenField()
    back = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = LongTextField(label="Lý do", max_length=2000, error_messages={"required": "Nêu lý do"})

    def __init__(self, *args, step, **options):
        super().__init__(*args, **options)
        if step.name == "list":
            self.fields["reason"].label, self.fields["reason"].required = "Nội dung ý kiến", False
        elif not step.needs_reason:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = "Một lý do chung; từng đồng chí đăng ký đều thấy"


class MergeForm(ActForm):
    """Which task stays, what it takes over from the others, and why."""

    rows = SeenField()
    survivor = forms.TypedChoiceField(
        label="Giữ lại việc",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn việc giữ lại",
            "invalid_choice": "Chọn việc giữ lại trong danh sách",
        },
    )
    figures = forms.TypedMultipleChoiceField(
        label="Chỉ tiêu lấy từ việc được gộp",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Trọng số được chia lại theo tỷ lệ cho đủ 100; sửa thêm ở Điều chỉnh. Chỉ tiêu của việc giữ lại không phải chọn",
    )
    with_people = forms.BooleanField(
        label="Các đồng chí của việc được gộp cùng thực hiện việc giữ lại", required=False, initial=True
    )
    reason = LongTextField(label="Lý do gộp", max_length=2000, error_messages={"required": "Nêu lý do gộp"})

    def __init__(self, *args, tasks, **options):
        """`tasks`: with `rows` (indicators) loaded."""
        super().__init__(*args, **options)
        self.fields["survivor"].choices = [(task.pk, task.title) for task in tasks]
        self.fields["survivor"].initial = tasks[0].pk if tasks else None
        self.fields["rows"].initial = {task.pk: task.version for task in tasks}
        names = {row.name for row in tasks[0].rows} if tasks else set()
        figures = [(task, row) for task in tasks for row in task.rows]
        self.fields["figures"].choices = [(row.pk, f"{row.name} ({task.title})") for task, row in figures]
        # What the first has under the same name already would be counted twice.
        self.fields["figures"].initial = [
            row.pk for task, row in figures if task is not tasks[0] and row.name not in names
        ]
