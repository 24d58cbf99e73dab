"""Dies before and after every SQL statement, commit and socket call of plan → lease → send → mark, once each, and checks the rest.

    python -m tests.faults.kit.crash_points [--kinds]      on DATABASE_URL, whose reminders it empties; prints JSON

With --kinds one point of each kind: each statement of its own, each step of the talk with the mail server, each program's part of it.

One run counts the points; then, for each point and for before and after it, a forked process runs until there and is gone
(`os._exit(137)`), the sweep is run to its end, and the rows and the mail server's log are compared with what is due.
"""

import argparse
import json
import os
import socket
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
PEOPLE = 3
# Sends and receives of a greeting and one letter.
SAID = 7


class Points:
    """Counts what passes; at the `at`-th, the process is gone before or after it."""

    def __init__(self, at=0, when=""):
        self.at, self.when, self.names = at, when, []

    def __call__(self, name, act):
        self.names.append(name)
        here = len(self.names) == self.at
        if here and self.when == "before":
            os._exit(137)
        result = act()
        if here and self.when == "after":
            os._exit(137)
        return result

    def install(self):
        from django.db import connection

        connection.execute_wrappers.append(
            lambda execute, sql, params, many, context: self(
                f"sql {' '.join(str(sql).split())[:60]}", lambda: execute(sql, params, many, context)
            )
        )
        for name in ("_commit", "_rollback"):
            self._wrap(connection, name, "sql " + name.strip("_"))
        self._wrap(socket.socket, "connect", "socket connect")
        self._wrap(socket.socket, "sendall", "socket send")
        self._wrap(socket.SocketIO, "readinto", "socket receive")

    def _wrap(self, owner, name, label):
        whole = getattr(owner, name)
        if isinstance(owner, type):
            setattr(owner, name, lambda me, *args: self(label, lambda: whole(me, *args)))
        else:
            setattr(owner, name, lambda *args: self(label, lambda: whole(*args)))


def scenario(at):
    """What a worker does every minute."""
    from tasks_app.actions.turning import take_a_turn

    take_a_turn(now=lambda: at, at_most=timedelta(minutes=1))


def one_of_each_kind(names):
    """Numbers of points: each statement once, and of the talk with the mail server the whole of the first and of the last letter."""
    seen, chosen = set(), []
    talk = [number for number, name in enumerate(names, 1) if name.startswith("socket")]
    for number, name in enumerate(names, 1):
        kind = "sql savepoint" if "SAVEPOINT" in name else name
        if number in (*talk[:SAID], *talk[-SAID:]) or kind not in seen and not name.startswith("socket"):
            chosen.append(number)
        seen.add(kind)
    return chosen


def prepare():
    """A few people, each with a task due in three days; one has two, so that a digest holds more than one."""
    from cadres.audit import acting_as
    from cadres.models import system_actor
    from tests.factories import make_task, make_user

    with acting_as(system_actor("importer")):
        users = [make_user() for _ in range(PEOPLE)]
        for user in [*users, users[0]]:
            make_task(
                assignee=user,
                due_on=DAY + timedelta(days=3),
                decided_on=DAY - timedelta(days=1),
                committed_on=date(2026, 1, 20),
            )


def forget():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("delivery", "message", "notice", "heartbeat"):
            cursor.execute(f"DELETE FROM tasks_app_{table}")


def in_a_fork(work):
    """The exit code of a process that starts here and does the work; it shares no connection with us."""
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 (whatever it was, it is printed and this process ends)
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def sweep_to_the_end():
    """What the others do: at once, and after the lease of who died has run out."""
    for minutes in (0, 3):
        scenario(NOON + timedelta(minutes=minutes))


def verdict(sink):
    """What is wrong with what is there now: {fault: number}."""
    from django.db.models import Count

    from tasks_app.models import Delivery, Message, Notice

    told = Notice.objects.values("task", "recipient").annotate(n=Count("pk"))
    accepted = sink.accepted()
    letters = {f"<{uuid}@localhost>" for uuid in Message.objects.values_list("uuid", flat=True)}
    return {
        "in_app_lost": PEOPLE + 1 - len(told),
        "in_app_doubled": sum(row["n"] - 1 for row in told),
        "mail_lost": PEOPLE - len(letters & set(accepted)),
        "mail_doubled": sum(n - 1 for n in accepted.values()),
        "mail_unknown": len(set(accepted) - letters),
        "not_settled": Delivery.objects.exclude(state="sent").count()
        + Message.objects.exclude(state="sent").count(),
    }


def run(sink, *, choose=None, readable=True):
    """The points that `choose(names)` gives, or all: {"points": …, "runs": …, fault: total, "where": […]}."""
    from django.conf import settings

    settings.RELAY_LOG = str(sink.log) if readable else ""
    forget()
    sink.forget()
    counted = Path(sink.log.parent) / "points.json"

    def count():
        points = Points()
        points.install()
        scenario(NOON)
        counted.write_text(json.dumps(points.names))

    assert in_a_fork(count) == 0
    names = json.loads(counted.read_text())
    total = {"relay_log": readable, "points": len(names), "runs": 0, "killed": 0, "where": []}
    wanted = choose(names) if choose else range(1, len(names) + 1)
    if choose and not readable:  # what comes before the talk is the same with the log and without
        wanted = [number for number in wanted if number >= names.index("socket connect")]
    for number in wanted:
        # Of a statement that only reads, before it is after the one that came before.
        reads = choose and names[number - 1].startswith("sql SELECT")
        for when in ("after",) if reads else ("before", "after"):
            forget()
            sink.forget()

            def die(number=number, when=when):
                Points(number, when).install()
                scenario(NOON)

            total["runs"] += 1
            total["killed"] += in_a_fork(die) == 137
            taken = sum(sink.accepted().values())
            sweep_to_the_end()
            found = verdict(sink)
            for name, times in found.items():
                total[name] = total.get(name, 0) + times
            if found["mail_doubled"] > (min(taken, 1) if not readable else 0) or any(
                v for k, v in found.items() if k != "mail_doubled"
            ):
                total["where"].append([number, when, names[number - 1], found])
    return total


def main():
    import django

    from tests.faults.kit.mail import mail_sink

    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", action="store_true")
    choose = one_of_each_kind if parser.parse_args().kinds else None
    with tempfile.TemporaryDirectory() as folder, mail_sink(folder) as sink:
        os.environ |= {"EMAIL_URL": sink.url, "SITE_URL": "http://localhost:8000"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        prepare()
        found = [run(sink, choose=choose, readable=readable) for readable in (True, False)]
        print(json.dumps(found))


if __name__ == "__main__":
    main()
