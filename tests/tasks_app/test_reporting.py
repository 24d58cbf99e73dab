"""Progress reports: figures never silently worse, drafts, late or not, who may send, and the pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadres.models import Authorisation, Office
from tasks_app.actions import drafting, noting, reporting
from tasks_app.actions.drafting import Content, Figure
from tasks_app.actions.entering import enter_from_paper
from tasks_app.actions.periods import can_be_new, next_update_on, period_to_report
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Indicator, Notice, ProgressReport, Recommendation, Task, TaskEvent
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
