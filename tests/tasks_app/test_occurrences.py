"""The pure rules of reminders: days, repeats, working days, escalation; windows that meet; every time zone the same."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cadres.models import Office
from tasks_app.actions import reminding
from tasks_app.models import CalendarDay, Delivery
from tasks_app.occurrences import STANDARD, Setting, base_key, for_round, steps
from tasks_app.working_days import WorkingDays
from tests.factories import make_task, make_unit, make_user

TET = WorkingDays(off=[date(2026, 2, n) for n in range(16, 21)], worked=[date(2026, 8, 22)])
RULES = for_round([30, 15, 7, 3, 1], 7)
days = st.dates(date(2025, 12, 1), date(2028, 3, 31))
rules = st.sampled_from(sorted(STANDARD))


def falls(rule, base, since, until, calendar=TET):
    return [(step.suffix, step.falls_on) for step in steps(RULES[rule], base, calendar, since, until)]


def test_due_soon_comes_on_the_working_day_before_a_day_off_and_never_after():
    found = falls("due_soon", date(2026, 2, 24), date(2026, 1, 1), date(2026, 2, 24))
    assert found == [
        (" -30", date(2026, 1, 23)),  # 25/1 is a Sunday
        (" -15", date(2026, 2, 9)),
        (" -7", date(2026, 2, 13)),  # the third day of Tết
        (" -3", date(2026, 2, 13)),
        (" -1", date(2026, 2, 23)),
    ]


def test_overdue_repeats_and_goes_up_by_working_days_over_tet():
    found = falls("overdue", date(2026, 2, 12), date(2026, 2, 1), date(2026, 3, 1))
    assert found == [
        (" #0", date(2026, 2, 13)),
        (" #1", date(2026, 2, 23)),  # 20/2 is Tết
        (" ^unit_head", date(2026, 2, 26)),  # the fifth working day: 13, 23, 24, 25, 26
        (" #2", date(2026, 2, 27)),
    ]


def test_who_is_told_grows_when_it_has_gone_up():
    told = {
        step.suffix: step.to
        for step in steps(RULES["overdue"], date(2026, 3, 2), TET, date(2026, 3, 1), date(2026, 4, 20))
    }
    assert told[" #0"] == ("lead", "co")
    assert told[" ^unit_head"] == ("unit_head",)
    assert told[" #1"] == ("lead", "co", "unit_head")
    assert told[" #6"] == ("lead", "co", "unit_head", "officer", "committee")


def test_a_leap_day_and_the_turn_of_the_year_are_days_like_others():
    plain = WorkingDays()
    assert falls("due_soon", date(2028, 3, 1), date(2028, 2, 28), date(2028, 3, 1), plain) == [
        (" -1", date(2028, 2, 29))
    ]
    assert falls("overdue", date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 8), plain)[0] == (
        " #0",
        date(2027, 1, 1),
    )


@given(rules, days, days, st.integers(0, 60), st.integers(0, 60))
def test_two_windows_that_meet_give_what_one_gives(rule, base, since, first, second):
    """plan(t0→t1) == plan(t0→tm) ∪ plan(tm→t1)."""
    middle, until = since + timedelta(days=first), since + timedelta(days=first + 1 + second)
    parts = falls(rule, base, since, middle) + falls(rule, base, middle + timedelta(days=1), until)
    assert parts == falls(rule, base, since, until)


@given(rules, days)
def test_an_occurrence_is_named_once_and_falls_on_a_working_day(rule, base):
    found = falls(rule, base, base - timedelta(days=60), base + timedelta(days=120))
    assert len({suffix for suffix, _ in found}) == len(found)
    assert all(TET.is_working_day(day) for _, day in found)
    assert all(base_key(f"{base}{suffix}") == str(base) for suffix, _ in found)


def test_a_round_sets_its_own_days_and_a_rule_its_own_rhythm():
    found = for_round([20], 3, [Setting("overdue", every=10, starts=1), Setting("answer", is_on=False)])
    assert found["due_soon"].before == (20,)
    assert (found["overdue"].every, found["commitment"].every) == (10, 3)
    assert steps(found["answer"], date(2026, 1, 1), TET, date(2026, 1, 1), date(2026, 3, 1)) == []


def test_a_calendar_without_working_days_is_refused():
    closed = WorkingDays(off=[date(2026, 1, 1) + timedelta(days=n) for n in range(200)])
    with pytest.raises(ValueError, match="no working day"):
        steps(RULES["overdue"], date(2026, 2, 1), closed, date(2026, 1, 1), date(2026, 3, 1))


# ---- the same due set wherever the server stands ------------------------------------------------------------------------

MOMENTS = [
    datetime(2026, 2, 13, 16, 59, tzinfo=UTC),  # 23:59 in Hà Nội, before Tết
    datetime(2026, 2, 22, 17, 0, tzinfo=UTC),  # 00:00 of the first working day after Tết
    datetime(2027, 2, 3, 17, 0, tzinfo=UTC),
    datetime(2027, 2, 10, 16, 59, tzinfo=UTC),
    datetime(2028, 2, 28, 17, 0, tzinfo=UTC),  # 29 February
    datetime(2026, 12, 31, 16, 59, tzinfo=UTC),  # the last minute of the year
    datetime(2026, 12, 31, 17, 0, tzinfo=UTC),
]
DUE = [date(2026, 2, 18), date(2026, 2, 24), date(2027, 2, 5), date(2027, 2, 11), date(2028, 2, 29), date(2028, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]  # fmt: skip


def due_sets():
    found = []
    for at in MOMENTS:
        with transaction.atomic():
            reminding.plan(on=timezone.localdate(at), at=at)
            rows = Delivery.objects.order_by("pk").values_list(
                "task", "rule", "occurrence", "recipient", "channel", "state", "due_at", "text"
            )
            found.append(sorted(rows))
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_due_set_is_the_same_wherever_the_server_stands(monkeypatch):
    head_of = make_unit()
    make_user(role=Office.Role.UNIT_HEAD, unit=head_of)
    for due_on in DUE:
        make_task(
            assignee=make_user(),
            unit=head_of,
            giver=make_unit(),
            due_on=due_on,
            starts_on=date(2025, 12, 1),
            decided_on=date(2025, 12, 1),
            committed_on=date(2025, 12, 2),
        )
    found = {}
    try:
        for zone in ("UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            found[zone] = due_sets()
    finally:
        monkeypatch.undo()
        os.environ["TZ"] = "Asia/Ho_Chi_Minh"
        time.tzset()
    first, *others = found.values()
    assert all(rows for rows in first)
    for other in others:
        assert other == first


@pytest.mark.django_db
def test_a_changed_calendar_moves_what_is_still_to_come_and_tells_nothing_twice():
    make_task(
        assignee=make_user(),
        due_on=date(2026, 6, 10),
        decided_on=date(2026, 6, 1),
        committed_on=date(2026, 6, 1),
    )
    noon = datetime(2026, 6, 3, 5, tzinfo=UTC)
    reminding.plan(on=date(2026, 6, 3), at=noon)  # -7
    CalendarDay.objects.create(on=date(2026, 6, 3), name="Nghỉ đột xuất")
    for day in (3, 4):
        reminding.plan(on=date(2026, 6, day), at=noon + timedelta(days=day - 3))
    told = Delivery.objects.filter(channel="in_app", state="sent").values_list("occurrence", flat=True)
    assert sorted(told) == ["2026-06-10 -7"]
