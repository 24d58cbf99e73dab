"""How does a committee take in an annex that it has: choose the file, look at what was understood, mend, save?"""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from cadres.views.access import OFFICER, OWN, rule
from tasks_app.actions import examining, importing
from tasks_app.exchange import annex_book
from tasks_app.forms.base import ActForm
from tasks_app.forms.exchange import ColumnsForm, mended_cells
from tasks_app.forms.imports import ImportAnnexForm
from tasks_app.models import SheetImport
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today
from tasks_app.views.files import download
from tasks_app.views.importing import ROSTER, waiting_accounts
from tasks_app.views.rounds import address_of, own_round

S = SheetImport.Status
ROWS, PROBLEMS = 50, 50
PAGE = "tasks_app/exchange/import_page.html"
ROSTER_OF = {table.kind: name for name, table in ROSTER.items()}


@rule(OFFICER)
def import_annex(request, pk):
    """GET, POST /dot-giao-viec/<pk>/nhap/: choose the file and on which terms; leads to the preview."""
    round = own_round(request, pk, Office.Role.OFFICER)
    form = ImportAnnexForm(request.POST or None, request.FILES or None, on=today())
    if form.is_valid():
        with refusals_in(form):
            upload = form.cleaned_data["tep"]
            made = importing.upload(
                upload.read(), upload.name, kind=SheetImport.Kind.ANNEX, round=round, options=form.options,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            importing.begin(made, now=timezone.now)
            return lead_on(
                request, page_of(made), f"Đã đọc tệp «{made.name}»" if made.found else "Đã nhận tệp"
            )
    words = {
        "form": form, "round": round, "heading": "Nhập danh mục từ bảng tính", "back_url": address_of(round),
        "crumbs": [("Đợt giao việc", reverse("tasks:round_list")), (round.name, address_of(round)), ("Nhập danh mục", "")],
        "earlier": SheetImport.objects.filter(round=round, kind=SheetImport.Kind.ANNEX, by=request.user).defer("content", "sheets", "found").order_by("-pk")[:5],
    }  # fmt: skip
    return render_form(request, "tasks_app/exchange/import_annex.html", words, form)


@rule(OFFICER)
def annex_template(request, pk):
    """GET /dot-giao-viec/<pk>/nhap/mau/: an empty annex with its columns, to be filled in."""
    round = own_round(request, pk, Office.Role.OFFICER)
    return download(annex_book.template(round.name, round.committee.name), "mau-danh-muc-viec.xlsx")


@rule(OWN)
def import_page(request, uuid):
    """GET, POST /nhap-bang-tinh/<uuid>/: where it is; what was understood; POST `lam`: columns, mended cells, or save."""
    found = SheetImport.objects.select_related("round__committee", "by").defer("content")
    sheet_import = get_object_or_404(found, uuid=uuid, by=request.user)
    require(
        sheet_import.status == S.SAVED
        or examining.INTAKES[sheet_import.kind].may_take(request.user, sheet_import)
    )
    running = sheet_import.status in SheetImport.OWED
    if request.htmx and request.method == "GET":
        return _progress(request, sheet_import, running)
    form, asked = None, ActForm(request.POST or None)
    if sheet_import.status in (S.CHECKED, S.SAVED) and sheet_import.found:
        form = _columns_form(request, sheet_import)
    if asked.is_valid() and form is not None:
        with refusals_in(asked):
            if (answer := _act(request, sheet_import, form)) is not None:
                return answer
        sheet_import.refresh_from_db()
        if asked.refusal_status == 409 and sheet_import.status == S.CHECKED and _is_short(sheet_import):
            # What is there now is shown, so that the next try goes by it.
            importing.check(sheet_import, now=timezone.now)
            form = _columns_form(request, sheet_import)
    words = _words(request, sheet_import, form) | {"running": running, "asked": asked}
    return render_form(request, PAGE, words, asked, *([form] if form else []))


def _is_short(sheet_import):
    return len(sheet_import.found["rows"]) <= importing.SMALL_ROWS


def _progress(request, sheet_import, running):
    """The bar alone, which asks again; once it is over the whole page is asked for."""
    if not running:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(
        request, f"{PAGE}#tien-do", {"sheet_import": sheet_import, "running": True} | _share(sheet_import)
    )


def _share(sheet_import):
    done, total = examining.progress_of(sheet_import)
    return {"done": done, "total": total}


def _columns_form(request, sheet_import):
    data = request.POST if request.method == "POST" and request.POST.get("lam") == "cot" else None
    intake = examining.INTAKES[sheet_import.kind]
    return ColumnsForm(
        data, task=None, layout=intake.LAYOUT, asks=intake.OPTIONS, found=sheet_import.found,
        options=sheet_import.options, initial={"version": sheet_import.version},
    )  # fmt: skip


def _act(request, sheet_import, form):
    """One of the three acts of the preview; None where the form is drawn again."""
    given = request.POST.get("version", "")
    seen = int(given) if given.isdecimal() and len(given) < 10 else sheet_import.version
    now, what = timezone.now, request.POST.get("lam")
    if what == "cot":
        if not form.is_valid():
            return None
        importing.choose(sheet_import, form.chosen, form.options, seen=seen, now=now)
        return lead_on(request, page_of(sheet_import), "Đã đọc lại bảng theo các cột đã chọn")
    if what == "luu":
        saved = importing.ask_to_save(sheet_import, seen=seen, now=now)
        return lead_on(
            request,
            page_of(sheet_import),
            "Đã nhập bảng" if saved.status == S.SAVED else "Đang nhập bảng",
        )
    cells, everywhere = mended_cells(request.POST)
    importing.mend(sheet_import, cells, everywhere=everywhere, seen=seen, now=now)
    return lead_on(request, page_of(sheet_import), "Đã sửa và kiểm tra lại")


def _words(request, sheet_import, form):
    round, found = sheet_import.round, sheet_import.found or {}
    rows = found.get("rows", [])
    words = {
        "sheet_import": sheet_import, "form": form, "found": found, "round": round, "heading": sheet_import.name,
        "problems": [_problem(p) for p in found.get("problems", [])[:PROBLEMS]],
        "page_obj": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "bad_rows": {p[0] for p in found.get("problems", [])},
        "decided": sheet_import.options.get("issued_on"),
        "of_the_whole": any(not p[1] for p in found.get("problems", [])),
    }  # fmt: skip
    headings = getattr(examining.INTAKES[sheet_import.kind], "HEADINGS", ())
    for row in words["page_obj"] if headings else ():
        row["named"] = list(zip(headings, row["cells"], strict=False))
    words["headings"] = headings
    if sheet_import.kind == SheetImport.Kind.PEOPLE and sheet_import.status == S.SAVED:
        words["no_password"] = waiting_accounts(sheet_import).count()
    return words | _place_of(sheet_import) | _share(sheet_import)


def _place_of(sheet_import):
    """Where the table was chosen, what its rows became, and how its parts are drawn."""
    kind, round = sheet_import.kind, sheet_import.round
    if kind in ROSTER_OF:
        table = ROSTER_OF[kind]
        label, page = ROSTER[table].back
        url, crumbs = reverse(page), [(label, reverse(page))]
        back = reverse("tasks:import_roster", args=[table])
    else:
        figures = kind == SheetImport.Kind.FIGURES
        url, label = (
            (address_of(round), "đợt giao việc")
            if figures
            else (f"{reverse('tasks:task_list')}?dot={round.pk}", "danh sách việc")
        )
        back = reverse("tasks:import_figures" if figures else "tasks:import_annex", args=[round.pk])
        crumbs = [("Đợt giao việc", reverse("tasks:round_list")), (round.name, address_of(round))]
    return {
        "list_url": url, "list_label": label.lower(), "back_url": back, "crumbs": [*crumbs, (sheet_import.name, "")],
        "is_annex": kind == SheetImport.Kind.ANNEX,
    }  # fmt: skip


def _problem(kept):
    row, column, cell, text, value, meant = kept
    return {"row": row, "column": column, "cell": cell, "text": text, "value": value, "meant": meant}


def page_of(sheet_import):
    return reverse("tasks:import_page", args=[sheet_import.uuid])
