"""A team is sent by a paper, finds things on the spot, asks for what must be mended; it is mended, proved and confirmed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasks_app.models import InspectionMission
from tests.factories import appoint, make_user
from tests.journeys.filling import fill
from tests.journeys.test_changes_to_decision import Desk

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def test_from_the_paper_that_sends_the_team_to_the_last_follow_up():
    desk = Desk()
    lan = make_user(name="Hoàng Thị Lan")
    head = appoint(lan.cadre, "Ủy viên Ban Thường vụ", desk.giver)
    member = desk.signed_in(lan)
    row = desk.task.indicators.get()
    assert member.get(desk.at("task_page")).status_code == 404

    # The officer sends a team to the task, in one form that opens with it.
    paper = {
        "number": "12",
        "symbol": "QĐ/TU",
        "issued_on": desk.day(0),
        "starts_on": desk.day(0),
        "lead-id": head.pk,
    }
    url = f"{reverse('tasks:new_mission')}?viec={desk.task.ref}"
    answer = fill(desk.officer, url, paper, containing="inspected-id")
    assert answer.status_code == 200 and "Chờ ghi kết quả" in answer.text
    mission = InspectionMission.objects.get()
    inspection = mission.inspections.get()

    # The head of the team, who holds no role, finds the task and records on the spot, with a photo first.
    assert "Ghi kết quả kiểm tra" in member.get(desk.at("task_page")).text
    photo = SimpleUploadedFile("Mặt đường.png", PNG, content_type="image/png")
    assert member.post(desk.at("upload_photo", inspection.pk), {"anh": photo}).status_code == 302
    found = {
        f"so_{row.pk}": "35", "findings": "Đạt 35 hộ, mặt đường nứt", "minutes_no": "07-BB/ĐKT",
        "kn-0-text": "Sửa mặt đường", "kn-0-to": f"c{desk.cadre.cadre.pk}", "kn-0-due_on": desk.day(20),
    }  # fmt: skip
    assert fill(member, desk.at("record_inspection", inspection.pk), found).status_code == 200
    row.refresh_from_db()
    assert row.confirmed == 35

    # The mission ends; its member reads the task no more. What it asked for stays open.
    end = reverse("tasks:close_mission", args=[mission.pk])
    assert fill(desk.officer, end, {"closed_on": desk.day(0)}).status_code == 200
    assert member.get(desk.at("task_page")).status_code == 404
    follow_up = inspection.follow_ups.get()
    assert "Sửa mặt đường" in desk.officer.get(reverse("tasks:follow_up_list")).text

    # The cadre reports what he did, the desk wants more, then confirms.
    report, confirm = desk.at("report_follow_up", follow_up.pk), desk.at("close_follow_up", follow_up.pk)
    after = SimpleUploadedFile("Sau sửa.png", PNG, content_type="image/png")
    assert fill(desk.owner, report, {"text": "Đã sửa 200 m"}, files={"tep": after}).status_code == 200
    assert (
        fill(
            desk.officer, confirm, {"note": "Còn 100 m"}, button=("lam", "thuc-hien-tiep"), containing="note"
        ).status_code
        == 200
    )
    assert "Còn 100 m" in desk.owner.get(desk.at("task_page")).text
    assert fill(desk.owner, report, {"text": "Đã sửa hết"}).status_code == 200
    assert (
        fill(
            desk.officer, confirm, {"closed_on": desk.day(0), "note": "Đã xem"}, containing="closed_on"
        ).status_code
        == 200
    )

    page = desk.officer.get(desk.at("task_page")).text
    for words in ("Mặt đường.png", "Sau sửa.png", "Đã sửa hết", "Đã thực hiện ngày", "Biên bản số 07-BB/ĐKT"):
        assert words in page
    done = desk.officer.get(reverse("tasks:follow_up_list"), {"tinh-trang": "da-thuc-hien"}).text
    assert "Sửa mặt đường" in done
    kinds = list(desk.task.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "inspection_planned",
        "inspected",
        "followed_up",
        "followed_up",
        "followed_up",
        "followed_up",
    ]
