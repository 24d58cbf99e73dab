"""What is lost or doubled when workers, beats and the sweeper are killed all the time while 2,500 reminders are due?

    BENCH_DATABASE=scratch ./run bench kill_run [--due 2500] [--no-relay-log]

Two Celery workers, two beats and one sweeper, each a real process on the real broker, one of them killed by SIGKILL every 0.2 to
0.5 s and started again, until every letter has its end. To be killed in the middle of work rather than of starting up, each is
forked from a process that has loaded the code. Beat ticks every second instead of every minute, leases last 8 s instead of 120.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time

from bench.reminders import people_and_tasks
from config.runner.processes import dies_with_us
from tests.faults.kit.mail import mail_sink

LONGEST = 900


def worker(number):
    from config.celery import app

    app.worker_main(
        [
            "worker",
            "-P",
            "solo",
            "-n",
            f"w{number}@kill",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "-l",
            "CRITICAL",
        ]
    )


def beat(number):
    from config.celery import app

    app.conf.beat_schedule["plan-and-send"]["schedule"] = 1.0
    with tempfile.TemporaryDirectory() as folder:
        app.Beat(schedule=f"{folder}/beat{number}", max_interval=1, loglevel="CRITICAL").run()


def sweeper(number):
    from django.core.management import call_command

    from tasks_app.management.commands import sweep

    sweep.PAUSE = 1
    call_command("sweep", "--forever", stdout=sys.stdout)


PROGRAMS = [(worker, 1), (worker, 2), (beat, 1), (beat, 2), (sweeper, 1)]


def start(program, number):
    with_us = dies_with_us()  # made by the parent: it remembers whose child this is
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            with_us()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            program(number)
        finally:
            os._exit(1)
    return child


def end(child):
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(child, 0)


def drained():
    from django.db import connection

    from tasks_app.models import Heartbeat, Message

    try:
        planned = Heartbeat.objects.filter(program="planner").exists()
        return (
            planned
            and Message.objects.exists()
            and not Message.objects.exclude(state__in=["sent", "dead", "withheld"]).exists()
        )
    finally:
        connection.close()


def show(sink, due, kills, seconds):
    """A letter that a mail server refuses for good (550) isn't lost: it lies among the dead letters with its reason."""
    from django.db.models import Count, F, Sum

    from tasks_app.models import Delivery, Message, Notice

    told = Notice.objects.values("task", "recipient").annotate(n=Count("pk"))
    accepted = sink.accepted()
    letters = {f"<{uuid}@localhost>" for uuid in Message.objects.values_list("uuid", flat=True)}
    refused = Message.objects.filter(state="dead").count()
    broken_off = Message.objects.aggregate(n=Sum(F("attempt") - 1))["n"]
    print(
        f"{kills} kills in {seconds:.0f} s; {due} due; load {os.getloadavg()[0]:.1f}; leases taken over or tried again: {broken_off}"
    )
    print(f"in-app: told {len(told)}, lost {due - len(told)}, doubled {sum(row['n'] - 1 for row in told)}")
    print(
        f"e-mail: accepted {len(accepted)}, lost {due - refused - len(letters & set(accepted))}, refused {refused}, doubled {sum(accepted.values()) - len(accepted)},"
        f" counted as uncertain {Message.objects.aggregate(n=Sum('copies_in_doubt'))['n']}, unknown {len(set(accepted) - letters)}"
    )
    states = Delivery.objects.values("channel", "state").annotate(n=Count("pk")).order_by("channel", "state")
    print("deliveries:", ", ".join(f"{row['channel']} {row['state']} {row['n']}" for row in states))


def main():
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("--due", type=int, default=2500)
    parser.add_argument("--no-relay-log", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, mail_sink(folder) as sink:
        os.environ |= {
            "EMAIL_URL": sink.url,
            "SITE_URL": "http://localhost:8000",
            "REMINDER_LEASE_SECONDS": "8",
        }
        os.environ["RELAY_LOG"] = "" if asked.no_relay_log else str(sink.log)
        django.setup()
        from django.db import connections
        from django.utils import timezone

        import bench.reminders as things
        from config.celery import app
        from tasks_app import jobs  # noqa: F401 (loaded before anything is forked)
        from tasks_app.actions import sending  # noqa: F401 (the same)

        # Due now, whatever the clock and the calendar say: urgent, and nobody is quiet.
        things.DAY = timezone.localdate()
        people_and_tasks(asked.due, quiet_from_hour="0", quiet_until_hour="0")
        make_urgent()
        load_the_rest()
        app.control.purge()
        connections.close_all()
        children = {start(*program): program for program in PROGRAMS}
        began, kills, looked = time.monotonic(), 0, 0.0
        while time.monotonic() - began < LONGEST:
            time.sleep(random.uniform(0.2, 0.5))
            child = random.choice(list(children))
            program = children.pop(child)
            end(child)
            kills += 1
            children[start(*program)] = program
            if time.monotonic() - looked > 3:
                looked = time.monotonic()
                if drained():
                    break
        for child in children:
            end(child)
        show(sink, asked.due, kills, time.monotonic() - began)
        app.control.purge()


def load_the_rest():
    """What a process that has just begun loads with its first letter: every view (for addresses), the templates of letters."""
    from django.conf import settings

    from tasks_app.actions import mailing

    mailing._page()
    for kind in ("txt", "html"):
        mailing._frame(kind, settings.SITE_URL, settings.DEMO)


def make_urgent():
    """Every rule of the round sends a letter of its own at once, so that none waits for somebody's digest hour."""
    from cadres.audit import acting_as
    from cadres.models import system_actor
    from tasks_app.models import ReminderRule, Round

    with acting_as(system_actor("importer")):
        for round in Round.objects.all():
            row = ReminderRule.standard(round, "due_soon")
            row.is_urgent = True
            row.save()


if __name__ == "__main__":
    main()
