"""How is a file written so that it is whole or not there at all, whatever is killed when?"""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Written under a name of its own, forced to disk, and only then given its final name; nothing is overwritten."""

    def _save(self, name, content):
        final = Path(self.path(name))
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=final.parent, prefix=".dang-ghi-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(draft, self.file_permissions_mode or 0o600)
            os.link(draft, final)  # fails where the name is taken, unlike rename
        finally:
            os.unlink(draft)
        _to_disk(final.parent)
        return name


def _to_disk(folder):
    """The folder's own entry of the new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
