"""A round on the desk: registered, returned, adjusted, merged, ordered to many, appraised, put in order, decided in one act."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks_app.models import BulkAct, Notice, Task
from tests.factories import appoint, make_cadre, make_unit, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import errors_of, make_desk, order_data

pytestmark = pytest.mark.django_db
S = Task.Status


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def registered(desk, client, title, **changes):
    """Through the registration page, as its cadre sends it."""
    typed = order_data(desk, lam=None, lead=None, origin=None, collective=None, title=title) | changes
    fill(client, reverse("tasks:register_task"), typed, button=("lam", "trinh"), containing="title")
    return Task.objects.get(title=title)


def many(name, *tasks):
    return f"{reverse('tasks:act_on_many', args=[name])}?" + "&".join(
        f"viec={task.public_id}" for task in tasks
    )


def test_a_round_is_considered_and_decided():
    desk = make_desk(registration_until=timezone.localdate() + timedelta(days=20))
    deputy = make_user(name="Lê Thị Hai")
    appoint(deputy.cadre, "Phó Giám đốc", desk.land, managed_by=desk.giver)
    for n in range(3):
        unit = make_unit(f"Đảng ủy xã số {n}", parent=desk.giver)
        appoint(make_cadre(f"Hoàng Văn {n}"), "Bí thư", unit, managed_by=desk.giver)
    cadre, second, officer, appraiser, leader = map(
        signed_in, (desk.hung, deputy, desk.officer, desk.appraiser, desk.leader)
    )
    board = reverse("tasks:consider_round", args=[desk.round.pk])

    # Registered: two that mean one thing, and one that nobody can measure.
    land = registered(desk, cadre, "Hoàn thành giải phóng mặt bằng đường cao tốc qua huyện Yên Sơn")
    same = registered(desk, second, "Giải phóng mặt bằng đường cao tốc đoạn qua huyện Yên Sơn")
    vague = registered(desk, cadre, "Hoàn thành số hóa hồ sơ đất đai toàn tỉnh")
    page = officer.get(board).text
    assert "việc tương tự" in page and "So sánh, gộp" in page

    # Returned with a reason, in one act; mended and sent again.
    page = fill(officer, many("return", vague), {"reason": "Nêu rõ số hồ sơ"}, containing="rows").text
    assert "1 việc đã thực hiện" in page
    edit = reverse("tasks:edit_task", args=[vague.ref])
    assert "Nêu rõ số hồ sơ" in cadre.get(edit).text
    fill(cadre, edit, {"product": "Cơ sở dữ liệu đất đai"}, button=("lam", "trinh"), containing="title")
    assert Task.objects.get(pk=vague.pk).status == S.SUBMITTED

    # Passed on, all of the tab at once.
    whole = f"{reverse('tasks:act_on_many', args=['pass'])}?ca=1&dot={desk.round.pk}&muc=cho-kiem-tra"
    assert "3 việc đã thực hiện" in fill(officer, whole, {}, containing="rows").text

    # Adjusted, with old and new for everybody to see.
    fill(
        officer, reverse("tasks:adjust_task", args=[land.ref]), {"ct-0-target": "320", "reason": "Nâng cho sát thực tế"},
        button=("lam", "trinh"), containing="reason",
    )  # fmt: skip
    assert "<del>312</del>" in cadre.get(reverse("tasks:task_page", args=[land.ref])).text

    # Merged: the deputy's registration becomes part of the director's.
    merging = f"{reverse('tasks:merge_tasks')}?viec={land.public_id}&viec={same.public_id}"
    fill(
        officer,
        merging,
        {"survivor": land.pk, "figures": [], "reason": "Cùng một dự án"},
        containing="survivor",
    )
    same.refresh_from_db()
    assert (same.status, same.merged_into) == (S.MERGED, land)
    assert "Đã gộp vào việc khác" in second.get(reverse("tasks:task_page", args=[same.ref])).text

    # Ordered to many: the director of transport and every bí thư, each his own copy and target.
    typed = order_data(desk, lam=None, lead="Lê Thị Mai", title="Xóa nhà tạm cho hộ nghèo")
    fill(leader, reverse("tasks:order_task"), typed, button=("lam", "nhieu"), containing="title")
    order = Task.objects.get(title="Xóa nhà tạm cho hộ nghèo")
    copies = reverse("tasks:copy_order", args=[order.ref])
    options = leader.get(copies).text
    choice = options.partition("Bí thư, ")[0].rpartition('value="')[2].partition('"')[0]
    page = leader.post(copies, {"position": choice, "them-chuc-danh": "1", "version": order.version}).text
    assert "4 việc sẽ đặt hàng" in page
    row = order.indicators.get()
    posts = [part.partition('"')[0] for part in page.split('name="post" value="')[1:]]
    data = {"lam": "trinh", "version": order.version, "post": posts}
    for n, post in enumerate(posts):
        data |= {
            f"title-{post}": f"Xóa nhà tạm tại xã số {n}", f"due-{post}": f"{order.due_on:%d/%m/%Y}",
            f"target-{post}-{row.pk}": str(10 * (n + 1)), f"baseline-{post}-{row.pk}": "0",
        }  # fmt: skip
    answer = leader.post(copies, data, follow=True)
    assert "4 việc" in answer.text, errors_of(answer)

    # Appraised in one act; what the committee does not agree to leaves the list.
    assert "2 việc đã thực hiện" in fill(appraiser, many("list", land, vague), {}, containing="rows").text
    fill(officer, many("leave_out", vague), {"reason": "Ban Thường vụ chưa thống nhất"}, containing="rows")
    assert Task.objects.get(pk=vague.pk).status == S.REJECTED

    # The list in order, then one decision over all of it.
    listing = reverse("tasks:compile_list", args=[desk.round.pk])
    first = Task.objects.get(title="Xóa nhà tạm tại xã số 2")
    order_now = officer.get(listing).text.partition('name="thu-tu" value="')[2].partition('"')[0]
    officer.post(listing, {"thu-tu": order_now, f"cho-{first.pk}": "1"})
    waiting = Task.objects.filter(status=S.AWAITING_DECISION)
    assert waiting.count() == 5
    page = fill(
        officer, f"{reverse('tasks:decide_tasks')}?cap-uy={desk.giver.pk}&dot={desk.round.pk}",
        {"number": "31", "issued_on": f"{timezone.localdate():%d/%m/%Y}", "summary": "Giao việc đột phá"},
        containing="number",
    ).text  # fmt: skip
    assert "5 việc đã thực hiện" in page, page[:2000]
    year = timezone.localdate().year
    first.refresh_from_db(), land.refresh_from_db()
    assert first.code == f"TU-{year}-001"
    assert land.status == S.IN_FORCE and land.decision.symbol == "QĐ/TU"
    assert land.contents.get().content["indicators"][0]["target"] == "320"
    kinds = list(land.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["created", "submit", "pass", "adjusted", "absorbed", "appraised", "list", "decide"]
    assert Notice.objects.filter(recipient=deputy, text__contains="cam kết trước ngày").count() == 1
    assert list(BulkAct.objects.order_by("pk").values_list("name", flat=True)) == [
        "return", "pass", "list", "leave_out", "decide",
    ]  # fmt: skip
