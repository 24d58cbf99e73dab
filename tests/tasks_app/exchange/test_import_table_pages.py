"""Through the pages: an administrator takes in units and people, hands out first passwords; an officer takes in figures."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cadres.models import Cadre, Office, Unit, User
from tasks_app.actions import importing
from tasks_app.models import ColumnNames, ProgressReport, SheetExport, SheetImport
from tests.factories import make_unit, make_user
from tests.tasks_app.exchange.rosters import PEOPLE, UNITS, administrator, opened, positions
from tests.tasks_app.exchange.test_figures_import import Office as FiguresOffice
from tests.tasks_app.exchange.test_figures_import import both

pytestmark = pytest.mark.django_db


def csv_of(headings, *rows):
    return "\r\n".join(";".join(str(value) for value in row) for row in (headings, *rows)).encode("utf-8-sig")


def choose(client, url, content, name="bang.csv", **more):
    data = {"tep": SimpleUploadedFile(name, content), "key": str(uuid.uuid4())} | more
    return client.post(url, data)


def press(client, page, **data):
    return client.post(
        page, {"version": SheetImport.objects.latest("pk").version, "key": str(uuid.uuid4())} | data
    )


@pytest.fixture
def root():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


def roster(table):
    return reverse("tasks:import_roster", args=[table])


def test_an_administrator_takes_in_units_through_the_pages(client, root):
    client.force_login(administrator(root))
    content = csv_of(UNITS, [1, "Đảng ủy xã Mỹ Bằng", root.kind.name, "Tỉnh ủy Tuyên Quan", "MB", ""])
    page = choose(client, roster("don-vi"), content).url
    body = client.get(page).content.decode()
    assert "Còn 1 chỗ cần sửa" in body and "Không tìm thấy đơn vị cấp trên" in body
    press(client, page, lam="sua", thay="2-4=Tỉnh ủy Tuyên Quang")
    body = client.get(page).content.decode()
    assert "1 đơn vị: 1 mới" in body and "Nhập 1 đơn vị" in body
    press(client, page, lam="luu")
    assert Unit.objects.get(short_code="MB").parent == root
    assert "Đã nhập lúc" in client.get(page).content.decode()


def test_how_a_committee_names_its_columns_is_remembered_for_its_next_table(client, root):
    client.force_login(administrator(root))
    content = csv_of(["Tên đơn vị", "Khối", "Trực thuộc"], ["Xã A", root.kind.name, "TU"])
    page = choose(client, roster("don-vi"), content).url
    press(client, page, lam="cot", **{"cot-1": "name", "cot-2": "kind", "cot-3": "parent"})
    assert ColumnNames.objects.get(kind="units").names["khoi"] == "kind"
    again = choose(client, roster("don-vi"), content).url
    assert "Bảng không có lỗi" in client.get(again).content.decode()


def test_first_passwords_are_made_when_they_are_taken_and_kept_nowhere(client, root):
    positions("Bí thư")
    admin = administrator(root)
    client.force_login(admin)
    row = ["Trần Thị Lan", "Bí thư", "TU", "", "lan@x.vn", "lan.tt", "Thủ trưởng đơn vị", ""]
    page = choose(client, roster("can-bo"), csv_of(PEOPLE, row)).url
    press(client, page, lam="luu")
    assert "1 tài khoản chưa có mật khẩu" in client.get(page).content.decode()
    url = reverse("tasks:first_passwords", args=[SheetImport.objects.get().uuid])
    answer = client.post(url)
    name, username, password = (cell.value for cell in opened(answer.content)[6])
    assert (name, username) == ("Trần Thị Lan", "lan.tt")
    assert User.objects.get(username="lan.tt").check_password(password)
    assert password not in str(SheetImport.objects.values_list("result", "found", "options"))
    assert SheetExport.objects.get().what == "Mật khẩu lần đầu"
    # Handed out once: a second file would make the printed slips useless.
    assert client.post(url).status_code == 404
    client.force_login(administrator(root))
    assert client.post(url).status_code == 404


def test_who_does_not_administer_takes_in_no_roster(client, root):
    client.force_login(make_user(role=Office.Role.OFFICER, unit=root))
    for url in (roster("don-vi"), reverse("tasks:roster_template", args=["can-bo"])):
        assert client.get(url).status_code == 403
    client.force_login(administrator(root))
    assert client.get("/quan-tri/nhap/viec/").status_code == 404


@pytest.mark.parametrize("table", ["don-vi", "can-bo"])
def test_a_template_that_comes_back_empty_says_so(client, root, table):
    client.force_login(administrator(root))
    content = client.get(reverse("tasks:roster_template", args=[table])).content
    page = choose(client, roster(table), content, "mau.xlsx").url
    assert "Bảng chưa có dòng nào" in client.get(page).content.decode()


def test_a_table_over_five_hundred_rows_is_saved_in_the_background(client, root):
    admin = administrator(root)
    rows = [[n, f"Chi bộ số {n}", root.kind.name, "TU", "", ""] for n in range(1, 521)]
    client.force_login(admin)
    page = choose(client, roster("don-vi"), csv_of(UNITS, *rows)).url
    press(client, page, lam="luu")
    assert SheetImport.objects.get().status == "to_save" and "<progress" in client.get(page).content.decode()
    importing.work_owed(now=timezone.now)
    importing.work_owed(now=timezone.now)
    assert SheetImport.objects.get().status == "saved" and Unit.objects.filter(parent=root).count() == 520


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_an_officer_takes_in_figures_through_the_pages(client):
    office = FiguresOffice()
    url = reverse("tasks:import_figures", args=[office.round.pk])
    client.force_login(office.officer)
    content = csv_of(["Mã việc", "Chỉ tiêu", "Thực hiện"], *(row[:3] for row in both()))
    page = choose(client, url, content, paper_no="12-BC/HU").url
    body = client.get(page).content.decode()
    assert "Cấp nước sạch cho xã Mỹ Bằng" in body and "Hộ được cấp nước: 300 → 350" in body
    press(client, page, lam="luu")
    assert ProgressReport.objects.get().paper_no == "12-BC/HU"

    template = client.get(
        reverse("tasks:figures_template", args=[office.round.pk]), {"don-vi": office.yen_son.pk}
    )
    assert template.status_code == 200 and "TU-2026-001" in str(list(opened(template.content).values))
    client.force_login(make_user(role=Office.Role.OFFICER))
    for address in (url, reverse("tasks:figures_template", args=[office.round.pk])):
        assert client.get(address).status_code == 404
    assert client.get(page).status_code == 404


def test_a_paper_received_after_today_is_refused_at_its_field(client):
    office = FiguresOffice()
    client.force_login(office.officer)
    url = reverse("tasks:import_figures", args=[office.round.pk])
    answer = choose(client, url, b"x", paper_no="1", received_on="31/12/2099")
    assert answer.status_code == 422 and "không thể ở sau ngày hôm nay" in answer.content.decode()
    assert not SheetImport.objects.exists()


# ---- hostile files, for these kinds too ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04 nothing", "a.xlsx", "không phải bảng tính Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx", "Excel cũ"),
        (b"MZ\x90\x00", "a.csv", "Không đọc được bảng"),
    ],
)
def test_what_is_no_table_is_named_and_nothing_is_written(client, root, content, name, words):
    client.force_login(administrator(root))
    page = choose(client, roster("can-bo"), content, name).url
    assert words in client.get(page).content.decode()
    assert SheetImport.objects.get().status == "failed"


@pytest.mark.parametrize("marking", ["TUYỆT MẬT", "Độ mật: Tối mật", "MẬT"])
def test_a_table_that_bears_a_marking_of_secrecy_is_not_kept(client, root, marking):
    client.force_login(administrator(root))
    content = csv_of([marking], UNITS, [1, "Đảng ủy xã A", root.kind.name, "TU", "", ""])
    page = choose(client, roster("don-vi"), content).url
    body = client.get(page).content.decode()
    assert "dấu chỉ độ mật" in body and "Đảng ủy xã A" not in body
    kept = SheetImport.objects.get()
    assert (kept.status, bytes(kept.content), kept.sheets) == ("failed", b"", None)


def test_texts_that_are_code_elsewhere_are_shown_as_texts(client, root):
    """Names with markup, templates, formulas and marks that turn the reading direction."""
    positions("Bí thư")
    client.force_login(administrator(root))
    names = ["<img src=x onerror=alert(1)>", "{{7*7}}", "=HYPERLINK(1)", "Lê\u202e Tú", "${jndi:x}"]
    rows = [[name, "Bí thư", "TU", "", "", "", "", ""] for name in names]
    page = choose(client, roster("can-bo"), csv_of(PEOPLE, *rows)).url
    body = client.get(page).content.decode()
    assert "<img src=x" not in body and "&lt;img src=x" in body and "\u202e" not in body
    press(client, page, lam="luu")
    assert Cadre.objects.filter(full_name__in=["{{7*7}}", "=HYPERLINK(1)", "Lê Tú", "${jndi:x}"]).count() == 4
    out = client.post(reverse("tasks:export_listing", args=["danh-ba"]), {"form": "xlsx"})
    cells = {cell.value: cell for row in opened(out.content).iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"].data_type == "s" and cells["=HYPERLINK(1)"].quotePrefix


def test_numbers_that_are_none_and_days_that_are_none_are_slips_never_errors(client):
    office = FiguresOffice()
    client.force_login(office.officer)
    url = reverse("tasks:import_figures", args=[office.round.pk])
    bad = ["NaN", "Infinity", "1e308", "９" * 30, "1.2.3,4", "--5", "=1+1", "\u202e5"]
    for value in bad:
        content = csv_of(["Mã việc", "Chỉ tiêu", "Thực hiện"], ["TU-2026-001", "Hộ được cấp nước", value])
        body = client.get(choose(client, url, content, paper_no="1").url).content.decode()
        assert "chỗ cần sửa" in body, value
    assert not ProgressReport.objects.exists()
