"""Celery's way in. Each job reads the clock, takes ids, makes one call; all are safe to run twice."""

import os
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app.actions import importing, pulse, scanning, snapshotting, turning
from tasks_app.models import Heartbeat
from tasks_app.printing import batches

# A job ends before the next one comes; what it left is the next one's, and the sweeper's.
AT_MOST = timedelta(seconds=50)


@shared_task
def plan_and_send():
    """Every minute: pay what is due, owe the reminders of the day, pay those."""
    pulse.stamp(Heartbeat.Program.WORKER, at=timezone.now())
    turning.take_a_turn(now=timezone.now, at_most=AT_MOST)


@shared_task
def snapshot_statistics():
    """Every night: freeze yesterday's closing figures for the trends."""
    with acting_as(system_actor("clock")):
        snapshotting.snapshot(on=timezone.localdate() - timedelta(days=1))


@shared_task
def make_papers(batch):
    """As soon as it was asked for: papers of many tasks."""
    _behind_the_web()
    batches.make(batch, now=timezone.now)


@shared_task
def make_owed_papers():
    """Every minute: batches whose worker died, or of which no worker was told."""
    _behind_the_web()
    batches.make_owed(now=timezone.now)


BEHIND = 10  # of nice: who waits for a page goes before papers that are made meanwhile


def _behind_the_web():
    """This worker and the children that fill templates step back, for good: a process may not raise itself again."""
    if os.getpriority(os.PRIO_PROCESS, 0) < BEHIND:
        os.setpriority(os.PRIO_PROCESS, 0, BEHIND)


@shared_task
def work_on_import(sheet_import):
    """As soon as it is asked for: a long spreadsheet is checked or saved."""
    importing.work_on(sheet_import, now=timezone.now)


@shared_task
def scan_waiting_files():
    """Every minute: files that came in while the virus scanner did not answer."""
    scanning.scan_waiting(now=timezone.now)


@shared_task
def work_on_owed_imports():
    """Every minute: spreadsheets whose worker died, or of which no worker was told."""
    importing.work_owed(now=timezone.now)
