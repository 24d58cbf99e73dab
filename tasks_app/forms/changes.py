"""What is typed to ask for a change, to withdraw it, and to hand a task over? (Deciding it: `granting`.)"""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from cadres.templatetags.vi import vi_date, vi_number
from tasks_app.actions import proposals
from tasks_app.forms.acts import PaperForm
from tasks_app.forms.base import ActForm
from tasks_app.forms.drafts import figure_of
from tasks_app.forms.files import FilesField
from tasks_app.forms.indicators import blank_row, figure_problems, indicator_rows, raw_rows
from tasks_app.forms.picking import People, PickField
from tasks_app.models import ChangeRequest, Handover, Indicator
from tasks_app.templatetags.figures import original_figure, target_figure, with_unit

K = ChangeRequest.Kind
PAPER = Row(
    Column("number", css_class="col-sm-3"), Column("symbol", css_class="col-sm-5"),
    Column("issued_on", css_class="col-sm-4"),
)  # fmt: skip


class ReasonedForm(ActForm):
    """Resume: only why."""

    reason = LongTextField(label="Lý do", rows=4, error_messages={"required": "Nêu lý do đề nghị"})
    tep = FilesField(label="Minh chứng")

    def __init__(self, *args, **options):
        options.pop("within", None)
        options.pop("today", None)
        super().__init__(*args, **options)

    @property
    def request(self):
        """What `changing.ask` takes."""
        return {"reason": self.cleaned_data["reason"]}


class WithdrawForm(ActForm):
    reason = LongTextField(label="Lý do rút", max_length=2000, required=False)


class EvidenceForm(ActForm):
    tep = FilesField(label="Minh chứng")


class CauseForm(ReasonedForm):
    cause = forms.ChoiceField(
        label="Nguyên nhân",
        choices=ChangeRequest.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn nguyên nhân chủ quan hoặc khách quan"},
        help_text="Nguyên nhân khách quan: kèm văn bản, ảnh chứng minh",
    )
    field_order = ["cause", "reason", "tep"]

    @property
    def request(self):
        return super().request | {"cause": self.cleaned_data["cause"]}


class StopForm(CauseForm):
    """Hold, end, remove: the cause may stay open, a reorganisation is neither."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["cause"].required = False


class ExtensionForm(CauseForm):
    due_proposed = DayField(label="Hạn đề nghị", what="hạn đề nghị")
    field_order = ["due_proposed", "cause", "reason", "tep"]

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["due_proposed"].help_text = f"Sau hạn hiện tại {vi_date(task.due_on)}"

    def clean_due_proposed(self):
        return later_than(self.task.due_on, self.cleaned_data["due_proposed"])

    @property
    def request(self):
        return super().request | {"due_proposed": self.cleaned_data["due_proposed"]}


class Line:
    """One indicator as it is and as it is to be: its bound fields by name. `open`: more than the target is typed."""

    NAMES = ("target", "whole", "name", "measure_unit", "weight", "due_on", "drop")

    def __init__(self, form, row):
        self.row = row
        for name in self.NAMES:
            key = f"{name}_{row.pk}"
            setattr(self, name, form[key] if key in form.fields else None)
        rest = [getattr(self, name) for name in self.NAMES[2:]]
        self.open = any(field is not None and (field.errors or field.value()) for field in rest)


class ContentForm(CauseForm):
    """Beside each indicator what it shall be; left empty, it stays. New ones are typed as in an order (`added`)."""

    product = LongTextField(
        label="Sản phẩm cần đạt sau điều chỉnh", max_length=2000, required=False,
        help_text="Để trống nếu giữ nguyên",
    )  # fmt: skip

    def __init__(self, data=None, *args, task, drawn=None, **options):
        """`drawn`: what was typed, to be shown again unjudged with one row more (`them`) or less (`xoa`)."""
        if drawn is not None:
            options["initial"] = {name: drawn.get(name) for name in drawn if name != "key"}
        super().__init__(data, *args, task=task, **options)
        self.rows = list(task.indicators.order_by("rank", "pk"))
        for row in self.rows:
            self._ask_of(row)
        self.order_fields(
            [
                *(name for name in self.fields if name.rsplit("_", 1)[-1].isdigit()),
                "product",
                "cause",
                "reason",
                "tep",
            ]
        )
        typed = data if data is not None and "ct-TOTAL_FORMS" in data else None
        self.added = indicator_rows(typed, initial=_more_or_less(drawn), final=True, whole=False)

    def _ask_of(self, row):
        if row.kind not in Indicator.BOOLEAN and row.target is not None:
            self.fields[f"target_{row.pk}"] = NumberField(
                what="chỉ tiêu", minimum=0, required=False, label=f"Chỉ tiêu mới: {row.name}",
                help_text=f"Chỉ tiêu giao hiện nay {with_unit(target_figure(row), row)}{first_target(row)}",
            )  # fmt: skip
            if row.kind == Indicator.Kind.RATIO:
                self.fields[f"whole_{row.pk}"] = NumberField(
                    what="tổng số", minimum=1, required=False, label="Trên tổng số mới"
                )
        self.fields |= {
            f"name_{row.pk}": TextField(label="Tên chỉ tiêu mới", max_length=300, required=False),
            f"measure_unit_{row.pk}": TextField(label="Đơn vị tính mới", max_length=60, required=False),
            f"weight_{row.pk}": NumberField(
                what="trọng số", minimum=0, maximum=100, required=False, label="Trọng số mới",
                help_text=f"Hiện nay {vi_number(row.weight)}%",
            ),
            f"due_on_{row.pk}": DayField(
                what="ngày chốt số liệu", required=False, label="Chốt số liệu ngày",
                help_text=f"Hiện nay {vi_date(row.due_on)}" if row.due_on else "",
            ),
            f"drop_{row.pk}": forms.BooleanField(label="Đề nghị thôi tính chỉ tiêu này", required=False),
        }  # fmt: skip

    @property
    def lines(self):
        return [Line(self, row) for row in self.rows]

    def is_valid(self):
        return all([super().is_valid(), not self.added.is_bound or self.added.is_valid()])

    @property
    def status(self):
        return (
            422
            if self.added.is_bound and not self.added.is_valid() and not self.refusal_status
            else super().status
        )

    def clean(self):
        data = super().clean()
        for row in self.rows:
            target, whole = data.get(f"target_{row.pk}"), data.get(f"whole_{row.pk}")
            if target is not None or whole is not None:
                figures = (row.baseline, row.target if target is None else target, whole or row.whole)
                for _, problem in figure_problems(row.kind, *figures):
                    self.add_error(f"target_{row.pk}", problem)
            weight = data.get(f"weight_{row.pk}")
            if weight is not None and (weight <= 0 or weight != round(weight, 2)):
                self.add_error(
                    f"weight_{row.pk}", "Nhập trọng số lớn hơn 0, nhiều nhất 2 chữ số sau dấu phẩy"
                )
        return data

    @property
    def request(self):
        data = self.cleaned_data
        kept = {
            "targets": {row.pk: data.get(f"target_{row.pk}") for row in self.rows},
            "wholes": {row.pk: data.get(f"whole_{row.pk}") for row in self.rows},
            "terms": {row.pk: {name: data.get(f"{name}_{row.pk}") for name in proposals.TERMS} for row in self.rows},
            "dropped": [row.pk for row in self.rows if data.get(f"drop_{row.pk}")],
            "added": [figure_of(row) for row in self.added.filled] if self.added.is_bound else [],
            "product": data["product"],
        }  # fmt: skip
        return super().request | {"proposal": kept}


def _more_or_less(drawn):
    """The new indicators as typed, with one more or one less."""
    if drawn is None:
        return None
    rows, gone = raw_rows(drawn), drawn.get("xoa", "")
    if gone.isdecimal():
        del rows[int(gone[:4]) - 1 : int(gone[:4])]
    return [*rows, blank_row([{"weight": "100"}])] if "them" in drawn else rows


def first_target(row):
    """ " (ban đầu 120 hộ)" where a change was decided before."""
    if not row.was_changed:
        return ""
    return f" (ban đầu {with_unit(original_figure(row), row)})"


class Successor(ActForm):
    """A field in which a cadre is named by typing and choosing. Its name is the one that the search of people knows."""

    lead = PickField(
        url_name="tasks:find_people", label="Đồng chí nhận", missing="Gõ họ tên hoặc chức vụ rồi chọn một đồng chí"
    )  # fmt: skip

    def __init__(self, *args, within, today, drawn=None, **options):
        super().__init__(*args, today=today, **options)
        self.fields["lead"].lookup = People(within, on=today)
        self.fields["lead"].widget.within = within.pk
        if drawn is not None:
            self._draw(drawn)

    def _draw(self, post):
        """What was typed, unjudged, with the candidate that was chosen (`chon` = "lead:12") or dropped."""
        self.initial |= {name: post.get(name) for name in self.fields if name in post and name != "key"}
        field = self.fields["lead"]
        value = field.widget.value_from_datadict(post, None, "lead")
        _, _, pk = post.get("chon", "").partition(":")
        if pk.isdecimal() and len(pk) < 16:
            value = type(value)((int(pk),))
        self.initial["lead"] = field.settle(value)

    def refuse(self, refusal, status):
        """What an action says of the successor belongs to this field."""
        if refusal.field in ("cadre", "to_cadre"):
            refusal.field = "lead"
        super().refuse(refusal, status)

    @property
    def successor(self):
        """The cadre behind the chosen post."""
        post = self.cleaned_data.get("lead")
        return post.cadre if post else None


class AssigneeForm(Successor, ReasonedForm):
    assignment = forms.ModelChoiceField(
        None, label="Thay đồng chí", empty_label=None, error_messages={"required": "Chọn đồng chí được thay"}
    )
    field_order = ["assignment", "lead", "reason", "tep"]

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["assignment"].queryset = task.assignments.open().lead_first()
        self.fields["assignment"].label_from_instance = named

    @property
    def request(self):
        cadre = self.successor
        kept = {"assignment": self.cleaned_data["assignment"].pk, "cadre": cadre and cadre.pk}
        return super().request | {"proposal": kept}


FORMS = {
    K.EXTENSION: ExtensionForm,
    K.CONTENT: ContentForm,
    K.ASSIGNEE: AssigneeForm,
    **dict.fromkeys((K.HOLD, K.END, K.REMOVE), StopForm),
}


def form_for(kind):
    return FORMS.get(kind, ReasonedForm)


class HandoverForm(Successor, PaperForm):
    assignment = forms.ModelChoiceField(
        None,
        label="Đồng chí bàn giao",
        empty_label=None,
        error_messages={"required": "Chọn đồng chí bàn giao"},
    )
    outcome = forms.ChoiceField(
        label="Hình thức",
        choices=Handover.Outcome.choices,
        initial=Handover.Outcome.SUCCESSOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn hình thức bàn giao"},
    )
    handed_over_on = DayField(label="Ngày bàn giao", what="ngày bàn giao")
    state_note = LongTextField(
        label="Tình trạng tại ngày bàn giao", rows=5,
        error_messages={"required": "Nhập tình trạng tại ngày bàn giao"},
    )  # fmt: skip

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["assignment"].queryset = task.assignments.open().lead_first()
        self.fields["assignment"].label_from_instance = named
        # By outcome: a paper where the task ends, a successor where one takes it over (`clean`).
        for name in ("number", "symbol", "issued_on", "lead"):
            self.fields[name].required = False
        self.fields["lead"].help_text = "Khi người kế nhiệm tiếp tục: gõ họ tên hoặc chức vụ rồi chọn"
        self.helper.layout = Layout(
            "key", "version", "assignment", "outcome", "lead", "handed_over_on", "state_note",
            HTML("<p class='mo mb-2'>Văn bản (bắt buộc khi việc kết thúc hoặc đưa ra khỏi danh mục)</p>"), PAPER,
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        ends = data.get("outcome") in (Handover.Outcome.PARTIAL, Handover.Outcome.REMOVED)
        require_paper(self, data, always=ends)
        if (
            data.get("outcome") == Handover.Outcome.SUCCESSOR
            and not data.get("lead")
            and "lead" not in self.errors
        ):
            self.add_error("lead", self.fields["lead"].error_messages["required"])
        return data


def require_paper(form, data, *, always):
    """All three parts of the paper, or none where it isn't asked for."""
    parts = {name: data.get(name) for name in ("number", "symbol", "issued_on")}
    if always or any(parts.values()):
        for name, value in parts.items():
            if not value and name not in form.errors:
                form.add_error(name, form.fields[name].error_messages["required"])


def forgive(form, *names):
    """These fields may stay empty in the case at hand, though they are asked for in the other."""
    for name in names:
        if name in form.errors and not form.data.get(form.add_prefix(name), "").strip():
            del form.errors[name]


def later_than(due_on, day):
    if day is None:
        raise forms.ValidationError("Nhập hạn mới, ví dụ 31/12/2026")
    if day <= due_on:
        raise forms.ValidationError(f"Nhập hạn sau hạn hiện tại {vi_date(due_on)}")
    return day


def named(assignment):
    return f"{assignment.name}, {assignment.title}" if assignment.title else assignment.name
