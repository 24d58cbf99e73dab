"""Two people on one task at once: each pair of acts in both orders gives one coherent result; the loser sees how it stands now
and keeps what he typed."""

import html
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cadres.models import Office
from tasks_app.models import ChangeRequest, Direction, ProgressReport, Task, TaskEvent, Urge
from tests.factories import NOW, START, make_task, make_unit, make_user
from tests.journeys.filling import forms_of

pytestmark = pytest.mark.django_db
Role = Office.Role
MARK = "Nội dung gõ dở số 4711"


def day(n):
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


# What is typed, by the name of the input; what a form does not ask for is left away.
TYPED = {
    "text": MARK, "reason": MARK, "findings": MARK, "note_text": MARK, "outcome_reason": MARK, "opinion": MARK, "state_note": MARK,
    "comment": MARK, "reply": MARK, "cause": "objective", "due_proposed": day(200), "note": "more", "number": "12", "symbol": "QĐ/TU",
    "issued_on": day(0), "inspected_on": day(-1), "team": "Đoàn kiểm tra", "outcome": "approved", "place": "Thôn 3",
}  # fmt: skip


class World:
    def __init__(self):
        giver = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        self.cadre = make_user(name="Ma Xuân Bính")
        self.officer, self.leader, self.appraiser = (
            make_user(role=role, unit=giver) for role in (Role.OFFICER, Role.LEADER, Role.APPRAISER)
        )
        self.task = make_task(
            giver=giver,
            assignee=self.cadre,
            committed_on=START,
            due_on=timezone.localdate() + timedelta(days=90),
        )
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
        here = f"/viec/{self.task.code}"
        self.acts = {
            "urge": (self.officer, f"{here}/don-doc/"),
            "direct": (self.leader, f"{here}/y-kien/"),
            "decide": (self.officer, f"{here}/de-nghi/{change.pk}/quyet-dinh/"),
            "opinion": (self.appraiser, f"{here}/de-nghi/{change.pk}/y-kien/"),
            "ask": (self.cadre, f"{here}/de-nghi/gia-han/"),
            "note": (self.officer, f"{here}/bao-cao/{report.pk}/y-kien/"),
            "reply": (self.cadre, f"{here}/don-doc/{urge.pk}/tra-loi/"),
            "answer": (self.cadre, f"{here}/y-kien/{direction.pk}/tra-loi/"),
        }  # fmt: skip
        self.clients = {user: Client() for user, _ in self.acts.values()}
        for user, client in self.clients.items():
            client.force_login(user)


def opened(world, act):
    """The form of an act as it stands on the person's screen, filled in."""
    user, url = world.acts[act]
    page = world.clients[user].get(url)
    assert page.status_code == 200, (act, page.status_code)
    form = next(f for f in forms_of(page.text) if "version" in f["fields"])
    data = {name: list(values) for name, values in form["fields"].items()}
    return data | {name: value for name, value in TYPED.items() if name in form["fields"] or name in RADIOS}


RADIOS = ("cause", "outcome", "note")


class Undo(Exception):
    pass


def state_of(task):
    row = Task.objects.filter(pk=task.pk).values_list("status", "version").get()
    return row, TaskEvent.objects.filter(task=task).count()


def test_each_pair_of_acts_in_both_orders_ends_in_one_coherent_result():
    world = World()
    wrong = []
    forms = {act: opened(world, act) for act in world.acts}
    assert all(MARK in str(data) for data in forms.values()), {
        a: d for a, d in forms.items() if MARK not in str(d)
    }
    lost = 0
    for pair in [*permutations(world.acts, 2), *((act, act) for act in world.acts)]:
        try:
            with transaction.atomic():
                lost += one_after_the_other(world, forms, *pair, wrong)
                raise Undo
        except Undo:
            pass
    assert wrong == []
    assert lost > 20


def one_after_the_other(world, forms, first, second, wrong):
    """1 where the second one lost."""
    before = state_of(world.task)
    winner = send(world, forms, first)
    between = state_of(world.task)
    if winner.status_code != 302 or between[1] <= before[1]:
        wrong.append((first, second, "the first", winner.status_code, errors(winner)))
        return 0
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
    user, url = world.acts[act]
    return world.clients[user].post(url, {k: v for k, v in forms[act].items() if k != "key"})


def errors(answer):
    return html.unescape(answer.content.decode())[:0] if answer.status_code == 302 else answer.status_code
