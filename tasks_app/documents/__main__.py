"""What does the limited child process do? Reads one order on its input, answers on its output (limited.py is the other side)."""

import base64
import json
import resource
import sys

MEMORY = 700 * 1024 * 1024


def _limit(seconds: int) -> None:
    """Before anything of the order is looked at: no more memory, time, files or processes than the work needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(content: bytes) -> None:
    sys.stdout.buffer.write(len(content).to_bytes(8, "big") + content)


def main() -> None:
    order = json.load(sys.stdin.buffer)
    _limit(order["seconds"])
    from tasks_app.documents.checking import problems_of
    from tasks_app.documents.layout import Layout
    from tasks_app.documents.rendering import Template

    content = base64.b64decode(order["template"])
    if order["do"] == "check":
        _send(json.dumps(problems_of(content, order["code"])).encode())
    else:
        layout = Layout(**order["layout"]) if order["layout"] else None
        template = Template(content, layout=layout, old_spelling=order["old_spelling"], demo=order["demo"])
        if order["do"] == "as_one":
            _send(template.fill_as_one(order["papers"]))
        else:
            for paper in order["papers"]:
                _send(template.fill(paper))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
