"""Several at once: planners, senders, writers of a register and double submits end in one effect."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, connections

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app.actions import papers, reminding, sending
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Delivery, Document, Message, Notice
from tests.factories import make_task, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)


def at_once(count, work):
    """Run `work(number)` in threads that start together; returns their results or exceptions in order."""
    barrier = threading.Barrier(count)
    results = [None] * count

    def run(number):
        try:
            connection.ensure_connection()
            barrier.wait(10)
            results[number] = work(number)
        except Exception as problem:  # noqa: BLE001 (a thread's problem is its result)
            results[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def make_due_tasks(count):
    with acting_as(system_actor("importer")):
        for _ in range(count):
            make_task(assignee=make_user(), due_on=DAY + timedelta(days=3), committed_on=date(2026, 1, 20))


def test_planners_on_several_hosts_owe_each_reminder_once():
    make_due_tasks(5)

    def plan(_):
        with acting_as(system_actor("reminder")):
            return reminding.plan(on=DAY, at=NOON)

    results = at_once(4, plan)

    assert sorted(results) == [0, 0, 0, 5]
    assert Notice.objects.count() == 5
    assert Delivery.objects.filter(channel="mail").count() == 5
    assert Message.objects.count() == 5


def test_senders_on_several_hosts_send_each_letter_once():
    make_due_tasks(12)
    with acting_as(system_actor("reminder")):
        reminding.plan(on=DAY, at=NOON)

    results = at_once(4, lambda _: sending.pay_due(now=lambda: NOON))

    assert sum(counts["sent"] for counts in results) == 12
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox) == 12


def test_a_number_that_several_write_at_the_same_moment_goes_to_one_paper():
    with acting_as(system_actor("importer")):
        body = make_unit("Huyện ủy Yên Sơn")

    def write(number):
        with acting_as(system_actor("importer")):
            return papers.register(
                body=body, direction="issued", number="07" if number % 2 else "7", symbol="QĐ/HU", issued_on=DAY, summary=f"văn bản {number}"
            )  # fmt: skip

    results = at_once(4, write)

    assert sum(isinstance(result, Document) for result in results) == 1
    assert sum(isinstance(result, NotPossible) and "đã dùng" in str(result) for result in results) == 3
    assert Document.objects.count() == 1
