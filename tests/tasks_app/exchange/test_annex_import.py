"""An office's annex becomes tasks as it was meant: merged cells, headings, totals, dates and numbers of all kinds."""

from datetime import date
from decimal import Decimal

import pytest

from tasks_app.models import ColumnNames, Indicator, RoundEvent, SheetImport, Task, TaskEvent
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


@pytest.fixture
def desk():
    return Desk()


def notes_of(made):
    return [text for _, text in made.found["notes"]]


def test_an_annex_becomes_drafts_with_people_units_and_figures(desk):
    saved = desk.save(workbook())

    assert saved.result["new"] == 2
    task = Task.objects.get(title="Cấp nước sạch cho xã Mỹ Bằng")
    assert (task.status, task.round, task.giver, task.unit) == (
        "draft",
        desk.round,
        desk.committee,
        desk.yen_son,
    )
    assert task.due_on == date(2026, 12, 31)
    assert [u.name for u in task.coordinating_units.all()] == ["Sở Y tế"]
    person = task.assignments.get()
    assert (person.cadre, person.title) == (desk.lam, "Bí thư Huyện ủy Yên Sơn")
    figure = task.indicators.get()
    assert (figure.name, figure.baseline, figure.target, figure.measure_unit, figure.weight) == (
        "Hộ được cấp nước sạch", 312, 484, "hộ", 100,
    )  # fmt: skip
    event = TaskEvent.objects.get(task=task)
    assert (event.kind, event.by) == ("created", desk.officer)
    assert RoundEvent.objects.get(round=desk.round).text.startswith("danh-muc.xlsx: 2 việc mới")


def test_a_second_identical_import_changes_nothing(desk):
    desk.save(workbook())
    before = list(Task.objects.order_by("pk").values())
    events = TaskEvent.objects.count()

    again = desk.save(workbook())

    assert again.result == {"new": 0, "changed": 0, "same": 2, "decided": 0, "first": "", "last": ""}
    assert list(Task.objects.order_by("pk").values()) == before
    assert TaskEvent.objects.count() == events


def test_an_annex_with_its_decision_is_decided_in_its_order(desk):
    decision = {"number": "12", "symbol": "QĐ/TU", "issued_on": "2026-03-20"}
    saved = desk.save(workbook(), **decision)

    assert saved.result["decided"] == 2 and saved.result["first"] == "TU-2026-001"
    first = Task.objects.get(code="TU-2026-001")
    assert (first.title, first.status, first.decided_on) == (LAM[3], "in_force", date(2026, 3, 20))
    assert str(first.decision.number) == "12"
    again = desk.save(workbook(), **decision)
    assert again.result["same"] == 2 and again.result["decided"] == 0


def test_a_name_merged_over_several_tasks_is_carried_down(desk):
    second = [
        "2",
        None,
        None,
        "Làm đường vào xã Mỹ Bằng",
        "Đường được cứng hóa",
        0,
        "8,5",
        "km",
        "31/12/2026",
        "",
    ]
    desk.save(workbook([LAM, second], merges=["B5:B6", "C5:C6"]))
    assert Task.objects.filter(assignments__cadre=desk.lam).count() == 2
    assert Indicator.objects.get(name="Đường được cứng hóa").target == Decimal("8.5")


def test_contents_merged_over_several_figures_make_one_task(desk):
    more = [None, None, None, None, "Trạm cấp nước", 1, 3, "trạm", None, None]
    desk.save(workbook([LAM, more, MAI], merges=["A5:A6", "B5:B6", "C5:C6", "D5:D6", "I5:I6", "J5:J6"]))
    task = Task.objects.get(title=LAM[3])
    assert list(task.indicators.order_by("rank").values_list("name", "weight")) == [
        ("Hộ được cấp nước sạch", 50), ("Trạm cấp nước", 50),
    ]  # fmt: skip
    assert Task.objects.count() == 2


def test_headings_totals_numbering_and_signatures_are_no_tasks(desk):
    rows = [
        [f"({n})" for n in range(1, 11)],
        ["I", "Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý"],
        LAM,
        ["Cộng nhóm I", None, None, 1],
        ["II", "Cán bộ lãnh đạo, quản lý còn lại"],
        MAI,
        ["Tổng cộng", None, None, 3],
        [],
        [None, None, None, None, None, None, "TM. BAN THƯỜNG VỤ"],
        [None, None, None, None, None, None, "BÍ THƯ"],
    ]
    made = desk.take(workbook(rows, merges=["B6:J6", "B9:J9"]))
    assert problems_of(made) == []
    assert made.found["counts"]["groups"] == [
        ["Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý", 1, 1], ["Cán bộ lãnh đạo, quản lý còn lại", 1, 1],
    ]  # fmt: skip
    assert "dòng tổng ghi 3 việc, các dòng phía trên có 1 việc (cả bảng 2)" in notes_of(made)
    assert any("nằm ngoài bảng" in note for note in notes_of(made))


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("31/12/2026", date(2026, 12, 31)), ("1-7-2026", date(2026, 7, 1)), ("05.08.2026", date(2026, 8, 5)), (46387, date(2026, 12, 31)),
        ("2026-09-30", date(2026, 9, 30)), ("Quý IV/2026", date(2026, 12, 31)), ("quý 3 năm 2026", date(2026, 9, 30)),
        ("tháng 10/2026", date(2026, 10, 31)), ("11/2026", date(2026, 11, 30)), ("năm 2026", date(2026, 12, 31)), (2026, date(2026, 12, 31)),
        ("trước 30/6/2026", date(2026, 6, 30)), ("ngày 15 tháng 8 năm 2026", date(2026, 8, 15)), ("6 tháng cuối năm 2026", date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_days_are_read_as_offices_write_them(desk, written, due):
    made = desk.take(workbook(with_cell(0, "Thời hạn", written)))
    assert problems_of(made) == []
    assert made.found["rows"][0]["due"] == f"{due:%d/%m/%Y}"


@pytest.mark.parametrize(
    ("written", "kind", "target", "whole"),
    [
        (484, "up", 484, None), ("1.046", "up", 1046, None), ("91,5", "up", Decimal("91.5"), None), ("484/491", "ratio", 484, 491),
        ("trên 95%", "percent", 95, None), ("Có", "yes_no", 1, None), ("Ban hành", "document", 1, None), ("hạng 12", "rank", 12, None),
        ("không quá 5", "down", 5, None), ("500 hộ", "up", 500, None), (300, "down", 300, None), ("１２ ", "down", 12, None),
    ],
)  # fmt: skip
def test_targets_say_what_kind_of_indicator_they_are(desk, written, kind, target, whole):
    rows = with_cell(0, "Cần đạt", written)
    if kind in ("yes_no", "document", "rank"):
        rows[0][5] = ""
    if written == "91,5":
        rows[0][5] = 20
    if kind == "percent":
        rows[0][5], rows[0][7] = 80, "%"
    if kind == "down" and written == "không quá 5":
        rows[0][5] = 3
    desk.save(workbook(rows))
    figure = Indicator.objects.get(task__title=LAM[3])
    assert (figure.kind, figure.target, figure.whole) == (kind, target, whole)
    assert figure.lower_is_better == (kind in ("down", "rank"))


def test_a_percent_cell_counts_as_shown(desk):
    def percent(ws):
        for column, value in ((6, 0.8), (7, 0.955)):
            ws.cell(5, column, value).number_format = "0.0%"

    desk.save(workbook(with_cell(0, "ĐVT", "%"), change=percent))
    assert Indicator.objects.get(task__title=LAM[3]).target == Decimal("95.5")


def test_hidden_rows_are_named_and_may_be_left_out(desk):
    made = desk.take(workbook(hidden=[6]))
    assert "Dòng 6 đang ẩn trong tệp, vẫn nhập như các dòng khác" in notes_of(made)
    assert made.found["counts"]["tasks"] == 2
    without = desk.take(workbook(hidden=[6]), skip_hidden=True)
    assert without.found["counts"]["tasks"] == 1


def test_a_csv_file_of_any_delimiter_is_read(desk):
    for delimiter in ";,\t":
        made = desk.take(csv_bytes(delimiter=delimiter), "danh-muc.csv")
        assert problems_of(made) == [] and made.found["counts"]["tasks"] == 2


def test_a_name_is_found_wherever_its_tone_mark_stands(desk):
    from tests.factories import appoint, make_cadre

    hoa = make_cadre("Lê Thị Hòa")
    appoint(hoa, "Phó Giám đốc", desk.health)
    desk.save(workbook([["1", "LÊ THỊ HOÀ", "", *LAM[3:]]]))
    assert Task.objects.get().assignments.get().cadre == hoa


def test_two_comrades_in_one_cell_carry_the_task_together(desk):
    rows = [["1", "Trần Văn Lâm\nNguyễn Thị Mai", "Bí thư Huyện ủy Yên Sơn\nGiám đốc Sở Y tế", *LAM[3:]]]
    desk.save(workbook(rows))
    people = Task.objects.get().assignments.lead_first()
    assert [(p.name, p.role) for p in people] == [("Trần Văn Lâm", "lead"), ("Nguyễn Thị Mai", "co")]


def test_a_changed_cell_changes_the_draft_and_nothing_else(desk):
    desk.save(workbook())
    task = Task.objects.get(title=LAM[3])
    task.indicators.update(data_source="Trung tâm nước sạch")
    made = desk.take(workbook(with_cell(0, "Cần đạt", 490)))
    assert made.found["rows"][0]["changes"] == [["cần đạt của «Hộ được cấp nước sạch»", "484", "490"]]
    desk.save(workbook(with_cell(0, "Cần đạt", 490)))
    figure = task.indicators.get()
    assert (figure.target, figure.data_source) == (490, "Trung tâm nước sạch")


def test_what_is_decided_is_not_changed_by_a_file(desk):
    desk.save(workbook(), number="12", symbol="QĐ/TU", issued_on="2026-03-20")
    made = desk.take(workbook(with_cell(0, "Cần đạt", 490)))
    ((cell, text),) = problems_of(made)
    assert cell == "D5" and "lập đề nghị thay đổi" in text and "«490»" in text
    assert Task.objects.get(title=LAM[3]).indicators.get().target == 484


def test_columns_that_a_person_named_are_remembered_for_the_committee(desk):
    from tasks_app.actions import importing
    from tests.factories import NOW

    odd = ["Việc nặng" if heading == "Nội dung" else heading for heading in HEADINGS]
    made = desk.take(workbook(headings=odd))
    assert problems_of(made) == [("4", "Không thấy cột «Nội dung việc», chọn cột ở phần «Các cột của bảng»")]
    keys = {int(c): key for c, key in made.found["header"]["keys"].items()}
    made = importing.choose(made, keys | {4: "title"}, {}, seen=made.version, now=lambda: NOW)
    assert problems_of(made) == []
    assert ColumnNames.objects.get(committee=desk.committee).names["viec nang"] == "title"
    assert problems_of(desk.take(workbook(headings=odd))) == []


def test_a_file_that_was_checked_is_looked_at_again_before_it_is_saved(desk):
    from tasks_app.actions import importing
    from tasks_app.actions.refusals import Stale
    from tests.factories import NOW

    made = desk.take(workbook())
    desk.save(workbook())
    with pytest.raises(Stale):
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert Task.objects.count() == 2
    assert SheetImport.objects.filter(status="saved").count() == 1
