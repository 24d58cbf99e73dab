"""How does a form read numbers, dates and text the Vietnamese way?"""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from cadres.models.text import clean_text

WHOLE_DIGITS, DECIMALS = 15, 5
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


def read_decimal(text):
    """An exact Decimal from "1.046", "91,5", "1.234,5", "91.5" or full-width digits; None from blank. ValueError otherwise.

    A dot followed by exactly three digits groups thousands, as offices write; any other single dot is a decimal point.
    Numbers beyond what a column holds, NaN and Infinity are refused.
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u2212", "-")
    if not text:
        return None
    whole, comma, part = text.partition(",")
    if _GROUPED.fullmatch(whole) and (not comma or part.isdecimal()):
        text = whole.replace(".", "") + (f".{part}" if comma else "")
    elif _PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    else:
        raise ValueError("not a number")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if abs(number) >= Decimal(10) ** WHOLE_DIGITS:
        raise ValueError("too large")
    # Not normalize(): that rounds to 28 digits, and thirty decimals would be lost without a word.
    if any(char != "0" for char in text.partition(".")[2][DECIMALS:]):
        raise ValueError("too fine")
    return number


def show_decimal(number):
    """A Decimal as it is typed into a field: no grouping, decimal comma, no trailing zeros."""
    if number is None or number == "":
        return ""
    return f"{Decimal(number).normalize():f}".replace(".", ",")


def read_fraction(text):
    """ "190/200" as two texts (x, y), or None for what isn't one number over another."""
    part, slash, whole = unicodedata.normalize("NFKC", text).partition("/")
    parts = (part.strip(), whole.strip())
    return parts if slash and all(parts) and "/" not in whole else None


class NumberField(forms.CharField):
    """A number typed the Vietnamese way; cleans to Decimal or None. `what` names it in messages: "chỉ tiêu".

    `whole`: y of a ratio x/y, so that "190/200" is understood where 190 is asked for.
    """

    def __init__(self, *, what="số liệu", minimum=None, maximum=None, whole=None, **options):
        options.setdefault("max_length", 40)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        options.setdefault("widget", widget)
        options.setdefault("error_messages", {"required": f"Nhập {what} bằng số"})
        super().__init__(**options)
        self.what, self.minimum, self.maximum, self.whole = what, minimum, maximum, whole

    def prepare_value(self, value):
        return show_decimal(value) if isinstance(value, Decimal) else value

    def clean(self, value):
        text = super().clean(value)
        if self.whole is not None and (parts := read_fraction(text)):
            text = self._over_whole(*parts)
        try:
            number = read_decimal(text)
        except ValueError as problem:
            advice = {
                "too large": f"Nhập {self.what} nhỏ hơn 1 triệu tỷ",
                "too fine": f"Nhập {self.what} với nhiều nhất {DECIMALS} chữ số sau dấu phẩy",
            }
            raise ValidationError(
                advice.get(str(problem), f"Nhập {self.what} bằng số, ví dụ 1.046 hoặc 91,5")
            ) from None
        if number is not None and self.minimum is not None and number < self.minimum:
            raise ValidationError(f"Nhập {self.what} từ {show_decimal(Decimal(self.minimum))} trở lên")
        if number is not None and self.maximum is not None and number > self.maximum:
            raise ValidationError(f"Nhập {self.what} không quá {show_decimal(Decimal(self.maximum))}")
        return number

    def _over_whole(self, part, whole):
        try:
            if read_decimal(whole) == self.whole:
                return part
        except ValueError:
            pass
        raise ValidationError(
            f"Tổng số được giao là {show_decimal(self.whole)}, nhập {self.what} trên tổng số này"
        )

    def has_changed(self, initial, data):
        try:
            return initial != read_decimal(data or "")
        except ValueError:
            return True


class DayField(forms.CharField):
    """A date typed dd/mm/yyyy (d/m/yyyy and ISO are understood); cleans to date or None."""

    def __init__(self, *, what="ngày", **options):
        options.setdefault("max_length", 10)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        options.setdefault("error_messages", {"required": f"Nhập {what}, ví dụ 31/12/2026"})
        super().__init__(**options)

    def prepare_value(self, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def clean(self, value):
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not text:
            return None
        parts = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
        iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
        try:
            if parts:
                day = date(int(parts[3]), int(parts[2]), int(parts[1]))
            elif iso:
                day = date(*map(int, iso.groups()))
            else:
                raise ValueError
        except ValueError:
            raise ValidationError("Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027") from None
        if not 2000 <= day.year <= 2100:
            raise ValidationError("Nhập năm từ 2000 đến 2100")
        return day


class TextField(forms.CharField):
    """One line of NFC text with look-alike letters mended."""

    def to_python(self, value):
        return clean_text(super().to_python(value))


class LongTextField(forms.CharField):
    """Several lines of NFC text; lines keep their breaks."""

    def __init__(self, *, rows=3, **options):
        options.setdefault("max_length", 4000)
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def to_python(self, value):
        lines = super().to_python(value).splitlines()
        return "\n".join(clean_text(line) for line in lines).strip()
