"""What is typed to ask for a change, to appraise it, to record its decision, and to hand a task over?"""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField
from cadres.templatetags.vi import vi_date
from tasks_app.forms.acts import PaperForm
from tasks_app.forms.base import ActForm
from tasks_app.forms.indicators import figure_problems
from tasks_app.forms.picking import People, PickField
from tasks_app.models import ChangeRequest, Handover, Indicator
from tasks_app.templatetags.figures import target_figure, with_unit

K = ChangeRequest.Kind
PAPER = Row(
    Column("number", css_class="col-sm-3"), Column("symbol", css_class="col-sm-5"),
    Column("issued_on", css_class="col-sm-4"),
)  # fmt: skip


class ReasonedForm(ActForm):
    """Hold, resume, end, remove: only why."""

    reason = LongTextField(label="Lý do", rows=4, error_messages={"required": "Nêu lý do đề nghị"})

    def __init__(self, *args, **options):
        options.pop("within", None)
        options.pop("today", None)
        super().__init__(*args, **options)

    @property
    def request(self):
        """What `changing.ask` takes."""
        return {"reason": self.cleaned_data["reason"]}


class CauseForm(ReasonedForm):
    cause = forms.ChoiceField(
        label="Nguyên nhân",
        choices=ChangeRequest.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn nguyên nhân chủ quan hoặc khách quan"},
    )

    @property
    def request(self):
        return super().request | {"cause": self.cleaned_data["cause"]}


class ExtensionForm(CauseForm):
    due_proposed = DayField(label="Hạn đề nghị", what="hạn đề nghị")
    field_order = ["due_proposed", "cause", "reason"]

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["due_proposed"].help_text = f"Sau hạn hiện tại {vi_date(task.due_on)}"

    def clean_due_proposed(self):
        return later_than(self.task.due_on, self.cleaned_data["due_proposed"])

    @property
    def request(self):
        return super().request | {"due_proposed": self.cleaned_data["due_proposed"]}


class ContentForm(CauseForm):
    """A new target beside each indicator that has a figure; left empty, it stays."""

    product = LongTextField(
        label="Sản phẩm cần đạt sau điều chỉnh", max_length=2000, required=False,
        help_text="Để trống nếu giữ nguyên",
    )  # fmt: skip

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        figures = task.indicators.exclude(kind__in=Indicator.BOOLEAN).exclude(target=None)
        self.rows = {f"target_{row.pk}": row for row in figures.order_by("rank", "pk")}
        for name, row in self.rows.items():
            self.fields[name] = NumberField(
                what="chỉ tiêu", minimum=0, required=False, label=row.name,
                help_text=f"Chỉ tiêu giao hiện nay {with_unit(target_figure(row), row)}",
            )  # fmt: skip
        self.order_fields([*self.rows, "product", "cause", "reason"])

    def clean(self):
        data = super().clean()
        for name, row in self.rows.items():
            if data.get(name) is not None:
                for _, problem in figure_problems(row.kind, row.baseline, data[name], row.whole):
                    self.add_error(name, problem)
        return data

    @property
    def request(self):
        targets = {row.pk: self.cleaned_data[name] for name, row in self.rows.items()}
        kept = {"targets": targets, "product": self.cleaned_data["product"]}
        return super().request | {"proposal": kept}


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
    field_order = ["assignment", "lead", "reason"]

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["assignment"].queryset = task.assignments.open().lead_first()
        self.fields["assignment"].label_from_instance = named

    @property
    def request(self):
        cadre = self.successor
        kept = {"assignment": self.cleaned_data["assignment"].pk, "cadre": cadre and cadre.pk}
        return super().request | {"proposal": kept}


FORMS = {K.EXTENSION: ExtensionForm, K.CONTENT: ContentForm, K.ASSIGNEE: AssigneeForm}


def form_for(kind):
    return FORMS.get(kind, ReasonedForm)


class OpinionForm(ActForm):
    text = LongTextField(
        label="Ý kiến thẩm định", max_length=2000, error_messages={"required": "Nhập ý kiến thẩm định"}
    )


class DecisionForm(PaperForm):
    """The committee's decision about one request: agreed, with its paper, or refused, with the reason."""

    outcome = forms.ChoiceField(
        label="Quyết định của cấp giao",
        choices=[(o.value, o.label) for o in (ChangeRequest.Outcome.APPROVED, ChangeRequest.Outcome.REFUSED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn đồng ý hoặc không đồng ý"},
    )
    due_approved = DayField(label="Hạn được duyệt", what="hạn được duyệt")
    reason = LongTextField(
        label="Ý kiến khi quyết định", max_length=2000, help_text="Không bắt buộc khi đồng ý",
        error_messages={"required": "Nêu lý do không đồng ý"},
    )  # fmt: skip

    def __init__(self, *args, change, **options):
        super().__init__(*args, **options)
        self.helper.layout = Layout("key", "version", "outcome", "due_approved", PAPER, "reason")
        if change.kind == K.EXTENSION:
            self.fields["due_approved"].initial = change.due_proposed
            self.fields["due_approved"].help_text = f"Sau hạn hiện tại {vi_date(self.task.due_on)}"
        else:
            del self.fields["due_approved"]
            self.helper.layout.pop(3)

    @property
    def approved(self):
        return self.cleaned_data["outcome"] == ChangeRequest.Outcome.APPROVED

    def clean_due_approved(self):
        day = self.cleaned_data["due_approved"]
        refused = self.data.get("outcome") == ChangeRequest.Outcome.REFUSED
        return day if refused else later_than(self.task.due_on, day)

    def clean(self):
        data = super().clean()
        if data.get("outcome") == ChangeRequest.Outcome.APPROVED:
            forgive(self, "reason")
            data.setdefault("reason", "")
        else:
            forgive(self, "due_approved", "number", "symbol", "issued_on")
            require_paper(self, data, always=False)
        return data


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
        for name in ("number", "symbol", "issued_on"):
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
        if name in form.errors and not form.data.get(form.add_prefix(name)):
            del form.errors[name]


def later_than(due_on, day):
    if day is None:
        raise forms.ValidationError("Nhập hạn mới, ví dụ 31/12/2026")
    if day <= due_on:
        raise forms.ValidationError(f"Nhập hạn sau hạn hiện tại {vi_date(due_on)}")
    return day


def named(assignment):
    return f"{assignment.name}, {assignment.title}" if assignment.title else assignment.name
