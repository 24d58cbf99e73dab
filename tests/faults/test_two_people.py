"""Two people on one task at once: each pair of acts in both orders gives one coherent result; the loser sees how it stands now
and keeps what he typed."""

import html
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cadres.models import Office
from tasks_app.models import ChangeRequest, Direction, ProgressReport, Task, TaskEvent, Urge
from tests.factories import NOW, START, appoint, make_task, make_unit, make_user
from tests.journeys.filling import forms_of
from tests.tasks_app.ordering_desk import errors_of

pytestmark = pytest.mark.django_db
Role = Office.Role
MARK = "Nội dung gõ dở số 4711"


def day(n):
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


# What is typed, by the name of the input; what a form does not ask for is left away.
TYPED = {
    "text": MARK, "reason": MARK, "findings": MARK, "note_text": MARK, "outcome_reason": MARK, "state_note": MARK, "comment": MARK,
    "reply": MARK, "solutions": MARK, "narrative": MARK, "summary": MARK, "cause": "objective", "due_proposed": day(200),
    "note": "more", "number": "12", "symbol": "QĐ/TU", "issued_on": day(0), "inspected_on": day(-1), "team": "Đoàn kiểm tra",
    "outcome": "approved", "advice": "agree", "opinion": "agree", "outlook": "on_track", "way": "paper", "place": "Thôn 3",
}  # fmt: skip
# Radio buttons of which none is chosen yet: a page does not send their names by itself.
RADIOS = ("cause", "outcome", "note", "advice", "opinion", "outlook", "way")


class World:
    """A task with its people. `acts`: {name: (who, address, what else he types)}, all open to them in this state of the task."""

    def __init__(self, status):
        giver = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        self.cadre = make_user(name="Ma Xuân Bính")
        unit = make_unit(parent=giver)
        appoint(self.cadre.cadre, "Bí thư", unit, managed_by=giver)
        self.officer, self.leader, self.appraiser = (
            make_user(role=role, unit=giver) for role in (Role.OFFICER, Role.LEADER, Role.APPRAISER)
        )
        self.task = make_task(
            giver=giver, unit=unit, assignee=self.cadre, status=status, due_on=timezone.localdate() + timedelta(days=90),
            starts_on=timezone.localdate() - timedelta(days=100),
        )  # fmt: skip
        self.here = f"/viec/{self.task.ref}"
        self.acts = getattr(self, f"acts_{status}")()
        self.clients = {user: Client() for user, *_ in self.acts.values()}
        for user, client in self.clients.items():
            client.force_login(user)

    def acts_in_force(self):
        by = {"task": self.task, "by": self.officer, "at": NOW}
        urge = Urge.objects.create(text="Đề nghị báo cáo", body_name="Ban Tổ chức", **by)
        direction = Direction.objects.create(text="Khẩn trương", **(by | {"by": self.leader}))
        change = ChangeRequest.objects.create(
            task=self.task, kind="hold", reason="Chờ quy hoạch", requested_by=self.cadre, requested_at=NOW
        )
        report = ProgressReport.objects.create(
            task=self.task, cadre=self.cadre.cadre, period_starts_on=START, period_ends_on=START, status="submitted",
            submitted_at=NOW, by=self.cadre, saved_at=NOW,
        )  # fmt: skip
        here, figure = self.here, {f"so_{self.task.indicators.get().pk}": "60"}
        return {
            "urge": (self.officer, f"{here}/don-doc/", {}),
            "direct": (self.leader, f"{here}/y-kien/", {}),
            "decide a change": (self.officer, f"{here}/de-nghi/{change.pk}/quyet-dinh/", {}),
            "opinion": (self.appraiser, f"{here}/de-nghi/{change.pk}/y-kien/", {}),
            "ask": (self.cadre, f"{here}/de-nghi/gia-han/", {}),
            "note": (self.officer, f"{here}/bao-cao/{report.pk}/y-kien/", {}),
            "reply": (self.cadre, f"{here}/don-doc/{urge.pk}/tra-loi/", {}),
            "answer": (self.cadre, f"{here}/y-kien/{direction.pk}/tra-loi/", {}),
            "commit": (self.cadre, f"{here}/cam-ket/", {}),
            "report": (self.cadre, f"{here}/bao-cao/", figure),
            "inspect": (self.officer, f"{here}/kiem-tra/", figure),
        }

    def acts_awaiting_conclusion(self):
        here, figure = self.here, {f"so_{self.task.indicators.get().pk}": "100"}
        return {
            "conclude": (self.officer, f"{here}/ket-luan/", {}),
            "check": (self.appraiser, f"{here}/kiem-tra-ket-qua/", figure),
            "send back": (self.officer, f"{here}/chuyen/bo-sung/", {}),
            "direct": (self.leader, f"{here}/y-kien/", {}),
        }

    def acts_awaiting_decision(self):
        return {
            "decide": (self.officer, "/viec/quyet-dinh/", {"viec": [self.task.pk]}),
            "adjust": (
                self.appraiser,
                f"{self.here}/dieu-chinh/",
                {"ct-0-target": "120", "lam": "trinh", "natures": ["hard"], "product": "Biên bản"},
            ),
            "leave out": (self.officer, f"/viec/hang-loat/khong-dua-vao/?viec={self.task.ref}", {}),
        }


def opened(world, act):
    """The form of an act as it stands on the person's screen, filled in."""
    user, url, more = world.acts[act]
    page = world.clients[user].get(url)
    assert page.status_code == 200, (act, page.status_code)
    form = next(f for f in forms_of(page.text) if {"reason", "text", "number", "version"} & set(f["fields"]))
    data = {name: list(values) for name, values in form["fields"].items()}
    return data | {name: value for name, value in TYPED.items() if name in data or name in RADIOS} | more


class Undo(Exception):
    pass


def state_of(task):
    row = Task.objects.filter(pk=task.pk).values_list("status", "version").get()
    return row, TaskEvent.objects.filter(task=task).count()


@pytest.mark.parametrize(
    ("status", "fewest_lost"), [("in_force", 50), ("awaiting_conclusion", 6), ("awaiting_decision", 4)]
)
def test_each_pair_of_acts_in_both_orders_ends_in_one_coherent_result(status, fewest_lost):
    world = World(status)
    wrong, lost = [], 0
    forms = {act: opened(world, act) for act in world.acts}
    assert all(MARK in str(data) for data in forms.values()), {
        a: d for a, d in forms.items() if MARK not in str(d)
    }
    for first in world.acts:
        with undone():
            before = state_of(world.task)
            winner = send(world, forms, first)
            between = state_of(world.task)
            if winner.status_code != 302 or between[1] <= before[1]:
                wrong.append((first, "alone", winner.status_code, errors_of(winner)))
                continue
            for second in world.acts:
                with undone():
                    lost += comes_second(world, forms, first, second, between, wrong)
    assert wrong == []
    assert lost >= fewest_lost


@contextmanager
def undone():
    """What passed is taken back, so that the next pair finds the same world."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def comes_second(world, forms, first, second, between, wrong):
    """1 where the second one lost."""
    loser = send(world, forms, second)
    after = state_of(world.task)
    if loser.status_code == 302:
        if after[1] <= between[1]:
            wrong.append((first, second, "passed without a trace"))
        return 0
    page = html.unescape(loser.content.decode())
    if loser.status_code not in (409, 422) or after != between:
        wrong.append((first, second, loser.status_code, between, after))
    elif MARK not in page:
        wrong.append((first, second, "lost what was typed"))
    elif "bao loi" not in page and "loi-tong" not in page and "alert" not in page:
        wrong.append((first, second, "says nothing"))
    return 1


def send(world, forms, act):
    """With a key of its own: the same person pressing twice is another matter."""
    user, url, _ = world.acts[act]
    return world.clients[user].post(url, forms[act] | {"key": str(uuid.uuid4())})
