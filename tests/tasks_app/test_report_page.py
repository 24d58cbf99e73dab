"""The page of a report: for whom, with what stands in it, refused in words, kept, stale, from paper."""

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.actions import drafting
from tasks_app.models import Indicator, Notice, ProgressReport, Repeat, Task, TaskEvent
from tests.factories import NOW, START, make_indicator, make_task, make_unit, make_user
from tests.tasks_app.test_reporting import said, send

pytestmark = pytest.mark.django_db
Role, S, Kind = Office.Role, Task.Status, Indicator.Kind


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
