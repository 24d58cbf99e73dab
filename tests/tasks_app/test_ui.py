"""Does every mark, deadline, bar and refusal look and read as decided?"""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from tasks_app.models import Task
from tasks_app.models.marks import DONE, Mark
from tasks_app.templatetags import ui
from tasks_app.templatetags.forms_ui import problems_of
from tasks_app.views.catalogue import catalogue_samples

TODAY = date(2022, 10, 20)


@pytest.mark.parametrize("choice", [*Mark, *Task.Status], ids=str)
def test_each_mark_and_status_has_its_word_shape_and_colour(choice):
    mark = ui.MARKS[choice.value]
    assert mark.label == choice.label
    chip = ui.mark_chip(choice)
    assert choice.label in chip
    assert f"#{mark.icon}" in chip
    assert f"tt-{mark.css.split()[0]}" in chip


def test_the_marks_shown_together_are_those_of_the_model():
    assert {mark.value for mark in DONE} == set(ui.CONCLUDED)


def test_no_two_words_share_both_colour_and_shape():
    drawn = {}
    for mark in ui.MARKS.values():
        drawn.setdefault((mark.css, mark.icon), set()).add(mark.label)
    assert [labels for labels in drawn.values() if len(labels) > 1] == []


def test_an_unknown_code_is_shown_and_breaks_nothing():
    assert "la-lung" in ui.mark_chip("la-lung")
    assert ui.mark_chip("") == ui.mark_chip(None) == ""


@pytest.mark.parametrize(
    ("days", "mark", "text"),
    [
        (72, "on_track", "Còn 72 ngày"),
        (12, "due_soon", "Còn 12 ngày"),
        (0, "slow", "Hạn hôm nay"),
        (-8, "overdue", "Quá hạn 8 ngày"),
        (-1200, "overdue", "Quá hạn 1.200 ngày"),
        (-40, "done_on_time", "Đã hoàn thành"),
    ],
)
def test_a_deadline_says_how_many_days(days, mark, text):
    assert text in ui.deadline_chip(TODAY + timedelta(days=days), TODAY, mark)


@pytest.mark.parametrize("mark", ["on_hold", "ended", "not_done", "rejected"])
def test_no_days_are_counted_where_the_clock_does_not_run(mark):
    assert ui.deadline_chip(TODAY - timedelta(days=3), TODAY, mark) == ""


def test_a_task_that_waits_for_its_conclusion_is_not_called_overdue():
    assert ui.deadline_chip(TODAY - timedelta(days=3), TODAY, "awaiting_conclusion") == ""
    assert ui.deadline_chip(None, TODAY, "on_track") == ""


def test_a_deadline_turns_near_at_fifteen_days_or_by_its_mark():
    assert "han-gan" in ui.deadline_chip(TODAY + timedelta(days=15), TODAY, "on_track")
    assert "han-gan" not in ui.deadline_chip(TODAY + timedelta(days=16), TODAY, "on_track")
    assert "han-gan" in ui.deadline_chip(TODAY + timedelta(days=28), TODAY, "due_soon")


def test_a_bar_shows_done_planned_and_the_figure():
    bar = ui.progress_bar(Decimal("0.68"), plan=Decimal("0.79"), mark="slow")
    assert 'aria-label="Đạt 68%, kế hoạch đến hôm nay 79%"' in bar
    assert 'class="f-tre" width="68%"' in bar
    assert 'class="vach" x="79%"' in bar
    assert "<b>68%</b>" in bar


def test_the_drawing_stops_at_the_whole_but_the_figure_does_not():
    bar = ui.progress_bar(Decimal("1.36"), mark="done_early")
    assert 'width="100%"' in bar and "<b>136%</b>" in bar
    assert "kế hoạch" not in bar


def test_a_bar_without_figures_is_empty_and_says_so():
    bar = ui.progress_bar(None)
    assert "Chưa có số liệu" in bar and "<b>–</b>" in bar and "f-" not in bar


def widths(svg):
    return [Decimal(w) for w in re.findall(r'<rect[^>]* width="([0-9.]+)%"', svg)]


def test_a_stacked_bar_reads_every_figure_aloud_and_fills_its_width():
    svg = ui.stacked_bar({"overdue": 42, "on_track": 452, "done_early": 100, "done_late": 4, "slow": 72})
    label = "Đúng tiến độ 452; Chậm tiến độ 72; Quá hạn 42; Đã kết luận 104"
    assert f'aria-label="{label}"' in svg
    assert Decimal("98.5") <= sum(widths(svg)) <= 100


def test_a_figure_too_wide_for_its_piece_is_not_printed():
    svg = ui.stacked_bar({"awaiting_commitment": 4, "on_track": 240})
    assert ">240</text>" in svg and ">4</text>" not in svg


def test_a_bar_of_nothing_is_an_empty_track():
    assert "Chưa có việc nào" in ui.stacked_bar({})
    assert "Chưa có việc nào" in ui.stacked_bar({"slow": 0})


def test_counts_by_enum_members_work_as_well():
    assert ui.bar_counts({Mark.SLOW: 1, Mark.DONE_LATE: 2, Mark.NOT_DONE: 1}) == {"slow": 1, "done": 3}


class Row(forms.Form):
    target = forms.DecimalField(
        label="Chỉ tiêu giao", error_messages={"required": "Nhập chỉ tiêu giao bằng số"}
    )


class Order(forms.Form):
    title = forms.CharField(label="Tên việc")
    outlook = forms.ChoiceField(label="Tự đánh giá", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("Hạn phải sau ngày giao")


def test_the_summary_links_each_problem_to_its_field():
    assert problems_of(Order({})) == [
        ("loi-chung", "Hạn phải sau ngày giao"),
        ("id_title", "Tên việc: cần điền mục này"),
        ("id_outlook_0", "Tự đánh giá: cần điền mục này"),
    ]
    assert problems_of(Order()) == problems_of(None) == []


def test_the_rows_of_a_formset_are_named():
    rows = forms.formset_factory(Row, extra=0, min_num=1, validate_min=True)
    rows.row_label = "Chỉ tiêu"
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-target": "5", "form-1-target": ""}
    assert problems_of(rows(data)) == [("id_form-1-target", "Chỉ tiêu 2: nhập chỉ tiêu giao bằng số")]


def render(source, **context):
    return Template("{% load crispy_forms_filters forms_ui %}" + source).render(Context(context))


def test_a_field_has_its_hint_above_and_its_error_below():
    class Due(forms.Form):
        due = forms.CharField(label="Hạn", help_text="Ngày/tháng/năm")
        note = forms.CharField(label="Ghi chú", required=False)

    html = render("{{ form|crispy }}", form=Due({}))
    label, hint, box, error = (
        html.index(x) for x in ("<label", 'class="form-text"', "<input", 'class="loi"')
    )
    assert label < hint < box < error
    assert 'aria-describedby="id_due_helptext id_due_error"' in html
    assert 'id="id_due_helptext"' in html and 'id="id_due_error"' in html
    assert 'aria-invalid="true"' in html
    assert "Ghi chú (không bắt buộc)" in html and "asteriskField" not in html


def test_pages_keep_the_filters():
    request = RequestFactory().get("/viec/", {"han": "30", "trang": "3"})
    html = render('{% pagination page "Việc" %}', page=Paginator(range(1070), 50).page(3), request=request)
    assert "Việc 101–150 trong 1.070" in html
    assert 'href="?han=30&amp;trang=4"' in html
    assert html.count('aria-current="page"') == 1


def test_sorting_turns_round_and_goes_back_to_page_one():
    request = RequestFactory().get("/viec/", {"sap-xep": "han", "trang": "3"})
    html = render('{% sort_header "Thời hạn" "han" %}', request=request)
    assert 'aria-sort="ascending"' in html and 'href="?sap-xep=-han"' in html


def test_the_catalogue_shows_every_component_without_the_database():
    html = render_to_string("tasks_app/catalogue.html", catalogue_samples())
    for mark in ui.MARKS.values():
        assert mark.label in html
    for css in (
        "so-lieu-8",
        "the-chon",
        "loi-tong",
        "hang-loat",
        "chan-bang",
        "duong-1",
        "cham-xam",
        "bao-tre",
    ):
        assert css in html
