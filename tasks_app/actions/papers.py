"""How does a signed paper get into the register of what acts rest on?"""

from tasks_app.actions.attaching import digest_of, examined, store
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Document, DocumentScan


def document(*, body, number, symbol, issued_on, summary=""):
    """The paper of this body with this number, symbol and day; written down when it is named for the first time.

    One decision often rules over many tasks: they all point at the same row.
    """
    found = Document.objects.filter(body=body, number=number, symbol=symbol, issued_on=issued_on)
    return found.order_by("pk").first() or Document.objects.create(
        body=body, number=number, symbol=symbol, issued_on=issued_on, summary=summary
    )


def stage(upload, *, by, at):
    """A scanned paper before the act that it belongs to: kept for its uploader while he mends the form. Returns its row.

    The same bytes once more give the row that is there.
    """
    kind, name = examined(upload)
    digest = digest_of(upload)
    staged = DocumentScan.objects.filter(document=None, uploaded_by=by, sha256=digest).order_by("-pk").first()
    if staged:
        return staged
    scan = DocumentScan(
        name=name, size=upload.size, content_type=kind, sha256=digest, uploaded_by=by, uploaded_at=at
    )
    return store(scan, upload)


def staged_by(user, uuid):
    """The scan that this user staged and no paper has yet; None when there is none."""
    return DocumentScan.objects.filter(document=None, uploaded_by=user, uuid=uuid).first()


def bind(scan, paper):
    """The staged scan becomes that of the paper, in the act's own transaction; one that the paper has already stays staged."""
    if DocumentScan.objects.filter(document=paper, sha256=scan.sha256).exists():
        return scan
    if not DocumentScan.objects.filter(pk=scan.pk, document=None).update(document=paper):
        raise NotPossible("Tệp văn bản đã được dùng, đề nghị chọn lại tệp.", field="tep")
    return scan
