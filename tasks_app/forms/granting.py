"""What is typed to appraise a request for a change, and to record what was decided about it?"""

from decimal import Decimal

from crispy_forms.layout import Layout
from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField
from cadres.templatetags.vi import vi_date, vi_number
from tasks_app.actions import proposals
from tasks_app.forms.acts import PaperForm
from tasks_app.forms.base import ActForm
from tasks_app.forms.changes import PAPER, forgive, later_than, require_paper
from tasks_app.forms.indicators import figure_problems
from tasks_app.models import ChangeRequest

K, Outcome = ChangeRequest.Kind, ChangeRequest.Outcome


class OpinionForm(ActForm):
    advice = forms.ChoiceField(
        label="Đề xuất với cấp giao",
        choices=ChangeRequest.Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn đề xuất với cấp giao"},
    )
    text = LongTextField(
        label="Ý kiến thẩm định", max_length=2000, error_messages={"required": "Nhập ý kiến thẩm định"}
    )


class DecisionForm(PaperForm):
    """The committee's decision about one request: agreed as asked, agreed in part, or refused; the last two with the reason.

    Days and figures stand ready as they were asked for; only a decision in part reads them.
    """

    outcome = forms.ChoiceField(
        label="Quyết định của cấp giao",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn đồng ý hoặc không đồng ý"},
    )
    due_approved = DayField(label="Hạn được duyệt", what="hạn được duyệt", required=False)
    reason = LongTextField(
        label="Ý kiến khi quyết định", max_length=2000, help_text="Không bắt buộc khi đồng ý như đề nghị",
        error_messages={"required": "Nêu lý do không đồng ý"},
    )  # fmt: skip

    def __init__(self, *args, change, **options):
        super().__init__(*args, **options)
        self.change = change
        self.fields["outcome"].choices = outcomes_of(change)
        asked = {K.EXTENSION: self._ask_day, K.CONTENT: self._ask_figures}.get(
            change.kind, self._ask_nothing
        )()
        self.helper.layout = Layout("key", "version", "outcome", *asked, PAPER, "summary", "reason")

    def _ask_day(self):
        self.fields["due_approved"].initial = self.change.due_proposed
        self.fields[
            "due_approved"
        ].help_text = (
            f"Đề nghị {vi_date(self.change.due_proposed)}; sau hạn hiện tại {vi_date(self.task.due_on)}"
        )
        return ["due_approved"]

    def _ask_figures(self):
        del self.fields["due_approved"]
        names = []
        for pk, said in self.change.proposal.get("targets", {}).items():
            name = f"target_{pk}"
            self.fields[name] = NumberField(
                what="chỉ tiêu", minimum=0, required=False, label=f"Chỉ tiêu được duyệt: {said['name']}",
                initial=Decimal(said["to"]),
                help_text=f"Hiện nay {vi_number(Decimal(said['from'] or 0))}, đề nghị {vi_number(Decimal(said['to']))}",
            )  # fmt: skip
            names.append(name)
        parts = parts_of(self.change.proposal)
        if parts:
            self.fields["parts"] = forms.MultipleChoiceField(
                label="Nội dung được đồng ý", choices=parts, initial=[key for key, _ in parts], required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            names.append("parts")
        return names

    def _ask_nothing(self):
        del self.fields["due_approved"]
        return []

    @property
    def granted(self):
        """What `granting.approve` takes beside the paper; nothing for a request that is granted as asked."""
        if self.cleaned_data["outcome"] != Outcome.PARTLY:
            return {}
        if self.change.kind == K.EXTENSION:
            return {"due_approved": self.cleaned_data["due_approved"]}
        targets = {
            name.removeprefix("target_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("target_")
        }
        kept = self.cleaned_data.get("parts", [])
        without = [key for key, _ in parts_of(self.change.proposal) if key not in kept]
        return {"granted": proposals.narrowed(self.change.proposal, targets=targets, without=without)}

    @property
    def is_grant(self):
        return self.cleaned_data["outcome"] in ChangeRequest.GRANTED

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == Outcome.APPROVED:
            forgive(self, "reason")
            data.setdefault("reason", "")
            self._forget_other_values(data)
        elif outcome == Outcome.PARTLY:
            if "reason" in self.errors and not self.data.get("reason", "").strip():
                self.errors["reason"] = self.error_class(["Nêu lý do quyết định khác với đề nghị"])
            self._clean_part(data)
        else:
            forgive(self, "number", "symbol", "issued_on")
            require_paper(self, data, always=False)
        return data

    def _forget_other_values(self, data):
        """Agreed as asked, yet another day stands in the field: one of the two is a slip."""
        day = data.get("due_approved")
        if day and day != self.change.due_proposed:
            self.add_error(
                "due_approved", "Hạn khác với đề nghị: chọn «Đồng ý một phần» hoặc để nguyên hạn đề nghị"
            )
        for name, value in list(data.items()):
            if name.startswith("target_") and value is not None:
                asked = Decimal(self.change.proposal["targets"][name.removeprefix("target_")]["to"])
                if value != asked:
                    self.add_error(name, "Chỉ tiêu khác với đề nghị: chọn «Đồng ý một phần» hoặc để nguyên")

    def _clean_part(self, data):
        if self.change.kind == K.EXTENSION and "due_approved" not in self.errors:
            try:
                day = later_than(self.task.due_on, data.get("due_approved"))
            except forms.ValidationError as problem:
                self.add_error("due_approved", problem)
            else:
                if day == self.change.due_proposed:
                    self.add_error(
                        "due_approved", "Nhập hạn khác với hạn đề nghị, hoặc chọn «Đồng ý như đề nghị»"
                    )
        if self.change.kind == K.CONTENT:
            self._clean_figures(data)

    def _clean_figures(self, data):
        rows = {row.pk: row for row in self.task.indicators.all()}
        for pk, said in self.change.proposal.get("targets", {}).items():
            value, row = data.get(f"target_{pk}"), rows.get(int(pk))
            if value is None or row is None:
                continue
            whole = Decimal(said["whole_to"]) if "whole_to" in said else row.whole
            for _, problem in figure_problems(row.kind, row.baseline, value, whole):
                self.add_error(f"target_{pk}", problem)
        if not self.errors and self.granted["granted"] == self.change.proposal:
            self.add_error("outcome", "Ghi chỉ tiêu khác với đề nghị, hoặc chọn «Đồng ý như đề nghị»")


class DelegatedForm(ActForm):
    """A short extension by who may grant it himself: another day than asked has a reason."""

    due_approved = DayField(label="Hạn được duyệt", what="hạn được duyệt")
    reason = LongTextField(
        label="Ý kiến", max_length=2000, required=False, help_text="Bắt buộc khi duyệt hạn khác với đề nghị"
    )

    def __init__(self, *args, change, **options):
        super().__init__(*args, **options)
        self.fields["due_approved"].initial = change.due_proposed

    def clean_due_approved(self):
        return later_than(self.task.due_on, self.cleaned_data["due_approved"])


def outcomes_of(change):
    """Only days and figures can be granted in part."""
    found = [(Outcome.APPROVED.value, "Đồng ý như đề nghị")]
    if change.kind in (K.EXTENSION, K.CONTENT):
        found.append((Outcome.PARTLY.value, "Đồng ý một phần"))
    return [*found, (Outcome.REFUSED.value, "Không đồng ý")]


def parts_of(proposal):
    """(key, words) of what can only be agreed to or not: everything but the targets."""
    found = [
        (f"terms:{pk}", f"Đổi {', '.join(proposals.TERMS[f] for f in said['changes'])}: {said['name']}")
        for pk, said in proposal.get("terms", {}).items()
    ]
    found += [
        (f"dropped:{pk}", f"Thôi tính: {said['name']}") for pk, said in proposal.get("dropped", {}).items()
    ]
    found += [(f"added:{n}", f"Bổ sung: {new['name']}") for n, new in enumerate(proposal.get("added", ()))]
    return [*found, ("product", "Sản phẩm cần đạt mới")] if "product" in proposal else found
