"""A task changes hands by the desk: who takes it over, or how it ends without the one who carried it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tasks_app.actions import handing_over
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Handover, Task, TaskEvent
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_document,
    make_task,
    make_unit,
    make_user,
)
from tests.tasks_app.test_changing import address, ask, post

pytestmark = pytest.mark.django_db
S = Task.Status


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner, due_on=date(2030, 12, 31), committed_on=date(2026, 1, 20))


def hand_over(task, by, outcome="successor", **fields):
    task.refresh_from_db()
    defaults = {"handed_over_on": date(2026, 5, 15), "state_note": "Đã xong 60%"}
    return handing_over.hand_over(
        task, task.assignments.get(ends_on=None), outcome, **(defaults | fields), by=by, at=NOW
    )


def test_a_handover_closes_one_row_opens_the_next_and_tells_both(task, owner, officer):
    successor = make_user(name="Hoàng Thị Lan")
    task.indicators.update(current=40)

    hand_over(task, officer, to_cadre=successor.cadre)

    old, new = task.assignments.order_by("pk")
    assert (old.ends_on, new.starts_on, new.ends_on) == (date(2026, 5, 15), date(2026, 5, 15), None)
    assert (new.role, new.cadre) == (old.role, successor.cadre)
    assert "nhận bàn giao" in successor.notices.get().text
    assert owner.notices.count() == 1
    task.refresh_from_db()
    assert (task.status, task.committed_on) == (S.IN_FORCE, None)
    assert task.events.get().kind == "handed_over"


def test_who_carried_it_still_sees_it_but_acts_on_it_no_more(client, task, owner, officer):
    successor = make_user()
    hand_over(task, officer, to_cadre=successor.cadre)
    client.force_login(owner)
    assert client.get(address("task_page", task)).status_code == 200
    assert client.get(address("ask_change", task, "gia-han")).status_code == 404
    client.force_login(successor)
    assert "Cam kết" in client.get(address("task_page", task)).content.decode()


def test_the_page_finds_the_successor_by_typing_and_choosing(client, task, giver, officer):
    lan = make_user(name="Hoàng Thị Lan").cadre
    post_of_lan = appoint(lan, "Phó Bí thư", task.unit)
    appoint(make_user(name="Hoàng Thị Liên").cadre, "Bí thư Đoàn", task.unit)
    lead = task.assignments.get()
    data = {
        "assignment": lead.pk, "outcome": "successor", "handed_over_on": "15/05/2026", "state_note": "Xong 60%",
        "version": 1, "lead": "hoang thi",
    }  # fmt: skip
    url = address("hand_over_task", task)

    several = post(client, officer, url, **data)
    assert several.status_code == 422 and f'value="lead:{post_of_lan.pk}"' in several.content.decode()
    chosen = post(client, officer, url, **data, chon=f"lead:{post_of_lan.pk}")
    assert chosen.status_code == 200
    assert "Hoàng Thị Lan" in chosen.content.decode() and "Xong 60%" in chosen.content.decode()
    assert task.assignments.count() == 1
    done = post(client, officer, url, **data | {"lead": "", "lead-id": post_of_lan.pk})
    assert done.status_code == 302
    assert task.assignments.get(ends_on=None).cadre == lan


@pytest.mark.parametrize(("outcome", "status"), [("partial", S.ENDED_EARLY), ("removed", S.REMOVED)])
def test_a_lead_who_leaves_without_a_successor_takes_the_task_out_by_decision(task, officer, outcome, status):
    with pytest.raises(NotPossible, match="Ghi số, ký hiệu"):
        hand_over(task, officer, outcome)
    hand_over(task, officer, outcome, document=make_document(task.giver))
    task.refresh_from_db()
    assert task.status == status
    assert Handover.objects.get(task=task).outcome == outcome


@pytest.mark.parametrize(("outcome", "words"), [
    ("partial", "kết thúc với kết quả một phần"), ("removed", "đưa ra khỏi danh mục"), ("follows", "theo vị trí công tác mới"),
])  # fmt: skip
def test_the_page_asks_for_a_successor_only_where_somebody_takes_over(client, task, officer, outcome, words):
    data = {
        "assignment": task.assignments.get().pk, "outcome": outcome, "handed_over_on": "15/05/2026", "lead": "",
        "state_note": "Xong 60%", "version": 1, "number": "88", "symbol": "QĐ/HU", "issued_on": "15/05/2026",
    }  # fmt: skip
    assert post(client, officer, address("hand_over_task", task), **data).status_code == 302
    event = TaskEvent.objects.get(task=task, kind="handed_over")
    assert words in event.act and event.text == "Xong 60%"
    silent = post(client, officer, address("hand_over_task", task), **data | {"outcome": "successor"})
    assert silent.status_code in (404, 422)


def test_a_task_follows_its_cadre_to_his_new_post(task, owner, officer):
    appoint(owner.cadre, "Bí thư", make_unit("Đảng ủy xã Tân Long"))
    hand_over(task, officer, "follows")
    assert task.assignments.get(ends_on=None).title == "Bí thư Đảng ủy xã Tân Long"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Chọn đồng chí nhận bàn giao"),
        ({"handed_over_on": date(2026, 1, 1)}, "Ghi ngày bàn giao từ"),
        ({"handed_over_on": TODAY + timedelta(days=1)}, "đến hôm nay"),
    ],
)
def test_a_handover_needs_a_successor_and_a_day_that_was(task, officer, fields, sentence):
    with pytest.raises(NotPossible, match=sentence):
        hand_over(task, officer, **fields)


def test_nobody_takes_over_what_he_carries_already(task, owner, officer):
    with pytest.raises(NotPossible, match="đang được giao việc rồi"):
        hand_over(task, officer, to_cadre=owner.cadre)


def test_every_page_of_a_change_opens(client, giver, task, owner, officer):
    change = ask(task, owner)
    client.force_login(officer)
    for kind in ("gia-han", "dieu-chinh", "tam-dung", "tiep-tuc", "thoi-giao", "dua-ra", "thay-nguoi"):
        assert client.get(address("ask_change", task, kind)).status_code == 200, kind
    for view in ("give_opinion", "decide_change"):
        assert client.get(address(view, task, change.pk)).status_code == 200
    assert client.get(address("hand_over_task", task)).status_code == 200
    assert timezone.localdate()
