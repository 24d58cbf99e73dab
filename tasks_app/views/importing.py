"""Which tables other than a round's annex does an office take in: units, people, figures; where is each chosen and its template?"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit, UnitKind, User
from cadres.offices import standing
from cadres.views.access import OFFICER, OWN, SYSTEM_ADMIN, rule
from cadres.views.errors import posted_only
from tasks_app.actions import exporting, importing, scanning
from tasks_app.actions.listing_figures import rows_of, sheet_of
from tasks_app.exchange import list_book
from tasks_app.exchange.list_book import ListSheet, columns_of
from tasks_app.exchange.roster_tables import PEOPLE, PEOPLE_EXPLAINED, UNITS, UNITS_EXPLAINED, WIDTHS
from tasks_app.exchange.writing import file_name
from tasks_app.forms.imports import ImportFiguresForm, ImportPeopleForm, ImportUnitsForm
from tasks_app.models import SheetImport
from tasks_app.views.acting import lead_on, refusals_in, render_form, require, today
from tasks_app.views.files import download
from tasks_app.views.rounds import address_of, own_round

Kind, Role = SheetImport.Kind, Office.Role
PAGE = "tasks_app/exchange/import_table.html"


@dataclass(frozen=True, eq=False)
class RosterTable:
    """A table of the roster. `noted`: the column whose words the template lists; `listing`: the same table as it is now."""

    kind: str
    heading: str
    lead: str
    form: type
    layout: object
    explained: dict
    back: tuple
    noted: str
    listing: str


ROSTER = {
    "don-vi": RosterTable(
        Kind.UNITS, "Nhập đơn vị từ bảng tính", "Đơn vị mới được thêm vào cây tổ chức, đơn vị đã có được đối chiếu.",
        ImportUnitsForm, UNITS, UNITS_EXPLAINED, ("Đơn vị", "cadres:unit_list"), "kind", "don-vi",
    ),
    "can-bo": RosterTable(
        Kind.PEOPLE, "Nhập cán bộ, tài khoản từ bảng tính", "Một bảng cho cán bộ, chức vụ, tài khoản và vai trò.",
        ImportPeopleForm, PEOPLE, PEOPLE_EXPLAINED, ("Cán bộ", "cadres:person_list"), "role", "danh-ba",
    ),
}  # fmt: skip


@rule(SYSTEM_ADMIN)
def import_roster(request, table):
    """GET, POST /quan-tri/nhap/<don-vi|can-bo>/: choose the file; leads to the preview."""
    form = table.form(request.POST or None, request.FILES or None)
    if form.is_valid():
        home = Unit.objects.filter(pk__in=standing(request.user).units(Role.SYSTEM_ADMIN)).order_by(
            "kind__level", "pk"
        )
        with refusals_in(form):
            return _take(request, form, kind=table.kind, committee=home.first())
    label, back = table.back
    earlier = SheetImport.objects.filter(kind=table.kind, by=request.user)
    words = {
        "heading": table.heading, "lead": table.lead, "back_url": reverse(back), "earlier": _earlier(earlier),
        "template_url": reverse("tasks:roster_template", args=[table]), "whole_url": reverse("tasks:export_listing", args=[table.listing]),
        "crumbs": [(label, reverse(back)), ("Nhập từ bảng tính", "")],
    }  # fmt: skip
    return render_form(request, PAGE, words | {"form": form}, form)


@rule(SYSTEM_ADMIN)
def roster_template(request, table):
    """GET /quan-tri/nhap/<table>/mau/: an empty table that says how it is filled in."""
    words = {
        "kind": UnitKind.objects.order_by("level", "name").values_list("name", flat=True), "role": Role.labels,
    }[table.noted]  # fmt: skip
    explained = table.explained | {table.noted: table.explained[table.noted] + "; ".join(map(str, words))}
    columns, label = columns_of(table.layout, WIDTHS, explained), table.layout.label
    sheet = ListSheet("", f"Danh sách {label.lower()}", "", columns, (), label[:30])
    return download(list_book.book(sheet, empty_rows=list_book.EMPTY_ROWS), file_name(f"mau {label}", "xlsx"))


@rule(OFFICER)
def import_figures(request, pk):
    """GET, POST /dot-giao-viec/<pk>/nhap-so-lieu/: the figures of signed papers, as a table."""
    round, on = own_round(request, pk, Role.OFFICER), today()
    form = ImportFiguresForm(request.POST or None, request.FILES or None, on=on)
    if form.is_valid():
        with refusals_in(form):
            return _take(request, form, kind=Kind.FIGURES, round=round)
    template = reverse("tasks:figures_template", args=[round.pk])
    units = Unit.objects.filter(tasks__round=round, tasks__status="in_force").distinct().in_order()
    words = {
        "heading": "Nhập số liệu báo cáo từ bảng tính", "back_url": address_of(round), "template_url": template, "units": units,
        "lead": f"{round.name}. Tệp mẫu đã có sẵn việc, chỉ tiêu, kỳ báo cáo: chỉ nhập số thực hiện.",
        "earlier": _earlier(SheetImport.objects.filter(round=round, kind=Kind.FIGURES, by=request.user)),
        "crumbs": [("Đợt giao việc", reverse("tasks:round_list")), (round.name, address_of(round)), ("Nhập số liệu", "")],
    }  # fmt: skip
    return render_form(request, PAGE, words | {"form": form}, form)


@rule(OFFICER)
def figures_template(request, pk):
    """GET /dot-giao-viec/<pk>/nhap-so-lieu/mau/?don-vi=: the round's tasks whose figures are to be typed in; of one branch."""
    round, on = own_round(request, pk, Role.OFFICER), today()
    asked = request.GET.get("don-vi", "")
    unit = get_object_or_404(Unit, pk=int(asked[:15])) if asked.isascii() and asked.isdigit() else None
    sheet = sheet_of(
        round, rows_of(round, request.user, unit=unit, on=on), unit=unit, on=on, demo=settings.DEMO
    )
    content, name = exporting.write(
        sheet, "xlsx", what=f"Mẫu số liệu {round.name}", committee=round.committee, round=round, by=request.user, at=timezone.now(),
    )  # fmt: skip
    return download(content, name)


PASSWORDS_AT_ONCE = 100  # so many take some seconds to hash


@rule(OWN)
@posted_only
def first_passwords(request, uuid):
    """POST /nhap-bang-tinh/<uuid>/mat-khau/: first passwords of accounts that have none yet, made now and shown in this file only."""
    found = get_object_or_404(
        SheetImport.objects.defer("content", "sheets", "found"), uuid=uuid, by=request.user, kind=Kind.PEOPLE
    )
    require(bool(standing(request.user).units(Role.SYSTEM_ADMIN)))
    accounts = waiting_accounts(found)[:PASSWORDS_AT_ONCE]
    require(bool(accounts))
    content, name = exporting.write_first_passwords(
        accounts, found, demo=settings.DEMO, by=request.user, at=timezone.now()
    )
    return download(content, name)


def waiting_accounts(sheet_import):
    """Accounts opened by this import that never had a password."""
    opened = (sheet_import.result or {}).get("accounts", [])
    never = Q(password="") | Q(password__startswith="!")
    return (
        User.objects.filter(never, pk__in=opened, is_active=True)
        .select_related("cadre")
        .order_by("cadre__name_key", "pk")
    )


def _earlier(rows):
    return rows.defer("content", "sheets", "found").order_by("-pk")[:5]


def _take(request, form, **of):
    """Inside `refusals_in`: keep the file, check it if it is small, lead to its page."""
    upload = form.cleaned_data["tep"]
    content = upload.read()
    scanning.require_clean(content, field="tep")
    made = importing.upload(
        content, upload.name, options=form.options, by=request.user, at=timezone.now(), **of
    )
    importing.begin(made, now=timezone.now)
    page = reverse("tasks:import_page", args=[made.uuid])
    return lead_on(request, page, f"Đã đọc tệp «{made.name}»" if made.found else "Đã nhận tệp")
