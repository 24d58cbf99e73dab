"""Which reminders does something that waits owe, on which days, and to which roles? Pure: settings, days and a calendar in.

Something that waits (a deadline, a commitment, a report, an answer…) has a base day. A rule's `Setting` says on which
days around it a reminder falls, who is told, and after how many *working* days it goes up to the unit head and the committee.
`steps` gives every reminder whose day lies in a window; windows that meet give together what one window over both gives, so a
planner that runs late, twice or on three hosts finds the same ones. The occurrence (`key suffix`) names a reminder for good:
"2026-07-01 -7" (seven days before), "urge:812 #2" (the third time), "2026-07-01 ^unit_head" (went up to the unit head).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tasks_app.working_days import WorkingDays

LEAD, CO, ASSISTANT, UNIT_HEAD, OFFICER, COMMITTEE = (
    "lead", "co", "assistant", "unit_head", "officer", "committee",
)  # fmt: skip
# Told in place of those who carry the task, where one person was named; no rule chooses it.
NAMED = "named"
# In this order one person who is told for several reasons is given the first.
ROLES = (LEAD, CO, ASSISTANT, UNIT_HEAD, OFFICER, COMMITTEE)
BEFORE, AFTER = "before", "after"
# A reminder that falls on a day off moves by no more than this (Tết is nine days long).
FURTHEST_MOVE = timedelta(days=31)


@dataclass(frozen=True)
class Setting:
    """How one rule works in a round. `before`, `every`: calendar days; `wait` and escalation: working days.

    A rule with `before` reminds on the way to its base day; one with `every` from `starts` days after it, again and again.
    `off_day`: a reminder that falls on a day off comes on the working day before or after it.
    """

    rule: str
    is_on: bool = True
    before: tuple[int, ...] = ()
    every: int = 0
    starts: int = 0
    wait: int = 0
    to: tuple[str, ...] = (LEAD, CO)
    escalation: tuple[tuple[str, int], ...] = ()
    off_day: str = AFTER
    is_urgent: bool = False


UP_TO_COMMITTEE = ((UNIT_HEAD, 5), (OFFICER, 22), (COMMITTEE, 22))
# What holds in a round that says nothing else. Days of `due_soon` and of what repeats come from the round itself.
STANDARD = {
    setting.rule: setting
    for setting in (
        Setting("due_soon", before=(30, 15, 7, 3, 1), off_day=BEFORE),
        Setting("due_today", before=(0,), off_day=BEFORE),
        Setting("overdue", every=7, starts=1, escalation=UP_TO_COMMITTEE),
        Setting("commitment", every=7, escalation=((UNIT_HEAD, 5), (OFFICER, 10))),
        Setting("report_due", before=(7, 1), to=(LEAD, CO, ASSISTANT), off_day=BEFORE),
        Setting(
            "report_late",
            every=7,
            starts=1,
            to=(LEAD, CO, ASSISTANT),
            escalation=((UNIT_HEAD, 5), (OFFICER, 10)),
        ),
        Setting("answer", every=7, escalation=((UNIT_HEAD, 5), (OFFICER, 5))),
        Setting("direction", every=7, wait=5, escalation=((UNIT_HEAD, 10), (OFFICER, 10))),
        Setting("conclusion", every=7, wait=10, to=(OFFICER,), escalation=((COMMITTEE, 20),)),
    )
}
# Rules about one and the same thing: of several reminders found at once only the newest is told, the others are overtaken.
FAMILY = {"due_soon": "deadline", "due_today": "deadline", "overdue": "deadline", "report_due": "report", "report_late": "report"}  # fmt: skip


class Step(NamedTuple):
    """One reminder of something that waits: on which day, to which roles, and which of them since it went up."""

    suffix: str
    falls_on: date
    to: tuple[str, ...]
    raised: tuple[tuple[str, int], ...]
    rank: int


def steps(setting: Setting, base: date, calendar: WorkingDays, since: date, until: date) -> list[Step]:
    """Every reminder of one thing that falls on a day from `since` to `until`, the earliest first."""
    if not setting.is_on or since > until:
        return []
    raised_on = [(role, count, calendar.add_working_days(base, count)) for role, count in setting.escalation]
    found = [
        *_before(setting, base, calendar),
        *_again(setting, base, calendar, raised_on, since, until),
        *_raised(setting, raised_on, calendar),
    ]
    return sorted((step for step in found if since <= step.falls_on <= until), key=_order)


def _before(setting, base, calendar):
    for days in setting.before:
        suffix = f" -{days}" if days else ""
        yield Step(suffix, _moved(setting, base - timedelta(days=days), calendar), setting.to, (), -days)


def _again(setting, base, calendar, raised_on, since, until):
    if not setting.every:
        return
    first = calendar.add_working_days(base, setting.wait) + timedelta(days=setting.starts)
    number = max(0, (since - FURTHEST_MOVE - first).days // setting.every)
    while (day := first + timedelta(days=number * setting.every)) <= until + FURTHEST_MOVE:
        falls_on = _moved(setting, day, calendar)
        raised = tuple((role, count) for role, count, on in raised_on if on <= falls_on)
        to = setting.to + tuple(role for role, _ in raised if role not in setting.to)
        yield Step(f" #{number}", falls_on, to, raised, number)
        number += 1


def _raised(setting, raised_on, calendar):
    for role, count, on in raised_on:
        if role not in setting.to:
            yield Step(f" ^{role}", _moved(setting, on, calendar), (role,), ((role, count),), 10_000)


def _moved(setting, day, calendar):
    return calendar.last_working_day(day) if setting.off_day == BEFORE else calendar.next_working_day(day)


def _order(step):
    return (step.falls_on, step.rank)


def base_key(occurrence: str) -> str:
    """What an occurrence is about: the deadline or the thing that waits, without the number of the reminder."""
    return occurrence.partition(" ")[0]


def for_round(
    due_soon_days: Iterable[int], every_days: int, own: Iterable[Setting] = ()
) -> dict[str, Setting]:
    """{rule: setting} of a round: the standard under what the round sets itself (`own`).

    The days before a deadline are the round's; so is the rhythm of whatever repeats and has none of its own (`every` 0).
    """
    standard = {rule: replace(setting, every=0) for rule, setting in STANDARD.items()}
    found = standard | {setting.rule: setting for setting in own}
    found["due_soon"] = replace(found["due_soon"], before=tuple(due_soon_days))
    return {
        rule: replace(setting, every=setting.every or every_days) if STANDARD[rule].every else setting
        for rule, setting in found.items()
    }
