"""What does a commitment ask for: milestones with their values, obstacles with who must solve them, resources?"""

from django import forms
from django.core.exceptions import ValidationError

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from tasks_app.actions.committing import MOST_MILESTONES, Named, Step, plan_problems
from tasks_app.forms.base import ActForm
from tasks_app.forms.solvers import unit_named
from tasks_app.models import Indicator

PLAN, HURDLES = "moc", "vm"
MOST_OBSTACLES = 20


class CommitForm(ActForm):
    # What this page knows of the draft; and the draft that somebody else kept meanwhile.
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    moved = None
    solutions = LongTextField(label="Giải pháp", required=False, rows=3)
    resources = LongTextField(
        label="Nguồn lực", help_text="Kinh phí, nhân lực, điều kiện cần có", required=False, rows=3
    )


class PlanForm(ActForm):
    """The word of the giver on a plan that waits for approval."""

    APPROVED, RETURNED = "approved", "returned"
    word = forms.ChoiceField(
        label="Ý kiến về kế hoạch",
        choices=[(APPROVED, "Duyệt kế hoạch"), (RETURNED, "Yêu cầu sửa")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn duyệt kế hoạch hoặc yêu cầu sửa"},
    )
    text = LongTextField(label="Nội dung", max_length=2000, required=False)

    @property
    def approved(self):
        return self.cleaned_data["word"] == self.APPROVED

    def clean(self):
        data = super().clean()
        if data.get("word") == self.RETURNED and not data.get("text"):
            self.add_error("text", "Nêu rõ nội dung cần sửa")
        return data


class RowForm(forms.Form):
    """A row of which nothing at all was typed is left out, wherever it stands."""

    def __init__(self, *args, **options):
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, label_suffix="", **options)
        self.empty_permitted = True

    def has_changed(self):
        typed = (self[name].data for name in self.fields if name != "DELETE")
        return any(str(value or "").strip() for value in typed)

    @property
    def is_blank(self):
        return not self.has_changed()


class MilestoneForm(RowForm):
    name = TextField(label="Tên mốc", max_length=300, error_messages={"required": "Nhập tên mốc"})
    due_on = DayField(label="Đến ngày", what="ngày của mốc")

    def __init__(self, *args, indicators, task, **options):
        super().__init__(*args, **options)
        self.indicators = indicators
        for i in indicators:
            whole = i.whole if i.kind == Indicator.Kind.RATIO else None
            self.fields[f"so_{i.pk}"] = NumberField(
                label=i.name, what="số cần đạt", required=False, whole=whole
            )

    @property
    def values(self):
        """(indicator, bound field) in order."""
        return [(i, self[f"so_{i.pk}"]) for i in self.indicators]

    @property
    def has_value_errors(self):
        return any(f"so_{i.pk}" in self.errors for i in self.indicators) if self.is_bound else False

    def step(self):
        values = {i.pk: v for i in self.indicators if (v := self.cleaned_data.get(f"so_{i.pk}")) is not None}
        return Step(self.cleaned_data["name"], self.cleaned_data["due_on"], values)


class BaseMilestones(forms.BaseFormSet):
    row_label = "Mốc"
    summary_anchor = "cac-moc"

    def __init__(self, *args, task, indicators, **options):
        self.task, self.indicators = task, indicators
        kwargs = {"indicators": indicators, "task": task}
        super().__init__(*args, prefix=PLAN, form_kwargs=kwargs, **options)

    def kept(self):
        """The rows that count, blank and dropped ones left out."""
        return [row for row in self.forms if not self._should_delete_form(row) and not row.is_blank]

    def clean(self):
        rows = [row for row in self.forms if not self._should_delete_form(row)]
        if any(row.errors for row in rows):
            return
        rows = self.kept()
        if not rows:
            raise ValidationError("Ghi ít nhất một mốc tiến độ.")
        for problem in plan_problems(self.task, self.indicators, [row.step() for row in rows]):
            field = f"so_{problem.indicator}" if problem.indicator else "due_on"
            rows[problem.step].add_error(field, problem.text)

    def steps(self):
        return [row.step() for row in self.kept()]


class ObstacleForm(RowForm):
    text = LongTextField(
        label="Khó khăn, vướng mắc",
        max_length=2000,
        rows=2,
        error_messages={"required": "Nêu khó khăn, vướng mắc"},
    )
    solver = TextField(
        label="Cần ai tháo gỡ",
        max_length=200,
        error_messages={"required": "Ghi cơ quan, đơn vị cần tháo gỡ"},
        help_text="Tên cơ quan, đơn vị; chọn trong danh sách gợi ý hoặc ghi rõ",
    )
    due_on = DayField(label="Đề nghị trước ngày", required=False)

    def __init__(self, *args, units, **options):
        super().__init__(*args, **options)
        self.units = units

    def named(self):
        said = self.cleaned_data
        unit = unit_named(self.units, said["solver"])
        return Named(said["text"], unit, "" if unit else said["solver"], said.get("due_on"))


class BaseObstacles(forms.BaseFormSet):
    row_label = "Vướng mắc"
    summary_anchor = "cac-vuong-mac"

    def __init__(self, *args, units, **options):
        super().__init__(*args, prefix=HURDLES, form_kwargs={"units": units}, **options)

    def named(self):
        rows = [row for row in self.forms if not self._should_delete_form(row) and not row.is_blank]
        return [row.named() for row in rows]


def _formset(form, base, most):
    return forms.formset_factory(
        form, base, extra=0, can_delete=True, can_delete_extra=True, max_num=most, absolute_max=most + 10,
        validate_max=True,
    )  # fmt: skip


Milestones = _formset(MilestoneForm, BaseMilestones, MOST_MILESTONES)
Obstacles = _formset(ObstacleForm, BaseObstacles, MOST_OBSTACLES)


# ---- rows as typed ---------------------------------------------------------------------------------------------------


def typed_rows(typed, prefix):
    """The rows of a formset as typed, [{field: text}], dropped rows left out: for showing them again unjudged."""
    try:
        total = min(int(typed.get(f"{prefix}-TOTAL_FORMS", 0)), 60)
    except ValueError:
        return []
    rows = []
    for n in range(total):
        start = f"{prefix}-{n}-"
        row = {name[len(start) :]: value for name, value in typed.items() if name.startswith(start)}
        if "DELETE" not in row:
            rows.append(row)
    return rows
