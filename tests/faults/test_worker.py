"""The real Celery worker: a job that is called twice leaves one notification and one letter."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app import jobs
from tasks_app.models import Message, Notice, StatisticsSnapshot
from tests.factories import make_task, make_user


def wait_for(fact, seconds=30):
    until = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < until, "the worker did not do it in time"
        time.sleep(0.1)


@pytest.mark.usefixtures("real_worker")
def test_the_reminder_job_runs_in_the_worker_and_twice_is_once():
    today = timezone.localdate()
    with acting_as(system_actor("importer")):
        make_task(assignee=make_user(), due_on=today + timedelta(days=3), starts_on=today, committed_on=today)

    jobs.plan_and_send.delay()
    jobs.plan_and_send.delay()
    jobs.snapshot_statistics.delay()

    # The three run one after another; the last one's effect says that all are through.
    wait_for(StatisticsSnapshot.objects.exists)
    assert Notice.objects.count() == 1
    assert Message.objects.count() == 1
