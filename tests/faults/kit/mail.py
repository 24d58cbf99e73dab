"""A mail server as a process of its own, and what it accepted."""

import re
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.runner.processes import dies_with_us

ACCEPTED = re.compile(r"accepted message-id=(<[^>]+>) to=<([^>]+)>")


@dataclass
class Sink:
    port: int
    log: Path

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}?tls=0"

    def accepted(self):
        """How often each Message-ID was accepted."""
        return Counter(found[1] for found in ACCEPTED.finditer(self.log.read_text()))

    def recipients(self):
        return Counter(found[2] for found in ACCEPTED.finditer(self.log.read_text()))

    def forget(self):
        with self.log.open("r+b") as log:
            log.truncate(0)


@contextmanager
def mail_sink(folder, *words):
    log = Path(folder) / "relay.log"
    log.touch()
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "sink.py"), str(log), *words],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=dies_with_us(),
    )
    try:
        yield Sink(int(process.stdout.readline()), log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
