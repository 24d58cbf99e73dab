"""Rounds: whose they are, what their calendar may say, and what of a change stays on record."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tasks_app.models import Round, RoundEvent
from tests.factories import make_round, make_task
from tests.tasks_app.ordering_desk import errors_of, make_desk

pytestmark = pytest.mark.django_db
NEW = "/dot-giao-viec/moi/"


@pytest.fixture
def desk():
    return make_desk()


def data(desk, **changes):
    return {
        "committee": desk.giver.pk, "name": "Đợt giao việc năm 2027", "year_from": "2027", "year_to": "2027", "stage": "",
        "base_document": "Nghị quyết số 01", "registration_until": "31/01/2027", "appraisal_until": "20/02/2027",
        "decision_until": "31/03/2027", "closes_on": "30/11/2027", "commitment_days": "15", "objection_days": "10", "report_rhythm": "3",
        "report_day": "5", "due_soon_days": "30, 15; 7, 3, 1", "due_soon_mark_days": "15", "overdue_every_days": "7",
        "slow_points": "5", "registration_from": "01/01/2027", "extension_decider": "", "extension_days": "",
    } | changes  # fmt: skip


def test_an_officer_opens_a_round(client, desk):
    client.force_login(desk.officer)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, data(desk, moves_off_days="on"))
    assert answer.status_code == 302, errors_of(answer)
    made = Round.objects.get(name="Đợt giao việc năm 2027")
    assert (made.committee, made.due_soon_days, made.moves_off_days) == (desk.giver, [30, 15, 7, 3, 1], True)
    assert f"{made.registration_until:%d/%m/%Y}" == "31/01/2027"
    assert "Đợt giao việc năm 2027" in client.get("/dot-giao-viec/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nhập tên đợt"),
        ({"name": "Đợt giao việc năm nay"}, "Tên đợt: cấp ủy đã có đợt cùng tên, nhập tên khác"),
        ({"year_to": "2026"}, "Đến năm: nhập năm cuối không trước năm đầu"),
        ({"year_from": "1999"}, "Từ năm: nhập số từ 2000 đến 2100"),
        ({"year_from": "2027,5"}, "Từ năm: nhập số từ 2000 đến 2100"),
        ({"appraisal_until": "30/01/2027"}, "Thẩm định đến ngày: nhập ngày từ 31/01/2027 trở đi"),
        ({"registration_from": "01/02/2027"}, "Đăng ký đến ngày: nhập ngày từ 01/02/2027 trở đi"),
        ({"closes_on": "30/03/2027"}, "Chốt năm: nhập ngày từ 31/03/2027 trở đi"),
        ({"extension_decider": "leader"}, "Gia hạn ngắn: nhiều nhất (ngày): nhập số từ 1 đến 365"),
        ({"must_register": ["0"]}, "Chức danh phải đăng ký: chọn chức danh trong danh sách"),
        ({"report_day": "31"}, "Hạn báo cáo: ngày của tháng sau kỳ: nhập số từ 1 đến 28"),
        ({"due_soon_days": "30, x"}, "Nhắc trước (ngày): nhập số ngày cách nhau bằng dấu phẩy, ví dụ: 30, 15, 7, 3, 1"),
        ({"due_soon_days": "9" * 50}, None),
        ({"committee": "0"}, None),
    ],
)  # fmt: skip
def test_a_wrong_calendar_is_refused(client, desk, changes, sentence):
    client.force_login(desk.officer)
    answer = client.post(NEW, data(desk, **changes))
    assert answer.status_code == 422
    assert errors_of(answer) and (sentence is None or sentence in errors_of(answer))
    assert Round.objects.count() == 1


def test_a_round_is_changed_by_its_own_officers_only(client, desk):
    url, edit = (
        reverse("tasks:round_page", args=[desk.round.pk]),
        reverse("tasks:edit_round", args=[desk.round.pk]),
    )
    client.force_login(desk.officer)
    assert "Đợt giao việc năm nay" in client.get(url).content.decode()
    assert client.post(edit, data(desk, commitment_days="10") | {"version": 1}).status_code == 302
    desk.round.refresh_from_db()
    assert (desk.round.commitment_days, desk.round.name) == (10, "Đợt giao việc năm 2027")

    client.force_login(desk.stranger)
    assert client.get(url).status_code == client.get(edit).status_code == 404
    assert desk.round.name not in client.get("/dot-giao-viec/").content.decode()
    assert client.post(NEW, data(desk, name="Của người khác")).status_code == 422
    client.force_login(desk.leader)
    assert client.get(url).status_code == 200
    assert "Sửa đợt" not in client.get(url).content.decode()
    assert client.get(edit).status_code == client.post(edit, data(desk)).status_code == 403
    client.force_login(desk.hung)
    assert client.get(url).status_code == client.get(edit).status_code == 403


def test_a_change_stays_on_record_with_old_and_new(client, desk):
    edit = reverse("tasks:edit_round", args=[desk.round.pk])
    client.force_login(desk.officer)
    post = desk.hung_post.position
    typed = data(desk, name=desk.round.name, year_from=desk.round.year_from, year_to=desk.round.year_to,
                 must_register=[post.pk], extension_decider="leader", extension_days="15", plan_approval="on",
                 certified_reports="on")  # fmt: skip
    client.post(edit, typed | {"version": 1})
    event = RoundEvent.objects.get()
    assert (event.kind, event.by) == ("changed", desk.officer)
    lines = event.text.splitlines()
    assert "Đăng ký đến ngày: không → 31/01/2027" in lines
    assert "Gia hạn ngắn do: không → Thường trực" in lines
    assert "Kế hoạch thực hiện phải được duyệt: không → có" in lines
    assert "Báo cáo phải được thủ trưởng đơn vị xác nhận: không → có" in lines
    assert "Chức danh phải đăng ký: không → Giám đốc" in lines
    assert not any(line.startswith(("Tên đợt", "Kỳ báo cáo")) for line in lines)
    page = client.get(reverse("tasks:round_page", args=[desk.round.pk])).content.decode()
    assert "Đăng ký đến ngày: không → 31/01/2027" in page
    assert "Thường trực quyết định đến 15 ngày" in page and "Thủ trưởng đơn vị phải xác nhận" in page

    # The same again changes nothing and is no event.
    client.post(edit, typed | {"version": 2})
    assert RoundEvent.objects.count() == 1


def test_who_comes_too_late_keeps_what_he_typed_beside_what_stands_there_now(client, desk):
    edit = reverse("tasks:edit_round", args=[desk.round.pk])
    client.force_login(desk.officer)
    assert client.post(edit, data(desk, commitment_days="10") | {"version": 1}).status_code == 302
    late = client.post(edit, data(desk, commitment_days="20") | {"version": 1})
    text = late.content.decode()
    assert late.status_code == 409
    assert 'value="20"' in text and "<b>Giá trị hiện nay:</b> 10" in text
    assert 'name="version" value="2"' in text
    assert client.post(edit, data(desk, commitment_days="20") | {"version": 2}).status_code == 302
    desk.round.refresh_from_db()
    assert desk.round.commitment_days == 20


def test_a_published_round_is_read_and_not_changed(client, desk):
    desk.round.published_on = desk.today
    desk.round.save()
    client.force_login(desk.officer)
    url, edit = (
        reverse("tasks:round_page", args=[desk.round.pk]),
        reverse("tasks:edit_round", args=[desk.round.pk]),
    )
    assert client.get(url).status_code == 200 and "Sửa đợt" not in client.get(url).content.decode()
    assert client.get(edit).status_code == 404
    answer = client.post(edit, data(desk) | {"version": 1})
    assert answer.status_code == 422
    assert errors_of(answer) == ["Đợt đã công bố kết quả, không sửa được nữa."]


def test_running_tasks_are_measured_anew_when_the_rule_of_slow_or_due_soon_changes(client, desk):
    task = make_task(round=desk.round, giver=desk.giver, unit=desk.land)
    edit = reverse("tasks:edit_round", args=[desk.round.pk])
    client.force_login(desk.officer)
    client.post(edit, data(desk, due_soon_mark_days="40") | {"version": 1})
    task.refresh_from_db()
    assert task.due_soon_on == task.due_on - timedelta(days=40)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"registration_from": date(2026, 2, 1), "registration_until": date(2026, 1, 31)}, "registration_ends_after_it_begins"),
        ({"extension_decider": "leader"}, "delegated_extension_names_decider_and_days"),
        ({"extension_days": 10}, "delegated_extension_names_decider_and_days"),
    ],
)  # fmt: skip
def test_the_database_refuses_a_round_that_contradicts_itself(desk, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_round(desk.giver, **values)


def test_the_list_asks_the_same_number_of_queries_at_1_and_at_20_rounds(
    client, desk, django_assert_max_num_queries
):
    client.force_login(desk.officer)
    client.get("/dot-giao-viec/")
    with django_assert_max_num_queries(20) as one:
        client.get("/dot-giao-viec/")
    for _ in range(19):
        make_round(desk.giver)
    with django_assert_max_num_queries(20) as many:
        client.get("/dot-giao-viec/")
    assert len(one) == len(many)
