"""The desk of a round: one table, likes, acts on many with their preview and result, the list for the committee."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasks_app.actions import bulk
from tasks_app.actions.compiling import arrange, listed
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Appraisal, BulkAct, Notice, Task, TaskEvent
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.likeness import like_tasks
from tests.factories import NOW, make_cadre, make_round, make_task, make_unit, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import make_desk

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
        | {"status": status, "origin": Origin.REGISTERED, "starts_on": timezone.localdate()}
        | fields
    )


def url_of(desk, **query):
    return reverse("tasks:consider_round", args=[desk.round.pk])


def act_url(name, *tasks):
    return f"{reverse('tasks:act_on_many', args=[name])}?" + "&".join(f"viec={t.public_id}" for t in tasks)


# ---- the one table ---------------------------------------------------------------------------------------------------


def test_the_whole_round_stands_in_one_table_with_what_is_not_clear(client, desk):
    vague = proposed(desk, title="Công tác đất đai")
    vague.indicators.update(target=None)
    proposed(desk, S.APPRAISING, title="Hoàn thành đo đạc bản đồ địa chính tại Yên Sơn")
    proposed(
        desk, S.AWAITING_DECISION, title="Hoàn thành cấp giấy chứng nhận tại Na Hang", origin=Origin.ORDERED
    )
    proposed(desk, S.IN_FORCE, title="Hoàn thành số hóa hồ sơ tại Chiêm Hóa")
    client.force_login(desk.officer)
    page = client.get(url_of(desk)).text
    for title in ("Công tác đất đai", "đo đạc bản đồ", "cấp giấy chứng nhận", "số hóa hồ sơ"):
        assert title in page
    assert "Rõ sản phẩm: còn chỉ tiêu chưa có chỉ tiêu giao" in page
    unmeasured = client.get(url_of(desk) + "?do=chua").text
    assert "Công tác đất đai" in unmeasured and "đo đạc bản đồ" not in unmeasured
    tab = client.get(url_of(desk) + "?muc=tham-dinh").text
    assert "đo đạc bản đồ" in tab and "Công tác đất đai" not in tab
    assert "cấp giấy" in client.get(url_of(desk) + "?q=cap+giay").text


def test_the_desk_of_another_committee_does_not_exist(client, desk):
    other = make_round(make_unit())
    for user in (desk.officer, desk.appraiser, desk.leader):
        client.force_login(user)
        for name in ("consider_round", "compile_list"):
            assert client.get(reverse(f"tasks:{name}", args=[desk.round.pk])).status_code == 200
            assert client.get(reverse(f"tasks:{name}", args=[other.pk])).status_code == 404
    client.force_login(desk.hung)
    assert client.get(url_of(desk)).status_code == 403


def test_the_desk_and_the_list_ask_the_same_number_of_queries_at_1_and_at_20_rows(client, desk):
    addresses = [url_of(desk), reverse("tasks:compile_list", args=[desk.round.pk])]

    def asked():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    client.force_login(desk.officer)
    proposed(desk, S.AWAITING_DECISION), proposed(desk), proposed(desk)
    few = asked()
    for place in range(19):
        proposed(
            desk, S.AWAITING_DECISION, assignee=make_cadre(), title=f"Hoàn thành việc số {place} tại Yên Sơn"
        )
        proposed(desk, assignee=make_cadre(), title=f"Hoàn thành phần việc số {place} tại Na Hang")
    assert asked() == few
    assert max(few) <= 25


# ---- like tasks ------------------------------------------------------------------------------------------------------


def test_tasks_of_like_names_are_shown_for_the_same_unit_or_person_only(desk):
    mine = proposed(desk, title="Hoàn thành giải phóng mặt bằng đường cao tốc qua huyện Yên Sơn")
    same_unit = proposed(
        desk, assignee=make_cadre(), title="Giải phóng mặt bằng đường cao tốc đoạn qua huyện Yên Sơn"
    )
    same_person = proposed(
        desk, unit=desk.roads, title="Hoàn thành giải phóng mặt bằng đường cao tốc Yên Sơn"
    )
    proposed(desk, unit=desk.roads, assignee=make_cadre(), title=mine.title)  # neither unit nor person
    proposed(desk, title="Xây dựng nông thôn mới tại Chiêm Hóa")  # another matter
    proposed(desk, S.REJECTED, title=mine.title)

    likes = like_tasks([mine], visible_tasks(desk.officer))[mine.pk]

    assert {like.task.pk for like in likes} == {same_unit.pk, same_person.pk}
    assert [like.share for like in likes] == sorted((like.share for like in likes), reverse=True)
    assert like_tasks([mine], visible_tasks(desk.stranger))[mine.pk] == []


# ---- acts on many ----------------------------------------------------------------------------------------------------


def test_the_preview_says_what_will_happen_to_each_row_and_writes_nothing(client, desk):
    ready, done = (
        proposed(desk, title="Hoàn thành việc A"),
        proposed(desk, S.APPRAISING, title="Hoàn thành việc B"),
    )
    own = proposed(desk, assignee=desk.officer, title="Hoàn thành việc C")
    client.force_login(desk.officer)
    page = client.get(act_url("pass", ready, done, own)).text
    assert "Chuyển thẩm định 1 việc?" in page and "2 việc không thực hiện được" in page
    assert "Việc đang ở trạng thái «Đang thẩm định»." in page
    assert "Đồng chí không có thẩm quyền đối với việc này." in page
    assert not TaskEvent.objects.exists() and not BulkAct.objects.exists()


@pytest.mark.parametrize(
    ("name", "status", "origin", "target", "typed"),
    [
        ("pass", S.SUBMITTED, Origin.REGISTERED, S.APPRAISING, {}),
        ("return", S.SUBMITTED, Origin.REGISTERED, S.DRAFT, {"reason": "Nêu rõ sản phẩm"}),
        ("return", S.APPRAISING, Origin.REGISTERED, S.DRAFT, {"reason": "Nêu rõ sản phẩm"}),
        ("list", S.APPRAISING, Origin.REGISTERED, S.AWAITING_DECISION, {}),
        ("leave_out", S.APPRAISING, Origin.REGISTERED, S.REJECTED, {"reason": "Việc thường xuyên"}),
        ("leave_out", S.AWAITING_DECISION, Origin.ORDERED, S.REJECTED, {"reason": "Chưa thống nhất"}),
        ("order", S.DRAFT, Origin.ORDERED, S.AWAITING_DECISION, {}),
    ],
)
def test_an_act_on_many_moves_all_and_answers_row_by_row(client, desk, name, status, origin, target, typed):
    tasks = [proposed(desk, status, origin=origin, title=f"Hoàn thành phần việc {n}") for n in "ABC"]
    client.force_login(desk.officer)
    page = fill(client, act_url(name, *tasks), typed, containing="rows")
    assert page.status_code == 200
    assert {task.status for task in Task.objects.filter(pk__in=[t.pk for t in tasks])} == {target}
    assert page.text.count("Hoàn thành phần việc") == 3 and "3 việc đã thực hiện" in page.text
    assert TaskEvent.objects.filter(kind=name).count() == 3
    act = BulkAct.objects.get()
    assert (act.name, act.by, [row["why"] for row in act.rows]) == (name, desk.officer, ["", "", ""])


def test_what_changed_since_the_preview_is_left_and_named_and_the_rest_is_done(client, desk):
    good, changed = proposed(desk, title="Hoàn thành việc A"), proposed(desk, title="Hoàn thành việc B")
    client.force_login(desk.officer)
    rows = f"{good.pk}:{good.version} {changed.pk}:{changed.version}"
    Task.objects.filter(pk=changed.pk).update(version=5)

    page = client.post(act_url("pass"), {"rows": rows}, follow=True)

    assert "1 việc đã thực hiện, 1 việc để nguyên" in page.text
    assert "vừa được người khác cập nhật" in page.text
    good.refresh_from_db(), changed.refresh_from_db()
    assert (good.status, changed.status) == (S.APPRAISING, S.SUBMITTED)


def test_a_reason_is_asked_for_and_the_rows_are_kept(client, desk):
    task = proposed(desk)
    client.force_login(desk.officer)
    answer = client.post(act_url("return"), {"rows": f"{task.pk}:{task.version}", "reason": " "})
    assert answer.status_code == 422 and "Nêu lý do" in answer.text
    assert f'value="{task.pk}:{task.version}"' in answer.text
    task.refresh_from_db()
    assert task.status == S.SUBMITTED


def test_agreeing_with_many_records_an_opinion_each_and_leaves_what_is_not_whole(desk):
    whole, vague = (
        proposed(desk, S.APPRAISING),
        proposed(desk, S.APPRAISING, title="Hoàn thành việc thiếu chỉ tiêu"),
    )
    vague.indicators.all().delete()
    act = bulk.carry_out([whole, vague], "list", by=desk.appraiser, at=NOW)
    assert [bool(row["why"]) for row in act.rows] == [False, True]
    assert "chưa có chỉ tiêu đo được" in act.rows[1]["why"]
    assert list(Appraisal.objects.values_list("task", "opinion")) == [(whole.pk, "agree")]
    vague.refresh_from_db()
    assert vague.status == S.APPRAISING


def test_with_nothing_to_be_done_the_act_is_refused(desk):
    with pytest.raises(NotPossible, match="Chưa thực hiện được với việc nào"):
        bulk.carry_out([proposed(desk, S.IN_FORCE)], "pass", by=desk.officer, at=NOW)
    assert not BulkAct.objects.exists()


def test_a_double_submit_has_one_effect_and_leads_to_the_same_result(client, desk):
    task = proposed(desk)
    client.force_login(desk.officer)
    sent = {"rows": f"{task.pk}:{task.version}", "key": "11111111-1111-4111-8111-111111111111"}
    first, second = client.post(act_url("pass"), sent), client.post(act_url("pass"), sent)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert BulkAct.objects.count() == 1 and TaskEvent.objects.filter(kind="pass").count() == 1


def test_the_result_is_for_who_did_it_and_outsiders_rows_never_move(client, desk):
    task, foreign = (
        proposed(desk),
        make_task(status=S.SUBMITTED, origin=Origin.REGISTERED, title="Chimbáobão"),
    )
    client.force_login(desk.officer)
    rows = f"{task.pk}:{task.version} {foreign.pk}:{foreign.version}"
    page = client.post(act_url("pass"), {"rows": rows}, follow=True)
    assert "Chimbáobão" not in page.text
    foreign.refresh_from_db()
    assert foreign.status == S.SUBMITTED
    address = reverse("tasks:bulk_result", args=[BulkAct.objects.get().uuid])
    client.force_login(desk.leader)
    assert client.get(address).status_code == 404
    for user in (desk.leader, desk.appraiser):
        client.force_login(user)
        assert client.post(act_url("pass"), {"rows": f"{foreign.pk}:1"}).status_code in (200, 422)
    client.force_login(desk.hung)
    assert client.get(act_url("pass", task)).status_code == 403


def test_all_of_a_tab_is_chosen_at_once(client, desk):
    for n in range(3):
        proposed(desk, title=f"Hoàn thành phần việc {n}")
    proposed(desk, S.APPRAISING)
    client.force_login(desk.officer)
    address = f"{reverse('tasks:act_on_many', args=['pass'])}?ca=1&dot={desk.round.pk}&muc=cho-kiem-tra"
    assert "Chuyển thẩm định 3 việc?" in client.get(address).text
    other = make_round(make_unit())
    assert client.get(address.replace(f"dot={desk.round.pk}", f"dot={other.pk}")).status_code == 404


def test_the_appraisers_are_told_once_of_what_comes_in_one_act(desk):
    tasks = [proposed(desk, title=f"Hoàn thành phần việc {n}") for n in range(4)]
    bulk.carry_out(tasks, "pass", by=desk.officer, at=NOW)
    (notice,) = Notice.objects.filter(recipient=desk.appraiser)
    assert notice.text == "Chờ thẩm định: «Hoàn thành phần việc 0» và 3 việc khác"
    assert Notice.objects.filter(recipient=desk.hung).count() == 4


def test_an_order_left_out_of_the_list_is_not_told_to_its_cadre(desk):
    task = proposed(desk, S.AWAITING_DECISION, origin=Origin.ORDERED)
    bulk.carry_out([task], "leave_out", reason="Ban Thường vụ chưa thống nhất", by=desk.officer, at=NOW)
    assert not Notice.objects.filter(recipient=desk.hung).exists()


# ---- the list for the committee --------------------------------------------------------------------------------------


def on_list(desk, *titles):
    return [proposed(desk, S.AWAITING_DECISION, title=title) for title in titles]


def test_officers_put_the_list_in_order_and_codes_follow_it(client, desk):
    a, b, c = on_list(desk, "Hoàn thành việc A", "Hoàn thành việc B", "Hoàn thành việc C")
    client.force_login(desk.officer)
    address = reverse("tasks:compile_list", args=[desk.round.pk])
    order = " ".join(str(task.pk) for task in listed(desk.round))
    client.post(address, {"thu-tu": order, "len": c.pk})
    assert list(listed(desk.round)) == [a, c, b]
    order = f"{a.pk} {c.pk} {b.pk}"
    client.post(address, {"thu-tu": order, f"cho-{a.pk}": "3", f"cho-{c.pk}": "2", f"cho-{b.pk}": "3"})
    assert list(listed(desk.round)) == [c, b, a]

    fill(
        client, f"{reverse('tasks:decide_tasks')}?dot={desk.round.pk}",
        {"number": "31", "symbol": "QĐ/TU", "issued_on": f"{timezone.localdate():%d/%m/%Y}"}, containing="number",
    )  # fmt: skip
    codes = dict(Task.objects.values_list("pk", "code"))
    assert [codes[task.pk][-3:] for task in (c, b, a)] == ["001", "002", "003"]


def test_an_order_that_somebody_else_changed_meanwhile_is_not_overwritten(client, desk):
    a, b, c = on_list(desk, "Hoàn thành việc A", "Hoàn thành việc B", "Hoàn thành việc C")
    seen = [task.pk for task in listed(desk.round)]
    arrange(desk.round, [c.pk, b.pk, a.pk], seen=seen)
    with pytest.raises(Stale):
        arrange(desk.round, [b.pk, a.pk, c.pk], seen=seen)
    client.force_login(desk.officer)
    answer = client.post(
        reverse("tasks:compile_list", args=[desk.round.pk]), {"thu-tu": " ".join(map(str, seen)), "len": b.pk}
    )
    assert answer.status_code == 409 and "đồng chí khác sắp xếp" in answer.text
    assert list(listed(desk.round)) == [c, b, a]


def test_what_comes_onto_the_list_later_stands_at_its_end_and_places_make_nobody_stale(desk):
    a, b = on_list(desk, "Hoàn thành việc A", "Hoàn thành việc B")
    arrange(desk.round, [b.pk, a.pk], seen=[a.pk, b.pk])
    (late,) = on_list(desk, "Hoàn thành việc 0")
    assert list(listed(desk.round)) == [b, a, late]
    a.refresh_from_db()
    assert a.version == 1


def test_leaders_read_the_list_and_put_nothing_in_order(client, desk):
    a, b = on_list(desk, "Hoàn thành việc A", "Hoàn thành việc B")
    client.force_login(desk.leader)
    address = reverse("tasks:compile_list", args=[desk.round.pk])
    page = client.get(address).text
    assert "TRÌNH BAN THƯỜNG VỤ TỈNH ỦY TUYÊN QUANG" in page and 'name="len"' not in page
    assert client.post(address, {"thu-tu": f"{a.pk} {b.pk}", "len": b.pk}).status_code == 404


def test_an_account_of_the_appraiser_sees_no_button_that_is_not_his(client, desk):
    proposed(desk), proposed(desk, S.APPRAISING)
    client.force_login(desk.appraiser)
    page = client.get(url_of(desk)).text
    assert "Đồng ý, đưa vào danh mục" in page
    assert "Chuyển thẩm định" not in page and "Ghi quyết định" not in page
    client.force_login(make_user(role="leader", unit=desk.giver))
    assert "data-hang-loat" not in client.get(url_of(desk)).text
