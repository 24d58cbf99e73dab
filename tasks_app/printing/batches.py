"""How are papers of many tasks made in the background, so that a dead worker or broker loses nothing?

A `PaperBatch` row is owed; making it claims the row under a lease, works in pieces that are committed with their number, and
puts the file there at the end. Whoever finds a row whose lease ran out does it again; papers made before are found by digest.
"""

import io
import logging
import zipfile
from datetime import timedelta

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models.text import fold
from tasks_app import permissions as may
from tasks_app.actions.issuing import keep_many
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.limited import TemplateFault
from tasks_app.models import Paper, PaperBatch
from tasks_app.permissions import visible_tasks
from tasks_app.printing import collecting, councils, issuers
from tasks_app.printing.lines import with_records
from tasks_app.printing.making import documents_of

log = logging.getLogger(__name__)
JOB = "tasks_app.jobs.make_papers"
PIECE = 100
MOST = 2_000
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=7)
ATTEMPTS = 3
S = PaperBatch.Status
# One paper each: of a task, or of a person over all his chosen tasks.
OF_TASK = {
    "phieu-dang-ky": collecting.registration,
    "ban-cam-ket": collecting.commitment,
    "phieu-cham": councils.sheet,  # blank, for the session of the council
}
READS = {"ban-cam-ket": collecting.COMMITTED}
OF_PERSON = ("bao-cao-can-bo", "cong-van-don-doc", "thong-bao-giao-viec")
KINDS_OF_MANY = (*OF_TASK, *OF_PERSON)


def ask(user, code, tasks, *, as_one, at):
    """The owed row. `tasks` are of one giver and may all be printed by the user (the view has looked)."""
    batch = PaperBatch.objects.create(
        kind=code, body=tasks[0].giver, as_one=as_one, tasks=[task.pk for task in tasks], by=user, at=at
    )
    # By name: jobs stand above this. A dead broker is no fault, the row is owed.
    transaction.on_commit(lambda: current_app.send_task(JOB, args=[batch.pk]), robust=True)
    return batch


def make_owed(*, now):
    """Everything owed whose first worker died or was never told; safe at any time and from several hosts."""
    owed = PaperBatch.objects.filter(status__in=(S.WAITING, S.RUNNING)).filter(
        Q(lease_until=None) | Q(lease_until__lt=now())
    )
    for pk in list(owed.order_by("at", "pk").values_list("pk", flat=True)):
        make(pk, now=now)


def make(pk, *, now):
    """Make the papers of one batch. `now`: reads the clock. Nothing happens where another worker holds the lease."""
    batch = _claim(pk, now)
    if batch is None:
        return
    try:
        papers = _papers(batch, now)
        content = _packed(batch, papers, now)
    except TemplateFault:
        _failed(batch, "Mẫu văn bản không điền được, đề nghị kiểm tra mẫu của cơ quan.", now)
    else:
        if content is not None:
            _finish(batch, content, now)


def _claim(pk, now):
    batch = PaperBatch.objects.select_related("by", "body").filter(pk=pk).first()
    if batch is None:
        return None
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    with acting_as(batch.by):
        claimed = PaperBatch.objects.filter(free, pk=pk, status__in=(S.WAITING, S.RUNNING)).update(
            status=S.RUNNING, lease_until=now() + LEASE, attempts=F("attempts") + 1, made=0
        )
    if not claimed:
        return None
    batch = PaperBatch.objects.select_related(
        "by", "body__kind", "body__parent__kind", "body__administrative_parent"
    ).get(pk=pk)
    if batch.attempts > ATTEMPTS:
        _failed(batch, "Không soạn được sau nhiều lần thử, đề nghị báo quản trị hệ thống.", now)
        return None
    return batch


def _papers(batch, now):
    """The kept papers, made piece by piece of what the asker may still see and print."""
    on = timezone.localdate(now())
    with acting_as(batch.by):
        template = issuers.template_of(batch.body, batch.kind)
        kept = []
        pieces = list(_drafts(batch, on))
        PaperBatch.objects.filter(pk=batch.pk).update(total=len(pieces))
        for start in range(0, len(pieces), PIECE):
            kept += keep_many(pieces[start : start + PIECE], template=template, by=batch.by, at=batch.at)
    batch.total = len(kept)
    return kept


def _drafts(batch, on):
    seen = visible_tasks(batch.by).filter(pk__in=batch.tasks, giver=batch.body)
    tasks = list(with_records(seen, on).prefetch_related(*READS.get(batch.kind, ())).in_code_order())
    for task in tasks:
        task.giver = batch.body  # one object: its settings are read once
    own = batch.kind in ("phieu-dang-ky", "ban-cam-ket", "bao-cao-can-bo")
    allowed = may.may_print_for_cadre if own else may.may_print_for_committee
    tasks = [task for task in tasks if task.people and allowed(batch.by, task)]
    if batch.kind in OF_TASK:
        return filter(None, (OF_TASK[batch.kind](task, on=on) for task in tasks))
    by_person: dict = {}
    for task in tasks:
        by_person.setdefault(task.people[0].cadre, []).append(task)
    return (_of_person(batch, cadre, rows, on) for cadre, rows in by_person.items())


def _of_person(batch, cadre, tasks, on):
    if batch.kind == "bao-cao-can-bo":
        return collecting.cadre_report(cadre, tasks, on=on)
    if batch.kind == "cong-van-don-doc":
        return collecting.urging(batch.body, tasks, on=on)
    return collecting.assigning(batch.kind, batch.body, tasks, on=on, document=tasks[0].decision)


def _packed(batch, papers, now):
    """The bytes of the file: one .docx, or a zip with one for each. None when there was nothing to make."""
    if not papers:
        _failed(batch, "Không còn việc nào soạn được văn bản này.", now)
        return None
    papers = list(
        Paper.objects.filter(pk__in=[paper.pk for paper in papers])
        .select_related("document", "cadre", "template")
        .order_by("pk")
    )
    if batch.as_one:
        (whole,) = documents_of(papers, batch.kind, batch.body, papers[0].template, as_one=True)
        return whole
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:  # .docx are packed already
        for start in range(0, len(papers), PIECE):
            piece = papers[start : start + PIECE]
            for i, made in enumerate(
                documents_of(piece, batch.kind, batch.body, piece[0].template), start + 1
            ):
                target.writestr(_member(i, papers[i - 1]), made)
            _went_on(batch, start + len(piece), now)
    return packed.getvalue()


def _member(number, paper):
    """001-nguyen-van-binh.docx: plain letters, for every system that unpacks it."""
    name = "-".join(
        "".join(
            c if c.isalnum() else " " for c in fold(paper.cadre.full_name if paper.cadre else paper.kind)
        ).split()
    )
    return f"{number:04}-{name[:60] or paper.kind}.docx"


def _went_on(batch, made, now):
    with acting_as(batch.by):
        PaperBatch.objects.filter(pk=batch.pk).update(made=made, lease_until=now() + LEASE)


def _finish(batch, content, now):
    file = batch.file.storage.save(batch.file.field.generate_filename(batch, "van-ban"), ContentFile(content))
    with acting_as(batch.by), transaction.atomic():
        PaperBatch.objects.filter(pk=batch.pk).update(
            status=S.DONE, file=file, size=len(content), made=batch.total, finished_at=now(), lease_until=None
        )


def _failed(batch, problem, now):
    with acting_as(batch.by):
        PaperBatch.objects.filter(pk=batch.pk).update(
            status=S.FAILED, problem=problem, finished_at=now(), lease_until=None
        )


def file_name(batch):
    return f"{batch.kind}-{batch.at:%Y%m%d-%H%M}.{'docx' if batch.as_one else 'zip'}"


def may_fetch(user, batch, *, at):
    """The file is its asker's alone, while every task in it is still within his sight, for a week."""
    if batch.by_id != user.pk or batch.status != S.DONE or at > batch.finished_at + KEPT:
        return False
    return visible_tasks(user).filter(pk__in=batch.tasks).count() == len(set(batch.tasks))


def label(batch):
    return KINDS[batch.kind].label
