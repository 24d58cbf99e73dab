"""What does a team type on the spot: findings, figures, recommendations; and what is typed when these are followed up?"""

from decimal import Decimal

from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from cadres.models import Cadre, Unit
from tasks_app.actions.inspecting import Asked
from tasks_app.forms.base import ActForm
from tasks_app.forms.committing import RowForm
from tasks_app.forms.files import FilesField
from tasks_app.forms.scoped import PlainSelect
from tasks_app.models import Indicator
from tasks_app.templatetags.figures import figure, target_figure, with_unit

ASKED = "kn"
MOST_ASKED = 20
# Right below the giver: more names than this no phone scrolls through.
MOST_UNITS = 60
YES_NO = [("", "Chưa xác định"), ("1", "Có"), ("0", "Chưa")]


class FindingsForm(ActForm):
    inspected_on = DayField(label="Ngày kiểm tra", what="ngày kiểm tra")
    place = TextField(label="Nơi kiểm tra", max_length=200, required=False)
    minutes_no = TextField(label="Biên bản số", max_length=60, required=False, help_text="Ví dụ: 07-BB/ĐKT")
    findings = LongTextField(
        label="Kết quả kiểm tra", rows=5, error_messages={"required": "Nhập kết quả kiểm tra"}
    )

    def __init__(self, *args, indicators, today, **options):
        super().__init__(*args, **options)
        self.indicators = indicators
        for row in indicators:
            self.fields[f"so_{row.pk}"] = _figure_field(row)
        self.fields["inspected_on"].initial = today

    @property
    def figure_fields(self):
        """(indicator, bound field) in order."""
        return [(row, self[f"so_{row.pk}"]) for row in self.indicators]

    def clean(self):
        data = super().clean()
        for row in self.indicators:
            value = data.get(f"so_{row.pk}")
            if value is None:
                continue
            if row.kind == Indicator.Kind.RATIO and row.whole is not None and value > row.whole:
                self.add_error(f"so_{row.pk}", f"Nhập số không quá tổng số {figure(row, row.whole)}")
        return data

    @property
    def figures(self):
        found = {row.pk: self.cleaned_data.get(f"so_{row.pk}") for row in self.indicators}
        return {pk: value for pk, value in found.items() if value is not None}

    @property
    def record(self):
        """What `inspecting.record` takes of this form."""
        names = ("inspected_on", "place", "minutes_no", "findings")
        return {name: self.cleaned_data[name] for name in names} | {"figures": self.figures}


class StandaloneForm(FindingsForm):
    """A check that no mission was made for beforehand: the name of the team is typed with the findings."""

    team = TextField(
        label="Đoàn kiểm tra", max_length=300, error_messages={"required": "Nhập tên đoàn kiểm tra"}
    )
    head = TextField(
        label="Trưởng đoàn", max_length=120, required=False, help_text="Họ tên, chức vụ như trong biên bản"
    )

    def __init__(self, *args, task, **options):
        super().__init__(*args, task=task, **options)
        self.fields["team"].initial = f"Đoàn kiểm tra của Ban Thường vụ {task.giver_name or task.giver.name}"


def _figure_field(row):
    label = f"Số liệu kiểm tra: {row.name}"
    known = f"Chỉ tiêu {with_unit(target_figure(row), row)}, tự báo cáo {figure(row, row.current)}"
    if row.kind in Indicator.BOOLEAN:
        return forms.TypedChoiceField(
            label=label, choices=YES_NO, coerce=Decimal, empty_value=None, required=False, help_text=known
        )
    return NumberField(what="số liệu", minimum=0, required=False, label=label, help_text=known)


# ---- recommendations -------------------------------------------------------------------------------------------------


class AskedForm(RowForm):
    text = LongTextField(
        label="Nội dung kiến nghị",
        max_length=2000,
        rows=2,
        error_messages={"required": "Nhập nội dung kiến nghị"},
    )
    to = forms.ChoiceField(
        label="Gửi tới", widget=PlainSelect, error_messages={"required": "Chọn nơi nhận kiến nghị"}
    )
    due_on = DayField(label="Thực hiện trước ngày", what="hạn thực hiện")

    def __init__(self, *args, addressees, **options):
        super().__init__(*args, **options)
        self.fields["to"].choices = addressees

    def has_changed(self):
        typed = (self["text"].data, self["due_on"].data)
        return any(str(value or "").strip() for value in typed)

    def asked(self):
        kind, pk = self.cleaned_data["to"][:1], int(self.cleaned_data["to"][1:])
        to = {"to_cadre": Cadre.objects.get(pk=pk)} if kind == "c" else {"to_unit": Unit.objects.get(pk=pk)}
        return Asked(self.cleaned_data["text"], self.cleaned_data["due_on"], **to)


class BaseAsked(forms.BaseFormSet):
    row_label = "Kiến nghị"
    summary_anchor = "cac-kien-nghi"

    def __init__(self, *args, addressees, inspected_on=None, **options):
        super().__init__(*args, prefix=ASKED, form_kwargs={"addressees": addressees}, **options)

    def asked(self):
        rows = [row for row in self.forms if not self._should_delete_form(row) and not row.is_blank]
        return [row.asked() for row in rows]


AskedRows = forms.formset_factory(
    AskedForm, BaseAsked, extra=0, can_delete=True, can_delete_extra=True, max_num=MOST_ASKED,
    absolute_max=MOST_ASKED + 10, validate_max=True,
)  # fmt: skip


def addressees_of(task, *, on):
    """[(value, words)] of those to whom a recommendation about the task can go: its people, its units, those below the giver."""
    people = [(f"c{p.cadre_id}", f"Đ/c {p.name}") for p in task.assignments.open().lead_first()]
    near = {task.unit_id: task.unit.name}
    near |= dict(task.coordinating_units.order_by("pk").values_list("pk", "name"))
    near[task.giver_id] = task.giver.name
    below = Unit.objects.existing(on).filter(parent=task.giver_id).exclude(pk__in=near).in_order()
    others = [(f"u{pk}", name) for pk, name in below.values_list("pk", "name")[:MOST_UNITS]]
    return [
        ("Đồng chí được giao", people),
        ("Đơn vị của việc", [(f"u{pk}", name) for pk, name in near.items()]),
        *([("Đơn vị khác", others)] if others else []),
    ]


# ---- following up ----------------------------------------------------------------------------------------------------


class DoneForm(ActForm):
    text = LongTextField(
        label="Kết quả thực hiện",
        max_length=2000,
        rows=4,
        error_messages={"required": "Nhập kết quả thực hiện"},
    )
    tep = FilesField(label="Minh chứng")


class ConfirmForm(ActForm):
    """The desk confirms, with what was done where nobody reported it; or asks for more."""

    done_text = LongTextField(
        label="Nội dung đã thực hiện", max_length=2000, rows=3,
        error_messages={"required": "Ghi nội dung đã thực hiện"},
    )  # fmt: skip
    closed_on = DayField(label="Thực hiện xong ngày", what="ngày thực hiện")
    note = LongTextField(label="Ý kiến", max_length=1000, rows=2, required=False)
    tep = FilesField(label="Minh chứng")

    def __init__(self, *args, reported, sending_back=False, **options):
        super().__init__(*args, **options)
        if reported:
            del self.fields["done_text"]
        if sending_back:
            self.fields["closed_on"].required = False
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Nêu nội dung phải thực hiện tiếp"
