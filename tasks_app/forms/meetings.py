"""What is typed for a giao ban: its head, a conclusion with person and day, the closing?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Unit
from tasks_app.forms.base import ActForm


class MeetingForm(ActForm):
    committee = forms.ModelChoiceField(
        Unit.objects.none(), label="Cấp ủy", empty_label=None, error_messages={"required": "Chọn cấp ủy"}
    )
    held_on = DayField(label="Ngày họp", what="ngày họp")
    chair = TextField(
        label="Chủ trì", max_length=200, help_text="Ví dụ: Đ/c Nông Quốc Tiệp, Phó Bí thư Thường trực",
        error_messages={"required": "Nhập đồng chí chủ trì"},
    )  # fmt: skip
    attendees = LongTextField(label="Thành phần", max_length=2000, required=False)
    place = TextField(label="Nơi họp", max_length=200, required=False)

    def __init__(self, *args, committees, **options):
        super().__init__(*args, **options)
        self.fields["committee"].queryset = committees
        if len(committees) == 1:
            self.fields["committee"].initial = committees[0]


class MeetingConclusionForm(ActForm):
    text = LongTextField(
        label="Kết luận", max_length=2000, error_messages={"required": "Nhập kết luận của phiên"}
    )
    cadre = forms.TypedChoiceField(
        label="Đồng chí thực hiện", coerce=int,
        error_messages={"required": "Chọn đồng chí thực hiện", "invalid_choice": "Chọn đồng chí đang được giao việc này"},
    )  # fmt: skip
    due_on = DayField(label="Thời hạn", what="thời hạn")

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["cadre"].choices = [
            (person.cadre_id, f"Đ/c {person.name}" + (f", {person.title}" if person.title else "")) for person in people
        ]  # fmt: skip


class CloseMeetingForm(ActForm):
    note = LongTextField(
        label="Kết luận chung", required=False, help_text="Ghi vào biên bản, sau phần từng việc"
    )
