"""Many results by one decision, all or none; and a year of a round published and closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import closing, objecting
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Conclusion, Document, Indicator, PeriodClosing, Task
from tests.factories import NOW, TODAY, make_document, make_round, make_task, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PAPER = {"number": "12", "symbol": "TB/HU"}


@pytest.fixture
def round(giver):
    return make_round(giver, name="Đợt 2026", objection_days=10)


def waiting(round, reached=100, **fields):
    task = make_task(
        giver=round.committee,
        round=round,
        status=S.AWAITING_CONCLUSION,
        asked_conclusion_on=date(2026, 5, 20),
        **fields,
    )
    Indicator.objects.filter(task=task).update(current=Decimal(reached))
    return task


def day(n=0):
    return f"{timezone.localdate() - timedelta(days=n):%d/%m/%Y}"


def typed(*tasks, **more):
    data = {"viec": [task.pk for task in tasks], "issued_on": day()} | PAPER
    for task in tasks:
        met = task.indicators.get().current >= 100
        data |= {
            f"version-{task.pk}": task.version,
            f"kl-{task.pk}": "met" if met else "partly",
            f"ly-do-{task.pk}": "",
        }
    return data | more


# ---- many by one decision --------------------------------------------------------------------------------------------


def test_one_document_concludes_the_ticked_results_as_the_preview_said(client, round, officer):
    full, half, left = waiting(round), waiting(round, 50), waiting(round)
    client.force_login(officer)
    url = reverse("tasks:conclude_tasks")
    page = client.get(url).content.decode()
    assert "3 việc chờ kết luận" in page and page.count("Đạt một phần") >= 1

    answer = client.post(url, typed(full, half))

    assert answer.status_code == 302, answer.content.decode()
    results = {c.task_id: (c.result, c.proposed, c.on_time) for c in Conclusion.objects.all()}
    assert results == {full.pk: ("met", "met", True), half.pk: ("partly", "partly", False)}
    assert Document.objects.count() == 1
    assert set(Task.objects.filter(status=S.CONCLUDED).values_list("pk", flat=True)) == {full.pk, half.pk}
    left.refresh_from_db()
    assert left.status == S.AWAITING_CONCLUSION
    assert [e.text for e in half.events.all()] == ["Đạt một phần."]


def test_one_that_cannot_be_concluded_leaves_all_as_they_were(client, round, officer):
    good, late = waiting(round), waiting(round, starts_on=date(2026, 1, 10))
    Task.objects.filter(pk=late.pk).update(version=2)
    client.force_login(officer)
    answer = client.post(reverse("tasks:conclude_tasks"), typed(good, late))
    assert answer.status_code == 409
    assert not Conclusion.objects.exists() and not Document.objects.exists()
    assert 'value="12"' in answer.content.decode()


def test_another_result_than_proposed_asks_for_its_reason_in_its_row(client, round, officer):
    task = waiting(round)
    client.force_login(officer)
    url = reverse("tasks:conclude_tasks")
    refused = client.post(url, typed(task, **{f"kl-{task.pk}": "partly"}))
    assert refused.status_code == 422 and "khác với đề xuất (đạt)" in refused.content.decode()
    told = {f"kl-{task.pk}": "partly", f"ly-do-{task.pk}": "Thiếu biên bản"}
    assert client.post(url, typed(task, **told)).status_code == 302
    made = Conclusion.objects.get()
    assert (made.result, made.proposed, made.completed, made.difference_reason) == (
        "partly", "met", False, "Thiếu biên bản",
    )  # fmt: skip


def test_nothing_ticked_or_not_his_is_refused(client, round, officer):
    own = waiting(round, assignee=officer)
    client.force_login(officer)
    url = reverse("tasks:conclude_tasks")
    assert own.title not in client.get(url).content.decode()
    assert client.post(url, typed(own)).status_code == 422
    waiting(round)
    assert "Chọn ít nhất một việc" in client.post(url, PAPER | {"issued_on": day()}).content.decode()
    client.force_login(make_user(role=Role.LEADER, unit=round.committee))
    assert client.get(url).status_code == 403


def test_the_page_asks_the_same_number_of_queries_for_one_result_and_for_twelve(client, round, officer):
    client.force_login(officer)
    url = reverse("tasks:conclude_tasks")

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    waiting(round)
    few = queries()
    for _ in range(11):
        waiting(round)
    assert queries() == few


# ---- closing ---------------------------------------------------------------------------------------------------------


def concluded(round, officer, *, days_ago=30, **fields):
    task = make_task(
        giver=round.committee, round=round, status=S.CONCLUDED, concluded_on=timezone.localdate() - timedelta(days=days_ago),
        finished_on=date(2026, 1, 20), **fields,
    )  # fmt: skip
    task.conclusion = Conclusion.objects.create(
        task=task, result="met", completed=True, on_time=True, quality_met=True, exceeded=False,
        finished_on=task.finished_on, concluded_on=task.concluded_on, by=officer,
        at=timezone.now() - timedelta(days=days_ago),
    )  # fmt: skip
    return task


def test_closing_a_year_locks_what_was_concluded_and_lets_the_rest_go_on(client, giver, officer):
    year = timezone.localdate().year
    round = make_round(giver, year=year)
    ready, running = concluded(round, officer), make_task(giver=giver, round=round, due_on=date(2030, 1, 1))
    owner = make_user()
    ready.assignments.update(cadre=owner.cadre)
    client.force_login(officer)
    url = reverse("tasks:close_round", args=[round.pk])
    page = client.get(url).content.decode()
    assert "Sẽ khóa: 1 việc" in page and f"chưa có kết luận năm {year}" in page

    assert client.post(url, PAPER | {"year": year, "issued_on": ""}).status_code == 422
    assert client.post(url, PAPER | {"year": year, "issued_on": day()}).status_code == 302

    ready.refresh_from_db()
    running.refresh_from_db()
    made = PeriodClosing.objects.get()
    assert (ready.status, running.status) == (S.CLOSED, S.IN_FORCE)
    assert (made.year, made.task_count, str(made.document.label)) == (year, 1, "12-TB/HU")
    round.refresh_from_db()
    assert round.published_on == timezone.localdate()
    assert owner.notices.get().text.startswith(f"Đã công bố kết quả năm {year}")
    event = ready.events.get()
    assert (event.kind, event.document) == ("close", made.document)
    again = client.post(url, PAPER | {"year": year, "issued_on": day()})
    assert again.status_code == 422 and PeriodClosing.objects.count() == 1


def test_an_objection_or_days_still_running_stand_in_the_way(client, giver, officer):
    year = timezone.localdate().year
    round = make_round(giver, year=year)
    owner = make_user()
    fresh = concluded(round, officer, days_ago=2, assignee=owner)
    act = {"by": officer, "at": timezone.now()}
    paper = make_document(giver, issued_on=timezone.localdate())
    with pytest.raises(NotPossible, match="còn được có ý kiến"):
        closing.close_period(round, year, document=paper, **act)
    objecting.object_to(fresh.conclusion, "Chưa đúng", by=owner, at=timezone.now())
    Conclusion.objects.update(at=timezone.now() - timedelta(days=60))
    with pytest.raises(NotPossible, match="chưa được trả lời"):
        closing.close_period(round, year, document=paper, **act)
    client.force_login(officer)
    page = client.get(reverse("tasks:close_round", args=[round.pk])).content.decode()
    assert "Có ý kiến về kết luận chưa trả lời: 1 việc" in page and "Văn bản công bố" not in page
    assert Task.objects.get(pk=fresh.pk).status == S.CONCLUDED and not PeriodClosing.objects.exists()


def test_only_the_committees_officer_closes_and_not_a_year_to_come(round, officer):
    with pytest.raises(NotPossible):
        closing.close_period(
            round, 2026, document=make_document(round.committee), by=make_user(role=Role.OFFICER), at=NOW
        )
    assert closing.years_to_close(round, on=TODAY) == [2026]
    assert closing.years_to_close(round, on=date(2025, 12, 31)) == []
