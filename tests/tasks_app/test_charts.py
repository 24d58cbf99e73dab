"""Do the charts put every figure where it belongs?"""

from decimal import Decimal

from tasks_app.templatetags.charts import dot_strip, line_chart, percent_axis, stack_dots

POINTS = [("11/21", Decimal("0.71")), ("12/21", Decimal("0.75")), ("1/22", Decimal("0.81"))]


def test_the_axis_of_shares_ends_on_whole_tens_with_room_below():
    assert percent_axis([71, 81, 85]) == (60, 90)
    assert percent_axis([0, 3]) == (0, 30)
    assert percent_axis([100, 136]) == (90, 140)


def test_a_line_starts_left_ends_right_and_rises_with_the_figures():
    chart = line_chart(POINTS, target=Decimal("0.85"), title="Tỷ lệ", id="a")
    (line,) = chart["lines"]
    xy = [tuple(map(Decimal, point.split(","))) for point in line.split()]
    assert (xy[0][0], xy[-1][0]) == (Decimal(44), Decimal("357.5"))
    assert xy[0][1] > xy[1][1] > xy[2][1]  # SVG counts downwards
    assert [end["text"] for end in chart["ends"]] == ["71%", "81%"]
    assert chart["goal"][0] == "85%"
    assert chart["description"] == "Tăng từ 71% (11/21) lên 81% (1/22); mục tiêu là 85%."
    assert chart["rows"] == [("11/21", "71%"), ("12/21", "75%"), ("1/22", "81%")]


def test_a_month_without_figures_breaks_the_line_but_stays_in_the_table():
    points = [*POINTS[:2], ("1/22", None), *POINTS[1:]]
    chart = line_chart(points)
    assert [len(line.split()) for line in chart["lines"]] == [2, 2]
    assert chart["rows"][2] == ("1/22", "–")


def test_a_chart_without_figures_says_so():
    assert line_chart([])["empty"]
    assert line_chart([("1/22", None)])["empty"]
    assert dot_strip([])["empty"]


def test_one_month_is_a_point():
    chart = line_chart([("1/22", Decimal("0.5"))])
    assert chart["lines"] == []
    assert [end["text"] for end in chart["ends"]] == ["50%"]


def test_a_share_over_the_whole_stays_inside_the_drawing():
    chart = line_chart([("1/22", Decimal("1.36")), ("2/22", Decimal("0.2"))])
    ys = [Decimal(end["y"]) for end in chart["ends"]]
    assert all(22 <= y <= 160 for y in ys)


def test_coordinates_are_written_with_a_point():
    chart = dot_strip([Decimal("80.5")], own=Decimal("91.5"), low=50, high=100)
    assert all("," not in x for x, _ in chart["dots"])
    assert "," not in chart["own"]["x"]


def test_dots_that_would_overlap_are_stacked():
    assert stack_dots([Decimal(0), Decimal(1), Decimal(2)], dot=Decimal("1.5")) == [0, 1, 0]
    assert stack_dots([Decimal(5)] * 3) == [0, 1, 2]
    assert stack_dots([]) == []


def test_the_strip_names_the_own_figure_and_the_median():
    chart = dot_strip([58, 82, 96], own=Decimal("91.5"), own_label="Đ/c Bình", low=50, high=100)
    assert chart["own"]["text"] == "Đ/c Bình 91,5"
    assert chart["median"]["text"] == "Trung vị 82"
    assert chart["description"] == "Đ/c Bình 91,5; trung vị 82; thấp nhất 58; cao nhất 96."
    assert len(chart["dots"]) == 3


def test_a_strip_of_equal_figures_has_a_scale():
    chart = dot_strip([70, 70, 70], own=70)
    assert [label for label, _ in chart["ticks"]] == ["70", "72", "74", "76", "78", "80"]
    assert not dot_strip([70])["own"]
