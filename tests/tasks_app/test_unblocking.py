"""What is in the way has an owner, a day and an answer; *vướng ở ai* shows where it waits; who is asked sees."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import unblocking
from tasks_app.actions.committing import Named
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Notice, Obstacle, Recommendation, Task
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.hurdles import by_solver, hurdles
from tests.factories import NOW, TODAY, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


@pytest.fixture
def province():
    return make_unit("Tỉnh ủy Tuyên Quang")


@pytest.fixture
def bureau(province):
    return make_unit("Sở Tài nguyên và Môi trường", parent=province)


@pytest.fixture
def head(bureau):
    """Head of the bureau that is asked; he has nothing to do with the task."""
    return make_user(role=Role.UNIT_HEAD, unit=bureau)


@pytest.fixture
def task(province, owner):
    district = make_unit("Huyện ủy Yên Sơn", parent=province)
    return make_task(giver=district, assignee=owner, title="Giải phóng mặt bằng cụm công nghiệp")


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def send(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def day(n):
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


def test_the_cadre_names_what_is_in_the_way_between_reports_and_the_body_asked_solves_it(
    client, task, owner, head, bureau
):
    assert not visible_tasks(head).exists()
    named = {"text": "Chưa có giá đất cụ thể", "solver": "so tai nguyen va moi truong", "due_on": day(20)}
    assert send(client, owner, address("name_obstacle", task), **named).status_code == 302

    obstacle = task.obstacles.get()
    assert (obstacle.solver, obstacle.solver_note) == (bureau, "")
    assert Notice.objects.get(recipient=head).why == "Nội dung cần đơn vị của đồng chí giải quyết"
    assert list(visible_tasks(head)) == [task]
    client.force_login(head)
    page = client.get(reverse("tasks:hurdle_list")).content.decode()
    assert "Chưa có giá đất cụ thể" in page and "Đơn vị của đồng chí." in page
    solved = send(
        client,
        head,
        address("solve_obstacle", task, obstacle.pk),
        text="Đã ban hành giá đất",
        solved_on=day(0),
    )
    assert solved.status_code == 302
    obstacle.refresh_from_db()
    assert (obstacle.solved_by, obstacle.answer) == (head, "Đã ban hành giá đất")
    assert list(visible_tasks(head)) == [task]


def test_what_is_asked_without_a_day_has_one_all_the_same(task, owner):
    named = unblocking.name_obstacle(task, Named("Vướng", solver_note="Chủ đầu tư"), by=owner, at=NOW)
    assert named.due_on == TODAY + timedelta(days=unblocking.ANSWER_DAYS)


def test_only_who_carries_the_task_names_what_is_in_the_way(client, task, head, province):
    for user in (make_user(role=Role.OFFICER, unit=province), make_user()):
        client.force_login(user)
        assert client.get(address("name_obstacle", task)).status_code == 404
    with pytest.raises(NotPossible):
        unblocking.name_obstacle(task, Named("Vướng"), by=head, at=NOW)


def test_what_a_body_cannot_solve_it_passes_on_and_the_cadre_is_told(
    client, task, owner, head, bureau, province
):
    finance = make_unit("Sở Tài chính", parent=province)
    asked = Recommendation.objects.create(
        task=task, addressee=bureau, text="Bố trí vốn", made_on=TODAY, by=owner
    )
    url = address("pass_on_recommendation", task, asked.pk)

    assert send(client, head, url, unit="Sở không có", reason="Không đúng").status_code == 422
    same = send(client, head, url, unit=bureau.name, reason="Không đúng")
    assert same.status_code == 422 and "chọn đơn vị khác" in same.content.decode()
    answer = send(client, head, url, unit="Sở Tài chính", reason="Thuộc thẩm quyền Sở Tài chính")

    asked.refresh_from_db()
    assert (answer.status_code, asked.addressee) == (302, finance)
    assert answer["Location"] == reverse("tasks:hurdle_list")  # no longer his to see
    event = task.events.get()
    assert event.act == "chuyển kiến nghị từ Sở Tài nguyên và Môi trường sang Sở Tài chính"
    assert owner.notices.count() == 1
    assert client.get(url).status_code == 404


def test_nobody_answers_what_he_asked_for_himself(client, task, owner, province):
    """Head of a bureau and assignee in one: his own recommendation is another's to answer."""
    Office.objects.create(user=owner, role=Role.OFFICER, unit=province, starts_on=date(2020, 1, 1))
    asked = Recommendation.objects.create(task=task, addressee=province, text="Vốn", made_on=TODAY, by=owner)
    client.force_login(owner)
    assert client.get(address("answer_recommendation", task, asked.pk)).status_code == 404
    assert client.get(address("pass_on_recommendation", task, asked.pk)).status_code == 404


def test_a_body_beside_the_one_that_is_asked_sees_nothing(client, task, owner, bureau, province):
    Obstacle.objects.create(task=task, text="Chưa có giá đất", solver=bureau, named_on=TODAY, by=owner)
    beside = make_user(role=Role.UNIT_HEAD, unit=make_unit("Sở Xây dựng", parent=province))
    client.force_login(beside)
    assert "Chưa có giá đất" not in client.get(reverse("tasks:hurdle_list")).content.decode()
    assert client.get(address("task_page", task)).status_code == 404


def test_an_inspector_or_council_of_the_asked_body_gains_no_sight_by_it(task, owner, bureau):
    Obstacle.objects.create(task=task, text="Chưa có giá đất", solver=bureau, named_on=TODAY, by=owner)
    assert not visible_tasks(make_user(role=Role.COUNCIL, unit=bureau)).exists()


# ---- vướng ở ai ------------------------------------------------------------------------------------------------------


def test_solvers_stand_by_the_longest_wait_the_readers_own_first(task, owner, head, bureau, province):
    for solver, days in ((province, 40), (bureau, 3), (bureau, 12)):
        Obstacle.objects.create(
            task=task, text="Vướng", solver=solver, named_on=TODAY - timedelta(days=days), by=owner
        )
    Obstacle.objects.create(task=task, text="Vướng", solver_note="Chủ đầu tư", named_on=TODAY, by=owner)
    Obstacle.objects.create(
        task=task, text="Xong", solver=bureau, named_on=TODAY, solved_on=TODAY, answer="Xong", by=owner
    )
    Recommendation.objects.create(
        task=task,
        addressee=bureau,
        text="Vốn",
        made_on=TODAY - timedelta(days=5),
        due_on=TODAY - timedelta(days=1),
        by=owner,
    )
    from cadres.offices import standing

    groups = by_solver(hurdles(head, on=TODAY), standing(head), on=TODAY)

    shape = [(s.name, s.is_own, [row.days for row in s.rows], s.late) for s in groups]
    assert shape == [
        (bureau.name, True, [12, 5, 3], 1),
        (province.name, False, [40], 0),
        ("Chủ đầu tư", False, [0], 0),
    ]


def test_what_stands_in_the_way_of_a_task_that_is_over_waits_for_nobody(task, owner, head, bureau):
    Obstacle.objects.create(task=task, text="Vướng", solver=bureau, named_on=TODAY, by=owner)
    Task.objects.filter(pk=task.pk).update(
        status=S.CONCLUDED, completed=True, result="met", finished_on=TODAY, concluded_on=TODAY
    )
    assert hurdles(head, on=TODAY) == []


def test_a_solver_with_much_waiting_shows_five_and_opens_whole(client, task, owner, head, bureau):
    for n in range(8):
        Obstacle.objects.create(task=task, text=f"Vướng thứ {n}", solver=bureau, named_on=TODAY, by=owner)
    client.force_login(head)
    few = client.get(reverse("tasks:hurdle_list")).content.decode()
    whole = client.get(reverse("tasks:hurdle_list"), {"ai": bureau.pk}).content.decode()
    assert few.count("Vướng thứ") == 5 and "Xem cả 8 nội dung" in few
    assert whole.count("Vướng thứ") == 8
    assert client.get(reverse("tasks:hurdle_list"), {"ai": "không có"}).status_code == 200
