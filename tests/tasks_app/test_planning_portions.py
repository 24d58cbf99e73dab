"""Planning goes by portions: a planner that dies leaves what it had done, the next one does the rest, and nothing is told twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tasks_app.actions import reminding, sending
from tasks_app.models import Delivery, Heartbeat, Message, Notice, Task
from tests.factories import make_task, make_user

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
TASKS = 7


class Killed(BaseException):
    """Not an error that anything catches: the process is gone."""


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(reminding, "PORTION", 2)


def owed(user, count=TASKS):
    for _ in range(count):
        make_task(
            assignee=user,
            due_on=DAY + timedelta(days=3),
            decided_on=DAY - timedelta(days=1),
            committed_on=DAY,
        )


def killed_after(portions):
    """`transaction.atomic` that lets so many portions be committed; in the next one the process dies before the commit."""
    done = []

    def one():
        class Portion(transaction.Atomic):
            def __exit__(self, *failure):
                if len(done) == portions:
                    super().__exit__(Killed, Killed(), None)
                    raise Killed
                done.append(self)
                return super().__exit__(*failure)

        return Portion(using=None, savepoint=True, durable=False)

    return one


@pytest.mark.django_db
def test_a_planner_that_dies_leaves_what_it_had_done_and_is_not_believed_to_have_planned():
    owed(make_user())
    with pytest.raises(Killed):
        reminding.plan(on=DAY, at=NOON, one_transaction=killed_after(2))
    assert 2 <= Notice.objects.count() <= 4
    assert not Heartbeat.objects.exists()
    reminding.plan(on=DAY, at=NOON + timedelta(minutes=1))
    assert Notice.objects.count() == Delivery.objects.filter(channel="mail").count() == TASKS


@pytest.mark.django_db
def test_planners_that_all_die_after_one_portion_get_there_together(monkeypatch):
    """Each begins elsewhere: none has to get past what the others have done."""
    owed(make_user())
    for start in range(4):
        monkeypatch.setattr(
            reminding.random, "shuffle", lambda found, at=start: found.insert(0, found.pop(at))
        )
        with pytest.raises(Killed):
            reminding.plan(on=DAY, at=NOON, one_transaction=killed_after(1))
    assert Notice.objects.count() == TASKS


@pytest.mark.django_db
def test_one_digest_takes_along_what_all_portions_found_although_its_hour_has_passed():
    owed(make_user())
    reminding.plan(on=DAY, at=NOON)
    assert sending.pay_due(now=lambda: NOON) == {}  # more might have come
    assert sending.pay_due(now=lambda: NOON + reminding.GATHERS_FOR) == {"sent": 1}
    assert Message.objects.get().deliveries.count() == TASKS


@pytest.mark.django_db
def test_what_is_about_tasks_that_ended_is_cancelled_in_whichever_portion_they_are():
    owed(make_user(digest_hour=23))
    reminding.plan(on=DAY, at=NOON)
    Task.objects.update(status=Task.Status.ON_HOLD)
    reminding.plan(on=DAY, at=NOON + timedelta(minutes=1))
    assert set(Delivery.objects.filter(channel="mail").values_list("state", flat=True)) == {"cancelled"}
