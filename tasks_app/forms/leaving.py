"""What is typed to draw up the minutes of a handover, to confirm them, and to record the decision?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from tasks_app.actions import papers
from tasks_app.actions.leaving import Proposal
from tasks_app.forms.acts import PaperForm
from tasks_app.forms.base import ActForm, UndatedForm
from tasks_app.forms.changes import Successor
from tasks_app.models import Handover, HandoverMinutes

Outcome = Handover.Outcome
OTHER = "khac"


class MinutesForm(Successor, UndatedForm):
    """The inventory: for each task what becomes of it and who takes it over; candidates are those who hold posts there."""

    cause = forms.ChoiceField(
        label="Lý do bàn giao",
        choices=HandoverMinutes.Cause.choices,
        error_messages={"required": "Chọn lý do"},
    )
    handed_over_on = DayField(label="Ngày bàn giao", what="ngày bàn giao")
    note = LongTextField(label="Ghi chú", max_length=2000, rows=2, required=False)

    def __init__(self, *args, shares, candidates, heir=None, minutes=None, **options):
        """`candidates`: {cadre pk: (cadre, words)}; `heir`: pk of the one who took the post; `minutes`: those revised."""
        super().__init__(*args, **options)
        self.shares, self.candidates = shares, candidates
        self.fields["lead"].required = False
        self.fields["lead"].label = "Đồng chí khác nhận bàn giao"
        self.fields[
            "lead"
        ].help_text = "Chỉ khi chọn «Đồng chí khác» ở một việc: gõ họ tên hoặc chức vụ rồi chọn"
        held = {item.assignment_id: item for item in minutes.items.all()} if minutes else {}
        if minutes:
            for name in ("cause", "handed_over_on", "note"):
                self.fields[name].initial = getattr(minutes, name)
        choices = [("", "Chưa xác định"), *((str(pk), words) for pk, (_, words) in candidates.items())]
        for share in shares:
            self._add(
                share, held.get(share.pk), [*choices, (OTHER, "Đồng chí khác (chọn ở ô bên dưới)")], heir
            )
        if self.initial.get("version") is None and minutes:
            self.fields["version"].initial = minutes.version

    def _add(self, share, item, choices, heir):
        code = share.task.code
        outcome = forms.ChoiceField(
            label=f"Hình thức, việc {code}",
            choices=Outcome.choices,
            initial=item.outcome if item else Outcome.SUCCESSOR,
        )
        takes = item.to_cadre_id if item else heir
        known = takes in self.candidates
        if takes and not known and item:
            choices = [choices[0], (str(takes), item.to_cadre.full_name), *choices[1:]]
            self.candidates[takes] = (item.to_cadre, item.to_cadre.full_name)
            known = True
        to_cadre = forms.ChoiceField(
            label=f"Đồng chí nhận, việc {code}", choices=choices, required=False, initial=str(takes) if known else "",
        )  # fmt: skip
        note = TextField(
            label=f"Ghi chú, việc {code}", max_length=500, required=False, initial=item.note if item else ""
        )
        for name, field in (("hinh-thuc", outcome), ("nhan", to_cadre), ("ghi-chu", note)):
            css = "form-control" if name == "ghi-chu" else "form-select"
            field.widget.attrs |= {"class": css, "aria-label": field.label}
            self.fields[f"{name}-{share.pk}"] = field

    @property
    def lines(self):
        """(share, outcome, to_cadre, note) as bound fields."""
        return [
            (share, *(self[f"{name}-{share.pk}"] for name in ("hinh-thuc", "nhan", "ghi-chu")))
            for share in self.shares
        ]

    def clean(self):
        data = super().clean()
        for share in self.shares:
            asked = data.get(f"nhan-{share.pk}")
            if data.get(f"hinh-thuc-{share.pk}") != Outcome.SUCCESSOR:
                continue
            if asked == OTHER and not data.get("lead") and "lead" not in self.errors:
                self.add_error("lead", "Gõ họ tên hoặc chức vụ rồi chọn một đồng chí")
            if asked == str(share.cadre_id):
                self.add_error(f"nhan-{share.pk}", "Chọn đồng chí nhận khác với đồng chí bàn giao")
        return data

    def proposals(self):
        """What `leaving.draw_up` takes."""
        data, found = self.cleaned_data, {}
        for share in self.shares:
            asked = data[f"nhan-{share.pk}"]
            takes = self.successor if asked == OTHER else None
            if asked and asked != OTHER:
                takes = self.candidates[int(asked)][0]
            found[share.pk] = Proposal(data[f"hinh-thuc-{share.pk}"], takes, data[f"ghi-chu-{share.pk}"])
        return found

    @property
    def drawn_up(self):
        names = ("cause", "handed_over_on", "note")
        return {name: self.cleaned_data[name] for name in names} | {"proposals": self.proposals()}


class ConfirmForm(ActForm):
    """A party's word. `paper`: the desk enters it from minutes signed on paper."""

    note = LongTextField(label="Nội dung chưa đúng", max_length=2000, rows=3, required=False)

    def __init__(self, *args, minutes, differs=False, paper=False, **options):
        super().__init__(*args, **options)
        self.fields["version"].initial = minutes.version
        self.fields["note"].required = differs
        self.fields["note"].error_messages["required"] = "Nêu nội dung chưa đúng"
        if paper:
            del self.fields["note"]
            self.fields["paper_no"] = TextField(
                label="Theo biên bản ký số", max_length=100, help_text="Ví dụ: 03-BB/BG ngày 05/11/2026",
                error_messages={"required": "Nhập số biên bản đã ký"},
            )  # fmt: skip


class HandoverDecisionForm(PaperForm):
    unconfirmed_reason = LongTextField(
        label="Lý do quyết định khi chưa đủ xác nhận", max_length=1000, rows=2, required=False
    )

    def __init__(self, *args, minutes, missing, **options):
        super().__init__(*args, **options)
        self.minutes = minutes
        self.fields["version"].initial = minutes.version
        if missing:
            self.fields["unconfirmed_reason"].required = True
            self.fields["unconfirmed_reason"].error_messages["required"] = (
                "Ghi lý do quyết định khi chưa đủ xác nhận"
            )
        else:
            del self.fields["unconfirmed_reason"]

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        return day

    def paper(self):
        data = self.cleaned_data
        return papers.document(
            body=self.minutes.giver, number=data["number"], symbol=data["symbol"], issued_on=data["issued_on"]
        )
