"""Which reminders are owed, to whom, and which of those that wait to be sent no longer? The day and the moment are handed in.

Planning looks back over a window of days and owes what no row names yet: what a planner that was down has missed is found by the
next one, and any number of planners, late or at once, leave the same rows. Of several reminders of one thing found at once only
the newest is told; the others are on record as overtaken.
"""

import logging
import random
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from tasks_app.actions import pulse
from tasks_app.actions.owing import Debt, hold_planning_lock, owe_again, owe_new, unknown
from tasks_app.actions.waiting import concerned, holders, load_rules, load_tasks, waiting
from tasks_app.actions.wording_reminders import KINDS, text_of, why_of
from tasks_app.models import Delivery, Heartbeat
from tasks_app.occurrences import ASSISTANT, CO, FAMILY, LEAD, NAMED, ROLES, Steps

log = logging.getLogger(__name__)
# So many days a planner may have been down and still finds every reminder it missed.
LOOK_BACK_DAYS = 35
# So many tasks are planned in one transaction: a fraction of a second.
PORTION = 1000
# Of a planning in several portions the digests whose hour has passed wait for the last one.
GATHERS_FOR = timedelta(minutes=1)
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


def plan(*, on, at, waits=True, one_transaction=transaction.atomic):
    """Owe every reminder of the day that isn't owed yet; returns how many were new. Safe to run at any time, anywhere.

    Tasks are planned a portion at a time, each in one transaction (`one_transaction()`, in which who acts is signed), so that a
    planner that dies leaves what it had done. Portions come in any order: one that never lives long begins elsewhere each time.
    Without `waits`, nothing is done while another planner is at work: it finds the same, and the next one what it leaves.
    """
    last = pulse.last_of(Heartbeat.Program.PLANNER)
    since = on - timedelta(days=LOOK_BACK_DAYS)
    tasks = sorted(concerned(until=on) | _open(since))
    portions = [frozenset(tasks[n : n + PORTION]) for n in range(0, len(tasks), PORTION)]
    random.shuffle(portions)
    gathers_until = at + GATHERS_FOR if len(portions) > 1 else at
    told = 0
    for portion in portions:
        with one_transaction():
            if not hold_planning_lock(waits=waits):
                return told
            told += _plan_portion(portion, on=on, since=since, at=at, last=last, gathers_until=gathers_until)
    pulse.stamp(Heartbeat.Program.PLANNER, at=at)
    return told


def _plan_portion(tasks, *, on, since, at, last, gathers_until):
    """Plan these tasks by what is true now, under the lock; returns how many reminders were told."""
    rows, found = reminders(on=on, since=since, tasks=tasks)
    new = list(_debts(rows, found, on=on, at=at, last=last))
    owe_new(new, at=at, gathers_until=gathers_until)
    _settle_what_changed(tasks, {reminder[:4] for reminder in found}, since=since, at=at)
    return sum(not debt.overtaken for debt in new)


def _open(since):
    """Ids of the tasks about which something waits to be sent, or was cancelled and may hold again."""
    return set(_waiting_to_be_sent(since).values_list("task", flat=True).distinct())


def _waiting_to_be_sent(since):
    begin = timezone.make_aware(datetime.combine(since, time(0)))
    rows = Delivery.objects.exclude(rule__in=Delivery.OF_ACTS).exclude(channel=Delivery.Channel.IN_APP)
    return rows.filter(state__in=[Delivery.State.DUE, Delivery.State.CANCELLED], due_at__gte=begin)


def reminders(*, on, since, tasks):
    """({pk: task row}, [Reminder]) about the tasks (ids) of all days from `since` to `on`, by the rules, calendar, people and facts
    as they are now."""
    rows = load_tasks(tasks)
    rules = load_rules({row.round_id for row in rows.values()})
    steps = Steps(rules.calendar)
    known, due = {}, []
    for thing in waiting(rows):
        # Thousands of tasks share a few hundred deadlines.
        asked = (rows[thing.task].round_id, thing.rule, thing.base, thing.since)
        if asked not in known:
            setting = rules.by_round[asked[0]][thing.rule]
            known[asked] = [(setting, step) for step in _steps_of(steps, thing, setting, since, on)]
        due += [(thing, *found) for found in known[asked]]
    told = holders(rows, {role for _, _, step in due for role in step.to}, on=on)
    return rows, [
        reminder for thing, setting, step in due for reminder in _to_people(thing, setting, step, told)
    ]


def _steps_of(steps, thing, setting, since, until):
    try:
        return steps(setting, thing.base, max(since, thing.since), until)
    except ValueError:  # one impossible rule or calendar never stops the others
        log.exception("No reminders for %s", thing)
        return ()


def _to_people(thing, setting, step, told):
    """Each person once, for the first of his roles."""
    raised = dict(step.raised)
    reached = set()
    for role in ROLES:
        if role not in step.to:
            continue
        if thing.asked and role in (LEAD, CO, ASSISTANT):
            people, why = (thing.asked,) if role == LEAD else (), NAMED
        else:
            people, why = told.get((thing.task, role), ()), role
        for user in people:
            if user not in reached:
                reached.add(user)
                yield Reminder(
                    thing.task, thing.rule, thing.key + step.suffix, user, step.falls_on, step.rank, why,
                    raised.get(role, 0), thing.base, setting.is_urgent,
                )  # fmt: skip


def _debts(rows, found, *, on, at, last):
    """Those that no row names yet, as debts: the newest of a family to a person is told. What was not found at the last planning
    fell due after it."""
    newest = {}
    for reminder in found:
        subject = _subject(reminder)
        if subject not in newest or _age(newest[subject]) < _age(reminder):
            newest[subject] = reminder
    midnights = {}
    for reminder in unknown(found):
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


def _settle_what_changed(tasks, holding, *, since, at):
    """Cancel what waits to be sent about the tasks and no longer holds; owe anew what was cancelled and holds again."""
    rows = _waiting_to_be_sent(since).filter(task__among=tasks)
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
