"""Which letters has our own mail relay accepted? Answered from its log, where `RELAY_LOG` names one.

Understood: Postfix (`cleanup` names the Message-ID under a queue id, `qmgr` says that the queue id is active, which is after
the letter was written to disk and before 250 is said), and any line `accepted message-id=<…>`.
"""

import os
import re

from django.conf import settings

# An attempt whose end is unknown is a few minutes old; Postfix writes less than this in a quiet hour of a large office.
LOOKED_AT = 64 * 1024 * 1024
ACTIVE = re.compile(r"qmgr\[\d+\]: ([0-9A-Za-z]{6,20}): ")
QUEUE_ID = re.compile(r"\b([0-9A-Za-z]{6,20}): message-id=")


def accepted(message_ids):
    """Those of the Message-IDs that the relay has taken, in one reading; None where the log can't be read, so that nobody takes not
    knowing for no."""
    if not settings.RELAY_LOG:
        return None
    taken, queued = set(), {}
    try:
        for line in _lines():
            if b"message-id=" in line:
                _note_letter(line.decode("utf-8", "replace"), message_ids, taken, queued)
            elif queued and b"qmgr[" in line and b"queue active" in line:
                _note_active(line.decode("utf-8", "replace"), taken, queued)
    except OSError:
        return None
    return taken


def _lines():
    """The end of the log, after that of the one that was put aside (`….1`): a letter may have been taken just before."""
    for name in (f"{settings.RELAY_LOG}.1", settings.RELAY_LOG):
        if name == settings.RELAY_LOG or os.path.exists(name):
            with open(name, "rb") as log:
                log.seek(0, os.SEEK_END)
                log.seek(max(0, log.tell() - LOOKED_AT))
                yield from log


def _note_letter(text, message_ids, taken, queued):
    message_id = "<" + text.partition("message-id=<")[2].partition(">")[0] + ">"
    if message_id not in message_ids:
        return
    if "accepted message-id=" in text:
        taken.add(message_id)
    elif found := QUEUE_ID.search(text):
        queued[found[1]] = message_id


def _note_active(text, taken, queued):
    queue_id = ACTIVE.search(text)
    if queue_id and queue_id[1] in queued:
        taken.add(queued[queue_id[1]])
