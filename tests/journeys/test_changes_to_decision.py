"""Each kind of change from the request to what it changed, through the pages; and what was not granted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.models import Indicator, Task
from tests.factories import appoint, make_task, make_unit, make_user
from tests.journeys.filling import fill

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


class Desk:
    """A committee with everybody who has a hand in a change, each signed in, and one task in force."""

    def __init__(self):
        self.today = timezone.localdate()
        self.giver = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        self.unit = make_unit("Đảng ủy xã Mỹ Bằng", parent=self.giver)
        self.cadre = make_user(name="Ma Xuân Bính")
        appoint(self.cadre.cadre, "Bí thư", self.unit, managed_by=self.giver)
        self.task = make_task(
            giver=self.giver, unit=self.unit, assignee=self.cadre, committed_on=self.today,
            due_on=self.today + timedelta(days=90), starts_on=self.today - timedelta(days=30), decided_on=self.today - timedelta(days=30),
        )  # fmt: skip
        self.officer, self.appraiser, self.leader, self.owner = (
            self.signed_in(user)
            for user in (
                make_user(role=Role.OFFICER, unit=self.giver), make_user(role=Role.APPRAISER, unit=self.giver),
                make_user(role=Role.LEADER, unit=self.giver), self.cadre,
            )
        )  # fmt: skip

    def signed_in(self, user):
        client = Client()
        client.force_login(user)
        return client

    def at(self, view, *more):
        return reverse(f"tasks:{view}", args=[self.task.ref, *more])

    def day(self, n):
        return f"{self.today + timedelta(days=n):%d/%m/%Y}"

    def ask(self, client, kind, typed):
        answer = fill(client, self.at("ask_change", kind), typed, containing="reason")
        assert answer.status_code == 200, answer.text
        return self.task.changes.latest("pk")

    def decide(self, change, outcome="approved", **typed):
        paper = {"outcome": outcome, "number": "31", "symbol": "QĐ/TU", "issued_on": self.day(0)} | typed
        answer = fill(self.officer, self.at("decide_change", change.pk), paper, containing="number")
        assert answer.status_code == 200, answer.text
        self.task.refresh_from_db()
        change.refresh_from_db()
        return change


@pytest.fixture
def desk():
    return Desk()


def test_an_extension_is_asked_appraised_granted_in_part_and_counted(desk):
    first = desk.task.due_on
    typed = {"due_proposed": desk.day(150), "cause": "objective", "reason": "Mưa lũ"}
    change = desk.ask(desk.owner, "gia-han", typed)
    assert "Mưa lũ" in desk.officer.get(reverse("tasks:change_list")).text
    said = {"advice": "partly", "text": "Một tháng là đủ"}
    assert (
        fill(desk.appraiser, desk.at("give_opinion", change.pk), said, containing="text").status_code == 200
    )

    desk.decide(change, "partly", due_approved=desk.day(120), reason="Một tháng là đủ")

    assert desk.task.due_on == desk.today + timedelta(days=120)
    page = desk.owner.get(desk.at("task_page")).text
    for words in (f"Hạn ban đầu {first:%d/%m/%Y}", "đã gia hạn 1 lần, cộng 30 ngày", "Đồng ý một phần"):
        assert words in page
    # The first deadline stands on the forms as well.
    assert f"Hạn ban đầu {first:%d/%m/%Y}" in desk.owner.get(desk.at("ask_change", "gia-han")).text
    assert f"ban đầu {first:%d/%m/%Y}" in desk.officer.get(reverse("tasks:task_list")).text


def test_an_extension_is_withdrawn_and_another_one_refused(desk):
    typed = {"due_proposed": desk.day(150), "cause": "subjective", "reason": "Thiếu người"}
    change = desk.ask(desk.owner, "gia-han", typed)
    assert (
        fill(desk.owner, desk.at("withdraw_change", change.pk), {"reason": "Đã đủ người"}).status_code == 200
    )
    change = desk.ask(desk.owner, "gia-han", typed)
    refused = {"outcome": "refused", "reason": "Còn đủ thời gian"}
    assert (
        fill(desk.officer, desk.at("decide_change", change.pk), refused, containing="number").status_code
        == 200
    )
    page = desk.owner.get(desk.at("task_page")).text
    assert "Đã rút ngày" in page and "Còn đủ thời gian" in page
    desk.task.refresh_from_db()
    assert (desk.task.extension_count, desk.task.content_version) == (0, 1)


def test_a_leader_grants_the_few_days_that_the_round_leaves_to_him(desk):
    desk.task.round.extension_decider, desk.task.round.extension_days = "leader", 15
    desk.task.round.save()
    change = desk.ask(
        desk.owner, "gia-han", {"due_proposed": desk.day(100), "cause": "objective", "reason": "Chờ mẫu"}
    )
    assert (
        fill(desk.leader, desk.at("grant_extension", change.pk), containing="due_approved").status_code == 200
    )
    desk.task.refresh_from_db()
    assert desk.task.due_on == desk.today + timedelta(days=100)
    assert "trong phạm vi được giao" in desk.owner.get(desk.at("task_page")).text


def test_another_target_keeps_the_first_one_beside_it_and_asks_for_a_new_commitment(desk):
    row = desk.task.indicators.get()
    typed = {f"target_{row.pk}": "80", "cause": "objective", "reason": "Phạm vi giảm"}
    desk.decide(desk.ask(desk.owner, "dieu-chinh", typed))
    row = Indicator.objects.get(pk=row.pk)
    assert (row.target, row.original_target) == (80, 100)
    page = desk.owner.get(desk.at("task_page")).text
    assert "ban đầu 100" in page and "Chờ cam kết" in page
    for view in ("commit_task", "report_task"):
        assert "ban đầu 100" in desk.owner.get(desk.at(view)).text, view


def test_another_cadre_takes_over_by_decision(desk):
    lan = make_user(name="Hoàng Thị Lan").cadre
    post = appoint(lan, "Phó Bí thư", desk.unit)
    change = desk.ask(
        desk.officer, "thay-nguoi", {"lead-id": post.pk, "lead": "", "reason": "Chuyển công tác"}
    )
    desk.decide(change)
    assert desk.task.assignments.get(ends_on=None).cadre == lan


def test_a_task_is_held_resumed_and_ended_by_decisions(desk):
    desk.decide(desk.ask(desk.owner, "tam-dung", {"reason": "Chờ quy hoạch"}))
    assert desk.task.status == S.ON_HOLD
    desk.decide(desk.ask(desk.owner, "tiep-tuc", {"reason": "Đã có quy hoạch"}), number="32")
    assert desk.task.status == S.IN_FORCE
    desk.decide(desk.ask(desk.owner, "thoi-giao", {"reason": "Nhiệm vụ hết"}), number="33")
    assert desk.task.status == S.ENDED_EARLY


def test_a_task_is_taken_off_the_list_by_the_desk_alone(desk):
    assert desk.owner.get(desk.at("ask_change", "dua-ra")).status_code == 404
    desk.decide(desk.ask(desk.officer, "dua-ra", {"reason": "Trùng với việc khác"}))
    assert desk.task.status == S.REMOVED
    assert "số 31-QĐ/TU" in desk.officer.get(desk.at("task_page")).text
