"""Are dates, numbers, shares and sizes written the Vietnamese way?"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cadres.templatetags.vi import (
    initials,
    vi_capped,
    vi_date,
    vi_datetime,
    vi_filesize,
    vi_number,
    vi_percent,
    whole_percent,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1194, "1.194"),
        (Decimal("91.50"), "91,5"),
        (Decimal("1234567.125"), "1.234.567,125"),
        (Decimal("1E+3"), "1.000"),
        (0, "0"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.5"), "−0,5"),
        (0.1, "0,1"),
        ("12.30", "12,3"),
        (None, "–"),
        ("", "–"),
        ("không phải số", "–"),
        (Decimal("NaN"), "–"),
    ],
)
def test_a_number_has_a_thousand_dot_a_decimal_comma_and_no_idle_zeros(value, written):
    assert vi_number(value) == written


def test_a_number_can_be_rounded_half_up():
    assert vi_number(Decimal("2.45"), 1) == "2,5"
    assert vi_number(Decimal("1199.5"), 0) == "1.200"
    assert vi_number(3, 2) == "3"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Decimal("0.685"), "69%"),
        (0.685, "69%"),
        (Decimal("1.36"), "136%"),
        (Decimal("12.5"), "1.250%"),
        (0, "0%"),
        (1, "100%"),
        (Decimal("-0.05"), "−5%"),
        (None, "–"),
    ],
)
def test_a_share_is_whole_percent_and_keeps_what_lies_over_the_target(share, written):
    assert vi_percent(share) == written


def test_what_is_not_complete_never_reads_as_one_hundred_percent():
    assert whole_percent(Decimal("0.9999")) == 99
    assert whole_percent(Decimal("1.0001")) == 100


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (99, "99"), (100, "99+"), (1036, "99+")])
def test_a_count_where_two_digits_have_room(count, written):
    assert vi_capped(count) == written


def test_a_date_is_day_month_year():
    assert vi_date(date(2022, 10, 2)) == "02/10/2022"
    assert vi_date(None) == "–"
    assert vi_date("2022-10-02") == "–"


def test_a_moment_is_told_in_local_time():
    assert vi_datetime(datetime(2022, 10, 17, 1, 30, tzinfo=UTC)) == "08:30 ngày 17/10/2022"
    assert vi_datetime(datetime(2022, 10, 17, 20, 0, tzinfo=UTC)) == "03:00 ngày 18/10/2022"
    assert vi_date(datetime(2022, 10, 17, 20, 0, tzinfo=UTC)) == "18/10/2022"
    assert vi_datetime(date(2022, 10, 17)) == "17/10/2022"
    assert vi_datetime(None) == "–"


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 B"),
        (900, "900 B"),
        (88_064, "86 KB"),
        (1_258_291, "1,2 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (1_048_570, "1 MB"),
        (None, "–"),
    ],
)
def test_a_file_size_is_short(size, written):
    assert vi_filesize(size) == written


def test_a_badge_has_the_first_letters_of_family_and_given_name():
    assert [initials(name) for name in ("Nguyễn Văn Bình", "Lê Thị Phương", "Trần Thu Hà", "Đỗ Đạt")] == [
        "NB",
        "LP",
        "TH",
        "ĐĐ",
    ]
    assert initials("Hà") == "H"
    assert initials("") == initials(None) == ""
