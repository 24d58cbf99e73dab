"""What does a progress report ask of the cadre: one figure an indicator, how it stands, what is in the way?"""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField, show_decimal
from tasks_app.actions import reporting
from tasks_app.actions.drafting import SAID, Content, Figure, bounds
from tasks_app.actions.periods import next_update_on
from tasks_app.actions.unblocking import answer_day
from tasks_app.forms.base import ActForm
from tasks_app.forms.moved_drafts import YES, OverDraft
from tasks_app.forms.solvers import SolverField, unit_named, units_to_ask
from tasks_app.models import Indicator, ProgressReport, Result

Kind, Outlook = Indicator.Kind, ProgressReport.Outlook
LOWER = "Kiểm tra lại. Nếu đúng, nêu lý do đính chính bên dưới"


@dataclass(frozen=True)
class FigureRow:
    """One indicator on the page. `asked`: due now; the others wait for their own rhythm, from `next_on`.

    `kept`: in words, what a draft holds that somebody else saved meanwhile, where it differs.
    """

    indicator: Indicator
    field: BoundField
    day: BoundField | None
    asked: bool
    next_on: object = None
    kept: str = ""

    @property
    def is_choice(self):
        return self.indicator.kind in Indicator.BOOLEAN


class ReportForm(OverDraft, ActForm):
    """`sending`: validate as a report to be sent; a draft takes what can be read and leaves the rest."""

    outlook = forms.ChoiceField(
        label="Đồng chí tự đánh giá",
        choices=Outlook.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn một mức tự đánh giá"},
    )
    narrative = LongTextField(
        label="Khó khăn, giải pháp", rows=4, max_length=8000, required=False,
    )  # fmt: skip
    unchanged_reason = TextField(label="Lý do số liệu không thay đổi", max_length=300, required=False)
    correction_reason = TextField(
        label="Lý do đính chính", max_length=500, required=False,
        help_text="Số mới kém kỳ trước; báo cáo ghi rõ là đính chính",
    )  # fmt: skip
    addressee = SolverField(
        label="Kiến nghị gửi tới", required=False, help_text="Để trống nếu gửi cấp giao việc"
    )
    answer_by = DayField(label="Đề nghị trả lời trước ngày", what="ngày đề nghị", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tep = forms.Field(label="Minh chứng", widget=forms.FileInput, required=False)

    def __init__(
        self, *args, on, draft=None, final=False, paper=(), sending=False, indicators, replaced=None,
        address="", **options,
    ):  # fmt: skip
        """`paper`: who carries the task, where an officer enters the signed paper of one of them; empty else."""
        super().__init__(*args, **options)
        self.on, self.final, self.paper, self.sending = on, final, bool(paper), sending
        self.draft, self.indicators, self.replaced = draft, indicators, replaced
        asked = reporting.asked_of(self.task, self.indicators, on=on, final=final, replaces=replaced)
        self.asked = {i.pk for i in asked}
        self.fields["revision"].initial = draft.revision if draft else 0
        self.fields["replaces"].initial = replaced.pk if replaced else None
        self.fields["addressee"].offers(address)
        self.fields["answer_by"].initial = answer_day(on)
        self.has_setback = self.is_unchanged = False
        self._add_figures()
        if paper:
            self.fields["paper_no"] = TextField(
                label="Nhập theo báo cáo số",
                max_length=100,
                help_text="Số, ký hiệu của văn bản đã ký, ví dụ 12-BC/ĐU",
                error_messages={"required": "Nhập số, ký hiệu của báo cáo đã ký"},
            )
            self.fields["paper_received_on"] = DayField(
                label="Nhận báo cáo ngày", what="ngày nhận báo cáo", initial=on, required=False,
                help_text="Báo cáo đúng hạn hay muộn được tính theo ngày này",
            )  # fmt: skip
            if len(paper) > 1:
                self.fields["cadre"] = forms.ChoiceField(
                    label="Báo cáo của đồng chí", choices=[(p.cadre_id, f"Đ/c {p.name}") for p in paper],
                )  # fmt: skip
        if final:
            del self.fields["outlook"], self.fields["addressee"], self.fields["answer_by"]
            self.fields["narrative"].label = "Sản phẩm, kết quả đạt được"
            self.fields["finished_on"] = DayField(label="Sản phẩm hoàn thành ngày", what="ngày hoàn thành")
            self._add_self_assessment()
        if draft:
            for name in set(SAID) & set(self.fields):
                self.fields[name].initial = getattr(draft, name)
        figures = [name for name in self.fields if name.startswith(("so_", "ngay_"))]
        first = ["key", "version", "revision", "replaces", "cadre", "paper_no", "paper_received_on"]
        last = [
            "correction_reason",
            "unchanged_reason",
            "finished_on",
            "tep",
            "outlook",
            "self_result",
            "narrative",
        ]
        self.order_fields([*first, *figures, *last, "addressee", "answer_by"])
        if not sending:
            for field in self.fields.values():
                field.required = False

    def _add_self_assessment(self):
        self.fields["self_result"] = forms.ChoiceField(
            label="Đồng chí tự đánh giá kết quả",
            choices=Result.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Chọn một mức tự đánh giá"},
        )
        self.fields["self_text"] = LongTextField(label="Nội dung tự đánh giá", rows=3, required=False)

    def _add_figures(self):
        drafted = {r.indicator_id: r for r in self.draft.readings.all()} if self.draft else {}
        for i in self.indicators:
            kept = drafted.get(i.pk)
            value = kept.value if kept else i.current
            asked = i.pk in self.asked
            if i.kind in Indicator.BOOLEAN:
                field = _choice(i, asked)
                field.initial = "" if value is None else str(int(value))
                if i.kind == Kind.DOCUMENT:
                    day = DayField(label="Ngày ban hành", what="ngày ban hành", required=False)
                    day.initial = kept.dated_on if kept else (i.current_on if i.current == YES else None)
                    self.fields[f"ngay_{i.pk}"] = day
            else:
                field = _number(i, asked)
                field.initial = value
            self.fields[f"so_{i.pk}"] = field

    # ---- for the page

    @property
    def rows(self):
        return [row for row in self._rows() if row.asked]

    @property
    def waiting(self):
        return [row for row in self._rows() if not row.asked]

    @property
    def waiting_has_errors(self):
        return self.is_bound and any(row.field.errors for row in self.waiting)

    def _rows(self):
        return [
            FigureRow(
                i,
                self._described(i),
                self[f"ngay_{i.pk}"] if i.kind == Kind.DOCUMENT else None,
                i.pk in self.asked,
                None if i.pk in self.asked else next_update_on(i, self.task, on=self.on),
                self.kept_of(i),
            )
            for i in self.indicators
        ]

    def _described(self, indicator):
        """The bound field, its input tied to the hint and the error beside it."""
        field = self[f"so_{indicator.pk}"]
        attrs = field.field.widget.attrs
        choice = indicator.kind in Indicator.BOOLEAN
        attrs["class"] = "form-check-input" if choice else "form-control"
        attrs["aria-describedby"] = f"kh_{indicator.pk}"
        if field.errors:
            attrs["class"] += " is-invalid"
            attrs["aria-describedby"] = f"loi_{indicator.pk} kh_{indicator.pk}"
        return field

    @property
    def asks_confirmation(self):
        return (
            self.has_setback or "correction_reason" in self.errors or bool(self["correction_reason"].value())
        )

    @property
    def asks_reason(self):
        return self.is_unchanged or bool(self["unchanged_reason"].value())

    # ---- what was typed

    def clean(self):
        cleaned = super().clean()
        figures = self._figures(cleaned)
        worse = [
            i for i in self.indicators if i.pk in figures and reporting.is_setback(i, figures[i.pk].value)
        ]
        self.has_setback = bool(worse)
        fresh = {pk: figure for pk, figure in figures.items() if pk in self.asked}
        if self.replaced:
            # What only adds words to a report that was sent owes no reason for figures that stay.
            fresh = {}
        changed = any(figures[i.pk].value != i.current for i in self.indicators if i.pk in figures)
        self.is_unchanged = not changed and reporting.nothing_changed(self.indicators, fresh)
        if self.sending:
            self._check_days(cleaned, figures)
            self._check_setbacks(cleaned, worse)
            self._check_reasons(cleaned)
            self._check_help(cleaned)
        return cleaned

    def _check_help(self, cleaned):
        """Who is asked, and by when: only where help is asked for."""
        self.unit = None
        if cleaned.get("outlook") != Outlook.NEEDS_HELP:
            self._errors.pop("answer_by", None)
            return
        if cleaned.get("addressee"):
            self.unit = unit_named(units_to_ask(self.task, on=self.on), cleaned["addressee"])
            if self.unit is None:
                self.add_error("addressee", "Chọn một đơn vị trong danh sách gợi ý, hoặc để trống")
        if cleaned.get("answer_by") and cleaned["answer_by"] < self.on:
            self.add_error("answer_by", "Ghi ngày đề nghị từ hôm nay trở đi")

    def _check_setbacks(self, cleaned, worse):
        if worse and not cleaned.get("correction_reason"):
            for i in worse:
                word = "cao hơn" if i.lower_is_better else "thấp hơn"
                text = f"Số mới {word} kỳ trước ({show_decimal(i.current)}). {LOWER}"
                if i.kind in Indicator.BOOLEAN:
                    text = f"Kỳ trước đã báo cáo đạt. {LOWER}"
                self.add_error(f"so_{i.pk}", text)

    def _check_reasons(self, cleaned):
        if self.is_unchanged and not self.final and not cleaned.get("unchanged_reason"):
            self.add_error(
                "unchanged_reason", "Số liệu không thay đổi so với kỳ trước, nêu lý do trong một dòng"
            )
        advice = {Outlook.NEEDS_HELP: "Nêu việc cần cấp ủy tháo gỡ", Outlook.SLOW: "Nêu giải pháp khắc phục"}
        if not cleaned.get("narrative") and cleaned.get("outlook") in advice:
            self.add_error("narrative", advice[cleaned["outlook"]])

    def _check_days(self, cleaned, figures):
        for i in self.indicators:
            name = f"ngay_{i.pk}"
            if i.kind != Kind.DOCUMENT or name in self.errors:
                continue
            if i.pk in figures and figures[i.pk].value == YES and not cleaned.get(name):
                self.add_error(name, "Nhập ngày ban hành văn bản, ví dụ 31/12/2026")
            elif cleaned.get(name) and cleaned[name] > self.on:
                self.add_error(name, "Ngày ban hành không thể sau hôm nay")

    def _figures(self, cleaned):
        found = {}
        for i in self.indicators:
            value = cleaned.get(f"so_{i.pk}")
            if value in (None, ""):
                continue
            dated_on = cleaned.get(f"ngay_{i.pk}") if value == "1" else None
            found[i.pk] = Figure(Decimal(value), dated_on)
        return found

    def content(self):
        """What could be read, for the action: of a draft the valid part, of a sent report all of it."""
        said = self.cleaned_data
        return Content(
            figures=self._figures(said),
            outlook=said.get("outlook", ""),
            narrative=said.get("narrative", ""),
            unchanged_reason=said.get("unchanged_reason", ""),
            # A reason that was typed for a figure since mended has nothing to explain any more.
            correction_reason=said.get("correction_reason", "")
            if self.has_setback or not self.sending
            else "",
            addressee=getattr(self, "unit", None),
            answer_by=said.get("answer_by"),
            paper_no=said.get("paper_no", "") if self.paper else "",
            paper_received_on=said.get("paper_received_on") if self.paper else None,
            finished_on=said.get("finished_on") if self.final else None,
            self_result=said.get("self_result", ""),
            self_text=said.get("self_text", ""),
        )


def _choice(indicator, required):
    done = "Đã ban hành" if indicator.kind == Kind.DOCUMENT else "Đã đạt"
    not_yet = "Chưa ban hành" if indicator.kind == Kind.DOCUMENT else "Chưa đạt"
    return forms.ChoiceField(
        label=indicator.name,
        choices=[("1", done), ("0", not_yet)],
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": "Chọn một trong hai"},
    )


def _number(indicator, required):
    smallest, largest = bounds(indicator)
    return NumberField(
        label=indicator.name,
        what="số liệu",
        required=required,
        minimum=smallest,
        maximum=largest,
        whole=indicator.whole if indicator.kind == Kind.RATIO else None,
    )
