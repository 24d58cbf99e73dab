"""What is typed about a report that was sent: the desk's word and its figures, another view, the answer to that?"""

from decimal import Decimal

from django import forms

from cadres.forms.fields import LongTextField, NumberField
from tasks_app.forms.base import ActForm
from tasks_app.models import Indicator, ProgressReport

Kind = Indicator.Kind


class NoteForm(ActForm):
    """The desk's word on a report, and the figures it confirms."""

    note = forms.ChoiceField(
        label="Ý kiến của người theo dõi",
        choices=[c for c in ProgressReport.Note.choices if c[0]],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn ghi nhận hoặc yêu cầu bổ sung"},
    )
    note_text = LongTextField(label="Nội dung ý kiến", max_length=1000, required=False)
    as_reported = forms.BooleanField(label="Xác nhận mọi số liệu đúng như báo cáo", required=False)

    def __init__(self, *args, readings, **options):
        super().__init__(*args, **options)
        self.readings = readings
        for reading in readings:
            self.fields[f"xn_{reading.pk}"] = _confirmation(reading)

    @property
    def rows(self):
        """(reading, bound field) in order."""
        return [(reading, self[f"xn_{reading.pk}"]) for reading in self.readings]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("note") == ProgressReport.Note.MORE and not cleaned.get("note_text"):
            self.add_error("note_text", "Nêu rõ nội dung cần bổ sung")
        return cleaned

    @property
    def confirmed(self):
        """{reading pk: figure}: what was typed; where nothing was, the reported one if all are confirmed as reported."""
        found = {}
        for reading in self.readings:
            value = self.cleaned_data.get(f"xn_{reading.pk}")
            if value not in (None, ""):
                found[reading.pk] = Decimal(value)
            elif self.cleaned_data["as_reported"] and reading.value is not None:
                found[reading.pk] = reading.value
        return found


def _confirmation(reading):
    kept, label = reading.confirmed_value, reading.indicator.name
    if reading.indicator.kind in Indicator.BOOLEAN:
        choices = [("", "Chưa xác nhận"), ("1", "Đạt"), ("0", "Chưa đạt")]
        initial = "" if kept is None else str(int(kept))
        select = forms.Select(attrs={"class": "form-select"})
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial, widget=select)
    whole = reading.indicator.whole if reading.indicator.kind == Kind.RATIO else None
    field = NumberField(label=label, what="số liệu xác nhận", required=False, initial=kept, whole=whole)
    field.widget.attrs["class"] = "form-control"
    return field


class ContestAnswerForm(ActForm):
    text = LongTextField(
        label="Trả lời của người theo dõi",
        max_length=1000,
        error_messages={"required": "Nhập nội dung trả lời"},
    )


class ContestForm(ActForm):
    reason = LongTextField(
        label="Ý kiến của đồng chí về số liệu nhập thay",
        max_length=1000,
        error_messages={"required": "Nêu rõ số liệu nào chưa đúng và số đúng"},
    )
