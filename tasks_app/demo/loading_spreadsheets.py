"""How does the desk's work with spreadsheets become rows: an annex that waits to be mended, and what was taken out?"""

import hashlib
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from cadres.audit import sign_transaction
from tasks_app.actions import importing
from tasks_app.demo.people_today import ACCOUNTS
from tasks_app.exchange import annex_csv
from tasks_app.exchange.annex_book import Figure, Group, Line, Sheet
from tasks_app.models import Assignment, SheetExport, SheetImport, Task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WORKS = (
    ("Số hóa hồ sơ đất đai còn tồn trước năm 2015", "Hồ sơ được số hóa", "hồ sơ", "1200", "4800"),
    ("Giải quyết dứt điểm đơn thư kéo dài trên 2 năm", "Vụ việc được giải quyết", "vụ", "0", "9"),
    ("Đưa dịch vụ công trực tuyến toàn trình đến từng thôn", "Hồ sơ nộp trực tuyến", "%", "41.5", "80"),
    ("Khởi công nhà văn hóa các thôn chưa có", "Thôn có nhà văn hóa", "thôn", "3", "11"),
)


def load_spreadsheets(found):
    """Of the round of this year of the province: one annex with two slips in it, two exports."""
    key = next(account.key for account in ACCOUNTS if ("officer", "TTQ") in account.roles)
    officer, round = found.users[key], found.rounds["TTQ2026"]
    sign_transaction(officer, request_id="load_demo")
    at = datetime.combine(found.today - timedelta(days=1), time(9, 40), HANOI)
    _annex(found, round, officer, at)
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
    sign_transaction(found.importer, request_id="load_demo")


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
