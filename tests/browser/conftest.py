"""A real site for the browser: the demo in a database of its own, gunicorn with the application's rights, Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


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
            viewport={"width": width, "height": 900 if width > 800 else 844},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        usual = ("htmx:sendAbort", "htmx:afterRequest", *(["htmx:sendError"] if loses_signal else []))
        page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line, usual) else None)
        page.on(
            "request",
            lambda r: (
                complaints.append(r.url) if not r.url.startswith((site.url, "data:", "blob:")) else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(line, usual):
    # htmx calls it an error when a later request takes the place of one on its way (a search while one types).
    usual = "Failed to load resource" in line.text or line.text.startswith(usual)
    return "Content Security Policy" in line.text or (line.type == "error" and not usual)
