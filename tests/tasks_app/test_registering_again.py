"""A registration taken back, given up, returned and sent again, kept while one types, and begun from an earlier task."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation
from tasks_app.actions import registering
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.stepping import step
from tasks_app.models import Notice, PendingForm, Task
from tests.factories import NOW, START, make_indicator, make_task, make_user
from tests.tasks_app.ordering_desk import errors_of, make_desk, order_data
from tests.tasks_app.test_registering import URL, assistant_of, registration

pytestmark = pytest.mark.django_db
S = Task.Status


@pytest.fixture
def desk():
    return make_desk()


def registered(desk, status=S.SUBMITTED, **fields):
    return make_task(
        **{"giver": desk.giver, "unit": desk.land, "assignee": desk.hung, "by": desk.hung, "round": desk.round,
           "status": status, "origin": Task.Origin.REGISTERED, "due_on": desk.today + timedelta(days=300)} | fields
    )  # fmt: skip


def address(task, name):
    return reverse(f"tasks:{name}", args=[task.ref])


def sent_over_the_page(client, desk, **changes):
    client.force_login(desk.hung)
    assert client.post(URL, registration(desk, **changes)).status_code == 302
    return Task.objects.get()


# ---- taken back, given up ------------------------------------------------------------------------------------------------


def test_what_was_sent_is_taken_back_and_sent_again(client, desk):
    task = sent_over_the_page(client, desk)
    page = client.get(address(task, "task_page")).content.decode()
    assert "Lấy lại để sửa" in page and "Thôi đăng ký" in page
    answer = client.post(address(task, "take_back_registration"), {"version": task.version})
    assert answer.url == address(task, "edit_task")
    task.refresh_from_db()
    assert task.status == S.DRAFT
    client.force_login(desk.officer)
    assert client.get(address(task, "task_page")).status_code == 404

    client.force_login(desk.hung)
    row = {"id": task.indicators.get().pk}
    client.post(address(task, "edit_task"), registration(desk, rows=[row]) | {"version": task.version})
    task.refresh_from_db()
    assert task.status == S.SUBMITTED
    assert [e.kind for e in task.events.order_by("pk")] == ["created", "submit", "take_back", "submit"]
    assert Notice.objects.filter(recipient=desk.officer).latest("pk").text.startswith("Đăng ký gửi lại")


@pytest.mark.parametrize("status", [S.DRAFT, S.SUBMITTED])
def test_a_registration_is_given_up_and_stays_with_its_cadre(client, desk, status):
    task = registered(desk, status)
    client.force_login(desk.hung)
    answer = client.post(
        address(task, "withdraw_registration"), {"version": task.version, "reason": "Trùng việc khác"}
    )
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.status == S.WITHDRAWN
    assert "Trùng việc khác" in client.get(address(task, "task_page")).content.decode()
    assert "thôi đăng ký" in client.get("/viec-cua-toi/").content.decode().lower()
    assert client.get(address(task, "edit_task")).status_code == 404
    client.force_login(desk.officer)
    assert client.get(address(task, "task_page")).status_code == 404
    told = Notice.objects.filter(recipient=desk.officer)
    if status == S.DRAFT:
        assert not told.exists()
    else:
        assert told.get().url == reverse("tasks:round_page", args=[desk.round.pk])
        assert "Trùng việc khác" in client.get("/thong-bao/").content.decode()


@pytest.mark.parametrize("status", [S.APPRAISING, S.AWAITING_DECISION, S.IN_FORCE])
def test_once_it_is_passed_on_it_is_no_longer_his_to_take_back(client, desk, status):
    task = registered(desk, status)
    client.force_login(desk.hung)
    for name in ("take_back_registration", "withdraw_registration"):
        assert client.get(address(task, name)).status_code == 404
    for act in (registering.take_back, registering.withdraw):
        with pytest.raises(NotPossible, match="đang ở trạng thái"):
            act(task, by=desk.hung, at=NOW)


def test_his_assistant_and_the_desk_take_nothing_back(client, desk):
    task = registered(desk)
    for user in (assistant_of(desk.hung.cadre), desk.officer, desk.leader):
        client.force_login(user)
        assert client.get(address(task, "take_back_registration")).status_code == 404
        with pytest.raises(NotPossible, match="thẩm quyền"):
            registering.take_back(task, by=user, at=NOW)


def test_taking_back_what_the_desk_just_passed_on_is_refused_with_a_word(client, desk):
    task = registered(desk)
    stale = Task.objects.get(pk=task.pk)
    step(task, "pass", by=desk.officer, at=NOW)
    with pytest.raises(Stale):
        registering.take_back(stale, by=desk.hung, at=NOW)
    client.force_login(desk.hung)
    answer = client.post(address(task, "take_back_registration"), {"version": stale.version})
    assert answer.status_code == 409
    task.refresh_from_db()
    assert task.status == S.APPRAISING


# ---- returned and sent again ---------------------------------------------------------------------------------------------


def test_the_reason_stands_beside_the_form_with_what_was_changed_since(client, desk):
    task = sent_over_the_page(client, desk)
    step(task, "return", reason="Chỉ tiêu thấp, đề nghị nâng", by=desk.officer, at=timezone.now())
    task.refresh_from_db()
    page = client.get(address(task, "edit_task")).content.decode()
    assert page.count("Chỉ tiêu thấp, đề nghị nâng") == 2 and "Bản nháp đã lưu giống bản gửi" in page
    assert "Chỉ tiêu thấp, đề nghị nâng" in client.get("/viec-cua-toi/").content.decode()

    row = {"id": task.indicators.get().pk, "target": "350"}
    client.post(
        address(task, "edit_task"), registration(desk, lam="nhap", rows=[row]) | {"version": task.version}
    )
    page = client.get(address(task, "edit_task")).content.decode()
    assert "Chỉ tiêu giao: Diện tích bàn giao mặt bằng" in page
    line = page.partition("Chỉ tiêu giao: Diện tích bàn giao mặt bằng")[2][:400]
    assert 0 < line.index("312") < line.index("350")


def test_the_desk_sees_what_was_changed_since_it_returned_the_registration(client, desk):
    task = sent_over_the_page(client, desk)
    step(task, "return", reason="Đề nghị nâng", by=desk.officer, at=timezone.now())
    task.refresh_from_db()
    row = {"id": task.indicators.get().pk, "target": "350"}
    client.post(address(task, "edit_task"), registration(desk, rows=[row]) | {"version": task.version})
    client.force_login(desk.officer)
    page = client.get(address(task, "task_page")).content.decode()
    assert "Đã sửa so với bản gửi trước" in page and "Chỉ tiêu giao: Diện tích bàn giao mặt bằng" in page


def test_what_was_returned_may_be_sent_again_until_the_appraisal_ends(desk):
    on = NOW.date()
    task = registered(desk)
    step(task, "return", reason="Nêu rõ", by=desk.officer, at=NOW)
    task.refresh_from_db()
    desk.round.registration_until, desk.round.appraisal_until = on - timedelta(days=3), on
    desk.round.save()
    task.round.refresh_from_db()
    assert registering.closed_since(task, on=on) is None
    assert registering.closed_since(task, on=on + timedelta(days=1)) == on
    sent = registering.submit(task, by=desk.hung, at=NOW)
    assert sent.status == S.SUBMITTED
    # Taken back after the last day it is late as any other.
    registering.take_back(sent, by=desk.hung, at=NOW)
    sent.refresh_from_db()
    with pytest.raises(NotPossible, match="nhận đăng ký đến hết ngày"):
        registering.submit(sent, by=desk.hung, at=NOW)


def test_a_round_takes_registrations_from_its_first_day_on_and_the_page_says_when(client, desk):
    desk.round.registration_from = desk.today + timedelta(days=5)
    desk.round.save()
    client.force_login(desk.hung)
    page = client.get(URL).content.decode()
    assert "Chưa đến thời gian đăng ký" in page and f"{desk.round.registration_from:%d/%m/%Y}" in page


# ---- kept while one types ------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_offered_again_to_the_same_person_only(client, desk):
    client.force_login(desk.hung)
    typed = registration(desk, lam="giu", title="Xây dựng", natures=["hard", "new"])
    answer = client.post(URL, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Đã giữ nội dung đang nhập" in answer.content.decode()
    assert not Task.objects.exists()

    page = client.get(URL).content.decode()
    assert 'value="Xây dựng"' in page and "đã được giữ lại" in page and 'value="312"' in page
    assert page.count("checked") == 2
    helper = assistant_of(desk.hung.cadre)
    client.force_login(helper)
    assert "Xây dựng" not in client.get(URL).content.decode().replace("ví dụ: Hoàn thành, Xây dựng", "")

    client.force_login(desk.hung)
    assert client.post(URL, {"lam": "bo-giu"}).status_code == 302
    assert "đã được giữ lại" not in client.get(URL).content.decode()
    assert not PendingForm.objects.exists()


def test_what_was_kept_is_dropped_once_it_is_saved_and_kept_when_it_is_refused(client, desk):
    client.force_login(desk.hung)
    assert client.post(URL, registration(desk, title="")).status_code == 422
    assert PendingForm.objects.count() == 1
    assert client.post(URL, registration(desk)).status_code == 302
    assert not PendingForm.objects.exists()


def test_a_part_drawn_after_the_form_was_taken_takes_nothing_of_what_the_next_page_says(client, desk):
    client.force_login(desk.hung)
    sent = registration(desk, key=str(uuid4()))
    page = client.post(URL, sent).url
    late = [sent | {"lam": "kiem"}, sent | {"lam": "giu"}, sent | {"them": "1"}]
    for data in late:
        answer = client.post(URL, data, headers={"HX-Request": "true", "HX-Target": "ro"})
        assert answer.status_code == 200 and "messages" not in answer.cookies
    said = client.get(page).content.decode()
    assert "Đã gửi đăng ký" in said and "đã được ghi nhận trước" not in said
    assert Task.objects.count() == 1 and not PendingForm.objects.exists()


def test_words_kept_on_an_older_version_cannot_write_over_the_newer_one(client, desk):
    task = registered(desk, S.DRAFT)
    client.force_login(desk.hung)
    edit = address(task, "edit_task")
    old = task.version
    row = {"id": task.indicators.get().pk}
    client.post(edit, registration(desk, lam="giu", rows=[row], title="Tên của tôi") | {"version": old})
    Task.objects.filter(pk=task.pk).update(version=F("version") + 1, title="Tên do người khác sửa")
    page = client.get(edit).content.decode()
    assert 'value="Tên của tôi"' in page and f'name="version" value="{old}"' in page
    answer = client.post(
        edit, registration(desk, lam="nhap", rows=[row], title="Tên của tôi") | {"version": old}
    )
    assert answer.status_code == 409 and "Tên do người khác sửa" in answer.content.decode()


def test_two_megabytes_are_not_kept_and_that_is_said(client, desk):
    client.force_login(desk.hung)
    answer = client.post(URL, registration(desk, lam="giu", product="x" * 2_000_000))
    assert answer.status_code == 200 and "chưa giữ lại được" in answer.content.decode()
    assert not PendingForm.objects.exists()


# ---- with an assistant ---------------------------------------------------------------------------------------------------


def test_both_names_stand_on_record_and_the_cadre_is_asked_to_look_over(client, desk):
    helper = assistant_of(desk.hung.cadre)
    client.force_login(helper)
    page = client.get(URL).content.decode()
    assert "Đồng chí đang cập nhật thay" in page and "đ/c Trần Quốc Hưng" in page
    client.post(URL, registration(desk))
    task = Task.objects.get()
    last = task.events.latest("pk")
    assert (last.by, last.on_behalf_of) == (helper, desk.hung.cadre)
    assert "cập nhật thay đ/c Trần Quốc Hưng bản đăng ký" in last.act
    client.force_login(desk.hung)
    assert "Xem, xác nhận và gửi" in client.get("/viec-cua-toi/").content.decode()
    assert "đã cập nhật thay lúc" in client.get(address(task, "edit_task")).content.decode()


def test_the_rights_of_an_assistant_end_on_the_day(client, desk):
    task = registered(desk, S.DRAFT)
    helper = make_user(cadre=False)
    given = Authorisation.objects.create(cadre=desk.hung.cadre, assistant=helper, starts_on=START)
    client.force_login(helper)
    edit = address(task, "edit_task")
    assert client.get(edit).status_code == 200
    given.ends_on = desk.today
    given.save()
    assert client.get(edit).status_code == 404
    assert client.get(URL).status_code == 403
    late = client.post(edit, registration(desk, lam="nhap", title="Sửa muộn") | {"version": task.version})
    assert late.status_code == 404
    task.refresh_from_db()
    assert task.title != "Sửa muộn"


# ---- from an earlier task ------------------------------------------------------------------------------------------------


def test_a_registration_begins_from_an_earlier_task_with_what_was_reached_as_its_baseline(client, desk):
    old = make_task(
        giver=desk.giver, unit=desk.land, assignee=desk.hung, status=S.CONCLUDED, title="Số hóa hồ sơ đất đai",
        natures=["hard"], product="Kho hồ sơ số", indicators=0,
    )  # fmt: skip
    make_indicator(old, name="Hồ sơ đã số hóa", current=Decimal(380), confirmed=Decimal(372), target=400)
    client.force_login(desk.hung)
    assert old.code in client.get(URL).content.decode()
    page = client.get(URL, {"tu": old.code})
    text = page.content.decode()
    assert 'value="Số hóa hồ sơ đất đai"' in text and "Kho hồ sơ số" in text
    row = page.context["rows"].forms[0]
    assert (row["name"].value(), row["baseline"].value(), row["target"].value()) == (
        "Hồ sơ đã số hóa",
        "372",
        None,
    )
    assert row["id"].value() is None
    assert "chưa có chỉ tiêu giao" in text


def test_a_task_of_somebody_else_is_nothing_to_begin_from(client, desk):
    other = make_task(giver=desk.giver, unit=desk.roads, assignee=desk.mai, title="Việc của đồng chí khác")
    client.force_login(desk.hung)
    assert "Việc của đồng chí khác" not in client.get(URL, {"tu": other.code}).content.decode()


def test_an_order_is_kept_while_one_types_too(client, desk):
    client.force_login(desk.officer)
    client.post("/viec/moi/", order_data(desk, lam="giu", title="Đang gõ dở"))
    assert 'value="Đang gõ dở"' in client.get("/viec/moi/").content.decode()
    assert errors_of(client.get("/viec/moi/")) == []
