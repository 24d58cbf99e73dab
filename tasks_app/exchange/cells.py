"""What does one cell say: a day, a number, a target, several names?

What can't be read raises `Unclear` with a Vietnamese sentence that says how to write it, and what was probably meant.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cadres.forms.fields import DECIMALS, read_decimal
from cadres.models.text import clean_text, fold
from tasks_app.exchange.sheets import Value

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
SERIALS = range(36_526, 73_416)  # the numbers under which workbooks keep the days of 2000–2100
ZERO_DAY = date(1899, 12, 30)
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s*[/-]\s*(\d{4})|thang (\d{1,2}) nam (\d{4})")
_QUARTER = re.compile(r"quy (iv|iii|ii|i|[1-4])\s*(?:[/-]|nam)?\s*(\d{4})")
_HALF = re.compile(r"6 thang (dau|cuoi) nam (\d{4})")
_YEAR = re.compile(r"(?:nam )?(20\d\d)")
_BEFORE = re.compile(
    r"^(?:truoc ngay|truoc|den het ngay|den het|den ngay|het ngay|het|trong|xong truoc|cham nhat)\s+"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
DAY_FORM = "nhập dạng ngày/tháng/năm, ví dụ 31/12/2026"


class Unclear(Exception):
    """`str()`: what is wrong and how to write it; `meant`: what to put in the cell instead, where that can be guessed."""

    def __init__(self, sentence, meant=()):
        super().__init__(sentence)
        self.meant = meant


def said(value):
    """The text of a cell as a person sees it, one line."""
    if isinstance(value, Value):
        if value.kind == "day":
            return f"{date.fromisoformat(value.text):%d/%m/%Y}"
        if value.kind in ("number", "percent"):
            return value.text.replace(".", ",") + ("%" if value.kind == "percent" else "")
        return value.text
    return clean_text(value or "")


def refuse_errors(value):
    """A cell whose formula failed or was never computed has no value to take."""
    if isinstance(value, Value) and value.kind == "error":
        raise Unclear(f"ô báo lỗi {value.text}, sửa công thức hoặc nhập giá trị")
    if isinstance(value, Value) and value.kind == "formula":
        raise Unclear("ô là công thức chưa có kết quả: mở tệp bằng Excel, lưu lại rồi chọn lại tệp")


# ---- days ------------------------------------------------------------------------------------------------------------


def read_day(value):
    """(day, how it was understood or ""): None from an empty cell. A period means its last day: «quý IV/2026» is 31/12/2026."""
    refuse_errors(value)
    if isinstance(value, Value) and value.kind == "day":
        return _within(date.fromisoformat(value.text)), ""
    if isinstance(value, Value):
        return _day_of_number(value)
    text = said(value)
    if not text:
        return None, ""
    plain = _BEFORE.sub("", fold(text).strip(" .;,"))
    if found := _DAY.fullmatch(plain):
        day, month, year = (int(part) for part in found.groups())
        return _real(day, month, year + 2000 if year < 100 else year), ""
    if found := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups())
        return _real(day, month, year), ""
    if found := _WORDS.fullmatch(plain):
        return _real(*(int(part) for part in found.groups())), ""
    last = _end_of_period(plain)
    if last is None:
        raise Unclear(f"«{text[:40]}» không phải ngày: {DAY_FORM}")
    return _within(last), f"«{text[:40]}» hiểu là {last:%d/%m/%Y}"


def _end_of_period(plain):
    if found := _QUARTER.fullmatch(plain):
        quarter = QUARTERS.get(found[1]) or int(found[1])
        return _end_of_month(int(found[2]), quarter * 3)
    if found := _HALF.fullmatch(plain):
        return _end_of_month(int(found[2]), 6 if found[1] == "dau" else 12)
    if found := _MONTH.fullmatch(plain):
        month, year = (found[1], found[2]) if found[1] else (found[3], found[4])
        return _end_of_month(int(year), int(month)) if 1 <= int(month) <= 12 else None
    if found := _YEAR.fullmatch(plain):
        return date(int(found[1]), 12, 31)
    return None


def _day_of_number(value):
    try:
        number = int(Decimal(value.text))
    except ArithmeticError:
        number = 0
    if value.kind == "number" and number in SERIALS:
        return ZERO_DAY + timedelta(days=number), ""
    if value.kind == "number" and 2000 <= number <= 2100:
        return date(number, 12, 31), f"«{number}» hiểu là 31/12/{number}"
    raise Unclear(f"«{said(value)}» không phải ngày: {DAY_FORM}")


def _real(day, month, year):
    try:
        return _within(date(year, month, day))
    except ValueError:
        swapped = f"{month:02}/{day:02}/{year}" if day <= 12 < month <= 31 else ""
        meant = (swapped,) if swapped else ()
        if not meant and 1 <= month <= 12 and 1 <= year <= 9999:
            meant = (f"{_end_of_month(year, month):%d/%m/%Y}",)
        raise Unclear(f"ngày {day:02}/{month:02}/{year} không có thật: {DAY_FORM}", meant) from None


def _within(day):
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Unclear(f"ngày {day.day:02}/{day.month:02}/{day.year}: nhập năm từ 2000 đến 2100")
    return day


def _end_of_month(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


# ---- figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """`kind`: what the cell itself shows ("" for a plain number); `unit`: written behind the number; `below`: «không quá 5»."""

    value: Decimal | None
    whole: Decimal | None = None
    kind: str = ""
    unit: str = ""
    below: bool = False
    rounded: bool = False


NOTHING = Figure(None)
YES = {"co", "hoan thanh", "da hoan thanh", "dat", "x", "xong", "da co", "da xong"}
NO = {"khong", "chua", "chua co", "chua hoan thanh", "chua dat", "chua thuc hien", "khong co", "chua xong"}
ISSUED, NOT_ISSUED = {"ban hanh", "da ban hanh", "ban hanh van ban"}, {"chua ban hanh"}
_LEAST = re.compile(r"^(?:>=|≥|>|tren|tu|dat|it nhat|toi thieu|tren muc)\s*(?=[\d-])")
_MOST = re.compile(r"^(?:<=|≤|<|duoi|khong qua|toi da|con)\s*(?=[\d-])")
_PLACE = re.compile(r"^(?:hang|thu|xep thu|xep hang|vi tri thu)\s*(\d+)$")
_NUMBER = r"[+-]?\d[\d.,\s]*"
_RATIO = re.compile(rf"({_NUMBER})/({_NUMBER})(.*)")
_AMOUNT = re.compile(rf"({_NUMBER})(.*)")


def read_figure(value, *, what):
    """A number as an annex writes it: 1.046; 91,5; «484/491 hộ»; «trên 95%»; «Có»; «hạng 12». `what` names it in messages."""
    refuse_errors(value)
    if isinstance(value, Value):
        if value.kind == "day":
            raise Unclear(f"{what} là ngày {said(value)}, cần một số: định dạng lại ô thành số")
        number, rounded = _rounded(value.text)
        return Figure(number, kind="percent" if value.kind == "percent" else "", rounded=rounded,
                      unit="%" if value.kind == "percent" else "")  # fmt: skip
    text = said(value)
    if not text or text in ("-", "–", "—"):
        return NOTHING
    plain = fold(text).strip(" .")
    for words, figure in (
        (YES, Figure(Decimal(1), kind="yes_no")), (NO, Figure(Decimal(0), kind="yes_no")),
        (ISSUED, Figure(Decimal(1), kind="document")), (NOT_ISSUED, Figure(Decimal(0), kind="document")),
    ):  # fmt: skip
        if plain in words:
            return figure
    if found := _PLACE.fullmatch(plain):
        return Figure(Decimal(found[1]), kind="rank")
    return _amount(text, what)


def _amount(text, what):
    below = bool(_MOST.match(fold(text)))
    words = (_MOST if below else _LEAST).sub("", fold(text))
    text = text[len(text) - len(words) :].strip() if len(fold(text)) == len(text) else words
    if found := _RATIO.fullmatch(text):
        value, whole, unit = _number(found[1], what), _number(found[2], what), found[3].strip()
        if not whole or whole < 0:
            raise Unclear(f"{what} «{text[:40]}»: mẫu số phải lớn hơn 0")
        return Figure(value, whole, kind="ratio", unit=unit, below=below)
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Unclear(f"{what} «{text[:40]}» không phải số: nhập số, ví dụ 1.046 hoặc 91,5")
    unit = found[2].strip()
    return Figure(_number(found[1], what), kind="percent" if unit == "%" else "", unit=unit, below=below)


def _number(text, what):
    try:
        number = read_decimal(text.strip().rstrip(".,"))
    except ValueError as problem:
        if str(problem) == "too large":
            raise Unclear(f"{what} lớn hơn 1 triệu tỷ, kiểm tra lại số") from None
        if str(problem) == "too fine":
            raise Unclear(f"{what} có quá {DECIMALS} chữ số sau dấu phẩy") from None
        raise Unclear(f"{what} «{text.strip()[:40]}» không phải số: nhập số, ví dụ 1.046 hoặc 91,5") from None
    return number


def _rounded(text):
    number = Decimal(text)
    if abs(number) >= Decimal(10) ** 15:
        raise Unclear("số lớn hơn 1 triệu tỷ, kiểm tra lại số")
    fine = number.quantize(Decimal(1).scaleb(-DECIMALS))
    return (fine, True) if fine != number else (number, False)


# ---- names -----------------------------------------------------------------------------------------------------------

_HONORIFIC = re.compile(r"^(?:đ/c|đc\.|đồng chí|ông|bà|các đồng chí|các đ/c)[\s:]+", re.IGNORECASE)


def several(value):
    """Names of one cell: one a line, or parted by semicolons; without «Đ/c», numbering and the like."""
    if isinstance(value, Value):
        return [said(value)]
    parts = re.split(r"[\n\r;]+", value or "")
    cleaned = (
        _HONORIFIC.sub("", re.sub(r"^\s*(?:\d+[.)]|[-+•])\s*", "", clean_text(part))) for part in parts
    )
    return [part.strip(" .,") for part in cleaned if part.strip(" .,")]
