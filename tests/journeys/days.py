"""People of a story on a given day: the clock stands where the story is, and each signs in anew when the day changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from tasks_app.models import Task
from tasks_app.statistics.waiting import badges, lines
from tests.journeys.filling import fill

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Days:
    """What the application reads at its edge as the time is `now`; the database's own clock is not touched.

    `by(days, user, url, typed, **options)` fills in the form of a page, has it taken, and returns what the next page says.
    """

    def __init__(self, monkeypatch, day, month, year=2026, *, by=None):
        self.by = by or without_script
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.go(day, month, year)

    def go(self, day, month, year=2026):
        """Nine o'clock of another day; sessions of before have ended by then."""
        self.now = datetime(year, month, day, 9, tzinfo=HERE)
        self.signed_in = {}

    @property
    def on(self):
        return self.now.date()

    @property
    def today(self):
        """As people type it."""
        return f"{self.now:%d/%m/%Y}"

    def client(self, user):
        if user.pk not in self.signed_in:
            self.signed_in[user.pk] = Client()
            self.signed_in[user.pk].force_login(user)
        return self.signed_in[user.pk]

    def act(self, user, url, typed=(), **options):
        """Fill in the form of a page; it has to be taken, and to lead on to a page that is there. Returns that page's text."""
        return self.by(self, user, url, dict(typed), **options)

    def waits(self, user, code):
        """How much of a queue waits for him."""
        return badges(anew(user), on=self.on).by_queue.get(code, 0)

    def tasks_waiting(self, user):
        """Ids of the tasks on which anything at all waits for him."""
        return {line.task for line in lines(anew(user), on=self.on)}


def without_script(days, user, url, typed, **options):
    """By the test client; what files are chosen goes with the form."""
    answer = fill(days.client(user), url, typed, **options)
    assert answer.redirect_chain and answer.status_code == 200, (
        url,
        answer.status_code,
        errors_in(answer),
    )
    return answer.text


def anew(user):
    """As the next request loads him, with nothing remembered."""
    return type(user).objects.get(pk=user.pk)


def errors_in(answer):
    return [line.strip() for line in answer.text.splitlines() if "invalid-feedback" in line or "loi" in line][
        :8
    ]


def kinds_of(task):
    """The acts of a task in the order in which they were done."""
    return list(Task.objects.get(pk=task.pk).events.order_by("at", "pk").values_list("kind", flat=True))
