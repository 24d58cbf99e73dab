"""A result is checked, scored by a council whose secretary enters a signed sheet, concluded partly, objected to, changed, closed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks_app.models import Conclusion, Evidence, Indicator, Objection, PeriodClosing, ScoreSheet, Task
from tests.factories import appoint, make_cadre, make_task, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import make_desk

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def test_from_the_council_to_the_closed_year_without_script():
    desk = make_desk()
    chair, secretary = make_user(name="Nông Văn Chủ tịch"), make_user(name="Vi Thị Thư ký")
    on_paper = make_cadre("Ma Văn Giấy")
    for cadre, post in (
        (chair.cadre, "Phó Bí thư"),
        (secretary.cadre, "Chánh Văn phòng"),
        (on_paper, "Ủy viên"),
    ):
        appoint(cadre, post, desk.giver)
    task = make_task(
        giver=desk.giver, unit=desk.land, assignee=desk.hung, round=desk.round, status=Task.Status.IN_FORCE,
        due_on=desk.today + timedelta(days=30), starts_on=desk.today - timedelta(days=200),
        decided_on=desk.today - timedelta(days=200),
    )  # fmt: skip
    row = task.indicators.get()
    Indicator.objects.filter(pk=row.pk).update(current=Decimal(70))
    officer, cadre = signed_in(desk.officer), signed_in(desk.hung)
    today = f"{timezone.localdate():%d/%m/%Y}"

    # The officer sets up the council and its criteria.
    council = reverse("tasks:council_page", args=[desk.round.pk])
    fill(officer, council, {"name": "Hội đồng đánh giá"}, button=("lam", "ten"))
    for name, role in (
        ("Nông Văn Chủ tịch", "chair"),
        ("Vi Thị Thư ký", "secretary"),
        ("Ma Văn Giấy", "member"),
    ):
        fill(officer, council, {"lead": name, "role": role}, button=("lam", "thanh-vien"), containing="role")
    fill(officer, reverse("tasks:criteria_page", args=[desk.round.pk]), {}, containing="ten_0")
    assert desk.round.criteria_sets.get().rows.count() == 4

    # The cadre asks with final figures and says how he judges them himself.
    Evidence.objects.create(
        task=task, name="Biên bản.pdf", file="a/b", size=1, content_type="application/pdf", sha256="a" * 64,
        uploaded_by=desk.hung, uploaded_at=timezone.now(),
    )  # fmt: skip
    final = {f"so_{row.pk}": "100", "finished_on": today, "self_result": "met", "self_text": "Đã bàn giao đủ"}
    assert fill(cadre, at("ask_conclusion", task), final).status_code == 200
    task.refresh_from_db()
    assert task.status == Task.Status.AWAITING_CONCLUSION

    # On the spot only 80 are found; the chair scores, the secretary enters a signed sheet.
    check = {"way": "on_site", "place": "Thôn Cầu", "findings": "80 hộ đã nhận đất", f"so_{row.pk}": "80"}
    assert fill(officer, at("check_result", task), check).status_code == 200
    points = {
        f"diem_{c.pk}": str(c.max_points.to_integral_value())
        for c in desk.round.criteria_sets.get().rows.all()
    }
    assert fill(signed_in(chair), at("score_task", task), points).status_code == 200
    seat = desk.round.council.members.get(cadre=on_paper)
    half = {name: str(Decimal(value) / 2).replace(".", ",") for name, value in points.items()}
    task.refresh_from_db()
    answer = signed_in(secretary).post(at("enter_sheet", task, seat.pk), half | {
        "version": task.version, "scored_on": today,
        "tep": SimpleUploadedFile("phieu.txt", b"Da ky", "text/plain"),
    })  # fmt: skip
    assert answer.status_code == 302
    assert {s.total for s in ScoreSheet.objects.all()} == {Decimal(100), Decimal(50)}
    page = officer.get(at("conclude_task", task)).text
    for words in (
        "Tự đánh giá của đ/c Trần Quốc Hưng: đạt",
        "80 hộ đã nhận đất",
        "Trung bình",
        "75",
        "độ lệch chuẩn 25",
    ):
        assert words in page, words

    # Concluded as the figures propose: partly.
    paper = {"number": "15", "symbol": "KL/TU", "issued_on": today}
    assert fill(officer, at("conclude_task", task), paper, containing="finished_on").status_code == 200
    made = Conclusion.objects.get()
    assert (made.result, made.proposed, made.completed) == ("partly", "partly", False)

    # The cadre sees it otherwise; the committee looks again and changes it.
    fill(cadre, at("object_to_conclusion", task, made.pk), {"text": "20 hộ nhận đất hôm qua"})
    objection = Objection.objects.get()
    assert "20 hộ nhận đất hôm qua" in officer.get("/can-lam/").text
    changed = {
        "outcome": "changed", "answer": "Đã kiểm tra lại, đủ 100 hộ", f"confirmed_{row.pk}": "100",
        f"result_{row.pk}": "met", "result": "met", "completed": "on", "on_time": "on", "quality_met": "on",
        "number": "21", "symbol": "KL/TU", "issued_on": today,
    }  # fmt: skip
    assert (
        fill(officer, at("answer_objection", task, objection.pk), changed, containing="answer").status_code
        == 200
    )
    task.refresh_from_db()
    assert (task.result, task.completed) == ("met", True)
    assert "Bản 1 (trước khi sửa): đạt một phần" in cadre.get(at("task_page", task)).text

    # The year is closed once the days to object are over.
    close = reverse("tasks:close_round", args=[desk.round.pk])
    assert "Còn trong thời hạn có ý kiến" in officer.get(close).text
    Conclusion.objects.update(at=timezone.now() - timedelta(days=11))
    assert (
        fill(
            officer, close, {"number": "30", "symbol": "TB/TU", "issued_on": today}, containing="year"
        ).status_code
        == 200
    )
    task.refresh_from_db()
    assert (task.status, PeriodClosing.objects.get().task_count) == (Task.Status.CLOSED, 1)
    kinds = list(task.events.order_by("at", "pk").values_list("kind", flat=True))
    assert kinds == [
        "reported", "ask_conclusion", "checked", "scored", "scored", "conclude", "objected", "objection_answered", "close",
    ]  # fmt: skip
