"""What do the workers do, and when? The broker is only the fast path: PostgreSQL knows what is owed."""

import os

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Job(DjangoTask):
    """A dead broker must not turn a committed act into an error page: the sweeper finds what is owed."""

    def delay_on_commit(self, *args, **kwargs):
        def send():
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)


app = Celery("config", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")  # "task" is a word of our domain

app.conf.beat_schedule = {
    "plan-and-send": {"task": "tasks_app.jobs.plan_and_send", "schedule": 60.0, "options": {"expires": 55}},
    "snapshot-statistics": {
        "task": "tasks_app.jobs.snapshot_statistics",
        "schedule": crontab(hour=0, minute=10),
    },
}
