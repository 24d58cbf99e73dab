"""How does a signed paper get into the register of what acts rest on, each number once a year?"""

from django.db import transaction

from cadres.models import Unit
from tasks_app.actions.attaching import digest_of, examined, store
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Document, DocumentScan

D = Document.Direction


@transaction.atomic
def document(*, body, number, symbol, issued_on, summary=""):
    """The paper of this body with this number, symbol and day; written down when it is named for the first time.

    One decision often rules over many tasks: they all point at the same row. A number that another paper of the year bears
    is refused.
    """
    _one_writer(body)
    found = _same_number(body, D.ISSUED, "", number, symbol, issued_on.year)
    if found is None:
        return Document.objects.create(
            body=body, number=number, symbol=symbol, issued_on=issued_on, summary=summary
        )
    if found.issued_on != issued_on:
        raise NotPossible(_used(found), field="number")
    if summary and not found.summary:
        found.summary = summary
        found.save(update_fields=["summary"])
    return found


@transaction.atomic
def register(
    *,
    body,
    direction,
    number,
    symbol,
    issued_on,
    summary,
    issuer_name="",
    received_on=None,
    tasks=(),
    scan=None,
):
    """Vào sổ: one entry of the register, with the tasks that it touches. Unlike `document` it never takes what is there.
    `scan`: the signed paper as a file, staged before."""
    _one_writer(body)
    found = _same_number(body, direction, issuer_name, number, symbol, issued_on.year)
    if found is not None:
        raise NotPossible(_used(found), field="number")
    entry = Document.objects.create(
        body=body, direction=direction, number=number, symbol=symbol, issued_on=issued_on, summary=summary,
        issuer_name=issuer_name, received_on=received_on,
    )  # fmt: skip
    entry.tasks.add(*tasks)
    if scan is not None:
        bind(scan, entry)
    return entry


def _one_writer(body):
    """Who writes into a body's register at the same moment waits, and then finds the number used."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)


def _same_number(body, direction, issuer_name, number, symbol, year):
    same = Document.objects.filter(
        body=body, direction=direction, issuer_name=issuer_name, repeats_number=False
    )
    return same.numbered(number, symbol, year).order_by("pk").first()


def _used(found):
    about = f": {found.summary}" if found.summary else ""
    return (
        f"Số {found.label} năm {found.issued_on.year} đã dùng cho văn bản ngày {found.issued_on:%d/%m/%Y}{about}. "
        "Kiểm tra lại số hoặc ngày ban hành."
    )


def stage(upload, *, by, at):
    """A scanned paper before the act that it belongs to: kept for its uploader while he mends the form. Returns its row.

    The same bytes once more give the row that is there.
    """
    kind, name, found = examined(upload)
    digest = digest_of(upload)
    staged = DocumentScan.objects.filter(document=None, uploaded_by=by, sha256=digest).order_by("-pk").first()
    if staged:
        return staged
    scan = DocumentScan(
        name=name,
        size=upload.size,
        content_type=kind,
        sha256=digest,
        scan=found,
        uploaded_by=by,
        uploaded_at=at,
    )
    return store(scan, upload)


def staged_by(user, uuid):
    """The scan that this user staged and no paper has yet; None when there is none, or malware was found in it."""
    staged = DocumentScan.objects.filter(document=None, uploaded_by=user, uuid=uuid)
    return staged.exclude(scan=DocumentScan.Scan.QUARANTINED).first()


def bind(scan, paper):
    """The staged scan becomes that of the paper, in the act's own transaction; one that the paper has already stays staged."""
    if DocumentScan.objects.filter(document=paper, sha256=scan.sha256).exists():
        return scan
    if not DocumentScan.objects.filter(pk=scan.pk, document=None).update(document=paper):
        raise NotPossible("Tệp văn bản đã được dùng, đề nghị chọn lại tệp.", field="tep")
    return scan
