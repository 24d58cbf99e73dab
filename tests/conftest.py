"""What does every test start from? The application's rights, a signed transaction, folders and a cache of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from xdist.scheduler import LoadScopeScheduling

from config.runner.processes import dies_with_us

CHROMIUM = Path("/usr/bin/chromium")

# The migrations' own rows (system actors, catalogues) as they were before the first test; see restore_first_rows.
_first_rows: dict[str, str] = {}


# What one process has for all tests of these files: making a second costs up to a minute.
SHARED = {
    "a story's own site": ("tests/browser/test_year.py", "tests/browser/test_handover_in_mid_year.py"),
    "the browser's site": ("tests/browser/",),
    "the demo": ("tests/tasks_app/demo/",),
    "the demo's people": ("tests/tasks_app/exchange/test_office_annexes.py",),
}


def pytest_xdist_make_scheduler(config, log):
    """Tests go to whichever process is free, but those that share something costly to one of them.

    (xdist's own groups part nothing under pytest 9, whose node ids take no suffix any more.)
    """

    class BySharing(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((name for name, files in SHARED.items() if nodeid.startswith(files)), nodeid)

    return BySharing(config, log)


def pytest_collection_modifyitems(items):
    """Browser tests need Debian's chromium."""
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason=f"cần {CHROMIUM}: sudo apt-get install chromium"))
        if "real_worker" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.celery)


@pytest.fixture(autouse=True)
def _forgetful_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _folders_of_its_own(settings, tmp_path):
    """Evidence and e-mails of a test land in its own folder."""
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    settings.OUTBOX = str(tmp_path / "outbox")
    settings.STORAGES = settings.STORAGES | {
        name: {**settings.STORAGES[name], "OPTIONS": {"location": settings.EVIDENCE_ROOT, "base_url": None}}
        for name in ("default", "evidence")
    }


@pytest.fixture(scope="session", autouse=True)
def _evidence_of_its_own_worker():
    """Fixtures wider than a test store files too (the demo), in the folder that the settings give each xdist worker."""
    yield
    shutil.rmtree(django_settings.EVIDENCE_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's database; the rows that migrations wrote are remembered, for tests that empty every table."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role('dotpha_app', 'MEMBER')")
        if not cursor.fetchone()[0]:  # since PostgreSQL 16 who made a role is no member of it by that
            cursor.execute("GRANT dotpha_app TO CURRENT_USER")
        for table in _tables_of_ours(cursor):
            cursor.execute(f'SELECT json_agg(t) FROM "{table}" t')
            rows = cursor.fetchone()[0]
            if rows:
                _first_rows[table] = rows if isinstance(rows, str) else json.dumps(rows)


@pytest.fixture(autouse=True)
def _as_the_application(request):
    """Database tests have the application's rights, so that a missing grant shows in a test and not on the first day.

    The transaction is signed by a system actor; who acts as somebody else says so with acting_as. Tests that commit
    for real (transaction=True) keep the owner's rights: they have no transaction to hold the role.
    """
    names = set(request.fixturenames)
    if "transactional_db" in names:
        request.getfixturevalue("transactional_db")
        restore_first_rows()
        return
    if "db" not in names and request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("db")
    if not connection.in_atomic_block:  # @pytest.mark.django_db(transaction=True) without the fixture's name
        restore_first_rows()
        return
    restore_first_rows()
    _sign()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dotpha_app")


@pytest.fixture(autouse=True)
def _requests_end_their_own_signature(monkeypatch):
    """In production a request's signature ends with its transaction; here it must not outlive the request either."""
    from cadres.middleware import ActorMiddleware

    whole = ActorMiddleware.__call__

    def call(self, request):
        if not connection.in_atomic_block:
            return whole(self, request)
        with connection.connection.cursor() as cursor:  # psycopg2's own: these are no queries of the page
            cursor.execute(
                "SELECT coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.request_id', true), '')"
            )
            before = cursor.fetchone()
        try:
            return whole(self, request)
        finally:
            if not connection.needs_rollback:
                with connection.connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT set_config('app.actor', %s, true), set_config('app.request_id', %s, true)",
                        before,
                    )

    monkeypatch.setattr(ActorMiddleware, "__call__", call)


def _sign():
    from cadres.audit import sign_transaction
    from cadres.models import system_actor

    sign_transaction(system_actor("clock"), request_id="test")


def _tables_of_ours(cursor):
    """Tables of our apps, without the history that triggers write."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(cadres|tasks_app)_' "
        "AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = tablename AND column_name = 'pgh_id')"
    )
    return sorted(name for (name,) in cursor.fetchall())


def restore_first_rows():
    """Put back what the migrations wrote, when a test that commits for real has emptied every table."""
    from django.db import transaction

    if not _first_rows:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM cadres_user WHERE is_system)")
        if cursor.fetchone()[0]:
            return
        actor = next(row["id"] for row in json.loads(_first_rows["cadres_user"]) if row["is_system"])
        cursor.execute("SELECT set_config('app.actor', %s, true)", [str(actor)])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in _first_rows.items():
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
                "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            columns = cursor.fetchone()[0]
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE '
                f'SELECT {columns} FROM json_populate_recordset(NULL::"{table}", %s::json)',
                [rows],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture(scope="module")
def _worker_process(django_db_setup, django_db_blocker):
    """One Celery worker on this test database, with the application's rights and a key prefix of its own.

    It ends with its module and takes its signs of life with it: those it commits every half minute, and the tests
    that come next must not find a program alive that they know nothing of.
    """
    parts = urlsplit(os.environ["DATABASE_URL"])
    query = f"{parts.query}&options=-c%20role%3Ddotpha_app".lstrip("&")
    url = urlunsplit(parts._replace(path="/" + connection.settings_dict["NAME"], query=query))
    env = os.environ | {"DATABASE_URL": url, "KEY_PREFIX": django_settings.KEY_PREFIX}
    env.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "solo", "-l", "INFO"]
    command += ["-n", f"{connection.settings_dict['NAME']}@%h", "--without-gossip", "--without-mingle"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            env=env,
            cwd=django_settings.BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_us(),
        )
        try:
            until = time.monotonic() + 60
            while b" ready." not in _written(log):
                assert process.poll() is None and time.monotonic() < until, _written(log).decode()
                time.sleep(0.1)
            yield process
        finally:
            process.kill()  # what it had taken but not finished goes with this test database
            process.wait()
            with django_db_blocker.unblock(), connection.cursor() as cursor:
                cursor.execute("TRUNCATE tasks_app_heartbeat")


def _written(log):
    log.seek(0)
    return log.read()


@pytest.fixture
def real_worker(transactional_db, _worker_process):
    """A test that asks for it commits for real, and its delayed jobs are run by a real worker process."""
    from config.celery import app

    app.control.purge()
    assert _worker_process.poll() is None
    return _worker_process
