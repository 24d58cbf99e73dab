"""Two meetings of a Thường trực: what is stuck is concluded with a person and a day, followed up, and asked for at the next."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import Meeting
from tests.factories import appoint, make_task, make_unit, make_user
from tests.journeys.days import Days, kinds_of

pytestmark = pytest.mark.django_db
Role = Office.Role


def test_what_a_meeting_concludes_is_followed_to_the_next_one(monkeypatch):
    days = Days(monkeypatch, 7, 9)
    giver = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
    officer = make_user(role=Role.OFFICER, unit=giver, name="Lý Thu Hường")
    leader = make_user(role=Role.LEADER, unit=giver, name="Nông Quốc Tiệp")
    cadre, second = make_user(name="Ma Xuân Bính"), make_user(name="Hà Thị Lan")
    for person in (cadre, second):
        appoint(person.cadre, "Bí thư", make_unit(parent=giver))
    late = make_task(
        giver=giver,
        assignee=cadre,
        due_on=date(2026, 8, 31),
        committed_on=date(2026, 1, 20),
        title="Làm đường vào bản",
    )
    slow = make_task(
        giver=giver, assignee=second, committed_on=date(2026, 1, 20), slow_from_on=date(2026, 9, 1), title="Số hóa hồ sơ"
    )  # fmt: skip
    fine = make_task(giver=giver, committed_on=date(2026, 1, 20), title="Xây trường")

    def hold():
        typed = {"chair": "Đ/c Nông Quốc Tiệp, Phó Bí thư Thường trực"}
        days.act(officer, reverse("tasks:new_meeting"), typed)
        return Meeting.objects.latest("pk")

    def at(meeting, view, *more):
        return reverse(f"tasks:{view}", args=[meeting.pk, *more])

    # The agenda is what is stuck, by itself; step by step each gets its conclusion.
    first = hold()
    assert list(first.items.order_by("rank").values_list("task", flat=True)) == [late.pk, slow.pk]
    page = days.client(leader).get(at(first, "meeting_page")).text
    assert late.title in page and fine.title not in page
    days.act(
        officer, at(first, "meeting_item", 1),
        {"text": "Xong nền đường", "cadre": cadre.cadre.pk, "due_on": "12/09/2026"}, containing="cadre",
    )  # fmt: skip
    days.act(
        officer, at(first, "meeting_item", 2),
        {"text": "Thuê thêm người quét", "cadre": second.cadre.pk, "due_on": "18/09/2026"}, containing="cadre",
    )  # fmt: skip
    days.act(officer, at(first, "close_meeting"), {"note": "Báo cáo trước phiên sau"})
    minutes = days.client(leader).get(at(first, "meeting_minutes")).text
    for words in ("Xong nền đường", "Ma Xuân Bính", "12/09/2026", "Hà Thị Lan", "Báo cáo trước phiên sau"):
        assert words in minutes

    # Each is told, has it among what he has to do, and one of the two answers.
    assert (days.waits(cadre, "tra-loi-chi-dao"), days.waits(second, "tra-loi-chi-dao")) == (1, 1)
    days.go(11, 9)
    direction = late.directions.get()
    assert direction.due_on == date(2026, 9, 12)
    answer = reverse("tasks:answer_direction", args=[late.ref, direction.pk])
    days.act(cadre, answer, {"text": "Đã xong nền đường 3,2 km"})
    assert days.waits(officer, "xem-tra-loi-chi-dao") + days.waits(leader, "xem-tra-loi-chi-dao") >= 1

    # The next meeting reads what became of it, and what is stuck still or anew.
    days.go(21, 9)
    fine.due_on = fine.original_due_on = date(2026, 9, 15)
    fine.save()
    again = hold()
    page = days.client(officer).get(at(again, "meeting_page")).text
    for words in ("Đã xong nền đường 3,2 km", "Chưa trả lời, quá hạn", "Mới quá hạn: 1 việc", fine.title):
        assert words in page, words
    assert set(again.items.values_list("task", flat=True)) == {late.pk, slow.pk, fine.pk}
    assert kinds_of(late) == ["directed", "answered"]
    assert (
        days.client(make_user(role=Role.OFFICER, unit=make_unit())).get(at(again, "meeting_page")).status_code
        == 404
    )
