"""Figures of signed papers come in as a table: by the act and the rules of one entered by hand, each refusal at its cell."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tasks_app.actions import importing
from tasks_app.actions.listing_figures import rows_of, sheet_of
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange import list_book
from tasks_app.models import Indicator, ProgressReport, RoundEvent, Task, TaskEvent
from tests.factories import NOW, TODAY, make_indicator, make_task
from tests.tasks_app.exchange.making import Desk
from tests.tasks_app.exchange.rosters import FIGURES, Kind, meant, opened, problems, read, save

pytestmark = pytest.mark.django_db
PAPER = {"paper_no": "12-BC/HU", "received_on": "2026-05-30"}
CODE = "TU-2026-001"


class Office(Desk):
    """The desk with one task in force: two figures, and one of yes or no in a second task."""

    def __init__(self):
        super().__init__()
        self.task = self.give(CODE, "Cấp nước sạch cho xã Mỹ Bằng", self.lam, self.yen_son)
        self.households = make_indicator(
            self.task, rank=1, name="Hộ được cấp nước", baseline=0, target=484, current=300
        )
        self.share = make_indicator(
            self.task, rank=2, name="Tỷ lệ hộ", kind="ratio", baseline=0, target=480, whole=491, current=100
        )

    def give(self, code, title, cadre, unit):
        return make_task(
            giver=self.committee, unit=unit, assignee=cadre, round=self.round, status="in_force", code=code, title=title,
            field=self.field, indicators=0, starts_on=date(2026, 1, 10), due_on=date(2026, 12, 31), decided_on=date(2026, 1, 10),
            report_rhythm=3,
        )  # fmt: skip

    def table(self, *rows, **options):
        return read(Kind.FIGURES, (FIGURES, rows), by=self.officer, round=self.round, **PAPER | options)


@pytest.fixture
def office():
    return Office()


def both(first=350, second="412/491", **more):
    rows = [[CODE, "Hộ được cấp nước", first], ["", "Tỷ lệ hộ", second]]
    return [[*row, *([""] * 3)] for row in rows]


def test_figures_become_one_report_of_the_task_marked_told_and_once(office):
    made = office.table(*both())
    assert [(row["state"], row["changes"][0]) for row in made.found["rows"]] == [
        ("new", ["Hộ được cấp nước", "300", "350"])
    ]
    save(made)
    report = ProgressReport.objects.get()
    assert (report.cadre, report.paper_no, report.by) == (office.lam, "12-BC/HU", office.officer)
    assert report.paper_received_on == date(2026, 5, 30)
    assert list(Indicator.objects.order_by("rank").values_list("current", flat=True)) == [
        Decimal(350),
        Decimal(412),
    ]
    assert "theo báo cáo số 12-BC/HU" in TaskEvent.objects.get(kind=TaskEvent.Kind.REPORTED).act
    assert "12-BC/HU" in RoundEvent.objects.get(kind="imported").text

    again = office.table(*both())
    assert [row["state"] for row in again.found["rows"]] == ["same"]
    save(again)
    assert ProgressReport.objects.count() == 1


def test_the_same_paper_with_another_figure_corrects_its_report(office):
    save(office.table(*both()))
    made = office.table(*both(first=360))
    assert [row["state"] for row in made.found["rows"]] == ["changed"]
    save(made)
    newest = ProgressReport.objects.latest("pk")
    assert newest.replaces is not None and Indicator.objects.get(rank=1).current == 360


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        (both(first=200), "D2", "kém kỳ trước"),
        (both(second=""), "C3", "Nhập số liệu của chỉ tiêu «Tỷ lệ hộ»"),
        (both(second="500/491"), "C3", "không quá 491"),
        (both(second="412/490"), "C3", "tổng số được giao là 491"),
        (both(first="nhiều"), "C2", "không phải số"),
        (both(first=-5), "C2", "từ 0 trở lên"),
        ([["TU-2026-002", "Hộ", 5]], "A2", "không có việc mã «TU-2026-002»"),
        ([[CODE, "Hộ được cấp điện", 5], *both()[1:]], "B2", "không có chỉ tiêu"),
        ([[*both()[0][:5], "quý IV/2025"], both()[1]], "F2", "kỳ đang báo cáo của việc là"),
        ([*both(), [CODE, "Tỷ lệ hộ", 413]], "B4", "trùng với dòng 3"),
    ],
)  # fmt: skip
def test_what_the_act_would_refuse_is_said_at_its_cell(office, rows, cell, words):
    made = office.table(*rows)
    found = problems(made)
    assert [at for at, text in found if words in text] == [cell], found
    assert len(found) == len({at for at, _ in found})  # one slip is said once
    with pytest.raises(NotPossible):
        importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert not ProgressReport.objects.exists()


def test_a_figure_that_fell_is_taken_with_its_reason(office):
    rows = both(first=200)
    rows[0][3] = "Rà soát lại số hộ"
    save(office.table(*rows))
    assert Indicator.objects.get(rank=1).current == 200
    assert ProgressReport.objects.get().readings.get(indicator=office.households).is_correction


def test_nothing_is_reported_where_all_stays_unless_the_reason_is_named(office):
    rows = both(first=300, second=100)
    made = office.table(*rows)
    assert [row["state"] for row in made.found["rows"]] == ["same"]
    assert any("số liệu như kỳ trước" in text for _, text in made.found["notes"])
    rows[0][4] = "Chờ vốn"
    save(office.table(*rows))
    assert ProgressReport.objects.get().unchanged_reason == "Chờ vốn"


def test_a_paper_has_a_number_and_was_received_within_its_period(office):
    assert any("thiếu số, ký hiệu" in text for _, text in problems(office.table(*both(), paper_no="")))
    late = office.table(*both(), received_on=(TODAY + timedelta(days=3)).isoformat())
    assert any("Ghi ngày nhận báo cáo" in text for _, text in problems(late))


def test_what_is_outside_the_offices_scope_or_not_his_to_enter_does_not_exist(office):
    hidden = office.give("YS-2026-001", "Việc của nơi khác", office.mai, office.health)
    Task.objects.filter(pk=hidden.pk).update(status="on_hold")
    made = office.table(["YS-2026-001", "Hộ", 5], ["XX-2026-001", "Hộ", 5])
    texts = dict(problems(made))
    assert "không do đồng chí nhập" in texts["A2"] and "không có việc mã" in texts["A3"]
    assert meant(office.table(["TU-2026-01", "Hộ", 5]), "A2") == [CODE]


def test_the_template_holds_what_an_office_need_not_type_and_changes_nothing_as_it_is(office):
    rows = rows_of(office.round, office.officer, unit=None, on=TODAY)
    content = list_book.book(sheet_of(office.round, rows, unit=None, on=TODAY, demo=False))
    assert [cell.value for cell in opened(content)[6]][:9] == [
        1, CODE, office.task.title, "Trần Văn Lâm", "Hộ được cấp nước", office.households.measure_unit or None, 484, 300, rows[0][8],
    ]  # fmt: skip
    made = read(Kind.FIGURES, content, by=office.officer, round=office.round, **PAPER)
    assert problems(made) == [] and [row["state"] for row in made.found["rows"]] == ["same"]
    assert rows_of(office.round, office.officer, unit=office.health, on=TODAY) == []


def test_typed_into_the_template_the_figures_come_in(office):
    import io

    import openpyxl

    rows = rows_of(office.round, office.officer, unit=office.yen_son, on=TODAY)
    book = openpyxl.load_workbook(
        io.BytesIO(list_book.book(sheet_of(office.round, rows, unit=None, on=TODAY, demo=False)))
    )
    book.active["J6"], book.active["J7"] = 352, "413/491"
    target = io.BytesIO()
    book.save(target)
    save(read(Kind.FIGURES, target.getvalue(), by=office.officer, round=office.round, **PAPER))
    assert Indicator.objects.get(rank=1).current == 352
