"""Which reminders are owed, to whom, and which of those that wait to be sent no longer? The day and the moment are handed in.

Planning looks back over a window of days and owes what no row names yet: what a planner that was down has missed is found by the
next one, and any number of planners, late or at once, leave the same rows. Of several reminders of one thing found at once only
the newest is told; the others are on record as overtaken.
"""

import logging
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from tasks_app.actions import pulse
from tasks_app.actions.owing import Debt, hold_planning_lock, owe, owe_again
from tasks_app.actions.waiting import holders, load_rules, load_tasks, waiting
from tasks_app.actions.wording_reminders import KINDS, text_of, why_of
from tasks_app.models import Delivery, Heartbeat
from tasks_app.occurrences import FAMILY, ROLES, Steps

log = logging.getLogger(__name__)
# So many days a planner may have been down and still finds every reminder it missed.
LOOK_BACK_DAYS = 35
NO_LONGER = "Không còn đúng: hạn, việc, người nhận hoặc quy tắc đã thay đổi"


class Reminder(NamedTuple):
    """One reminder to one person: by `debt key` it is owed once. `days`: working days after which it went up to his role, or 0."""

    task: int
    rule: str
    occurrence: str
    recipient: int
    falls_on: object
    rank: int
    role: str
    days: int
    base: object
    is_urgent: bool


def plan(*, on, at, waits=True):
    """Owe every reminder of the day that isn't owed yet; returns how many were new. Safe to run at any time, anywhere.

    Without `waits`, nothing is done while another planner is at work: it finds the same, and the next one what it leaves.
    """
    with transaction.atomic():
        if not hold_planning_lock(waits=waits):
            return 0
        last = pulse.last_of(Heartbeat.Program.PLANNER)
        since = on - timedelta(days=LOOK_BACK_DAYS)
        rows, found = reminders(on=on, since=since)
        new = owe(_debts(rows, found, on=on, at=at, last=last), at=at)
        _settle_what_changed({reminder[:4] for reminder in found}, since=since, at=at)
        pulse.stamp(Heartbeat.Program.PLANNER, at=at)
        return sum(not debt.overtaken for debt in new)


def reminders(*, on, since, tasks=None):
    """({pk: task row}, [Reminder]) of all days from `since` to `on`, by the rules, calendar, people and facts as they are now."""
    rules = load_rules()
    rows = load_tasks(rules, until=on, tasks=tasks)
    steps = Steps(rules.calendar)
    due = []
    for thing in waiting(rows):
        setting = rules.by_round[rows[thing.task].round_id][thing.rule]
        try:
            found = steps(setting, thing.base, max(since, thing.since), on)
        except ValueError:  # one impossible rule or calendar never stops the others
            log.exception("No reminders for %s", thing)
            continue
        due += [(thing, setting, step) for step in found]
    told = holders(rows, {role for _, _, step in due for role in step.to}, on=on)
    return rows, [
        reminder for thing, setting, step in due for reminder in _to_people(thing, setting, step, told)
    ]


def _to_people(thing, setting, step, told):
    """Each person once, for the first of his roles."""
    raised = dict(step.raised)
    reached = set()
    for role in ROLES:
        if role not in step.to:
            continue
        for user in told.get((thing.task, role), ()):
            if user not in reached:
                reached.add(user)
                yield Reminder(
                    thing.task, thing.rule, thing.key + step.suffix, user, step.falls_on, step.rank, role,
                    raised.get(role, 0), thing.base, setting.is_urgent,
                )  # fmt: skip


def _debts(rows, found, *, on, at, last):
    """Reminders as debts: the newest of a family to a person is told. What was not found at the last planning fell due after it."""
    newest = {}
    for reminder in found:
        subject = _subject(reminder)
        if subject not in newest or _age(newest[subject]) < _age(reminder):
            newest[subject] = reminder
    midnights = {}
    for reminder in found:
        day = reminder.falls_on
        if day not in midnights:
            midnight = timezone.make_aware(datetime.combine(day, time(0)))
            midnights[day] = min(at, max(midnight, last or at))
        overtaken = newest[_subject(reminder)] is not reminder
        yield Debt(
            reminder.task,
            reminder.rule,
            reminder.occurrence,
            reminder.recipient,
            KINDS[reminder.rule],
            text_of(reminder.rule, rows[reminder.task].code, reminder.base, on),
            why_of(reminder),
            reminder.is_urgent,
            midnights[day],
            overtaken,
        )


def _subject(reminder):
    """What is one and the same matter to one person: the deadline and its overdue days, one report, one answer."""
    thing = reminder.occurrence.partition(" ")[0]
    return (reminder.task, FAMILY.get(reminder.rule, reminder.rule), thing, reminder.recipient)


def _age(reminder):
    return (reminder.falls_on, reminder.rule == "overdue", reminder.rule == "due_today", reminder.rank)


def _settle_what_changed(holding, *, since, at):
    """Cancel what waits to be sent and no longer holds; owe anew what was cancelled and holds again."""
    begin = timezone.make_aware(datetime.combine(since, time(0)))
    rows = Delivery.objects.exclude(rule__in=Delivery.OF_ACTS).exclude(channel=Delivery.Channel.IN_APP)
    rows = rows.filter(state__in=[Delivery.State.DUE, Delivery.State.CANCELLED], due_at__gte=begin)
    gone, back = [], []
    for pk, state, *key in rows.values_list("pk", "state", "task", "rule", "occurrence", "recipient"):
        holds = tuple(key) in holding
        if state == Delivery.State.DUE and not holds:
            gone.append(pk)
        elif state == Delivery.State.CANCELLED and holds:
            back.append(pk)
    if gone:
        Delivery.objects.filter(pk__in=gone, state=Delivery.State.DUE).update(
            state=Delivery.State.CANCELLED, settled_at=at, reason=NO_LONGER
        )
    if back:
        owe_again(list(Delivery.objects.filter(pk__in=back)), at=at)
