"""Directions, answers and plain moves: one act, one record, one event, those concerned told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import directing, inspecting, stepping
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Notice, Obstacle, Recommendation, Task
from tests.factories import NOW, TODAY, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn")


@pytest.fixture
def leader(giver):
    return make_user(role=Role.LEADER, unit=giver, name="Trần Quốc Toản")


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner)


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


# ---- directions ------------------------------------------------------------------------------------------------------


def test_a_direction_is_recorded_with_one_event_and_tells_cadre_and_desk_each_with_his_reason(
    task, leader, officer, owner
):
    directing.direct(task, "Báo cáo hằng tuần", by=leader, at=NOW)

    event = task.events.get()
    assert (event.kind, event.text, event.by_name) == ("directed", "Báo cáo hằng tuần", "Đ/c Trần Quốc Toản")
    assert set(Notice.objects.values_list("recipient", "why")) == {
        (owner.pk, "Đồng chí được giao việc này"),
        (officer.pk, "Đồng chí theo dõi việc này"),
    }


def test_a_leader_gives_his_direction_from_the_page(client, task, leader):
    answer = post(client, leader, address("direct_task", task), text="Làm ngay trong tháng", version=1)
    assert answer.status_code == 302
    assert answer["Location"] == address("task_page", task)
    assert task.directions.get().text == "Làm ngay trong tháng"


@pytest.mark.parametrize("who", ["owner", "officer", "reader", "stranger"])
def test_only_leaders_of_the_giver_direct(client, giver, task, owner, officer, who):
    user = {
        "owner": owner, "officer": officer, "reader": make_user(role=Role.INSPECTOR, unit=giver),
        "stranger": make_user(role=Role.LEADER),
    }[who]  # fmt: skip
    client.force_login(user)
    assert client.get(address("direct_task", task)).status_code == 404
    assert client.post(address("direct_task", task), {"text": "x"}).status_code == 404
    with pytest.raises(NotPossible):
        directing.direct(task, "x", by=user, at=NOW)
    assert not task.directions.exists()


def test_a_leader_directs_no_task_of_his_own(client, giver, leader):
    own = make_task(giver=giver, assignee=leader)
    assert post(client, leader, address("direct_task", own), text="x").status_code == 404


def test_an_empty_direction_is_refused_at_its_field(client, task, leader):
    answer = post(client, leader, address("direct_task", task), text="  ", version=1)
    assert answer.status_code == 422
    assert "Nhập nội dung ý kiến chỉ đạo" in answer.content.decode()


def test_a_stale_page_is_told_so_keeps_the_text_and_may_go_on(client, task, leader, officer):
    inspecting.send(
        task.giver,
        [task],
        name="Đoàn",
        members=[inspecting.Member("Lê A", role="head")],
        starts_on=TODAY,
        by=officer,
        at=NOW,
    )

    answer = post(client, leader, address("direct_task", task), text="Làm ngay", version=1)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa được người khác cập nhật" in page and "Làm ngay" in page
    assert 'name="version" value="2"' in page
    assert post(client, leader, address("direct_task", task), text="Làm ngay", version=2).status_code == 302


def test_a_double_click_has_one_effect(client, task, leader):
    data = {"text": "Làm ngay", "version": 1, "key": "5f0c63c2-43a5-4f0c-8d6b-6a3b5a8f7f11"}
    first = post(client, leader, address("direct_task", task), **data)
    again = post(client, leader, address("direct_task", task), **data)
    assert first["Location"] == again["Location"]
    assert task.directions.count() == task.events.count() == 1


def test_the_cadre_answers_a_direction_once(client, task, leader, owner):
    direction = directing.direct(task, "Báo cáo", by=leader, at=NOW)
    url = address("answer_direction", task, direction.pk)

    assert post(client, leader, url, text="x").status_code == 404
    assert post(client, owner, url, text="Đã báo cáo", version=1).status_code == 302
    assert post(client, owner, url, text="Lần nữa", version=1).status_code == 422

    direction.refresh_from_db()
    assert (direction.answer, direction.answered_by) == ("Đã báo cáo", owner)
    assert leader.notices.get().why == "Đồng chí đã cho ý kiến chỉ đạo"


def test_a_direction_of_another_task_is_not_there(client, giver, leader, owner, task):
    other = directing.direct(make_task(giver=giver), "Báo cáo", by=leader, at=NOW)
    assert post(client, owner, address("answer_direction", task, other.pk), text="x").status_code == 404


# ---- recommendations and obstacles -----------------------------------------------------------------------------------


def test_the_body_it_was_sent_to_answers_a_recommendation_once(client, giver, task, owner):
    body = make_unit("Phòng Tài nguyên", parent=giver)
    sent = Recommendation.objects.create(task=task, addressee=body, text="Xin đất", made_on=TODAY, by=owner)
    head = make_user(role=Role.UNIT_HEAD, unit=giver)
    url = address("answer_recommendation", task, sent.pk)

    assert post(client, owner, url, text="x").status_code == 404
    assert post(client, make_user(role=Role.INSPECTOR, unit=giver), url, text="x").status_code == 404
    assert client.get(url).status_code == 404
    client.force_login(head)
    assert "Xin đất" in client.get(url).content.decode()
    assert post(client, head, url, text="Đã giao đất", version=1).status_code == 302
    assert post(client, head, url, text="Lại", version=1).status_code == 422

    sent.refresh_from_db()
    assert (sent.answer, sent.answered_by) == ("Đã giao đất", head)
    assert task.events.get().act == "trả lời kiến nghị"
    assert owner.notices.count() == 1


def test_an_obstacle_is_solved_between_the_day_it_was_named_and_today(client, task, officer, owner):
    obstacle = Obstacle.objects.create(task=task, text="Vướng đất", named_on=timezone.localdate(), by=owner)
    url = address("solve_obstacle", task, obstacle.pk)
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)

    late = post(client, officer, url, text="Xong", solved_on=f"{tomorrow:%d/%m/%Y}", version=1)
    assert late.status_code == 422 and "đến hôm nay" in late.content.decode()
    assert (
        post(client, officer, url, text="Xong", solved_on=f"{today:%d/%m/%Y}", version=1).status_code == 302
    )
    obstacle.refresh_from_db()
    assert (obstacle.solved_on, obstacle.answer) == (today, "Xong")


# ---- plain moves -----------------------------------------------------------------------------------------------------


def test_a_registration_goes_on_or_back_with_a_reason_and_its_cadre_is_told(client, giver, officer, owner):
    going = make_task(giver=giver, assignee=owner, status=S.SUBMITTED, origin="registered")
    back = make_task(giver=giver, assignee=owner, status=S.SUBMITTED, origin="registered")

    assert post(client, officer, address("move_task", going, "pass"), version=1).status_code == 302
    silent = post(client, officer, address("move_task", back, "return"), version=1)
    assert silent.status_code == 422 and "Nêu lý do" in silent.content.decode()
    assert (
        post(
            client, officer, address("move_task", back, "return"), reason="Chưa đo được", version=1
        ).status_code
        == 302
    )

    going.refresh_from_db()
    back.refresh_from_db()
    assert (going.status, back.status) == (S.APPRAISING, S.DRAFT)
    assert owner.notices.count() == 2
    client.force_login(owner)
    assert "Chưa đo được" in client.get(address("task_page", back)).content.decode()


def test_two_officers_move_one_task_and_the_second_is_told(client, giver, officer):
    task = make_task(giver=giver, status=S.SUBMITTED)
    stepping.step(task, "pass", by=officer, at=NOW)

    answer = post(client, officer, address("move_task", task, "return"), reason="Chưa đo được", version=1)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "vừa được người khác cập nhật" in page and "Chưa đo được" in page and "Đang thẩm định" in page
    with pytest.raises(Stale):
        stepping.step(task, "return", reason="x", by=officer, at=NOW, seen=1)


def test_an_old_page_opens_no_act_to_who_has_no_right_to_it(client, giver, task, officer):
    inspecting.send(
        task.giver,
        [task],
        name="Đoàn",
        members=[inspecting.Member("Lê A", role="head")],
        starts_on=TODAY,
        by=officer,
        at=NOW,
    )
    reader = make_user(role=Role.INSPECTOR, unit=giver)
    for view in ("direct_task", "inspect_task", "hand_over_task", "conclude_task"):
        assert post(client, reader, address(view, task), version=1).status_code == 404


def test_moves_that_are_not_his_or_not_possible_now_are_not_there(client, giver, officer, owner):
    task = make_task(giver=giver, assignee=owner, status=S.SUBMITTED)
    client.force_login(owner)
    assert client.get(address("move_task", task, "pass")).status_code == 404
    client.force_login(officer)
    assert client.get(f"{address('task_page', task)}chuyen/khoa-ky/").status_code == 404
    assert client.get(f"{address('task_page', task)}chuyen/decide/").status_code == 404
    assert client.get(f"{address('task_page', task)}chuyen/conclude/").status_code == 404


def test_every_thin_page_opens(client, giver, task, officer, leader, owner):
    obstacle = Obstacle.objects.create(task=task, text="Vướng", named_on=TODAY, by=owner)
    sent = Recommendation.objects.create(task=task, addressee=giver, text="Xin", made_on=TODAY, by=owner)
    direction = directing.direct(task, "Làm", by=leader, at=NOW)
    for user, url in (
        (leader, address("direct_task", task)),
        (owner, address("answer_direction", task, direction.pk)),
        (officer, address("answer_recommendation", task, sent.pk)),
        (officer, address("solve_obstacle", task, obstacle.pk)),
        (officer, address("inspect_task", task)),
    ):
        client.force_login(user)
        assert client.get(url).status_code == 200, url
