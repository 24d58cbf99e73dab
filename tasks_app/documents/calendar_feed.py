"""The .ics of a person's days: dates, kinds and codes in, bytes out. It holds no content of a task: a phone shows it locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class FeedDay:
    """One whole day. `uid` names it for good, so that a moved deadline moves the entry instead of adding one."""

    uid: str
    on: date
    summary: str
    url: str


def write_feed(days: Iterable[FeedDay], *, name: str, at: datetime) -> bytes:
    """UTF-8 bytes of a calendar named `name`; `at` (aware) is stamped on each entry."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dotpha//Viec dot pha//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    # How often a program may ask: deadlines are days, not minutes.
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for day in days:
        event = Event()
        event.add("uid", day.uid)
        event.add("dtstamp", at)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", day.summary)
        event.add("url", day.url)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
