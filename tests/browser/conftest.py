"""A real site for the browser: the demo in a database of its own, gunicorn with the application's rights, Chromium."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings

from tests.browser.devices import as_in_vietnam, launched, overheard
from tests.browser.hands import Hands
from tests.browser.own_clock import OwnSite
from tests.conftest import CHROMIUM

LOOP = []  # Chromium's, while it runs
AXE = Path(__file__).parent / "axe.min.js"
PASSWORD = "thu-nghiem-trinh-duyet-2026"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


class Site:
    """`url`, and `username(role)` of a demo account that holds a role over the highest unit."""

    def __init__(self, url, database_url):
        self.url = url
        self.database_url = database_url

    def rows(self, statement, *values):
        with psycopg2.connect(self.database_url) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def _with_database(url, name, **query):
    parts = urlsplit(url)
    extra = "&".join(filter(None, [parts.query, *(f"{k}={v}" for k, v in query.items())]))
    return urlunsplit(parts._replace(path=f"/{name}", query=extra))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    if not CHROMIUM.exists():
        pytest.skip(f"cần {CHROMIUM}: sudo apt-get install chromium")
    owner = os.environ["DATABASE_URL"]
    base = urlsplit(owner).path.strip("/")
    name = f"test_{base}_browser_{os.getpid()}"
    admin = psycopg2.connect(_with_database(owner, "postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{os.environ["TEST_TEMPLATE"]}"')
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    env = os.environ | {
        "DATABASE_URL": _with_database(owner, name),
        "TESTING": "0",
        "DEMO": "1",
        "DEMO_PASSWORD": PASSWORD,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STATIC_ROOT": str(folder / "static"),
        "EVIDENCE_ROOT": str(folder / "evidence"),
        "OUTBOX": str(folder / "outbox"),
        "KEY_PREFIX": name,
    }
    env.pop("PYTEST_XDIST_WORKER", None)
    run = {"env": env, "cwd": settings.BASE_DIR, "stdout": subprocess.DEVNULL}
    server = None
    try:
        for command in (["collectstatic", "--noinput"], ["load_demo"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True, **run)
        application = env | {"DATABASE_URL": _with_database(owner, name, options="-c%20role%3Ddotpha_app")}
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"],
                env=application, cwd=settings.BASE_DIR, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/tai-khoan/login/", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, (folder / "server.log").read_text()
                time.sleep(0.2)
        found = Site(f"http://127.0.0.1:{port}", _with_database(owner, name))
        found.outbox = folder / "outbox"
        found.env = env
        yield found
    finally:
        if server is not None:
            server.terminate()
            server.wait(10)
        with admin.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.close()


@pytest.fixture(scope="session")
def chromium(site):
    with launched() as browser:
        LOOP.append(asyncio.get_running_loop())
        asyncio._set_running_loop(None)
        yield browser
        asyncio._set_running_loop(LOOP.pop())


@pytest.fixture(autouse=True)
def _its_loop_is_left_with_it(request):
    """Playwright leaves its event loop marked as running, and there Django would hand other tests another connection."""
    if "chromium" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("chromium")
    asyncio._set_running_loop(LOOP[0])
    yield
    asyncio._set_running_loop(None)


@pytest.fixture
def hands(db, settings):
    """Acts of a story in Chromium, on the rows and by the clock of this test. Errors of a page and of the CSP fail it."""
    settings.WHITENOISE_MAX_AGE = 86400  # as in an installation: a device keeps what has its hash in the name
    # Chromium's event loop has a thread to itself: where one is under way, Django hands out another connection.
    with ThreadPoolExecutor(1) as thread, OwnSite().open() as own, ExitStack() as stack:
        found = Hands(own, thread, thread.submit(stack.enter_context, launched()).result())
        try:
            yield found
        finally:
            thread.submit(stack.close).result()
    assert found.complaints == []


@pytest.fixture(scope="session")
def signed_in(site, chromium):
    """signed_in(username): the stored state of a session, made through the login page once."""
    states = {}

    def state(username):
        if username not in states:
            context = chromium.new_context(locale="vi-VN")
            page = context.new_page()
            page.goto(f"{site.url}/tai-khoan/login/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_load_state()
            assert "/tai-khoan/login/" not in page.url, page.content()
            states[username] = context.storage_state()
            context.close()
        return states[username]

    return state


@pytest.fixture
def open_as(site, chromium, signed_in):
    """open_as(username, width): a page of that person at that width. Errors of the page and of the CSP fail the test."""
    contexts = []
    complaints = []

    def opened(username=None, width=1440, *, scripts=True, loses_signal=False):
        context = chromium.new_context(
            storage_state=signed_in(username) if username else None,
            java_script_enabled=scripts,
            **as_in_vietnam(width),
        )
        contexts.append(context)
        return overheard(context, site.url, complaints, loses_signal=loses_signal)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
