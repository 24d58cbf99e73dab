"""How is a file of strangers looked at, or a template filled, in a process that can do no harm?

The child has no database, no secrets in its environment, and limits on memory, time and files; what it can't do in them is a
`TemplateFault`, never a fault of the server.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Timer

from tasks_app.documents.layout import Layout

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 20  # of processor time for one paper or one check
MOST_ANSWER = 200_000_000


class TemplateFault(Exception):
    """The template could not be filled: it asked for too much, or is no template."""


def check(template: bytes, code: str) -> list[str]:
    """Why this file can't be the template of this kind, as Vietnamese sentences."""
    try:
        (answer,) = ask({"do": "check", "code": code, "template": _text(template), "seconds": SECONDS})
    except (TemplateFault, ValueError):
        return ["Mẫu cần quá nhiều thời gian hoặc bộ nhớ để điền, chọn tệp khác."]
    return json.loads(answer)


def fill(
    template: bytes,
    papers: list[dict],
    *,
    layout: Layout | None,
    old_spelling=False,
    demo=False,
    seconds=SECONDS,
) -> Iterator[bytes]:
    """One .docx for each, in their order, as they come."""
    order = {
        "do": "fill", "template": _text(template), "papers": papers, "layout": layout and asdict(layout),
        "old_spelling": old_spelling, "demo": demo, "seconds": seconds + len(papers) // 2,
    }  # fmt: skip
    yield from ask(order, expected=len(papers))


def fill_as_one(
    template: bytes, papers: list[dict], *, layout: Layout | None, old_spelling=False, demo=False
) -> bytes:
    """All in one .docx."""
    order = {
        "do": "as_one", "template": _text(template), "papers": papers, "layout": layout and asdict(layout),
        "old_spelling": old_spelling, "demo": demo, "seconds": SECONDS + len(papers) // 2,
    }  # fmt: skip
    (answer,) = ask(order)
    return answer


def _text(content):
    return base64.b64encode(content).decode()


def ask(order: dict, *, room="tasks_app.documents", expected=1) -> Iterator[bytes]:
    """The answers of a child process of its own to one order. `room`: the package whose `__main__` takes it."""
    child = subprocess.Popen(
        [sys.executable, "-m", room], cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True,
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    clock = Timer(order["seconds"] * 3, child.kill)  # waiting costs no processor time
    clock.start()
    try:
        try:
            child.stdin.write(json.dumps(order).encode())
            child.stdin.close()
        except BrokenPipeError:
            raise TemplateFault from None
        for _ in range(expected):
            yield _frame(child.stdout)
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _frame(stream):
    size = int.from_bytes(stream.read(8), "big")
    if not 0 < size < MOST_ANSWER:
        raise TemplateFault
    content = stream.read(size)
    if len(content) < size:
        raise TemplateFault
    return content
