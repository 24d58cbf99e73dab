"""Does a file carry malware? The office's own ClamAV (clamd) is asked when the file comes in; what it couldn't be asked waits,
is served to nobody, and is asked again every minute. An office without a scanner serves what it takes.

Protocol: zINSTREAM of clamd(8), length before each chunk, "OK" or "<name> FOUND" at the end.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from cadres.audit import acting_as
from cadres.models import system_actor
from tasks_app.actions.notifying import notify
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import DocumentScan, Evidence, Notice, Scanned, Task

log = logging.getLogger(__name__)
SECONDS = 15  # of silence; a file of 20 MB takes one or two
CHUNK = 64 * 1024
MOST_AT_ONCE = 500
Scan = Scanned.Scan
INFECTED = "Máy quét phát hiện mã độc trong tệp này nên không nhận. Đề nghị quét vi-rút máy của đồng chí rồi chọn tệp khác."
LATER = "Máy quét vi-rút chưa trả lời, đề nghị gửi lại tệp sau ít phút."


class Unavailable(Exception):
    """The scanner is down, too slow, or is loading new signatures."""


def looked_at(chunks, *, field):
    """What is to be kept as the file's `scan`; refused at `field` where malware was found. `chunks`: its bytes in pieces."""
    if not settings.CLAMD_URL:
        return Scan.UNSCANNED
    try:
        found = malware_in(chunks)
    except Unavailable as trouble:
        log.warning("The virus scanner did not answer: %s", trouble)
        return Scan.UNSCANNED
    if found:
        log.error("Malware in an upload: %s", found)
        raise NotPossible(INFECTED, field=field)
    return Scan.CLEAN


def require_clean(content, *, field):
    """For files that are used at once and aren't kept waiting: refused until the scanner has passed them."""
    if looked_at([content], field=field) == Scan.UNSCANNED and settings.CLAMD_URL:
        raise NotPossible(LATER, field=field)


def scan_waiting(*, now):
    """Ask about what waits, oldest first, until the scanner stops answering; returns how many were settled. Safe anywhere, twice."""
    if not settings.CLAMD_URL:
        return 0
    settled = 0
    for model in (Evidence, DocumentScan):
        for kept in model.objects.waiting()[:MOST_AT_ONCE]:
            try:
                with kept.file.open("rb") as content:
                    found = malware_in(iter(lambda: content.read(CHUNK), b""))
            except FileNotFoundError:
                log.error("%s %s has no file", model._meta.model_name, kept.pk)
                continue
            except Unavailable as trouble:
                log.warning("The virus scanner did not answer: %s", trouble)
                return settled
            # Signed row by row: no transaction is open while the scanner is spoken to.
            with acting_as(system_actor("clock")):
                settled += _settle(kept, found, at=now())
    return settled


def _settle(kept, found, *, at):
    rows = type(kept).objects.filter(pk=kept.pk, scan=Scan.UNSCANNED)
    if not rows.update(scan=Scan.QUARANTINED if found else Scan.CLEAN):
        return 0  # another worker was first
    if found:
        log.error("Malware in %s %s: %s", type(kept)._meta.model_name, kept.pk, found)
        task = _task_of(kept)
        if task is not None:
            text = f"Tệp «{kept.name[:120]}» có mã độc, đã cách ly: không ai mở được. Đề nghị gửi tệp khác."
            notify(
                task, Notice.Kind.CHANGED, text, to=[kept.uploaded_by], why="Đồng chí đã gửi tệp này", at=at
            )
    return 1


def _task_of(kept):
    if isinstance(kept, Evidence):
        return kept.task
    return (
        Task.objects.filter(events__document=kept.document_id).order_by("pk").first()
        if kept.document_id
        else None
    )


def malware_in(chunks):
    """The name of the malware, or "". Raises `Unavailable`."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                for start in range(0, len(chunk), CHUNK):
                    piece = chunk[start : start + CHUNK]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(1024)):
                answer += more
    except OSError as failure:
        raise Unavailable(f"{type(failure).__name__}: {failure}") from failure
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if said == "OK":
        return ""
    name, ends, _ = said.rpartition(" FOUND")
    if not ends:
        raise Unavailable(said[:200] or "it hung up")
    return name


def _connected():
    place = urlsplit(settings.CLAMD_URL)
    if place.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(place.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((place.hostname, place.port or 3310), timeout=SECONDS)
