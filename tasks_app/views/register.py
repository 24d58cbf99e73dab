"""Sổ văn bản: which papers were issued and received, and on which tasks do they rest?"""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cadres.models import Unit
from cadres.models.text import folded
from cadres.views.access import OFFICER, READER, SIGNED_IN, rule
from tasks_app import permissions as may
from tasks_app.actions import papers, sniffing
from tasks_app.documents.kinds import KINDS
from tasks_app.forms.papers import DocumentForm, ScanForm
from tasks_app.models import Document, TaskEvent
from tasks_app.permissions import visible_documents, visible_papers, visible_tasks
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today
from tasks_app.views.deciding import staged_scan

PER_PAGE = 30


@rule(READER)
def document_list(request):
    """GET /so-van-ban/?so=di|den&nam=&cap-uy=&q=: the registers that the user may read, the newest first."""
    found = visible_documents(request.user)
    years, bodies = _choices(found)
    asked, found = documents_of_page(request, found, years)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    page.rows = with_tasks(list(page.object_list), request.user)
    asked["cap_uy"] = asked["cap-uy"]
    words = {
        "page": page, "asked": asked, "years": years, "bodies": bodies, "may_write": bool(may.may_register(request.user)),
        "desk": next(iter(may.may_register(request.user)), None),
        "narrowed": any(asked.values()), "drafts": _drafts(request.user),
    }  # fmt: skip
    return render(request, "tasks_app/papers/document_list.html", words)


def documents_of_page(request, found, years=None):
    """(what was asked, the entries under it, the newest first). `years`: those that have any, where the page knows them."""
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in ("so", "nam", "cap-uy", "q")}
    if asked["so"] in ("di", "den"):
        found = found.filter(direction="issued" if asked["so"] == "di" else "received")
    if asked["nam"].isdecimal() and len(asked["nam"]) == 4 and (years is None or int(asked["nam"]) in years):
        found = found.filter(issued_on__year=int(asked["nam"]))
    if asked["cap-uy"].isascii() and asked["cap-uy"].isdigit():
        found = found.filter(body=int(asked["cap-uy"][:15]))
    if term := folded(asked["q"][:100]):
        found = found.filter(_matching(term))
    return asked, found.select_related("body").order_by("-issued_on", "-pk")


def _choices(documents):
    """(years, [(pk, name) of the bodies]) that the filter offers; one query."""
    rows = set(
        documents.order_by().values_list("issued_on__year", "body", "body__name", "body__name_key").distinct()
    )
    bodies = {(key, pk, name) for _, pk, name, key in rows}
    return sorted({row[0] for row in rows}, reverse=True), [(pk, name) for _, pk, name in sorted(bodies)]


def _matching(term):
    """Words of the entry, or number and symbol as one reads them: "125-QĐ/TU"."""
    found = Q(search_key__contains=term)
    number, dash, letters = term.partition("-")
    if dash and number.isdigit():
        found |= Q(number=number, search_key__contains=letters)
    return found


def with_tasks(documents, user):
    """Each entry with the number of visible tasks that it touches; two queries."""
    counts = {document.pk: set() for document in documents}
    visible = visible_tasks(user).values("pk")
    rests = (
        TaskEvent.objects.filter(document__in=documents, task__in=visible)
        .values_list("document", "task")
        .distinct()
    )
    named = Document.tasks.through.objects.filter(document__in=documents, task__in=visible).values_list(
        "document", "task"
    )
    for pk, task in [*rests, *named]:
        counts[pk].add(task)
    for document in documents:
        document.task_count = len(counts[document.pk])
    return documents


def _drafts(user):
    """Papers made here whose number has not come back yet."""
    numbered = [code for code, kind in KINDS.items() if kind.abbreviation]
    return (
        visible_papers(user)
        .filter(document=None, kind__in=numbered)
        .select_related("body")
        .defer("data")
        .order_by("-at", "-pk")[:8]
    )


@rule(OFFICER)
def new_document(request):
    """GET, POST /so-van-ban/moi/: an entry by hand, issued or received."""
    bodies = Unit.objects.filter(pk__in=may.may_register(request.user)).in_order()
    form = DocumentForm(
        request.POST or None,
        bodies=bodies,
        visible=visible_tasks(request.user),
        today=today(),
        initial={"received_on": today()},
    )
    scan = staged_scan(request, form) if request.method == "POST" else None
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), transaction.atomic():
            entry = papers.register(**form.act, scan=scan)
            return lead_on(request, reverse("tasks:document_page", args=[entry.pk]), f"Đã vào sổ {entry}")
    words = {
        "heading": "Vào sổ văn bản", "form": form, "scan": scan, "accept": sniffing.ACCEPT, "submit_label": "Vào sổ", "back_url": reverse("tasks:document_list"),
        "crumbs": [("Sổ văn bản", reverse("tasks:document_list")), ("Vào sổ văn bản", "")],
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/new_document.html", words, form)


@rule(SIGNED_IN)
def document_page(request, pk):
    """GET /so-van-ban/<pk>/: one entry, the tasks that rest on it, what was printed for it. POST adds the signed paper's file."""
    document = get_object_or_404(visible_documents(request.user).select_related("body"), pk=pk)
    keeps = document.body_id in may.may_register(request.user)
    form = ScanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(keeps)
        scan = staged_scan(request, form)
        if scan is None and not form.errors:
            form.file_error = "Chọn tệp bản chụp văn bản"
            form.add_error(None, form.file_error)
        if scan is not None and form.is_valid():
            with refusals_in(form), transaction.atomic():
                papers.bind(scan, document)
                return lead_on(request, request.path, "Đã kèm bản chụp")
    touched = Q(Exists(TaskEvent.objects.filter(document=document, task=OuterRef("pk"))))
    touched |= Q(Exists(Document.tasks.through.objects.filter(document=document, task=OuterRef("pk"))))
    tasks = visible_tasks(request.user).with_mark(today()).filter(touched).in_code_order()
    page = Paginator(tasks, PER_PAGE).get_page(request.GET.get("trang"))
    first = tasks.filter(decision=document).select_related("giver").first()
    may_reprint = first is not None and may.may_print_for_committee(request.user, first)
    words = {
        "document": document, "page": page, "may_reprint": may_reprint, "form": form if keeps else None,
        "accept": sniffing.ACCEPT, "scans": document.scans.order_by("pk"),
        "papers": visible_papers(request.user).filter(document=document).defer("data").order_by("-at", "-pk")[:10],
        "crumbs": [("Sổ văn bản", reverse("tasks:document_list")), (document.label, "")],
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/document_page.html", words, *([form] if keeps else []))
