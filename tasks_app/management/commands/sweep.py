"""How do reminders go out when the broker is dead? The same planning and paying, talking only to PostgreSQL and the mail server."""

import logging
import signal
import threading
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from tasks_app.actions import importing, pulse, scanning, turning
from tasks_app.models import Heartbeat
from tasks_app.printing import batches

log = logging.getLogger(__name__)
PAUSE = 30  # seconds between two sweeps
AT_MOST = timedelta(minutes=2)  # of sending in one go: the sweeper shows that it lives between two


class Command(BaseCommand):
    help = "Owes the reminders of the day and sends what is due; with --forever every 30 seconds until it is told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true")

    def handle(self, *, forever, **options):
        stop = threading.Event()
        if forever:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            try:
                planned, counts = sweep()
                if planned or counts or not forever:
                    self.stdout.write(
                        f"{planned} reminders owed anew; messages: {dict(counts) or 'none due'}"
                    )
            except Exception:
                if not forever:
                    raise
                # PostgreSQL may be restarting, or planning has a fault: what is owed is still there at the next turn.
                log.exception("Sweep failed, will try again")
                connection.close()
            if not forever:
                return
            close_old_connections()
            stop.wait(PAUSE)


def sweep():
    """One round of planning and paying: (reminders owed anew, messages by end state)."""
    pulse.stamp(Heartbeat.Program.SWEEPER, at=timezone.now())
    done = turning.take_a_turn(now=timezone.now, at_most=AT_MOST)
    batches.make_owed(now=timezone.now)  # after the letters: it may take its time
    importing.work_owed(now=timezone.now)
    scanning.scan_waiting(now=timezone.now)
    return done
