"""What does a progress report ask of the cadre: one figure an indicator, how it stands, what is in the way?"""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField, show_decimal
from tasks_app.actions import reporting
from tasks_app.actions.periods import next_update_on
from tasks_app.actions.reporting import Content, Figure
from tasks_app.forms.base import ActForm
from tasks_app.models import Indicator, ProgressReport, Result

Kind, Outlook = Indicator.Kind, ProgressReport.Outlook
YES, NO = Decimal(1), Decimal(0)
# What a draft keeps beside its figures.
KEPT = {"outlook", "narrative", "unchanged_reason", "finished_on", "self_result", "self_text"}
LOWER = "Kiểm tra lại. Nếu đúng, đánh dấu xác nhận bên dưới và nêu lý do ở «{}»"


@dataclass(frozen=True)
class FigureRow:
    """One indicator on the page. `asked`: due now; the others wait for their own rhythm, from `next_on`."""

    indicator: Indicator
    field: BoundField
    day: BoundField | None
    asked: bool
    next_on: object = None

    @property
    def is_choice(self):
        return self.indicator.kind in Indicator.BOOLEAN


class ReportForm(ActForm):
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
    lower_confirmed = forms.BooleanField(
        label="Số liệu kém kỳ trước là đúng, lý do đã nêu bên dưới", required=False
    )
    tep = forms.Field(label="Minh chứng", widget=forms.FileInput, required=False)

    def __init__(self, *args, on, draft=None, final=False, paper=False, sending=False, indicators, **options):
        super().__init__(*args, **options)
        self.on, self.final, self.paper, self.sending = on, final, paper, sending
        self.draft, self.indicators = draft, indicators
        self.asked = {i.pk for i in reporting.asked_of(self.task, self.indicators, on=on, final=final)}
        self.has_setback = self.is_unchanged = False
        self._add_figures()
        if paper:
            self.fields["paper_no"] = TextField(
                label="Nhập theo báo cáo số",
                max_length=100,
                help_text="Số, ký hiệu của văn bản đã ký, ví dụ 12-BC/ĐU",
                error_messages={"required": "Nhập số, ký hiệu của báo cáo đã ký"},
            )
        if final:
            del self.fields["outlook"]
            self.fields["narrative"].label = "Sản phẩm, kết quả đạt được"
            self.fields["finished_on"] = DayField(label="Sản phẩm hoàn thành ngày", what="ngày hoàn thành")
            self._add_self_assessment()
        if draft:
            for name in KEPT & set(self.fields):
                self.fields[name].initial = getattr(draft, name)
        figures = [name for name in self.fields if name.startswith(("so_", "ngay_"))]
        last = [
            "lower_confirmed",
            "unchanged_reason",
            "finished_on",
            "tep",
            "outlook",
            "self_result",
            "narrative",
        ]
        self.order_fields(["key", "version", "paper_no", *figures, *last])
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
        return self.has_setback or "lower_confirmed" in self.errors

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
        changed = any(figures[i.pk].value != i.current for i in self.indicators if i.pk in figures)
        self.is_unchanged = not changed and reporting.nothing_changed(self.indicators, fresh)
        if self.sending:
            self._check_days(cleaned, figures)
            self._check_setbacks(cleaned, worse)
            self._check_reasons(cleaned)
        return cleaned

    def _check_setbacks(self, cleaned, worse):
        if worse and not (cleaned.get("lower_confirmed") and cleaned.get("narrative")):
            advice = LOWER.format(self.fields["narrative"].label)
            for i in worse:
                word = "cao hơn" if i.lower_is_better else "thấp hơn"
                text = f"Số mới {word} kỳ trước ({show_decimal(i.current)}). {advice}"
                if i.kind in Indicator.BOOLEAN:
                    text = f"Kỳ trước đã báo cáo đạt. {advice}"
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
            lower_confirmed=said.get("lower_confirmed", False),
            paper_no=said.get("paper_no", "") if self.paper else "",
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
    known = [n for n in (indicator.baseline, indicator.current, indicator.target) if n is not None]
    may_be_negative = indicator.kind == Kind.PERCENT or any(n < 0 for n in known)
    return NumberField(
        label=indicator.name,
        what="số liệu",
        required=required,
        minimum=None if may_be_negative else 1 if indicator.kind == Kind.RANK else 0,
        maximum=indicator.whole if indicator.kind == Kind.RATIO else None,
    )


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
    field = NumberField(label=label, what="số liệu xác nhận", required=False, initial=kept)
    field.widget.attrs["class"] = "form-control"
    return field


class ContestForm(ActForm):
    reason = LongTextField(
        label="Ý kiến của đồng chí về số liệu nhập thay",
        max_length=1000,
        error_messages={"required": "Nêu rõ số liệu nào chưa đúng và số đúng"},
    )
