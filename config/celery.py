"""What do the workers do, and when? The broker is only the fast path: PostgreSQL knows what is owed."""

import logging
import os
import time

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from django.db import transaction

log = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Job(DjangoTask):
    """A dead broker must not turn a committed act into an error page: the sweeper finds what is owed."""

    def delay_on_commit(self, *args, **kwargs):
        def send():
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)


PULSE = 30.0  # seconds between two signs of life


class PulsingScheduler(PersistentScheduler):
    """Beat shows that its loop turns, straight to PostgreSQL: also while the broker is dead, and not by a thread that outlives it."""

    shown_at = 0.0

    def tick(self, *args, **kwargs):
        if time.monotonic() - self.shown_at > PULSE:
            self.shown_at = time.monotonic()
            show_life("beat")
        # The next tick comes soon enough for the next sign of life.
        return min(super().tick(*args, **kwargs), PULSE)


class WorkerPulse(bootsteps.StartStopStep):
    """A worker shows that it lives while it waits for work too."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker):
        self.beating = worker.timer.call_repeatedly(PULSE, show_life, ("worker",))
        show_life("worker")

    def stop(self, worker):
        self.beating.cancel()


def show_life(program):
    """One row, written and forgotten: what depends on it is whether the status page believes us, never the work."""
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from tasks_app.actions import pulse

    try:
        pulse.stamp(program, at=timezone.now())
    except DatabaseError:
        log.warning("No sign of life could be written", exc_info=True)
    finally:
        connection.close()


app = Celery("config", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(WorkerPulse)
app.conf.beat_scheduler = "config.celery:PulsingScheduler"
app.autodiscover_tasks(related_name="jobs")  # "task" is a word of our domain

app.conf.beat_schedule = {
    "plan-and-send": {"task": "tasks_app.jobs.plan_and_send", "schedule": 60.0, "options": {"expires": 55}},
    "make-owed-papers": {
        "task": "tasks_app.jobs.make_owed_papers",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "work-on-owed-imports": {
        "task": "tasks_app.jobs.work_on_owed_imports",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "scan-waiting-files": {
        "task": "tasks_app.jobs.scan_waiting_files",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "snapshot-statistics": {
        "task": "tasks_app.jobs.snapshot_statistics",
        "schedule": crontab(hour=0, minute=10),
    },
}
