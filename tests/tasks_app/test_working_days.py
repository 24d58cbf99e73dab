"""The working calendar: weekends, Tết, days in lieu and swapped Saturdays; the pure value and the table it is loaded from."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.models import CalendarDay
from tasks_app.working_days import WorkingDays

TET = WorkingDays(off=[date(2026, 2, n) for n in range(16, 21)], worked=[date(2026, 8, 22)])
days = st.dates(date(2020, 1, 1), date(2030, 12, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), False),  # Saturday before Tết
        (date(2026, 2, 17), False),
        (date(2026, 2, 23), True),
        (date(2026, 8, 22), True),  # a swapped Saturday
        (date(2028, 2, 29), True),
    ],
)
def test_which_days_are_worked_on(day, worked):
    assert TET.is_working_day(day) is worked


def test_a_day_off_moves_to_the_working_day_before_or_after_tet():
    assert TET.next_working_day(date(2026, 2, 15)) == date(2026, 2, 23)
    assert TET.last_working_day(date(2026, 2, 22)) == date(2026, 2, 13)
    assert TET.next_working_day(date(2026, 2, 13)) == date(2026, 2, 13)


def test_working_days_are_counted_over_tet_and_over_a_swapped_saturday():
    assert TET.add_working_days(date(2026, 2, 12), 2) == date(2026, 2, 23)
    assert TET.add_working_days(date(2026, 2, 23), -2) == date(2026, 2, 12)
    assert TET.add_working_days(date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert TET.add_working_days(date(2026, 8, 21), 1) == date(2026, 8, 22)
    assert TET.working_days_between(date(2026, 2, 12), date(2026, 2, 23)) == 2
    assert TET.working_days_between(date(2026, 2, 23), date(2026, 2, 12)) == 0


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
    closed = WorkingDays(off=[date(2026, 1, 1) + timedelta(days=n) for n in range(100)])
    with pytest.raises(ValueError, match="no working day"):
        closed.next_working_day(date(2026, 1, 1))


@given(days, st.integers(0, 60))
def test_counting_forward_and_counting_between_agree(day, count):
    there = TET.add_working_days(day, count)
    assert TET.working_days_between(day, there) == count
    assert count == 0 or TET.is_working_day(there)


@given(days)
def test_the_nearest_working_day_is_worked_on_and_nothing_nearer_is(day):
    after, before = TET.next_working_day(day), TET.last_working_day(day)
    assert TET.is_working_day(after)
    assert TET.is_working_day(before)
    assert TET.working_days_between(day - timedelta(days=1), after) == 1
    assert before <= day <= after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("2026-02-16", False),  # giao thừa
        ("2027-02-10", False),  # mùng năm
        ("2026-04-27", False),  # in lieu of Giỗ Tổ on a Sunday
        ("2026-08-31", False),  # swapped …
        ("2026-08-22", True),  # … for this Saturday
        ("2025-04-26", True),
        ("2024-05-04", True),
        ("2026-11-24", False),
        ("2020-01-28", False),
        ("2026-02-23", True),
    ],
)
def test_the_table_starts_with_the_holidays_of_viet_nam(on, worked):
    assert CalendarDay.objects.load().is_working_day(date.fromisoformat(on)) is worked


@pytest.mark.django_db
def test_every_year_from_2020_to_2030_has_its_holidays():
    years = CalendarDay.objects.filter(is_worked=False).dates("on", "year")
    assert [day.year for day in years] == list(range(2020, 2031))


@pytest.mark.django_db
def test_the_calendar_is_data_and_loaded_with_one_query(django_assert_num_queries):
    CalendarDay.objects.create(on=date(2026, 3, 2), name="Nghỉ đột xuất")
    with django_assert_num_queries(1):
        calendar = CalendarDay.objects.load()
    assert not calendar.is_working_day(date(2026, 3, 2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"on": date(2026, 3, 2), "is_worked": True, "name": "x"}, "only_a_weekend_day_is_swapped"),
        ({"on": date(2026, 3, 2), "name": ""}, "calendar_day_has_a_name"),
        ({"on": date(1999, 12, 31), "name": "x"}, "calendar_day_lies_in_this_century"),
        ({"on": date(2026, 2, 16), "name": "x"}, "on"),
    ],
)
def test_the_database_refuses_a_day_that_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CalendarDay.objects.create(**fields)
