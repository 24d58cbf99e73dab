"""How does an officer enter a report from a signed paper, with the scan of the paper, all or nothing?"""

from django.db import transaction

from tasks_app.actions import attaching, reporting
from tasks_app.actions.refusals import NotPossible


@transaction.atomic
def enter_from_paper(task, *, cadre, content, files=(), by, at, seen=None, replaces=None):
    """Nhập theo báo cáo số …: marked as such; the cadre is told and can contest it."""
    if not content.paper_no.strip():
        raise NotPossible("Nhập số, ký hiệu của báo cáo đã ký.", field="paper_no")
    report = reporting.submit(task, cadre=cadre, content=content, by=by, at=at, seen=seen, replaces=replaces)
    for upload in files:
        attaching.attach(report, upload, by=by, at=at)
    return report
