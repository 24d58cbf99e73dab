"""A team is sent by a paper, finds things on the spot, asks for what must follow; it is followed to its end with evidence."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import following_up, inspecting
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Evidence, FollowUp, Inspection, InspectionMission, Task
from tasks_app.permissions import visible_tasks
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_cadre,
    make_follow_up,
    make_inspection,
    make_mission,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def member():
    return make_user(name="Hoàng Thị Lan")


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner)


@pytest.fixture
def planned(task, officer, member):
    mission = make_mission(task.giver, members=[member], by=officer)
    return make_inspection(task, mission=mission, by=officer, findings="")


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def opens(client, file):
    """Whether the user may download it."""
    answer = client.get(reverse("tasks:evidence_file", args=[file.uuid]))
    assert not answer.streaming or b"".join(answer.streaming_content)
    return answer.status_code == 200


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def findings(**fields):
    return {
        "inspected_on": "01/06/2026", "findings": "Đạt 14,1 km", "minutes_no": "07-BB/ĐKT", "version": 1,
        "kn-TOTAL_FORMS": "1", "kn-INITIAL_FORMS": "0", "kn-MIN_NUM_FORMS": "0", "kn-MAX_NUM_FORMS": "20",
    } | fields  # fmt: skip


def asked(task, **fields):
    cadre = task.assignments.get().cadre_id
    return {"kn-0-text": "Sửa mặt đường", "kn-0-to": f"c{cadre}", "kn-0-due_on": "30/06/2026"} | fields


# ---- a team is sent --------------------------------------------------------------------------------------------------


def test_an_officer_sends_a_team_by_a_paper_to_several_tasks(client, giver, task, officer, owner, member):
    other = make_task(giver=giver)
    head = appoint(make_cadre("Trần Quốc Toản"), "Ủy viên Ban Thường vụ", giver)
    co = appoint(member.cadre, "Chuyên viên", giver)
    data = {
        "name": "Đoàn kiểm tra số 2", "subject": "Giải phóng mặt bằng", "starts_on": "02/06/2026", "ends_on": "03/06/2026",
        "place": "Xã Mỹ Bằng", "lead": "", "lead-id": head.pk, "co": "", "co-id": [co.pk], "others": "Lê Văn Tám, kỹ sư",
        "inspected": "", "inspected-id": [task.pk, other.pk], "number": "12", "symbol": "QĐ/HU", "issued_on": "30/05/2026",
        "summary": "Thành lập đoàn kiểm tra",
    }  # fmt: skip
    answer = post(client, officer, reverse("tasks:new_mission"), **data)
    assert answer.status_code == 302

    mission = InspectionMission.objects.get()
    assert answer["Location"] == reverse("tasks:mission_page", args=[mission.pk])
    assert str(mission.document) == "số 12-QĐ/HU ngày 30/05/2026"
    assert set(mission.members.values_list("name", "role")) == {
        ("Trần Quốc Toản", "head"), ("Hoàng Thị Lan", "member"), ("Lê Văn Tám", "member"),
    }  # fmt: skip
    assert mission.inspections.count() == 2
    assert task.events.get().document == mission.document
    assert "từ 02/06/2026 đến 03/06/2026" in owner.notices.get().text
    assert member.notices.count() == 2
    page = client.get(answer["Location"]).text
    assert task.title in page and other.title in page and "Lê Văn Tám" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"lead-id": []}, "Chọn trưởng đoàn"),
        ({"inspected-id": []}, "Chọn ít nhất một việc"),
        ({"starts_on": "31/02/2026"}, "Nhập ngày có thật"),
        ({"ends_on": "01/06/2026"}, "không được trước ngày bắt đầu"),
        ({"number": "12"}, "Nhập ký hiệu văn bản"),
        ({"issued_on": "01/01/2099", "number": "1", "symbol": "QĐ"}, "không được sau hôm nay"),
        ({"name": ""}, "Nhập tên đoàn kiểm tra"),
    ],
)
def test_what_can_not_be_in_a_mission_is_refused_and_kept(client, giver, task, officer, fields, sentence):
    head = appoint(make_cadre("Trần Quốc Toản"), "Ủy viên", giver)
    data = {"name": "Đoàn số 2", "starts_on": "02/06/2026", "lead-id": [head.pk], "inspected-id": [task.pk],
            "lead": "", "co": "", "inspected": "", "place": "Nơi đã gõ"} | fields  # fmt: skip
    answer = post(client, officer, reverse("tasks:new_mission"), **data)
    assert answer.status_code == 422
    assert sentence in answer.text and "Nơi đã gõ" in answer.text
    assert not InspectionMission.objects.exists()


def test_nobody_is_sent_to_a_task_of_his_own_and_then_nothing_is_made(giver, task, officer, owner):
    team = [inspecting.Member("Lê A", role="head"), inspecting.Member("Bình", cadre=owner.cadre)]
    with pytest.raises(NotPossible, match="không kiểm tra việc của mình"):
        inspecting.send(
            giver,
            [make_task(giver=giver), task],
            name="Đoàn",
            members=team,
            starts_on=TODAY,
            by=officer,
            at=NOW,
        )
    assert not InspectionMission.objects.exists() and not Inspection.objects.exists()


def test_a_team_may_be_named_by_typing_and_choosing(client, giver, task, officer):
    post_of_lan = appoint(make_cadre("Hoàng Thị Lan"), "Phó Bí thư", giver)
    appoint(make_cadre("Hoàng Thị Liên"), "Bí thư Đoàn", giver)
    data = {"name": "Đoàn", "lead": "hoang thi", "chon": f"lead:{post_of_lan.pk}", "place": "Nơi đã gõ"}
    page = post(client, officer, reverse("tasks:new_mission"), **data)
    assert page.status_code == 200
    assert "Hoàng Thị Lan, Phó Bí thư" in page.text and "Nơi đã gõ" in page.text


# ---- the members -----------------------------------------------------------------------------------------------------


def test_a_member_reads_the_tasks_of_his_team_until_it_is_back(client, planned, task, member):
    assert list(visible_tasks(member)) == [task]
    client.force_login(member)
    assert client.get(reverse("tasks:mission_page", args=[planned.mission_id])).status_code == 200
    assert "Ghi kết quả kiểm tra" in client.get(address("task_page", task)).text
    assert planned.mission.name in client.get(reverse("tasks:mission_list")).text

    InspectionMission.objects.update(closed_on=TODAY)
    assert not visible_tasks(member).exists()
    assert client.get(address("record_inspection", task, planned.pk)).status_code == 404
    assert client.get(reverse("tasks:mission_page", args=[planned.mission_id])).status_code == 404


def test_a_member_records_on_the_spot_with_photos_and_figures(client, planned, task, member, owner, officer):
    row = task.indicators.get()
    row.current = 40
    row.save()
    url = address("record_inspection", task, planned.pk)
    photo = SimpleUploadedFile("Mặt đường.png", PNG, content_type="image/png")
    upload = post(client, member, address("upload_photo", task, planned.pk), anh=photo)
    assert upload.status_code == 302
    client.force_login(owner)
    file = Evidence.objects.get()
    assert not opens(client, file)
    assert "Mặt đường.png" not in client.get(address("task_page", task)).text

    data = findings(**{f"so_{row.pk}": "35,5"}, **asked(task))
    assert post(client, member, url, **data).status_code == 302

    planned.refresh_from_db()
    row.refresh_from_db()
    assert (planned.findings, planned.recorded_by) == ("Đạt 14,1 km", member)
    figure = planned.figures.get()
    assert (figure.reported, figure.value, row.confirmed, row.current) == (40, 35.5, 35.5, 40)
    follow_up = planned.follow_ups.get()
    assert (follow_up.to_cadre, follow_up.addressee) == (owner.cadre, "Đ/c Nguyễn Văn Bình")
    assert "có 1 kiến nghị" in owner.notices.latest("pk").text
    assert officer.notices.exists()
    client.force_login(owner)
    page = client.get(address("task_page", task)).text
    assert "35,5" in page and "Mặt đường.png" in page and "Sửa mặt đường" in page
    assert opens(client, file)


def test_findings_are_recorded_once(client, planned, task, member, officer):
    url = address("record_inspection", task, planned.pk)
    assert post(client, member, url, **findings()).status_code == 302
    late = post(client, officer, url, **findings(findings="Khác hẳn"))
    assert late.status_code == 409 and "Khác hẳn" in late.text
    again = post(client, officer, url, **findings(findings="Khác hẳn", version=2))
    assert again.status_code == 422 and "đã được ghi" in again.text
    planned.refresh_from_db()
    assert planned.findings == "Đạt 14,1 km"


def test_a_draft_on_a_phone_survives(client, planned, task, member, officer):
    url = address("record_inspection", task, planned.pk)
    kept = post(
        client,
        member,
        url,
        lam="nhap",
        findings="Đang ghi dở",
        **{"kn-TOTAL_FORMS": "1", "kn-0-text": "Sửa cầu"},
    )
    assert kept.status_code == 302
    page = client.get(url).text
    assert "Đang ghi dở" in page and "Sửa cầu" in page
    client.force_login(officer)
    assert "Đang ghi dở" not in client.get(url).text
    more = post(
        client,
        member,
        url,
        lam="them-kn",
        findings="Đang ghi dở",
        **{"kn-TOTAL_FORMS": "1", "kn-0-text": "Sửa cầu"},
    )
    assert more.status_code == 200 and 'name="kn-1-text"' in more.text and "Đang ghi dở" in more.text
    assert not Inspection.objects.recorded().exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"inspected_on": "31/02/2026"}, "Nhập ngày có thật"),
        ({"inspected_on": "01/01/2026"}, "từ ngày giao việc 10/01/2026"),
        ({"inspected_on": "01/01/2099"}, "đến hôm nay"),
        ({"findings": ""}, "Nhập kết quả kiểm tra"),
        ({"kn-0-text": "Sửa đường"}, "Chọn nơi nhận kiến nghị"),
        ({"kn-0-text": "Sửa đường", "kn-0-to": "u999999", "kn-0-due_on": "30/06/2026"}, ""),
    ],
)
def test_what_can_not_be_in_findings_is_refused_and_kept(client, planned, task, officer, fields, sentence):
    url = address("record_inspection", task, planned.pk)
    answer = post(client, officer, url, **findings(minutes_no="số 9") | fields)
    assert answer.status_code == 422
    assert sentence in answer.text and "số 9" in answer.text
    assert not Inspection.objects.recorded().exists()


def test_a_recommendation_is_due_after_the_check(client, planned, task, officer):
    url = address("record_inspection", task, planned.pk)
    answer = post(client, officer, url, **findings(**asked(task, **{"kn-0-due_on": "31/05/2026"})))
    assert answer.status_code == 422 and "không được trước ngày kiểm tra" in answer.text


def test_a_check_without_a_mission_made_beforehand_is_one_form(client, task, officer):
    data = findings(team="Đoàn kiểm tra đột xuất", head="Lê Văn Tám, Ủy viên", **asked(task))
    assert post(client, officer, address("inspect_task", task), **data).status_code == 302
    found = task.inspections.get()
    assert (found.team, found.mission.members.get().name) == ("Đoàn kiểm tra đột xuất", "Lê Văn Tám, Ủy viên")
    assert found.follow_ups.count() == 1


@pytest.mark.parametrize("who", ["owner", "leader", "inspector", "stranger"])
def test_only_the_team_and_the_desk_record(client, giver, planned, task, owner, who):
    user = {
        "owner": owner, "leader": make_user(role=Role.LEADER, unit=giver),
        "inspector": make_user(role=Role.INSPECTOR, unit=giver), "stranger": make_user(role=Role.OFFICER),
    }[who]  # fmt: skip
    for url in (
        address("record_inspection", task, planned.pk), address("inspect_task", task),
        address("drop_inspection", task, planned.pk), address("upload_photo", task, planned.pk),
        reverse("tasks:close_mission", args=[planned.mission_id]),
        reverse("tasks:add_inspected_task", args=[planned.mission_id]),
    ):  # fmt: skip
        assert post(client, user, url, **findings()).status_code in (403, 404), url
    with pytest.raises(NotPossible):
        inspecting.record(planned, inspected_on=TODAY, findings="x", by=user, at=NOW)


def test_minutes_that_come_in_late_do_not_write_over_what_was_confirmed_later(planned, task, officer):
    row = task.indicators.get()
    type(row).objects.filter(pk=row.pk).update(confirmed=50, confirmed_on=TODAY)
    day_before = TODAY - timedelta(days=1)

    inspecting.record(
        planned, inspected_on=day_before, findings="Tốt", figures={row.pk: 41}, by=officer, at=NOW
    )

    row.refresh_from_db()
    assert (planned.figures.get().value, row.confirmed, row.confirmed_on) == (41, 50, TODAY)


# ---- the end ---------------------------------------------------------------------------------------------------------


def test_a_mission_ends_when_each_task_has_its_findings_or_its_reason(client, giver, planned, task, officer):
    other = make_inspection(make_task(giver=giver), mission=planned.mission, by=officer, findings="")
    end = reverse("tasks:close_mission", args=[planned.mission_id])
    today = f"{timezone.localdate():%d/%m/%Y}"
    InspectionMission.objects.update(starts_on=date(2026, 6, 1))
    inspecting.record(planned, inspected_on=TODAY, findings="Tốt", by=officer, at=NOW)

    waits = post(client, officer, end, closed_on=today)
    assert waits.status_code == 422 and "Còn 1 việc chưa ghi kết quả" in waits.text
    drop = address("drop_inspection", other.task, other.pk)
    assert post(client, officer, drop, reason="", version=1).status_code == 422
    assert post(client, officer, drop, reason="Mưa lũ", version=1).status_code == 302
    assert post(client, officer, end, closed_on=today).status_code == 302
    planned.mission.refresh_from_db()
    assert planned.mission.closed_on == timezone.localdate()
    assert "Mưa lũ" in client.get(reverse("tasks:mission_page", args=[planned.mission_id])).text


def test_a_task_more_joins_a_team_on_its_way(client, giver, planned, officer):
    other = make_task(giver=giver)
    url = reverse("tasks:add_inspected_task", args=[planned.mission_id])
    assert post(client, officer, url, **{"inspected": "", "inspected-id": [other.pk]}).status_code == 302
    assert post(client, officer, url, **{"inspected": "", "inspected-id": [other.pk]}).status_code == 422
    assert other.inspections.get().mission == planned.mission


# ---- following up ----------------------------------------------------------------------------------------------------


@pytest.fixture
def follow_up(task, officer):
    return make_follow_up(make_inspection(task, by=officer), due_on=TODAY + timedelta(days=20))


def test_the_addressee_reports_with_evidence_and_the_desk_confirms(client, task, follow_up, owner, officer):
    report, confirm = (
        address("report_follow_up", task, follow_up.pk),
        address("close_follow_up", task, follow_up.pk),
    )
    file = SimpleUploadedFile("Ảnh sau sửa.png", PNG, content_type="image/png")
    assert post(client, officer, report, text="x", version=1).status_code == 404
    assert post(client, owner, confirm, version=1).status_code == 404
    silent = post(
        client, owner, report, text=" ", version=1, tep=file, key="5f0c63c2-43a5-4f0c-8d6b-6a3b5a8f7f11"
    )
    assert silent.status_code == 422 and "Ảnh sau sửa.png" in silent.text
    done = post(client, owner, report, text="Đã sửa", version=1, key="5f0c63c2-43a5-4f0c-8d6b-6a3b5a8f7f11")
    assert done.status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.done_text, follow_up.evidence.count()) == ("Đã sửa", 1)

    assert post(client, officer, confirm, closed_on="31/05/2026", version=2).status_code == 422
    assert post(client, officer, confirm, closed_on="15/06/2026", note="Đã xem", version=2).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.closed_on, follow_up.closed_by) == (date(2026, 6, 15), officer)
    assert post(client, officer, confirm, closed_on="16/06/2026", version=3).status_code == 422
    assert [e.kind for e in task.events.order_by("pk")] == ["followed_up", "followed_up"]
    assert "Đã xác nhận" in owner.notices.latest("pk").text


def test_what_is_not_enough_is_sent_back_and_stays_open(client, task, follow_up, owner, officer):
    following_up.report(follow_up, "Đã sửa", by=owner, at=NOW)
    confirm = address("close_follow_up", task, follow_up.pk)
    assert post(client, officer, confirm, lam="thuc-hien-tiep", version=2).status_code == 422
    back = post(client, officer, confirm, lam="thuc-hien-tiep", note="Còn 200 m", version=2)
    assert back.status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.done_at, follow_up.returned_reason) == (None, "Còn 200 m")
    client.force_login(owner)
    assert "Còn 200 m" in client.get(address("task_page", task)).text
    assert client.get(address("report_follow_up", task, follow_up.pk)).status_code == 200


def test_the_desk_closes_alone_only_with_what_was_done(client, task, follow_up, officer):
    confirm = address("close_follow_up", task, follow_up.pk)
    silent = post(client, officer, confirm, closed_on="15/06/2026", version=1)
    assert silent.status_code == 422 and "Ghi nội dung đã thực hiện" in silent.text
    done = post(client, officer, confirm, closed_on="15/06/2026", done_text="Đã sửa xong", version=1)
    assert done.status_code == 302


def test_a_follow_up_outlives_its_task(client, task, follow_up, owner, officer):
    Task.objects.filter(pk=task.pk).update(status=S.ENDED_EARLY)
    assert (
        post(
            client, owner, address("report_follow_up", task, follow_up.pk), text="Đã sửa", version=1
        ).status_code
        == 302
    )


def test_a_unit_answers_for_what_was_asked_of_it(client, giver, task, officer, owner):
    body = make_unit("Phòng Tài nguyên", parent=giver)
    sent = make_follow_up(make_inspection(task, by=officer), to_unit=body)
    head = make_user(role=Role.UNIT_HEAD, unit=giver)
    url = address("report_follow_up", task, sent.pk)
    assert post(client, owner, url, text="x", version=1).status_code == 404
    assert post(client, head, url, text="Đã giao đất", version=1).status_code == 302


def test_the_list_tells_open_from_overdue_and_done(client, task, follow_up, officer):
    make_follow_up(make_inspection(task, by=officer), due_on=date(2026, 6, 2), text="Quá hạn rồi")
    client.force_login(officer)
    url = reverse("tasks:follow_up_list")
    late = client.get(url, {"tinh-trang": "qua-han"}).text
    assert "Quá hạn rồi" in late
    assert "Sửa mặt đường" in client.get(url).text
    assert "Quá hạn rồi" not in client.get(url, {"tinh-trang": "da-thuc-hien"}).text
    client.force_login(make_user(role=Role.OFFICER))
    assert "Quá hạn rồi" not in client.get(url).text


def test_the_database_keeps_inspections_and_follow_ups_whole(task, planned, follow_up, officer):
    for name, change in (
        ("recorded_inspection_has", lambda: Inspection.objects.filter(pk=planned.pk).update(recorded_at=NOW)),
        ("a_mission_looks_at_a_task_once", lambda: make_inspection(task, mission=planned.mission)),
        ("follow_up_goes_to_one", lambda: FollowUp.objects.update(to_unit=task.giver)),
        ("closed_follow_up_says", lambda: FollowUp.objects.update(closed_on=TODAY, closed_by=officer)),
        ("follow_up_done_has", lambda: FollowUp.objects.update(done_text="x")),
        ("mission_ends_after", lambda: InspectionMission.objects.update(ends_on=date(2026, 1, 1))),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            change()
