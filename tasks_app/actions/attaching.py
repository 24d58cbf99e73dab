"""How does a file become evidence: looked at, stored whole, staged on a draft, and taken off again?"""

import hashlib

from django.db import transaction
from django.utils import timezone

from tasks_app.actions import scanning, sniffing
from tasks_app.actions.drafting import require_reporter
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import DocumentScan, Evidence, Inspection, ProgressReport

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
MOST_PHOTOS = 40
FIELD = "tep"
SECRET = (
    "Tệp có dấu chỉ độ mật (Mật, Tối mật, Tuyệt mật). Không được đưa tài liệu bí mật nhà nước lên hệ thống này; "
    "đề nghị xử lý theo quy định về bảo vệ bí mật nhà nước."
)


def attach(report, upload, *, by, at, indicator=None):
    """Stage one uploaded file on a draft report. The same bytes once more give the row that is there.

    `upload`: an open Django File. When the row can't be written the stored file is removed again; what a crash leaves
    behind is found by `orphans`.
    """
    kind, name, scan = examined(upload)
    digest = digest_of(upload)
    with transaction.atomic():
        # The row lock puts uploads to one draft in a line: the count below holds.
        report = _draft(report, by, at)
        staged = report.evidence.filter(removed_at=None)
        known = staged.filter(sha256=digest).first()
        if known:
            return known
        if staged.count() >= MOST_FILES:
            raise _refusal(f"Mỗi báo cáo kèm nhiều nhất {MOST_FILES} tệp, bỏ bớt tệp trước khi thêm.")
        owner = {"task_id": report.task_id, "report": report, "indicator": indicator}
        return _stored(upload, kind, name, digest, scan=scan, by=by, at=at, **owner)


@transaction.atomic
def store_scan(sheet, upload, *, by, at):
    """The scan of a score sheet signed on paper: with its task, but for the council and the desk only."""
    kind, name, scan = examined(upload)
    return _stored(
        upload,
        kind,
        name,
        digest_of(upload),
        scan=scan,
        by=by,
        at=at,
        task_id=sheet.task_id,
        score_sheet=sheet,
    )


@transaction.atomic
def stage(task, upload, *, key, by, at):
    """Keep a file that came with a form on this task until the form is taken; `key`: the form's own. Twice gives one row."""
    kind, name, scan = examined(upload)
    digest = digest_of(upload)
    staged = Evidence.objects.staged(by, key).filter(task=task)
    known = staged.filter(sha256=digest).first()
    if known:
        return known
    if staged.count() >= MOST_FILES:
        raise _refusal(f"Kèm nhiều nhất {MOST_FILES} tệp, bỏ bớt tệp trước khi thêm.")
    return _stored(upload, kind, name, digest, scan=scan, by=by, at=at, task_id=task.pk, staged_for=key)


def claim(task, key, *, by, **owner):
    """What was staged with this form belongs to the record that the form made (`change`, `follow_up`…). Returns the files."""
    files = list(Evidence.objects.staged(by, key).filter(task=task).order_by("pk"))
    for file in files:
        file.staged_for = None
        for name, record in owner.items():
            setattr(file, name, record)
        file.save(update_fields=["staged_for", *owner])
    return files


def unstage(task, uuid, *, key, by, at):
    """Take a file off a form that is not taken yet."""
    Evidence.objects.staged(by, key).filter(task=task, uuid=uuid).update(removed_at=at)


@transaction.atomic
def photograph(inspection, upload, *, by, at):
    """Put a photo or file of the team to an inspection that is not recorded yet. The same bytes once more give the row there."""
    kind, name, scan = examined(upload)
    digest = digest_of(upload)
    # The row lock puts uploads from several phones in a line: the count below holds.
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if inspection.recorded_at:
        raise _refusal("Kết quả kiểm tra đã ghi, không thêm được ảnh.")
    there = inspection.evidence.filter(removed_at=None)
    known = there.filter(sha256=digest).first()
    if known:
        return known
    if there.count() >= MOST_PHOTOS:
        raise _refusal(f"Mỗi lần kiểm tra kèm nhiều nhất {MOST_PHOTOS} ảnh, tệp.")
    owner = {"task_id": inspection.task_id, "inspection": inspection}
    return _stored(upload, kind, name, digest, scan=scan, by=by, at=at, **owner)


def _stored(upload, kind, name, digest, *, by, at, **owner):
    evidence = Evidence(
        name=name, size=upload.size, content_type=kind, sha256=digest, uploaded_by=by, uploaded_at=at,
        captured_on=_captured_on(upload, kind, at), **owner,
    )  # fmt: skip
    return store(evidence, upload)


def store(evidence, upload):
    """Bytes and row of a file (evidence or a scanned paper), or neither."""
    upload.seek(0)
    stored = evidence.file.storage.save(
        evidence.file.field.generate_filename(evidence, evidence.name), upload
    )
    try:
        evidence.file = stored
        with transaction.atomic():
            evidence.save()
    except BaseException:
        evidence.file.storage.delete(stored)
        raise
    return evidence


@transaction.atomic
def remove(evidence, *, by, at):
    """Take a staged file off its draft. After the report was sent the evidence stays."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("report").get(pk=evidence.pk)
    if evidence.report is None or evidence.report.status != ProgressReport.Status.DRAFT:
        raise _refusal("Báo cáo đã gửi, minh chứng không bỏ được nữa.")
    require_reporter(evidence.task, evidence.report.cadre, by)
    if evidence.removed_at is None:
        evidence.removed_at = at
        evidence.save(update_fields=["removed_at"])
    return evidence


def orphans(storage):
    """Names of stored files that no row knows: left by a crash between writing the file and committing its row."""
    folders, names = storage.listdir("")
    for folder in folders:
        names += [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    known = {
        name
        for kept in (Evidence, DocumentScan)
        for name in kept.objects.filter(file__in=names).values_list("file", flat=True)
    }
    return [name for name in names if name not in known]


def _draft(report, by, at):
    found = ProgressReport.objects.select_for_update(of=("self",)).select_related("task", "cadre")
    report = found.get(pk=report.pk)
    if report.paper_no and report.by_id == by.pk and report.submitted_at == at:
        return report  # the scan of the paper, in the act that enters it
    if report.status != ProgressReport.Status.DRAFT:
        raise _refusal("Báo cáo đã gửi, không thêm được minh chứng.")
    require_reporter(report.task, report.cadre, by)
    return report


def examined(upload):
    """(content type, clean name, what the virus scanner said) of what may be taken; else a refusal that says what to choose."""
    if not upload.size:
        raise _refusal("Tệp không có nội dung, chọn tệp khác.")
    if upload.size > MOST_BYTES:
        raise _refusal("Tệp lớn hơn 20 MB, chọn tệp nhỏ hơn.")
    if sniffing.is_marked(str(upload.name)):
        raise _refusal(SECRET)
    kind = sniffing.kind_of(upload)
    name = sniffing.clean_name(upload.name, kind) if kind else None
    if name is None:
        raise _refusal(
            "Chọn ảnh (jpg, png, heic) hoặc tệp pdf, docx, xlsx, txt không đặt mật khẩu, đuôi tên đúng loại tệp."
        )
    if sniffing.is_marked(sniffing.text_of(upload, kind)):
        raise _refusal(SECRET)
    upload.seek(0)
    return kind, name, scanning.looked_at(upload.chunks(), field=FIELD)


def _captured_on(upload, kind, at):
    """The photo's own day; a camera whose clock runs ahead says nothing."""
    day = sniffing.taken_on(upload, kind)
    return day if day and day <= timezone.localdate(at) else None


def digest_of(upload):
    """Its SHA-256; the same bytes are the same file."""
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _refusal(message):
    return NotPossible(message, field=FIELD)
