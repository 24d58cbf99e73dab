"""Does a job that is due after a commit reach a real worker, and what if the broker is dead?"""

import time

import pytest
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from config.celery import app


@pytest.fixture
def dead_broker(monkeypatch):
    def refuse(*args, **kwargs):
        raise app.connection_for_write().connection_errors[0]("no broker")

    monkeypatch.setattr(type(app), "send_task", refuse)
    monkeypatch.setattr("celery.app.task.Task.apply_async", refuse)


@shared_task
def probe():
    pass


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_turns_no_committed_act_into_an_error(dead_broker):
    with transaction.atomic():
        Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
        probe.delay_on_commit()
    assert Session.objects.filter(session_key="k").exists()


def test_a_real_worker_answers_on_this_test_database(real_worker):
    until = time.monotonic() + 30
    while not (answers := app.control.ping(timeout=1)) and time.monotonic() < until:
        pass
    assert next(iter(answers[0])).startswith(connection.settings_dict["NAME"] + "@")
