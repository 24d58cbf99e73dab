"""How fast are reminders planned and letters sent, and how late do they come?

    BENCH_DATABASE=scratch ./run bench reminders [plan] [floor] [mail] [late] [--mails 20000] [--due 10000]

plan: 50,000 tasks fall due for 50,000 people: 100,000 deliveries in one planning, and the planning again.
floor: the rows of that planning, only written: what no planning can go below here.
mail: as many letters to a sink on loopback, by our sender on one connection, by turns with bare smtplib on one connection.
late: 10,000 letters due in one minute, three senders: how long after they were due they were taken.
Everything goes to 127.0.0.1. Figures are comparable on a quiet machine only; the load is printed.
"""

import argparse
import multiprocessing
import os
import smtplib
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock

from tasks_app.occurrences import for_round, steps
from tasks_app.working_days import WorkingDays
from tests.faults.kit.mail import mail_sink

DAY = datetime.now(UTC).date()
# The first deadline about which just one reminder is owed by today: 50,000 in the app and 50,000 letters.
RULES = [for_round([30, 15, 7, 3, 1], 7)[rule] for rule in ("due_soon", "due_today", "overdue")]
DUE_ON = next(
    day
    for day in (DAY + timedelta(days=n) for n in range(60))
    if sum(len(steps(rule, day, WorkingDays(), DAY - timedelta(days=1), DAY)) for rule in RULES) == 1
)
NOON = datetime.combine(DAY, clock(5), UTC)  # what falls due must still hold when it is sent


def people_and_tasks(count, **hours):
    """`count` people with an account, each with a task that falls due in three days; by set-based SQL."""
    from django.db import connection

    from cadres.audit import acting_as
    from cadres.models import system_actor
    from tests.factories import make_task, make_user

    triggers("DISABLE")
    with acting_as(system_actor("importer")), connection.cursor() as cursor:
        pattern = make_task(
            assignee=make_user(**{name: int(value) for name, value in hours.items()}),
            due_on=DUE_ON,
            decided_on=DAY - timedelta(days=1),
            committed_on=DAY,
        )
        assignment = pattern.assignments.get()
        user, cadre = assignment.cadre.user, assignment.cadre
        users = copy(cursor, user, count, username="'b' || n", email="'b' || n || '@example.vn'", **hours)
        cadres = copy(cursor, cadre, count, user_id=f"{users} + n")
        tasks = copy(cursor, pattern, count, public_id="gen_random_uuid()", code="'B-2026-' || n")
        copy(cursor, assignment, count, task_id=f"{tasks} + n", cadre_id=f"{cadres} + n")
    triggers("ENABLE")
    analyze()


def analyze():
    """As autovacuum does within a minute after a hundred thousand rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def triggers(verb):
    """The history of what is only there to be measured isn't kept."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("cadres_user", "cadres_cadre", "tasks_app_task", "tasks_app_assignment"):
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


def copy(cursor, row, count, **changed):
    """Rows like `row`; returns the id after which theirs begin."""
    table = row._meta.db_table
    cursor.execute(f"SELECT max(id) FROM {table}")
    base = cursor.fetchone()[0]
    names = [f.column for f in row._meta.concrete_fields if not f.generated and f.column != "id"]
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} (id, {columns}) SELECT {base} + n, {values} FROM {table}, generate_series(1, {count - 1}) n"
        f" WHERE id = {row.pk}"
    )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {base + count})")
    return base


def plan():
    from cadres.audit import acting_as
    from cadres.models import system_actor
    from tasks_app.actions import reminding

    spent, planner = Spent(), system_actor("reminder")
    with spent:
        new = reminding.plan(on=DAY, at=NOON, one_transaction=lambda: acting_as(planner))
    return new, spent


def forget():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE tasks_app_delivery, tasks_app_message, tasks_app_notice, tasks_app_heartbeat CASCADE"
        )


def show_plan():
    from tasks_app.models import Delivery

    for _ in range(2):
        forget()
        (new, first), (again, second) = plan(), plan()
        print(
            f"plan: {Delivery.objects.count():,} deliveries ({new:,} reminders) in {first}; again: {again} new in {second};"
            f" load {os.getloadavg()[0]:.1f}"
        )


def show_floor():
    """The same rows once more, each table by one INSERT from a copy of it: nothing is planned, PostgreSQL only writes."""
    from django.db import connection, transaction

    forget()
    plan()
    tables = ("notice", "message", "delivery")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TEMP TABLE known_{table} AS SELECT * FROM tasks_app_{table}")
        forget()
        spent = Spent()
        with spent, transaction.atomic():
            for table in tables:
                columns = _written_columns(cursor, f"tasks_app_{table}")
                cursor.execute(
                    f"INSERT INTO tasks_app_{table} ({columns}) SELECT {columns} FROM known_{table}"
                )
    print(
        f"floor: the rows alone, with their indexes and constraints: {spent.wall:.2f} s; load {os.getloadavg()[0]:.1f}"
    )


def _written_columns(cursor, table):
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    return cursor.fetchone()[0]


def show_mail(sink, mails, *, log):
    """Ours and bare smtplib by turns of a twentieth, so that whatever else the machine does hits both."""
    from django.conf import settings

    from tasks_app.actions import sending
    from tasks_app.models import Message

    settings.RELAY_LOG = str(sink.log) if log else ""
    forget()
    plan()
    analyze()
    sink.forget()
    letter, turn = sample_letter(), mails // 20
    ours, bare, sent = Spent(), Spent(), 0
    for _ in range(20):
        with ours:
            sent += sending.pay_due(now=lambda: NOON + timedelta(minutes=2), most=turn)["sent"]
        with bare:
            bare_smtplib(sink, letter, turn)
    letters = {f"<{uuid}@" for uuid in Message.objects.filter(state="sent").values_list("uuid", flat=True)}
    accepted = {name for name in sink.accepted() if name.partition("@")[0] + "@" in letters}
    assert sent == mails == len(accepted), (sent, len(accepted))
    print(
        f"mail: {mails:,} letters, relay's log {'readable: marked by twenties' if log else 'not readable: marked one by one'}\n"
        f"  ours {mails / ours.wall:,.0f} a second ({ours.cpu / mails * 1000:.2f} ms of processor a letter),"
        f" bare smtplib {mails / bare.wall:,.0f} ({bare.cpu / mails * 1000:.2f} ms): ratio {bare.wall / ours.wall:.2f};"
        f" load {os.getloadavg()[0]:.1f}"
    )


class Spent:
    """Seconds of wall and of this process's processor time inside `with`, added up."""

    wall = cpu = 0.0

    def __enter__(self):
        self.began = time.perf_counter(), time.process_time()

    def __str__(self):
        return f"{self.wall:.2f} s (processor {self.cpu:.2f})"

    def __exit__(self, *failure):
        self.wall += time.perf_counter() - self.began[0]
        self.cpu += time.process_time() - self.began[1]


def sample_letter():
    from tasks_app.actions import hours, sending
    from tasks_app.actions.mailing import letter_of
    from tasks_app.models import Message

    message = Message.objects.first()
    pieces = [sending.Piece(*row) for row in message.deliveries.values_list(*sending.PIECE)]
    person = hours.people([message.recipient_id])[message.recipient_id]
    return letter_of(message, person, pieces).message().as_bytes(linesep="\r\n")


def bare_smtplib(sink, letter, mails):
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        for _ in range(mails):
            server.sendmail("a@example.vn", ["b@example.vn"], letter)


def send_for(seconds):
    """A sender process, as a worker or sweeper is one: it looks for work until told to stop."""
    import django

    django.setup()
    from django.utils import timezone

    from tasks_app.actions import sending

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sending.pay_due(now=timezone.now)
        time.sleep(0.5)


def show_late(due):
    """Due spread over one minute, three senders; lateness is what the tables say."""
    from django.db import connection, connections
    from django.utils import timezone

    from tasks_app.models import Message

    forget()
    plan()
    begin = timezone.now() + timedelta(seconds=8)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_app_message SET due_at = now() + interval '1 day'")
        cursor.execute(
            "WITH chosen AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM tasks_app_message LIMIT %s), m AS ("
            " UPDATE tasks_app_message m SET due_at = %s + n * interval '1 minute' / %s FROM chosen WHERE chosen.id = m.id RETURNING m.id, m.due_at)"
            " UPDATE tasks_app_delivery d SET due_at = m.due_at FROM m WHERE d.message_id = m.id",
            [due, begin, due],
        )
    connections.close_all()
    senders = [multiprocessing.get_context("spawn").Process(target=send_for, args=(150,)) for _ in range(3)]
    for sender in senders:
        sender.start()
    while time.sleep(1) or Message.objects.filter(state="sent").count() < due:
        if timezone.now() > begin + timedelta(seconds=140):
            break
    for sender in senders:
        sender.terminate()
        sender.join()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - due_at))"
            " FROM tasks_app_delivery WHERE channel = 'mail' AND state = 'sent'"
        )
        count, (p50, p99, most) = cursor.fetchone()
    print(
        f"late: {count:,} of {due:,} due in one minute sent; lateness p50 {p50:.1f} s, p99 {p99:.1f} s, longest {most:.1f} s"
    )


def main():
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["plan", "floor", "mail", "late"])
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=50_000)
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder, mail_sink(folder) as sink:
        os.environ |= {"EMAIL_URL": sink.url, "RELAY_LOG": ""}
        django.setup()
        people_and_tasks(asked.people)
        if "plan" in asked.what:
            show_plan()
        if "floor" in asked.what:
            show_floor()
        if "mail" in asked.what:
            for log in (True, False):
                show_mail(sink, asked.mails, log=log)
        if "late" in asked.what:
            show_late(asked.due)


if __name__ == "__main__":
    main()
