"""Which one mark counts for a task on a day: the words that people know for how it is going?

A mark is computed from dates and numbers whenever it is read and never stored. Order of precedence: product.md §10.3.
"""

from django.db import models
from django.db.models import Case, F, Q, Value, When

NOT_DECIDED = ("draft", "submitted", "appraising", "awaiting_decision", "rejected", "merged", "withdrawn")
FINISHED = ("concluded", "closed")
STOPPED = ("ended_early", "removed")


class Mark(models.TextChoices):
    """In the order in which pages show them."""

    AWAITING_COMMITMENT = "awaiting_commitment", "Chờ cam kết"
    ON_TRACK = "on_track", "Đúng tiến độ"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    SLOW = "slow", "Chậm tiến độ"
    OVERDUE = "overdue", "Quá hạn"
    AWAITING_CONCLUSION = "awaiting_conclusion", "Chờ kết luận"
    DONE_EARLY = "done_early", "Hoàn thành trước hạn"
    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    NOT_DONE = "not_done", "Không hoàn thành"
    ON_HOLD = "on_hold", "Tạm dừng"
    ENDED = "ended", "Thôi giao"


# Which marks are shown together as one figure on overviews.
DONE = (Mark.DONE_EARLY, Mark.DONE_ON_TIME, Mark.DONE_LATE, Mark.NOT_DONE)


def mark_rules(on):
    """The rules in order: the first whose condition holds is the mark that counts.

    A deadline is a date that ends at 24:00: a task due on `on` is not overdue yet. `due_soon_on` and `slow_from_on` are
    dates kept on the task (from its round's setting and from its plan line), so every rule is a comparison of dates.
    """
    return [
        (Mark.ENDED, Q(status__in=STOPPED)),
        (Mark.NOT_DONE, Q(status__in=FINISHED, completed=False)),
        (Mark.DONE_LATE, Q(status__in=FINISHED, finished_on__gt=F("due_on"))),
        (Mark.DONE_EARLY, Q(status__in=FINISHED, finished_on__lt=F("due_on"))),
        (Mark.DONE_ON_TIME, Q(status__in=FINISHED)),
        (Mark.ON_HOLD, Q(status="on_hold")),
        (Mark.AWAITING_CONCLUSION, Q(status="awaiting_conclusion")),
        (Mark.OVERDUE, Q(due_on__lt=on)),
        (Mark.AWAITING_COMMITMENT, Q(committed_on=None)),
        (Mark.SLOW, Q(slow_from_on__lte=on)),
        (Mark.DUE_SOON, Q(due_soon_on__lte=on)),
    ]


def mark_case(on):
    """The mark of a decided task as an SQL expression; NULL before the decision."""
    return Case(
        When(status__in=NOT_DECIDED, then=Value(None)),
        *(When(condition, then=Value(mark.value)) for mark, condition in mark_rules(on)),
        default=Value(Mark.ON_TRACK.value),
        output_field=models.CharField(null=True),
    )


def is_over():
    """1 for a task whose deadline no longer runs, else 0: lists put those last. An index holds this very expression."""
    return Case(When(status__in=[*FINISHED, *STOPPED], then=Value(1)), default=Value(0))


def secondary_marks(task, on):
    """Other marks that are true of an open task beside the one that counts, in order of weight."""
    if task.status not in ("in_force", "on_hold", "awaiting_conclusion"):
        return []
    facts = [
        (Mark.OVERDUE, task.due_on < on),
        (Mark.AWAITING_COMMITMENT, task.committed_on is None),
        (Mark.SLOW, bool(task.slow_from_on and task.slow_from_on <= on)),
        (Mark.DUE_SOON, bool(task.due_soon_on and task.due_soon_on <= on <= task.due_on)),
    ]
    return [mark for mark, holds in facts if holds and mark != task.mark]
