"""How fast are the pages that people wait for, with one and with eight clients, against a real gunicorn?

    BENCH_DATABASE=scratch ./run bench pages           # the demo, loaded into a database that is dropped afterwards
    BENCH_DATABASE=big ./run bench data                # once: 100,000 tasks over 3,400 units
    BENCH_DATABASE=big ./run bench pages

Prints milliseconds (the best twentieth, p50, p95; the first tells the work itself when the machine is busy with other things), answers a second and the size of the answer. Reports are posted for real, so that the demo
that people use is never measured: an empty database gets a demo of its own.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
NAME = "dotpha-bench"


@dataclass
class Page:
    """`urls` are asked in turn; `posts` are (address of the form, account) pairs, each used once; `cold`: with an empty cache."""

    label: str
    account: str = ""
    urls: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    cold: bool = False
    bar: int | None = None


# ---- what there is to be measured: read as the owner, before the first request


def accounts_and_pages(posts):
    from django.utils import timezone

    from cadres.audit import acting_as
    from cadres.models import Office, Unit, system_actor

    on = timezone.localdate()
    leaders = Office.objects.in_force(on).filter(role="leader").select_related("unit__kind", "user")
    top = leaders.order_by("unit__kind__level", "unit__rank", "pk").first()
    province = leaders.filter(unit__kind__level=1).order_by("unit__rank", "pk").first() or top
    below = Unit.objects.filter(parent=province.unit, tasks__status="in_force").order_by("pk").first()
    overdue = list(
        top_tasks(top.unit.path).overdue(on).order_by("due_on", "pk").values_list("code", flat=True)[:20]
    )
    with acting_as(system_actor("clock")):
        reports = report_forms(on, posts)
    sessions = {name: session_of(user) for name, user in (("top", top.user), ("province", province.user))}
    sessions |= {str(user.pk): session_of(user) for _, user in reports}
    national = top.unit.kind.level == 0
    cadre = str(reports[0][1].pk)
    pages = [
        Page(
            "danh sách quá hạn, 50 dòng đầu (lãnh đạo cấp cao nhất)",
            "top",
            ["/viec/?trang-thai=qua-han"],
            bar=40,
        ),
        Page(
            "danh sách quá hạn, 50 dòng đầu (lãnh đạo tỉnh)",
            "province",
            ["/viec/?trang-thai=qua-han"],
            bar=40,
        ),
        Page("danh sách đầy đủ, trang 1 (lãnh đạo cấp cao nhất)", "top", ["/viec/"], bar=40),
        Page("trang một việc", "top", [f"/viec/{code}/" for code in overdue], bar=40),
        Page("việc của tôi (cán bộ)", cadre, ["/viec-cua-toi/"], bar=40),
        Page("gửi báo cáo tiến độ (POST)", posts=[(url, str(user.pk)) for url, user in reports]),
        Page("tổng quan tỉnh, năm nay", "province", [f"/tong-quan/{province.unit_id}/?ky={on.year}"], bar=40),
        Page(
            "tổng quan tỉnh, tất cả các năm",
            "province",
            [f"/tong-quan/{province.unit_id}/?ky=tat-ca"],
            bar=40,
        ),
        Page("tổng quan một đơn vị cơ sở", "province", [f"/tong-quan/{below.pk}/?ky={on.year}"], bar=40),
    ]
    if national:
        pages += [
            Page("tổng quan toàn quốc, năm nay", "top", [f"/tong-quan/?ky={on.year}"], bar=150),
            Page("tổng quan toàn quốc, tất cả các năm", "top", ["/tong-quan/?ky=tat-ca"], bar=150),
            Page(
                "tổng quan toàn quốc, năm nay, bộ nhớ đệm trống",
                "top",
                [f"/tong-quan/?ky={on.year}"],
                cold=True,
            ),
            Page(
                "tổng quan toàn quốc, tất cả, bộ nhớ đệm trống", "top", ["/tong-quan/?ky=tat-ca"], cold=True
            ),
        ]
    return sessions, pages


def top_tasks(path):
    from tasks_app.models import Task

    return Task.objects.under(path)


def report_forms(on, limit):
    """(address of the form, account) of running tasks, each of another cadre; who has no account gets one."""
    from cadres.models import User
    from tasks_app.models import Assignment

    found, seen = [], set()
    rows = (
        Assignment.objects.open()
        .filter(role="lead", task__status="in_force", task__committed_on__isnull=False, task__due_on__gt=on)
        .select_related("task", "cadre__user")
        .order_by("-task__due_on", "task_id")
    )
    for row in rows[: limit * 3]:
        if row.cadre_id in seen or len(found) == limit:
            continue
        seen.add(row.cadre_id)
        if row.cadre.user is None:
            row.cadre.user = User.objects.create(
                username=f"{NAME}-{row.cadre_id}", display_name=row.cadre.full_name
            )
            row.cadre.save(update_fields=["user"])
        found.append((f"/viec/{row.task.code}/bao-cao/", row.cadre.user))
    return found


def session_of(user):
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


# ---- the server, as ./run start runs it


@contextmanager
def server(static):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"DATABASE_URL": os.environ["DATABASE_APP_URL"], "STATIC_ROOT": static}
    env |= {"SITE_URL": f"http://localhost:{port}", "DEBUG": "0"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise SystemExit("gunicorn did not start") from None
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


class Client:
    """One browser: a kept connection and an account."""

    def __init__(self, port, cookie):
        self.port, self.cookie = port, cookie
        self.connection = HTTPConnection("localhost", port, timeout=60)

    def ask(self, method, url, body=None, cookie=""):
        """(status, seconds, body text, cookies set)."""
        headers = {"Cookie": f"{self.cookie}{cookie}", "Accept-Encoding": "identity"}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://localhost:{self.port}{url}",
            }
        started = time.perf_counter()
        self.connection.request(method, url, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return (
            answer.status,
            time.perf_counter() - started,
            text.decode(),
            answer.headers.get_all("Set-Cookie") or [],
        )

    def report(self, url):
        """Fill the form in as its page asks, post it, and take the time of the post alone."""
        status, _, page, cookies = self.ask("GET", url)
        if status != 200:
            return status, None, page
        hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
        figures = dict.fromkeys(re.findall(r'name="(so_\d+)"', page), "61")
        figures |= dict.fromkeys(re.findall(r'type="radio" name="(so_\d+)"', page), "0")
        typed = {
            "outlook": "on_track",
            "narrative": "Các hộ đã thống nhất phương án.",
            "unchanged_reason": "Số liệu năm chưa chốt",
            "correction_reason": "Đối chiếu lại với hồ sơ",
        }
        csrf = next(
            (cookie.split(";")[0] for cookie in cookies if cookie.startswith(("csrf", "__Host-csrf"))), ""
        )
        body = urlencode(hidden | figures | typed)
        status, seconds, text, _ = self.ask("POST", url, body, cookie=f"; {csrf}" if csrf else "")
        return status, seconds, text


# ---- measuring


def measure(page, port, sessions, *, clients, requests):
    """(seconds of each answer, seconds in all, bytes of the last answer, refusals)."""
    times, refused, size = [], [], [0]
    work = iter(
        page.posts if page.posts else [url for url, _ in zip(cycle(page.urls), range(requests), strict=False)]
    )
    lock = threading.Lock()

    def browse():
        client = Client(port, sessions.get(page.account, ""))
        while True:
            with lock:
                item = next(work, None)
            if item is None:
                return
            if page.cold:
                empty_cache()
            if page.posts:
                url, account = item
                client.cookie = sessions[account]
                status, seconds, text = client.report(url)
                good = status in (204, 302)
            else:
                status, seconds, text, _ = client.ask("GET", item)
                good = status == 200
            with lock:
                size[0] = len(text.encode())
                if good:
                    times.append(seconds)
                else:
                    refused.append((status, item))

    threads = [threading.Thread(target=browse) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - started, size[0], refused


def empty_cache():
    from django.core.cache import cache

    cache.clear()


def line(page, clients, times, whole, size, refused):
    if not times:
        return {"page": page.label, "clients": clients, "refused": len(refused), "first": str(refused[:1])}
    ms = sorted(seconds * 1000 for seconds in times)
    return {
        "page": page.label,
        "clients": clients,
        "n": len(ms),
        "best": round(ms[len(ms) // 20], 1),
        "p50": round(statistics.median(ms), 1),
        "p95": round(ms[min(len(ms) - 1, int(len(ms) * 0.95))], 1),
        "per_second": round(len(ms) / whole, 1),
        "kilobytes": round(size / 1024, 1),
        "refused": len(refused),
        "bar": page.bar,
        "first": str(refused[:1]) if refused else "",
    }


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--requests", type=int, default=60, help="with one client; eight clients ask four times as many"
    )
    options.add_argument(
        "--posts", type=int, default=40, help="reports posted with one client, and again with eight"
    )
    options.add_argument("--only", default="", help="pages whose name holds this word")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    import django

    django.setup()
    from cadres.models import Unit
    from tasks_app.models import Task

    if os.environ["DATABASE_URL"].split("?")[0].endswith("/dotpha"):
        raise SystemExit("The demo that people use is not measured: BENCH_DATABASE=scratch ./run bench pages")
    with tempfile.TemporaryDirectory() as static:
        env = os.environ | {"STATIC_ROOT": static}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "collectstatic", "--no-input", "-v", "0"], env=env, cwd=ROOT, check=True)
        if not Unit.objects.exists():
            subprocess.run([*manage, "load_demo"], env=env, cwd=ROOT, check=True)
        sessions, pages = accounts_and_pages(given.posts * 2)
        load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
        print(
            f"{Task.objects.count():,} tasks, {Unit.objects.count():,} units; load before: {load}",
            file=sys.stderr,
        )
        with server(static) as port:
            found = list(run(pages, port, sessions, given))
    if given.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))


def run(pages, port, sessions, given):
    print(
        f"{'':58}{'clients':>8}{'best ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'/s':>8}{'KB':>8}   bar",
        file=sys.stderr,
    )
    for page in pages:
        if given.only not in page.label:
            continue
        halves = {1: page, 8: page}
        if page.posts:
            middle = len(page.posts) // 2
            halves = {
                1: Page(page.label, posts=page.posts[:middle]),
                8: Page(page.label, posts=page.posts[middle:]),
            }
        elif not page.cold:  # both processes have seen it once
            measure(page, port, sessions, clients=4, requests=12)
        for clients, part in halves.items():
            if page.cold and clients > 1:
                continue
            requests = given.requests if clients == 1 else given.requests * 4
            row = line(part, clients, *measure(part, port, sessions, clients=clients, requests=requests))
            row["bar"] = page.bar if clients == 1 else None
            if "p50" in row:
                verdict = (
                    "" if not row["bar"] else f"≤ {row['bar']} {'✓' if row['p50'] <= row['bar'] else '✗'}"
                )
                print(
                    f"{page.label:58}{clients:>8}{row['best']:>9}{row['p50']:>9}{row['p95']:>9}{row['per_second']:>8}{row['kilobytes']:>8}   {verdict}"
                    + (f"  refused {row['refused']}: {row['first']}" if row["refused"] else ""),
                    file=sys.stderr,
                )
            else:
                print(
                    f"{page.label:58}{clients:>8}  refused {row['refused']}: {row['first']}", file=sys.stderr
                )
            yield row


if __name__ == "__main__":
    main()
