"""The desk's queues: the badge beside the navigation is the number of rows on the page it leads to."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cadres.models import Office
from tasks_app.models import ChangeRequest, Task, Urge
from tasks_app.statistics.waiting import badges
from tests.factories import NOW, make_cadre, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PAGES = {"/don-doc/": "urge", "/cho-ket-luan/": "conclusion", "/cho-y-kien/": "opinion"}
# In whose navigation a number stands.
SHOWN_TO = {"urge": (Role.OFFICER, Role.APPRAISER), "conclusion": (Role.OFFICER,), "opinion": (Role.LEADER,)}


def days(n):
    return timezone.localdate() + timedelta(days=n)


def ask(task, kind="extension", **fields):
    return ChangeRequest.objects.create(
        task=task,
        kind=kind,
        reason="Mưa lũ kéo dài",
        requested_by=task.created_by,
        requested_at=NOW,
        **fields,
    )


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


@pytest.fixture
def everything(giver):
    """Tasks of every kind, of which some belong on each queue and some on two."""
    late, long_late = (
        make_task(giver=giver, title="Trễ 10", due_on=days(-10)),
        make_task(giver=giver, title="Trễ 40", due_on=days(-40)),
    )
    make_task(giver=giver, title="Trễ đúng 30", due_on=days(-30))
    make_task(giver=giver, title="Chậm", committed_on=days(-90), slow_from_on=days(-1), due_on=days(90))
    make_task(giver=giver, title="Đúng", committed_on=days(-90), due_on=days(90))
    make_task(giver=giver, title="Chờ KL", status=S.AWAITING_CONCLUSION, asked_conclusion_on=days(-3))
    both = make_task(
        giver=giver, title="Chờ KL và xin", status=S.AWAITING_CONCLUSION, asked_conclusion_on=days(-9)
    )
    make_task(giver=giver, title="Dừng", status=S.ON_HOLD, due_on=days(-99), starts_on=days(-300))
    make_task(giver=giver, title="Xong", status=S.CONCLUDED)
    make_task(giver=giver, title="Nháp", status=S.DRAFT, due_on=days(-99), starts_on=days(-300))
    make_task(title="Nơi khác", due_on=days(-40))
    ask(late)
    ask(long_late, due_proposed=days(60))
    ask(both, kind="content")
    ask(both)
    decided = make_task(giver=giver, title="Đã gia hạn", committed_on=days(-9), due_on=days(90))
    ask(
        decided,
        outcome="refused",
        outcome_reason="Đủ thời gian",
        decided_on=days(0),
        decided_by=decided.created_by,
    )


def body(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def titles(text):
    return re.findall(r'<a class="ten" href="[^"]*">([^<]*)</a>', text)


def tabs_of(text):
    text = "".join(re.findall(r'<ul class="the-nhanh".*?</ul>', text, re.DOTALL))
    return dict(re.findall(r'<li><a href="[^"]*"(?: aria-current="true")?>([^<]+) <b>(\d+)</b>', text))


def test_the_badge_is_the_number_on_its_page_and_of_its_rows(client, everything, giver):
    for role in (Role.OFFICER, Role.LEADER, Role.APPRAISER):
        user = make_user(role=role, unit=giver)
        waiting = badges(user, on=days(0))
        client.force_login(user)
        for url, name in PAGES.items():
            text = body(client.get(url))
            number = int(re.search(r"Có (\d+) việc", text)[1])
            assert number == len(titles(text)), (role, url)
            if role in SHOWN_TO[name]:
                counted = waiting.by_queue["ket-luan"] if name == "conclusion" else getattr(waiting, name)
                assert counted == number, (role, url)


def test_each_queue_holds_what_it_is_for_in_its_order(client, everything, officer):
    client.force_login(officer)
    assert titles(body(client.get("/don-doc/"))) == ["Trễ 40", "Trễ đúng 30", "Trễ 10", "Chậm"]
    assert titles(body(client.get("/cho-ket-luan/"))) == ["Chờ KL và xin", "Chờ KL"]
    assert set(titles(body(client.get("/cho-y-kien/")))) == {"Trễ 40", "Trễ 10", "Chờ KL", "Chờ KL và xin"}


def test_the_leaders_page_shows_one_matter_at_a_time_and_counts_each(client, everything, officer):
    client.force_login(officer)
    text = body(client.get("/cho-y-kien/?muc=qua-han"))
    assert titles(text) == ["Trễ 40"]
    tabs = tabs_of(text)
    assert tabs == {"Tất cả": "4", "Đề nghị thay đổi": "3", "Quá hạn trên 30 ngày": "1", "Chờ kết luận": "2"}
    assert len(titles(body(client.get("/cho-y-kien/?muc=linh-tinh")))) == 4


def test_the_officer_decides_changes_the_leader_directs(client, everything, giver, officer):
    change = ChangeRequest.objects.get(task__title="Trễ 40")
    decide = f"/viec/{change.task.code}/de-nghi/{change.pk}/quyet-dinh/"
    client.force_login(officer)
    assert decide in body(client.get("/cho-y-kien/"))
    client.force_login(make_user(role=Role.LEADER, unit=giver))
    text = body(client.get("/cho-y-kien/"))
    assert decide not in text and f"/viec/{change.task.code}/y-kien/" in text


def test_who_carries_a_task_himself_is_not_led_to_judge_it(client, giver, officer):
    task = make_task(giver=giver, assignee=officer, status=S.AWAITING_CONCLUSION)
    client.force_login(officer)
    assert f"/viec/{task.code}/ket-luan/" not in body(client.get("/cho-ket-luan/"))


def test_the_queue_shows_when_one_was_last_urged(client, giver, officer):
    task = make_task(giver=giver, due_on=days(-4))
    for at in (NOW, NOW + timedelta(days=2)):
        Urge.objects.create(task=task, text="x", body_name="Ban Tổ chức", by=officer, at=at)
    client.force_login(officer)
    assert "03/06/2026" in body(client.get("/don-doc/"))


def test_people_on_a_queue_are_counted_once(client, giver, officer):
    one = make_cadre()
    for _ in range(3):
        make_task(giver=giver, assignee=one, due_on=days(-4))
    client.force_login(officer)
    assert "Có 3 việc, 1 đồng chí" in body(client.get("/don-doc/"))


def test_with_several_committees_the_queue_tells_them_apart_and_adds_up_to_the_badge(client, giver, officer):
    other = make_unit("Huyện ủy Sơn Dương")
    Office.objects.create(user=officer, role=Role.OFFICER, unit=other, starts_on=days(-9))
    make_task(giver=giver, title="Của tỉnh", due_on=days(-4))
    make_task(giver=other, title="Của huyện", due_on=days(-4))
    client.force_login(officer)

    text = body(client.get(f"/don-doc/?cap-uy={other.pk}"))

    assert titles(text) == ["Của huyện"]
    tabs = tabs_of(text)
    assert tabs == {"Mọi cấp ủy": "2", "Tỉnh ủy Tuyên Quang": "1", "Huyện ủy Sơn Dương": "1"}
    assert badges(officer, on=days(0)).urge == 2


@pytest.mark.parametrize("url", PAGES)
def test_an_empty_queue_says_so_and_a_cadre_has_none(client, giver, officer, url):
    client.force_login(officer)
    assert "Không có" in body(client.get(url))
    client.force_login(make_user())
    assert client.get(url).status_code == 403
