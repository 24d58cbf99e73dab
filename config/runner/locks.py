"""Who may work now, and who still uses a shared service? Locks of the kernel: a killed process leaves none behind."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(path: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock at `path`, waiting for whoever has it; `on_wait` is called once before waiting."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait:
                on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def take(path: Path) -> int | None:
    """The lock at `path` as an open file, or None when someone else holds it. It ends with os.close or our death."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


class Shared:
    """A service used by several runs at once: the first one in starts it, the last one out stops it."""

    def __init__(self, folder: Path, name: str, on_wait: Callable[[], None] | None = None):
        self.mutex = folder / f"{name}.lock"
        self.users = folder / f"{name}.users"
        self.on_wait = on_wait
        self.handle: int | None = None

    def enter(self, start: Callable[[], None]) -> None:
        """Call `start` (which joins a running service) and count ourselves among the users."""
        with alone(self.mutex, self.on_wait):
            start()
            self.handle = os.open(self.users, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self.handle, fcntl.LOCK_SH)

    def again(self, start: Callable[[], None]) -> None:
        """Call `start` once more, alone: the service has died while we use it."""
        with alone(self.mutex):
            start()

    def leave(self, stop: Callable[[], None]) -> None:
        """Count ourselves out; call `stop` when nobody else is left."""
        if self.handle is None:
            return
        with alone(self.mutex):
            try:
                fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                stop()
            finally:
                os.close(self.handle)
                self.handle = None
