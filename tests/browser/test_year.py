"""The year of a round in Chromium: the story of tests/journeys/test_year_of_a_round.py, by twelve phones and the desk's screens."""

from tests.journeys.test_year_of_a_round import Year, tell


def test_a_year_of_a_round_on_twelve_phones(hands, monkeypatch):
    tell(Year(monkeypatch, by=hands))
