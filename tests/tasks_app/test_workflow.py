"""The life of a task: which arrows are open to whom."""

import pytest

from cadres.models import Office
from tasks_app import workflow
from tasks_app.actions import lifecycle
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Task
from tests.factories import NOW, make_document, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status

OFFICER_STEPS = {
    S.DRAFT: ["order"],
    S.SUBMITTED: ["return", "pass", "merge"],
    S.APPRAISING: ["return", "list", "leave_out", "merge"],
    S.AWAITING_DECISION: ["leave_out", "merge", "decide"],
    S.IN_FORCE: ["hold", "end_early", "remove"],
    S.ON_HOLD: ["resume", "end_early", "remove"],
    S.AWAITING_CONCLUSION: ["send_back", "conclude", "end_early", "remove"],
    S.CONCLUDED: ["close"],
}
ASSIGNEE_STEPS = {S.IN_FORCE: ["ask_conclusion"]}
LEADER_STEPS = {S.DRAFT: ["order"]}
APPRAISER_STEPS = {S.APPRAISING: ["list", "leave_out"], S.AWAITING_DECISION: ["leave_out"]}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("officer", OFFICER_STEPS),
        ("assignee", ASSIGNEE_STEPS),
        ("leader", LEADER_STEPS),
        ("appraiser", APPRAISER_STEPS),
        ("inspector", {}),
        ("unit_head", {}),
        ("council", {}),
        ("system_admin", {}),
        ("stranger", {}),
    ],
)
def test_only_the_declared_arrows_are_open(who, steps, status):
    giver = make_unit()
    unit = make_unit(parent=giver)
    roles = {r.value: make_user(role=r, unit=unit if r == Role.UNIT_HEAD else giver) for r in Role}
    people = roles | {"assignee": make_user(), "stranger": make_user(role=Role.OFFICER, unit=make_unit())}
    task = make_task(giver=giver, unit=unit, assignee=people["assignee"], status=status)

    assert [t.name for t in workflow.open_to(people[who], task)] == steps.get(status, [])


def test_a_registration_is_submitted_by_its_cadre_and_by_nobody_else():
    giver = make_unit()
    cadre = make_user()
    task = make_task(giver=giver, assignee=cadre, status=S.DRAFT, origin=Task.Origin.REGISTERED)

    assert [t.name for t in workflow.open_to(cadre, task)] == ["submit", "withdraw"]
    assert workflow.open_to(make_user(role=Role.OFFICER, unit=giver), task) == []


@pytest.mark.parametrize(
    "status", [S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION, S.AWAITING_CONCLUSION, S.CONCLUDED]
)
def test_nobody_screens_decides_or_concludes_his_own_task(status):
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(giver=giver, assignee=officer, status=status)

    assert workflow.open_to(officer, task) == []


def test_every_state_but_the_last_ones_leads_somewhere():
    sources = {s for t in workflow.TRANSITIONS.values() for s in t.sources}
    assert set(S) - sources == {S.CLOSED, S.REJECTED, S.MERGED, S.WITHDRAWN, S.ENDED_EARLY, S.REMOVED}


def test_move_writes_the_status_and_one_event_with_name_and_document():
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver, name="Lê Thị Phương")
    task = make_task(giver=giver, status=S.IN_FORCE)
    document = make_document(giver)

    moved = lifecycle.move(
        task, "hold", by=officer, at=NOW, reason="Chờ điều chỉnh quy hoạch", document=document
    )

    event = task.events.get()
    assert (moved.status, moved.version) == (S.ON_HOLD, 2)
    assert (event.kind, event.by, event.document, event.version) == ("hold", officer, document, 2)
    assert event.by_name == "Đ/c Lê Thị Phương"
    assert event.text == "Chờ điều chỉnh quy hoạch"


def test_move_refuses_a_stale_page_and_changes_nothing():
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(giver=giver, status=S.SUBMITTED)
    lifecycle.move(task, "pass", by=officer, at=NOW)

    with pytest.raises(Stale, match="vừa được người khác cập nhật"):
        lifecycle.move(task, "return", by=officer, at=NOW, reason="Chưa đo được")

    task.refresh_from_db()
    assert task.status == S.APPRAISING
    assert task.events.count() == 1


def test_move_asks_for_reason_and_document_where_the_table_does():
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(giver=giver, status=S.IN_FORCE)

    with pytest.raises(NotPossible, match="lý do"):
        lifecycle.move(task, "hold", by=officer, at=NOW, reason="  ", document=make_document(giver))
    with pytest.raises(NotPossible, match="văn bản"):
        lifecycle.move(task, "hold", by=officer, at=NOW, reason="Chờ quy hoạch")


def test_one_decision_over_many_tasks_is_all_or_nothing():
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    good = make_task(giver=giver, status=S.SUBMITTED)
    stale = make_task(giver=giver, status=S.SUBMITTED)
    Task.objects.filter(pk=stale.pk).update(version=2)

    with pytest.raises(Stale):
        lifecycle.move_many([good, stale], "pass", by=officer, at=NOW)

    good.refresh_from_db()
    assert good.status == S.SUBMITTED
