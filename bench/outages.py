"""What is lost, doubled or held up when Redis is killed, flushed and paused, PostgreSQL stopped at once, and mail servers misbehave?

    BENCH_DATABASE=scratch ./run bench outages [--due 600]

PostgreSQL and Redis of its own (never those that others use), a mail server with a script, two workers, two beats, one sweeper.
Redis dies first, and the sweeper alone brings letters on their way; then Redis comes back, is flushed three times and paused; then
PostgreSQL is stopped immediately in the middle of it all and started again. One recipient in twelve has a mail server that answers
421, 451, 550, nothing after DATA, or hangs up before 250, with or without having taken the letter. A process that ends is started
again, as `./run start` does.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.kill_run import PROGRAMS, end, load_the_rest, make_urgent, show, start
from config.runner import environment
from config.runner.broker import Broker
from config.runner.places import open_places
from config.runner.postgres import Cluster
from config.runner.services import make_database, services
from tests.faults.kit.mail import mail_sink

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 300
# Every sixtieth person each: what his mail server does (kit/sink.py). All but 550 give way after the first try.
SCRIPTED = ["r421x1", "r451x1", "r550", "d451x1", "silentx1", "closex1", "silenttakenx1", "closetakenx1"]


@contextmanager
def servers():
    """(places, environment) of a database and a broker that are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dotpha-outages-"))
    folder.chmod(0o711)
    places = replace(open_places(ROOT), state=folder / "state", data=folder / "data")
    for made in (places.state, places.data, places.logs):
        made.mkdir(mode=0o711)
    for name in ("DATABASE_URL", "REDIS_URL", "DATABASE_APP_URL"):
        os.environ.pop(name, None)
    try:
        with services(places) as found:
            make_database(found, "dotpha_outages")
            env = environment.served(found, found.url("dotpha_outages")) | {"KEY_PREFIX": "outages"}
            command = [places.python, "manage.py", "migrate", "--no-input", "-v", "0"]
            subprocess.run(command, env=env, cwd=ROOT, check=True)
            yield places, env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Crew:
    """The programs; whichever ended is started again."""

    def __init__(self):
        self.children, self.died = {start(*program): program for program in PROGRAMS}, 0

    def look(self):
        for child in list(self.children):
            if os.waitpid(child, os.WNOHANG)[0]:
                self.died += 1
                program = self.children.pop(child)
                self.children[start(*program)] = program

    def end(self):
        for child in self.children:
            end(child)

    def work(self, seconds, until=lambda: False):
        """Let them work until `until()` holds, or so long; how long it was."""
        began = time.monotonic()
        while time.monotonic() - began < seconds and not until():
            self.look()
            time.sleep(0.5)
        return time.monotonic() - began


def ended():
    """How many letters have their end; 0 while PostgreSQL is away."""
    from django.db import DatabaseError, connection

    from tasks_app.models import Message

    try:
        return Message.objects.filter(state__in=["sent", "dead", "withheld"]).count()
    except DatabaseError:
        return 0
    finally:
        connection.close()


def script_recipients():
    from cadres.models import User

    for number, word in enumerate(SCRIPTED):
        some = User.objects.filter(username__regex=rf"^b[0-9]*{number}[05]$")
        for user in some:
            user.email = f"{user.username}.{word}@example.vn"
        User.objects.bulk_update(some, ["email"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--due", type=int, default=600)
    due = parser.parse_args().due
    with servers() as (places, env), tempfile.TemporaryDirectory() as folder, mail_sink(folder) as sink:
        os.environ |= env | {"EMAIL_URL": sink.url, "SITE_URL": "http://localhost:8000"}
        os.environ |= {"RELAY_LOG": str(sink.log), "REMINDER_LEASE_SECONDS": "8"}
        import django
        from django.conf import settings

        django.setup()
        settings.EMAIL_TIMEOUT = 2
        run(places, sink, due)


def run(places, sink, due):
    from django.db import connections
    from django.utils import timezone

    import bench.reminders as things
    from cadres.audit import acting_as
    from cadres.models import system_actor
    from tasks_app import jobs  # noqa: F401 (loaded before anything is forked)
    from tasks_app.actions import sending
    from tasks_app.models import Message

    sending.LADDER[:] = [sending.timedelta(seconds=2 * n + 1) for n in range(5)]
    things.DAY = timezone.localdate()
    things.people_and_tasks(due, quiet_from_hour="0", quiet_until_hour="0")
    make_urgent()
    load_the_rest()
    with acting_as(system_actor("importer")):
        script_recipients()
    connections.close_all()
    broker, cluster = Broker(places), Cluster(places)
    began = time.monotonic()
    kill(broker)
    crew = Crew()
    seconds = crew.work(60, until=lambda: ended() >= due // 4)
    print(f"Redis dead: {ended()} of {due} letters went in {seconds:.0f} s, by the sweeper alone", flush=True)
    broker.start()
    for _ in range(3):
        crew.work(1)
        redis(places, "FLUSHALL")
    redis(places, "CLIENT", "PAUSE", "4000")
    seconds = crew.work(6, until=lambda: ended() >= due // 2)
    print(f"Redis back, flushed three times, paused: {ended()} after {seconds:.0f} s", flush=True)
    cluster._call("pg_ctl", "stop", "-w", "-t", "30", "-m", "immediate", "-s", "-D", str(cluster.home))
    crew.work(3)
    cluster.start()
    print("PostgreSQL stopped at once, back after 3 s", flush=True)
    seconds = crew.work(LONGEST, until=lambda: ended() >= due)
    crew.end()
    print(
        f"all had their end after {seconds:.0f} s; {crew.died} processes ended by themselves and were started again"
    )
    show(sink, due, 0, time.monotonic() - began)
    refused = Message.objects.filter(state="dead")
    print(
        f"refused for good: {refused.count()}, all by 550: {not refused.exclude(error__contains='550').exists()}"
    )


def kill(broker):
    os.kill(broker._known()["pid"], signal.SIGKILL)


def redis(places, *words):
    import socket

    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(Broker(places).running()))
        line.sendall(
            b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w.encode()) for w in words)
        )
        assert line.recv(64).startswith(b"+OK"), words


if __name__ == "__main__":
    sys.exit(main())
