"""What does a worker or sweeper do each time its turn comes: pay what is due, owe what has fallen due, pay that?"""

import logging
from collections import Counter

from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app.actions import reminding, sending

log = logging.getLogger(__name__)


def take_a_turn(*, now, at_most):
    """(reminders owed anew, messages by end state). `now()` is the clock, `at_most` how long the turn may pay.

    Paying comes first, and after planning again: whatever is wrong with planning, what is owed goes out. A planning that failed
    is raised at the end. While another program plans, this one leaves it to him.
    """
    began, planned, failure = now(), 0, None
    counts = Counter(sending.pay_due(now=now, until=began + at_most))
    try:
        at = now()
        planner = system_actor("reminder")
        planned = reminding.plan(
            on=timezone.localdate(at), at=at, waits=False, one_transaction=lambda: acting_as(planner)
        )
    except Exception as problem:
        log.exception("Planning failed")
        failure = problem
    counts.update(sending.pay_due(now=now, until=began + at_most))
    if failure:
        raise failure
    return planned, counts
