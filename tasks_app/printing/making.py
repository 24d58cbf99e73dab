"""How does a kept paper become a file, now or years later?"""

from django.conf import settings as site

from tasks_app.actions.issuing import numbered
from tasks_app.documents import converting, limited
from tasks_app.documents.fields import completed
from tasks_app.documents.kinds import KINDS
from tasks_app.printing.issuers import press


def document_of(paper):
    """The .docx of a kept `Paper`: its data of then in the template it was made with, its number if it has come back."""
    (made,) = documents_of([paper], paper.kind, paper.body, paper.template)
    return made


def documents_of(papers, code, body, template, *, as_one=False):
    """The files of papers of one kind, body and template, in their order; with `as_one` a list of one file."""
    how = press(body, code, template=template)
    data = [completed(numbered(paper.data, paper.document), KINDS[code].paper) for paper in papers]
    order = {"layout": how.layout, "old_spelling": how.old_spelling, "demo": site.DEMO}
    if as_one:
        return [limited.fill_as_one(how.content, data, **order)]
    return list(limited.fill(how.content, data, **order))


def pdf_of(paper):
    """The PDF, or None where LibreOffice is not installed or could not read the paper."""
    return converting.pdfs_of({"van-ban": document_of(paper)}).get("van-ban")


def file_name(paper, ending="docx"):
    """quyet-dinh-giao-viec-125-QĐ-TU.docx, or with the day on which it was made."""
    mark = paper.document.label.replace("/", "-") if paper.document else f"{paper.at:%Y%m%d}"
    return f"{paper.kind}-{mark}.{ending}"
