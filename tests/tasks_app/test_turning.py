"""A turn of a worker or sweeper: letters go out whatever is wrong with planning, and nobody waits for another planner."""

import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app.actions import owing, reminding, sending, turning
from tasks_app.models import Delivery, Heartbeat, Message, Notice, Task
from tests.factories import make_task, make_user

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)


def due_tasks(count):
    return [
        make_task(
            assignee=make_user(),
            due_on=DAY + timedelta(days=3),
            decided_on=DAY - timedelta(days=1),
            committed_on=DAY,
        )
        for _ in range(count)
    ]


@contextmanager
def another_planning(number):
    """Another planner is in the middle of this range of tasks."""
    holds, done = threading.Event(), threading.Event()

    def plan_for_long():
        with transaction.atomic():
            owing.hold_planning_lock(number)
            holds.set()
            done.wait(30)
        connection.close()

    other = threading.Thread(target=plan_for_long)
    other.start()
    try:
        assert holds.wait(30)
        yield
    finally:
        done.set()
        other.join()


def turn():
    return turning.take_a_turn(now=lambda: NOON, at_most=timedelta(minutes=1))


@pytest.mark.django_db
def test_a_turn_owes_what_is_due_and_pays_it():
    due_tasks(2)
    assert turn() == (2, {"sent": 2})
    assert turn() == (0, {})


@pytest.mark.django_db
def test_a_planning_that_fails_holds_no_letter_up_and_is_not_hushed_up(monkeypatch):
    due_tasks(2)
    reminding.plan(on=DAY, at=NOON)

    def fail(**_):
        raise ValueError("a fault in planning")

    monkeypatch.setattr(reminding, "plan", fail)
    with pytest.raises(ValueError, match="a fault in planning"):
        turn()
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_who_finds_another_planner_at_work_leaves_it_to_him():
    with acting_as(system_actor("importer")):
        (task,) = due_tasks(1)
    with another_planning(task.pk // reminding.PORTION):
        assert turn() == (0, {})
    assert turn() == (1, {"sent": 1})


@pytest.mark.django_db(transaction=True)
def test_what_two_planners_share_is_owed_once_and_a_portion_in_other_hands_is_left_alone(monkeypatch):
    """Portions of two tasks, two at a time on connections of their own; of one of them another planner is in the middle."""
    monkeypatch.setattr(reminding, "PORTION", 2)
    with acting_as(system_actor("importer")):
        tasks = due_tasks(9)
    held = sorted({task.pk // 2 for task in tasks})[2]
    free = [task.pk for task in tasks if task.pk // 2 != held]
    with another_planning(held):
        assert turn()[0] == len(free) < 9
        assert not Heartbeat.objects.filter(program=Heartbeat.Program.PLANNER).exists()
    assert turn()[0] == 9 - len(free)
    assert Notice.objects.count() == Delivery.objects.filter(channel="mail").count() == 9
    assert Heartbeat.objects.filter(program=Heartbeat.Program.PLANNER).exists()


@pytest.mark.django_db(transaction=True)
def test_a_portion_that_fails_stops_no_other(monkeypatch):
    monkeypatch.setattr(reminding, "PORTION", 1)
    with acting_as(system_actor("importer")):
        tasks = due_tasks(5)
    whole = reminding._plan_portion

    def plan_portion(literal, **given):
        if literal == f"{{{tasks[0].pk}}}":
            raise ValueError("a portion that can't be planned")
        return whole(literal, **given)

    monkeypatch.setattr(reminding, "_plan_portion", plan_portion)
    with pytest.raises(ValueError, match="can't be planned"):
        turn()
    assert Notice.objects.count() == 4


@pytest.mark.django_db
def test_a_lease_takes_no_more_than_it_asked_for():
    due_tasks(5)
    reminding.plan(on=DAY, at=NOON)
    assert len(sending.lease(at=NOON, most=2)) == 2
    assert Message.objects.filter(state="leased").count() == 2


@pytest.mark.django_db
def test_what_was_looked_at_long_ago_is_looked_at_again_before_it_goes(monkeypatch):
    """The first letter takes a minute; meanwhile the second one's deadline is moved."""
    tasks = due_tasks(2)
    reminding.plan(on=DAY, at=NOON)
    clock = [NOON]
    whole = sending.BY_CODE["mail"].courier.send

    def send(courier, packed):
        whole(courier, packed)
        clock[0] += timedelta(seconds=60)
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(due_on=DAY + timedelta(days=90))

    monkeypatch.setattr(sending.BY_CODE["mail"].courier, "send", send)
    assert sending.pay_due(now=lambda: clock[0]) == {"sent": 1, "withheld": 1}
    assert len(mail.outbox) == 1
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_what_somebody_died_over_comes_after_what_nobody_has_tried():
    due_tasks(3)
    reminding.plan(on=DAY, at=NOON)
    ((broken, _),) = sending.lease(at=NOON, most=1)
    later = NOON + timedelta(minutes=5)
    first, second, last = ([pk for pk, _ in sending.lease(at=later, most=1)] for _ in range(3))
    assert last == [broken] and broken not in first + second
