"""What is typed as a number, a day or a text, and what is made of it?"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cadres.forms.fields import DayField, LongTextField, NumberField, TextField, read_decimal, show_decimal


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("-5", "-5"),
        ("\u22125", "-5"),  # a real minus sign
        ("+7", "7"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("91.50", "91.50"),
        ("1.000", "1000"),
        ("1.046", "1046"),
        ("1.000.000", "1000000"),
        ("1.234,5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("0,001", "0.001"),
        ("12 500", "12500"),
        ("12\u00a0500", "12500"),
        ("１２", "12"),  # full width
        ("１２，５", "12.5"),
        ("007", "7"),
        ("999999999999999", "999999999999999"),
        ("0,00001", "0.00001"),
        ("1.0000", "1"),  # one dot and not three digits after it: a decimal point
        ("1,50000000", "1.50000000"),  # zeros after the comma are no digits
    ],
)
def test_a_number_is_read_as_offices_write_it(typed, number):
    assert read_decimal(typed) == Decimal(number)
    assert isinstance(read_decimal(typed), Decimal)


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_nothing_is_no_number(typed):
    assert read_decimal(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "Infinity", "-inf", "1e308", "1E5", "0x10", "nhiều", "1,2,3", "1.2.3", "1.00.000", "1,234.5",
        "12.5,3", "--5", "5-", "%", "120%", ",5", "5,", ".", "1_000", "٣٤x", "1" * 16, "9" * 5000,
        "0,000001", "1," + "1" * 40, "1," + "0" * 35 + "1",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        read_decimal(typed)


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=5, allow_nan=False, allow_infinity=False))
def test_what_is_shown_is_read_back_exactly(number):
    assert read_decimal(show_decimal(number)) == number


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        found = read_decimal(text)
    except ValueError:
        return
    assert found is None or found.is_finite()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập chỉ tiêu giao bằng số"),
        ("abc", "Nhập chỉ tiêu giao bằng số, ví dụ 1.046 hoặc 91,5"),
        ("1" * 16, "Nhập chỉ tiêu giao nhỏ hơn 1 triệu tỷ"),
        ("0,1234567", "Nhập chỉ tiêu giao với nhiều nhất 5 chữ số sau dấu phẩy"),
        ("-1", "Nhập chỉ tiêu giao từ 0 trở lên"),
        ("120,5", "Nhập chỉ tiêu giao không quá 100"),
    ],
)
def test_a_number_field_says_what_to_do(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        NumberField(what="chỉ tiêu giao", minimum=0, maximum=100).clean(typed)
    assert refusal.value.messages == [sentence]


def test_a_number_longer_than_forty_characters_is_refused_before_it_is_read():
    with pytest.raises(ValidationError):
        NumberField().clean("1" * 10_000)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("02/03/2026", date(2026, 3, 2)),  # day first
        ("2/3/2026", date(2026, 3, 2)),
        ("29/02/2028", date(2028, 2, 29)),
        ("31-12-2026", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("2026-12-31", date(2026, 12, 31)),
        ("０１/０２/２０２６", date(2026, 2, 1)),
        ("", None),
    ],
)
def test_a_day_is_read_day_first(typed, day):
    assert DayField(required=False).clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2026", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("29/02/2027", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("00/01/2026", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("12/31/2026", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("01/01/26", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("hôm nay", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("01/01/0000", "Nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ("01/01/0001", "Nhập năm từ 2000 đến 2100"),
        ("01/01/1999", "Nhập năm từ 2000 đến 2100"),
        ("01/01/9999", "Nhập năm từ 2000 đến 2100"),
    ],
)
def test_a_day_that_is_none_is_refused(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        DayField(required=False).clean(typed)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("typed", ["01/01/20226", "x" * 5000])
def test_a_day_that_is_too_long_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@given(st.text(max_size=10))
def test_no_text_breaks_the_day(text):
    try:
        day = DayField(required=False).clean(text)
    except ValidationError:
        return
    assert day is None or 2000 <= day.year <= 2100


def test_a_day_is_shown_back_as_it_is_typed():
    assert DayField().prepare_value(date(2026, 3, 2)) == "02/03/2026"


def test_text_is_nfc_with_the_right_letter_d():
    decomposed = "Nguye\u0302\u0303n"
    assert TextField().clean(f"  {decomposed}   Văn\tBình ") == "Nguyễn Văn Bình"
    assert TextField().clean("\u00d0\u1ed7 \u0189\u1ea1t") == "Đỗ Đạt"


def test_long_text_keeps_its_lines():
    assert LongTextField().clean("Dòng một  \r\n\r\nDòng  hai\n") == "Dòng một\n\nDòng hai"


@pytest.mark.parametrize("field", [TextField(max_length=300), LongTextField()])
@pytest.mark.parametrize("typed", ["x" * 2_000_000, "a\x00b"])
def test_text_that_is_too_long_or_holds_nul_is_refused(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize("typed", ["190/200", "190 / 200", "１９０／２００", "190"])
def test_a_ratio_is_understood_as_offices_write_it(typed):
    assert NumberField(whole=Decimal(200)).clean(typed) == 190


@pytest.mark.parametrize("typed", ["190/210", "190/abc", "190/", "/200", "1/2/200"])
def test_another_whole_than_the_one_given_is_no_figure(typed):
    with pytest.raises(ValidationError):
        NumberField(whole=Decimal(200)).clean(typed)
