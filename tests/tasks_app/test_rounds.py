"""Rounds: whose they are, and what their calendar may say."""

import pytest
from django.urls import reverse

from tasks_app.models import Round
from tests.factories import make_round
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
        "decision_until": "31/03/2027", "closes_on": "30/11/2027", "commitment_days": "15", "report_rhythm": "3",
        "report_day": "5", "due_soon_days": "30, 15; 7, 3, 1", "due_soon_mark_days": "15", "overdue_every_days": "7",
        "slow_points": "5",
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
    url = reverse("tasks:round_page", args=[desk.round.pk])
    client.force_login(desk.officer)
    assert "Đợt giao việc năm nay" in client.get(url).content.decode()
    client.post(url, data(desk, commitment_days="10"))
    desk.round.refresh_from_db()
    assert (desk.round.commitment_days, desk.round.name) == (10, "Đợt giao việc năm 2027")

    client.force_login(desk.stranger)
    assert client.get(url).status_code == 404
    assert desk.round.name not in client.get("/dot-giao-viec/").content.decode()
    assert client.post(NEW, data(desk, name="Của người khác")).status_code == 422
    for user in (desk.leader, desk.hung):
        client.force_login(user)
        assert client.get(url).status_code == 403


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
