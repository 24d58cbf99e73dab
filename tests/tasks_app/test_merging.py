"""Before the decision: adjusted with old and new in sight, merged with nothing lost, ordered to many at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks_app.actions.adjusting import adjust
from tasks_app.actions.appraising import leave_out
from tasks_app.actions.merging import merge, shared
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Notice, Task
from tests.factories import NOW, appoint, make_cadre, make_indicator, make_task, make_unit, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import errors_of, make_desk, order_data

pytestmark = pytest.mark.django_db
S, Origin = Task.Status, Task.Origin


@pytest.fixture
def desk():
    return make_desk()


def proposed(desk, status=S.SUBMITTED, **fields):
    due_on = timezone.localdate() + timedelta(days=150)
    return make_task(
        **{
            "giver": desk.giver,
            "unit": desk.land,
            "assignee": desk.hung,
            "round": desk.round,
            "due_on": due_on,
        }
        | {
            "status": status,
            "origin": Origin.REGISTERED,
            "starts_on": timezone.localdate(),
            "field": desk.field,
        }
        | {"natures": ["hard"]}
        | fields
    )


# ---- adjusting -------------------------------------------------------------------------------------------------------


def test_an_adjustment_shows_old_and_new_to_desk_and_cadre_before_the_decision(client, desk):
    task = proposed(desk, S.APPRAISING, title="Hoàn thành đo đạc bản đồ tại Yên Sơn", indicators=0)
    row = make_indicator(task, name="Diện tích", target=312, measure_unit="ha")
    client.force_login(desk.officer)
    address = reverse("tasks:adjust_task", args=[task.ref])
    due_on = timezone.localdate() + timedelta(days=90)

    answer = fill(
        client, address, {"reason": "Nâng cho sát", "ct-0-target": "320", "due_on": f"{due_on:%d/%m/%Y}"},
        button=("lam", "trinh"), containing="reason",
    )  # fmt: skip

    assert answer.status_code == 200 and "Đã điều chỉnh 1 việc" in answer.text
    row.refresh_from_db(), task.refresh_from_db()
    assert (row.target, task.due_on, task.original_due_on) == (320, due_on, due_on)
    assert (task.status, task.origin, task.version) == (S.APPRAISING, Origin.REGISTERED, 2)
    event = task.events.get(kind="adjusted")
    named = {change["name"]: (change["old"], change["new"]) for change in event.data["changes"]}
    assert named["Chỉ tiêu giao: Diện tích"] == ("312", "320")
    assert named["Hạn hoàn thành"][1] == f"{due_on:%d/%m/%Y}"
    assert "Nâng cho sát" in event.text
    for user in (desk.officer, desk.hung):
        client.force_login(user)
        page = client.get(reverse("tasks:task_page", args=[task.ref])).text
        assert "<del>312</del>" in page and "<ins>320</ins>" in page
    assert (
        Notice.objects.filter(recipient=desk.hung, text__contains="điều chỉnh trước quyết định").count() == 1
    )
    client.force_login(desk.officer)
    assert "Đã điều chỉnh" in client.get(reverse("tasks:consider_round", args=[desk.round.pk])).text


@pytest.mark.parametrize("status", [S.DRAFT, S.IN_FORCE, S.REJECTED, S.MERGED])
def test_only_what_is_under_consideration_can_be_adjusted(client, desk, status):
    task = proposed(desk, status)
    client.force_login(desk.officer)
    assert client.get(reverse("tasks:adjust_task", args=[task.ref])).status_code == 404


def test_who_may_not_appraise_does_not_adjust(client, desk):
    task = proposed(desk)
    for user, status in ((desk.hung, 404), (desk.leader, 404), (desk.stranger, 404), (desk.appraiser, 200)):
        client.force_login(user)
        assert client.get(reverse("tasks:adjust_task", args=[task.ref])).status_code == status
    own = proposed(desk, assignee=desk.officer)
    client.force_login(desk.officer)
    assert client.get(reverse("tasks:adjust_task", args=[own.ref])).status_code == 404


def test_who_adjusts_too_late_is_told_and_keeps_what_he_typed(client, desk):
    task = proposed(desk, title="Hoàn thành đo đạc bản đồ tại Yên Sơn")
    client.force_login(desk.officer)
    address = reverse("tasks:adjust_task", args=[task.ref])
    Task.objects.filter(pk=task.pk).update(version=4, title="Hoàn thành đo đạc bản đồ tại Na Hang")
    typed = order_data(desk, origin=None, title="Hoàn thành đo đạc bản đồ tại Sơn Dương") | {
        "version": "1", "reason": "Đổi địa bàn",
    }  # fmt: skip
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "tại Sơn Dương" in answer.text and "tại Na Hang" in answer.text and "Đổi địa bàn" in answer.text
    assert not task.events.exists()


def test_an_adjustment_needs_a_reason_and_a_change(client, desk):
    task = proposed(desk, title="Hoàn thành đo đạc bản đồ tại Yên Sơn")
    task.assignments.update(title=desk.hung_post.title)
    client.force_login(desk.officer)
    address = reverse("tasks:adjust_task", args=[task.ref])
    refused = fill(client, address, {"reason": ""}, button=("lam", "trinh"), containing="reason")
    assert refused.status_code == 422 and "Nêu lý do điều chỉnh" in errors_of(refused)[0]
    same = fill(client, address, {"reason": "Không sửa gì"}, button=("lam", "trinh"), containing="reason")
    assert same.status_code == 422
    task.refresh_from_db()
    assert task.version == 1


# ---- merging ---------------------------------------------------------------------------------------------------------


def two_alike(desk):
    mine = proposed(desk, S.APPRAISING, title="Hoàn thành giải phóng mặt bằng tại Yên Sơn", indicators=0)
    make_indicator(mine, name="Diện tích", target=312, measure_unit="ha")
    mai = make_user(name="Lê Thị Hai")
    appoint(mai.cadre, "Phó Giám đốc", desk.land, managed_by=desk.giver)
    other = proposed(desk, title="Giải phóng mặt bằng huyện Yên Sơn", indicators=0, assignee=mai)
    make_indicator(other, name="Số hộ", target=120, measure_unit="hộ")
    return mine, other, mai


def test_two_registered_tasks_become_one_and_nothing_is_lost(client, desk):
    mine, other, mai = two_alike(desk)
    client.force_login(desk.officer)
    address = f"{reverse('tasks:merge_tasks')}?viec={mine.public_id}&viec={other.public_id}"
    page = client.get(address).text
    assert "Gộp 2 việc thành một" in page and "Số hộ" in page

    figure = other.indicators.get()
    answer = fill(
        client, address,
        {"survivor": mine.pk, "figures": [figure.pk], "reason": "Cùng một dự án", "with_people": "on"}, containing="survivor",
    )  # fmt: skip

    assert "Đã gộp 2 việc thành một" in answer.text
    mine.refresh_from_db(), other.refresh_from_db()
    assert (other.status, other.merged_into) == (S.MERGED, mine)
    assert other.indicators.count() == 1 and other.assignments.count() == 1  # kept as it was
    assert list(mine.indicators.order_by("rank").values_list("name", "weight")) == [
        ("Diện tích", Decimal(50)), ("Số hộ", Decimal(50)),
    ]  # fmt: skip
    assert set(mine.assignments.values_list("cadre", "role")) == {
        (desk.hung.cadre.pk, "lead"),
        (mai.cadre.pk, "co"),
    }
    assert "Bổ sung chỉ tiêu: Số hộ: chưa ghi → 120" in mine.events.get(kind="absorbed").text
    assert "Gộp vào việc" in other.events.get(kind="merge").text
    client.force_login(mai)
    page = client.get(reverse("tasks:task_page", args=[other.ref])).text
    assert "Đã gộp vào việc khác" in page and mine.title in page
    assert Notice.objects.filter(recipient=mai, text__contains="được gộp vào việc").count() == 1


def test_into_an_order_a_registration_is_merged_without_naming_the_order(client, desk):
    order = proposed(
        desk,
        S.AWAITING_DECISION,
        origin=Origin.ORDERED,
        title="Hoàn thành việc Chimbáobão",
        assignee=desk.mai,
    )
    mine = proposed(desk)
    merge(order, [mine], reason="Đã đặt hàng", with_people=False, by=desk.officer, at=NOW)
    client.force_login(desk.hung)
    page = client.get(reverse("tasks:task_page", args=[mine.ref])).text
    assert "Đã gộp vào việc khác" in page and "Chimbáobão" not in page
    assert not Notice.objects.filter(recipient=desk.hung, text__contains="Chimbáobão").exists()


@pytest.mark.parametrize("status", [S.DRAFT, S.IN_FORCE, S.REJECTED, S.MERGED])
def test_only_what_is_under_consideration_is_merged(desk, status):
    mine, bad = proposed(desk), proposed(desk, status)
    with pytest.raises(NotPossible, match="Không gộp được"):
        merge(mine, [bad], reason="Trùng", by=desk.officer, at=NOW)
    mine.refresh_from_db()
    assert mine.version == 1


def test_merging_is_refused_across_givers_on_own_tasks_without_reason_and_when_stale(desk):
    mine = proposed(desk)
    below = proposed(desk, giver=desk.district)
    with pytest.raises(NotPossible, match="cùng một cấp giao"):
        merge(mine, [below], reason="Trùng", by=desk.officer, at=NOW)
    with pytest.raises(NotPossible, match="không có thẩm quyền gộp"):
        merge(mine, [proposed(desk, assignee=desk.officer)], reason="Trùng", by=desk.officer, at=NOW)
    other = proposed(desk)
    with pytest.raises(NotPossible, match="lý do"):
        merge(mine, [other], reason=" ", by=desk.officer, at=NOW)
    with pytest.raises(Stale):
        merge(mine, [other], reason="Trùng", by=desk.officer, at=NOW, seen={mine.pk: 1, other.pk: 9})
    assert not Task.objects.filter(status=S.MERGED).exists()


def test_weights_divided_anew_add_up_to_exactly_100():
    for weights in ([100, 100], [100, 33], [50, 25, 25, 10], [100, 1, 1], [Decimal("33.33")] * 4):
        found = shared([Decimal(weight) for weight in weights])
        assert sum(found) == 100 and min(found) > 0


def test_the_merging_page_is_the_officers_and_names_nothing_from_outside(client, desk):
    mine, foreign = proposed(desk), make_task(status=S.SUBMITTED, title="Hoàn thành việc Chimbáobão")
    address = f"{reverse('tasks:merge_tasks')}?viec={mine.public_id}&viec={foreign.public_id}"
    client.force_login(desk.officer)
    page = client.get(address).text
    assert "Chọn ít nhất hai việc để gộp" in page and "Chimbáobão" not in page
    for user in (desk.leader, desk.appraiser, desk.hung):
        client.force_login(user)
        assert client.get(address).status_code == 403


# ---- one order to many -----------------------------------------------------------------------------------------------


def communes(desk, count):
    """Bí thư of so many communes below the giver."""
    posts = []
    for n in range(count):
        unit = make_unit(f"Đảng ủy xã số {n}", parent=desk.giver)
        posts.append(appoint(make_cadre(f"Hoàng Văn {n}"), "Bí thư", unit, managed_by=desk.giver))
    return posts


def drafted(desk, **fields):
    task = proposed(
        desk, S.DRAFT, origin=Origin.ORDERED, indicators=0, title="Xóa nhà tạm cho hộ nghèo", **fields
    )
    make_indicator(task, name="Nhà được xóa", target=100, measure_unit="nhà")
    return task


def test_one_order_goes_to_many_each_with_his_own_copy_and_target(client, desk):
    posts = communes(desk, 3)
    task = drafted(desk)
    task.coordinating_units.add(desk.roads)
    row = task.indicators.get()
    client.force_login(desk.officer)
    address = reverse("tasks:copy_order", args=[task.ref])
    kind = posts[0].unit.kind_id
    page = client.post(address, {"position": f"{posts[0].position_id}-{kind}", "them-chuc-danh": "1"}).text
    assert all(f"Hoàng Văn {n}" in page for n in range(3)) and "4 việc sẽ đặt hàng" in page

    due_on = f"{task.due_on:%d/%m/%Y}"
    data = {"lam": "trinh", "version": task.version, "post": [post.pk for post in posts]}
    for n, post in enumerate(posts):
        data |= {
            f"title-{post.pk}": f"Xóa nhà tạm tại xã số {n}", f"due-{post.pk}": due_on,
            f"target-{post.pk}-{row.pk}": str(10 + n), f"baseline-{post.pk}-{row.pk}": "",
        }  # fmt: skip
    answer = client.post(address, data, follow=True)

    assert "Đã đưa 4 việc vào danh mục trình" in answer.text, errors_of(answer)
    made = Task.objects.filter(status=S.AWAITING_DECISION).exclude(pk=task.pk).order_by("pk")
    assert [(t.title, t.unit, t.indicators.get().target) for t in made] == [
        (f"Xóa nhà tạm tại xã số {n}", post.unit, 10 + n) for n, post in enumerate(posts)
    ]
    assert [t.assignments.get().title for t in made] == [post.title for post in posts]
    assert all(list(t.coordinating_units.all()) == [desk.roads] for t in made)
    task.refresh_from_db()
    assert (task.status, task.indicators.get().target) == (S.AWAITING_DECISION, 100)
    assert made[0].events.get(kind="created").data == {"copy_of": str(task.public_id)}


def test_one_wrong_row_stops_the_whole_order_and_is_said_at_its_place(client, desk):
    one, two = communes(desk, 2)
    task = drafted(desk)
    proposed(
        desk, S.IN_FORCE, assignee=one.cadre, unit=one.unit, title=task.title
    )  # he has one of this name already
    row = task.indicators.get()
    client.force_login(desk.officer)
    data = {"lam": "trinh", "version": task.version, "post": [one.pk, two.pk]}
    for post, target in ((one, "5"), (two, "mười")):
        data |= {f"title-{post.pk}": task.title, f"due-{post.pk}": f"{task.due_on:%d/%m/%Y}"}
        data[f"target-{post.pk}-{row.pk}"] = target
    answer = client.post(reverse("tasks:copy_order", args=[task.ref]), data)
    assert answer.status_code == 422
    found = " ".join(errors_of(answer))
    assert "đang có việc cùng tên" in found and "bằng số" in found
    assert 'value="mười"' in answer.text
    assert Task.objects.filter(status=S.AWAITING_DECISION).count() == 0


def test_a_draft_that_moved_on_is_not_copied(client, desk):
    (post,) = communes(desk, 1)
    task = drafted(desk)
    row = task.indicators.get()
    Task.objects.filter(pk=task.pk).update(status=S.AWAITING_DECISION, version=2)
    client.force_login(desk.officer)
    data = {"lam": "trinh", "version": "1", "post": [post.pk], f"title-{post.pk}": "Xóa nhà tạm",
            f"due-{post.pk}": f"{task.due_on:%d/%m/%Y}", f"target-{post.pk}-{row.pk}": "5"}  # fmt: skip
    answer = client.post(reverse("tasks:copy_order", args=[task.ref]), data)
    assert answer.status_code == 409 and 'value="5"' in answer.text
    assert Task.objects.count() == 1


def test_a_registration_is_not_ordered_to_many_and_strangers_find_nothing(client, desk):
    registered, order = proposed(desk, S.DRAFT), drafted(desk)
    client.force_login(desk.hung)
    assert client.get(reverse("tasks:copy_order", args=[registered.ref])).status_code == 404
    for user in (desk.stranger, desk.hung):
        client.force_login(user)
        assert client.get(reverse("tasks:copy_order", args=[order.ref])).status_code == 404


def test_the_order_form_leads_to_the_page_for_many(client, desk):
    client.force_login(desk.officer)
    answer = client.post(reverse("tasks:order_task"), order_data(desk, lam="nhieu"))
    task = Task.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("tasks:copy_order", args=[task.ref])


# ---- cụ thể hóa ------------------------------------------------------------------------------------------------------


def test_the_higher_task_shows_all_that_contributes_with_progress_and_sums(client, desk):
    higher = proposed(desk, S.IN_FORCE, title="Xóa nhà tạm toàn tỉnh", committed_on=timezone.localdate())
    for n, (target, current) in enumerate(((10, 5), (30, 30))):
        task = proposed(
            desk, S.IN_FORCE, contributes_to=higher, title=f"Xóa nhà tạm tại xã {n}", indicators=0,
            progress=Decimal(current) / target, committed_on=timezone.localdate(), assignee=make_cadre(),
        )  # fmt: skip
        make_indicator(task, name="Nhà được xóa", target=target, measure_unit="nhà", current=current)
    proposed(desk, S.AWAITING_DECISION, contributes_to=higher, title="Xóa nhà tạm tại xã chờ quyết định")
    leave_out(
        [proposed(desk, S.AWAITING_DECISION, contributes_to=higher, title="Xóa nhà tạm bị loại")],
        reason="Trùng", by=desk.officer, at=NOW,
    )  # fmt: skip
    client.force_login(desk.officer)
    page = client.get(reverse("tasks:task_contributions", args=[higher.ref])).text
    assert "3 việc, 3 đồng chí" in page and "75%" in page
    assert "Nhà được xóa" in page and ">40<" in page and ">35<" in page
    assert "chờ quyết định" in page and "bị loại" not in page
    assert (
        reverse("tasks:task_contributions", args=[higher.ref])
        in client.get(reverse("tasks:task_page", args=[higher.ref])).text
    )
    client.force_login(desk.stranger)
    assert client.get(reverse("tasks:task_contributions", args=[higher.ref])).status_code == 404


def test_stale_adjusting_is_refused_in_the_action_too(desk):
    task = proposed(desk)
    Task.objects.filter(pk=task.pk).update(version=3)
    with pytest.raises(Stale):
        adjust(task, None, reason="Sửa", by=desk.officer, at=NOW, seen=1)
