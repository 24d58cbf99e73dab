"""How does the launcher speak? Vietnamese first; a failed step adds an English line and says what to do."""

import sys


class Stop(Exception):
    """A step failed in a way its reader can mend: what happened and what to do, in Vietnamese and in English."""

    def __init__(self, vietnamese: str, english: str, details: str = ""):
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english
        self.details = details


class Interrupted(Exception):
    """Someone asked us to stop (Ctrl-C, TERM)."""


def step(text: str) -> None:
    print(f"• {text}", file=sys.stderr, flush=True)


def line(text: str = "") -> None:
    print(text, file=sys.stderr, flush=True)


def failure(stop: Stop) -> None:
    if stop.details:
        line(stop.details.rstrip())
    line()
    line(f"✗ {stop.vietnamese}")
    line(f"  {stop.english}")


def tail(text: str, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    return "\n".join(f"    {row}" for row in text.rstrip().splitlines()[-lines:])
