"""What is typed to conclude a task: the confirmed figure and a result per indicator, the result and the four facts?

What numbers and dates suggest stands in the fields already. A hidden copy of each suggestion (`hint_…`) tells apart what
was left as suggested, which follows new figures, from what somebody chose, which stays.
"""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from cadres.forms.fields import DayField, LongTextField, NumberField, read_decimal
from tasks_app import progress
from tasks_app.actions.concluding import Findings
from tasks_app.actions.proposing import Facts, propose, suggested_facts, suggested_result
from tasks_app.forms.acts import PaperForm
from tasks_app.forms.base import ActForm
from tasks_app.forms.changes import require_paper
from tasks_app.models import Indicator, Objection, Result

FACTS = ("completed", "on_time", "quality_met", "exceeded")
# A changed figure, result or day is sent at once so that the suggestions follow; without script there is a button.
FOLLOWS = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "#ket-luan",
    "hx-swap": "outerHTML",
    "hx-vals": '{"lam": "tinh"}',
}
YES_NO = [("", "Chưa có số liệu"), ("1", "Có"), ("0", "Chưa")]


@dataclass(frozen=True)
class Row:
    """One line of the table. `goal`: what is to be reached; `share`: % đạt of the figure in the field."""

    indicator: Indicator
    goal: Decimal | None
    confirmed: forms.BoundField
    result: forms.BoundField
    hint: forms.BoundField
    share: Decimal | None


class ConcludeForm(PaperForm):
    result = forms.ChoiceField(
        label="Kết luận đối với việc", choices=Result.choices, error_messages={"required": "Chọn kết luận"}
    )
    completed = forms.BooleanField(label="Hoàn thành", required=False)
    on_time = forms.BooleanField(label="Đúng thời hạn", required=False)
    quality_met = forms.BooleanField(label="Bảo đảm chất lượng", required=False)
    exceeded = forms.BooleanField(label="Vượt yêu cầu", required=False)
    finished_on = DayField(label="Sản phẩm hoàn thành ngày", what="ngày hoàn thành đã xác nhận")
    difference_reason = LongTextField(
        label="Lý do kết luận khác đề xuất", required=False, rows=2, max_length=2000,
        help_text="Ứng dụng đề xuất theo số liệu xác nhận; kết luận khác thì ghi lý do",
    )  # fmt: skip
    comment = LongTextField(
        label="Nhận xét của cấp giao", required=False,
        error_messages={"required": "Nêu nội dung cần bổ sung"},
    )  # fmt: skip

    def __init__(
        self, *args, task, indicators, goals, due_on, finished_on, found=None, before=None, open_follow_ups=False,
        drawn=None, sending_back=False, **options,
    ):  # fmt: skip
        """`found`: {indicator pk: figure of the newest check}; `before`: the conclusion that is being changed, or None."""
        super().__init__(*args, task=task, **options)
        self.found, self.before = found or {}, before
        self.indicators, self.goals, self.due_on = indicators, goals, due_on
        self.open_follow_ups, self.sending_back = open_follow_ups, sending_back
        for row in indicators:
            self._add_row(row)
        self.fields["result"].widget = forms.RadioSelect(choices=Result.choices)
        for name in ("result", *FACTS):
            self.fields[f"hint_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["finished_on"].initial = finished_on
        self.fields["finished_on"].widget.attrs |= FOLLOWS
        if sending_back:
            for name, field in self.fields.items():
                field.required = name == "comment"
        if not self.is_bound:
            self._draw(drawn or self._as_before())

    def _add_row(self, row):
        n = self.indicators.index(row) + 1
        name = f"confirmed_{row.pk}"
        css = {"aria-label": f"Số liệu xác nhận của chỉ tiêu {n}"} | FOLLOWS
        if row.kind in Indicator.BOOLEAN:
            field = forms.TypedChoiceField(
                choices=YES_NO, coerce=Decimal, empty_value=None, required=False, label=f"Chỉ tiêu {n}"
            )
            field.widget.attrs = css | {"class": "form-select"}
        else:
            field = NumberField(what="số liệu xác nhận", minimum=0, required=False, label=f"Chỉ tiêu {n}")
            field.widget.attrs |= css | {"class": "form-control so", "size": 8}
        known = self.found.get(row.pk, row.known)
        if row.kind in Indicator.BOOLEAN:
            known = None if known is None else f"{min(int(known), 1)}"
        field.initial = known
        self.fields[name] = field
        self.fields[f"result_{row.pk}"] = forms.ChoiceField(
            choices=Result.choices,
            label=f"Kết luận chỉ tiêu {n}",
            error_messages={"required": "Chọn kết luận"},
        )
        self.fields[f"result_{row.pk}"].widget.attrs = FOLLOWS | {
            "class": "form-select", "aria-label": f"Kết luận chỉ tiêu {n}",
        }  # fmt: skip
        self.fields[f"hint_{row.pk}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    # ---- suggestions -------------------------------------------------------------------------------------------------

    def _draw(self, post):
        """Fill the fields from what was typed (or from the record), suggestions brought up to date; nothing is judged."""
        for name in self.fields:
            if name in post and name != "key":
                self.initial[name] = post.get(name)
        confirmed = {row.pk: self._figure(row) for row in self.indicators}
        for row in self.indicators:
            new = suggested_result(row, confirmed[row.pk], target=self.goals[row.pk])
            self._follow(post, f"result_{row.pk}", f"hint_{row.pk}", str(new.value))
        results = [(self.initial[f"result_{row.pk}"], row.weight) for row in self.indicators]
        facts = suggested_facts(
            results, finished_on=self._finished_on(), due_on=self.due_on, open_follow_ups=self.open_follow_ups
        )
        self._follow(post, "result", "hint_result", str(facts.result))
        for name in FACTS:
            self._follow(post, name, f"hint_{name}", "1" if getattr(facts, name) else "")

    def _as_before(self):
        """The conclusion that is being changed stands in the fields as if somebody had chosen it."""
        if self.before is None:
            return {}
        chosen = {"result": self.before.result}
        chosen |= {name: "1" if getattr(self.before, name) else "" for name in FACTS}
        hints = {f"hint_{name}": "-" for name in ("result", *FACTS)}
        for row in self.before.results.all():
            chosen[f"result_{row.indicator_id}"], hints[f"hint_{row.indicator_id}"] = row.result, "-"
        said = {"comment": self.before.comment, "difference_reason": self.before.difference_reason}
        return chosen | hints | said

    def _follow(self, post, name, hint, new):
        """The suggestion takes the field unless somebody chose otherwise before."""
        left_alone = hint not in post or self._posted(post, name) == post.get(hint)
        self.initial[name] = new if left_alone else self._posted(post, name)
        self.initial[hint] = new
        if name in FACTS:
            self.initial[name] = bool(self.initial[name])

    def _posted(self, post, name):
        return ("1" if post.get(name) else "") if name in FACTS else post.get(name, "")

    def _figure(self, row):
        """The figure in the field while the form is drawn: a Decimal, or None when it is empty or not a number."""
        value = self.get_initial_for_field(self.fields[f"confirmed_{row.pk}"], f"confirmed_{row.pk}")
        try:
            return read_decimal(value) if isinstance(value, str) else value
        except ValueError:
            return None

    def _finished_on(self):
        value = self.get_initial_for_field(self.fields["finished_on"], "finished_on")
        try:
            return self.fields["finished_on"].clean(value) if isinstance(value, str) else value
        except ValidationError:
            return self.due_on

    # ---- judging -----------------------------------------------------------------------------------------------------

    def clean(self):
        data = super().clean()
        if self.sending_back:
            return data
        for row in self.indicators:
            figure, result = data.get(f"confirmed_{row.pk}"), data.get(f"result_{row.pk}")
            if figure is None and f"confirmed_{row.pk}" not in self.errors and result != Result.NOT_MET:
                self.add_error(f"confirmed_{row.pk}", "Nhập số liệu xác nhận, hoặc kết luận không đạt")
        if data.get("finished_on") and data["finished_on"] > self.today:
            self.add_error("finished_on", "Ngày hoàn thành không được sau hôm nay")
        if not data.get("completed") and (data.get("on_time") or data.get("exceeded")):
            self.add_error("completed", "Việc chưa hoàn thành thì không thể đúng thời hạn hoặc vượt yêu cầu")
        if not self.errors and self._proposal(data).differs(self._facts(data), self._results(data)):
            if not data["difference_reason"]:
                self.add_error("difference_reason", "Kết luận khác với đề xuất theo số liệu: ghi lý do")
        elif not self.errors:
            data["difference_reason"] = ""
        return data

    def _proposal(self, data):
        figures = {row.pk: data[f"confirmed_{row.pk}"] for row in self.indicators}
        return propose(
            self.indicators, figures, self.goals, finished_on=data["finished_on"], due_on=self.due_on,
            open_follow_ups=self.open_follow_ups,
        )  # fmt: skip

    def _results(self, data):
        return {row.pk: data[f"result_{row.pk}"] for row in self.indicators}

    def _facts(self, data):
        return Facts(result=data["result"], **{name: data[name] for name in FACTS})

    def findings(self):
        """What `concluding.conclude` takes."""
        data = self.cleaned_data
        figures = {row.pk: (data[f"confirmed_{row.pk}"], data[f"result_{row.pk}"]) for row in self.indicators}
        return Findings(
            facts=self._facts(data),
            figures=figures,
            finished_on=data["finished_on"],
            document=self.paper(),
            comment=data["comment"],
            difference_reason=data["difference_reason"],
        )

    @property
    def differs(self):
        """Does what stands in the fields differ from what is proposed (so that a reason is asked for)?"""
        if "difference_reason" in self.errors or self["difference_reason"].value():
            return True
        names = ["result", *FACTS, *(f"result_{row.pk}" for row in self.indicators)]
        return any(self._in_field(name) != self._hinted(name) for name in names)

    def _in_field(self, name):
        value = self[name].value()
        return ("1" if value else "") if name in FACTS else str(value or "")

    def _hinted(self, name):
        hint = name.replace("result_", "hint_") if name.startswith("result_") else f"hint_{name}"
        return str(self[hint].value() or "")

    @property
    def proposed(self):
        """The proposed result of the task in words."""
        value = self["hint_result"].value()
        return Result(value).label if value in Result.values else ""

    @property
    def rows(self):
        return [self._row(row) for row in self.indicators]

    def _row(self, row):
        bound = self[f"confirmed_{row.pk}"]
        if self.is_bound:
            figure = self.cleaned_data.get(bound.name) if hasattr(self, "cleaned_data") else None
        else:
            figure = self._figure(row)
        goal = self.goals[row.pk]
        share = None
        if goal is not None and row.kind not in Indicator.BOOLEAN:
            share = progress.attainment(goal, figure, lower_is_better=row.lower_is_better)
        return Row(row, goal, bound, self[f"result_{row.pk}"], self[f"hint_{row.pk}"], share)


class AnswerObjectionForm(ConcludeForm):
    """The committee's answer to an objection: kept, with the answer alone; or changed, with the whole conclusion anew."""

    outcome = forms.ChoiceField(
        label="Ý kiến của cấp giao",
        choices=[(o.value, o.label) for o in (Objection.Outcome.KEPT, Objection.Outcome.CHANGED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn giữ nguyên hoặc sửa kết luận"},
    )
    answer = LongTextField(
        label="Nội dung trả lời", error_messages={"required": "Nhập nội dung trả lời"}
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.keeping = self.is_bound and self.data.get("outcome") != Objection.Outcome.CHANGED
        if self.keeping:
            for name, field in self.fields.items():
                field.required = name in ("outcome", "answer")

    def clean(self):
        if self.keeping:
            require_paper(self, self.cleaned_data, always=False)
            return self.cleaned_data
        return super().clean()


class ObjectionForm(ActForm):
    text = LongTextField(
        label="Ý kiến của đồng chí",
        rows=6,
        error_messages={"required": "Nêu nội dung đồng chí thấy chưa đúng"},
    )
