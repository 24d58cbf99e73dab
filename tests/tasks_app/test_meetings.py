"""Giao ban: the agenda is what is stuck, a conclusion is a direction with a person and a day, closed minutes stay as they are."""

import html
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cadres.audit import sign_transaction
from cadres.models import Office
from tasks_app.actions import directing, meetings
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Direction, Meeting, MeetingConclusion, Notice, Recommendation, Task, TaskEvent
from tests.factories import START, appoint, make_cadre, make_task, make_unit, make_user
from tests.journeys.filling import fill

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def days(n):
    return timezone.localdate() + timedelta(days=n)


def typed(day):
    return day.strftime("%d/%m/%Y")


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver, name="Lý Thu Hường")


@pytest.fixture
def cadre():
    return make_user(name="Ma Xuân Bính")


@pytest.fixture
def late(giver, cadre):
    return make_task(
        giver=giver, assignee=cadre, due_on=days(-12), committed_on=days(-90), title="Trễ mười hai ngày"
    )


def hold(giver, officer, **fields):
    fields = {"held_on": days(0), "chair": "Đ/c Nông Quốc Tiệp", "at": timezone.now()} | fields
    return meetings.open_meeting(giver, by=officer, **fields)


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.unescape(answer.content.decode())


def test_the_agenda_is_what_is_stuck_with_the_longest_overdue_first(giver, officer, late, cadre):
    longer = make_task(giver=giver, due_on=days(-40), committed_on=days(-90))
    slow = make_task(giver=giver, due_on=days(90), committed_on=days(-90), slow_from_on=days(-1))
    asks = make_task(giver=giver, due_on=days(60), committed_on=days(-90))
    Recommendation.objects.create(task=asks, addressee=giver, text="Bố trí vốn", made_on=days(-9), by=cadre)
    silent = make_task(giver=giver, due_on=days(80), commitment_due_on=days(-6))
    make_task(giver=giver, due_on=days(80), commitment_due_on=days(6))
    make_task(giver=giver, due_on=days(90), committed_on=days(-90))
    make_task(giver=giver, due_on=days(-40), status=S.CONCLUDED)
    make_task(due_on=days(-40))

    meeting = hold(giver, officer)

    assert list(meeting.items.order_by("rank").values_list("task", "why")) == [
        (longer.pk, "Quá hạn 40 ngày"), (late.pk, "Quá hạn 12 ngày"), (slow.pk, "Chậm tiến độ"),
        (silent.pk, "Chờ cam kết, quá hạn 6 ngày"), (asks.pk, "Kiến nghị chờ cấp ủy trả lời"),
    ]  # fmt: skip


def test_a_giao_ban_from_opening_to_printed_minutes(client, giver, officer, late, cadre):
    client.force_login(officer)
    answer = client.post(
        "/giao-ban/moi/",
        {
            "committee": giver.pk,
            "held_on": typed(days(0)),
            "chair": "Đ/c Nông Quốc Tiệp",
            "key": uuid.uuid4(),
        },
    )
    meeting = Meeting.objects.get()
    assert answer.url == f"/giao-ban/{meeting.pk}/"
    assert "Trễ mười hai ngày" in read(client, answer.url)

    address = f"/giao-ban/{meeting.pk}/viec/1/"
    assert "Quá hạn 12 ngày" in read(client, address)
    form = {
        "text": "Xong mặt bằng thôn 3",
        "cadre": cadre.cadre.pk,
        "due_on": typed(days(10)),
        "version": late.version,
    }
    client.post(address, form | {"key": "6a8e7d9c-6a0e-4f1a-9a74-0d5b8e2b1a11"})
    client.post(address, form | {"key": "6a8e7d9c-6a0e-4f1a-9a74-0d5b8e2b1a11"})

    made = MeetingConclusion.objects.get()
    assert made.direction == Direction.objects.get(task=late)
    assert (made.direction.text, made.direction.to_cadre.full_name) == (
        "Xong mặt bằng thôn 3",
        "Ma Xuân Bính",
    )
    assert made.direction.due_on == days(10)
    event = TaskEvent.objects.get(task=late, kind="directed")
    assert "tại phiên giao ban" in event.act
    assert Notice.objects.filter(recipient=cadre, kind="directed").count() == 1
    client.force_login(cadre)
    assert "Trả lời ý kiến chỉ đạo" in read(client, "/can-lam/")

    client.force_login(officer)
    client.post(f"/giao-ban/{meeting.pk}/ket-thuc/", {"note": "Các đơn vị khẩn trương", "key": uuid.uuid4()})
    minutes = read(client, f"/giao-ban/{meeting.pk}/bien-ban/")
    for words in (
        "Xong mặt bằng thôn 3",
        "Ma Xuân Bính",
        typed(days(10)),
        "Các đơn vị khẩn trương",
        "Đ/c Nông Quốc Tiệp",
    ):
        assert words in minutes
    assert "Ghi kết luận" not in read(client, address)
    late.refresh_from_db()
    answer = client.post(address, form | {"key": uuid.uuid4(), "version": late.version})
    assert answer.status_code == 422
    assert "Phiên giao ban đã kết thúc" in html.unescape(answer.content.decode())
    assert MeetingConclusion.objects.count() == 1


def test_the_next_meeting_tells_what_is_new_and_what_became_of_the_conclusions(
    client, giver, officer, late, cadre
):
    first = hold(giver, officer, at=timezone.now() - timedelta(days=7), held_on=days(-7))
    item = first.items.get()
    meetings.conclude_item(
        item,
        "Xong mặt bằng",
        cadre=cadre.cadre.pk,
        due_on=days(-1),
        by=officer,
        at=timezone.now() - timedelta(days=7),
    )
    meetings.close_meeting(first, by=officer, at=timezone.now() - timedelta(days=6))
    TaskEvent.objects.create(
        task=late, kind="reported", act="báo cáo tiến độ", by=cadre, by_name="Đ/c Ma Xuân Bính",
        at=timezone.now() - timedelta(days=2),
    )  # fmt: skip
    make_task(giver=giver, due_on=days(-3), committed_on=days(-90), title="Vừa quá hạn")

    client.force_login(officer)
    page = read(client, f"/giao-ban/{hold(giver, officer).pk}/")

    assert "Đã báo cáo tiến độ: 1" in page
    assert "Mới quá hạn: 1 việc" in page and "Vừa quá hạn" in page
    assert "Chưa trả lời, quá hạn" in page


def test_a_committee_holds_one_meeting_at_a_time(giver, officer):
    hold(giver, officer)
    with pytest.raises(NotPossible, match="chưa kết thúc"):
        hold(giver, officer)
    with pytest.raises(NotPossible, match="không mở trước"):
        hold(giver, officer, held_on=days(1))


@pytest.mark.parametrize("role", [Role.APPRAISER, Role.INSPECTOR, Role.UNIT_HEAD, Role.COUNCIL])
def test_only_the_committees_officer_or_leader_holds_it(giver, officer, late, cadre, role):
    with pytest.raises(NotPossible):
        hold(giver, make_user(role=role, unit=giver))
    item = hold(giver, officer).items.get()
    with pytest.raises(NotPossible):
        meetings.conclude_item(
            item,
            "x",
            cadre=cadre.cadre.pk,
            due_on=days(3),
            by=make_user(role=role, unit=giver),
            at=timezone.now(),
        )
    assert not Direction.objects.exists()


def test_a_conclusion_names_one_who_carries_the_task_and_a_day_to_come(client, giver, officer, late, cadre):
    meeting = hold(giver, officer)
    client.force_login(officer)
    address = f"/giao-ban/{meeting.pk}/viec/1/"
    stranger = make_user().cadre.pk

    for wrong, words in (
        ({"cadre": stranger}, "Chọn đồng chí đang được giao việc này"), ({"due_on": typed(days(-1))}, "Thời hạn không được trước hôm nay"),
        ({"text": ""}, "Nhập kết luận của phiên"), ({"due_on": "31/02/2027"}, "ngày có thật"),
    ):  # fmt: skip
        form = {
            "text": "Xong thôn 3",
            "cadre": cadre.cadre.pk,
            "due_on": typed(days(9)),
            "version": late.version,
        } | wrong
        answer = client.post(address, form)
        assert answer.status_code == 422
        page = html.unescape(answer.content.decode())
        assert words in page, wrong
        assert wrong.get("text", "Xong thôn 3") in page
    assert not Direction.objects.exists()


def test_a_conclusion_may_go_to_somebody_who_does_not_carry_the_task(client, giver, officer, late, cadre):
    outsider, leader = (
        make_user(name="Hứa Thị Ngoài"),
        make_user(role=Role.LEADER, unit=giver, name="Nông Quốc Tiệp"),
    )
    appoint(outsider.cadre, "Giám đốc", make_unit(parent=giver))
    meeting = hold(giver, officer)
    address = f"/giao-ban/{meeting.pk}/viec/1/"
    client.force_login(outsider)
    read(client, f"/viec/{late.ref}/", 404)
    client.force_login(officer)
    fill(client, address, {"text": "Bố trí vốn", "lead": "Hứa Thị Ngoài", "due_on": typed(days(9))})

    direction = Direction.objects.get(task=late)
    assert (direction.to_cadre, direction.to_outsider) == (outsider.cadre, True)
    assert MeetingConclusion.objects.get().cadre == outsider.cadre
    told = Notice.objects.filter(kind="directed").values_list("recipient", flat=True)
    assert sorted(told) == sorted([outsider.pk, cadre.pk])
    # It waits for him alone, on a page of a task that he may read and do nothing else about.
    answer = f"/viec/{late.ref}/y-kien/{direction.pk}/tra-loi/"
    client.force_login(cadre)
    assert "Bố trí vốn" in read(client, f"/viec/{late.ref}/")
    assert answer not in read(client, "/can-lam/")
    read(client, answer, 404)
    client.force_login(outsider)
    assert answer in read(client, "/can-lam/")
    page = read(client, f"/viec/{late.ref}/")
    assert late.title in page and answer in page
    for act in ("bao-cao", "cam-ket", "de-nghi/gia-han", "neu-vuong-mac", "y-kien", "ban-giao"):
        read(client, f"/viec/{late.ref}/{act}/", 404)
    fill(client, answer, {"text": "Đã bố trí 2 tỷ đồng"})
    assert "/tra-loi/" not in read(client, "/can-lam/")

    # Followed as any other: asked for more, answered again, closed.
    follow = f"/viec/{late.ref}/y-kien/{direction.pk}/"
    client.force_login(leader)
    fill(client, follow, {"word": "more", "text": "Nguồn nào?"}, containing="text")
    client.force_login(outsider)
    assert Notice.objects.filter(recipient=outsider, kind="directed").count() == 2
    fill(client, answer, {"text": "Ngân sách tỉnh"})
    client.force_login(leader)
    fill(client, follow, {"word": "close"}, containing="text")
    direction.refresh_from_db()
    assert (direction.answer, direction.is_open) == ("Ngân sách tỉnh", False)
    client.force_login(officer)
    assert "Hứa Thị Ngoài" in read(client, f"/giao-ban/{meeting.pk}/bien-ban/")


def test_who_can_be_named_holds_a_post_under_the_committee_and_can_answer(client, giver, officer, late):
    elsewhere, mute = make_user(name="Lê Văn Xa"), make_cadre("Đàm Văn Giấy")
    appoint(elsewhere.cadre, "Giám đốc", make_unit())
    appoint(mute, "Giám đốc", make_unit(parent=giver))
    meeting = hold(giver, officer)
    client.force_login(officer)
    for name, words in (
        ("Lê Văn Xa", "Chưa tìm thấy đồng chí nào"),
        ("Đàm Văn Giấy", "chưa có tài khoản để trả lời"),
    ):
        answer = fill(
            client,
            f"/giao-ban/{meeting.pk}/viec/1/",
            {"text": "Bố trí vốn", "lead": name, "due_on": typed(days(9))},
        )
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 422 and words in page and "Bố trí vốn" in page, name
    with pytest.raises(NotPossible, match="thuộc cấp ủy"):
        meetings.conclude_item(
            meeting.items.get(), "x", cadre=elsewhere.cadre.pk, due_on=days(3), by=officer, at=timezone.now()
        )
    assert not Direction.objects.exists()


def test_nobody_follows_what_he_was_to_answer_himself(giver, officer, late):
    chief = make_user(role=Role.LEADER, unit=giver)
    appoint(chief.cadre, "Phó Bí thư", giver)
    item = hold(giver, officer).items.get()
    made = meetings.conclude_item(
        item, "x", cadre=chief.cadre.pk, due_on=days(3), by=officer, at=timezone.now()
    )
    directing.answer_direction(made.direction, "Đã làm", by=chief, at=timezone.now())
    with pytest.raises(NotPossible):
        directing.close_direction(made.direction, by=chief, at=timezone.now())
    directing.close_direction(made.direction, by=officer, at=timezone.now())


def test_a_task_that_is_not_stuck_is_added_to_the_agenda(client, giver, officer, late):
    fine = make_task(giver=giver, due_on=days(90), committed_on=days(-90), title="Xây trường nội trú")
    over = make_task(giver=giver, due_on=days(90), status=S.CONCLUDED, title="Đã xong từ lâu")
    below = make_task(giver=make_unit(parent=giver), committed_on=days(-90), title="Của cấp dưới giao")
    meeting = hold(giver, officer)
    address = f"/giao-ban/{meeting.pk}/them-viec/"
    client.force_login(officer)
    assert address in read(client, f"/giao-ban/{meeting.pk}/")

    answer = fill(client, address, {"contributes_to": fine.code, "reason": "Vượt tiến độ"}, follow=False)
    assert answer.url == f"/giao-ban/{meeting.pk}/viec/2/"
    item = meeting.items.get(rank=2)
    assert (item.task, item.why, item.added_by) == (fine, "Bổ sung tại phiên: Vượt tiến độ", officer)
    assert "Xây trường nội trú" in read(client, answer.url)
    for task, words in (
        (fine, "Việc này đã ở vị trí 2"), (late, "Việc này đã ở vị trí 1"), (over, "đang ở trạng thái «Đã kết luận»"),
        (below, "Chọn việc do cấp ủy của phiên giao"),
    ):  # fmt: skip
        refused = fill(client, address, {"contributes_to": task.code, "reason": "Cần xem"})
        page = html.unescape(refused.content.decode())
        assert refused.status_code == 422 and words in page and "Cần xem" in page, task
    assert meeting.items.count() == 2

    meetings.close_meeting(meeting, by=officer, at=timezone.now())
    read(client, address, 404)
    late_post = client.post(address, {"contributes_to": fine.code, "reason": "Cần xem", "key": uuid.uuid4()})
    assert late_post.status_code == 422 and "Phiên giao ban đã kết thúc" in html.unescape(late_post.text)
    client.force_login(make_user(role=Role.APPRAISER, unit=giver))
    read(client, address, 404)


def test_nobody_minutes_a_direction_on_a_task_of_his_own(giver, officer):
    make_task(giver=giver, assignee=officer, due_on=days(-5), committed_on=days(-90))
    item = hold(giver, officer).items.get()
    with pytest.raises(NotPossible):
        meetings.conclude_item(
            item, "x", cadre=officer.cadre.pk, due_on=days(3), by=officer, at=timezone.now()
        )


def test_a_task_that_changed_meanwhile_keeps_what_was_typed(client, giver, officer, late, cadre):
    meeting = hold(giver, officer)
    client.force_login(officer)
    form = {"text": "Xong thôn 3", "cadre": cadre.cadre.pk, "due_on": typed(days(9)), "version": late.version}
    Task.objects.filter(pk=late.pk).update(version=late.version + 1)
    answer = client.post(f"/giao-ban/{meeting.pk}/viec/1/", form)
    assert answer.status_code == 409
    assert "Xong thôn 3" in html.unescape(answer.content.decode())


def test_a_meeting_of_another_committee_does_not_exist(client, giver, officer, late):
    meeting = hold(giver, officer)
    elsewhere = make_unit()
    for role in (Role.OFFICER, Role.LEADER):
        client.force_login(make_user(role=role, unit=elsewhere))
        for address in ("", "viec/1/", "bien-ban/", "ket-thuc/"):
            read(client, f"/giao-ban/{meeting.pk}/{address}", 404)
        assert "12" not in read(client, "/giao-ban/").split("<main")[1].split("phiên")[0]
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit(parent=giver)))
    read(client, f"/giao-ban/{meeting.pk}/", 404)


def test_what_a_meeting_concluded_can_neither_be_changed_nor_deleted(giver, officer, late, cadre):
    sign_transaction(officer)
    meeting = hold(giver, officer)
    meetings.conclude_item(
        meeting.items.get(), "x", cadre=cadre.cadre.pk, due_on=days(3), by=officer, at=timezone.now()
    )
    for act in (
        lambda: MeetingConclusion.objects.update(text="y"), lambda: MeetingConclusion.objects.all().delete(),
        lambda: meeting.items.update(why="y"), lambda: Meeting.objects.filter(pk=meeting.pk)._raw_delete("default"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_leader_of_two_committees_chooses_whose_meeting_it_is(client, giver, officer):
    other = make_unit("Huyện ủy Sơn Dương")
    Office.objects.create(user=officer, role=Role.OFFICER, unit=other, starts_on=START)
    client.force_login(officer)
    page = read(client, "/giao-ban/moi/")
    assert "Huyện ủy Sơn Dương" in page and "Tỉnh ủy Tuyên Quang" in page
