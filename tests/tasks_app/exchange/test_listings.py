"""Any list goes out as a file: what its page shows, under its filters and its rule, safe to open, on record."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from cadres.models import Office
from tasks_app.actions import exporting
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange.list_book import ListColumn, ListSheet, book, text
from tasks_app.models import SheetExport
from tasks_app.views.listings.every import LISTINGS
from tests.factories import TODAY, make_task, make_user
from tests.tasks_app.exchange.making import Desk
from tests.tasks_app.exchange.rosters import administrator, opened

pytestmark = pytest.mark.django_db


def take(client, code, query="", form="xlsx"):
    return client.post(reverse("tasks:export_listing", args=[code]), {"form": form, "dieu-kien": query})


def rows_in(answer):
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return [[cell.value for cell in row] for row in opened(answer.content).iter_rows(min_row=5)]


def test_every_list_that_is_declared_hangs_below_its_own_page_and_keeps_its_rule():
    linked = {}
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for code in re.findall(r'{% export_link "([a-z-]+)"', path.read_text()):
            linked.setdefault(code, []).append(path.name)
    assert sorted(linked) == sorted(LISTINGS) and all(len(pages) == 1 for pages in linked.values())
    for listing in LISTINGS.values():
        assert resolve(reverse(listing.page)).func is listing.view and listing.rule is listing.view.rule


@pytest.fixture
def desk():
    made = Desk()
    for cadre, unit, due in (
        (made.lam, made.yen_son, date(2026, 3, 1)),
        (made.mai, made.health, date(2030, 12, 31)),
    ):
        make_task(
            giver=made.committee,
            unit=unit,
            assignee=cadre,
            round=made.round,
            due_on=due,
            title=f"Việc của {cadre.full_name}",
        )
    return made


@pytest.mark.parametrize(
    "code", [code for code, listing in LISTINGS.items() if listing.page.startswith("tasks:")]
)
def test_each_list_of_the_desk_goes_out_or_says_that_it_is_empty(client, desk, code):
    client.force_login(desk.officer)
    page = client.get(reverse("tasks:export_listing", args=[code]))
    assert page.status_code == 200 and "Xuất tệp" in page.content.decode()
    answer = take(client, code)
    if answer.status_code == 422:
        assert re.search("Không có (dòng|việc) nào để xuất", answer.content.decode())
        assert not SheetExport.objects.exists()
        return
    rows = rows_in(answer)
    assert len(rows) > 1 and SheetExport.objects.get().what == LISTINGS[code].title


def test_the_file_holds_what_the_page_shows_under_its_filters_and_is_on_record(client, desk):
    client.force_login(desk.officer)
    rows = rows_in(take(client, "can-bo", "q=tran van"))
    assert [row[0] for row in rows] == ["Đồng chí", "Trần Văn Lâm"]
    record = SheetExport.objects.get()
    assert (record.rows, record.by, record.committee, record.conditions) == (
        1,
        desk.officer,
        desk.committee,
        "?q=tran+van",
    )
    client.force_login(make_user(role=Office.Role.INSPECTOR, unit=desk.committee))
    assert "Danh sách cán bộ" in client.get(reverse("tasks:export_list")).content.decode()


def test_nobody_takes_out_what_lies_outside_his_scope(client, desk):
    stranger = make_user(role=Office.Role.OFFICER)
    client.force_login(stranger)
    assert "Trần Văn Lâm" not in str(rows_in(take(client, "can-bo")))
    for code, query in (("tong-quan", f"don-vi={desk.committee.pk}"), ("can-don-doc", ""), ("dang-cho", "")):
        assert take(client, code, query).status_code == 422
    client.force_login(desk.officer)
    assert take(client, "danh-ba").status_code == 403
    assert client.post("/xuat/khong-co/").status_code == 404
    client.force_login(make_user())
    assert take(client, "so-van-ban").status_code == 403


def test_the_table_of_units_adds_up_as_the_page_does(client, desk):
    client.force_login(desk.officer)
    head, *rows = rows_in(take(client, "tong-quan", "ky=tat-ca"))
    tasks = head.index("Số việc")
    assert rows[-1][1] == "Tất cả" and rows[-1][tasks] == sum(row[tasks] for row in rows[:-1]) == 2
    below = rows_in(take(client, "tong-quan", f"ky=tat-ca&don-vi={desk.yen_son.pk}"))
    assert below[-1][tasks] == 1


def test_the_rosters_lists_go_to_the_administrator(client, desk):
    client.force_login(administrator(desk.committee))
    for code in ("don-vi", "danh-ba", "chuc-danh", "tai-khoan"):
        assert len(rows_in(take(client, code))) > 1
    assert SheetExport.objects.filter(committee=desk.committee).count() == 4


# ---- the file --------------------------------------------------------------------------------------------------------


def sheet(*values):
    columns = tuple(ListColumn(f"Cột {n}") for n in range(len(values)))
    return ListSheet("Tỉnh ủy", "Danh sách", "", columns, (values,))


def test_numbers_and_days_are_real_and_the_page_is_ready_to_print():
    ws = opened(book(sheet("Việc", -5, date(2026, 12, 31))))
    assert (ws["B6"].value, ws["B6"].data_type, ws["C6"].number_format) == (-5, "n", "dd/mm/yyyy")
    assert (ws.freeze_panes, ws.print_title_rows) == ("C6", "$5:$5")
    assert (ws.page_setup.orientation, ws.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize(
    "bad", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u00a0=1", '"=1', "＝1", "|cmd", "'=1"]
)
def test_no_text_of_a_list_is_run_as_a_formula(bad):
    """Also where it is the name of a person, a unit or a file: a list writes all its texts alike."""
    cell = opened(book(sheet(bad, bad)))["A6"]
    assert cell.data_type == "s" and cell.quotePrefix
    assert (
        text(sheet(bad, -5)).decode("utf-8-sig").splitlines()[-1].lstrip('"').startswith("'") or "\r" in bad
    )


def test_a_list_too_long_for_a_file_says_what_to_do(monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 1)
    columns = ((ListColumn("Tên"), str),)
    with pytest.raises(NotPossible, match="hơn 1 dòng, thu hẹp điều kiện"):
        exporting.listed(columns, ["a", "b"], heading="Danh sách", body="", on=TODAY, demo=False)


def test_control_characters_in_a_name_do_not_break_the_file():
    assert opened(book(sheet("Lê\x0b Tú", "x")))["A6"].value == "Lê Tú"
