"""What is typed for a direction, an answer, a plain move: and for the paper that an act rests on?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Cadre
from tasks_app.actions import papers
from tasks_app.forms.base import ActForm


class DirectionForm(ActForm):
    """`people`: who carries the task; with several the leader may mean one of them."""

    text = LongTextField(
        label="Nội dung", max_length=2000, error_messages={"required": "Nhập nội dung ý kiến chỉ đạo"}
    )
    due_on = DayField(
        label="Trả lời trước hết ngày",
        what="hạn trả lời",
        required=False,
        help_text="Để trống nếu không cần trả lời theo ngày",
    )
    to_cadre = forms.ModelChoiceField(
        None, label="Đồng chí thực hiện", empty_label="Mọi đồng chí được giao", required=False
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        if len(people) < 2:
            del self.fields["to_cadre"]
            return
        names = {person.cadre_id: person.name for person in people}
        self.fields["to_cadre"].queryset = Cadre.objects.filter(pk__in=names)
        self.fields["to_cadre"].label_from_instance = lambda cadre: f"Đ/c {names[cadre.pk]}"


class FollowDirectionForm(ActForm):
    """The word of who directed on an answer: more is asked for, or the matter is closed."""

    MORE, CLOSE = "more", "close"
    word = forms.ChoiceField(
        label="Ý kiến về câu trả lời",
        choices=[(CLOSE, "Kết thúc"), (MORE, "Yêu cầu làm rõ")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn kết thúc hoặc yêu cầu làm rõ"},
    )
    text = LongTextField(label="Nội dung", max_length=2000, required=False)
    due_on = DayField(
        label="Trả lời trước hết ngày", what="hạn trả lời", required=False, help_text="Khi yêu cầu làm rõ"
    )

    def __init__(self, *args, direction, **options):
        super().__init__(*args, **options)
        if direction.answered_at is None:
            # Nothing to look at yet: it can only be closed, with the reason.
            del self.fields["word"], self.fields["due_on"]
            self.fields["text"].label = "Lý do kết thúc khi chưa được trả lời"

    def clean(self):
        data = super().clean()
        if data.get("word") == self.MORE and not data.get("text"):
            self.add_error("text", "Nêu rõ nội dung cần làm rõ")
        if "word" not in self.fields and not data.get("text"):
            self.add_error("text", "Nêu lý do kết thúc")
        return data

    @property
    def asks_more(self):
        return self.cleaned_data.get("word") == self.MORE


class AnswerForm(ActForm):
    text = LongTextField(
        label="Nội dung trả lời", max_length=2000, error_messages={"required": "Nhập nội dung trả lời"}
    )


class SolvedForm(ActForm):
    solved_on = DayField(label="Tháo gỡ ngày", what="ngày tháo gỡ")
    text = LongTextField(
        label="Kết quả tháo gỡ", max_length=2000, error_messages={"required": "Nhập kết quả tháo gỡ"}
    )


class ReasonForm(ActForm):
    """A move that asks for a reason; without `needs_reason` only for a confirmation."""

    reason = LongTextField(label="Lý do", max_length=2000, error_messages={"required": "Nêu lý do"})

    def __init__(self, *args, needs_reason, **options):
        super().__init__(*args, **options)
        if not needs_reason:
            del self.fields["reason"]


class WithdrawForm(ActForm):
    reason = LongTextField(label="Lý do", rows=2, max_length=300, required=False)


class PaperForm(ActForm):
    """An act that rests on a signed paper of the giver: số, ký hiệu, ngày. Subclasses may make it optional."""

    number = TextField(label="Số", max_length=20, error_messages={"required": "Nhập số văn bản"})
    symbol = TextField(
        label="Ký hiệu (ví dụ QĐ/TU)", max_length=40, error_messages={"required": "Nhập ký hiệu văn bản"}
    )  # fmt: skip
    issued_on = DayField(label="Ngày ban hành", what="ngày ban hành")
    summary = TextField(label="Trích yếu", max_length=400, required=False)

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        first = self.task.decided_on
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        if day and first and day < first:
            raise forms.ValidationError(f"Ngày ban hành không được trước ngày giao việc {first:%d/%m/%Y}")
        return day

    def paper(self):
        """The document in the register, or None where nothing was typed (optional papers)."""
        data = self.cleaned_data
        if not data.get("number"):
            return None
        return papers.document(
            body=self.task.giver,
            number=data["number"],
            symbol=data["symbol"],
            issued_on=data["issued_on"],
            summary=data.get("summary", ""),
        )
