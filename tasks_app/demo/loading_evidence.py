"""How do the demo's evidence files become rows and bytes?"""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from tasks_app.demo import files
from tasks_app.demo.fixtures import dice
from tasks_app.models import Evidence


def evidence_row(found, plan, name, kind, number, *, by, at, **hangs_on):
    """One file of a task, not saved yet. `hangs_on`: the report or change it belongs to, the indicator it proves."""
    source = dice("file", plan.key, at, number)
    data = files.make(kind, plan.content.title, source)
    row = Evidence(
        uuid=uuid.UUID(int=source.getrandbits(128), version=4), task=found.tasks[plan.key], name=name, size=len(data),
        content_type=files.TYPES[kind], sha256=hashlib.sha256(data).hexdigest(), scan=Evidence.Scan.CLEAN,
        captured_on=timezone.localdate(at) if kind == "png" else None, uploaded_by=by, uploaded_at=at, **hangs_on,
    )  # fmt: skip
    storage, path = row.file.storage, row.file.field.generate_filename(row, name)
    storage.delete(path)  # what an earlier load of the same demo left there
    row.file = storage.save(path, ContentFile(data))
    return row
