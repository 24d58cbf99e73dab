"""What was asked for is granted as asked, in part or not at all, taken back, or left to one person up to some days."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions import changing, granting
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import ChangeRequest, Evidence, Indicator, Task
from tests.factories import (
    NOW,
    make_document,
    make_indicator,
    make_inspection,
    make_round,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db
Role, S, K = Office.Role, Task.Status, ChangeRequest.Kind
DUE, LATER = date(2030, 12, 31), date(2031, 3, 31)
PAPER = {"number": "301", "symbol": "QĐ/HU", "issued_on": "01/06/2026", "summary": "Gia hạn việc"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
KEY = "5f0c63c2-43a5-4f0c-8d6b-6a3b5a8f7f11"


@pytest.fixture
def task(giver, owner):
    return make_task(giver=giver, assignee=owner, due_on=DUE, committed_on=date(2026, 1, 20))


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def opens(client, file):
    """Whether the user may download it."""
    answer = client.get(reverse("tasks:evidence_file", args=[file.uuid]))
    assert not answer.streaming or b"".join(answer.streaming_content)
    return answer.status_code == 200


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


def ask(task, by, kind=K.EXTENSION, **fields):
    task.refresh_from_db()
    defaults = {"reason": "Thủ tục đất chậm", "cause": "objective"}
    if kind == K.EXTENSION:
        defaults["due_proposed"] = LATER
    return changing.ask(task, kind, **(defaults | fields), by=by, at=NOW)


def pdf(name="Văn bản.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


# ---- in part ---------------------------------------------------------------------------------------------------------


def test_days_of_all_extensions_are_counted_and_summed(client, task, owner, officer):
    for due_on in (LATER, date(2031, 9, 30)):
        granting.approve(
            ask(task, owner, due_proposed=due_on), document=make_document(task.giver), by=officer, at=NOW
        )
    task.refresh_from_db()
    assert (task.extension_count, task.extension_days) == (2, 273)
    client.force_login(owner)
    page = client.get(address("task_page", task)).text
    assert "đã gia hạn 2 lần, cộng 273 ngày" in page and "Hạn ban đầu 31/12/2030" in page


def test_an_extension_to_a_day_off_ends_on_the_next_working_day_where_the_round_says_so(
    giver, owner, officer
):
    task = make_task(round=make_round(giver, moves_off_days=True), assignee=owner, due_on=DUE)
    closing = make_indicator(task, due_on=DUE)
    saturday, monday = date(2031, 3, 1), date(2031, 3, 3)
    granted = granting.approve(
        ask(task, owner, due_proposed=saturday), document=make_document(giver), by=officer, at=NOW
    )
    task.refresh_from_db()
    closing.refresh_from_db()
    assert (task.due_on, task.named_due_on, granted.due_approved) == (monday, saturday, saturday)
    assert (closing.due_on, task.extension_days) == (monday, 60)
    assert "gia hạn đến 01/03/2031, hạn trước đó 31/12/2030, tính đến 03/03/2031 theo lịch làm việc" in (
        task.events.get(kind="change_decided").act
    )


def test_other_content_than_asked_is_granted_in_part_with_a_reason(client, task, owner, officer):
    row = task.indicators.get()
    change = ask(
        task, owner, K.CONTENT, proposal={"targets": {row.pk: Decimal(60)}, "product": "Đường cấp IV"}
    )
    data = PAPER | {"outcome": "partly", f"target_{row.pk}": "80", "parts": [], "version": 2}
    url = address("decide_change", task, change.pk)

    silent = post(client, officer, url, **data)
    assert silent.status_code == 422 and "Nêu lý do quyết định khác với đề nghị" in silent.text
    assert post(client, officer, url, **data | {"reason": "Làm được 80"}).status_code == 302

    change.refresh_from_db()
    row.refresh_from_db()
    task.refresh_from_db()
    assert (change.outcome, change.outcome_reason) == ("partly", "Làm được 80")
    assert (row.target, row.original_target) == (80, 100)
    assert task.product == ""
    assert change.document.summary == "Gia hạn việc"
    assert task.contents.get(number=2).content["indicators"][0]["target"] == "80"
    page = client.get(address("task_page", task)).text
    assert "ban đầu 100" in page and "Đồng ý một phần" in page


def test_the_first_target_stays_beside_the_third(task, owner, officer):
    row = task.indicators.get()
    for target in (90, 80):
        change = ask(task, owner, K.CONTENT, proposal={"targets": {row.pk: Decimal(target)}})
        granting.approve(change, document=make_document(task.giver), by=officer, at=NOW)
    row.refresh_from_db()
    assert (row.target, row.original_target) == (80, 100)


def test_a_decision_in_part_that_changes_nothing_is_refused(client, task, owner, officer):
    row = task.indicators.get()
    change = ask(task, owner, K.CONTENT, proposal={"targets": {row.pk: Decimal(60)}})
    data = PAPER | {"outcome": "partly", f"target_{row.pk}": "60", "reason": "x", "version": 2}
    answer = post(client, officer, address("decide_change", task, change.pk), **data)
    assert answer.status_code == 422 and "khác với đề nghị" in answer.text


def test_only_days_and_figures_are_granted_in_part(client, task, officer):
    change = ask(task, officer, K.HOLD, cause="")
    client.force_login(officer)
    page = client.get(address("decide_change", task, change.pk)).text
    assert "Đồng ý một phần" not in page
    with pytest.raises(IntegrityError, match="only_days_and_figures"), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(
            outcome="partly",
            outcome_reason="x",
            decided_on=DUE,
            decided_by=officer,
            document=make_document(task.giver),
        )


def test_the_database_keeps_what_a_decision_rests_on(task, owner, officer):
    change = ask(task, owner)
    decided = {"decided_on": DUE, "decided_by": officer}
    for name, values in (
        ("rests_on_a_paper", {"outcome": "approved", "due_approved": LATER}),
        (
            "names_a_later_day",
            {"outcome": "approved", "due_approved": DUE, "document": make_document(task.giver)},
        ),
        ("has_a_reason", {"outcome": "refused"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ChangeRequest.objects.filter(pk=change.pk).update(**values, **decided)


# ---- indicators ------------------------------------------------------------------------------------------------------


def test_an_indicator_is_dropped_and_another_added_and_both_stay_on_record(client, task, owner, officer):
    kept = task.indicators.get()
    gone = make_indicator(task, name="Số cuộc họp", weight=50)
    Indicator.objects.filter(pk=kept.pk).update(weight=50)
    form = {
        f"drop_{gone.pk}": "on", "ct-TOTAL_FORMS": "1", "ct-INITIAL_FORMS": "0", "ct-0-name": "Số hộ có nước sạch",
        "ct-0-kind": "up", "ct-0-measure_unit": "hộ", "ct-0-baseline": "0", "ct-0-target": "500", "ct-0-weight": "40",
        "ct-0-rhythm": "0", "cause": "objective", "reason": "Nghị quyết mới", "version": 1,
    }  # fmt: skip
    url = address("ask_change", task, "dieu-chinh")

    short = post(client, owner, url, **form)
    assert (
        short.status_code == 422
        and "phải bằng 100, hiện là 90" in short.text
        and "Số hộ có nước sạch" in short.text
    )
    assert post(client, owner, url, **form | {"ct-0-weight": "50"}).status_code == 302
    change = task.changes.get()
    data = PAPER | {"outcome": "approved", "parts": [f"dropped:{gone.pk}", "added:0"], "version": 2}
    assert post(client, officer, address("decide_change", task, change.pk), **data).status_code == 302

    assert sorted(task.indicators.values_list("name", flat=True)) == sorted([kept.name, "Số hộ có nước sạch"])
    assert Indicator.on_record.get(pk=gone.pk).dropped_on == date(2026, 6, 1)
    page = client.get(address("task_page", task)).text
    assert "Thôi tính từ 01/06/2026: Số cuộc họp" in page
    for view in ("commit_task", "report_task"):
        client.force_login(owner)
        assert "Số cuộc họp" not in client.get(address(view, task)).text


def test_what_a_team_found_of_a_dropped_indicator_does_not_stop_the_conclusion(client, task, owner, officer):
    gone = make_indicator(task, name="Số cuộc họp")
    make_inspection(task, by=officer).figures.create(indicator=gone, value=3)
    Indicator.objects.filter(pk=gone.pk).update(dropped_on=date(2026, 6, 1))
    Task.objects.filter(pk=task.pk).update(status=S.AWAITING_CONCLUSION)
    client.force_login(officer)
    page = client.get(address("conclude_task", task))
    assert page.status_code == 200 and gone not in page.context["form"].indicators


def test_a_row_more_keeps_what_was_typed_and_judges_nothing(client, task, owner):
    row = task.indicators.get()
    data = {"them": "1", f"target_{row.pk}": "abc", "reason": "Nghị quyết mới", "ct-TOTAL_FORMS": "0"}
    page = post(client, owner, address("ask_change", task, "dieu-chinh"), **data)
    assert page.status_code == 200
    assert 'value="abc"' in page.text and "Nghị quyết mới" in page.text and 'name="ct-0-name"' in page.text
    assert not task.changes.exists()


# ---- evidence --------------------------------------------------------------------------------------------------------


def test_a_refused_form_keeps_its_files_and_the_request_gets_them(client, task, owner, officer):
    url = address("ask_change", task, "gia-han")
    form = {"due_proposed": "31/03/2031", "cause": "objective", "version": 1, "key": KEY}

    refused = post(client, owner, url, **form, reason="", tep=pdf())
    assert refused.status_code == 422 and "Văn bản.pdf" in refused.text
    client.force_login(officer)
    file = Evidence.objects.get()
    assert not opens(client, file)
    assert "Văn bản.pdf" not in client.get(address("task_page", task)).text
    assert post(client, owner, url, **form, reason="Mưa lũ").status_code == 302

    file.refresh_from_db()
    assert (file.change, file.staged_for) == (task.changes.get(), None)
    client.force_login(officer)
    assert opens(client, file)


def test_a_file_that_is_none_of_ours_is_named_at_the_field(client, task, owner):
    form = {"due_proposed": "31/03/2031", "cause": "objective", "reason": "x", "version": 1, "key": KEY}
    bad = SimpleUploadedFile("Tuyệt mật.pdf", PDF)
    answer = post(client, owner, address("ask_change", task, "gia-han"), **form, tep=bad)
    assert answer.status_code == 422 and "dấu chỉ độ mật" in answer.text
    assert not task.changes.exists() and not Evidence.objects.exists()


def test_evidence_is_added_to_a_request_that_waits_by_who_asked(client, giver, task, owner, leader):
    change = ask(task, owner)
    url = address("support_change", task, change.pk)
    assert client.get(url).status_code == 302
    assert post(client, leader, url).status_code == 404
    assert post(client, owner, url, version=2, key=KEY).status_code == 422
    assert post(client, owner, url, version=2, key=KEY, tep=pdf()).status_code == 302
    assert change.evidence.get().name == "Văn bản.pdf"


# ---- taken back ------------------------------------------------------------------------------------------------------


def test_who_asked_takes_it_back_and_may_ask_again(client, task, owner, officer, leader):
    change = ask(task, owner)
    url = address("withdraw_change", task, change.pk)
    for user in (officer, leader):
        assert post(client, user, url, version=2).status_code == 404
    assert post(client, owner, url, reason="Đã tháo gỡ", version=2).status_code == 302

    change.refresh_from_db()
    assert (change.outcome, change.outcome_reason) == ("withdrawn", "Đã tháo gỡ")
    assert task.events.latest("pk").act == "rút đề nghị gia hạn"
    assert officer.notices.filter(text__contains="rút đề nghị").exists()
    assert client.get(url).status_code == 404
    late = post(
        client, officer, address("decide_change", task, change.pk), version=2, **PAPER, outcome="approved"
    )
    assert late.status_code == 409 and "Đã rút ngày" in late.text
    assert ask(task, owner).outcome == ""


def test_what_the_desk_drew_up_any_of_its_officers_takes_back(client, giver, task, owner, officer):
    change = ask(task, officer)
    colleague = make_user(role=Role.OFFICER, unit=giver)
    url = address("withdraw_change", task, change.pk)
    assert post(client, owner, url, version=2).status_code == 404
    assert post(client, colleague, url, version=2).status_code == 302


# ---- delegated -------------------------------------------------------------------------------------------------------


@pytest.fixture
def delegated(task):
    task.round.extension_decider, task.round.extension_days = "leader", 30
    task.round.save()
    return task


def test_a_leader_grants_a_short_extension_where_the_round_leaves_it_to_him(
    client, delegated, owner, leader, officer
):
    change = ask(delegated, owner, due_proposed=date(2031, 1, 20))
    client.force_login(leader)
    assert "Duyệt gia hạn" in client.get(address("task_page", delegated)).text
    url = address("grant_extension", delegated, change.pk)
    assert post(client, officer, url, due_approved="20/01/2031", version=2).status_code == 404
    assert post(client, leader, url, due_approved="20/01/2031", version=2).status_code == 302

    change.refresh_from_db()
    delegated.refresh_from_db()
    assert (change.outcome, change.delegated, change.document, change.decided_by) == (
        "approved",
        True,
        None,
        leader,
    )
    assert (delegated.due_on, delegated.original_due_on, delegated.extension_count) == (
        date(2031, 1, 20),
        DUE,
        1,
    )
    assert delegated.events.latest("pk").act.startswith("duyệt gia hạn đến 20/01/2031")
    assert delegated.contents.filter(number=2).exists()


def test_beyond_the_days_left_to_him_the_committee_decides(client, delegated, owner, leader):
    change = ask(delegated, owner)
    url = address("grant_extension", delegated, change.pk)
    answer = post(client, leader, url, due_approved="31/03/2031", version=2)
    assert answer.status_code == 422 and "nhiều nhất 30 ngày" in answer.text
    other = post(client, leader, url, due_approved="20/01/2031", version=2)
    assert other.status_code == 422 and "Nêu lý do quyết định khác" in other.text
    said = {"due_approved": "20/01/2031", "reason": "Đủ để hoàn thành", "version": 2}
    assert post(client, leader, url, **said).status_code == 302

    second = ask(delegated, owner, due_proposed=date(2031, 2, 5))
    with pytest.raises(NotPossible, match="đã duyệt 20 ngày"):
        granting.grant_delegated(second, by=leader, at=NOW)


def test_nobody_grants_alone_what_the_round_leaves_to_nobody(client, task, owner, leader):
    change = ask(task, owner, due_proposed=date(2031, 1, 20))
    assert post(client, leader, address("grant_extension", task, change.pk), version=2).status_code == 404
    with pytest.raises(NotPossible, match="không được giao"):
        granting.grant_delegated(change, by=leader, at=NOW)


# ---- the queue -------------------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_for_whom_and_since_when(client, giver, task, owner, officer):
    change = ask(task, owner)
    ask(make_task(giver=giver, due_on=DUE), officer, K.END, cause="")
    client.force_login(officer)
    page = client.get(reverse("tasks:change_list")).text
    assert "Có 2 đề nghị" in page and "Chờ thẩm định" in page and task.title in page
    assert "Có 1 đề nghị" in client.get(reverse("tasks:change_list"), {"loai": "gia-han"}).text

    task.refresh_from_db()
    changing.give_opinion(change, "Có cơ sở", advice="agree", by=officer, at=NOW, seen=task.version)
    waiting = client.get(reverse("tasks:change_list"), {"tinh-trang": "cho-quyet-dinh"}).text
    assert "Có 1 đề nghị" in waiting and "đề nghị đồng ý" in waiting
    assert (
        client.get(reverse("tasks:change_list"), {"tinh-trang": "la", "loai": "x", "trang": "z"}).status_code
        == 200
    )


def test_extensions_are_asked_for_one_by_one(client, task, officer):
    client.force_login(officer)
    assert "Gia hạn" not in client.get("/viec/don-doc/", {"viec": [task.code]}).text
    page = client.get(reverse("tasks:task_list")).text
    assert 'value="gia-han"' not in page and "hàng loạt" not in page
