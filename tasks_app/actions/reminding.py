"""Which reminders are owed, to whom, and which of those that wait to be sent no longer? The day and the moment are handed in.

Planning looks back over a window of days and owes what no row names yet: what a planner that was down has missed is found by the
next one, and any number of planners, late or at once, leave the same rows. Of several reminders of one thing found at once only
the newest is told; the others are on record as overtaken.
"""

import functools
import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from tasks_app.actions import pulse
from tasks_app.actions.gathering import GROUPS, Group, gather, gather_again
from tasks_app.actions.holding import reminders
from tasks_app.actions.owing import IN_APP, OVERTAKEN, hold_planning_lock
from tasks_app.actions.waiting import as_sql, concerned
from tasks_app.actions.wording_reminders import KINDS, text_of, why_of
from tasks_app.models import Delivery, Heartbeat
from tasks_app.models.arrays import arrays

# So many days a planner may have been down and still finds every reminder it missed.
LOOK_BACK_DAYS = 35
# So many tasks (and ids in a range) are planned in one transaction, in a fraction of a second, and so many portions at once.
PORTION, AT_ONCE = 3000, 2
# Of a planning in several portions the digests whose hour has passed wait for the last one.
GATHERS_FOR = timedelta(minutes=1)
NO_LONGER = "Không còn đúng: hạn, việc, người nhận hoặc quy tắc đã thay đổi"
# Stands for the task's code in words that many tasks share: a sign of the private use area, which no text of ours holds.
CODE = "\ue000"
# Those of `found` that no row names yet, as debts (`owing.IN_APP`): the newest of a family to a person is told.
NEW = """
known AS MATERIALIZED (
    SELECT f.*, EXISTS (
        SELECT FROM tasks_app_delivery d WHERE d.task_id = f.task AND d.rule = f.rule AND d.occurrence = f.occurrence
        AND d.recipient_id = f.recipient AND d.channel = 'in_app') AS is_known FROM found f
), ranked AS (
    SELECT *, step < max(step) OVER (PARTITION BY task, recipient, family) AS overtaken FROM known
    WHERE task IN (SELECT task FROM known WHERE NOT is_known)
), word AS MATERIALIZED (
    SELECT * FROM unnest(%(word_line)s::int[], %(word_kind)s::text[], %(word_text)s::text[], %(word_why)s::text[], %(word_urgent)s::bool[],
        %(word_due_at)s::timestamptz[]) AS w (line, kind, text, why, urgent, due_at)
), debt AS (
    SELECT r.task, r.rule, r.occurrence, r.recipient, w.kind, replace(w.text, %(code)s, t.code) AS text, w.why, w.urgent, w.due_at, r.overtaken,
        NULL::bigint AS round, '' AS url
    FROM ranked r JOIN word w USING (line) JOIN task t ON t.id = r.task WHERE NOT r.is_known
)"""
# What waits to be sent and no longer holds, and what was cancelled and holds again.
CHANGED = """
changed AS (
    SELECT d.id, d.state FROM tasks_app_delivery d
    LEFT JOIN found f ON (f.task, f.rule, f.occurrence, f.recipient) = (d.task_id, d.rule, d.occurrence, d.recipient_id)
    WHERE d.task_id = ANY(%(tasks)s::bigint[]) AND d.state IN ('due', 'cancelled') AND d.due_at >= %(since)s
    AND d.channel <> 'in_app' AND d.rule <> ALL(%(of_acts)s) AND (d.state = 'due') = (f.task IS NULL)
)"""
PLANNED = f"""
SELECT 'told', groups.* FROM ({GROUPS}) AS groups
UNION ALL SELECT state, '', count(*), string_agg(id::text, ',') FROM changed GROUP BY state"""


class Portion(NamedTuple):
    """Whole ranges of ids (each is a lock, taken in order), and those of their tasks that are concerned, as an array literal."""

    ranges: list
    tasks: str


class Word(NamedTuple):
    """How a `holding.Line` is told, and since when it is owed."""

    line: int
    kind: str
    text: str
    why: str
    urgent: bool
    due_at: datetime


def plan(*, on, at, waits=True, one_transaction=transaction.atomic):
    """Owe every reminder of the day that isn't owed yet; returns how many were new. Safe to run at any time, anywhere.

    Tasks are planned a portion at a time, each in one transaction (`one_transaction()`, in which who acts is signed), so that a
    planner that dies leaves what it had done. Portions come in any order: one that never lives long begins elsewhere each time.
    Without `waits`, a portion at which another planner is at work is left to it: it finds the same, and the next one what it leaves.
    """
    last = pulse.last_of(Heartbeat.Program.PLANNER)
    since = on - timedelta(days=LOOK_BACK_DAYS)
    portions = _portions(concerned(until=on), _open(since))
    random.shuffle(portions)
    gathers_until = at + GATHERS_FOR if len(portions) > 1 else at

    def one(portion):
        """How many reminders were told, or None where another planner is at work."""
        with one_transaction():
            if all(hold_planning_lock(number, waits=waits) for number in portion.ranges):
                return _plan_portion(
                    portion.tasks, on=on, since=since, at=at, last=last, gathers_until=gathers_until
                )

    told = _each(one, portions)
    if None not in told:
        pulse.stamp(Heartbeat.Program.PLANNER, at=at)
    return sum(filter(None, told))


def _each(function, things):
    """The results for all things, on connections of their own, some at once: a portion keeps one processor of the server busy. Within a
    transaction, one after the other. What fails is raised when the others are through."""
    if len(things) < 2 or connection.in_atomic_block:
        return [function(thing) for thing in things]
    left = iter(things)

    def work():
        try:
            return [function(thing) for thing in left]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        workers = [pool.submit(work) for _ in range(AT_ONCE)]
    return [result for worker in workers for result in worker.result()]


def _plan_portion(tasks, *, on, since, at, last, gathers_until):
    """Plan these tasks by what is true now, under the lock; returns how many reminders were told. One statement finds what is new and
    writes it, and finds what changed."""
    question = reminders(on=on, since=since, tasks=tasks)
    words = [_word(line, on=on, at=at, last=last) for line in question.lines]
    values = question.values | arrays("word", Word._fields, words)
    values |= {"at": at, "overtaken": OVERTAKEN, "code": CODE, "since": _beginning_of(since)}
    values["of_acts"] = [str(rule) for rule in Delivery.OF_ACTS]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {question.sql}, {NEW}, {IN_APP}, {CHANGED} {PLANNED}", values)
        found = defaultdict(list)
        for what, *group in cursor.fetchall():
            found[what].append(Group(*group))
    gather(found["told"], at=at, gathers_until=gathers_until)
    for gone in found[Delivery.State.DUE]:
        Delivery.objects.filter(pk__among="{" + gone.deliveries + "}", state=Delivery.State.DUE).update(
            state=Delivery.State.CANCELLED, settled_at=at, reason=NO_LONGER
        )
    for back in found[Delivery.State.CANCELLED]:
        gather_again("{" + back.deliveries + "}", at=at)
    return sum(group.count for group in found["told"])


def _word(line, *, on, at, last):
    """What was not found at the last planning fell due after it."""
    text = text_of(line.rule, CODE, line.base, on)
    midnight = _beginning_of(line.falls_on)
    due_at = min(at, max(midnight, last or at))
    return Word(line.number, KINDS[line.rule], text, why_of(line), line.is_urgent, due_at)


def _open(since):
    """Queryset of the ids of the tasks about which something waits to be sent, or was cancelled and may hold again."""
    rows = Delivery.objects.exclude(rule__in=Delivery.OF_ACTS).exclude(channel=Delivery.Channel.IN_APP)
    rows = rows.filter(
        state__in=[Delivery.State.DUE, Delivery.State.CANCELLED], due_at__gte=_beginning_of(since)
    )
    return rows.values_list("task")


def _portions(*querysets):
    """The tasks (querysets of ids) in `Portion`s. Ranges of ids of which few tasks are concerned go together."""
    parts, values = [], {"portion": PORTION}
    for number, queryset in enumerate(querysets):
        sql, own = as_sql(queryset, f"part_{number}")
        parts.append(sql)
        values |= own
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id / %(portion)s AS number, string_agg(id::text, ','), count(*)"
            f" FROM ({' UNION '.join(parts)}) AS t (id) GROUP BY 1 ORDER BY 1",
            values,
        )
        found = cursor.fetchall()
    together, portions = [], []
    for number, tasks, count in found:
        if sum(known for _, _, known in together) + count > PORTION:
            portions.append(together)
            together = []
        together.append((number, tasks, count))
    portions += [together] if together else []
    return [
        Portion([number for number, _, _ in rows], "{" + ",".join(tasks for _, tasks, _ in rows) + "}")
        for rows in portions
    ]


@functools.lru_cache(maxsize=1000)
def _beginning_of(day):
    return timezone.make_aware(datetime.combine(day, time(0)))
