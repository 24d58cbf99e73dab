"""A check before the conclusion, an objection to it, and the answer: kept, or changed with the earlier version on record."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import checking, concluding, objecting
from tasks_app.actions.concluding import Findings
from tasks_app.actions.proposing import Facts
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Conclusion, ConclusionVersion, Objection, PeriodClosing, Task
from tests.factories import NOW, TODAY, make_document, make_indicator, make_task, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PARTLY = Facts("partly", False, False, False, False)
MET = Facts("met", True, True, True, False)


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver, name="Hà Thị Officer")


@pytest.fixture
def owner():
    return make_user(name="Lý Văn Owner")


@pytest.fixture
def task(giver, owner):
    made = make_task(
        giver=giver, assignee=owner, status=S.AWAITING_CONCLUSION, indicators=0, due_on=date(2026, 6, 30),
        asked_conclusion_on=date(2026, 5, 20), committed_on=date(2026, 1, 20),
    )  # fmt: skip
    make_indicator(made, name="Nhà cho hộ nghèo", target=100, current=Decimal(100))
    return made


def at(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def findings(task, confirmed, facts, *, result, reason=""):
    row = task.indicators.get()
    return Findings(
        facts=facts, figures={row.pk: (Decimal(confirmed), result)}, finished_on=date(2026, 5, 20),
        document=make_document(task.giver, issued_on=TODAY), comment="Theo biên bản", difference_reason=reason,
    )  # fmt: skip


def concluded(task, officer, moment=NOW):
    """Partly: only 80 of 100 houses were confirmed."""
    concluding.conclude(task, findings(task, 80, PARTLY, result="partly"), by=officer, at=moment)
    task.refresh_from_db()
    return Conclusion.objects.get(task=task)


# ---- the check -------------------------------------------------------------------------------------------------------


def test_what_a_check_found_is_on_record_and_stands_in_the_form_of_the_conclusion(client, task, officer):
    row = task.indicators.get()
    client.force_login(officer)
    data = {
        "version": 1, "way": "on_site", "checked_on": f"{timezone.localdate():%d/%m/%Y}", "checkers": "Tổ kiểm tra số 2",
        "place": "", "findings": "80 nhà đã ở được", f"so_{row.pk}": "80",
    }  # fmt: skip
    refused = client.post(at("check_result", task), data)
    assert refused.status_code == 422
    assert (
        "Nhập nơi kiểm tra thực tế" in refused.content.decode()
        and "80 nhà đã ở được" in refused.content.decode()
    )

    assert client.post(at("check_result", task), data | {"place": "Xã Mỹ Bằng"}).status_code == 302

    check = task.checks.get()
    assert (check.way, check.checkers, check.by) == ("on_site", "Tổ kiểm tra số 2", officer)
    assert task.events.get().kind == "checked"
    page = client.get(at("conclude_task", task))
    assert page.context["form"].initial["result"] == "partly"
    assert "Tổ kiểm tra số 2" in page.content.decode() and 'value="80"' in page.content.decode()
    assert "Xã Mỹ Bằng" in client.get(at("task_page", task)).content.decode()


@pytest.mark.parametrize("who", ["owner", "leader", "stranger", "carried"])
def test_only_the_desk_and_the_appraisers_check_and_nobody_his_own(client, giver, task, owner, who):
    user = {
        "owner": lambda: owner,
        "leader": lambda: make_user(role=Role.LEADER, unit=giver),
        "stranger": lambda: make_user(role=Role.OFFICER),
        "carried": lambda: make_user(role=Role.OFFICER, unit=giver),
    }[who]()
    if who == "carried":
        task.assignments.create(
            cadre=user.cadre, role="co", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), name="x"
        )
    client.force_login(user)
    assert client.get(at("check_result", task)).status_code == 404
    with pytest.raises(NotPossible):
        checking.check_result(
            task, way="paper", checked_on=TODAY, checkers="x", findings="x", by=user, at=NOW
        )


# ---- the objection ---------------------------------------------------------------------------------------------------


def test_the_cadre_objects_and_the_committee_changes_the_conclusion_with_the_earlier_one_on_record(
    client, task, officer, owner
):
    now = timezone.now()
    made = concluded(task, officer, moment=now)
    client.force_login(owner)
    assert "Gửi ý kiến" in client.get(at("task_page", task)).content.decode()
    sent = client.post(
        at("object_to_conclusion", task, made.pk), {"version": 2, "text": "20 nhà bàn giao ngày 25/5"}
    )
    assert sent.status_code == 302
    objection = Objection.objects.get()
    page = client.get(at("task_page", task)).content.decode()
    assert "Chờ cấp giao trả lời" in page and "Có thể có ý kiến" not in page
    assert officer.notices.filter(text__contains="có ý kiến về kết luận").exists()

    client.force_login(officer)
    row = task.indicators.get()
    form = client.get(at("answer_objection", task, objection.pk))
    assert form.context["form"].initial["result"] == "partly"
    data = {
        "version": 3, "outcome": "changed", "answer": "Đã kiểm tra lại", f"confirmed_{row.pk}": "100",
        f"result_{row.pk}": "met", "result": "met", "completed": "on", "on_time": "on", "quality_met": "on",
        "finished_on": "25/05/2026", "number": "77", "symbol": "KL/HU", "issued_on": f"{timezone.localdate():%d/%m/%Y}",
    }  # fmt: skip
    answer = client.post(at("answer_objection", task, objection.pk), data)
    assert answer.status_code == 302, answer.content.decode()

    made.refresh_from_db()
    task.refresh_from_db()
    assert (made.number, made.result, made.completed) == (2, "met", True)
    assert (task.status, task.result, task.completed, task.finished_on) == (
        S.CONCLUDED, "met", True, date(2026, 5, 25),
    )  # fmt: skip
    earlier = ConclusionVersion.objects.get()
    assert (earlier.number, earlier.content["result"], earlier.content["rows"][0]["confirmed"]) == (
        1, "partly", "80.00000",
    )  # fmt: skip
    client.force_login(owner)
    page = client.get(at("task_page", task)).content.decode()
    assert "Bản 2, sửa sau ý kiến" in page and "Bản 1 (trước khi sửa): đạt một phần" in page
    assert "77-KL/HU" in page and "Đã kiểm tra lại" in page
    assert [e.kind for e in task.events.order_by("pk")] == ["conclude", "objected", "objection_answered"]


def test_the_committee_may_keep_the_conclusion_with_its_answer_alone(client, task, officer, owner):
    made = concluded(task, officer, moment=timezone.now())
    objection = objecting.object_to(made, "Chưa đúng", by=owner, at=timezone.now())
    client.force_login(officer)
    url = at("answer_objection", task, objection.pk)
    silent = client.post(url, {"version": 3, "outcome": "kept", "answer": ""})
    assert silent.status_code == 422 and "Nhập nội dung trả lời" in silent.content.decode()
    assert client.post(url, {"version": 3, "outcome": "kept", "answer": "Đúng biên bản"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.outcome, objection.answer) == ("kept", "Đúng biên bản")
    assert not ConclusionVersion.objects.exists()
    again = client.post(url, {"version": 4, "outcome": "kept", "answer": "Lần nữa"})
    assert again.status_code in (404, 422)
    with pytest.raises(NotPossible, match="đã có ý kiến"):
        task.refresh_from_db()
        objecting.object_to(made, "Vẫn chưa đúng", by=owner, at=timezone.now(), seen=task.version)


def test_the_days_to_object_are_those_of_the_round_and_then_it_is_too_late(client, task, officer, owner):
    task.round.objection_days = 5
    task.round.save()
    made = concluded(task, officer)
    objecting.object_to(made, "Ngày cuối", by=owner, at=NOW + timedelta(days=5))
    Objection.objects.all().update(outcome="kept", answer="x", answered_by=officer, answered_at=NOW)
    Objection.objects.all().update(against=9)
    with pytest.raises(NotPossible, match="06/06/2026"):
        objecting.object_to(made, "Muộn", by=owner, at=NOW + timedelta(days=6), seen=3)


@pytest.mark.parametrize("who", ["officer", "successor", "stranger"])
def test_only_who_carries_the_task_objects(client, task, officer, who):
    made = concluded(task, officer, moment=timezone.now())
    user = {"officer": officer, "successor": make_user(), "stranger": make_user(role=Role.OFFICER)}[who]
    client.force_login(user)
    assert client.get(at("object_to_conclusion", task, made.pk)).status_code == 404
    with pytest.raises(NotPossible):
        objecting.object_to(made, "x", by=user, at=timezone.now())


def test_a_change_that_changes_nothing_is_refused(task, officer, owner):
    made = concluded(task, officer)
    objection = objecting.object_to(made, "x", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="không thay đổi"):
        objecting.change_conclusion(
            objection, "x", findings(task, 80, PARTLY, result="partly"), by=officer, at=NOW, seen=3
        )


def test_a_closed_period_hears_no_objection(task, officer, owner):
    made = concluded(task, officer)
    Task.objects.filter(pk=task.pk).update(status=S.CLOSED)
    with pytest.raises(NotPossible, match="kỳ chưa khóa"):
        objecting.object_to(made, "x", by=owner, at=NOW, seen=2)


def test_an_objection_to_a_year_is_heard_until_that_year_is_closed(giver, officer, owner):
    task = make_task(
        giver=giver, assignee=owner, starts_on=date(2025, 1, 1), due_on=date(2027, 12, 31), decided_on=date(2025, 1, 1),
    )  # fmt: skip
    row = task.indicators.get()
    made = concluding.conclude_year(
        task, 2025,
        Findings(
            facts=PARTLY, figures={row.pk: (Decimal(30), "partly")}, finished_on=date(2025, 12, 31),
            document=make_document(giver, issued_on=TODAY),
        ), by=officer, at=NOW,
    )  # fmt: skip
    task.refresh_from_db()
    assert objecting.object_to(made, "x", by=owner, at=NOW).against == 1
    PeriodClosing.objects.create(
        round=task.round,
        year=2025,
        document=make_document(giver),
        published_on=TODAY,
        task_count=0,
        by=officer,
        at=NOW,
    )
    with pytest.raises(NotPossible, match="kỳ chưa khóa"):
        objecting.object_to(made, "y", by=owner, at=NOW, seen=3)


def test_the_database_keeps_answers_whole(task, officer, owner):
    made = concluded(task, officer)
    objection = objecting.object_to(made, "x", by=owner, at=NOW)
    for broken in (
        {"outcome": "kept"},
        {"answer": "x"},
        {"outcome": "changed", "answer": "x", "answered_by": officer, "answered_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.filter(pk=made.pk).update(proposed="met", result="partly", difference_reason="")
