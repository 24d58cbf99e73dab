"""By which message does what was told in the app go out too, and when? The one place that makes messages.

A digest is owed once per recipient and day; what comes after that day's digest has set out goes with the next one. Urgent pieces,
and all of a channel that gathers nothing, are messages of their own, due at once (or at the end of the recipient's quiet hours).
"""

import secrets
from itertools import count
from typing import NamedTuple

from django.db import connection

from tasks_app.actions import hours
from tasks_app.actions.channels import OUTGOING
from tasks_app.models import CalendarDay, Delivery
from tasks_app.models.arrays import array, arrays

OF_ACTS = ", ".join(f"'{rule.value}'" for rule in Delivery.OF_ACTS)
# What decides whether and when something (`d`) goes out, as one text: thousands of people share a handful of such profiles, and only
# those are looked at one by one (`Profile`). Nothing in it holds a bar.
PROFILE = f"""concat_ws('|',
    u.is_active, u.mail_on, u.email <> '', coalesce(c.work_phone, '') <> '', u.digest_hour, u.quiet_from_hour, u.quiet_until_hour,
    coalesce(o.choices, ''),
    d.rule, CASE WHEN d.rule IN ({OF_ACTS}) THEN split_part(d.occurrence, ' ', 1) ELSE '' END, d.urgent)"""
# `Group`s of the rows of `told` (delivery, rule, occurrence, recipient, urgent).
GROUPS = f"""
    SELECT {PROFILE} AS profile, count(*) AS count, string_agg(d.delivery::text, ',') AS deliveries FROM told d
    JOIN cadres_user u ON u.id = d.recipient LEFT JOIN cadres_cadre c ON c.user_id = u.id LEFT JOIN (
        SELECT user_id, string_agg(concat_ws(' ', channel, topic, is_on), ',' ORDER BY channel, topic) AS choices
        FROM tasks_app_channelchoice WHERE user_id IN (SELECT recipient FROM told) GROUP BY user_id
    ) AS o ON o.user_id = u.id GROUP BY profile"""
# Whether `d` (task, round, rule, occurrence, recipient) is owed by a channel already.
OWED = "CASE WHEN d.task IS NULL THEN {round} ELSE {task} END".format(
    **{
        thing: f"""EXISTS (SELECT FROM tasks_app_delivery o WHERE o.{thing}_id = d.{thing} AND o.rule = d.rule AND o.occurrence = d.occurrence
            AND o.recipient_id = d.recipient AND o.channel = {{channel}})"""
        for thing in ("task", "round")
    }
)
# Of a message there is one per recipient, channel and slot: `piece` says which takes what along.
PIECES = """
way AS MATERIALIZED (
    SELECT * FROM unnest(%(way_profile)s::int[], %(way_channel)s::text[], %(way_slot)s::text[], %(way_due_at)s::timestamptz[])
    AS w (profile, channel, slot, due_at)
), piece AS MATERIALIZED (
    SELECT d.*, w.channel, w.due_at, coalesce(w.slot, left(concat_ws(' ', 'urgent', d.task, d.rule, d.occurrence), 120)) AS slot
    FROM (
        SELECT t.id, t.task_id AS task, t.round_id AS round, t.rule, t.occurrence, t.recipient_id AS recipient, t.text,
            t.channel AS told_by, t.state, told.profile
        FROM unnest(%(told_id)s::bigint[], %(told_profile)s::int[]) AS told (id, profile) JOIN tasks_app_delivery t USING (id)
    ) AS d JOIN way w USING (profile) WHERE {still}
)"""
# In one order, so that of two who make messages for the same people neither waits for the other in a circle. Nobody can guess the uuids,
# but the server needn't be asked for randomness once a message.
MADE = """
message AS (
    INSERT INTO tasks_app_message (uuid, recipient_id, channel, slot, state, due_at, attempt, failures, in_doubt, copies_in_doubt, error)
    SELECT md5(concat_ws(' ', %(seed)s, recipient, channel, slot))::uuid, recipient, channel, slot, 'due', due_at, 0, 0, false, 0, ''
    FROM (SELECT DISTINCT recipient, channel, slot, due_at FROM piece) AS wanted ORDER BY recipient, channel, slot
    ON CONFLICT (recipient_id, channel, slot) DO NOTHING RETURNING id, recipient_id, channel, slot, due_at
)"""
# Locked, so that no sender takes one while it is being filled. A digest that has set out (or was tried) takes nothing more along.
THERE = """
message AS MATERIALIZED (
    SELECT m.id, m.recipient_id, m.channel, m.slot, m.due_at FROM tasks_app_message m
    WHERE (m.recipient_id, m.channel, m.slot) IN (SELECT recipient, channel, slot FROM piece)
    AND (m.slot NOT LIKE 'digest%%' OR m.state = 'due' AND m.attempt = 0)
    ORDER BY m.id FOR UPDATE
)"""
CARRIED = "FROM piece p JOIN message m ON m.recipient_id = p.recipient AND m.channel = p.channel AND m.slot = p.slot"
INSERTED = f"""
hung AS (
    INSERT INTO tasks_app_delivery (task_id, round_id, rule, occurrence, recipient_id, channel, message_id, due_at, state, reason, text)
    SELECT p.task, p.round, p.rule, p.occurrence, p.recipient, p.channel, m.id, m.due_at, 'due', '', p.text {CARRIED} RETURNING id
)"""
UPDATED = f"""
hung AS (
    UPDATE tasks_app_delivery d SET message_id = m.id, due_at = m.due_at, state = 'due', settled_at = NULL, reason = ''
    {CARRIED} WHERE d.id = p.id RETURNING d.id
)"""
NOT_HUNG = "NOT " + OWED.format(channel="w.channel")
STILL_CANCELLED = "w.channel = d.told_by AND d.state = 'cancelled'"


class Hanging(NamedTuple):
    """How deliveries come to hang on messages: `hung` writes it, `left` holds of those that don't yet, `at_first` does before the first try."""

    hung: str
    left: str
    at_first: str


FRESH = Hanging(INSERTED, left=NOT_HUNG, at_first="true")
AGAIN = Hanging(UPDATED, left=STILL_CANCELLED, at_first=STILL_CANCELLED)


class Group(NamedTuple):
    """Deliveries to people of one profile; thousands of ids travel as the text with which they are asked for again."""

    profile: str
    count: int
    deliveries: str


class Profile(NamedTuple):
    """A person, as far as it matters whether and when he is told by another channel, and of what kind of thing."""

    person: hours.Person
    rule: str
    occurrence: str
    urgent: bool

    @classmethod
    def read(cls, text):
        *person, choices, rule, kind, urgent = text.split("|")
        is_active, mail_on, has_email, has_phone = (flag == "t" for flag in person[:4])
        digest, quiet_from, quiet_until = map(int, person[4:])
        chosen = (choice.split(" ") for choice in choices.split(",") if choice)
        topics = hours.chosen((channel, topic, is_on == "t") for channel, topic, is_on in chosen)
        known = hours.Person(
            0, "@" * has_email, mail_on, is_active, digest_hour=digest, quiet_from_hour=quiet_from,
            quiet_until_hour=quiet_until, phone="+" * has_phone, topics=topics,
        )  # fmt: skip
        return cls(known, rule, kind, urgent == "t")


def gather(told, *, at, gathers_until):
    """Owe by every other channel what was told in the app. `told`: `Group`s, each profile once, owed at `at` and new;
    `gathers_until`: no digest sets out before, since more is to come."""

    def ways(profile):
        for channel in OUTGOING:
            if channel.wanted(profile.person, profile):
                yield channel.code, channel.gathers and not profile.urgent

    _hang(told, FRESH, ways, at=at, gathers_until=gathers_until)


def gather_again(deliveries, *, at):
    """What was cancelled and holds once more (array literal of pks) hangs on the next message that is still to go."""

    def ways(_):
        return ((channel.code, True) for channel in OUTGOING)

    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH told AS (
                SELECT id AS delivery, rule, occurrence, recipient_id AS recipient, false AS urgent
                FROM tasks_app_delivery WHERE id = ANY(%s::bigint[])
            ) {GROUPS}
            """,
            [deliveries],
        )
        told = [Group(*row) for row in cursor.fetchall()]
    _hang(told, AGAIN, ways, at=at, gathers_until=at)


def _hang(told, how, ways, *, at, gathers_until):
    """`ways(profile)`: (channel, whether it goes with a digest). Digests that can take nothing more along give way to the next ones."""
    if not told:
        return
    values = {"seed": secrets.token_hex(16)}
    values["told_id"] = "{" + ",".join(group.deliveries for group in told) + "}"
    values["told_profile"] = array(number for number, group in enumerate(told) for _ in range(group.count))
    with connection.cursor() as cursor:
        profiles = [Profile.read(group.profile) for group in told]
        wanted = [(number, *way) for number, profile in enumerate(profiles) for way in ways(profile)]
        digests = _digests({profile.person for profile in profiles}, gathers_until)
        known, left = how.at_first, bool(wanted)
        for turn in count():
            rows = []
            for number, channel, gathers in wanted:
                person = profiles[number].person
                due = digests(person, turn) if gathers else (None, hours.when_awake(person, at))
                rows.append((number, channel, *due))
            values |= arrays("way", ("profile", "channel", "slot", "due_at"), rows)
            for message in (MADE, THERE):
                if not left:
                    return
                cursor.execute(
                    f"WITH {PIECES.format(still=known)}, {message}, {how.hung}"
                    " SELECT (SELECT count(*) FROM piece) > (SELECT count(*) FROM hung)",
                    values,
                )
                ((left,),) = cursor.fetchall()
                known = how.left


def _digests(people, at):
    """(person, n) → (slot, moment) of his n-th digest from `at` on, counted once for all who share their hours."""
    calendar = CalendarDay.objects.load()
    turns = {person.hours: ([], hours.digests(person, at, calendar)) for person in people}

    def digest(person, number):
        known, coming = turns[person.hours]
        while len(known) <= number:
            day, due_at = next(coming)
            known.append((f"digest {day:%Y-%m-%d}", due_at))
        return known[number]

    return digest
