"""The session ended while somebody typed: his text waits for him, and for nobody else, after he has signed in again."""

import html
import uuid

import pytest
from django.conf import settings

from cadres.models import Office
from tasks_app.models import Direction, PendingForm, Task
from tests.factories import make_round, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role = Office.Role
TYPED = "Khẩn trương bàn giao mặt bằng thôn 3 <b>"


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn", short_code="YS")


@pytest.fixture
def leader(giver):
    return make_user(role=Role.LEADER, unit=giver)


@pytest.fixture
def address(giver):
    return f"/viec/{make_task(giver=giver).ref}/y-kien/"


def sign_in_and_expire(client, user, address):
    """He opens the page; then the session is gone, the browser's other cookies are not."""
    client.force_login(user)
    page = client.get(address)
    assert page.status_code == 200
    client.cookies.pop(settings.SESSION_COOKIE_NAME)


def test_a_full_page_post_is_kept_and_offered_again_to_the_same_person(client, leader, address):
    sign_in_and_expire(client, leader, address)

    answer = client.post(
        address, {"text": TYPED, "key": uuid.uuid4(), "version": 1, "csrfmiddlewaretoken": "x"}
    )

    assert answer.status_code == 302 and answer.url.startswith("/tai-khoan/login/?next=")
    assert not Direction.objects.exists()
    kept = PendingForm.objects.get()
    assert (kept.user, kept.data["values"]) == (leader, {"text": TYPED})
    client.force_login(leader)
    page = html.unescape(client.get(address).content.decode())
    assert TYPED in page and "Phiên làm việc đã hết" in page

    client.post(address, {"text": TYPED, "key": uuid.uuid4(), "version": 1})

    assert Direction.objects.get().text == TYPED
    assert not PendingForm.objects.exists()
    assert "Phiên làm việc đã hết" not in html.unescape(client.get(address).content.decode())


def test_another_person_at_the_same_machine_sees_nothing_of_it(client, leader, giver, address):
    sign_in_and_expire(client, leader, address)
    client.post(address, {"text": TYPED})
    client.force_login(make_user(role=Role.LEADER, unit=giver))
    assert "thôn 3" not in client.get(address).content.decode()


def test_a_part_of_a_page_is_led_to_the_login_whole(client, leader, address):
    sign_in_and_expire(client, leader, address)
    answer = client.post(address, {"text": TYPED}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/tai-khoan/login/?next=")
    assert PendingForm.objects.get().user == leader


def test_who_was_never_signed_in_here_leaves_nothing(client, leader, address):
    client.post(address, {"text": TYPED})
    client.cookies["ai-nhap"] = f"{leader.pk}:forged:signature"
    client.post(address, {"text": TYPED})
    assert not PendingForm.objects.exists()


def test_what_no_office_form_holds_is_not_kept(client, leader, address):
    sign_in_and_expire(client, leader, address)
    answer = client.post(address, {"text": "á" * 400_000})
    assert answer.status_code == 302
    assert not PendingForm.objects.exists()


def test_a_half_written_order_comes_back_with_its_rows_and_boxes(client, giver):
    officer = make_user(role=Role.OFFICER, unit=giver)

    make_round(giver)
    address = f"/viec/moi/?cap-uy={giver.pk}"
    sign_in_and_expire(client, officer, address)
    client.post("/viec/moi/", {"title": "Xây cầu Bợ", "natures": ["new", "hard"], "lam": "nhap"})
    client.force_login(officer)
    page = html.unescape(client.get("/viec/moi/").content.decode())
    assert "Xây cầu Bợ" in page
    for nature in ("new", "hard"):
        assert f'value="{nature}"' in page
    assert page.count("checked") >= 2
    assert not Task.objects.exists()
