"""When may a letter come to a person, and about what: at his hour of the day's digest, on working days, never in his quiet hours?"""

from datetime import datetime, time, timedelta
from itertools import count
from typing import NamedTuple

from django.utils import timezone

from cadres.models import User
from tasks_app.models import ChannelChoice
from tasks_app.models.channel_choices import DEFAULT


class Person(NamedTuple):
    """What sending must know of a recipient (a row of `cadres.User`). Hours are local, 0 to 23."""

    pk: int
    email: str
    mail_on: bool
    is_active: bool
    username: str = ""
    display_name: str = ""
    digest_hour: int = 7
    quiet_from_hour: int = 21
    quiet_until_hour: int = 6
    phone: str | None = ""
    # (channel, topic) of what he is told; hashable like the rest, since digests are kept by person
    topics: frozenset = DEFAULT

    @property
    def name(self):
        return self.display_name or self.username

    @property
    def hours(self):
        """What the moment of his digest follows from; thousands of people share a handful."""
        return self.digest_hour, self.quiet_from_hour, self.quiet_until_hour


def people(pks):
    """{pk: Person}; two queries."""
    fields = [*Person._fields[:-2], "cadre__work_phone"]
    topics = topics_of(pks)
    rows = User.objects.filter(pk__among=pks).values_list(*fields)
    return {row[0]: Person(*row, topics.get(row[0], DEFAULT)) for row in rows}


def topics_of(pks):
    """{user pk: (channel, topic) pairs} of those who chose something else than the default; one query."""
    found = {}
    rows = ChannelChoice.objects.filter(user__among=pks)
    for user, *choice in rows.values_list("user", "channel", "topic", "is_on"):
        found.setdefault(user, []).append(choice)
    return {user: chosen(choices) for user, choices in found.items()}


def chosen(choices):
    """(channel, topic) pairs of what a person is told, by his choices (channel, topic, is_on) that differ from the default."""
    topics = DEFAULT
    for channel, topic, is_on in choices:
        topics = topics | {(channel, topic)} if is_on else topics - {(channel, topic)}
    return topics


def is_quiet(person, at):
    """Whether `at` lies in his quiet hours; from and until the same hour: never."""
    return _is_quiet_hour(person, timezone.localtime(at).hour)


def _is_quiet_hour(person, hour):
    begins, ends = person.quiet_from_hour, person.quiet_until_hour
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def when_awake(person, at):
    """`at`, or the end of the quiet hours that it lies in."""
    if not is_quiet(person, at):
        return at
    local = timezone.localtime(at)
    day = local.date() + timedelta(days=local.hour >= person.quiet_until_hour)
    return timezone.make_aware(datetime.combine(day, time(person.quiet_until_hour)))


def digests(person, at, calendar):
    """(day, moment) of the digests that can still carry what is owed at `at`, the next one first: working days only.

    The first is today's, also when its hour has passed: if none has gone out, it goes at once. An hour that lies in his quiet hours
    gives way to their end.
    """
    hour = person.quiet_until_hour if _is_quiet_hour(person, person.digest_hour) else person.digest_hour
    today = timezone.localdate(at)
    for n in count():
        day = today + timedelta(days=n)
        if calendar.is_working_day(day):
            moment = timezone.make_aware(datetime.combine(day, time(hour)))
            awake = when_awake(person, max(at, moment))
            if timezone.localdate(awake) == day:
                yield day, awake
