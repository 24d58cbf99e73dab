"""What is exported can be read in again without a change, is safe to open, and is on record."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadres.audit import sign_transaction
from cadres.models import Office
from tasks_app.actions import exporting, importing
from tasks_app.exchange import annex_book, annex_csv
from tasks_app.exchange.annex_book import Figure, Group, Line, Sheet
from tasks_app.exchange.delimited import guarded, unguarded
from tasks_app.exchange.wording import plain
from tasks_app.models import Indicator, SheetExport, SheetImport, Task
from tests.factories import NOW, TODAY, make_indicator, make_task, make_user
from tests.tasks_app.exchange.making import Desk, problems_of, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def annex_of(desk):
    tasks = Task.objects.filter(round=desk.round)
    return exporting.annex_of(desk.round, tasks, on=TODAY, demo=False)


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ 0123456789-,.;:()%/=+@'\"|<>&"
texts = st.text(LETTERS, min_size=1, max_size=60).map(lambda t: " ".join(f"Việc {t}".split()))
hostile = st.sampled_from(
    [
        "=1+1",
        "+84 207",
        "-5 hộ",
        "@SUM(A1)",
        "'đã có dấu",
        "''hai dấu",
        '=HYPERLINK("x")',
        "|cmd",
        "Tổng cộng",
        "I",
        "12",
        "(1)",
        "31/12/2026",
    ]
)
numbers = st.decimals(min_value=Decimal(-999999999), max_value=Decimal(999999999), places=5).map(
    lambda d: d.normalize() + 0
)
figures = st.fixed_dictionaries({
    "name": st.one_of(texts, hostile), "kind": st.sampled_from(["up", "percent", "ratio", "yes_no", "document", "rank", "down"]),
    "measure_unit": st.one_of(st.sampled_from(["hộ", "%", "", "triệu đồng", "=A1"])), "baseline": st.one_of(st.none(), numbers),
    "target": numbers, "lower": st.booleans(),
})  # fmt: skip
tasks = st.fixed_dictionaries({
    "title": st.one_of(texts, hostile), "figures": st.lists(figures, min_size=1, max_size=3, unique_by=lambda f: plain(f["name"])),
    "due_on": st.dates(date(2026, 6, 2), date(2030, 12, 31)), "product": st.one_of(st.just(""), texts, st.just("Dòng một\nDòng hai")),
    "mine": st.booleans(), "partners": st.booleans(), "natures": st.lists(st.sampled_from(Task.Nature.values), unique=True),
})  # fmt: skip


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(tasks, min_size=1, max_size=4, unique_by=lambda t: plain(t["title"])),
    form=st.sampled_from(["xlsx", "csv"]), status=st.sampled_from(["draft", "in_force"]),
)  # fmt: skip
def test_what_is_exported_and_imported_again_changes_nothing(desk, rows, form, status):
    from django.db import transaction

    with transaction.atomic():
        for row in rows:
            _make(desk, row, status)
        before = list(Task.objects.order_by("pk").values()), list(Indicator.objects.order_by("pk").values())
        sheet = annex_of(desk)
        content = annex_csv.text(sheet) if form == "csv" else annex_book.book(sheet)

        made = desk.take(content, f"danh-muc.{form}")

        assert made.status == "checked", made.problem
        assert problems_of(made) == []
        assert [row["changes"] for row in made.found["rows"]] == [[]] * len(rows)
        assert {row["state"] for row in made.found["rows"]} == {"same"}
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
        assert (
            list(Task.objects.order_by("pk").values()),
            list(Indicator.objects.order_by("pk").values()),
        ) == before
        transaction.set_rollback(True)


def _make(desk, row, status):
    cadre, unit, title = (
        (desk.lam, desk.yen_son, "Bí thư Huyện ủy Yên Sơn") if row["mine"] else (desk.mai, desk.health, "")
    )
    task = make_task(
        giver=desk.committee, unit=unit, assignee=cadre, round=desk.round, status=status, title=row["title"], due_on=row["due_on"],
        starts_on=date(2026, 1, 10), product=row["product"], natures=row["natures"], field=desk.field, indicators=0,
        original_due_on=row["due_on"],
    )  # fmt: skip
    task.assignments.update(title=title)
    if row["partners"]:
        task.coordinating_units.add(desk.health, desk.yen_son)
    weights = annex_weights(len(row["figures"]))
    for rank, (figure, weight) in enumerate(zip(row["figures"], weights, strict=True), 1):
        kind = figure["kind"]
        boolean = kind in ("yes_no", "document")
        make_indicator(
            task, rank=rank, name=figure["name"], kind=kind, measure_unit=figure["measure_unit"], weight=weight,
            target=1 if boolean else figure["target"], baseline=(0 if boolean else figure["baseline"]),
            whole=Decimal(491) if kind == "ratio" else None, lower_is_better=kind in ("down", "rank") or figure["lower"],
        )  # fmt: skip


def annex_weights(count):
    return {1: [100], 2: [60, 40], 3: [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]}[count]


def sheet_of(title="Việc", people=(("Trần Văn Lâm", "Bí thư"),), baseline=Decimal(-5), name="Chỉ tiêu"):
    figure = Figure(name, "up", "hộ", baseline, Decimal("484.5"), weight=Decimal(100))
    line = Line(title, people, date(2026, 12, 31), (figure,))
    return Sheet("Tỉnh ủy", "Danh mục", "", (Group("", (line,)),))


def test_numbers_and_days_are_real_ones():
    ws = opened(annex_book.book(sheet_of()))
    assert (ws["F6"].value, ws["G6"].value, ws["F6"].data_type) == (-5, 484.5, "n")
    assert ws["I6"].value.date() == date(2026, 12, 31) and ws["I6"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "|x", "'=1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    ws = opened(annex_book.book(sheet_of(title=text, people=((text, text),), name=text)))
    for ref in ("B6", "C6", "D6", "E6"):
        assert ws[ref].data_type == "s" and ws[ref].quotePrefix
    assert guarded(text).startswith("'") and unguarded(guarded(text)) == text
    line = annex_csv.text(sheet_of(title=text)).decode("utf-8-sig").splitlines()[1]
    assert ";-5;" in line  # a negative number is a number


def test_the_annex_is_laid_out_as_a_paper(desk):
    desk.save(workbook(), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    more = make_task(
        giver=desk.committee,
        unit=desk.yen_son,
        assignee=desk.lam,
        round=desk.round,
        code="TU-2026-901",
        title="Việc thứ ba",
        field=desk.field,
        indicators=2,
    )
    more.assignments.update(title="Bí thư Huyện ủy Yên Sơn")
    ws = opened(annex_book.book(annex_of(desk)))
    assert ws.freeze_panes == "C6" and ws.print_title_rows == "$5:$5"
    assert (
        ws.page_setup.orientation,
        ws.page_setup.paperSize,
        ws.sheet_properties.pageSetUpPr.fitToPage,
    ) == ("landscape", 9, True)
    merged = {str(found) for found in ws.merged_cells.ranges}
    assert "B6:B8" in merged  # Lâm's two tasks
    assert {"A7:A8", "D7:D8", "I7:I8"} <= merged  # the task of two figures
    assert ws["A10"].value == "Tổng cộng" and ws["D10"].value == "=COUNTA(D6:D9)"


def test_groups_have_headings_and_totals(desk):
    from tasks_app.models import StatisticalGroup
    from tests.tasks_app.exchange.making import LAM, MAI

    for rank, (code, name) in enumerate(
        (("btv", "Diện Ban Thường vụ quản lý"), ("con-lai", "Cán bộ còn lại"))
    ):
        StatisticalGroup.objects.create(committee=desk.committee, code=code, name=name, rank=rank)
    rows = [["I", "Diện Ban Thường vụ quản lý"], LAM, ["II", "Cán bộ còn lại"], MAI]
    desk.save(workbook(rows), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    assert [t.group.code for t in Task.objects.order_by("code")] == ["btv", "con-lai"]
    ws = opened(annex_book.book(annex_of(desk)))
    texts = [(row[0].value, row[1].value, row[3].value) for row in ws.iter_rows(min_row=6, max_row=12)]
    assert texts[0][:2] == ("I", "Diện Ban Thường vụ quản lý") and texts[2][0] == "Cộng nhóm I"
    assert texts[6][0] == "Tổng cộng" and texts[6][2] == "=D8+D11"


def test_exports_are_on_record_and_read_by_who_watches_over_them(desk, client):
    desk.save(workbook(), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    client.force_login(desk.officer)
    answer = client.post(reverse("tasks:export_round", args=[desk.round.pk]), {"form": "xlsx"})
    assert answer["Content-Disposition"].startswith('attachment; filename="danh-muc-giao-viec')
    record = SheetExport.objects.get()
    assert (record.by, record.rows, record.round, record.form) == (desk.officer, 2, desk.round, "xlsx")
    assert len(opened(answer.content)["A5:J5"][0]) == 10

    client.force_login(make_user(role=Office.Role.INSPECTOR, unit=desk.committee))
    assert "Danh mục Giao việc năm 2026" in client.get(reverse("tasks:export_list")).content.decode()
    client.force_login(make_user(role=Office.Role.OFFICER))
    assert "Giao việc năm 2026" not in client.get(reverse("tasks:export_list")).content.decode()


def test_a_list_is_exported_under_its_conditions(desk, client):
    desk.save(workbook(), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    client.force_login(desk.officer)
    page = client.get(reverse("tasks:export_tasks"), {"q": "nước sạch"})
    assert "1 việc" in page.content.decode()
    answer = client.post(reverse("tasks:export_tasks"), {"form": "csv", "dieu-kien": "q=nước sạch"})
    text = answer.content.decode("utf-8-sig")
    assert "Cấp nước sạch" in text and "phòng khám" not in text
    assert SheetExport.objects.get().conditions.startswith("?q=")


def test_nobody_exports_what_he_may_not_see(desk, client):
    desk.save(workbook(), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    stranger = make_user(role=Office.Role.OFFICER)
    client.force_login(stranger)
    assert (
        client.post(reverse("tasks:export_round", args=[desk.round.pk]), {"form": "xlsx"}).status_code == 404
    )
    answer = client.post(reverse("tasks:export_tasks"), {"form": "xlsx"})
    assert answer.status_code == 422 and "Không có việc nào để xuất" in answer.content.decode()


def test_a_records_row_can_not_be_rewritten(desk):
    from django.db import ProgrammingError, transaction

    sign_transaction(desk.officer)
    row = SheetExport.objects.create(
        by=desk.officer, by_name="x", at=NOW, what="y", form="csv", rows=1, sha256="0" * 64
    )
    for act in (
        lambda: SheetExport.objects.filter(pk=row.pk).update(rows=2),
        lambda: SheetExport.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    assert SheetImport.objects.count() == 0
