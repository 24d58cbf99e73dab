"""How are programs run and kept running? Each dies with us, whatever kills us; a dead one is started again."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.runner import say
from config.runner.say import Interrupted, Stop

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Command = Sequence[str | Path]
_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def dies_with_us() -> Callable[[], None]:
    """Run in a child before its program: TERM when we die, and Ctrl-C works even where our shell ignored it."""
    parent = os.getpid()

    def prepare() -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if _prctl is not None:
            _prctl(_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


@contextlib.contextmanager
def stop_on_signals() -> Iterator[None]:
    """INT, TERM and HUP raise Interrupted inside (a shell's background job inherits INT ignored: set it anew)."""

    def interrupt(number: int, _frame: object) -> None:
        for each in STOP_SIGNALS:  # the clean-up that follows is not to be interrupted in its turn
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(signal.Signals(number).name)

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def quietly(command: Command, env: dict[str, str], cwd: Path, vietnamese: str, english: str) -> str:
    """Run a step and return what it printed; show that only when it fails, with what to do."""
    process = subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=dies_with_us(),
    )
    try:
        output = process.communicate()[0].decode(errors="replace")
    except BaseException:
        end([process])
        raise
    if process.returncode != 0:
        raise Stop(vietnamese, english, say.tail(output, 30))
    return output


def in_foreground(command: Command, env: dict[str, str], cwd: Path) -> int:
    """Run a program with our terminal; Ctrl-C is its own business, TERM is passed on as INT. Its exit code."""
    process = subprocess.Popen(command, env=env, cwd=cwd, preexec_fn=dies_with_us())

    def pass_on(_number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):
            process.send_signal(signal.SIGINT)

    def at_terminal(_number: int, _frame: object) -> None:
        """The terminal has sent it to the program as well."""

    before = {signal.SIGINT: signal.signal(signal.SIGINT, at_terminal if os.isatty(0) else pass_on)}
    before |= {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def end(processes: Sequence[subprocess.Popen], patience: float = 8) -> None:
    """TERM to all at once, KILL to whoever is left after `patience` seconds."""
    for process in processes:
        _signal(process, signal.SIGTERM, group=False)
    until = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
    for process in processes:
        _signal(process, signal.SIGKILL, group=True)
        process.wait()


def _signal(process: subprocess.Popen, number: int, *, group: bool) -> None:
    with contextlib.suppress(OSError):
        if group:
            os.killpg(process.pid, number)
        elif process.poll() is None:
            process.send_signal(number)


@dataclass
class Child:
    """One long-running program of ./run start."""

    name: str
    command: Command
    log: Path
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    next_at: float = 0.0
    pause: float = field(default=1.0)

    def start(self, env: dict[str, str], cwd: Path) -> None:
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # the terminal's Ctrl-C is for us; we stop them in order
                pass_fds=self.pass_fds,
                preexec_fn=dies_with_us(),
            )
        self.started_at = time.monotonic()


class Supervisor:
    """Keeps children running until we are interrupted."""

    def __init__(self, env: dict[str, str], cwd: Path):
        self.env = env
        self.cwd = cwd
        self.children: list[Child] = []

    def add(self, child: Child) -> Child:
        if child.log.exists():
            child.log.replace(child.log.with_suffix(".log.1"))
        child.start(self.env, self.cwd)
        self.children.append(child)
        return child

    def watch(self, revive: Callable[[], None]) -> None:
        """Look after the children, and with `revive` after the services, for ever; Interrupted ends it."""
        while True:
            for _ in range(10):
                self.look()
                time.sleep(0.3)
            try:
                revive()
            except Stop as stop:  # a full disk may be emptied in a while; go on trying
                say.failure(stop)
                time.sleep(10)

    def look(self) -> None:
        """Notice who died; start it again, later each time it dies young."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and (code := child.process.poll()) is not None:
                _signal(child.process, signal.SIGKILL, group=True)  # its own children, if any were left
                lived = now - child.started_at
                child.pause = 1.0 if lived > 60 else min(child.pause * 2, 30.0)
                child.next_at = now + child.pause
                child.process = None
                say.line(
                    f"! {child.name} đã dừng (mã {code}); chạy lại sau {child.pause:.0f} giây. Nhật ký: {child.log}"
                )
                if lived < 5:
                    say.line(say.tail(child.log.read_text(errors="replace"), 8))
            elif child.process is None and now >= child.next_at:
                child.start(self.env, self.cwd)

    def stop(self) -> None:
        end([child.process for child in self.children if child.process is not None])


def end_leftovers(mark: str) -> None:
    """End what a killed ./run start of this installation left behind, known by a mark in its environment."""
    wanted = f"DOTPHA_START={mark}".encode()

    def left() -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if (
                    wanted in (folder / "environ").read_bytes().split(b"\0")
                    and int(folder.name) != os.getpid()
                ):
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    until = time.monotonic() + 6
    number = signal.SIGTERM
    while pids := left():
        for pid in pids:
            with contextlib.suppress(OSError):
                os.kill(pid, number)
        if time.monotonic() > until:
            number = signal.SIGKILL
        if time.monotonic() > until + 2:
            return
        time.sleep(0.3)
