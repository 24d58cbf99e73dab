"""Which conditions does the address of the list of cadres, and of one cadre's page, name?"""

from django import forms
from django.core.exceptions import ValidationError

from cadres.forms.fields import TextField
from tasks_app.forms.filters import periods
from tasks_app.forms.scoped import AddressForm, choice, number, search_input
from tasks_app.permissions import READERS

ORDERS = {"": "Tên A–Y", "thu-bac": "Thứ bậc chức vụ", "viec": "Nhiều việc trước"}
CARRYING = {"co": "Đã được giao việc", "khong": "Chưa được giao việc nào"}


class CadreFilter(AddressForm):
    first_rows = ("q", "don_vi", "viec", "sap_xep")

    q = TextField(label="Tìm theo tên đồng chí", required=False, widget=search_input())
    don_vi = choice("Đơn vị công tác", "Tất cả đơn vị")
    viec = choice("Việc được giao", "Tất cả đồng chí", CARRYING.items())
    sap_xep = choice("Sắp xếp", ORDERS[""], [(key, label) for key, label in ORDERS.items() if key])
    cap_uy = forms.CharField(label="Cấp ủy", required=False, max_length=20, widget=forms.HiddenInput)

    def read_names(self):
        self.offer_units()

    def clean_cap_uy(self):
        asked = self.cleaned_data["cap_uy"]
        if asked and number(asked) not in self.me.units(*READERS):
            raise ValidationError("unknown")
        return asked

    @property
    def unit(self):
        return self.units.get(self.params.get("don-vi", ""))

    @property
    def prefixes(self):
        """Paths of the unit asked for, or of the committee; () for the whole reach."""
        if self.unit:
            return self.prefixes_of(self.unit)
        return self.me.reach[int(self.params["cap-uy"])] if "cap-uy" in self.params else ()

    @property
    def chips(self):
        words = {
            "q": lambda v: f"«{v}»",
            "don-vi": lambda v: self.units[v].name,
            "viec": lambda v: CARRYING[v],
        }
        return [
            (words[name](value), self.query(**{name: None}))
            for name, value in self.params.items()
            if name in words
        ]


class PeriodFilter(AddressForm):
    """The stage or year of the decisions that a cadre's page looks at."""

    first_rows = ("ky",)

    ky = choice("Thời gian", "Toàn bộ thời gian")

    def __init__(self, data, *, me, on):
        self.on = on
        super().__init__({"ky": data.get("ky", "").replace("–", "-")}, me=me)

    def read_names(self):
        self.fields["ky"].choices += periods(self.on, self.data.get("ky", ""))

    def narrow(self, tasks):
        code = self.params.get("ky", "")
        if code.isdecimal():
            return tasks.decided_in(int(code))
        return tasks.filter(round__stage=code.replace("-", "–")) if code else tasks

    @property
    def label(self):
        return self.word("ky", self.params["ky"]) if "ky" in self.params else ""
