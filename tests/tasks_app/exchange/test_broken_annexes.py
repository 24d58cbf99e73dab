"""Forty ways in which an annex is wrong: each is named at the right cell, and nothing is saved while one stands."""

from datetime import date

import pytest

from tasks_app.actions import importing
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Task
from tests.factories import NOW, appoint, make_cadre, make_unit, make_user
from tests.tasks_app.exchange.making import (
    HEADINGS,
    LAM,
    MAI,
    Desk,
    csv_bytes,
    problems_of,
    with_cell,
    workbook,
)

pytestmark = pytest.mark.django_db
MORE = [*HEADINGS, "Đơn vị", "Trọng số", "Lĩnh vực", "Tính chất", "Loại chỉ tiêu", "Mã việc", "Chốt số liệu"]


def cell(row, column, value):
    return lambda: workbook(with_cell(row, column, value))


def more(**values):
    """The first task with cells in the further columns."""
    line = [
        *LAM,
        *[values.get(name, "") for name in ("unit", "weight", "field", "natures", "kind", "code", "closing")],
    ]
    return lambda: workbook([line, MAI], headings=MORE)


def raw(ref, value, kind="n"):
    """A cell as a program leaves it that isn't openpyxl: an error, a formula without a value."""

    def change(ws):
        target = ws[ref]
        target.value, target.data_type = value, kind

    return lambda: workbook(change=change)


LONG = "Xây dựng đường " * 25
BROKEN = {
    # people
    "a name that nobody has": (cell(0, "Họ và tên", "Trần Văn Lam"), "B5", "không tìm thấy đồng chí «Trần Văn Lam»", "Trần Văn Lâm, Bí thư Huyện ủy Yên Sơn"),
    "another tone mark is another name": (cell(0, "Họ và tên", "Trần Văn Lầm"), "B5", "không tìm thấy đồng chí", "Trần Văn Lâm, Bí thư Huyện ủy Yên Sơn"),
    "no name at all": (cell(0, "Họ và tên", ""), "B5", "thiếu họ tên", ""),
    "a post without a name": (cell(1, "Họ và tên", ""), "B6", "thiếu họ tên", ""),
    "two comrades of one name": (cell(0, "Họ và tên", "Lê Văn Hai"), "B5", "có 2 đồng chí tên «Lê Văn Hai»", "Lê Văn Hai, Phó Bí thư Huyện ủy Yên Sơn"),
    "somebody of another province": (cell(0, "Họ và tên", "Người Tỉnh Khác"), "B5", "không tìm thấy đồng chí", ""),
    "somebody whose account is off": (cell(0, "Họ và tên", "Đã Nghỉ Hưu"), "B5", "đã ngừng hoạt động", ""),
    "one comrade twice in a cell": (cell(0, "Họ và tên", "Trần Văn Lâm\nTrần Văn Lâm"), "B5", "chỉ ghi một lần", ""),
    "an error in the name": (raw("B5", "#N/A", "e"), "B5", "ô báo lỗi #N/A", ""),
    # contents
    "no contents": (cell(0, "Nội dung", ""), "D5", "thiếu nội dung việc", ""),
    "contents too long": (cell(0, "Nội dung", LONG), "D5", "rút gọn còn nhiều nhất 300", ""),
    "one task twice": (lambda: workbook([LAM, LAM]), "D6", "trùng việc của cùng đồng chí ở dòng 5", ""),
    "an error in the contents": (raw("D5", "#REF!", "e"), "D5", "ô báo lỗi #REF!", ""),
    # figures
    "no indicator": (cell(0, "Chỉ tiêu", ""), "E5", "thiếu tên chỉ tiêu", ""),
    "no target": (cell(0, "Cần đạt", ""), "G5", "thiếu mức cần đạt", ""),
    "a target in words": (cell(0, "Cần đạt", "rất nhiều"), "G5", "không phải số", ""),
    "a target with two commas": (cell(0, "Cần đạt", "1,2,3"), "G5", "không phải số", ""),
    "a target that is a day": (cell(0, "Cần đạt", date(2026, 5, 1)), "G5", "là ngày 01/05/2026, cần một số", ""),
    "a target beyond all numbers": (cell(0, "Cần đạt", "1000000000000000"), "G5", "lớn hơn 1 triệu tỷ", ""),
    "a ratio of nothing": (cell(0, "Cần đạt", "484/0"), "G5", "mẫu số phải lớn hơn 0", ""),
    "a formula that was never computed": (raw("G5", "=F5*2", "f"), "G5", "công thức chưa có kết quả", ""),
    "a division by zero": (raw("G5", "#DIV/0!", "e"), "G5", "ô báo lỗi #DIV/0!", ""),
    "a baseline in words": (cell(0, "Hiện trạng", "đang làm"), "F5", "hiện trạng «đang làm» không phải số", ""),
    "yes before and a number after": (cell(0, "Hiện trạng", "Chưa"), "F5", "hiện trạng cần là một số", ""),
    "a unit of measure too long": (cell(0, "ĐVT", "hộ " * 30), "H5", "rút gọn còn nhiều nhất 60", ""),
    # days
    "no deadline": (cell(0, "Thời hạn", ""), "I5", "thiếu thời hạn", ""),
    "the 31st of February": (cell(0, "Thời hạn", "31/02/2026"), "I5", "ngày 31/02/2026 không có thật", "28/02/2026"),
    "month before day": (cell(0, "Thời hạn", "12/31/2026"), "I5", "không có thật", "31/12/2026"),
    "a deadline in words": (cell(0, "Thời hạn", "sớm nhất có thể"), "I5", "không phải ngày", ""),
    "a deadline that is over": (cell(0, "Thời hạn", "31/03/2026"), "I5", "trước hôm nay 01/06/2026", ""),
    "a slip in the year": (cell(0, "Thời hạn", "31/12/2062"), "I5", "quá xa", ""),
    "a year of five digits": (cell(0, "Thời hạn", "31/12/20226"), "I5", "không phải ngày", ""),
    "the day before days began": (cell(0, "Thời hạn", 60), "I5", "không phải ngày", ""),
    # units
    "a unit that nobody knows": (cell(0, "Phối hợp", "Sở Y tê"), "J5", "không tìm thấy đơn vị «Sở Y tê»", "Sở Y tế"),
    "the responsible unit misspelled": (more(unit="Huyện uỷ Yên Sôn"), "K5", "không tìm thấy đơn vị", "Huyện ủy Yên Sơn"),
    # further columns
    "weights that aren't 100": (more(weight=60), "L5", "tổng trọng số các chỉ tiêu của việc phải bằng 100, hiện là 60", ""),
    "a weight below zero": (more(weight=-5), "L5", "lớn hơn 0", ""),
    "a field that isn't there": (more(field="Nước sach, vệ sinh môi trường "), None, "", ""),
    "an unknown field": (more(field="Thiên văn học"), "M5", "không có lĩnh vực «Thiên văn học»", ""),
    "an unknown nature": (more(natures="Việc khò khè"), "N5", "không có tính chất", "Việc khó"),
    "an unknown kind": (more(kind="Số đẹp"), "O5", "loại chỉ tiêu không có trong danh mục", "Số, càng cao càng tốt"),
    "a code of another round": (more(code="TU-2025-001"), "P5", "không có việc mã «TU-2025-001»", ""),
    "a figure closed after the deadline": (more(closing="31/01/2027"), "Q5", "ngày chốt số liệu 31/01/2027", ""),
    # tables
    "a heading without the deadline": (lambda: workbook(headings=[*HEADINGS[:8], "", "Phối hợp"]), "4", "Không thấy cột «Thời hạn»", ""),
    "a table of no rows": (lambda: workbook([]), "", "Bảng chưa có việc nào", ""),
    "two figures of one name": (lambda: workbook([LAM, [None, None, None, None, LAM[4], 1, 2, "hộ"]], merges=["D5:D6"]), "E6", "hai chỉ tiêu trùng tên", ""),
}  # fmt: skip
assert len(BROKEN) >= 40


@pytest.fixture
def desk():
    made = Desk()
    for title, unit in (("Phó Bí thư", made.yen_son), ("Phó Giám đốc", made.health)):
        appoint(make_cadre("Lê Văn Hai"), title, unit)
    appoint(make_cadre("Người Tỉnh Khác"), "Bí thư", make_unit("Tỉnh ủy khác"))
    left = make_user(name="Đã Nghỉ Hưu", is_active=False)
    appoint(left.cadre, "Chánh Văn phòng", made.yen_son)
    return made


@pytest.mark.parametrize("variant", BROKEN)
def test_what_is_wrong_is_named_at_its_cell(desk, variant):
    content, where, words, meant = BROKEN[variant]
    made = desk.take(content())
    assert made.status == "checked", made.problem
    if where is None:  # only the diacritics differ: understood
        assert problems_of(made) == []
        return
    found = {cell: (text, tuple(suggested)) for _, _, cell, text, _, suggested in made.found["problems"]}
    assert where in found, found
    text, suggested = found[where]
    assert words in text
    assert not meant or meant in suggested, suggested
    assert len(found) == 1, found
    with pytest.raises(NotPossible, match="Bảng còn lỗi"):
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert not Task.objects.exists()


def test_every_problem_of_a_table_is_named_at_once_and_nothing_is_saved(desk):
    rows = [list(LAM), list(MAI)]
    rows[0][6], rows[0][8], rows[1][1] = "nhiều", "31/02/2026", "Nguyễn Thị Mao"
    made = desk.take(csv_bytes(rows), "a.csv")
    assert [cell for cell, _ in problems_of(made)] == ["G2", "I2", "B3"]


def test_a_suggestion_mends_every_cell_that_says_the_same(desk):
    wrong = ["Trần Văn Lam", *LAM[2:]]
    rows = [["1", *wrong], ["2", wrong[0], wrong[1], "Việc thứ hai", *wrong[3:]], MAI]
    made = desk.take(workbook(rows))
    (first, _) = made.found["problems"]
    made = importing.mend(made, {}, everywhere={(5, 2): first[5][0]}, seen=made.version, now=lambda: NOW)
    assert problems_of(made) == []
    importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert Task.objects.filter(assignments__cadre=desk.lam).count() == 2


def test_a_mended_cell_is_read_instead_of_the_files(desk):
    made = desk.take(workbook(with_cell(0, "Thời hạn", "31/02/2026")))
    made = importing.mend(made, {(5, 9): "28/12/2026"}, seen=made.version, now=lambda: NOW)
    assert problems_of(made) == [] and made.found["rows"][0]["due"] == "28/12/2026"


def test_cells_outside_the_table_can_not_be_mended(desk):
    made = desk.take(workbook(with_cell(0, "Thời hạn", "31/02/2026")))
    made = importing.mend(made, {(4, 9): "Hạn", (5, 99): "x"}, seen=made.version, now=lambda: NOW)
    assert made.mended == {}
