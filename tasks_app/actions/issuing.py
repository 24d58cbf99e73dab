"""How is a paper kept as it was made, and how does its signed number come back?"""

import hashlib
import json

from django.db import transaction

from tasks_app.actions import papers
from tasks_app.actions.refusals import NotPossible
from tasks_app.documents.fields import as_data
from tasks_app.documents.headings import day_in_words
from tasks_app.documents.kinds import KINDS
from tasks_app.models import Paper


@transaction.atomic
def keep(draft, *, template, by, at, document=None):
    """The paper's row, with the data of this moment. The same paper asked for twice by one person is one row.

    `draft`: a `printing.collecting.Draft`; `template`: the office's own version, or None for the shipped one.
    """
    (kept,) = keep_many([draft], template=template, by=by, at=at, document=document)
    return kept


@transaction.atomic
def keep_many(drafts, *, template, by, at, document=None):
    """As `keep`, set-based: four statements for any number. Returns the rows in the order of the drafts."""
    made = {}
    rows = []
    for draft in drafts:
        data = as_data(draft.paper)
        digest = _digest(draft, data, template)
        rows.append(digest)
        made[digest] = (
            Paper(
                kind=draft.code, body=draft.body, template=template, data=data, digest=digest, by=by, at=at,
                summary=draft.paper.summary[:400], cadre=draft.cadre, document=document,
            ),
            draft,
        )  # fmt: skip
    known = set(Paper.objects.filter(digest__in=made, by=by).values_list("digest", flat=True))
    Paper.objects.bulk_create([paper for paper, _ in made.values()], ignore_conflicts=True)
    kept = {paper.digest: paper for paper in Paper.objects.filter(digest__in=made, by=by)}
    links = Paper.tasks.through
    links.objects.bulk_create(
        [
            links(paper_id=kept[digest].pk, task_id=task.pk)
            for digest, (_, draft) in made.items()
            if digest not in known
            for task in draft.tasks
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )
    return [kept[digest] for digest in rows]


def _digest(draft, data, template):
    whole = [
        draft.code,
        draft.body.pk,
        template and template.pk,
        sorted(task.pk for task in draft.tasks),
        data,
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def record_number(paper, *, number, symbol, issued_on, scan=None, on):
    """Ghi số, ngày of the signed paper: its entry in the register, bound to the data that were printed. `scan`: the signed
    paper as a file, staged before."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("body", "document").get(pk=paper.pk)
    if paper.document is not None:
        raise NotPossible(f"Văn bản này đã ghi {paper.document}.")
    if not KINDS[paper.kind].abbreviation:
        raise NotPossible("Loại văn bản này không có số.")
    if issued_on > on:
        raise NotPossible("Ngày ban hành không được sau hôm nay.", field="issued_on")
    entry = papers.document(
        body=paper.body, number=number, symbol=symbol, issued_on=issued_on, summary=paper.summary
    )
    entry.tasks.add(*paper.tasks.values_list("pk", flat=True))
    paper.document = entry
    paper.save(update_fields=["document"])
    if scan is not None:
        papers.bind(scan, entry)
    return entry


def numbered(data, document):
    """The data of a paper with the number and day that it has got since: what a reprint shows in its heading."""
    if document is None:
        return data
    old = data["dau"]
    place, with_place, _ = old["dia_danh_ngay"].partition(", ngày")
    day = day_in_words(document.issued_on, document.issued_on.year)
    number = f"Số: {document.label}" if old["nha_nuoc"] else f"Số {document.label}"
    return data | {
        "dau": old
        | {"so_ky_hieu": number, "dia_danh_ngay": f"{place}, {day}" if with_place else day, "ngay": day}
    }
