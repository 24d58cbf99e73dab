"""The calendar of a person's phone: secret, revocable, content-poor, and never more than he may see."""

from datetime import date

import pytest
from django.db import IntegrityError
from icalendar import Calendar

from cadres.models import Office
from tasks_app.models import Assignment, CalendarFeed, Task
from tests.factories import NOW, make_round, make_task, make_user

pytestmark = pytest.mark.django_db
PAGE = "/cai-dat/lich/"


@pytest.fixture
def cadre():
    return make_user()


def address(client, user):
    client.force_login(user)
    page = client.post(PAGE, {"lam": "moi"})
    client.logout()
    return page.context["address"].partition("//")[2].partition("/")[2]


def events(client, path):
    answer = client.get("/" + path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_feed_needs_no_login_and_holds_the_days_of_his_tasks(client, cadre):
    task = make_task(assignee=cadre, due_on=date(2026, 12, 31), commitment_due_on=date(2026, 1, 25))
    path = address(client, cadre)
    found = {str(e["SUMMARY"]): e["DTSTART"].dt for e in events(client, path)}
    assert found == {
        f"Hạn việc {task.code}": date(2026, 12, 31),
        f"Hạn cam kết {task.code}": date(2026, 1, 25),
    }
    assert CalendarFeed.objects.get().last_read_on


def test_it_holds_dates_and_codes_but_no_content(client, cadre):
    task = make_task(assignee=cadre, title="Tên việc không được ra khỏi hệ thống")
    path = address(client, cadre)
    body = client.get("/" + path).content.decode().replace("\r\n ", "")
    assert task.code in body
    assert task.title not in body and task.unit.name not in body and cadre.cadre.full_name not in body


def test_a_moved_deadline_moves_the_entry(client, cadre):
    task = make_task(assignee=cadre, due_on=date(2026, 12, 31))
    path = address(client, cadre)
    (before,) = events(client, path)
    Task.objects.filter(pk=task.pk).update(due_on=date(2027, 1, 29))
    (after,) = events(client, path)
    assert before["UID"] == after["UID"] and after["DTSTART"].dt == date(2027, 1, 29)


def test_what_is_no_longer_his_is_not_in_it(client, cadre):
    task = make_task(assignee=cadre)
    make_task()
    path = address(client, cadre)
    assert len(events(client, path)) == 1
    Assignment.objects.filter(task=task).update(ends_on=date(2026, 5, 1))
    assert events(client, path) == []


@pytest.mark.parametrize(
    "status", [Task.Status.CONCLUDED, Task.Status.ON_HOLD, Task.Status.AWAITING_DECISION]
)
def test_only_running_tasks_have_days(client, cadre, status):
    make_task(assignee=cadre, status=status)
    assert events(client, address(client, cadre)) == []


def test_an_officer_has_the_stages_of_his_rounds(client):
    round = make_round(registration_until=date(2026, 1, 31), closes_on=date(2026, 11, 30))
    make_round(registration_until=date(2026, 2, 1))
    officer = make_user(role=Office.Role.OFFICER, unit=round.committee)
    found = {str(e["SUMMARY"]): e["DTSTART"].dt for e in events(client, address(client, officer))}
    assert found == {
        "Hết hạn đăng ký: đợt năm 2026": date(2026, 1, 31),
        "Chốt năm: đợt năm 2026": date(2026, 11, 30),
    }


def test_a_new_address_ends_the_old_one_and_the_secret_is_not_kept(client, cadre):
    old, new = address(client, cadre), address(client, cadre)
    assert old != new
    assert client.get("/" + old).status_code == 404
    assert client.get("/" + new).status_code == 200
    secret = new.removeprefix("lich/").removesuffix(".ics")
    assert not CalendarFeed.objects.filter(secret_digest__contains=secret).exists()
    client.force_login(cadre)
    assert secret not in client.get(PAGE).content.decode()


def test_a_revoked_address_and_a_locked_account_answer_nothing(client, cadre):
    path = address(client, cadre)
    client.force_login(cadre)
    assert client.post(PAGE, {"lam": "ngung"}).status_code == 302
    assert client.get("/" + path).status_code == 404
    assert CalendarFeed.objects.get().revoked_at is not None
    path = address(client, cadre)
    cadre.is_active = False
    cadre.save()
    assert client.get("/" + path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 3000, "%00", "..%2f..", "' OR 1=1"])
def test_a_guess_answers_like_nothing(client, secret):
    answer = client.get(f"/lich/{secret}.ics")
    assert answer.status_code == 404


def test_the_feed_is_only_read(client, cadre):
    path = address(client, cadre)
    assert client.post("/" + path).status_code == 405
    answer = client.get("/" + path)
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_two_living_addresses_cannot_be(cadre):
    CalendarFeed.objects.create(user=cadre, secret_digest="a", created_at=NOW)
    with pytest.raises(IntegrityError):
        CalendarFeed.objects.create(user=cadre, secret_digest="b", created_at=NOW)
