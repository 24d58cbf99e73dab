"""How does an act get its paper: one click for the file, and a page where its signed number comes back?"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import (
    OFFICER,
    READER,
    SIGNED_IN,
    VISIBLE_CADRE,
    VISIBLE_HANDOVER,
    VISIBLE_TASK,
    rule,
)
from cadres.views.errors import posted_only
from tasks_app import permissions as may
from tasks_app.actions import issuing, sniffing
from tasks_app.documents import converting
from tasks_app.documents.headings import symbol
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.limited import TemplateFault
from tasks_app.forms.papers import NumberForm
from tasks_app.models import Assignment, CouncilMember, ScoreSheet, Task
from tasks_app.permissions import visible_cadres, visible_documents, visible_papers, visible_tasks
from tasks_app.printing import collecting, councils, handovers, issuers, making, offers, summing
from tasks_app.printing.councils import with_sheets
from tasks_app.printing.lines import with_records
from tasks_app.statistics import careers, waiting_tasks
from tasks_app.statistics.overview import read
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today, visible_task
from tasks_app.views.deciding import staged_scan, uuids, waiting_for
from tasks_app.views.files import download
from tasks_app.views.leaving import minutes_for
from tasks_app.views.rounds import own_round

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 2_000


@rule(VISIBLE_TASK)
@posted_only
def task_paper(request, ref, code):
    """POST /viec/<ref>/van-ban/<code>/: the paper of an act on this task, with the data of now. `ban-ghi`: of which record."""
    task = visible_task(request, ref)
    pk = request.POST.get("ban-ghi", "")
    pk = int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else None
    draft = offers.draft_for(request.user, task, code, pk, on=today())
    require(draft)
    return _file_of(request, draft)


@rule(OFFICER)
@posted_only
def list_paper(request, code):
    """POST /viec/quyet-dinh/van-ban/<code>/: tờ trình, quyết định or thông báo over the ticked tasks of the list (or all)."""
    require(code in ("to-trinh-giao-viec", "quyet-dinh-giao-viec", "thong-bao-giao-viec"))
    giver = get_object_or_404(
        Unit.objects.select_related("kind", "parent__kind"),
        pk__in=_desks(request),
        pk=_number(request, "cap-uy"),
    )
    waiting, _ = waiting_for(request.user, giver)
    ticked = set(request.POST.getlist("viec"))
    chosen = [task.pk for task in waiting if not ticked or str(task.pk) in ticked or task.ref in ticked]
    require(chosen)
    tasks = with_records(Task.objects.filter(pk__in=chosen), today()).order_by("created_at", "pk")
    return _file_of(request, collecting.assigning(code, giver, tasks, on=today()))


def named(refs):
    """Tasks by what their addresses call them: codes, or opaque ids before the decision."""
    return Q(code__in=[ref for ref in refs if "\x00" not in ref]) | Q(public_id__in=uuids(refs))


@rule(READER)
@posted_only
def urge_paper(request, code):
    """POST /viec/don-doc/van-ban/<code>/: one công văn over the tasks (`viec`) that were urged just now, of one giver."""
    require(code == "cong-van-don-doc")
    seen = visible_tasks(request.user).open().filter(named(request.POST.getlist("viec")))
    rows = list(with_records(seen, today()).order_by("due_on", "pk")[:MOST])
    rows = [task for task in rows if may.may_print_for_committee(request.user, task)]
    require(rows)
    mine = [task for task in rows if task.giver_id == rows[0].giver_id]
    return _file_of(request, collecting.urging(rows[0].giver, mine, on=today()))


@rule(READER)
@posted_only
def document_paper(request, pk, code):
    """POST /so-van-ban/<pk>/van-ban/<code>/: the decision with its annex again, as far as the reader sees its tasks."""
    document = get_object_or_404(
        visible_documents(request.user).select_related("body__kind", "body__parent__kind"), pk=pk
    )
    require(code in ("quyet-dinh-giao-viec", "thong-bao-giao-viec"))
    seen = visible_tasks(request.user).filter(decision=document)
    tasks = list(with_records(seen, today()).in_code_order()[:MOST])
    require(tasks and may.may_print_for_committee(request.user, tasks[0]))
    draft = collecting.assigning(code, document.body, tasks, on=today(), document=document)
    return _file_of(request, draft, document=document)


@rule(VISIBLE_HANDOVER)
@posted_only
def handover_paper(request, pk, code):
    """POST /ban-giao/<pk>/van-ban/<code>/: the minutes with all their tasks, for both sides to sign."""
    minutes = minutes_for(request, pk)
    require(code == handovers.CODE)
    tasks = Task.objects.filter(pk__in=minutes.items.values("task"))
    rows = {task.pk: task for task in with_records(tasks, today()).order_by("pk")}
    return _file_of(request, handovers.inventory(minutes, rows, on=today()))


@rule(OFFICER)
@posted_only
def council_paper(request, pk, code):
    """POST /dot-giao-viec/<pk>/hoi-dong/van-ban/<code>/: the minutes over all tasks of the round that wait and were scored."""
    round = own_round(request, pk, Office.Role.OFFICER)
    require(code == councils.MINUTES)
    tasks = scored_tasks(request.user, round)
    rows = with_sheets(with_records(tasks, today())).in_code_order()[:MOST]
    draft = councils.minutes(list(rows), on=today())
    require(draft)
    return _file_of(request, draft)


def scored_tasks(user, round):
    """Of the round's tasks that wait for their conclusion those whose sheets this officer may print: not his own, and as a
    member of the council only those that he has scored himself."""
    me = standing(user).cadre_id or 0
    waits = Task.objects.filter(
        giver__in=standing(user).units(Office.Role.OFFICER), status=Task.Status.AWAITING_CONCLUSION
    )
    given = ScoreSheet.objects.filter(task=OuterRef("pk"), replaced_at=None)
    carried = Assignment.objects.filter(task=OuterRef("pk"), cadre=me)
    tasks = waits.filter(Exists(given), round=round, pk__in=visible_tasks(user).values("pk")).exclude(
        Exists(carried)
    )
    if CouncilMember.objects.open().filter(council__round=round, cadre=me).exists():
        tasks = tasks.filter(Exists(given.filter(member__cadre=me)))
    return tasks


@rule(READER)
@posted_only
def unit_paper(request, unit, code):
    """POST /tong-quan/<unit>/van-ban/<code>/: báo cáo tổng hợp (`ky`), báo cáo of the unit, công văn đôn đốc of what is late."""
    on = today()
    found = get_object_or_404(
        Unit.objects.select_related("kind", "parent__kind", "administrative_parent"), pk=unit
    )
    page = read(
        standing(request.user),
        found,
        period_code=request.POST.get("ky"),
        opened=None,
        at=timezone.localtime(),
    )
    require(page and code in OF_UNIT)
    draft = OF_UNIT[code](request.user, page, on)
    require(draft)
    return _file_of(request, draft)


def _summary(user, page, on):
    require(_at_desk(user, page.node.unit))
    tasks = page.node.tasks.filter(page.period.condition)
    return summing.summary_report(page, with_records(tasks, on).in_code_order()[:MOST], on=on)


def _unit_report(user, page, on):
    tasks = page.node.tasks.filter(page.period.condition)
    rows = list(with_records(tasks, on).in_code_order()[:MOST])
    return collecting.unit_report(page.node.unit, rows[0].giver, rows, on=on) if rows else None


def _urge_letter(user, page, on):
    unit = page.node.unit
    require(_at_desk(user, unit))
    late = Task.objects.filter(giver__in=page.node.ids).open().with_mark(on).filter(waiting_tasks.to_urge(on))
    rows = list(with_records(late, on).order_by("due_on", "pk")[:MOST])
    return collecting.urging(unit, rows, on=on) if rows else None


OF_UNIT = {"bao-cao-tong-hop": _summary, "bao-cao-don-vi": _unit_report, "cong-van-don-doc": _urge_letter}


def _at_desk(user, unit):
    return any(standing(user).holds(role, over=unit.path) for role in may.DESK)


@rule(VISIBLE_CADRE)
@posted_only
def cadre_paper(request, pk, code):
    """POST /can-bo/<pk>/van-ban/<code>/: phiếu cán bộ, or his báo cáo over all open tasks."""
    on = today()
    cadre = get_object_or_404(visible_cadres(request.user), pk=pk)
    tasks = careers.carried_by(cadre, visible_tasks(request.user))
    if code == "bao-cao-can-bo":
        tasks = tasks.open()
    rows = list(with_records(tasks, on).order_by("decided_on", "pk")[:MOST])
    require(rows)
    body = rows[-1].giver
    if code == "phieu-can-bo":
        return _file_of(
            request, collecting.cadre_sheet(cadre, body, rows, careers.summary(tasks, cadre, on), on=on)
        )
    mine = [task for task in rows if task.giver_id == body.pk and may.may_print_for_cadre(request.user, task)]
    require(code == "bao-cao-can-bo" and mine)
    return _file_of(request, collecting.cadre_report(cadre, mine, on=on))


def _file_of(request, draft, *, document=None):
    """Keep the paper, and answer with its file."""
    template = issuers.template_of(draft.body, draft.code)
    paper = issuing.keep(draft, template=template, by=request.user, at=timezone.now(), document=document)
    return _answer(paper)


def _answer(paper):
    try:
        return download(making.document_of(paper), making.file_name(paper), kind=WORD)
    except TemplateFault:
        raise Http404 from None


def _desks(request):
    return standing(request.user).units("officer")


def _number(request, name):
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0


# ---- one paper -------------------------------------------------------------------------------------------------------


@rule(SIGNED_IN)
def paper_page(request, uuid):
    """GET, POST /van-ban/da-soan/<uuid>/: what was printed and when, the file again, and the form for its signed number."""
    paper = _paper(request, uuid)
    settings = issuers.settings_of(paper.body)
    kind = KINDS[paper.kind]
    wanted = symbol(issuers.issuer_of(settings, kind.by), kind.abbreviation) if kind.abbreviation else ""
    form = scan = None
    if not paper.document and kind.abbreviation and paper.body_id in may.may_register(request.user):
        form = NumberForm(request.POST or None, initial={"symbol": wanted})
        scan = staged_scan(request, form) if request.method == "POST" else None
        if request.method == "POST" and form.is_valid():
            with refusals_in(form), transaction.atomic():
                entry = issuing.record_number(paper, **form.act, scan=scan, on=today())
                return lead_on(request, reverse("tasks:document_page", args=[entry.pk]), f"Đã ghi {entry}")
    tasks = list(visible_tasks(request.user).filter(papers=paper).in_code_order()[:50])
    words = {
        "paper": paper, "kind": kind, "form": form, "scan": scan, "accept": sniffing.ACCEPT, "tasks": tasks,
        "scans": paper.document.scans.order_by("pk") if paper.document else [], "pdf": converting.office() is not None,
        "crumbs": [("Sổ văn bản", reverse("tasks:document_list")), (kind.label, "")],
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/paper_page.html", words, *([form] if form else []))


@rule(SIGNED_IN)
def paper_file(request, uuid):
    """GET /van-ban/da-soan/<uuid>/tai-ve/: the same paper again; `dang=pdf` where LibreOffice is installed."""
    paper = _paper(request, uuid)
    if request.GET.get("dang") != "pdf":
        return _answer(paper)
    made = making.pdf_of(paper)
    if made is None:
        raise Http404
    return download(made, making.file_name(paper, "pdf"), kind="application/pdf")


def _paper(request, uuid):
    papers = visible_papers(request.user).select_related(
        "body__kind",
        "body__parent__kind",
        "body__administrative_parent",
        "template",
        "document",
        "by__cadre",
        "cadre",
    )
    return get_object_or_404(papers, uuid=uuid)


# Records that show their papers at their own rows: {kind of paper: name in the task's dossier}.
AT_ROWS = {
    "to-trinh-thay-doi": "changes",
    "quyet-dinh-thay-doi": "changes",
    "bien-ban-kiem-tra": "inspections",
    "thong-bao-ket-luan": "conclusions",
}


def _without_those_at_rows(offered, record):
    """The offers of the task itself; each of a record is put at its row (`row.papers`)."""
    rows = {(name, row.id): row for name in set(AT_ROWS.values()) for row in getattr(record, name)}
    rest = []
    for offer in offered:
        row = rows.get((AT_ROWS.get(offer.code, ""), offer.pk))
        if row is None:
            rest.append(offer)
        else:
            row.papers = [*getattr(row, "papers", ()), offer]
    return rest


def papers_of(user, task, record):
    """(what can be made, what was made) for the panel of the task's page: one query."""
    made = (
        visible_papers(user)
        .filter(tasks=task)
        .select_related("document")
        .defer("data")
        .order_by("-at", "-pk")[:6]
    )
    return _without_those_at_rows(offers.offers(user, task, record), record), list(made)
