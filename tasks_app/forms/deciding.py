"""How are a decision over many tasks, and an appraisal opinion on one, typed?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField
from tasks_app.forms.base import ActForm
from tasks_app.forms.indicators import figure_problems
from tasks_app.models import Appraisal, Indicator


class DecisionForm(ActForm):
    """The document, and per task what the roster could not tell: the row of the headline table."""

    number = TextField(label="Số", max_length=20, error_messages={"required": "Nhập số văn bản, ví dụ 125"})
    symbol = TextField(
        label="Ký hiệu",
        max_length=40,
        help_text="Ví dụ: QĐ/TU",
        error_messages={"required": "Nhập ký hiệu văn bản, ví dụ QĐ/TU"},
    )
    issued_on = DayField(
        what="ngày ban hành", label="Ngày ban hành", help_text="Ngày giao việc tính theo ngày này"
    )
    summary = TextField(label="Trích yếu", max_length=400, required=False)
    # The scanned paper (`tep`) is no field of the form: what can't be kept in a refused form is staged (`scan`).
    scan = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, tasks, groups, unplaced, on, symbol="", **options):
        """`tasks`: those that may be ticked; `groups`: {code: row}; `unplaced`: pks that need a row chosen by hand;
        `symbol`: the one proposed, from the committee's short code."""
        super().__init__(*args, **options)
        self.fields["symbol"].initial = symbol
        self.fields["symbol"].help_text = f"Ví dụ: {symbol or 'QĐ/TU'}"
        self.tasks = {task.pk: task for task in tasks}
        self.on = on
        self.ticked = self._ticked()
        rows = {str(row.pk): row for row in groups.values()}
        for pk in unplaced if groups else ():
            # The rows are known: a model field would ask for them once a task.
            self.fields[f"group-{pk}"] = forms.TypedChoiceField(
                choices=[("", "Chọn nhóm"), *((key, row.name) for key, row in rows.items())],
                coerce=rows.get,
                empty_value=None,
                label="Nhóm thống kê",
                required=pk in self.ticked,
                error_messages={"required": f"Chọn nhóm thống kê cho việc «{self.tasks[pk].title}»"},
            )

    def _ticked(self):
        """{pk: version the user saw} of the ticked tasks, in the order of the page."""
        if not self.is_bound:
            return {}
        chosen = set(self.data.getlist("viec"))
        found = {}
        for pk, task in self.tasks.items():
            if str(pk) in chosen:
                seen = self.data.get(f"version-{pk}", "")
                found[pk] = int(seen) if seen.isdecimal() and len(seen) < 10 else task.version
        return found

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.on:
            raise forms.ValidationError(f"Nhập ngày không sau hôm nay, {self.on:%d/%m/%Y}")
        return day

    def clean(self):
        if not self.ticked:
            gone = set(self.data.getlist("viec"))
            raise forms.ValidationError(
                "Việc đồng chí chọn không còn chờ quyết định, đề nghị chọn lại"
                if gone
                else "Chọn ít nhất một việc"
            )
        return self.cleaned_data

    @property
    def chosen(self):
        return [self.tasks[pk] for pk in self.ticked]

    @property
    def groups(self):
        return {
            pk: self.cleaned_data[f"group-{pk}"] for pk in self.ticked if self.cleaned_data.get(f"group-{pk}")
        }


class AppraisalForm(ActForm):
    """The opinion; with *điều chỉnh* the values that the appraising agency writes instead."""

    opinion = forms.ChoiceField(
        label="Ý kiến thẩm định",
        choices=Appraisal.Opinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn một ý kiến thẩm định"},
    )
    text = LongTextField(
        label="Nội dung ý kiến",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Nêu lý do khi điều chỉnh hoặc không đưa vào danh mục",
    )
    title = TextField(label="Tên việc", max_length=300, error_messages={"required": "Nhập tên việc"})
    product = LongTextField(label="Sản phẩm cần đạt", rows=2, max_length=2000, required=False)
    due_on = DayField(what="hạn hoàn thành", label="Hạn hoàn thành")

    ADJUSTABLE = ("title", "product", "due_on")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.rows = list(self.task.indicators.order_by("rank", "pk"))
        for name in self.ADJUSTABLE:
            self.fields[name].initial = getattr(self.task, name)
        for row in self.rows:
            if row.kind in Indicator.BOOLEAN:
                continue
            unit = f", {row.measure_unit}" if row.measure_unit else ""
            self.fields[f"target-{row.pk}"] = NumberField(
                what="chỉ tiêu giao", minimum=0, label=f"{row.name}{unit}", initial=row.target
            )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text and self.cleaned_data.get("opinion") == Appraisal.Opinion.DROP:
            raise forms.ValidationError("Nêu lý do để đồng chí đăng ký biết")
        return text

    def clean(self):
        values = self.cleaned_data
        for row in self.rows:
            target = values.get(f"target-{row.pk}")
            if target is not None and target != row.target:
                for _, sentence in figure_problems(row.kind, row.baseline, target, row.whole):
                    self.add_error(f"target-{row.pk}", sentence)
        due_on = values.get("due_on")
        if due_on and due_on <= self.task.starts_on:
            self.add_error("due_on", f"Nhập hạn hoàn thành sau ngày bắt đầu {self.task.starts_on:%d/%m/%Y}")
        opinion = values.get("opinion")
        if not self.errors and opinion == Appraisal.Opinion.AGREE and self._adjusted():
            self.add_error(
                "opinion", "Đồng chí đã sửa nội dung: chọn «Điều chỉnh», hoặc để nguyên như đăng ký"
            )
        if not self.errors and opinion == Appraisal.Opinion.ADJUST and not self._adjusted():
            self.add_error("opinion", "Sửa ít nhất một nội dung bên dưới, hoặc chọn «Đồng ý»")
        return values

    def _adjusted(self):
        return any(self.task_values[name] != getattr(self.task, name) for name in self.ADJUSTABLE) or any(
            self.targets[row.pk] != row.target for row in self.rows if row.pk in self.targets
        )

    @property
    def task_values(self):
        return {name: self.cleaned_data[name] for name in self.ADJUSTABLE}

    @property
    def targets(self):
        names = {row.pk: f"target-{row.pk}" for row in self.rows}
        return {
            pk: self.cleaned_data[name]
            for pk, name in names.items()
            if self.cleaned_data.get(name) is not None
        }

    @property
    def target_fields(self):
        return [self[name] for name in self.fields if name.startswith("target-")]
