"""A cadre leaves: his open tasks form an inventory, both sides confirm, the committee decides; nothing is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Appointment, Office
from cadres.offices import standing
from tasks_app.actions import leaving
from tasks_app.actions.leaving import Proposal
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import (
    Handover,
    HandoverConfirmation,
    HandoverMinutes,
    Indicator,
    Obstacle,
    Task,
    TaskEvent,
)
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.leaving import leavers, shares_left_behind
from tests.factories import NOW, TODAY, appoint, make_document, make_task, make_unit, make_user
from tests.tasks_app.documents.reading import text_of

pytestmark = pytest.mark.django_db
Role, S, O = Office.Role, Task.Status, Handover.Outcome
LEFT_ON = date(2026, 6, 1)


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Sơn Dương", short_code="SD")


@pytest.fixture
def unit(giver):
    return make_unit("Đảng ủy xã Tân Trào", parent=giver)


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver, name="Vi Thị Văn phòng")


@pytest.fixture
def old(unit, giver):
    user = make_user(name="Hoàng Văn Cũ")
    appoint(user.cadre, "Bí thư", unit, managed_by=giver, ends_on=LEFT_ON)
    return user


@pytest.fixture
def new(unit, giver):
    user = make_user(name="Ma Thị Mới")
    appoint(user.cadre, "Bí thư", unit, managed_by=giver, starts_on=LEFT_ON)
    return user


@pytest.fixture
def tasks(giver, unit, old):
    """Three tasks that the leaver carries: 40 of 100 reached, one obstacle open."""
    made = [
        make_task(giver=giver, unit=unit, assignee=old, title=title, committed_on=date(2026, 1, 20))
        for title in ("Làm đường", "Xây nhà", "Số hóa")
    ]
    Indicator.objects.update(current=Decimal(40))
    Obstacle.objects.create(task=made[0], text="Chờ cấp vốn", named_on=date(2026, 2, 1), by=old)
    return made


def at(view, *args):
    return reverse(f"tasks:{view}", args=args)


def share(task):
    return task.assignments.open().get()


def draw(old, giver, officer, proposals=None, **more):
    return leaving.draw_up(
        old.cadre,
        giver,
        cause="moved",
        handed_over_on=LEFT_ON,
        proposals=proposals or {},
        by=officer,
        at=NOW,
        **more,
    )


# ---- who left --------------------------------------------------------------------------------------------------------


def test_tasks_of_people_who_left_are_found_with_the_reason(giver, unit, officer, old, tasks):
    stays = make_user()
    appoint(stays.cadre, "Chủ tịch", unit)
    make_task(giver=giver, unit=unit, assignee=stays)
    unknown = make_task(giver=giver, unit=unit)
    found = leavers(standing(officer), on=TODAY)
    assert [(leaver.cadre, leaver.reason, len(leaver.tasks)) for leaver in found] == [
        (old.cadre, "no_post", 3)
    ]
    assert not leavers(standing(officer), on=date(2026, 5, 31))
    assert not shares_left_behind(Task.objects.filter(pk=unknown.pk), on=TODAY)

    appoint(old.cadre, "Trưởng ban", giver, starts_on=LEFT_ON)
    (moved,) = leavers(standing(officer), on=TODAY)
    assert moved.reason == "moved"
    Task.objects.filter(pk=tasks[0].pk).update(
        status=S.CONCLUDED, concluded_on=TODAY, finished_on=TODAY, completed=True, result="met"
    )
    assert len(leavers(standing(officer), on=TODAY)[0].tasks) == 2


def test_an_ended_unit_leaves_its_tasks_behind(giver, officer):
    gone = make_unit(parent=giver)
    user = make_user()
    appoint(user.cadre, "Bí thư", gone)
    make_task(giver=giver, unit=gone, assignee=user)
    gone.ends_on = date(2026, 5, 1)
    gone.save()
    assert leavers(standing(officer), on=TODAY)[0].reason == "unit_ended"


# ---- the whole way ---------------------------------------------------------------------------------------------------


def test_the_inventory_from_the_cadres_page_to_the_decision(client, giver, officer, old, new, tasks):
    client.force_login(officer)
    assert "Lập bàn giao 3 việc" in client.get(at("handover_queue")).content.decode()
    assert at("draw_handover", old.cadre.pk) in client.get(at("cadre_page", old.cadre.pk)).content.decode()
    page = client.get(at("draw_handover", old.cadre.pk))
    assert "40/100" in page.content.decode() and "Chờ cấp vốn" in page.content.decode()
    outcomes = dict(zip(tasks, ("successor", "follows", "partial"), strict=True))
    data = {"cause": "moved", "handed_over_on": "01/06/2026", "note": "Theo quyết định điều động"}
    for task, outcome in outcomes.items():
        data |= {
            f"hinh-thuc-{share(task).pk}": outcome,
            f"nhan-{share(task).pk}": str(new.cadre.pk) if outcome == "successor" else "",
        }
    assert page.context["form"][f"nhan-{share(tasks[0]).pk}"].value() == str(new.cadre.pk)
    assert client.post(at("draw_handover", old.cadre.pk), data | {"handed_over_on": ""}).status_code == 422
    assert client.post(at("draw_handover", old.cadre.pk), data).status_code == 302
    minutes = HandoverMinutes.objects.get()

    # Both sides confirm; who takes over sees what he is to take over, and nothing else.
    for user, side in ((old, "leaving"), (new, "taking")):
        client.force_login(user)
        shown = client.get(at("handover_page", minutes.pk)).content.decode()
        assert "Làm đường" in shown and ("Xây nhà" in shown) == (user == old)
        word = {"version": 1, "lam": "xac-nhan", "ben": side, "dong-chi": user.cadre.pk}
        assert client.post(at("handover_page", minutes.pk), word).status_code == 302
    assert set(visible_tasks(new)) == {tasks[0]}
    assert at("handover_page", minutes.pk) in client.get(at("task_page", tasks[0].ref)).content.decode()
    assert client.get(at("decide_handover", minutes.pk)).status_code == 404

    client.force_login(officer)
    assert "Đã xác nhận" in client.get(at("handover_page", minutes.pk)).content.decode()
    paper = {"version": 1, "number": "88", "symbol": "QĐ/HU", "issued_on": f"{timezone.localdate():%d/%m/%Y}"}
    answer = client.post(at("decide_handover", minutes.pk), paper)
    assert answer.status_code == 302, answer.content.decode()

    road, house, digital = tasks
    rows = list(road.assignments.order_by("pk").values_list("cadre", "starts_on", "ends_on"))
    assert rows == [(old.cadre.pk, date(2026, 1, 10), LEFT_ON), (new.cadre.pk, LEFT_ON, None)]
    assert house.assignments.open().get().cadre == old.cadre and house.assignments.count() == 2
    digital.refresh_from_db()
    assert digital.status == S.ENDED_EARLY
    note = Handover.objects.get(task=road).state_note
    assert "Giữ việc từ 10/01/2026, 5 tháng" in note and "40/100" in note and "Chờ cấp vốn" in note
    assert all(item.handover for item in minutes.items.all())
    assert (
        "Đã quyết định: văn bản số 88-QĐ/HU" in client.get(at("handover_page", minutes.pk)).content.decode()
    )

    # The predecessor keeps reading, the months of each are shown.
    client.force_login(old)
    page = client.get(at("task_page", road.ref)).content.decode()
    assert "Trước đó: đ/c Hoàng Văn Cũ" in page and "5 tháng" in page


def test_who_sees_it_otherwise_says_so_and_the_decision_then_needs_a_reason(
    client, giver, officer, old, new, tasks
):
    minutes = draw(old, giver, officer, {share(t).pk: Proposal(O.SUCCESSOR, new.cadre) for t in tasks})
    client.force_login(new)
    word = {"version": 1, "ben": "taking", "dong-chi": new.cadre.pk, "lam": "khac", "note": ""}
    silent = client.post(at("handover_page", minutes.pk), word)
    assert silent.status_code == 422 and "Nêu nội dung chưa đúng" in silent.content.decode()
    client.post(at("handover_page", minutes.pk), word | {"note": "Mới có 35 hộ"})
    act = {"document": make_document(giver, issued_on=TODAY), "by": officer, "at": NOW}
    with pytest.raises(NotPossible, match="Hoàng Văn Cũ, đ/c Ma Thị Mới"):
        leaving.decide_handover(minutes, seen=1, **act)
    assert not Handover.objects.exists()
    leaving.decide_handover(minutes, seen=1, unconfirmed_reason="Đã kiểm tra tại chỗ", **act)
    assert Handover.objects.count() == 3


def test_the_desk_enters_a_side_from_minutes_signed_on_paper(giver, officer, old, tasks):
    minutes = draw(old, giver, officer)
    act = {"agreed": True, "by": officer, "at": NOW, "seen": 1}
    with pytest.raises(NotPossible, match="biên bản đã ký"):
        leaving.confirm(minutes, "leaving", old.cadre, **act)
    leaving.confirm(minutes, "leaving", old.cadre, paper_no="03-BB", **act)
    assert HandoverConfirmation.objects.get().paper_no == "03-BB"
    for task in tasks:  # in the history of each task, beside the drawing up
        event = TaskEvent.objects.filter(task=task).latest("pk")
        assert (event.by, event.on_behalf_of) == (officer, old.cadre)
        assert "theo biên bản ký số 03-BB" in event.act
    with pytest.raises(NotPossible):
        leaving.confirm(minutes, "taking", old.cadre, paper_no="x", **act)
    leaving.drop(minutes, by=officer, at=NOW, seen=1)
    assert "thôi lập biên bản bàn giao" in TaskEvent.objects.filter(task=tasks[0]).latest("pk").act


def test_a_new_version_asks_for_new_words_and_an_old_page_is_stale(client, giver, officer, old, new, tasks):
    minutes = draw(old, giver, officer, {share(tasks[0]).pk: Proposal(O.SUCCESSOR, new.cadre)})
    leaving.confirm(minutes, "leaving", old.cadre, agreed=True, by=old, at=NOW, seen=1)
    Indicator.objects.filter(task=tasks[0]).update(current=Decimal(55))
    client.force_login(officer)
    assert "Số liệu đã thay đổi" in client.get(at("handover_page", minutes.pk)).content.decode()
    form = client.get(at("edit_handover", minutes.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("lead", "key")}
    data["handed_over_on"] = "01/06/2026"
    assert client.post(at("edit_handover", minutes.pk), data).status_code == 302
    minutes.refresh_from_db()
    assert minutes.version == 2
    assert minutes.items.get(task=tasks[0]).state["figures"][0]["current"] == "55"
    assert [party.word for party in leaving.parties(minutes)] == [None, None]
    with pytest.raises(Stale):
        leaving.confirm(minutes, "leaving", old.cadre, agreed=True, by=old, at=NOW, seen=1)


def test_a_task_without_a_successor_stops_the_whole_decision(giver, officer, old, tasks):
    minutes = draw(old, giver, officer, {share(tasks[0]).pk: Proposal(O.PARTIAL)})
    act = {
        "document": make_document(giver, issued_on=TODAY),
        "by": officer,
        "at": NOW,
        "unconfirmed_reason": "x",
    }
    with pytest.raises(NotPossible, match="Chọn đồng chí nhận"), transaction.atomic():
        leaving.decide_handover(minutes, seen=1, **act)
    assert not Handover.objects.exists()
    tasks[0].refresh_from_db()
    assert tasks[0].status == S.IN_FORCE


def test_what_ended_meanwhile_falls_away(giver, officer, old, tasks):
    minutes = draw(old, giver, officer, {share(t).pk: Proposal(O.PARTIAL) for t in tasks})
    Task.objects.filter(pk=tasks[0].pk).update(status=S.ENDED_EARLY)
    leaving.decide_handover(
        minutes,
        document=make_document(giver, issued_on=TODAY),
        by=officer,
        at=NOW,
        unconfirmed_reason="x",
        seen=1,
    )
    assert Handover.objects.count() == 2 and minutes.items.get(task=tasks[0]).handover is None


def test_dropped_minutes_stay_on_record_and_new_ones_may_be_drawn(client, giver, officer, old, new, tasks):
    minutes = draw(old, giver, officer, {share(tasks[0]).pk: Proposal(O.SUCCESSOR, new.cadre)})
    with pytest.raises(NotPossible, match="đang có biên bản"):
        draw(old, giver, officer)
    client.force_login(officer)
    assert client.post(at("handover_page", minutes.pk), {"version": 1, "lam": "thoi"}).status_code == 302
    assert not visible_tasks(new)
    assert HandoverMinutes.objects.get().dropped_at is not None
    assert draw(old, giver, officer).pk != minutes.pk


@pytest.mark.parametrize("who", ["stranger", "leader", "himself", "officer elsewhere"])
def test_who_may_not_draw_up_or_decide(client, giver, officer, old, tasks, who):
    minutes = draw(old, giver, officer)
    user = {
        "stranger": lambda: make_user(),
        "leader": lambda: make_user(role=Role.LEADER, unit=giver),
        "himself": lambda: old,
        "officer elsewhere": lambda: make_user(role=Role.OFFICER),
    }[who]()
    if who == "himself":
        Office.objects.create(user=old, role=Role.OFFICER, unit=giver, starts_on=date(2020, 1, 1))
    client.force_login(user)
    assert client.get(at("draw_handover", old.cadre.pk)).status_code in (403, 404)
    assert client.get(at("edit_handover", minutes.pk)).status_code == 404
    assert client.get(at("decide_handover", minutes.pk)).status_code == 404
    seen = client.get(at("handover_page", minutes.pk)).status_code
    assert seen == (200 if who in ("leader", "himself") else 404)
    with pytest.raises(NotPossible):
        leaving.decide_handover(
            minutes, document=make_document(giver), by=user, at=NOW, unconfirmed_reason="x", seen=1
        )


def test_the_database_knows_one_open_handover_of_a_cadre(giver, officer, old, tasks):
    minutes = draw(old, giver, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverMinutes.objects.create(
            cadre=old.cadre, giver=giver, cause="left", handed_over_on=TODAY, by=officer, at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverConfirmation.objects.create(
            minutes=minutes, version=1, side="leaving", cadre=old.cadre, agreed=False, by=officer, at=NOW
        )
    assert Appointment.objects.filter(cadre=old.cadre).count() == 1


def test_the_minutes_are_printed_with_all_tasks_before_the_decision(client, giver, officer, old, new, tasks):
    proposals = {share(tasks[0]).pk: Proposal(outcome=O.SUCCESSOR, to_cadre=new.cadre)}
    minutes = draw(old, giver, officer, proposals)
    client.force_login(officer)
    assert "Tải biên bản" in client.get(at("handover_page", minutes.pk)).content.decode()
    url = at("handover_paper", minutes.pk, "bien-ban-ban-giao")
    text = text_of(client.post(url).content)
    assert all(task.title in text for task in tasks)
    assert "Chờ cấp vốn" in text and "Hoàng Văn Cũ" in text and "Ma Thị Mới" in text and "BÊN NHẬN" in text
    assert client.post(at("handover_paper", minutes.pk, "ban-cam-ket")).status_code == 404
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit("Huyện ủy Khác")))
    assert client.post(url).status_code == 404
