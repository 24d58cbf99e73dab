"""How does a program show that it lives? One row for each program and host, overwritten at every beat."""

import socket

from django.db import connection

from tasks_app.models import Heartbeat


def stamp(program, *, at):
    """Later stamps win: a program whose clock runs behind doesn't turn the others' back."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_app_heartbeat AS known (program, host, at) VALUES (%s, %s, %s)
            ON CONFLICT (program, host) DO UPDATE SET at = greatest(known.at, excluded.at)
            """,
            [program, socket.gethostname()[:100], at],
        )


def last_of(program):
    """When any host last showed it, or None."""
    rows = Heartbeat.objects.filter(program=program).order_by("-at")
    return rows.values_list("at", flat=True).first()
