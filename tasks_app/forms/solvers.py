"""Who is asked to solve something: which units may be named, and which one does a typed name mean?"""

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Unit
from cadres.models.text import folded
from tasks_app.actions.unblocking import answer_day
from tasks_app.forms.base import ActForm

SUGGESTED = 12


def units_to_ask(task, *, on):
    """The giver with what stands above it, and what stands beside and below it: no name from elsewhere in the tree."""
    around = task.giver.parent.path if task.giver.parent_id else task.giver.path
    known = Unit.objects.existing(on)
    return known.filter(path__startswith=around) | known.filter(pk__in=task.giver.ancestor_ids)


def unit_named(units, name):
    """The one unit of exactly this name, with or without diacritics; None when there is none or more than one."""
    found = [unit for unit in units.matching(name)[:30] if folded(unit.name) == folded(name)]
    return found[0] if len(found) == 1 else None


def suggested(units, typed):
    """Units whose name contains what is typed so far."""
    return units.matching(typed).in_order()[:SUGGESTED] if len(typed.strip()) > 1 else []


class SolverField(TextField):
    """The name of a unit, typed; the page offers names under the input (`data-don-vi`)."""

    def __init__(self, **options):
        options.setdefault("max_length", 200)
        options.setdefault("widget", forms.TextInput(attrs={"list": "don-vi", "autocomplete": "off"}))
        super().__init__(**options)

    def offers(self, address):
        """Ask this address for names while somebody types."""
        self.widget.attrs |= {
            "hx-get": address, "hx-trigger": "input changed delay:300ms", "hx-target": "#don-vi",
            "hx-params": "*", "hx-sync": "this:replace",
        }  # fmt: skip


class ObstacleNamedForm(ActForm):
    """Nêu vướng mắc between two reports."""

    text = LongTextField(
        label="Khó khăn, vướng mắc",
        max_length=2000,
        rows=4,
        error_messages={"required": "Nêu khó khăn, vướng mắc"},
    )
    solver = SolverField(
        label="Cần ai tháo gỡ",
        help_text="Tên cơ quan, đơn vị; chọn trong danh sách gợi ý hoặc ghi rõ",
        error_messages={"required": "Ghi cơ quan, đơn vị cần tháo gỡ"},
    )
    due_on = DayField(label="Đề nghị trước ngày")

    def __init__(self, *args, task, on, address="", **options):
        super().__init__(*args, task=task, **options)
        self.units = units_to_ask(task, on=on)
        self.fields["solver"].offers(address)
        self.fields["due_on"].initial = answer_day(on)

    @property
    def unit(self):
        return unit_named(self.units, self.cleaned_data["solver"])


class PassOnForm(ActForm):
    """Chuyển to the body that can solve it."""

    unit = SolverField(
        label="Chuyển đến",
        help_text="Cơ quan, đơn vị có thẩm quyền giải quyết; chọn trong danh sách gợi ý",
        error_messages={"required": "Ghi cơ quan, đơn vị có thẩm quyền"},
    )
    reason = LongTextField(
        label="Lý do chuyển", max_length=1000, error_messages={"required": "Nêu lý do chuyển"}
    )

    def __init__(self, *args, task, on, address="", **options):
        super().__init__(*args, task=task, **options)
        self.units = units_to_ask(task, on=on)
        self.fields["unit"].offers(address)

    def clean_unit(self):
        unit = unit_named(self.units, self.cleaned_data["unit"])
        if unit is None:
            raise forms.ValidationError("Chọn một đơn vị trong danh sách gợi ý")
        return unit
