"""How does the form above a list read its address, and which units may it offer this user?

A value that is unknown, or lies outside what the user may see, is set aside and named (`ignored`): the list shows the rest,
the same as if there were no such unit at all.
"""

import re
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field as Row
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.html import format_html, format_html_join

from cadres.models import Succession, Unit
from cadres.offices import unit_of
from cadres.templatetags.vi import vi_date
from tasks_app.permissions import READERS
from tasks_app.statistics.nodes import node_of

MOST_UNITS = 400
MOST_LETTERS = 100
# Of a unit that may be chosen; whole objects would cost more than all else in the form.
OFFERED = (
    "pk",
    "name",
    "path",
    "ends_on",
    "rank",
    "name_key",
    "kind_id",
    "kind__level",
    "kind__group_name",
    "has_predecessors",
)


class PlainSelect(forms.Select):
    """A select written in one go: Django's own renders a template for each of some hundred units."""

    def render(self, name, value, attrs=None, renderer=None):
        held = {str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v is not None}
        groups = [
            _options(rows, held)
            if group is None
            else format_html('<optgroup label="{}">{}</optgroup>', group, _options(rows, held))
            for group, rows in grouped(self.choices)
        ]
        attrs = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        shown = format_html_join("", ' {}="{}"', ((k, v) for k, v in attrs.items() if v not in (False, None)))
        return format_html("<select{}>{}</select>", shown, format_html_join("", "{}", ((g,) for g in groups)))


def grouped(choices):
    """(group or None, its options) of a field's choices."""
    for key, label in choices:
        yield (key, label) if isinstance(label, list | tuple) else (None, [(key, label)])


def _options(rows, held):
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, " selected" if str(key) in held else "", label) for key, label in rows),
    )


def choice(label, first, choices=()):
    return forms.ChoiceField(label=label, required=False, widget=PlainSelect, choices=[("", first), *choices])


def search_input():
    return forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class AddressForm(forms.Form):
    """A GET form, cleaned at once; its parameters are spelled with hyphens, as all our addresses are."""

    first_rows = ()

    def __init__(self, data, *, me):
        super().__init__(self.known(data), auto_id="loc-%s", label_suffix="")
        self.me, self.units = me, {}
        self.read_names()
        self.full_clean()
        self.helper = self.row_of(*self.first_rows)

    def known(self, data):
        """{parameter: value} of what was filled in; subclasses put other words for a value right here."""
        return {name: value for name, value in data.items() if value.strip()}

    def read_names(self):
        """Subclasses add the choices that come from the database or go by the day."""

    def add_prefix(self, name):
        return super().add_prefix(name).replace("_", "-")

    def row_of(self, *names):
        """A crispy row of label over input, without hints and errors."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        names = [name for name in names if name in self.fields]
        helper.layout = Layout(*(Row(n, template="tasks_app/committee/_filter_field.html") for n in names))
        return helper

    def clean_q(self):
        return self.cleaned_data["q"][:MOST_LETTERS]

    @property
    def ignored(self):
        """The labels of the conditions that were set aside."""
        return [self.fields[name].label for name in self.errors if name in self.fields]

    @property
    def params(self):
        """{parameter: value} of the conditions that hold, in the order of the form."""
        return {
            self.add_prefix(name): value
            for name in self.fields
            if (value := self.cleaned_data.get(name)) and name not in self.errors
        }

    def query(self, **changes):
        """The address of this list with some conditions changed (None takes one away): "?q=…", or "?" for none."""
        kept = {name: value for name, value in self.params.items() if changes.get(name, True) is not None}
        return f"?{urlencode(kept | {n: v for n, v in changes.items() if v})}"

    def word(self, name, value):
        """The label of a chosen option."""
        flat = (row for _, rows in grouped(self.fields[name].choices) for row in rows)
        return next((str(label) for key, label in flat if str(key) == value), value)

    def offer_units(self):
        """Fill `don_vi`: the units right below the committee (and its predecessors), and the one that the address names."""
        if self.me.units(*READERS):
            self.fields["don_vi"].choices += self._unit_choices()
        if len(self.fields["don_vi"].choices) == 1:
            del self.fields["don_vi"]

    def prefixes_of(self, unit):
        """Paths of an offered unit, those of what it succeeded included."""
        return node_of(self.me, unit).prefixes if unit.has_predecessors else (unit.path,)

    def _unit_choices(self):
        asked = number(self.data.get("don-vi"))
        paths = self.me.reach.get(number(self.data.get("cap-uy"))) or self.me.paths(*READERS)
        roots = [unit_of(path) for path in paths]
        asked_first = Case(When(pk=asked, then=0), default=1)
        found = (
            Unit.objects.filter(Q(parent__in=roots) | Q(pk=asked))
            .annotate(has_predecessors=Exists(Succession.objects.filter(successor=OuterRef("pk"))))
            .order_by(asked_first, "kind__level", "rank", "name_key", "pk")
            .values_list(*OFFERED, named=True)[:MOST_UNITS]
        )
        reach = self.me.paths(*READERS)
        units = sorted(
            (u for u in found if any(u.path.startswith(path) for path in reach)), key=_living_first
        )
        self.units = {str(unit.pk): unit for unit in units}
        return [(name, [(str(u.pk), u.name) for u in of]) for name, of in groupby(units, _group_name)]


def _living_first(unit):
    ended = -unit.ends_on.toordinal() if unit.ends_on else -date.max.toordinal()
    return (ended, unit.kind__level, unit.kind_id, unit.rank, unit.name_key, unit.pk)


def _group_name(unit):
    ended = f" (đến {vi_date(unit.ends_on - timedelta(days=1))})" if unit.ends_on else ""
    return unit.kind__group_name + ended


def number(text):
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None
