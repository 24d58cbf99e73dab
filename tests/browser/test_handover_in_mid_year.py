"""A handover in mid-year in Chromium: the story of tests/journeys/test_handover_in_mid_year.py, by two phones and the desk's screen."""

from tests.journeys.days import Days
from tests.journeys.test_handover_in_mid_year import tell


def test_a_task_is_handed_over_in_the_middle_of_its_year_on_two_phones(hands, monkeypatch):
    tell(Days(monkeypatch, 20, 1, by=hands))
