"""The system administrator keeps units, people, posts and accounts; nobody else does."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Appointment, Cadre, Office, Unit, User
from tests.factories import make_cadre, make_kind, make_unit, make_user

pytestmark = pytest.mark.django_db
HOURS = {"digest_hour": 8, "quiet_from_hour": 20, "quiet_until_hour": 6}
Role = Office.Role
LISTS = ["unit_list", "person_list", "position_list", "account_list"]


@pytest.fixture
def admin(client):
    user = make_user(role=Role.SYSTEM_ADMIN, unit=make_unit())
    client.force_login(user)
    return user


@pytest.mark.parametrize("page", [*LISTS, "unit_new", "person_new", "position_new", "account_new"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.INSPECTOR, None])
def test_only_the_system_administrator_opens_the_roster(client, page, role):
    client.force_login(make_user(role=role, unit=make_unit()) if role else make_user())
    assert client.get(reverse(f"cadres:{page}")).status_code == 403


def test_a_unit_is_found_without_diacritics(client, admin):
    make_unit("Đảng ủy xã Mỹ Bằng")
    make_unit("Đảng ủy xã Công Đa")
    page = client.get(reverse("cadres:unit_list"), {"q": "my bang"}).text
    assert "Mỹ Bằng" in page
    assert "Công Đa" not in page


def test_a_unit_is_added_with_its_place_in_the_tree(client, admin):
    parent, kind = make_unit("Tỉnh ủy Tuyên Quang"), make_kind()
    data = {
        "name": "Đảng ủy  xã Kiến Thiết",
        "kind": kind.pk,
        "short_code": "kt-x",
        "parent": "tinh uy tuyen",
        "starts_on": "1/7/2025",
    }
    response = client.post(reverse("cadres:unit_new"), data)

    unit = Unit.objects.get(name="Đảng ủy xã Kiến Thiết")
    assert response.url == reverse("cadres:unit_page", args=[unit.pk])
    assert (unit.parent, unit.short_code) == (parent, "KT-X")
    assert unit.placements.get().starts_on == date(2025, 7, 1)
    assert client.get(response.url).status_code == 200


def test_a_bad_unit_form_says_what_to_do_and_keeps_what_was_typed(client, admin):
    make_unit(short_code="TU")
    data = {"name": "Xã mới", "short_code": "TU", "parent": "không có đâu", "starts_on": "31/02/2026"}
    response = client.post(reverse("cadres:unit_new"), data)
    assert response.status_code == 422
    assert "Mã hiệu TU đã có đơn vị khác dùng" in response.text
    assert "Không tìm thấy đơn vị cấp trên" in response.text
    assert "Nhập ngày có thật" in response.text
    assert "31/02/2026" in response.text
    assert 'value="Xã mới"' in response.text


def test_a_unit_moves_and_never_under_itself(client, admin):
    parent = make_unit("Huyện ủy Yên Sơn")
    unit = make_unit("Đảng ủy xã Mỹ Bằng", parent=make_unit())
    url = reverse("cadres:unit_move", args=[unit.pk])

    assert client.post(url, {"parent": f"x #{unit.pk}", "on": "01/07/2025"}).status_code == 422
    client.post(url, {"parent": "huyện uỷ yên sơn", "on": "01/07/2025"})

    unit.refresh_from_db()
    assert unit.parent == parent


def test_a_unit_ends_and_its_page_stays(client, admin):
    unit = make_unit()
    client.post(reverse("cadres:unit_end", args=[unit.pk]), {"on": "01/07/2025"})
    unit.refresh_from_db()
    assert unit.ends_on == date(2025, 7, 1)
    assert "Kết thúc hoạt động từ 01/07/2025" in client.get(reverse("cadres:unit_page", args=[unit.pk])).text


def test_a_person_gets_a_post_and_leaves_it(client, admin):
    make_unit("Đảng ủy xã Mỹ Bằng")
    cadre = make_cadre("Nguyễn Văn Bình")
    client.post(reverse("cadres:position_new"), {"name": "Bí thư", "rank": 10, "is_head": "on"})
    position = str(Appointment.position.field.related_model.objects.get().pk)
    data = {"position": position, "unit": "xã mỹ bằng", "kind": "full", "starts_on": "01/07/2025"}
    client.post(reverse("cadres:appointment_new", args=[cadre.pk]), data)
    post = cadre.appointments.get()
    assert post.title == "Bí thư Đảng ủy xã Mỹ Bằng"
    again = client.post(reverse("cadres:appointment_new", args=[cadre.pk]), data)
    assert again.status_code == 422

    client.post(reverse("cadres:appointment_end", args=[post.pk]), {"on": "01/01/2026"})

    post.refresh_from_db()
    assert post.ends_on == date(2026, 1, 1)


def test_an_account_is_personal_and_its_first_password_is_shown_once(client, admin):
    cadre = make_cadre("Lê Thị Phương")
    data = {"cadre": "le thi phuong", "username": "phuong.lt", "email": "Phuong@example.vn"}
    response = client.post(reverse("cadres:account_new"), data, follow=True)
    account = User.objects.get(username="phuong.lt")
    password = response.text.split("chỉ hiện một lần: ")[1][:17]
    assert account.cadre == cadre
    assert account.check_password(password)
    assert password not in client.get(reverse("cadres:account_page", args=[account.pk])).text
    assert client.post(reverse("cadres:account_new"), data | {"username": "khac"}).status_code == 422


def test_a_locked_account_is_signed_out_at_its_next_request(client, admin):
    from django.test import Client

    other = make_user()
    their = Client()
    their.force_login(other)
    assert their.get(reverse("cadres:account_settings")).status_code == 200

    for _ in range(2):  # a second press does not open it again
        client.post(reverse("cadres:account_lock", args=[other.pk]), {"khoa": "1"})

    assert their.get(reverse("cadres:account_settings")).status_code == 302
    client.post(reverse("cadres:account_lock", args=[admin.pk]), {"khoa": "1"})
    admin.refresh_from_db()
    assert admin.is_active


def test_a_role_is_given_and_ended_by_day(client, admin):
    unit, other = make_unit("Tỉnh ủy Tuyên Quang"), make_user()
    data = {"role": Role.OFFICER, "unit": f"x #{unit.pk}", "starts_on": "01/01/2026"}
    client.post(reverse("cadres:office_new", args=[other.pk]), data)
    office = other.offices.get()
    assert client.post(reverse("cadres:office_new", args=[other.pk]), data).status_code == 422
    client.post(reverse("cadres:office_end", args=[office.pk]), {"on": "01/02/2026"})
    office.refresh_from_db()
    assert office.ends_on == date(2026, 2, 1)


def test_everyone_sets_his_own_text_size(client):
    user = make_user()
    client.force_login(user)
    response = client.post(
        reverse("cadres:account_settings"), {"text_size": "co-lon", "mail_on": "on"} | HOURS, follow=True
    )
    assert 'class="co-lon"' in response.text
    user.refresh_from_db()
    assert (user.text_size, user.shortcuts_on, user.mail_on) == ("co-lon", False, True)


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize("page", LISTS)
def test_roster_lists_ask_the_same_number_of_queries(
    client, admin, page, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        make_user(role=Role.OFFICER, unit=make_unit())
    client.get(reverse(f"cadres:{page}"))  # a new connection prepares the statement that counts what waits
    with django_assert_max_num_queries(17):
        assert client.get(reverse(f"cadres:{page}")).status_code == 200
    assert Cadre.objects.count() >= rows


def test_a_role_is_given_over_the_unit_that_exists_where_two_share_a_name(client, admin):
    old, new = make_unit("Tỉnh ủy Tuyên Quang"), make_unit("Tỉnh ủy Tuyên Quang")
    Unit.objects.filter(pk=old.pk).update(ends_on=date(2025, 7, 1))
    other = make_user(cadre=False)
    data = {"role": Role.OFFICER, "unit": "Tỉnh ủy Tuyên Quang", "starts_on": "01/01/2026"}

    client.post(reverse("cadres:office_new", args=[other.pk]), data)

    assert other.offices.get().unit == new


def test_an_account_is_made_from_the_page_of_its_person(client, admin):
    cadre = make_cadre("Nông Thị Thử")
    page = client.get(reverse("cadres:person_page", args=[cadre.pk])).text
    address = f"{reverse('cadres:account_new')}?can-bo={cadre.pk}"
    assert address in page
    assert f"Nông Thị Thử #{cadre.pk}" in client.get(address).text
    assert "Nhập tên đăng nhập" in client.post(address, {"cadre": f"#{cadre.pk}"}).text
