"""Progress reports: figures never silently worse, drafts, late or not, who may send, and the pages."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadres.models import Authorisation, Office
from tasks_app.actions import drafting, noting, reporting
from tasks_app.actions.drafting import Content, Figure
from tasks_app.actions.entering import enter_from_paper
from tasks_app.actions.periods import can_be_new, next_update_on, period_to_report
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Indicator, Notice, ProgressReport, Recommendation, Repeat, Task, TaskEvent
from tests.factories import NOW, START, make_indicator, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S, Kind = Office.Role, Task.Status, Indicator.Kind


def said(task, *values, **content):
    """The content of a report with one figure for each indicator in order."""
    rows = task.indicators.order_by("rank", "pk")
    figures = {i.pk: Figure(Decimal(v)) for i, v in zip(rows, values, strict=False) if v is not None}
    return Content(figures=figures, **({"outlook": "on_track"} | content))


def send(task, *values, by, at=NOW, **content):
    task.refresh_from_db()
    return reporting.submit(task, cadre=by.cadre, content=said(task, *values, **content), by=by, at=at)


def at_day(*ymd, hour=2):
    return datetime(*ymd, hour, tzinfo=UTC)


# ---- what sending does -----------------------------------------------------------------------------------------------


def test_a_report_carries_its_figures_to_the_indicators_and_measures_the_task():
    cadre = make_user(name="Nguyễn Văn Bình")
    officer = make_user(role=Role.OFFICER, unit=(giver := make_unit()))
    task = make_task(assignee=cadre, giver=giver)

    report = send(task, 40, by=cadre, at=at_day(2026, 7, 3))

    task.refresh_from_db()
    indicator, event = task.indicators.get(), task.events.get()
    assert (indicator.current, indicator.current_on) == (40, date(2026, 7, 3))
    assert (task.progress, task.version) == (Decimal("0.4"), 2)
    assert (task.last_report_on, task.next_report_on) == (date(2026, 7, 3), date(2026, 10, 5))
    assert (event.kind, event.act) == ("reported", "báo cáo tiến độ quý II/2026")
    assert (report.is_late, report.due_on) == (False, date(2026, 7, 5))
    notice = Notice.objects.get(recipient=officer)
    assert "Nguyễn Văn Bình" in notice.text and "quý II/2026" in notice.text


def test_late_is_judged_by_the_local_day_of_receipt():
    cadre = make_user()
    # 23:59 of 5 July in Hà Nội is still in time, one minute later isn't.
    in_time = send(make_task(assignee=cadre), 1, by=cadre, at=datetime(2026, 7, 5, 16, 59, tzinfo=UTC))
    late = send(make_task(assignee=cadre), 1, by=cadre, at=datetime(2026, 7, 5, 17, 0, tzinfo=UTC))
    assert (in_time.is_late, late.is_late) == (False, True)


def test_one_report_covers_the_periods_missed_before_it():
    task = make_task(last_report_on=date(2026, 2, 10))
    assert period_to_report(task, on=date(2026, 11, 3)).name == "quý III/2026"
    assert period_to_report(task, on=date(2026, 4, 3)).name == "quý I/2026"


def test_nothing_is_owed_for_a_period_before_the_decision_nor_after_the_deadline():
    fresh = make_task(decided_on=date(2026, 4, 20))
    assert period_to_report(fresh, on=date(2026, 5, 2)).name == "quý II/2026"
    ending = make_task(due_on=date(2026, 5, 31))
    assert period_to_report(ending, on=date(2026, 5, 2)).name == "quý I/2026"
    ending.last_report_on = date(2026, 5, 2)
    assert period_to_report(ending, on=date(2026, 5, 10)).due_on is None


def test_a_yearly_figure_is_not_asked_for_in_a_quarterly_report():
    task = make_task(starts_on=date(2025, 6, 1), due_on=date(2027, 12, 31))
    yearly = make_indicator(task, rhythm=12)
    assert not can_be_new(yearly, task, on=date(2025, 10, 3))
    assert next_update_on(yearly, task, on=date(2025, 10, 3)) == date(2025, 12, 31)
    assert can_be_new(yearly, task, on=date(2026, 1, 4))
    yearly.current_on = date(2026, 1, 4)
    assert not can_be_new(yearly, task, on=date(2026, 4, 4))
    assert can_be_new(yearly, task, on=date(2027, 12, 31))


# ---- figures are never silently worse --------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lower=st.booleans(),
    steps=st.lists(
        st.tuples(
            st.decimals(min_value=0, max_value=500, places=1),
            st.sampled_from(["", "Rà soát lại"]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_readings_never_get_silently_worse(lower, steps):
    cadre = make_user()
    task = make_task(assignee=cadre, indicators=0)
    make_indicator(task, baseline=250 if lower else 0, target=0 if lower else 250, lower_is_better=lower)
    for value, reason in steps:
        before = task.indicators.get().current
        try:
            send(
                task, value, by=cadre, correction_reason=reason, unchanged_reason="Chưa có số liệu mới",
            )  # fmt: skip
        except NotPossible:
            assert task.indicators.get().current == before
        after = task.indicators.get().current
        worse = before is not None and (after > before if lower else after < before)
        if worse:
            assert reason
            assert task.reports.order_by("-pk").first().readings.get().is_correction
            assert reason in task.events.order_by("-pk").first().text


def test_a_worse_figure_is_taken_once_confirmed_with_its_reason():
    cadre = make_user()
    task = make_task(assignee=cadre)
    send(task, 47, by=cadre)
    with pytest.raises(NotPossible, match="kém kỳ trước") as refusal:
        send(task, "4.7", by=cadre, narrative="Có khó khăn")
    assert refusal.value.field == f"so_{task.indicators.get().pk}"

    send(task, "45", by=cadre, correction_reason="Rà soát lại danh sách hộ")
    assert task.indicators.get().current == 45


def test_no_change_needs_one_line_of_reason():
    cadre = make_user()
    task = make_task(assignee=cadre)
    send(task, 47, by=cadre)
    with pytest.raises(NotPossible, match="không thay đổi"):
        send(task, 47, by=cadre)
    assert send(task, 47, by=cadre, unchanged_reason="Chờ quyết toán").unchanged_reason == "Chờ quyết toán"


def test_what_needs_help_becomes_a_recommendation_to_the_giver_and_its_leaders_are_told():
    cadre, giver = make_user(), make_unit()
    leader = make_user(role=Role.LEADER, unit=giver)
    task = make_task(assignee=cadre, giver=giver)

    with pytest.raises(NotPossible, match="tháo gỡ"):
        send(task, 10, by=cadre, outlook="needs_help")
    send(task, 10, by=cadre, outlook="needs_help", narrative="Vướng thủ tục đất trạm bơm")

    made = Recommendation.objects.get(task=task)
    assert (made.addressee, made.text) == (giver, "Vướng thủ tục đất trạm bơm")
    assert Notice.objects.filter(recipient=leader, task=task).count() == 1
    # Once in the timeline, in the line of the recommendation.
    assert [e.kind for e in task.events.filter(text="Vướng thủ tục đất trạm bơm")] == ["recommended"]


# ---- who -------------------------------------------------------------------------------------------------------------


def test_who_only_prepared_the_draft_is_named_when_the_cadre_sends_it():
    cadre, assistant = make_user(name="Nguyễn Văn Bình"), make_user(name="Lê Trợ")
    task = make_task(assignee=cadre)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    drafting.save_draft(task, cadre=cadre.cadre, content=said(task, 12), by=assistant, at=NOW)
    drafting.save_draft(task, cadre=cadre.cadre, content=said(task, 14), by=cadre, at=NOW)
    send(task, 14, by=cadre)
    event = TaskEvent.objects.get(task=task, kind="reported")
    assert event.by == cadre and "Đ/c Lê Trợ cập nhật thay đ/c Nguyễn Văn Bình." in event.text


def test_only_the_cadre_himself_sends_and_his_assistant_prepares():
    cadre, assistant, stranger = make_user(name="Nguyễn Văn Bình"), make_user(name="Lê Trợ"), make_user()
    task = make_task(assignee=cadre)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)

    draft = drafting.save_draft(task, cadre=cadre.cadre, content=said(task, 12), by=assistant, at=NOW)
    drafting.hand_over_draft(draft, by=assistant, at=NOW)
    for other in (assistant, stranger):
        with pytest.raises(NotPossible):
            reporting.submit(task, cadre=cadre.cadre, content=said(task, 12), by=other, at=NOW)
    with pytest.raises(NotPossible):
        drafting.save_draft(task, cadre=cadre.cadre, content=said(task, 12), by=stranger, at=NOW)

    event = task.events.get()
    assert (event.by, event.on_behalf_of) == (assistant, cadre.cadre)
    assert "Lê Trợ" in event.by_name and "Nguyễn Văn Bình" in event.act
    assert Notice.objects.get(recipient=cadre).kind == "report"
    sent = reporting.submit(task, cadre=cadre.cadre, content=said(task, 12), by=cadre, at=NOW)
    assert sent.pk == draft.pk and not sent.on_behalf


def test_a_report_from_paper_is_marked_and_can_be_contested_once():
    cadre, giver = make_user(), make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(assignee=cadre, giver=giver)
    content = said(task, 12, paper_no="12-BC/ĐU")

    with pytest.raises(NotPossible):
        enter_from_paper(task, cadre=cadre.cadre, content=content, by=cadre, at=NOW)
    report = enter_from_paper(task, cadre=cadre.cadre, content=content, by=officer, at=NOW)

    event = task.events.get()
    assert "theo báo cáo số 12-BC/ĐU" in event.act and event.on_behalf_of == cadre.cadre
    assert Notice.objects.filter(recipient=cadre).exists()
    with pytest.raises(NotPossible):
        noting.contest(report, reason="Số sai", by=officer, at=NOW)
    report.task.refresh_from_db()
    noting.contest(report, reason="Số đúng là 14", by=cadre, at=NOW)
    report.task.refresh_from_db()
    with pytest.raises(NotPossible):
        noting.contest(report, reason="Lần nữa", by=cadre, at=NOW)


def test_the_desk_notes_and_confirms_figures():
    cadre, giver = make_user(), make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(assignee=cadre, giver=giver)
    report = send(task, 40, by=cadre)
    reading = report.readings.get()

    with pytest.raises(NotPossible, match="bổ sung"):
        noting.note(report, note="more", by=officer, at=NOW)
    noting.note(report, note="noted", confirmed={reading.pk: Decimal(38)}, by=officer, at=NOW)

    reading.refresh_from_db()
    assert (reading.value, reading.confirmed_value, task.indicators.get().confirmed) == (40, 38, 38)
    assert {e.kind for e in task.events.all()} == {"reported", "confirmed", "noted"}
    with pytest.raises(NotPossible):
        report.task.refresh_from_db()
        noting.note(report, note="noted", by=cadre, at=NOW)


def test_a_stale_report_is_refused_and_changes_nothing():
    cadre = make_user()
    task = make_task(assignee=cadre)
    send(task, 40, by=cadre)
    with pytest.raises(Stale):
        reporting.submit(task, cadre=cadre.cadre, content=said(task, 50), by=cadre, at=NOW, seen=1)
    assert task.indicators.get().current == 40
    assert ProgressReport.objects.count() == 1


# ---- the page --------------------------------------------------------------------------------------------------------


def page_of(task):
    return reverse("tasks:report_task", args=[task.ref])


def typed(task, *values, **more):
    rows = task.indicators.order_by("rank", "pk")
    figures = {f"so_{i.pk}": v for i, v in zip(rows, values, strict=False)}
    return {"version": Task.objects.get(pk=task.pk).version, "outlook": "on_track"} | figures | more


def test_the_page_is_for_the_cadre_his_assistant_and_the_desk_only(client):
    cadre, assistant, giver = make_user(), make_user(), make_unit()
    task = make_task(assignee=cadre, giver=giver)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    leader = make_user(role=Role.LEADER, unit=giver)
    officer = make_user(role=Role.OFFICER, unit=giver)
    for user, status in [(cadre, 200), (assistant, 200), (officer, 200), (leader, 404), (make_user(), 404)]:
        client.force_login(user)
        assert client.get(page_of(task)).status_code == status


def test_vietnamese_numbers_are_read_and_a_double_submit_has_one_effect(client):
    cadre = make_user()
    task = make_task(assignee=cadre, indicators=2)
    client.force_login(cadre)
    data = typed(task, "1.046", "91,5", key=str(uuid4()))

    for _ in range(2):
        assert client.post(page_of(task), data).status_code == 302

    assert [i.current for i in task.indicators.order_by("rank", "pk")] == [1046, Decimal("91.5")]
    assert ProgressReport.objects.filter(task=task).count() == 1
    assert Repeat.objects.count() == 1


def test_wrong_input_is_shown_at_its_field_and_kept_as_a_draft(client):
    cadre = make_user()
    task = make_task(assignee=cadre, indicators=2)
    client.force_login(cadre)

    response = client.post(page_of(task), typed(task, "abc", "12", narrative="Vướng mặt bằng", outlook=""))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nhập số liệu bằng số" in page and "Chọn một mức tự đánh giá" in page
    assert 'value="abc"' in page and "Vướng mặt bằng" in page
    draft = ProgressReport.objects.get(task=task)
    assert (draft.status, draft.narrative) == ("draft", "Vướng mặt bằng")
    assert [r.value for r in draft.readings.all()] == [12]


def test_a_worse_figure_asks_for_confirmation_at_the_field(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    send(task, 47, by=cadre)
    client.force_login(cadre)
    data = typed(task, "4,7", narrative="Rà soát lại")

    response = client.post(page_of(task), data)
    assert response.status_code == 422
    assert "thấp hơn kỳ trước (47)" in response.content.decode()
    assert 'name="correction_reason"' in response.content.decode()

    assert client.post(page_of(task), data | {"correction_reason": "Rà soát lại"}).status_code == 302
    assert task.indicators.get().current == Decimal("4.7")


def test_no_change_asks_for_its_reason_on_the_page(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    send(task, 47, by=cadre)
    client.force_login(cadre)
    assert "unchanged_reason" not in client.get(page_of(task)).content.decode()
    response = client.post(page_of(task), typed(task, "47"))
    assert response.status_code == 422
    assert 'name="unchanged_reason"' in response.content.decode()
    assert client.post(page_of(task), typed(task, "47", unchanged_reason="Chờ quyết toán")).status_code == 302


def test_ratio_yes_no_and_document_are_asked_each_in_their_own_way(client):
    cadre = make_user()
    task = make_task(assignee=cadre, indicators=0)
    ratio = make_indicator(task, kind=Kind.RATIO, target=19, whole=19, baseline=12, weight=40)
    yes = make_indicator(task, kind=Kind.YES_NO, target=1, weight=30)
    paper = make_indicator(task, kind=Kind.DOCUMENT, target=1, weight=30)
    client.force_login(cadre)
    data = {
        "version": 1,
        "outlook": "on_track",
        f"so_{ratio.pk}": "20",
        f"so_{yes.pk}": "0",
        f"so_{paper.pk}": "1",
    }

    page = client.post(page_of(task), data).content.decode()
    assert "không quá 19" in page and "Nhập ngày ban hành" in page

    data |= {f"so_{ratio.pk}": "15", f"ngay_{paper.pk}": "10/03/2026"}
    assert client.post(page_of(task), data).status_code == 302
    paper.refresh_from_db()
    ratio.refresh_from_db()
    assert (ratio.current, paper.current, paper.current_on) == (15, 1, date(2026, 3, 10))
    assert paper.readings.get().dated_on == date(2026, 3, 10)


def test_autosave_keeps_a_draft_that_the_page_offers_again(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)

    response = client.post(
        page_of(task), typed(task, "33", lam="nhap", outlook=""), headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert re.search(r"Đã lưu nháp lúc \d\d:\d\d", response.content.decode())
    assert "<html" not in response.content.decode()
    assert Task.objects.get(pk=task.pk).version == 1
    assert 'value="33"' in client.get(page_of(task)).content.decode()


def test_an_autosave_that_comes_in_after_the_report_leaves_no_stray_draft(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    late = typed(task, "33", lam="nhap")
    assert client.post(page_of(task), typed(task, "34")).status_code == 302

    response = client.post(page_of(task), late, headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert not ProgressReport.objects.filter(status="draft").exists()


def test_saving_a_draft_by_its_button_leaves_the_key_unused(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    data = typed(task, "33", key=str(uuid4()))

    assert client.post(page_of(task), data | {"lam": "nhap"}).status_code == 302
    assert client.post(page_of(task), data).status_code == 302

    assert ProgressReport.objects.get(task=task).status == "submitted"


def test_a_stale_page_gets_409_with_what_was_typed_and_the_current_figures(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    data = typed(task, "50", narrative="Đã đấu nối 210 hộ")
    send(task, 48, by=cadre)

    response = client.post(page_of(task), data)

    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="50"' in page and "Đã đấu nối 210 hộ" in page
    assert "Kỳ trước 48" in page
    # The next try goes by what the page shows now.
    assert client.post(page_of(task), typed(task, "50")).status_code == 302


def test_a_task_closed_meanwhile_refuses_but_keeps_what_was_typed(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    data = typed(task, "50", narrative="Đã đấu nối 210 hộ")
    Task.objects.filter(pk=task.pk).update(status=S.AWAITING_CONCLUSION, version=2)

    response = client.post(page_of(task), data)

    assert response.status_code == 409
    assert "Đã đấu nối 210 hộ" in response.content.decode()
    assert client.get(page_of(task)).status_code == 404


def test_the_assistant_hands_the_draft_over(client):
    cadre, assistant = make_user(name="Nguyễn Văn Bình"), make_user()
    task = make_task(assignee=cadre)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    client.force_login(assistant)

    page = client.get(page_of(task)).content.decode()
    assert "Gửi báo cáo" not in page and "cập nhật thay" in page
    assert client.post(page_of(task), typed(task, "12", lam="chuyen")).status_code == 302
    assert client.post(page_of(task), typed(task, "12")).status_code == 422

    client.force_login(cadre)
    assert 'value="12"' in client.get(page_of(task)).content.decode()
    assert TaskEvent.objects.filter(task=task, on_behalf_of=cadre.cadre).count() == 1


def test_the_desk_enters_a_signed_paper_on_the_page(client):
    giver = make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(giver=giver)
    client.force_login(officer)

    assert client.post(page_of(task), typed(task, "12")).status_code == 422
    assert client.post(page_of(task), typed(task, "12", paper_no="12-BC/ĐU")).status_code == 302
    assert ProgressReport.objects.get(task=task).paper_no == "12-BC/ĐU"


def test_asking_for_the_conclusion_sends_the_final_figures_with_evidence(client, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    cadre, giver = make_user(), make_unit()
    leader = make_user(role=Role.LEADER, unit=giver)
    task = make_task(assignee=cadre, giver=giver, indicators=1)
    client.force_login(cadre)
    url = reverse("tasks:ask_conclusion", args=[task.ref])
    yesterday = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
    data = typed(task, "100", finished_on=yesterday, self_result="met", self_text="Đủ sản phẩm")

    response = client.post(url, data)
    assert response.status_code == 422
    assert "minh chứng" in response.content.decode()
    assert Task.objects.get(pk=task.pk).status == S.IN_FORCE

    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 bien ban")
    assert client.post(url, data | {"tep": file}).status_code == 302

    task.refresh_from_db()
    report = ProgressReport.objects.get(task=task)
    assert (task.status, task.asked_conclusion_on, task.next_report_on) == (
        S.AWAITING_CONCLUSION, timezone.localdate(), None,
    )  # fmt: skip
    assert report.is_final and report.evidence.count() == 1
    assert (report.self_result, report.self_text) == ("met", "Đủ sản phẩm")
    assert Notice.objects.filter(recipient=leader, kind="moved").count() == 1
    client.force_login(leader)
    assert client.get(url).status_code == 404


def test_a_report_that_was_sent_is_read_by_who_sees_the_task_and_a_draft_by_nobody(client):
    cadre, giver = make_user(), make_unit()
    task = make_task(assignee=cadre, giver=giver)
    draft = drafting.save_draft(task, cadre=cadre.cadre, content=said(task, 12), by=cadre, at=NOW)
    leader = make_user(role=Role.LEADER, unit=giver)
    url = reverse("tasks:report_page", args=[task.ref, draft.pk])
    client.force_login(leader)
    assert client.get(url).status_code == 404

    send(task, 12, by=cadre)

    assert client.get(url).status_code == 200
    assert client.get(reverse("tasks:note_report", args=[task.ref, draft.pk])).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404


def test_the_desk_notes_a_report_on_its_page(client):
    cadre, giver = make_user(), make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(assignee=cadre, giver=giver)
    report = send(task, 40, by=cadre)
    client.force_login(officer)
    url = reverse("tasks:note_report", args=[task.ref, report.pk])

    assert client.post(url, {"version": 2, "note": "more"}).status_code == 422
    data = {"version": 2, "note": "noted", f"xn_{report.readings.get().pk}": "38,5"}
    assert client.post(url, data).status_code == 302
    assert task.indicators.get().confirmed == Decimal("38.5")
    assert client.post(url, data | {"key": str(uuid4())}).status_code == 409


@pytest.mark.parametrize("page", ["report_task", "ask_conclusion", "commit_task"])
def test_a_form_asks_the_same_number_of_queries_for_one_figure_and_for_twelve(client, page):
    cadre = make_user()
    client.force_login(cadre)
    counts = []
    for n in (1, 12):
        url = reverse(f"tasks:{page}", args=[make_task(assignee=cadre, indicators=n).ref])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_a_report_asks_the_same_number_of_queries_for_one_figure_and_for_twelve(client):
    cadre = make_user()
    client.force_login(cadre)
    counts = []
    for n in (1, 12):
        task = make_task(assignee=cadre, indicators=n)
        report = send(task, *range(1, n + 1), by=cadre)
        url = reverse("tasks:report_page", args=[task.ref, report.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e308", "９９", "1.2.3", "-5", "9" * 40, "0,1234567", "a\x00", "<b>5</b>"]
)
def test_no_odd_figure_breaks_the_page(client, value):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    for more in ({}, {"lam": "nhap"}):
        response = client.post(page_of(task), typed(task, value, **more))
        assert response.status_code in (302, 422)
    assert task.indicators.get().current in (None, 99)
    assert client.get(page_of(task)).status_code == 200
