"""Units, cadres, posts and accounts come in as tables: all or nothing, each slip at its cell, twice is once."""

import pytest

from cadres.models import Appointment, Cadre, Office, Placement, Position, Unit, User
from tasks_app.actions import importing
from tasks_app.actions.listing_roster import people_rows, unit_rows
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange import list_book
from tasks_app.exchange.list_book import ListSheet, columns_of
from tasks_app.exchange.roster_tables import PEOPLE as PEOPLE_LAYOUT
from tasks_app.exchange.roster_tables import PEOPLE_EXPLAINED, UNITS_EXPLAINED, WIDTHS
from tasks_app.exchange.roster_tables import UNITS as UNITS_LAYOUT
from tasks_app.models import SheetImport
from tests.factories import NOW, TODAY, appoint, make_cadre, make_unit, make_user
from tests.tasks_app.exchange.rosters import (
    PEOPLE,
    UNITS,
    Kind,
    administrator,
    everything,
    meant,
    positions,
    problems,
    read,
    save,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


@pytest.fixture
def admin(root):
    return administrator(root)


def units_table(admin, *rows):
    return read(Kind.UNITS, (UNITS, rows), by=admin)


def people_table(admin, *rows, **options):
    return read(Kind.PEOPLE, (PEOPLE, rows), by=admin, **options)


# ---- units -----------------------------------------------------------------------------------------------------------


def test_units_come_in_with_those_below_them_in_any_order_and_once(root, admin):
    kind = root.kind.name
    rows = [
        [1, "Chi bộ thôn Đồng", kind, "Đảng ủy xã Mỹ Bằng", "", ""],
        [2, "Đảng ủy xã Mỹ Bằng", kind, "Tỉnh ủy Tuyên Quang", "MB", "02527"],
    ]
    made = save(units_table(admin, *rows))
    assert (made.result["new"], made.status) == (2, "saved")
    party, cell = Unit.objects.get(short_code="MB"), Unit.objects.get(name="Chi bộ thôn Đồng")
    assert (party.parent, cell.parent) == (root, party)
    assert Placement.objects.filter(unit=cell, path=cell.path).count() == 1

    before = everything()
    again = save(units_table(admin, *rows))
    assert (again.result.get("same"), again.result.get("new"), everything() == before) == (2, None, True)


def test_a_unit_known_by_its_short_code_takes_what_the_table_says_otherwise(root, admin):
    make_unit("Đảng ủy Mỹ Bằng", parent=root, short_code="MB")
    made = units_table(admin, [1, "Đảng ủy xã Mỹ Bằng", "", "", "MB", "02527"])
    assert made.found["rows"][0]["changes"][0] == ["tên", "Đảng ủy Mỹ Bằng", "Đảng ủy xã Mỹ Bằng"]
    save(made)
    assert Unit.objects.get(short_code="MB").code == "02527"


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ([1, "Đảng ủy xã A", "Phường hội", "TU"], "C2", "không có loại tổ chức «Phường hội»"),
        ([1, "Đảng ủy xã A", "", "TU"], "C2", "thiếu loại tổ chức"),
        ([1, "Đảng ủy xã A", "*", "Tỉnh ủy Tuyên Quan"], "D2", "không tìm thấy đơn vị cấp trên"),
        ([1, "Đảng ủy xã A", "*", "TU", "A/B"], "E2", "mã hiệu chỉ dùng chữ và số"),
        ([1, "Đảng ủy xã A", "*", "Đảng ủy xã A"], "D2", "không thể trực thuộc chính nó"),
        ([1, "Sở Y tế", "", "Đảng ủy xã B"], "C2", "thiếu loại tổ chức"),
        ([1, "x" * 201, "*", "TU"], "B2", "rút gọn còn nhiều nhất 200"),
        ([1, "Sở Y tế", "", "Đảng ủy xã B", "SYT"], "D2", "đang trực thuộc Tỉnh ủy Tuyên Quang"),
        ([1, "", "*", "TU"], "B2", "thiếu tên đơn vị"),
    ],
)  # fmt: skip
def test_each_slip_in_a_table_of_units_is_said_at_its_cell(root, admin, row, cell, words):
    make_unit("Sở Y tế", parent=root, short_code="SYT")
    make_unit("Đảng ủy xã B", parent=root)
    fine = [2, "Đảng ủy xã C", root.kind.name, "TU"]
    made = units_table(admin, [root.kind.name if value == "*" else value for value in row], fine)
    assert any(at == cell and words in text for at, text in problems(made)), problems(made)
    with pytest.raises(NotPossible):
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert not Unit.objects.filter(name="Đảng ủy xã C").exists()


def test_the_nearest_unit_is_offered(root, admin):
    made = units_table(admin, [1, "Đảng ủy xã A", root.kind.name, "Tỉnh ủy Tuyên Quan"])
    assert meant(made, "D2") == ["Tỉnh ủy Tuyên Quang"]


def test_two_lines_of_one_unit_or_one_code_are_slips(root, admin):
    kind = root.kind.name
    made = units_table(
        admin, [1, "Xã A", kind, "TU", "XA"], [2, "Xã A", kind, "TU"], [3, "Xã C", kind, "TU", "XA"]
    )
    assert [at for at, text in problems(made) if "trùng với dòng 2" in text] == ["B3", "E4"]


# ---- people ----------------------------------------------------------------------------------------------------------

LAN = [
    "Trần Thị Lan",
    "Bí thư",
    "Sở Y tế",
    "01/03/2026",
    "Lan.TT@tuyenquang.gov.vn",
    "lan.tt",
    "Thủ trưởng đơn vị",
    "",
]


@pytest.fixture
def health(root):
    positions("Bí thư", "Giám đốc", "Phó Giám đốc")
    return make_unit("Sở Y tế", parent=root, short_code="SYT")


def test_a_person_her_posts_account_and_role_come_in_at_once_and_only_once(admin, health):
    rows = [LAN, ["Trần Thị Lan", "Giám đốc", "Sở Y tế"], ["Lê Văn Tú", "Phó Giám đốc Sở Y tế"]]
    save(people_table(admin, *rows))
    lan = Cadre.objects.get(full_name="Trần Thị Lan")
    assert {post.title for post in lan.appointments.all()} == {"Bí thư Sở Y tế", "Giám đốc Sở Y tế"}
    assert (lan.user.username, lan.user.email, lan.user.has_usable_password()) == (
        "lan.tt",
        "lan.tt@tuyenquang.gov.vn",
        False,
    )
    assert list(lan.user.offices.values_list("role", "unit")) == [("unit_head", health.pk)]
    assert Cadre.objects.get(full_name="Lê Văn Tú").appointments.get().unit == health

    counts = [model.objects.count() for model in (Cadre, Appointment, User, Office)]
    again = people_table(admin, *rows)
    assert {row["state"] for row in again.found["rows"]} == {"same"}
    save(again)
    assert [model.objects.count() for model in (Cadre, Appointment, User, Office)] == counts


def test_a_comrade_of_a_known_name_is_chosen_never_guessed(admin, health, root):
    other = make_unit("Huyện ủy Yên Sơn", parent=root)
    known = make_cadre("Trần Thị Lan")
    appoint(known, "Bí thư", other)
    row = ["Trần Thị Lan", "Giám đốc", "Sở Y tế"]
    made = people_table(admin, row)
    ((cell, text),) = problems(made)
    assert cell == "A2" and "Bí thư Huyện ủy Yên Sơn" in text
    assert meant(made, "A2") == [f"Trần Thị Lan #{known.pk}", "Trần Thị Lan #mới"]

    importing.mend(made, {(2, 1): f"Trần Thị Lan #{known.pk}"}, seen=made.version, now=lambda: NOW)
    save(SheetImport.objects.get(pk=made.pk))
    assert known.appointments.count() == 2

    save(people_table(admin, ["Trần Thị Lan #mới", "Phó Giám đốc", "Sở Y tế"]))
    assert Cadre.objects.filter(full_name="Trần Thị Lan").count() == 2


@pytest.mark.parametrize(
    ("changed", "cell", "words"),
    [
        ({1: "Bí thu"}, "B2", "chưa có trong danh mục"),
        ({2: "Sở Y tê"}, "C2", "không tìm thấy đơn vị"),
        ({2: ""}, "C2", "thiếu đơn vị"),
        ({3: "31/02/2026"}, "D2", "không có thật"),
        ({4: ""}, "E2", "thiếu thư công vụ"),
        ({4: "lan"}, "E2", "không phải địa chỉ thư"),
        ({4: "da.co@x.vn"}, "A2", "thư công vụ da.co@x.vn là của đồng chí Lê Văn Tú"),
        ({5: "Lan TT"}, "F2", "chữ thường không dấu"),
        ({5: "da.co"}, "A2", "là của đồng chí Lê Văn Tú"),
        ({5: ""}, "G2", "vai trò cần có tài khoản"),
        ({6: "Trưởng đoàn"}, "G2", "không có vai trò"),
        ({7: "Sở Công an"}, "H2", "không tìm thấy đơn vị"),
    ],
)  # fmt: skip
def test_each_slip_in_a_table_of_people_is_said_at_its_cell(admin, health, changed, cell, words):
    user = make_user(cadre=False)
    User.objects.filter(pk=user.pk).update(username="da.co", email="da.co@x.vn")
    make_cadre("Lê Văn Tú", user=user)
    row = [changed.get(place, value) for place, value in enumerate(LAN)]
    made = people_table(admin, row, ["Lý Thị Hoa", "Bí thư", "Sở Y tế"])
    assert any(at == cell and words in text for at, text in problems(made)), problems(made)
    assert made.found["problem_count"] > 0
    with pytest.raises(NotPossible):
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert not Cadre.objects.filter(full_name="Lý Thị Hoa").exists()


def test_new_posts_join_the_catalogue_only_when_asked_for(admin, health):
    row = ["Lý Thị Hoa", "Chánh Thanh tra", "Sở Y tế"]
    assert [at for at, _ in problems(people_table(admin, row))] == ["B2"]
    made = people_table(admin, row, new_positions=True)
    assert [text for _, text in made.found["notes"]] == ["Chức danh sẽ thêm vào danh mục: Chánh Thanh tra"]
    save(made)
    assert Position.objects.filter(name="Chánh Thanh tra").count() == 1


def test_what_stands_otherwise_on_the_roster_is_not_written_over(admin, health):
    save(people_table(admin, LAN))
    made = people_table(admin, [*LAN[:3], "05/05/2026", *LAN[4:]])
    assert any(at == "D2" and "không sửa bằng tệp" in text for at, text in problems(made))


def test_who_administers_nothing_any_more_saves_nothing(admin, health):
    made = people_table(admin, LAN)
    Office.objects.filter(user=admin).update(ends_on=NOW.date())
    fresh = SheetImport.objects.get(pk=made.pk)
    with pytest.raises((NotPossible, importing.Stale)):
        importing.ask_to_save(fresh, seen=made.version, now=lambda: NOW)
    assert not Cadre.objects.filter(full_name="Trần Thị Lan").exists()


# ---- out and in again ------------------------------------------------------------------------------------------------


def test_what_is_there_is_exported_and_read_in_again_without_a_change(admin, health, root):
    """Also two units and two people of one name, an account with two roles, a post of a title with its unit in it."""
    for above in (root, health):
        make_unit("Chi bộ Văn phòng", parent=above)
    save(people_table(admin, LAN, [*LAN[:1], "", "", "", "", "", "Ủy ban Kiểm tra", "TU"]))
    for unit in Unit.objects.filter(name="Chi bộ Văn phòng"):
        appoint(make_cadre("Lê Văn Tú"), "Giám đốc", unit, managed_by=root)

    tables = (
        (Kind.UNITS, UNITS_LAYOUT, UNITS_EXPLAINED, unit_rows(Unit.objects.existing(TODAY), TODAY)),
        (Kind.PEOPLE, PEOPLE_LAYOUT, PEOPLE_EXPLAINED, people_rows(Cadre.objects.all(), TODAY)),
    )
    for kind, layout, explained, rows in tables:
        content = list_book.book(
            ListSheet("", layout.label, "", columns_of(layout, WIDTHS, explained), tuple(rows))
        )
        made = read(kind, content, by=admin)
        assert problems(made) == []
        assert [row["changes"] for row in made.found["rows"]] == [[]] * len(rows)
        assert {row["state"] for row in made.found["rows"]} == {"same"}
