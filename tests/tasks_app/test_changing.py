"""Changes after the decision: asked for, appraised, decided with a paper; the original always stays visible."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions import changing, granting
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import ChangeRequest, Document, Handover, Task, TaskContent
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_document,
    make_indicator,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db
Role, S, K = Office.Role, Task.Status, ChangeRequest.Kind
DUE, LATER = date(2030, 12, 31), date(2031, 3, 31)
PAPER = {"number": "301", "symbol": "QĐ/HU", "issued_on": "01/06/2026"}


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner, due_on=DUE, committed_on=date(2026, 1, 20))


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def ask(task, by, kind=K.EXTENSION, **fields):
    task.refresh_from_db()
    defaults = {"reason": "Thủ tục đất chậm"}
    if kind in (K.EXTENSION, K.CONTENT):
        defaults["cause"] = "objective"
    if kind == K.EXTENSION:
        defaults["due_proposed"] = LATER
    return changing.ask(task, kind, **(defaults | fields), by=by, at=NOW)


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_the_cadre_asks_for_an_extension_and_the_desk_is_told(client, task, owner, officer):
    data = {"due_proposed": "31/03/2031", "cause": "objective", "reason": "Thủ tục đất chậm", "version": 1}
    assert post(client, owner, address("ask_change", task, "gia-han"), **data).status_code == 302

    change = task.changes.get()
    task.refresh_from_db()
    assert (change.due_before, change.due_proposed, change.outcome) == (DUE, LATER, "")
    assert (task.due_on, task.status, task.version) == (DUE, S.IN_FORCE, 2)
    assert task.events.get().act == "đề nghị gia hạn đến 31/03/2031"
    assert officer.notices.count() == 1 and not owner.notices.exists()


def test_what_an_officer_draws_up_is_told_to_the_cadre(client, task, owner, officer):
    client.force_login(officer)
    assert "Lập đề nghị gia hạn" in client.get(address("ask_change", task, "gia-han")).content.decode()
    ask(task, officer)
    assert task.events.get().act == "lập đề nghị gia hạn đến 31/03/2031"
    assert owner.notices.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_proposed": "31/12/2030"}, "Nhập hạn sau hạn hiện tại 31/12/2030"),
        ({"due_proposed": "30/02/2031"}, "Nhập ngày có thật"),
        ({"due_proposed": ""}, "Nhập hạn đề nghị"),
        ({"cause": ""}, "Chọn nguyên nhân"),
        ({"cause": "khac"}, ""),
        ({"reason": " "}, "Nêu lý do đề nghị"),
    ],
)
def test_an_extension_names_a_later_day_a_cause_and_a_reason(client, task, owner, fields, sentence):
    data = {"due_proposed": "31/03/2031", "cause": "objective", "reason": "Thủ tục", "version": 1} | fields
    answer = post(client, owner, address("ask_change", task, "gia-han"), **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not task.changes.exists()


def test_after_the_deadline_an_extension_is_asked_only_where_the_round_allows_it(
    client, giver, owner, officer
):
    late = make_task(giver=giver, assignee=owner, due_on=date(2026, 3, 1))
    for user in (owner, officer):
        with pytest.raises(NotPossible, match="trước khi hết hạn 01/03/2026"):
            ask(late, user)
    client.force_login(owner)
    assert "Xin gia hạn" not in client.get(address("task_page", late)).content.decode()
    assert "trước khi hết hạn" in client.get(address("ask_change", late, "gia-han")).content.decode()

    late.round.late_requests_allowed = True
    late.round.save()
    assert ask(late, owner).due_proposed == LATER


def test_one_request_of_a_kind_waits_at_a_time(task, owner):
    ask(task, owner)
    with pytest.raises(NotPossible, match="Đang có một đề nghị gia hạn chờ quyết định"):
        ask(task, owner)
    assert ask(task, owner, K.HOLD).kind == K.HOLD


@pytest.mark.parametrize("who", ["leader", "reader", "stranger"])
def test_only_the_cadre_and_the_desk_ask(client, giver, task, who):
    user = {
        "leader": make_user(role=Role.LEADER, unit=giver), "reader": make_user(role=Role.INSPECTOR, unit=giver),
        "stranger": make_user(role=Role.OFFICER),
    }[who]  # fmt: skip
    client.force_login(user)
    assert client.get(address("ask_change", task, "gia-han")).status_code == 404
    with pytest.raises(NotPossible):
        ask(task, user)


def test_there_is_no_request_for_a_task_that_is_over(giver, owner):
    for status in (S.CONCLUDED, S.CLOSED, S.ENDED_EARLY, S.REMOVED):
        with pytest.raises(NotPossible):
            ask(make_task(giver=giver, assignee=owner, status=status), owner)


def test_a_request_from_a_stale_page_is_told_so_and_kept(client, task, owner, officer):
    ask(task, officer, K.HOLD)
    data = {"due_proposed": "31/03/2031", "cause": "objective", "reason": "Thủ tục đất", "version": 1}
    answer = post(client, owner, address("ask_change", task, "gia-han"), **data)
    assert answer.status_code == 409
    assert "Thủ tục đất" in answer.content.decode() and "31/03/2031" in answer.content.decode()


# ---- appraising and deciding -----------------------------------------------------------------------------------------


def test_the_appraisal_opinion_stands_beside_the_request(client, giver, task, owner):
    change = ask(task, owner)
    appraiser = make_user(role=Role.APPRAISER, unit=giver)
    url = address("give_opinion", task, change.pk)

    assert post(client, owner, url, text="x").status_code == 404
    assert post(client, appraiser, url, text="Có cơ sở", version=2).status_code == 422
    said = {"text": "Có cơ sở", "advice": "partly", "version": 2}
    assert post(client, appraiser, url, **said).status_code == 302
    assert post(client, appraiser, url, text="Lần nữa", advice="agree", version=3).status_code == 422

    client.force_login(owner)
    page = client.get(address("task_page", task)).content.decode()
    assert "Có cơ sở" in page and "Đề nghị đồng ý một phần" in page


def test_an_approved_extension_moves_the_deadline_and_leaves_the_original_alone(client, task, owner, officer):
    closing = make_indicator(task, due_on=DUE)
    change = ask(task, owner)
    data = PAPER | {
        "outcome": "partly",
        "due_approved": "28/02/2031",
        "reason": "Hai tháng là đủ",
        "version": 2,
    }

    assert post(client, officer, address("decide_change", task, change.pk), **data).status_code == 302

    task.refresh_from_db()
    change.refresh_from_db()
    closing.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.extension_count) == (date(2031, 2, 28), DUE, 1)
    assert (change.outcome, change.due_approved, change.decided_by) == (
        "partly",
        date(2031, 2, 28),
        officer,
    )
    assert closing.due_on == date(2031, 2, 28)
    assert task.due_soon_on == date(2031, 2, 28) - timedelta(days=task.round.due_soon_mark_days)
    version = TaskContent.objects.get(task=task, number=2)
    assert task.content_version == 2
    assert version.content["due_on"] == "2031-02-28"
    assert str(version.document) == "số 301-QĐ/HU ngày 01/06/2026"
    event = task.events.latest("pk")
    assert (event.kind, event.document) == ("change_decided", change.document)
    assert owner.notices.filter(text__contains="gia hạn đến 28/02/2031").exists()


def test_a_second_extension_counts_from_the_first_and_keeps_the_same_original(task, owner, officer):
    for due_on in (LATER, date(2031, 9, 30)):
        change = ask(task, owner, due_proposed=due_on)
        granting.approve(change, document=make_document(task.giver), by=officer, at=NOW)
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.extension_count) == (date(2031, 9, 30), DUE, 2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": ""}, "Chọn đồng ý hoặc không đồng ý"),
        ({"number": ""}, "Nhập số văn bản"),
        ({"symbol": ""}, "Nhập ký hiệu văn bản"),
        ({"issued_on": ""}, "Nhập ngày ban hành"),
        ({"issued_on": "01/01/2099"}, "không được sau hôm nay"),
        ({"issued_on": "01/01/2026"}, "không được trước ngày giao việc"),
        ({"due_approved": "31/12/2030"}, "Hạn khác với đề nghị"),
        ({"outcome": "partly", "due_approved": "31/12/2030", "reason": "x"}, "Nhập hạn sau hạn hiện tại"),
        ({"outcome": "partly", "due_approved": "", "reason": "x"}, "Nhập hạn mới"),
        ({"outcome": "partly", "due_approved": "31/03/2031", "reason": "x"}, "Nhập hạn khác với hạn đề nghị"),
        ({"outcome": "partly", "due_approved": "28/02/2031"}, "Nêu lý do quyết định khác với đề nghị"),
        ({"outcome": "refused"}, "Nêu lý do không đồng ý"),
    ],
)
def test_a_decision_names_its_paper_or_its_reason(client, task, owner, officer, fields, sentence):
    change = ask(task, owner)
    data = PAPER | {"outcome": "approved", "due_approved": "31/03/2031", "version": 2} | fields
    answer = post(client, officer, address("decide_change", task, change.pk), **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    change.refresh_from_db()
    assert change.outcome == "" and not Document.objects.filter(number="301").exists()


def test_a_refused_request_changes_nothing_but_is_told(client, task, owner, officer):
    change = ask(task, owner)
    data = {"outcome": "refused", "reason": "Còn đủ thời gian", "version": 2}
    assert post(client, officer, address("decide_change", task, change.pk), **data).status_code == 302

    task.refresh_from_db()
    assert (task.due_on, task.extension_count, task.content_version) == (DUE, 0, 1)
    assert task.events.latest("pk").text == "Còn đủ thời gian"
    assert "không được đồng ý" in owner.notices.latest("pk").text


def test_a_request_is_decided_once(client, task, owner, officer):
    change = ask(task, owner)
    granting.refuse(change, reason="Còn đủ thời gian", by=officer, at=NOW)
    with pytest.raises(Stale):
        granting.approve(change, document=make_document(task.giver), by=officer, at=NOW, seen=2)
    task.refresh_from_db()
    change.task = task
    with pytest.raises(NotPossible, match="đã được quyết định"):
        granting.approve(change, document=make_document(task.giver), by=officer, at=NOW)
    data = PAPER | {"outcome": "approved", "due_approved": "31/03/2031", "version": 2}
    answer = post(client, officer, address("decide_change", task, change.pk), **data)
    assert answer.status_code == 409 and "Đã quyết định ngày" in answer.content.decode()


@pytest.mark.parametrize("who", ["owner", "leader", "appraiser", "stranger"])
def test_nobody_but_the_desk_records_the_decision(client, giver, task, owner, who):
    change = ask(task, owner)
    user = {
        "owner": owner, "leader": make_user(role=Role.LEADER, unit=giver),
        "appraiser": make_user(role=Role.APPRAISER, unit=giver), "stranger": make_user(role=Role.OFFICER),
    }[who]  # fmt: skip
    assert post(client, user, address("decide_change", task, change.pk), **PAPER).status_code == 404
    with pytest.raises(NotPossible):
        granting.refuse(change, reason="x", by=user, at=NOW, seen=2)


def test_an_officer_decides_no_change_of_a_task_he_carries_or_carried(giver, officer):
    own = make_task(giver=giver, assignee=officer, due_on=DUE)
    change = ask(own, officer)
    with pytest.raises(NotPossible):
        granting.approve(change, document=make_document(giver), by=officer, at=NOW, seen=2)


def test_new_targets_are_a_new_version_and_ask_for_a_new_commitment(client, task, owner, officer):
    row = task.indicators.get()
    data = {f"target_{row.pk}": "80,5", "cause": "objective", "reason": "Diện tích giảm", "version": 1}
    assert post(client, owner, address("ask_change", task, "dieu-chinh"), **data).status_code == 302
    row.refresh_from_db()
    assert row.target == 100

    change = task.changes.get()
    page = client.get(address("task_page", task)).content.decode()
    assert "80,5" in page
    granting.approve(change, document=make_document(task.giver), by=officer, at=NOW, seen=2)

    row.refresh_from_db()
    task.refresh_from_db()
    assert row.target == Decimal("80.5")
    assert (task.committed_on, task.content_version) == (None, 2)
    assert task.commitment_due_on == TODAY + timedelta(days=task.round.commitment_days)


def test_a_change_of_content_changes_something(client, task, owner):
    row = task.indicators.get()
    same = {f"target_{row.pk}": "100", "cause": "objective", "reason": "x", "version": 1}
    answer = post(client, owner, address("ask_change", task, "dieu-chinh"), **same)
    assert answer.status_code == 422
    assert "ít nhất một chỉ tiêu" in answer.content.decode()
    for bad in ("NaN", "-5", "1e308", "mười"):
        answer = post(
            client, owner, address("ask_change", task, "dieu-chinh"), **same | {f"target_{row.pk}": bad}
        )
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (K.HOLD, S.IN_FORCE, S.ON_HOLD),
        (K.RESUME, S.ON_HOLD, S.IN_FORCE),
        (K.END, S.IN_FORCE, S.ENDED_EARLY),
        (K.END, S.AWAITING_CONCLUSION, S.ENDED_EARLY),
        (K.REMOVE, S.ON_HOLD, S.REMOVED),
    ],
)
def test_hold_resume_end_and_remove_go_by_decision_along_the_workflow(
    client, giver, officer, kind, before, after
):
    task = make_task(giver=giver, status=before, due_on=DUE)
    change = ask(task, officer, kind)
    url = address("decide_change", task, change.pk)
    assert post(client, officer, url, **PAPER | {"outcome": "approved", "version": 2}).status_code == 302

    task.refresh_from_db()
    assert task.status == after
    moves = [e for e in task.events.all() if e.kind != "change_asked"]
    assert len(moves) == 1 and str(moves[0].document) == "số 301-QĐ/HU ngày 01/06/2026"
    assert (task.next_report_on is not None) == (after == S.IN_FORCE)


def test_a_change_of_assignee_is_a_handover(task, giver, owner, officer):
    successor = make_user(name="Hoàng Thị Lan").cadre
    appoint(successor, "Phó Bí thư", task.unit)
    lead = task.assignments.get()
    change = ask(task, officer, K.ASSIGNEE, proposal={"assignment": lead.pk, "cadre": successor.pk})

    granting.approve(change, document=make_document(giver), by=officer, at=NOW)

    open_now = task.assignments.get(ends_on=None)
    assert (open_now.cadre, open_now.name) == (successor, "Hoàng Thị Lan")
    assert open_now.title.startswith("Phó Bí thư")
    assert Handover.objects.get(task=task).to_cadre == successor
