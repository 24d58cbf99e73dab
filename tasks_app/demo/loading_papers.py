"""What stands in the register beside the committee's own papers, and which papers were made in the system already?"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from tasks_app.actions import issuing
from tasks_app.actions.papers import register
from tasks_app.models import Document, Task
from tasks_app.printing import issuers, offers

COMMITTEE, OFFICER = "TTQ", "officer"
# Papers that the officer made of the tasks with the nearest deadlines, so many days ago.
MADE = (("cong-van-don-doc", 6), ("ban-cam-ket", 5))


def load_papers(found):
    committee, officer = found.units[COMMITTEE], found.users[OFFICER]
    running = Task.objects.filter(giver=committee, status=Task.Status.IN_FORCE).order_by("due_on", "pk")
    tasks = list(running[: len(MADE)])
    if not tasks:
        return
    received_on = found.today - timedelta(days=8)
    register(
        body=committee, direction=Document.Direction.RECEIVED, number="1846", symbol="STC-NS", tasks=tasks[:1],
        issued_on=received_on - timedelta(days=2), received_on=received_on, issuer_name="Sở Tài chính",
        summary="Cân đối nguồn vốn thực hiện các việc đột phá, đổi mới",
    )  # fmt: skip
    for task, (code, days) in zip(tasks, MADE, strict=True):
        on = found.today - timedelta(days=days)
        draft = offers.draft_for(officer, task, code, None, on=on)
        template = issuers.template_of(draft.body, draft.code)
        issuing.keep(
            draft, template=template, by=officer, at=timezone.make_aware(datetime.combine(on, time(9)))
        )
