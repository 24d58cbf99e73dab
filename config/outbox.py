"""Where do e-mails go on a machine without a mail server? Into a folder, one .eml file each, as a mail program opens them."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FolderBackend(BaseEmailBackend):
    """Writes each message whole or not at all; the name sorts by time."""

    def send_messages(self, email_messages):
        folder = Path(settings.OUTBOX)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            handle, draft = tempfile.mkstemp(dir=folder, prefix=".thu-")
            with os.fdopen(handle, "wb") as file:
                file.write(message.message().as_bytes(linesep="\r\n"))
            stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
            os.replace(draft, folder / f"{stamp}-{Path(draft).name.removeprefix('.thu-')}.eml")
        return len(email_messages)
