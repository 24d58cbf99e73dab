"""Which conditions does the address of the task list name?"""

import re
from datetime import date

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from cadres.forms.fields import TextField
from cadres.templatetags.vi import vi_date
from tasks_app.forms.scoped import AddressForm, choice, number, search_input
from tasks_app.models import Field, Round, StatisticalGroup, Task
from tasks_app.permissions import READERS, visible_tasks
from tasks_app.statistics.listing import AGES, ORDERS, Conditions
from tasks_app.statistics.states import ALIASES, SINGLE, STATES, TABS

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


class TaskFilter(AddressForm):
    first_rows = ("q", "don_vi", "linh_vuc", "han")

    q = TextField(label="Tìm việc, mã việc hoặc tên đồng chí", required=False, widget=search_input())
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
    dot = forms.CharField(label="Đợt giao việc", required=False, max_length=20, widget=forms.HiddenInput)
    cap_uy = forms.CharField(label="Cấp ủy", required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user, me, on):
        self.user, self.on = user, on
        super().__init__(data, me=me)
        self.more = self.row_of("trang_thai", "ky", "tinh_chat", "nguon", "sap_xep")

    def known(self, data):
        """Links may name a mark as the code base does; the order that holds anyway needs no word."""
        found = super().known(data)
        if found.get("trang-thai") in ALIASES:
            found["trang-thai"] = ALIASES[found["trang-thai"]]
        if found.get("sap-xep") == "han":
            del found["sap-xep"]
        if "ky" in found:
            found["ky"] = found["ky"].replace("–", "-")
        return found

    def read_names(self):
        """The choices that come from the database, and those that go by the day; what the address names is among them."""
        self.fields["linh_vuc"].choices += field_choices(self.data.get("linh-vuc"))
        self.fields["ky"].choices += periods(self.on, self.data.get("ky", ""))
        year_end = date(self.on.year, 12, 31)
        until = [year_end, date(self.on.year + 1, 12, 31)]
        self.fields["han"].choices += [(f"den-{day}", f"Đến {vi_date(day)}") for day in until]
        asked = self.data.get("han", "")
        if asked not in dict(self.fields["han"].choices) and (words := due_label(asked)):
            self.fields["han"].choices += [(asked, words)]
        self.offer_units()

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

    def clean_dot(self):
        """A round is named by the link of its page; outside the user's tasks there is none."""
        asked, self.round_name = self.cleaned_data["dot"], ""
        if asked:
            round = Round.objects.filter(pk=number(asked), tasks__in=visible_tasks(self.user)).first()
            if round is None:
                raise ValidationError("unknown")
            self.round_name = round.name
        return asked

    @property
    def conditions(self):
        held = self.params
        period = held.get("ky", "")
        unit = held.get("don-vi")
        return Conditions(
            term=held.get("q", ""),
            committee_paths=self.me.reach[int(held["cap-uy"])] if "cap-uy" in held else (),
            unit_paths=self.prefixes_of(self.units[unit]) if unit else (),
            field=held.get("linh-vuc", ""),
            due=held.get("han", ""),
            state=held.get("trang-thai", ""),
            group=held.get("nhom", ""),
            round=int(held["dot"]) if "dot" in held else None,
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
            "dot": lambda v: self.round_name,
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


def periods(on, asked=""):
    """The five-year terms and the years since the first round, newest first: codes "2021-2025" and "2024".

    A round may have a stage of its own ("2022-2025"): one that the address names is among them.
    """
    term = (on.year - 1) // 5 * 5 + 1
    terms = [f"{y}-{y + 4}" for y in range(term, FIRST_YEAR, -5)]
    if re.fullmatch(r"20[0-9]{2}-20[0-9]{2}", asked) and asked not in terms:
        terms.append(asked)
    return [
        ("Giai đoạn", [(code, f"Giai đoạn {code.replace('-', '–')}") for code in terms]),
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
