"""What does ./run start do? Everything a newcomer needs, until Ctrl-C."""

import multiprocessing
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from config.runner import environment, say
from config.runner.locks import take
from config.runner.places import Places
from config.runner.prepare import has_command, prepare
from config.runner.processes import Child, Supervisor, end_leftovers, quietly, stop_on_signals
from config.runner.say import Interrupted, Stop
from config.runner.services import DEMO_DATABASE, Services, make_app_login, reset, services

FIRST_PORT = 8000


def options(given: Sequence[str]) -> tuple[bool, int]:
    """(--reset, --port) of the command line."""
    words = list(given)
    empty, port = False, int(os.environ.get("PORT") or FIRST_PORT)
    while words:
        word = words.pop(0)
        name, _, value = word.partition("=")
        if word == "--reset":
            empty = True
        elif name == "--port":
            value = value or (words.pop(0) if words else "")
            if not value.isdigit() or not 0 < int(value) < 65536:
                raise Stop("--port cần một số từ 1 đến 65535.", "--port takes a number from 1 to 65535.")
            port = int(value)
        else:
            raise Stop(
                f"Không hiểu '{word}'. Cách dùng: ./run start [--reset] [--port SỐ]",
                f"Unknown: '{word}'. Usage: ./run start [--reset] [--port N]",
            )
    return empty, port


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1: `port`, or the next free one. We hold it, the web server inherits it."""
    for number in range(port, min(port + 200, 65536)):
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", number))
            server.listen(256)
        except OSError:
            server.close()
            continue
        if number != port:
            say.step(f"Cổng {port} đang bận, dùng cổng {number}.")
        return server
    raise Stop(f"Không còn cổng trống từ {port}.", f"No free port from {port} on. Give another: --port N")


def start(places: Places, given: Sequence[str]) -> int:
    """Run the site on 127.0.0.1 until INT or TERM."""
    empty, port = options(given)
    address = places.state / "address"
    only = take(places.data / "start.lock")
    if only is None:
        known = address.read_text().strip() if address.exists() else "?"
        raise Stop(
            f"Bản cài đặt này đang chạy ở {known}. Hãy mở địa chỉ đó, hoặc dừng bản kia bằng Ctrl-C trước.",
            f"This installation is already running at {known}. Open it, or stop it with Ctrl-C first.",
        )
    try:
        with stop_on_signals():
            end_leftovers(places.id)
            with services(places) as found:
                _serve(found, empty, port)
    except Interrupted:
        say.step("Đã dừng. Dữ liệu được giữ lại cho lần chạy sau.")
    finally:
        address.unlink(missing_ok=True)
        os.close(only)
    return 0


def _serve(found: Services, empty: bool, port: int) -> None:
    places = found.places
    if empty:
        reset(found)
    owner_env = prepare(found)
    say.step("Gom tệp tĩnh…")
    quietly(
        [places.python, "manage.py", "collectstatic", "--no-input", "-v", "0"],
        owner_env,
        places.root,
        "Không gom được tệp tĩnh (CSS, phông chữ). Hãy kiểm tra dung lượng đĩa rồi chạy lại.",
        "Static files could not be collected; check the disk space and run again.",
    )
    server = listen(port)
    port = server.getsockname()[1]
    env = environment.served(found, make_app_login(found, DEMO_DATABASE), port)
    env |= {"DOTPHA_START": places.id, "WEB_FD": str(server.fileno())}
    supervisor = Supervisor(env, places.root)
    try:
        say.step("Khởi động web, tiến trình nền và bộ nhắc việc…")
        for child in children(found, server):
            supervisor.add(child)
        url = f"http://localhost:{port}/"
        _wait_for_answer(supervisor, port)
        (places.state / "address").write_text(url)
        _welcome(found, owner_env, url)
        supervisor.watch(found.revive)
    finally:
        say.step("Đang dừng…")
        supervisor.stop()
        server.close()


def children(found: Services, server: socket.socket) -> list[Child]:
    """The programs of a running site."""
    places = found.places
    python = [places.python, "-m"]
    logs = places.logs
    gunicorn = [
        *python,
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"fd://{server.fileno()}",
        "--worker-class",
        "gthread",
    ]
    gunicorn += [
        "--workers",
        "2",
        "--threads",
        "4",
        "--graceful-timeout",
        "4",
        "--timeout",
        "60",
        "--no-control-socket",
    ]
    if os.access("/dev/shm", os.W_OK):
        gunicorn += ["--worker-tmp-dir", "/dev/shm"]
    celery = [*python, "celery", "-A", "config"]
    pool = "prefork" if can_fork_workers() else "threads"
    worker = [*celery, "worker", "-l", "INFO", "-P", pool, "-c", "2", "-n", f"{places.id}@%h"]
    beat = [*celery, "beat", "-l", "INFO", "-s", str(places.data / "beat-schedule"), "--pidfile="]
    found_children = [
        Child("Web", gunicorn, logs / "web.log", pass_fds=(server.fileno(),)),
        Child("Tiến trình nền (Celery)", worker, logs / "worker.log"),
        Child("Bộ hẹn giờ (Celery beat)", beat, logs / "beat.log"),
    ]
    if has_command(places.root, "sweep"):
        sweep = [places.python, "manage.py", "sweep", "--forever"]
        found_children.append(Child("Bộ nhắc việc", sweep, logs / "sweep.log"))
    else:
        say.step("Chưa có lệnh sweep: bỏ qua bộ nhắc việc.")
    return found_children


def can_fork_workers() -> bool:
    """Celery's prefork pool needs semaphores, which need a writable /dev/shm."""
    try:
        multiprocessing.Lock()
    except OSError:
        return False
    return True


def _wait_for_answer(supervisor: Supervisor, port: int, patience: float = 60) -> None:
    """Until the site answers anything but a server error."""
    until = time.monotonic() + patience
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until:
        supervisor.look()
        try:
            opener.open(f"http://127.0.0.1:{port}/", timeout=10).close()
            return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
            time.sleep(0.5)
        except OSError:
            time.sleep(0.2)
    log = supervisor.children[0].log
    raise Stop(
        f"Trang web không trả lời (nhật ký: {log}).",
        f"The site does not answer (log: {log}).",
        say.tail(log.read_text(errors="replace"), 30),
    )


def _welcome(found: Services, env: dict[str, str], url: str) -> None:
    places = found.places
    say.line()
    say.line(f"  Đột phá đang chạy: {url}")
    say.line(f"  Dừng: Ctrl-C.  Thư gửi đi: {places.outbox}  Nhật ký: {places.logs}")
    say.line()
    if env["DEMO"] == "1" and has_command(places.root, "demo_accounts"):
        shown = subprocess.run(
            [places.python, "manage.py", "demo_accounts"],
            env=env,
            cwd=places.root,
            capture_output=True,
            check=False,
        )
        say.line(shown.stdout.decode(errors="replace").rstrip())
        say.line()
