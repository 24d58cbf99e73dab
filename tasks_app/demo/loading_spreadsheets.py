"""How does the desk's work with spreadsheets become rows: an annex that waits to be mended, and what was taken out?"""

import hashlib
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from cadres.audit import sign_transaction
from tasks_app.actions import importing
from tasks_app.actions.listing_figures import rows_of
from tasks_app.demo.people_today import ACCOUNTS
from tasks_app.exchange import annex_csv
from tasks_app.exchange.annex_book import Figure, Group, Line, Sheet
from tasks_app.exchange.writing import csv_bytes
from tasks_app.models import Assignment, SheetExport, SheetImport, Task

HEADINGS = ("Mã việc", "Chỉ tiêu", "Thực hiện")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WORKS = (
    ("Số hóa hồ sơ đất đai còn tồn trước năm 2015", "Hồ sơ được số hóa", "hồ sơ", "1200", "4800"),
    ("Giải quyết dứt điểm đơn thư kéo dài trên 2 năm", "Vụ việc được giải quyết", "vụ", "0", "9"),
    ("Đưa dịch vụ công trực tuyến toàn trình đến từng thôn", "Hồ sơ nộp trực tuyến", "%", "41.5", "80"),
    ("Khởi công nhà văn hóa các thôn chưa có", "Thôn có nhà văn hóa", "thôn", "3", "11"),
)


def load_spreadsheets(found):
    """Of the round of this year of the province: one annex with two slips in it, a table of figures, one of people, two exports."""
    key = next(account.key for account in ACCOUNTS if ("officer", "TTQ") in account.roles)
    officer, round = found.users[key], found.rounds[f"TTQ{found.today.year}"]
    sign_transaction(officer, request_id="load_demo")
    at = datetime.combine(found.today - timedelta(days=1), time(9, 40), HANOI)
    _annex(found, round, officer, at)
    _figures(round, officer, at)
    for days, form, what in (
        (20, "xlsx", f"Danh mục {round.name}"),
        (6, "csv", "Danh sách việc đột phá, đổi mới"),
    ):
        moment = at - timedelta(days=days)
        count = Task.objects.decided().filter(round=round).count()
        SheetExport.objects.create(
            by=officer, by_name=f"Đ/c {officer}", at=moment, committee=round.committee, what=what, form=form, rows=count,
            sha256=hashlib.sha256(f"{what} {moment:%Y%m%d}".encode()).hexdigest(), round=round if form == "xlsx" else None,
        )  # fmt: skip
    _people(found, at)
    sign_transaction(found.importer, request_id="load_demo")


def _figures(round, officer, at):
    """A unit's report of figures, as its table came: one figure that fell without a reason."""
    rows, table = rows_of(round, officer, unit=None, on=at.date())[:6], [HEADINGS]
    for place, (_, code, *_, indicator, _, target, last, _) in enumerate(row[:9] for row in rows):
        fell = place == 2 and isinstance(last, Decimal)
        table.append((code, indicator, last - 1 if fell else target))
    options = {"paper_no": "118-BC/ĐU", "received_on": at.date().isoformat()}
    made = importing.upload(
        csv_bytes(table), "Số liệu tháng các đơn vị.csv", kind=SheetImport.Kind.FIGURES, round=round, options=options, by=officer, at=at,
    )  # fmt: skip
    importing.check(made, now=lambda: at)


def _people(found, at):
    """New cadres as an office wrote them down: a post misspelt, a comrade whose name is on the roster already."""
    admin = found.users[
        next(account.key for account in ACCOUNTS if any(role == "system_admin" for role, _ in account.roles))
    ]
    sign_transaction(admin, request_id="load_demo")
    unit = found.rounds["TTQ2026"].committee
    known = Assignment.objects.filter(task__round=found.rounds["TTQ2026"]).order_by("pk").first()
    table = [
        ("Họ và tên", "Chức danh", "Đơn vị", "Thư công vụ", "Tên đăng nhập", "Vai trò"),
        ("Lục Thị Ngân Hà", "Bí thu", unit.name, "halnt@tuyenquang.example", "halnt", "Thủ trưởng đơn vị"),
        (known.cadre.full_name, "Phó Bí thư", unit.name, "", "", ""),
    ]
    made = importing.upload(
        csv_bytes(table), "Cán bộ bổ sung.csv", kind=SheetImport.Kind.PEOPLE, committee=unit, by=admin, at=at
    )
    importing.check(made, now=lambda: at)


def _annex(found, round, officer, at):
    known = Assignment.objects.open().filter(task__round=round, role="lead").exclude(title="")
    known = known.exclude(cadre__user__is_active=False).order_by("task__code", "pk")
    carriers = list({person.cadre_id: person for person in known}.values())[: len(WORKS)]
    due_on = found.today.replace(month=12, day=31)
    lines = []
    for place, (person, (title, name, unit, baseline, target)) in enumerate(
        zip(carriers, WORKS, strict=False)
    ):
        shown = person.name if place != 1 else person.name[:-1]  # a letter lost in typing
        partner = ("Sở Nông nghiệp và Môi trườg",) if place == 2 else ()
        figure = Figure(
            name,
            "percent" if unit == "%" else "up",
            unit,
            Decimal(baseline),
            Decimal(target),
            weight=Decimal(100),
        )
        lines.append(Line(title, ((shown, person.title),), due_on, (figure,), partners=partner))
    sheet = Sheet(round.committee.name, "Danh mục việc giao bổ sung", "", (Group("", tuple(lines)),))
    options = {"field": found.fields["cai-cach-hanh-chinh"].pk}
    made = importing.upload(
        annex_csv.text(sheet), "Danh mục giao bổ sung.csv", kind=SheetImport.Kind.ANNEX, round=round, options=options,
        by=officer, at=at,
    )  # fmt: skip
    importing.check(made, now=lambda: at)
