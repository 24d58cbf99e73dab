"""A cadre authorises a colleague, who prepares; he confirms, takes back, is returned, mends, sends again, gives one up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation
from tasks_app.models import Task
from tasks_app.statistics.rounds import MISSING, REGISTERED, RETURNED, people_of
from tests.factories import appoint, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import make_desk, order_data

pytestmark = pytest.mark.django_db
S = Task.Status


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_registration_with_an_authorised_person_without_script():
    on = timezone.localdate()
    desk = make_desk(registration_until=on + timedelta(days=20), appraisal_until=on + timedelta(days=40))
    chi = make_user(name="Lục Mai Chi")
    appoint(chi.cadre, "Chuyên viên", desk.land)
    helper, cadre, officer = map(signed_in, (chi, desk.hung, desk.officer))
    at_a_glance = reverse("tasks:round_page", args=[desk.round.pk])

    def state():
        return {p.cadre.full_name: p.state for p in people_of(desk.round, on=on)}

    # The officer says who must register, and reminds them.
    edit_round = reverse("tasks:edit_round", args=[desk.round.pk])
    fill(officer, edit_round, {"must_register": [desk.hung_post.position_id]}, containing="slow_points")
    assert state() == {"Trần Quốc Hưng": MISSING, "Lê Thị Mai": MISSING}
    fill(officer, reverse("tasks:urge_registrations", args=[desk.round.pk]), containing="text")
    assert "Đợt «Đợt giao việc năm nay» nhận đăng ký" in cadre.get("/thong-bao/").text

    # Until he is authorised, his colleague has no such page.
    register = f"{reverse('tasks:register_task')}?dong-chi={desk.hung.cadre.pk}"
    assert helper.get(register).status_code == 404
    until = f"{on + timedelta(days=10):%d/%m/%Y}"
    fill(cadre, reverse("tasks:authorise"), {"assistant": "luc mai chi", "last_on": until})
    typed = order_data(desk, lam=None, lead=None, origin=None, collective=None)
    fill(helper, register, typed, button=("lam", "trinh"), containing="title")
    task = Task.objects.get()
    edit = reverse("tasks:edit_task", args=[task.ref])
    assert (task.status, state()["Trần Quốc Hưng"]) == (S.DRAFT, MISSING)
    assert task.title not in officer.get(at_a_glance).text

    # He looks it over and sends it, takes it back for one more word, and sends it again.
    assert "chờ đồng chí xác nhận" in cadre.get("/viec-cua-toi/").text
    fill(cadre, edit, button=("lam", "trinh"), containing="title")
    assert state()["Trần Quốc Hưng"] == REGISTERED
    fill(cadre, reverse("tasks:take_back_registration", args=[task.ref]), containing="version")
    assert state()["Trần Quốc Hưng"] == MISSING
    fill(cadre, edit, {"product": "Biên bản bàn giao mặt bằng"}, button=("lam", "trinh"))

    # Returned with a reason: his colleague mends it, he confirms; the desk sees what was changed.
    back = reverse("tasks:move_task", args=[task.ref, "return"])
    fill(officer, back, {"reason": "Chỉ tiêu thấp so với kế hoạch của tỉnh"})
    assert state()["Trần Quốc Hưng"] == RETURNED
    assert "Chỉ tiêu thấp so với kế hoạch của tỉnh" in helper.get(edit).text
    fill(helper, edit, {"ct-0-target": "340"}, button=("lam", "trinh"))
    assert "312" in cadre.get(edit).text and "340" in cadre.get(edit).text
    fill(cadre, edit, button=("lam", "trinh"), containing="title")
    page = officer.get(reverse("tasks:task_page", args=[task.ref])).text
    assert "Đã sửa so với bản gửi trước" in page
    assert "Lục Mai Chi" in page and "cập nhật thay đ/c Trần Quốc Hưng bản đăng ký" in page

    # A second one is given up; the first one stays on its way.
    other = typed | {"title": "Số hóa toàn bộ hồ sơ địa chính của tỉnh"}
    fill(cadre, reverse("tasks:register_task"), other, button=("lam", "trinh"), containing="title")
    second = Task.objects.exclude(pk=task.pk).get()
    give_up = reverse("tasks:withdraw_registration", args=[second.ref])
    fill(cadre, give_up, {"reason": "Trùng với dự án của trung ương"})
    second.refresh_from_db()
    assert second.status == S.WITHDRAWN
    assert officer.get(reverse("tasks:task_page", args=[second.ref])).status_code == 404
    assert "Trùng với dự án của trung ương" in officer.get("/thong-bao/").text
    person = next(p for p in people_of(desk.round, on=on) if p.cadre == desk.hung.cadre)
    assert (person.state, person.tasks) == (REGISTERED, 1)

    # The authorisation ends: from now on nothing of his exists for the colleague.
    fill(cadre, reverse("tasks:end_authorisation", args=[Authorisation.objects.get().pk]), containing="key")
    assert helper.get(edit).status_code == 404
    task.refresh_from_db()
    kinds = list(task.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "created", "edited", "submit", "take_back", "edited", "submit", "return", "edited", "edited", "submit",
    ]  # fmt: skip
