"""Has our own mail relay accepted a letter? Answered from its log, where `RELAY_LOG` names one.

Understood: Postfix (`cleanup` names the Message-ID under a queue id, `qmgr` says that the queue id is active, which is after
the letter was written to disk and before 250 is said), and any line `accepted message-id=<…>`.
"""

import re

from django.conf import settings

# An attempt whose end is unknown is a few minutes old; Postfix writes less than this in a quiet hour of a large office.
LOOKED_AT = 64 * 1024 * 1024
QUEUE_ID = re.compile(r"\b([0-9A-Za-z]{6,20}): message-id=")


def has_accepted(message_id):
    """True or False; None where the log can't be read, so that nobody takes not knowing for no."""
    if not settings.RELAY_LOG:
        return None
    queued, active = set(), set()
    try:
        with open(settings.RELAY_LOG, "rb") as log:
            log.seek(0, 2)
            log.seek(max(0, log.tell() - LOOKED_AT))
            for line in log:
                text = line.decode("utf-8", "replace")
                if message_id in text:
                    if "accepted message-id=" in text:
                        return True
                    if found := QUEUE_ID.search(text):
                        queued.add(found[1])
                elif queued and "qmgr[" in text and "queue active" in text:
                    active |= {queue_id for queue_id in queued if f" {queue_id}: " in text}
    except OSError:
        return None
    return bool(queued & active)
