"""Is the embedded PostgreSQL of this installation running? Made, started, joined and stopped here, without root's rights."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.runner import say
from config.runner.binaries import Binaries, find_binaries, reachable
from config.runner.places import (
    Places,
    is_root,
    remove_socket_folder,
    secret,
    socket_folder,
    write_private,
)
from config.runner.say import Stop

SUPERUSER = "postgres"
OWNER = "dotpha_owner"
PORT = 5432  # only the name of the socket: the server listens on no network port


@dataclass(frozen=True)
class Server:
    """A running embedded server, reached over its socket."""

    socket: Path
    binaries: Binaries

    def connection(self, places: Places, database: str = "postgres") -> dict[str, str]:
        """psycopg2's arguments for the superuser."""
        password = secret(places, "postgres")
        return {
            "host": str(self.socket),
            "port": str(PORT),
            "user": SUPERUSER,
            "password": password,
            "dbname": database,
        }


def _account() -> pwd.struct_passwd | None:
    """Whose rights the server runs with: PostgreSQL refuses root, so root lends it those of nobody."""
    if not is_root():
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise Stop(
            "Máy này không có tài khoản 'nobody' để chạy PostgreSQL. Hãy chạy ./run bằng một tài khoản thường.",
            "There is no account 'nobody' to run PostgreSQL with. Run ./run as an ordinary user.",
        ) from error


class Cluster:
    """The embedded server of one installation."""

    def __init__(self, places: Places):
        self.places = places
        self.account = _account()
        self.binaries = reachable(find_binaries(places))
        self.home = places.data / f"pg{self.binaries.major}"
        self.log = places.data / "postgres.log"
        self.socket = places.data / "postgres.socket"  # remembers the socket's folder

    def start(self) -> Server:
        """Join the running server or start it, making the cluster the first time."""
        if server := self.running():
            return server
        self._clear_remains()
        if not (self.home / "PG_VERSION").exists():
            self._initialise()
        socket = socket_folder(self.socket, *self._ids())
        self._configure(socket)
        say.step("Khởi động PostgreSQL…")
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch()
        self._own(self.log)
        result = self._call(
            "pg_ctl", "start", "-w", "-t", "90", "-s", "-D", str(self.home), "-l", str(self.log)
        )
        server = self.running()
        if result.returncode != 0 or server is None:
            raise Stop(
                f"PostgreSQL không khởi động được (nhật ký: {self.log}). Nếu đĩa đầy hãy dọn đĩa; nếu không, "
                "hãy gửi nhật ký cho người quản trị.",
                f"PostgreSQL did not start (log: {self.log}). Free some disk space if it is full, else read the log.",
                say.tail(result.stdout + self.log.read_text(errors="replace")),
            )
        return server

    def running(self) -> Server | None:
        """The server, if it runs and answers on its socket."""
        fields = self._pid_file()
        if len(fields) < 8 or fields[7].strip() != "ready" or not self._is_alive(int(fields[0])):
            return None
        socket = Path(fields[4])
        return Server(socket, self.binaries) if (socket / f".s.PGSQL.{PORT}").exists() else None

    def stop(self) -> None:
        """Stop the server; its data stays."""
        if not self._pid_file():
            return
        self._call("pg_ctl", "stop", "-w", "-t", "30", "-m", "fast", "-s", "-D", str(self.home))
        remove_socket_folder(self.socket)

    def _ids(self) -> tuple[int | None, int | None]:
        return (self.account.pw_uid, self.account.pw_gid) if self.account else (None, None)

    def _own(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _call(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        env |= {"LC_ALL": "C", "HOME": "/tmp"}
        uid, gid = self._ids()
        with open(self.places.state / "logs" / "postgres-call.log", "w+b") as output:
            # A file, not a pipe: the server would keep a pipe open and we would wait for its end.
            try:
                done = subprocess.run(
                    [self.binaries.bin / program, *args],
                    env=env,
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    check=False,
                    user=uid,
                    group=gid,
                    extra_groups=[] if self.account else None,
                )
            except PermissionError as error:
                raise Stop(
                    "Không chuyển được sang tài khoản 'nobody' để chạy PostgreSQL. Hãy chạy ./run bằng tài khoản thường, "
                    "hoặc đặt DATABASE_URL.",
                    "Could not drop to 'nobody' for PostgreSQL. Run as an ordinary user, or set DATABASE_URL.",
                    f"    {error}",
                ) from error
            output.seek(0)
            text = output.read().decode(errors="replace")
        return subprocess.CompletedProcess(done.args, done.returncode, text, "")

    def _initialise(self) -> None:
        say.step(f"Tạo cơ sở dữ liệu PostgreSQL {self.binaries.major}…")
        draft = self.places.data / f"pg{self.binaries.major}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        password = self.places.data / ".password"
        write_private(password, secret(self.places, "postgres") + "\n")
        self._own(password)
        if (
            self.binaries.major >= 17
        ):  # the same order and lower() on every machine, without the system's locales
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            locale = ["--locale=C.UTF-8"]
        args = [
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "-E",
            "UTF8",
        ]
        result = self._call("initdb", *args, *locale)
        password.unlink()
        if result.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise Stop(
                f"Không tạo được cơ sở dữ liệu trong {self.places.data}. Hãy kiểm tra dung lượng đĩa và quyền ghi.",
                "initdb failed; check the disk space and the rights of this folder.",
                say.tail(result.stdout),
            )
        draft.rename(self.home)

    def _configure(self, socket: Path) -> None:
        shared = "posix" if os.access("/dev/shm", os.W_OK) else "mmap"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket),
            "unix_socket_permissions": "0700",
            "port": PORT,
            "max_connections": 200,
            "dynamic_shared_memory_type": shared,
            "random_page_cost": 1.1,
            "timezone": "Asia/Ho_Chi_Minh",
            "log_timezone": "Asia/Ho_Chi_Minh",
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "jit": "off",
            "max_locks_per_transaction": 256,  # a dump or a truncation of every table in one transaction
        }
        conf = self.home / "dotpha.conf"
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        self._own(conf)
        main = self.home / "postgresql.conf"
        if "dotpha.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude = 'dotpha.conf'\n")

    def _pid_file(self) -> list[str]:
        try:
            return (self.home / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _is_alive(self, pid: int) -> bool:
        """Whether `pid` is our living server: not a zombie, not a stranger who got the number later."""
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state != "Z" and Path(os.readlink(f"/proc/{pid}/cwd")) == self.home
        except OSError:
            return False

    def _processes(self) -> list[int]:
        """Every living process of this cluster: all of them work in its folder."""
        return [
            int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and self._is_alive(int(p.name))
        ]

    def _clear_remains(self) -> None:
        """After a kill -9 the old processes may need a moment to end, and a zombie can hold postmaster.pid."""
        if not self._pid_file():
            return
        patience = time.monotonic() + 20
        while (left := self._processes()) and time.monotonic() < patience:
            if self.running():
                return
            time.sleep(0.2)
        for pid in left:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGQUIT)
        (self.home / "postmaster.pid").unlink(missing_ok=True)
