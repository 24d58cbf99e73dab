"""A report after it was sent, or beside another: closed periods, corrections, the head's word, contested and answered, two who draft."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.actions import drafting, noting, reporting, unblocking
from tasks_app.actions.drafting import Content, DraftMoved, Figure, Sight
from tasks_app.actions.periods import missed_period, period_to_report
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, Notice, ProgressReport, Task
from tests.factories import NOW, START, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role = Office.Role


def at_day(*ymd):
    return datetime(*ymd, 2, tzinfo=UTC)


def said(task, *values, **content):
    rows = task.indicators.order_by("rank", "pk")
    figures = {i.pk: Figure(Decimal(v)) for i, v in zip(rows, values, strict=False)}
    return Content(figures=figures, **({"outlook": "on_track"} | content))


def send(task, *values, by, at=NOW, replaces=None, **content):
    task.refresh_from_db()
    return reporting.submit(
        task, cadre=by.cadre, content=said(task, *values, **content), by=by, at=at, replaces=replaces
    )


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang")


@pytest.fixture
def cadre():
    return make_user(name="Nguyễn Văn Bình")


@pytest.fixture
def task(giver, cadre):
    return make_task(giver=giver, assignee=cadre)


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def post(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


# ---- chốt số liệu ----------------------------------------------------------------------------------------------------


def test_once_its_figures_are_closed_a_period_takes_no_report_and_the_next_one_carries_them(task, cadre):
    task.round.figures_close_day = 15
    task.round.save()
    assert period_to_report(task, on=date(2026, 7, 15)).name == "quý II/2026"
    assert missed_period(task, on=date(2026, 7, 15)) is None
    assert period_to_report(task, on=date(2026, 7, 16)).name == "quý III/2026"
    assert missed_period(task, on=date(2026, 7, 16)).name == "quý II/2026"

    report = send(task, 40, by=cadre, at=at_day(2026, 7, 20))

    assert (report.period_ends_on, report.is_late) == (date(2026, 9, 30), False)
    task.refresh_from_db()
    assert missed_period(task, on=date(2026, 7, 21)) is None


def test_figures_may_not_close_before_the_day_of_the_report(client, giver, officer):
    url = reverse("tasks:new_round")
    page = post(client, officer, url, report_day="10", figures_close_day="5").content.decode()
    assert "Nhập ngày từ hạn báo cáo (ngày 10) trở đi" in page


# ---- added to, corrected ---------------------------------------------------------------------------------------------


def test_a_mistake_is_corrected_for_the_same_period_with_its_reason_and_the_first_report_stays(
    client, task, cadre
):
    first = send(task, 47, by=cadre, at=at_day(2026, 7, 3))
    task.refresh_from_db()

    with pytest.raises(NotPossible, match="lý do đính chính"):
        send(task, 45, by=cadre, at=at_day(2026, 7, 8), replaces=first)
    again = send(
        task, 45, by=cadre, at=at_day(2026, 7, 8), replaces=first, correction_reason="Tính trùng hai hộ"
    )

    assert (again.replaces, again.period_ends_on, again.is_late) == (first, first.period_ends_on, False)
    assert again.readings.get().is_correction and not first.readings.get().is_correction
    task.refresh_from_db()
    assert (task.last_report_on, task.indicators.get().current) == (date(2026, 7, 3), 45)
    event = task.events.order_by("-pk").first()
    assert event.act == "đính chính báo cáo tiến độ quý II/2026" and "Tính trùng hai hộ" in event.text
    client.force_login(cadre)
    assert "Đã có <a" in client.get(address("report_page", task, first.pk)).content.decode()
    page = client.get(address("report_page", task, again.pk)).content.decode()
    assert "Tính trùng hai hộ" in page and "đính chính" in page


def test_only_the_newest_report_of_a_period_still_open_is_corrected(task, cadre):
    task.round.figures_close_day = 15
    task.round.save()
    first = send(task, 40, by=cadre, at=at_day(2026, 7, 3))
    assert reporting.replaceable(task, cadre.cadre, on=date(2026, 7, 15)) == first
    assert reporting.replaceable(task, cadre.cadre, on=date(2026, 7, 16)) is None
    with pytest.raises(NotPossible, match="chưa chốt số liệu"):
        send(task, 42, by=cadre, at=at_day(2026, 7, 16), replaces=first)


def test_what_the_desk_asks_more_of_is_added_to_until_a_later_period_is_owed(task, cadre, officer):
    first = send(task, 40, by=cadre, at=at_day(2026, 7, 3))
    noting.note(first, note="more", text="Nêu số hộ", by=officer, at=at_day(2026, 7, 4))

    task.refresh_from_db()
    assert reporting.asked_more_of(task, cadre.cadre, on=date(2026, 10, 2)) is None
    more = send(task, 40, by=cadre, at=at_day(2026, 7, 9), narrative="Còn 12 hộ")

    assert (more.replaces, more.period_ends_on) == (first, first.period_ends_on)
    assert task.events.order_by("-pk").first().act == "bổ sung báo cáo tiến độ quý II/2026"


def test_the_page_of_a_correction_asks_for_what_the_first_report_said(client, task, cadre):
    # A yearly figure that was just reported is asked for again only where it is corrected.
    task.indicators.update(rhythm=12)
    report = send(task, 47, by=cadre, at=timezone.now())
    client.force_login(cadre)
    url = address("report_task", task)
    assert "Chưa đến kỳ cập nhật của chỉ tiêu nào" in client.get(url).content.decode()
    page = client.get(url, {"dinh-chinh": report.pk}).content.decode()
    assert "Đính chính báo cáo" in page and f'name="replaces" value="{report.pk}"' in page
    pk = task.indicators.get().pk
    data = {f"so_{pk}": "46", "replaces": report.pk, "outlook": "on_track", "correction_reason": "Cộng nhầm"}
    assert client.post(url, data).status_code == 302
    assert ProgressReport.objects.get(replaces=report).correction_reason == "Cộng nhầm"


# ---- the unit's head -------------------------------------------------------------------------------------------------


def test_the_head_of_the_unit_certifies_a_report_once_and_never_his_own(client, task, cadre):
    head = make_user(role=Role.UNIT_HEAD, unit=task.unit, name="Lê Thị Phương")
    report = send(task, 40, by=cadre)
    url = address("certify_report", task, report.pk)

    client.force_login(head)
    assert client.get(url).status_code == 200
    assert post(client, head, url).status_code == 302
    assert client.get(url).status_code == 404

    report.refresh_from_db()
    assert report.certified_by == head
    assert (
        "Đ/c Lê Thị Phương xác nhận" in client.get(address("report_page", task, report.pk)).content.decode()
    )
    Office.objects.create(user=cadre, role=Role.UNIT_HEAD, unit=task.unit, starts_on=START)
    own = send(task, 50, by=cadre)
    assert post(client, cadre, address("certify_report", task, own.pk)).status_code == 404


# ---- from paper: which cadre, received when, contested, answered -----------------------------------------------------


def test_a_paper_counts_by_the_day_it_was_received_and_belongs_to_the_cadre_chosen(client, task, officer):
    second = make_user(name="Lê Thị Hai")
    Assignment.objects.create(task=task, cadre=second.cadre, role="co", starts_on=START, name="Lê Thị Hai")
    url, pk = address("report_task", task), task.indicators.get().pk
    data = {f"so_{pk}": "12", "outlook": "on_track", "paper_no": "12-BC/ĐU", "cadre": second.cadre.pk}
    tomorrow = timezone.localdate() + timedelta(days=1)

    early = post(client, officer, url, **data, paper_received_on=f"{tomorrow:%d/%m/%Y}")
    assert early.status_code == 422 and "đến hôm nay" in early.content.decode()
    assert (
        post(client, officer, url, **data, paper_received_on=f"{timezone.localdate():%d/%m/%Y}").status_code
        == 302
    )

    report = ProgressReport.objects.get(paper_no="12-BC/ĐU")
    assert (report.cadre, report.paper_received_on) == (second.cadre, timezone.localdate())


def test_a_paper_received_in_time_and_entered_later_is_not_late(task, cadre, officer):
    content = said(task, 12, paper_no="12-BC/ĐU", paper_received_on=date(2026, 7, 4))
    report = reporting.submit(task, cadre=cadre.cadre, content=content, by=officer, at=at_day(2026, 7, 9))
    assert not report.is_late


def test_a_contested_paper_is_answered_once_and_the_cadre_is_told(client, task, cadre, officer):
    content = said(task, 12, paper_no="12-BC/ĐU")
    report = reporting.submit(task, cadre=cadre.cadre, content=content, by=officer, at=NOW)
    url = address("answer_contest", task, report.pk)
    assert post(client, officer, url, text="x").status_code == 404

    post(client, cadre, address("contest_report", task, report.pk), reason="Số đúng là 14")
    assert post(client, cadre, url, text="x").status_code == 404
    assert post(client, officer, url, text="").status_code == 422
    before = Notice.objects.filter(recipient=cadre).count()
    assert post(client, officer, url, text="Văn bản ghi 12").status_code == 302

    late = post(client, officer, url, text="Lại")
    assert late.status_code == 422 and "Lại" in late.text and "Đã trả lời: Văn bản ghi 12" in late.text
    assert Notice.objects.filter(recipient=cadre).count() == before + 1
    page = client.get(address("report_page", task, report.pk)).content.decode()
    assert "Số đúng là 14" in page and "Văn bản ghi 12" in page


def test_a_confirmed_figure_says_who_confirmed_it_and_when(client, task, cadre, officer):
    report = send(task, 40, by=cadre)
    reading = report.readings.get()
    noting.note(report, note="noted", confirmed={reading.pk: Decimal(38)}, by=officer, at=NOW)
    reading.refresh_from_db()
    assert (reading.confirmed_by, reading.confirmed_on) == (officer, date(2026, 6, 1))
    client.force_login(cadre)
    page = client.get(address("task_page", task)).content.decode()
    assert f"đ/c {officer.cadre.full_name}, 01/06/2026" in page


# ---- help is asked of somebody, by a day -----------------------------------------------------------------------------


def test_help_is_asked_of_the_body_named_and_by_the_day_named(client, task, cadre, giver):
    bureau = make_unit("Sở Tài chính", parent=giver)
    day = timezone.localdate() + timedelta(days=9)
    data = {
        f"so_{task.indicators.get().pk}": "12", "outlook": "needs_help", "narrative": "Bố trí vốn đối ứng",
        "addressee": "so tai chinh", "answer_by": f"{day:%d/%m/%Y}",
    }  # fmt: skip
    url = address("report_task", task)
    assert post(client, cadre, url, **data | {"addressee": "Sở không có"}).status_code == 422
    assert post(client, cadre, url, **data).status_code == 302
    asked = task.recommendations.get()
    assert (asked.addressee, asked.due_on) == (bureau, day)


def test_help_asked_of_nobody_in_particular_goes_to_the_giver_within_the_usual_days(task, cadre, giver):
    send(task, 12, by=cadre, outlook="needs_help", narrative="Vướng thủ tục")
    asked = task.recommendations.get()
    assert (asked.addressee, asked.due_on) == (giver, unblocking.answer_day(date(2026, 6, 1)))


# ---- two who prepare one draft ---------------------------------------------------------------------------------------


def test_what_another_saved_meanwhile_is_not_written_over(task, cadre):
    assistant = make_user(name="Lê Trợ")
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    mine, theirs = uuid4(), uuid4()
    act = {"cadre": cadre.cadre, "at": NOW}
    first = drafting.save_draft(task, content=said(task, 12), by=cadre, sight=Sight(0, mine), **act)

    with pytest.raises(DraftMoved, match="khác của báo cáo này"):
        drafting.save_draft(task, content=said(task, 20), by=assistant, sight=Sight(0, theirs), **act)
    # His own page saves on, whatever revision it still bears: its saves may be on their way.
    drafting.save_draft(task, content=said(task, 13), by=cadre, sight=Sight(0, mine), **act)
    # Who has seen the newest one may write over it.
    drafting.save_draft(task, content=said(task, 21), by=assistant, sight=Sight(2, theirs), **act)
    with pytest.raises(DraftMoved, match="Lê Trợ"):
        reporting.submit(task, content=said(task, 14), by=cadre, sight=Sight(0, mine), **act)
    first.refresh_from_db()
    assert (first.readings.get().value, first.status) == (21, "draft")


def test_the_page_shows_both_versions_and_goes_by_the_one_chosen(client, task, cadre):
    assistant = make_user(name="Lê Trợ")
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    url, pk = address("report_task", task), task.indicators.get().pk
    drafting.save_draft(
        task, cadre=cadre.cadre, content=said(task, 21, narrative="Bản của trợ lý"), by=assistant, at=NOW
    )
    key = str(uuid4())
    data = {f"so_{pk}": "14", "outlook": "on_track", "revision": "0", "key": key}

    for extra in ({}, {"lam": "nhap"}):
        answer = post(client, cadre, url, **data | extra)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Bản nháp đã lưu: <b>21</b>" in page and "Bản của trợ lý" in page and 'value="14"' in page
        assert 'name="revision" value="1"' in page
    auto = client.post(url, data | {"lam": "nhap"}, headers={"HX-Request": "true"})
    assert auto.status_code == 409 and "Lê Trợ" in auto.content.decode()

    assert post(client, cadre, url, **data | {"revision": "1"}).status_code == 302
    assert task.indicators.get().current == 14
    assert Task.objects.get(pk=task.pk).reports.get().status == "submitted"
