"""What is typed for a giao ban: its head, a conclusion with person and day, the closing?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Unit
from tasks_app.forms.base import ActForm, UndatedForm
from tasks_app.forms.changes import Successor
from tasks_app.forms.picking import PickField, Tasks


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


class MeetingConclusionForm(Successor, UndatedForm):
    """One of those who carry the task, or whoever is typed below (`lead`, the name that the search of people knows)."""

    text = LongTextField(
        label="Kết luận", max_length=2000, error_messages={"required": "Nhập kết luận của phiên"}
    )
    cadre = forms.TypedChoiceField(
        label="Đồng chí thực hiện", coerce=int,
        error_messages={"required": "Chọn đồng chí thực hiện", "invalid_choice": "Chọn đồng chí đang được giao việc này"},
    )  # fmt: skip
    due_on = DayField(label="Thời hạn", what="thời hạn")
    field_order = ["text", "cadre", "lead", "due_on"]

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["cadre"].choices = [
            (person.cadre_id, f"Đ/c {person.name}" + (f", {person.title}" if person.title else "")) for person in people
        ]  # fmt: skip
        lead = self.fields["lead"]
        lead.label, lead.required = "Hoặc giao đồng chí khác", False
        lead.help_text = "Gõ họ tên hoặc chức vụ rồi chọn; đồng chí đó xem được việc này để trả lời"
        if not people:
            del self.fields["cadre"]
            lead.label, lead.required = "Đồng chí thực hiện", True

    def clean(self):
        data = super().clean()
        if data.get("lead") and "cadre" in self.errors:
            del self.errors["cadre"]
        return data

    def refuse(self, refusal, status):
        ActForm.refuse(self, refusal, status)

    @property
    def conclusion(self):
        """What `meetings.conclude_item` takes: who was typed below goes before the choice above."""
        data = self.cleaned_data
        who = self.successor.pk if self.successor else data["cadre"]
        return {"text": data["text"], "cadre": who, "due_on": data["due_on"]}


class AddItemForm(ActForm):
    """A task of the committee that is to be looked at though it is not stuck."""

    contributes_to = PickField(
        url_name="tasks:find_tasks", missing="Gõ mã hoặc tên việc rồi chọn một việc", label="Việc",
        help_text="Việc do cấp ủy giao, đang thực hiện; gõ mã hoặc tên, ví dụ: TU-2021-012",
    )  # fmt: skip
    reason = TextField(label="Vì sao đưa vào chương trình", max_length=200, required=False)

    def __init__(self, *args, by, drawn=None, **options):
        super().__init__(*args, **options)
        field = self.fields["contributes_to"]
        field.lookup = Tasks(by)
        if drawn is not None:
            self.initial |= {"reason": drawn.get("reason", "")}
            value = field.widget.value_from_datadict(drawn, None, "contributes_to")
            _, _, pk = drawn.get("chon", "").partition(":")
            if pk.isdecimal() and len(pk) < 16:
                value = type(value)((int(pk),))
            self.initial["contributes_to"] = field.settle(value)


class CloseMeetingForm(ActForm):
    note = LongTextField(
        label="Kết luận chung", required=False, help_text="Ghi vào biên bản, sau phần từng việc"
    )
