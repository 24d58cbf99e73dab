"""What may a child process use that looks at files of strangers, and how does it answer?"""

import json
import resource
import sys

MEMORY = 700 * 1024 * 1024


def order() -> dict:
    """What the parent asks, read before anything is limited; from then on no more memory, time or files than the work needs."""
    asked = json.load(sys.stdin.buffer)
    seconds = asked["seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return asked


def send(content: bytes) -> None:
    sys.stdout.buffer.write(len(content).to_bytes(8, "big") + content)
    sys.stdout.buffer.flush()
