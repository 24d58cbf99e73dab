"""Who may update in a cadre's place, and who holds a desk for a colleague: named by himself, seen, and over on its day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation, Office
from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import authorising
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.stepping import step
from tasks_app.models import Notice, Task
from tasks_app.statistics import waiting, waiting_tasks
from tests.factories import NOW, START, TODAY, appoint, make_task, make_unit, make_user
from tests.tasks_app.ordering_desk import errors_of, make_desk

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
LIST, NEW, DELEGATE = "/uy-quyen/", "/uy-quyen/cap-nhat-thay/", "/uy-quyen/vai-tro/"


@pytest.fixture
def desk():
    found = make_desk()
    found.helper = make_user(name="Lục Mai Chi")
    appoint(found.helper.cadre, "Chuyên viên", found.land)
    found.colleague = make_user(name="Đỗ Thị Thay")
    appoint(found.officer.cadre, "Chuyên viên", found.giver)
    appoint(found.colleague.cadre, "Chuyên viên", found.giver)
    return found


def typed(desk, **changes):
    last = desk.today + timedelta(days=29)
    return {
        "assistant": "luc mai chi", "starts_on": f"{desk.today:%d/%m/%Y}", "last_on": f"{last:%d/%m/%Y}",
    } | changes  # fmt: skip


def given(desk, **changes):
    values = {"starts_on": TODAY, "last_on": TODAY + timedelta(days=9)} | changes
    return authorising.authorise(
        desk.hung.cadre, values.pop("assistant", desk.helper), **values, by=desk.hung, at=NOW, link=LIST
    )


# ---- in a cadre's place -------------------------------------------------------------------------------------------------


def test_a_cadre_names_who_updates_in_his_place_and_both_see_it(client, desk):
    task = make_task(giver=desk.giver, unit=desk.land, assignee=desk.hung, round=desk.round)
    client.force_login(desk.hung)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, typed(desk))
    assert answer.status_code == 302, errors_of(answer)
    row = Authorisation.objects.get()
    assert (row.cadre, row.assistant) == (desk.hung.cadre, desk.helper)
    assert (row.starts_on, row.last_day) == (desk.today, desk.today + timedelta(days=29))
    assert "đang có hiệu lực" in client.get(LIST).content.decode()
    page = client.get(reverse("tasks:task_page", args=[task.ref])).content.decode()
    assert "cập nhật thay đ/c Trần Quốc Hưng" in page and f"{row.last_day:%d/%m/%Y}" in page

    client.force_login(desk.helper)
    assert "Cập nhật thay đ/c Trần Quốc Hưng" in client.get(LIST).content.decode()
    notice = Notice.objects.get(recipient=desk.helper)
    assert "ủy quyền đồng chí cập nhật thay" in notice.text and notice.url == LIST
    assert client.get(reverse("tasks:task_page", args=[task.ref])).status_code == 200


def test_he_ends_it_himself_and_the_right_is_gone_at_once(client, desk):
    task = make_task(giver=desk.giver, unit=desk.land, assignee=desk.hung, round=desk.round)
    row = Authorisation.objects.create(cadre=desk.hung.cadre, assistant=desk.helper, starts_on=START)
    end = reverse("tasks:end_authorisation", args=[row.pk])
    client.force_login(desk.helper)
    assert client.get(end).status_code == 404
    assert client.get(reverse("tasks:task_page", args=[task.ref])).status_code == 200
    client.force_login(desk.hung)
    assert client.get(end).status_code == 200
    assert client.post(end).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == desk.today
    assert client.get(end).status_code == 404
    client.force_login(desk.helper)
    assert client.get(reverse("tasks:task_page", args=[task.ref])).status_code == 404


def test_the_right_begins_and_ends_on_its_day(desk):
    row = given(desk, starts_on=TODAY + timedelta(days=2), last_on=TODAY + timedelta(days=4))
    helps = [
        desk.hung.cadre.pk in standing(type(desk.helper).objects.get(pk=desk.helper.pk), on=TODAY + timedelta(days=n)).assisted
        for n in (1, 2, 4, 5)
    ]  # fmt: skip
    assert helps == [False, True, True, False]
    # Ended before it began: the row stays, and never was in force.
    authorising.end_authorisation(row, by=desk.hung, at=NOW, link=LIST)
    row.refresh_from_db()
    assert row.ends_on == row.starts_on
    assert not Authorisation.objects.in_force(TODAY + timedelta(days=3)).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"assistant": ""}, "Đồng chí được ủy quyền: chọn đồng chí"),
        ({"assistant": "tran quoc hung"}, "Đồng chí được ủy quyền: chọn đồng chí khác, không ủy quyền cho chính mình."),
        ({"assistant": "le thi mai"}, "Đồng chí được ủy quyền: chưa tìm thấy đồng chí nào như vậy trong phạm vi. Gõ họ tên hoặc chức vụ."),
        ({"starts_on": "01/01/2020"}, None),
        ({"last_on": "31/02/2027"}, "Đến hết ngày: nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ({"last_on": "01/01/2021"}, None),
        ({"last_on": "31/12/2099"}, "Đến hết ngày: ủy quyền không quá một năm; hết hạn thì ủy quyền lại."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(client, desk, changes, sentence):
    client.force_login(desk.hung)
    answer = client.post(NEW, typed(desk, **changes))
    assert answer.status_code == 422
    assert errors_of(answer) and (sentence is None or sentence in errors_of(answer)), errors_of(answer)
    assert not Authorisation.objects.exists()


def test_two_do_not_authorise_each_other(desk):
    given(desk)
    with pytest.raises(NotPossible, match="không ủy quyền lẫn cho nhau"):
        authorising.authorise(
            desk.helper.cadre, desk.hung, starts_on=TODAY, last_on=TODAY, by=desk.helper, at=NOW, link=LIST
        )


def test_one_person_is_authorised_once_at_a_time(desk):
    given(desk)
    with pytest.raises(NotPossible, match="đang được ủy quyền"):
        given(desk, last_on=None)
    given(desk, starts_on=TODAY + timedelta(days=10), last_on=TODAY + timedelta(days=12))
    row = {"cadre": desk.hung.cadre, "assistant": desk.helper}
    with pytest.raises(IntegrityError, match="assistant_is_authorised_once"), transaction.atomic():
        Authorisation.objects.create(**row, starts_on=TODAY)
    with pytest.raises(IntegrityError, match="authorisation_does_not_end_before"), transaction.atomic():
        Authorisation.objects.create(**row, starts_on=START, ends_on=START - timedelta(days=1))


def test_nobody_names_an_assistant_for_somebody_else(client, desk):
    with pytest.raises(NotPossible, match="tự ủy quyền"):
        authorising.authorise(
            desk.hung.cadre, desk.helper, starts_on=TODAY, last_on=None, by=desk.officer, at=NOW, link=LIST
        )
    client.force_login(make_user(cadre=False))
    assert client.get(NEW).status_code == 403


def test_an_account_that_was_switched_off_is_not_authorised(desk):
    desk.helper.is_active = False
    desk.helper.save()
    with pytest.raises(NotPossible, match="ngừng hoạt động"):
        given(desk)


def test_the_administrator_sees_them_and_changes_none(client, desk):
    given(desk)
    client.force_login(make_user(role=Role.SYSTEM_ADMIN, unit=desk.giver))
    page = client.get("/quan-tri/uy-quyen/?xem=tat-ca").content.decode()
    assert "Trần Quốc Hưng" in page
    for user in (desk.officer, desk.hung):
        client.force_login(user)
        assert client.get("/quan-tri/uy-quyen/").status_code == 403


# ---- a desk left to a colleague -----------------------------------------------------------------------------------------


def office_of(user):
    return Office.objects.get(user=user)


def delegated(desk, **changes):
    values = {"starts_on": TODAY, "last_on": TODAY + timedelta(days=9)} | changes
    return authorising.delegate(
        office_of(desk.officer),
        values.pop("colleague", desk.colleague),
        **values,
        by=desk.officer,
        at=NOW,
        link=LIST,
    )


def registered(desk, **fields):
    return make_task(
        **{"giver": desk.giver, "unit": desk.land, "assignee": desk.hung, "round": desk.round, "status": S.SUBMITTED,
           "origin": Task.Origin.REGISTERED} | fields
    )  # fmt: skip


def test_an_officer_leaves_his_desk_to_a_colleague_and_the_log_names_both(client, desk):
    task = registered(desk)
    client.force_login(desk.officer)
    assert client.get(DELEGATE).status_code == 200
    last = desk.today + timedelta(days=6)
    form = typed(desk, assistant="do thi thay", last_on=f"{last:%d/%m/%Y}", office=office_of(desk.officer).pk)
    answer = client.post(DELEGATE, form)
    assert answer.status_code == 302, errors_of(answer)
    assert "chuyên viên theo dõi" in client.get(LIST).content.decode()

    client.force_login(desk.colleague)
    assert "Thay đ/c" in client.get(LIST).content.decode()
    move = reverse("tasks:move_task", args=[task.ref, "pass"])
    assert client.post(move, {"version": task.version}).status_code == 302
    event = task.events.get(kind="pass")
    assert (event.by, event.on_behalf_of) == (desk.colleague, desk.officer.cadre)
    page = client.get(reverse("tasks:task_page", args=[task.ref])).content.decode()
    assert "Đỗ Thị Thay" in page and "thay đ/c Trần Thu Hà" in page


def test_the_desk_is_gone_on_its_day_or_when_it_is_ended(client, desk):
    task = registered(desk)
    row = Office.objects.create(
        user=desk.colleague, role=Role.OFFICER, unit=desk.giver, starts_on=START, ends_on=desk.today + timedelta(days=1),
        delegated_from=office_of(desk.officer),
    )  # fmt: skip
    url = reverse("tasks:task_page", args=[task.ref])
    client.force_login(desk.colleague)
    assert client.get(url).status_code == 200
    client.force_login(desk.officer)
    assert client.post(reverse("tasks:end_delegation", args=[row.pk])).status_code == 302
    client.force_login(desk.colleague)
    assert client.get(url).status_code == 404


def test_what_was_delegated_ends_with_the_office_it_came_from(desk):
    row = delegated(desk)
    assert row in Office.objects.in_force(TODAY)
    office = office_of(desk.officer)
    office.ends_on = TODAY
    office.save()
    assert row not in Office.objects.in_force(TODAY)
    office.ends_on = None
    office.save()
    desk.officer.is_active = False
    desk.officer.save()
    assert row not in Office.objects.in_force(TODAY)


def test_who_holds_a_desk_in_anothers_place_does_not_judge_that_ones_task(desk):
    Office.objects.create(
        user=desk.colleague, role=Role.OFFICER, unit=desk.giver, starts_on=START, ends_on=desk.today + timedelta(days=5),
        delegated_from=office_of(desk.officer),
    )  # fmt: skip
    own = registered(desk, assignee=desk.officer)
    other = registered(desk)
    assert not may.may_screen(desk.colleague, own)
    assert may.may_screen(desk.colleague, other)
    # Nor does it wait for him: not in *Cần làm*, not in its badge, not where leaders are asked for a word.
    assert [line.task for line in waiting.lines(desk.colleague, on=desk.today)] == [other.pk]
    assert waiting.badges(desk.colleague, on=desk.today).by_queue["kiem-tra"] == 1
    given = waiting_tasks.given_by_desk(standing(desk.colleague))
    assert set(given) == {other}


def test_a_desk_of_his_own_is_no_act_in_anothers_place(desk):
    Office.objects.create(user=desk.colleague, role=Role.APPRAISER, unit=desk.giver, starts_on=START)
    Office.objects.create(
        user=desk.colleague, role=Role.OFFICER, unit=desk.giver, starts_on=START, ends_on=desk.today + timedelta(days=5),
        delegated_from=office_of(desk.officer),
    )  # fmt: skip
    task = registered(desk)
    step(task, "pass", by=desk.colleague, at=timezone.now())
    assert task.events.get(kind="pass").on_behalf_of is None


def test_what_is_held_in_anothers_place_is_not_left_on(client, desk):
    row = delegated(desk)
    third = make_user()
    with pytest.raises(NotPossible, match="không ủy quyền lại"):
        authorising.delegate(row, third, starts_on=TODAY, last_on=TODAY, by=desk.colleague, at=NOW, link=LIST)
    client.force_login(desk.leader)
    assert client.get(DELEGATE).status_code == 403


def test_a_delegation_needs_its_last_day_and_no_longer_than_the_office(desk):
    with pytest.raises(NotPossible, match="ngày cuối"):
        delegated(desk, last_on=None)
    office = office_of(desk.officer)
    office.ends_on = TODAY + timedelta(days=3)
    office.save()
    with pytest.raises(NotPossible, match="Vai trò của đồng chí hết ngày"):
        delegated(desk)


def test_the_database_holds_to_desks_with_an_end(desk):
    row = {
        "user": desk.colleague,
        "unit": make_unit(),
        "starts_on": TODAY,
        "delegated_from": office_of(desk.officer),
    }
    for wrong in ({"role": Role.OFFICER}, {"role": Role.LEADER, "ends_on": TODAY + timedelta(days=1)}):
        with pytest.raises(IntegrityError, match="delegated_office_is_of_a_desk"), transaction.atomic():
            Office.objects.create(**row, **wrong)
