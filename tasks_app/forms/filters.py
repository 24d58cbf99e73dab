"""Which conditions does the address of a list name, and which of them make sense for this user?

Every condition stands in the URL. A value that is unknown, or lies outside what the user may see, is set aside and named
(`ignored`): the list shows the rest, the same as if there were no such unit at all.
"""

import re
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field as Row
from crispy_forms.layout import Layout
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html, format_html_join

from cadres.forms.fields import TextField
from cadres.models import Unit
from cadres.templatetags.vi import vi_date
from tasks_app.models import Field, StatisticalGroup, Task
from tasks_app.permissions import READERS, visible_tasks
from tasks_app.statistics.listing import AGES, ORDERS, Conditions
from tasks_app.statistics.nodes import node_of
from tasks_app.statistics.states import ALIASES, SINGLE, STATES, TABS

MOST_UNITS = 400
FIRST_YEAR = 2020  # the first round of "việc đột phá" anywhere (Tuyên Quang)
DUE = {
    "trong-7": "Trong 7 ngày tới",
    "trong-15": "Trong 15 ngày tới",
    "trong-30": "Trong 30 ngày tới",
    "trong-90": "Trong 90 ngày tới",
    "qua-han": "Đã quá hạn",
    **{code: f"Quá hạn {least}–{most} ngày" for code, (least, most) in AGES.items() if most},
    "qua-120": "Quá hạn trên 120 ngày",
}


class PlainSelect(forms.Select):
    """A select written in one go: Django's own renders a template for each of some hundred units."""

    def render(self, name, value, attrs=None, renderer=None):
        value = [str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v is not None]
        body = format_html_join(
            "",
            "{}",
            (
                (_options(rows, value),)
                if group is None
                else (format_html('<optgroup label="{}">{}</optgroup>', group, _options(rows, value)),)
                for group, rows in _grouped(self.choices)
            ),
        )
        attrs = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        shown = format_html_join("", ' {}="{}"', ((k, v) for k, v in attrs.items() if v not in (False, None)))
        return format_html("<select{}>{}</select>", shown, body)


def _grouped(choices):
    for key, label in choices:
        yield (key, label) if isinstance(label, list | tuple) else (None, [(key, label)])


def _options(rows, value):
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, " selected" if str(key) in value else "", label) for key, label in rows),
    )


def choice(label, first, choices=()):
    return forms.ChoiceField(label=label, required=False, widget=PlainSelect, choices=[("", first), *choices])


class HyphenForm(forms.Form):
    """A GET form whose parameters are spelled with hyphens, as all our addresses are."""

    def add_prefix(self, name):
        return super().add_prefix(name).replace("_", "-")

    def __init__(self, data, **options):
        super().__init__(data, auto_id="loc-%s", label_suffix="", **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def rows(self, *names):
        """A crispy layout of label over input, without hints and errors."""
        rows = [Row(n, template="tasks_app/committee/_filter_field.html") for n in names if n in self.fields]
        return Layout(*rows)

    @property
    def ignored(self):
        """The labels of the conditions that were set aside."""
        return [self.fields[name].label for name in self.errors if name in self.fields]

    def query(self, **changes):
        """The address of this list with some conditions changed (None takes one away): "?q=…", or "?" for none."""
        kept = {name: value for name, value in self.params.items() if changes.get(name, True) is not None}
        return f"?{urlencode(kept | {n: v for n, v in changes.items() if v})}"


class TaskFilter(HyphenForm):
    q = TextField(
        label="Tìm việc, mã việc hoặc tên đồng chí",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    don_vi = choice("Đơn vị", "Tất cả đơn vị")
    linh_vuc = choice("Lĩnh vực", "Tất cả lĩnh vực")
    han = choice("Thời hạn", "Mọi thời hạn", DUE.items())
    trang_thai = choice(
        "Trạng thái",
        "Tất cả trạng thái",
        [
            ("Xem nhanh", [(state.code, state.label) for state in TABS[1:]]),
            ("Từng trạng thái", [(state.code, state.label) for state in SINGLE]),
        ],
    )
    ky = choice("Giai đoạn, năm giao", "Tất cả các năm")
    tinh_chat = choice("Tính chất việc", "Mọi tính chất", Task.Nature.choices)
    nguon = choice("Nguồn", "Mọi nguồn", Task.Origin.choices)
    sap_xep = choice(
        "Sắp xếp", ORDERS["han"], [(key, label) for key, label in ORDERS.items() if key != "han"]
    )
    nhom = forms.CharField(label="Nhóm thống kê", required=False, max_length=40, widget=forms.HiddenInput)
    cap_uy = forms.CharField(label="Cấp ủy", required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user, me, on):
        data = {name: value for name, value in data.items() if value.strip()}
        state = data.get("trang-thai")
        if state in ALIASES:
            data["trang-thai"] = ALIASES[state]
        if data.get("sap-xep") == "han":
            del data["sap-xep"]
        super().__init__(data)
        self.user, self.me, self.on = user, me, on
        self.units = {}
        self.read_names()
        self.full_clean()
        self.helper.layout = self.rows("q", "don_vi", "linh_vuc", "han")
        self.more = FormHelper()
        self.more.form_tag, self.more.disable_csrf = False, True
        self.more.layout = self.rows("trang_thai", "ky", "tinh_chat", "nguon", "sap_xep")

    def read_names(self):
        """The choices that come from the database, and those that go by the day; what the address names is among them."""
        self.fields["linh_vuc"].choices += field_choices(self.data.get("linh-vuc"))
        self.fields["ky"].choices += periods(self.on)
        year_end = date(self.on.year, 12, 31)
        until = [year_end, date(self.on.year + 1, 12, 31)]
        self.fields["han"].choices += [(f"den-{day}", f"Đến {vi_date(day)}") for day in until]
        asked = self.data.get("han", "")
        if asked not in dict(self.fields["han"].choices) and (words := due_label(asked)):
            self.fields["han"].choices += [(asked, words)]
        if self.me.units(*READERS):
            self.fields["don_vi"].choices += self.unit_choices()
        if len(self.fields["don_vi"].choices) == 1:
            del self.fields["don_vi"]

    def unit_choices(self):
        """The units right below the committee (those of its predecessors too), and the one that the address names."""
        chosen = number(self.data.get("don-vi"))
        paths = self.me.reach.get(number(self.data.get("cap-uy"))) or self.me.paths(*READERS)
        roots = [int(path.rstrip("/").rsplit("/", 1)[1]) for path in paths]
        units = list(
            Unit.objects.filter(Q(parent__in=roots) | Q(pk=chosen))
            .select_related("kind")
            .order_by("-ends_on", "kind__level", "kind", "rank", "name_key", "pk")[:MOST_UNITS]
        )
        reach = self.me.paths(*READERS)
        self.units = {str(u.pk): u for u in units if any(u.path.startswith(path) for path in reach)}

        def group(unit):
            ended = f" (đến {vi_date(unit.ends_on - timedelta(days=1))})" if unit.ends_on else ""
            return unit.kind.group_name + ended

        return [(name, [(str(u.pk), u.name) for u in of]) for name, of in groupby(self.units.values(), group)]

    def clean_q(self):
        return self.cleaned_data["q"][:100]

    def clean_cap_uy(self):
        asked = self.cleaned_data["cap_uy"]
        if asked and number(asked) not in self.me.units(*READERS):
            raise ValidationError("unknown")
        return asked

    def clean_nhom(self):
        """A statistical group is named by a figure's link; outside the user's tasks there is none."""
        code = self.cleaned_data["nhom"]
        self.group_name = ""
        if code:
            group = StatisticalGroup.objects.filter(code=code, tasks__in=visible_tasks(self.user)).first()
            if group is None:
                raise ValidationError("unknown")
            self.group_name = group.name
        return code

    @property
    def params(self):
        """{parameter: value} of the conditions that hold, in the order of the form."""
        return {
            self.add_prefix(name): value
            for name in self.fields
            if (value := self.cleaned_data.get(name)) and name not in self.errors
        }

    @property
    def conditions(self):
        held = self.params
        period = held.get("ky", "")
        unit = held.get("don-vi")
        return Conditions(
            term=held.get("q", ""),
            committee_paths=self.me.reach[int(held["cap-uy"])] if "cap-uy" in held else (),
            unit_paths=node_of(self.me, self.units[unit]).prefixes if unit else (),
            field=held.get("linh-vuc", ""),
            due=held.get("han", ""),
            state=held.get("trang-thai", ""),
            group=held.get("nhom", ""),
            year=int(period) if period.isdecimal() else None,
            stage="" if period.isdecimal() else period.replace("-", "–"),
            nature=held.get("tinh-chat", ""),
            origin=held.get("nguon", ""),
            order=held.get("sap-xep", "han"),
        )

    @property
    def chips(self):
        """(what holds, the address without it) of each condition."""
        words = {
            "q": lambda v: f"«{v}»",
            "don-vi": lambda v: self.units[v].name,
            "trang-thai": lambda v: STATES[v].label,
            "nhom": lambda v: self.group_name,
            "han": lambda v: (
                f"Hạn: {self.word('han', v).lower()}"
                if v.startswith(("den", "trong"))
                else self.word("han", v)
            ),
            "ky": lambda v: self.word("ky", v),
        }
        return [
            (words[name](value) if name in words else self.word(name.replace("-", "_"), value), self.query(**{name: None}))
            for name, value in self.params.items()
            if name not in ("sap-xep", "cap-uy")
        ]  # fmt: skip

    def word(self, name, value):
        """The label of a chosen option."""
        flat = (row for _, rows in _grouped(self.fields[name].choices) for row in rows)
        return next((str(label) for key, label in flat if str(key) == value), value)

    @property
    def more_in_use(self):
        return any(name in self.params for name in ("ky", "tinh-chat", "nguon", "sap-xep"))


def field_choices(asked):
    """All fields in their order; kept a minute, and read again when the address names one that isn't among them."""
    kept = cache.get("field-choices")
    if kept is None or asked and asked not in dict(kept):
        kept = list(Field.objects.order_by("rank", "name").values_list("code", "name"))
        cache.set("field-choices", kept, 60)
    return kept


def number(text):
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None


def periods(on):
    """The five-year terms and the years since the first round, newest first: codes "2021-2025" and "2024"."""
    term = (on.year - 1) // 5 * 5 + 1
    terms = [(f"{y}-{y + 4}", f"Giai đoạn {y}–{y + 4}") for y in range(term, FIRST_YEAR, -5)]
    return [
        ("Giai đoạn", terms),
        ("Năm giao", [(str(y), f"Năm {y}") for y in range(on.year, FIRST_YEAR - 1, -1)]),
    ]


def due_label(code):
    """The words of a `han` that is none of the usual choices ("den-2024-06-30", "trong-45"); None if it is nonsense."""
    if re.fullmatch(r"trong-\d{1,3}", code):
        return f"Trong {int(code[6:])} ngày tới"
    try:
        return f"Đến {vi_date(date.fromisoformat(code[4:]))}" if code.startswith("den-") else None
    except ValueError:
        return None
