"""Which mark counts for a task on a day: every rule, and which goes before which?"""

from datetime import date, timedelta
from itertools import product

import pytest

from tasks_app.models import Mark, Task
from tasks_app.models.marks import NOT_DECIDED, secondary_marks
from tasks_app.statistics.states import marked
from tests.factories import TODAY, make_task, make_unit

pytestmark = pytest.mark.django_db
S = Task.Status
DAY = timedelta(days=1)


def make(status=S.IN_FORCE, *, due_on=TODAY + 100 * DAY, committed_on=date(2026, 1, 20), **fields):
    """A task that would be on track, but for what the test is about."""
    return make_task(giver=make_unit(), status=status, due_on=due_on, committed_on=committed_on, **fields)


def mark(task, on=TODAY):
    return Task.objects.with_mark(on).get(pk=task.pk).mark


@pytest.mark.parametrize("status", NOT_DECIDED)
def test_before_the_decision_there_is_no_mark(status):
    assert mark(make(status)) is None


def test_each_rule_by_itself():
    assert mark(make()) == Mark.ON_TRACK
    assert mark(make(committed_on=None)) == Mark.AWAITING_COMMITMENT
    assert mark(make(slow_from_on=TODAY)) == Mark.SLOW
    assert mark(make(due_soon_on=TODAY)) == Mark.DUE_SOON
    assert mark(make(due_on=TODAY - DAY)) == Mark.OVERDUE
    assert mark(make(S.AWAITING_CONCLUSION)) == Mark.AWAITING_CONCLUSION
    assert mark(make(S.ON_HOLD)) == Mark.ON_HOLD
    assert mark(make(S.ENDED_EARLY)) == Mark.ENDED
    assert mark(make(S.REMOVED)) == Mark.ENDED


@pytest.mark.parametrize("status", [S.CONCLUDED, S.CLOSED])
def test_a_concluded_task_is_timed_by_the_day_its_product_was_finished(status):
    due_on = date(2026, 5, 10)
    assert mark(make(status, due_on=due_on, finished_on=due_on - DAY)) == Mark.DONE_EARLY
    assert mark(make(status, due_on=due_on, finished_on=due_on)) == Mark.DONE_ON_TIME
    assert mark(make(status, due_on=due_on, finished_on=due_on + DAY)) == Mark.DONE_LATE
    assert mark(make(status, due_on=due_on, finished_on=due_on - DAY, completed=False)) == Mark.NOT_DONE


def test_an_approved_later_deadline_is_the_one_that_counts():
    task = make(
        S.CONCLUDED,
        due_on=date(2026, 5, 31),
        original_due_on=date(2026, 4, 30),
        finished_on=date(2026, 5, 20),
    )
    assert mark(task) == Mark.DONE_EARLY


def test_a_deadline_ends_at_midnight_of_its_day():
    task = make(due_on=TODAY)
    assert mark(task) == Mark.ON_TRACK
    assert mark(task, TODAY + DAY) == Mark.OVERDUE


def test_slow_and_due_soon_begin_on_their_day():
    slow, soon = make(slow_from_on=TODAY), make(due_soon_on=TODAY)
    assert (mark(slow, TODAY - DAY), mark(slow)) == (Mark.ON_TRACK, Mark.SLOW)
    assert (mark(soon, TODAY - DAY), mark(soon)) == (Mark.ON_TRACK, Mark.DUE_SOON)


# product.md §10.3: the first of these that is true counts.
PRECEDENCE = [
    (Mark.ENDED, {"status": S.ENDED_EARLY}),
    (Mark.NOT_DONE, {"status": S.CLOSED, "completed": False}),
    (Mark.ON_HOLD, {"status": S.ON_HOLD}),
    (Mark.AWAITING_CONCLUSION, {"status": S.AWAITING_CONCLUSION}),
    (Mark.OVERDUE, {"due_on": TODAY - DAY}),
    (Mark.AWAITING_COMMITMENT, {"committed_on": None}),
    (Mark.SLOW, {"slow_from_on": TODAY - DAY}),
    (Mark.DUE_SOON, {"due_soon_on": TODAY - DAY}),
]


@pytest.mark.parametrize("first", range(len(PRECEDENCE)))
def test_of_all_that_is_true_the_weightiest_counts(first):
    """Everything from `first` on down is true of the task at once."""
    facts = {}
    for _, fact in reversed(PRECEDENCE[first:]):
        facts |= fact
    assert mark(make(**facts)) == PRECEDENCE[first][0]


def test_stopping_a_task_goes_before_all_else():
    task = make(S.REMOVED, due_on=TODAY - 40 * DAY, committed_on=None, slow_from_on=TODAY - DAY)
    assert mark(task) == Mark.ENDED


def test_what_else_is_true_shows_beside_the_mark_that_counts():
    task = make(
        S.ON_HOLD,
        due_on=TODAY - DAY,
        committed_on=None,
        slow_from_on=TODAY - DAY,
        due_soon_on=TODAY - 9 * DAY,
    )
    task.mark = mark(task)
    assert secondary_marks(task, TODAY) == [Mark.OVERDUE, Mark.AWAITING_COMMITMENT, Mark.SLOW]
    soon = make(slow_from_on=TODAY, due_soon_on=TODAY)
    soon.mark = mark(soon)
    assert secondary_marks(soon, TODAY) == [Mark.DUE_SOON]
    done = make(S.CONCLUDED)
    assert secondary_marks(done, TODAY) == []


def test_every_decided_task_has_exactly_one_mark_and_the_lists_say_the_same():
    giver = make_unit()
    statuses = [S.IN_FORCE, S.ON_HOLD, S.AWAITING_CONCLUSION, S.CONCLUDED, S.ENDED_EARLY]
    days = [TODAY - DAY, TODAY, TODAY + DAY]
    for status, due_on, committed_on, slow, soon in product(
        statuses, days, [None, date(2026, 2, 1)], [None, TODAY], [None, TODAY]
    ):
        make_task(
            giver=giver, status=status, due_on=due_on, committed_on=committed_on, slow_from_on=slow, due_soon_on=soon,
            indicators=0,
        )  # fmt: skip
    counted = dict(Task.objects.with_mark(TODAY).values_list("pk", "mark"))
    assert None not in counted.values()
    for one in Mark:
        listed = set(Task.objects.filter(marked(one, TODAY)).values_list("pk", flat=True))
        assert listed == {pk for pk, value in counted.items() if value == one}, one
