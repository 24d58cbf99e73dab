"""A direction is followed to its end: due, answered, more asked for, answered again, closed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import directing
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, DirectionStep, Notice, Task
from tests.factories import NOW, START, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang")


@pytest.fixture
def leader(giver):
    return make_user(role=Role.LEADER, unit=giver, name="Trần Quốc Toản")


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner)


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def send(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def steps(direction):
    return [(step.kind, step.text) for step in direction.steps.order_by("at", "pk")]


def test_a_direction_goes_from_leader_to_cadre_and_back_until_it_is_closed(client, task, leader, owner):
    tomorrow = timezone.localdate() + timedelta(days=1)
    send(
        client, leader, address("direct_task", task), text="Báo cáo hằng tuần", due_on=f"{tomorrow:%d/%m/%Y}"
    )
    direction = task.directions.get()
    assert direction.due_on == tomorrow
    answer, follow = (
        address("answer_direction", task, direction.pk),
        address("follow_direction", task, direction.pk),
    )

    assert send(client, owner, answer, text="Đã báo cáo tuần 1").status_code == 302
    assert send(client, leader, follow, word="more", text="").status_code == 422
    assert send(client, leader, follow, word="more", text="Nêu rõ số hộ còn lại").status_code == 302
    assert send(client, owner, answer, text="Còn 12 hộ").status_code == 302
    assert send(client, leader, follow, word="close", text="").status_code == 302
    assert send(client, leader, follow, word="close").status_code == 422

    assert steps(direction) == [
        ("answer", "Đã báo cáo tuần 1"), ("more", "Nêu rõ số hộ còn lại"), ("answer", "Còn 12 hộ"), ("close", ""),
    ]  # fmt: skip
    kinds = [event.kind for event in task.events.order_by("at", "pk")]
    assert kinds == ["directed", "answered", "directed", "answered", "direction_closed"]
    assert Notice.objects.filter(recipient=leader).count() == 2
    page = client.get(address("task_page", task)).content.decode()
    assert "Còn 12 hộ" in page and "Đã kết thúc" in page


def test_one_that_was_never_answered_is_closed_only_with_the_reason(client, task, leader):
    direction = directing.direct(task, "Báo cáo", by=leader, at=NOW)
    follow = address("follow_direction", task, direction.pk)
    assert send(client, leader, follow, text="").status_code == 422
    assert send(client, leader, follow, text="Đã báo cáo trực tiếp tại giao ban").status_code == 302
    direction.refresh_from_db()
    assert direction.closed_at and not direction.answered_at


def test_of_several_only_the_one_who_was_meant_answers(task, leader, owner):
    second = make_user(name="Lê Thị Hai")
    Assignment.objects.create(task=task, cadre=second.cadre, role="co", starts_on=START, name="Lê Thị Hai")
    direction = directing.direct(task, "Báo cáo", to_cadre=second.cadre, by=leader, at=NOW)
    with pytest.raises(NotPossible):
        directing.answer_direction(direction, "Tôi trả lời", by=owner, at=NOW)
    assert directing.answer_direction(direction, "Đã làm", by=second, at=NOW).answered_by == second


def test_a_direction_meant_for_who_no_longer_carries_the_task_is_answered_by_who_does(task, leader, owner):
    second = make_user()
    row = Assignment.objects.create(task=task, cadre=second.cadre, role="co", starts_on=START, name="Hai")
    direction = directing.direct(task, "Báo cáo", to_cadre=second.cadre, by=leader, at=NOW)
    row.ends_on = date(2026, 6, 10)
    row.save()
    assert directing.answer_direction(direction, "Đã làm", by=owner, at=NOW).answered_at == NOW


def test_only_who_directed_and_leaders_of_the_giver_look_at_the_answer(client, giver, task, leader, owner):
    direction = directing.direct(task, "Báo cáo", by=leader, at=NOW)
    follow = address("follow_direction", task, direction.pk)
    other = make_user(role=Role.LEADER, unit=giver)
    for user, status in [
        (leader, 200), (other, 200), (owner, 404), (make_user(role=Role.OFFICER, unit=giver), 404),
        (make_user(role=Role.LEADER, unit=make_unit()), 404),
    ]:  # fmt: skip
        client.force_login(user)
        assert client.get(follow).status_code == status


def test_the_day_of_the_answer_does_not_lie_in_the_past(client, task, leader):
    answer = send(client, leader, address("direct_task", task), text="Báo cáo", due_on="01/02/2026")
    assert answer.status_code == 422
    assert "Hạn trả lời từ hôm nay trở đi" in answer.content.decode()


def test_steps_are_only_added_never_changed_or_taken_away(task, leader, owner):
    direction = directing.direct(task, "Báo cáo", by=leader, at=NOW)
    directing.answer_direction(direction, "Đã làm", by=owner, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('dotpha_app', 'tasks_app_directionstep', 'UPDATE'),"
            " has_table_privilege('dotpha_app', 'tasks_app_directionstep', 'DELETE'),"
            " has_table_privilege('dotpha_app', 'tasks_app_directionstep', 'INSERT')"
        )
        assert cursor.fetchone() == (False, False, True)
    assert DirectionStep.objects.count() == 1


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_shows_each_direction_under_whose_turn_it_is_late_ones_marked(
    client, giver, task, leader, owner
):
    late = directing.direct(task, "Ý kiến trễ hạn", due_on=date(2026, 6, 1), by=leader, at=NOW)
    done = directing.direct(make_task(giver=giver, assignee=owner), "Ý kiến đã trả lời", by=leader, at=NOW)
    directing.answer_direction(done, "Đã làm", by=owner, at=NOW)
    client.force_login(leader)

    waiting = client.get(reverse("tasks:direction_list")).content.decode()
    answered = client.get(reverse("tasks:direction_list"), {"muc": "cho-xem"}).content.decode()

    assert late.text in waiting and "Quá hạn trả lời" in waiting and done.text not in waiting
    assert done.text in answered and "Kết thúc hoặc yêu cầu làm rõ" in answered
    client.force_login(owner)
    assert "Trả lời" in client.get(reverse("tasks:direction_list")).content.decode()


def test_a_direction_on_a_task_that_is_over_waits_for_nobody(client, giver, leader, owner):
    task = make_task(giver=giver, assignee=owner)
    directing.direct(task, "Ý kiến cũ", by=leader, at=NOW)
    Task.objects.filter(pk=task.pk).update(status=S.ENDED_EARLY)
    client.force_login(leader)
    assert "Ý kiến cũ" not in client.get(reverse("tasks:direction_list")).content.decode()
