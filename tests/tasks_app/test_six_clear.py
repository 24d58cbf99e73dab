"""The six checks of a draft: what holds, and what is said where it does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasks_app.forms.six_clear import Facts, Row, checks, six_clear

WHOLE = Facts(
    lead="Trần Quốc Hưng", lead_title="Giám đốc Sở Tài nguyên và Môi trường", unit="Sở Tài nguyên và Môi trường",
    partners=["Huyện ủy Yên Sơn"], title="Hoàn thành giải phóng mặt bằng đường cao tốc", product="Mặt bằng sạch",
    authority_note="Tự quyết phương án bồi thường dưới 5 tỷ đồng", due_on=date(2022, 10, 12),
    starts_on=date(2022, 1, 10), rhythm="Hằng tháng", rows=[Row("Diện tích", True, Decimal(60)), Row("Hộ", True, Decimal(40))],
)  # fmt: skip


def said(facts, title):
    return next((holds, text) for name, holds, text in six_clear(facts) if name == title)


def test_a_whole_draft_is_clear_in_all_six():
    assert checks(WHOLE) == [
        (True, "Rõ người", "Giám đốc Sở Tài nguyên và Môi trường"),
        (True, "Rõ việc", "Có động từ và sản phẩm cuối cùng"),
        (True, "Rõ thời gian", "Hạn 12/10/2022, báo cáo hằng tháng"),
        (True, "Rõ trách nhiệm", "Sở Tài nguyên và Môi trường chủ trì; phối hợp: Huyện ủy Yên Sơn"),
        (True, "Rõ sản phẩm", "2 chỉ tiêu đo được, tổng trọng số 100%"),
        (True, "Rõ thẩm quyền", "Đã ghi việc được tự quyết định, việc phải xin ý kiến"),
    ]


@pytest.mark.parametrize(
    ("title", "changes", "sentence"),
    [
        ("Rõ người", {"lead": ""}, "Chưa chọn đồng chí được giao"),
        ("Rõ việc", {"title": ""}, "Chưa có tên việc"),
        ("Rõ việc", {"title": "Xây cầu"}, "Tên việc nên nêu rõ sản phẩm cuối cùng và địa bàn"),
        ("Rõ việc", {"title": "Công tác tiếp công dân năm 2022"}, "Tên việc nên bắt đầu bằng động từ, ví dụ: Hoàn thành, Xây dựng"),
        ("Rõ thời gian", {"due_on": None}, "Chưa có hạn hoàn thành"),
        ("Rõ thời gian", {"due_on": date(2022, 1, 10)}, "Hạn hoàn thành phải sau ngày bắt đầu"),
        ("Rõ trách nhiệm", {"unit": ""}, "Chưa rõ đơn vị chủ trì"),
        ("Rõ sản phẩm", {"rows": []}, "Chưa có chỉ tiêu đo được"),
        ("Rõ sản phẩm", {"rows": [Row("Hộ", False, Decimal(100))]}, "Còn chỉ tiêu chưa có chỉ tiêu giao"),
        ("Rõ sản phẩm", {"rows": [Row("", True, Decimal(100))]}, "Còn chỉ tiêu chưa có tên"),
        ("Rõ sản phẩm", {"rows": [Row("Hộ", True, Decimal("99.99"))]}, "Tổng trọng số phải bằng 100, hiện là 99,99"),
        ("Rõ sản phẩm", {"rows": [Row("Hộ", True, None)]}, "Tổng trọng số phải bằng 100, hiện là 0"),
        ("Rõ thẩm quyền", {"authority_note": "  "}, "Chưa ghi việc được tự quyết định, việc phải xin ý kiến"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(title, changes, sentence):
    assert said(replace(WHOLE, **changes), title) == (False, sentence)


def test_partners_may_be_none_and_are_then_said_to_be_none():
    assert said(replace(WHOLE, partners=[]), "Rõ trách nhiệm") == (
        True, "Sở Tài nguyên và Môi trường chủ trì, không có đơn vị phối hợp",
    )  # fmt: skip


def test_a_collective_stands_before_its_head():
    assert said(replace(WHOLE, collective="UBND xã Mỹ Bằng"), "Rõ người")[1].startswith(
        "Tập thể UBND xã Mỹ Bằng"
    )


@pytest.mark.parametrize("title", ["Đẩy nhanh tiến độ giải ngân vốn", "Ứng dụng công nghệ số vào quản lý", "ĐƯA Yên Sơn về đích nông thôn mới"])  # fmt: skip
def test_verbs_are_known_with_and_without_capitals_and_marks(title):
    assert said(replace(WHOLE, title=title), "Rõ việc")[0]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([Row("Tăng cường tuyên truyền", True, Decimal(100))], "Chỉ tiêu 1: «Tăng cường» chưa đo được, nên nêu cái đếm được"),
        ([Row("Hộ", True, Decimal(60)), Row("Xã", True, Decimal(40), lacks=("hiện trạng", "nguồn số liệu"))],
         "Chưa đủ để đo: chỉ tiêu 2 chưa có hiện trạng, nguồn số liệu"),
    ],
)  # fmt: skip
def test_what_is_not_measurable_yet_is_said(rows, sentence):
    assert said(replace(WHOLE, rows=rows), "Rõ sản phẩm") == (False, sentence)


def test_a_title_that_only_says_a_direction_is_not_measurable():
    title = "Nâng cao chất lượng phục vụ nhân dân"
    assert said(replace(WHOLE, title=title), "Rõ việc") == (
        False, "«Nâng cao» chưa đo được, nên nêu sản phẩm cuối cùng đếm được",
    )  # fmt: skip
