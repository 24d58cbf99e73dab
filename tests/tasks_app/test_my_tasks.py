"""A cadre's own pages: what must be done now, what is due when, what came of it."""

import html
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.models import Conclusion, Direction, ProgressReport, Task, Urge
from tests.factories import NOW, START, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PAGES = ["my_tasks", "my_results", "reports_due"]
TODAY = timezone.localdate()


def long_open(cadre, **fields):
    fields = {"due_on": TODAY + timedelta(days=200), "committed_on": date(2026, 1, 20)} | fields
    return make_task(assignee=cadre, starts_on=TODAY - timedelta(days=100), **fields)


def make_urge(task, *, text="Báo cáo rõ nguyên nhân chậm", at=None):
    return Urge.objects.create(
        task=task, text=text, body_name="Ban Tổ chức Huyện ủy", by=task.created_by, at=at or timezone.now()
    )


def assist(user, cadre):
    return Authorisation.objects.create(cadre=cadre, assistant=user, starts_on=START)


@pytest.mark.parametrize("page", PAGES)
def test_a_cadre_sees_his_own_tasks_and_nobody_elses(client, page):
    cadre, other, staff = make_user(), make_user(), make_user(role=Role.OFFICER, cadre=False)
    task = long_open(cadre, title="Xây dựng xã Mỹ Bằng")
    url = reverse(f"tasks:{page}")

    client.force_login(cadre)
    assert "Xây dựng xã Mỹ Bằng" in client.get(url).content.decode()
    client.force_login(other)
    assert task.title not in client.get(url).content.decode()
    client.force_login(staff)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_no_task_at_all_is_said_in_words(client, page):
    client.force_login(make_user())
    response = client.get(reverse(f"tasks:{page}"))
    assert response.status_code == 200
    assert "trong" in response.content.decode()


def test_an_assistant_sees_the_cadres_tasks_and_for_whom(client):
    cadre, assistant = make_user(name="Nguyễn Văn Bình"), make_user(cadre=False)
    long_open(cadre, title="Vận động 40 hộ hiến đất")
    assist(assistant, cadre.cadre)
    client.force_login(assistant)

    page = client.get(reverse("tasks:my_tasks")).content.decode()

    assert "Vận động 40 hộ hiến đất" in page
    assert "Cập nhật thay đ/c Nguyễn Văn Bình" in page
    assert "Đăng ký việc" not in page


def groups_of(client, user):
    client.force_login(user)
    response = client.get(reverse("tasks:my_tasks"))
    return {title: list(rows) for title, _, rows in response.context["groups"]}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"committed_on": None, "commitment_due_on": TODAY + timedelta(days=4)}, "cam kết trước hết ngày"),
        ({"committed_on": None, "commitment_due_on": TODAY - timedelta(days=4)}, "đã qua 4 ngày"),
        ({"due_on": TODAY - timedelta(days=8)}, "quá hạn 8 ngày"),
        ({"next_report_on": TODAY - timedelta(days=1)}, "Chưa có báo cáo"),
    ],
)
def test_what_must_be_done_now_comes_first_with_its_reason(client, fields, sentence):
    cadre = make_user()
    task = long_open(cadre, **fields)

    (row,) = groups_of(client, cadre)["Cần làm ngay"]

    assert row.task == task
    assert any(sentence in reason for reason in row.reasons)


def test_an_urge_asks_for_an_answer_until_one_is_given(client):
    cadre = make_user()
    urge = make_urge(long_open(cadre))

    (row,) = groups_of(client, cadre)["Cần làm ngay"]
    assert row.reasons == ["Ban Tổ chức Huyện ủy đôn đốc: Báo cáo rõ nguyên nhân chậm"]

    Urge.objects.filter(pk=urge.pk).update(replied_at=timezone.now(), reply="Đã rõ")
    assert "Cần làm ngay" not in groups_of(client, cadre)


def test_the_badge_counts_what_stands_under_can_lam_ngay(client):
    cadre = make_user()
    long_open(cadre, committed_on=None)
    make_urge(long_open(cadre))
    long_open(cadre)

    found = groups_of(client, cadre)

    response = client.get(reverse("tasks:my_tasks"))
    item = next(i for i in response.context["nav"] if i["label"] == "Việc của tôi")
    assert item["count"] == len(found["Cần làm ngay"]) == 2


def test_groups_follow_the_life_of_a_task(client):
    cadre = make_user()
    long_open(cadre, title="đang làm")
    make_task(assignee=cadre, status=S.SUBMITTED, origin=Task.Origin.REGISTERED, title="chờ quyết định")
    make_task(assignee=cadre, status=S.CONCLUDED, title="đã xong")
    make_task(assignee=cadre, status=S.DRAFT, title="bản nháp đặt hàng của cấp ủy")

    found = groups_of(client, cadre)

    assert {title: [row.task.title for row in rows] for title, rows in found.items()} == {
        "Đang thực hiện": ["đang làm"], "Chờ quyết định": ["chờ quyết định"], "Đã kết luận": ["đã xong"],
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same_number_of_queries_for_one_task_and_for_twenty(client, page):
    cadre = make_user()
    giver = make_unit()
    client.force_login(cadre)
    url = reverse(f"tasks:{page}")

    def grow(n):
        for _ in range(n):
            task = long_open(cadre, giver=giver, indicators=2, next_report_on=TODAY)
            make_urge(task)
            make_task(assignee=cadre, giver=giver, status=S.CONCLUDED)

    grow(1)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    grow(19)
    with CaptureQueriesContext(connection) as twenty:
        client.get(url)
    assert len(one) == len(twenty) <= 20, [q["sql"][:140] for q in twenty.captured_queries]


def test_results_show_the_four_facts_and_follow_the_year(client):
    cadre = make_user()
    task = make_task(assignee=cadre, status=S.CONCLUDED, title="Số hóa hồ sơ")
    make_task(
        assignee=cadre, status=S.CONCLUDED, title="Việc năm trước", decided_on=date(2025, 3, 1),
        starts_on=date(2025, 3, 1),
    )  # fmt: skip
    Conclusion.objects.create(
        task=task, result="met", completed=True, on_time=True, quality_met=True, exceeded=False,
        finished_on=date(2026, 5, 10), concluded_on=date(2026, 5, 20), by=task.created_by, at=NOW,
    )  # fmt: skip
    client.force_login(cadre)

    page = client.get(reverse("tasks:my_results"), {"nam": "2026"}).content.decode()

    assert "Số hóa hồ sơ" in page
    assert "Việc năm trước" not in page
    assert all(fact in page for fact in ("Hoàn thành", "Đúng hạn", "Bảo đảm chất lượng", "Vượt yêu cầu"))
    assert client.get(reverse("tasks:my_results"), {"nam": "x"}).status_code == 200


def test_reports_due_says_which_period_by_which_day_and_which_draft_waits(client):
    cadre = make_user()
    task = long_open(cadre, next_report_on=TODAY + timedelta(days=30), last_report_on=TODAY)
    ProgressReport.objects.create(
        task=task, cadre=cadre.cadre, period_starts_on=TODAY, period_ends_on=TODAY, by=cadre, saved_at=NOW
    )
    client.force_login(cadre)

    page = client.get(reverse("tasks:reports_due")).content.decode()

    assert "gửi trước hết ngày" in page
    assert "Có báo cáo nháp" in page
    assert "Tiếp tục báo cáo nháp" in page


def test_a_report_that_the_assistant_prepared_is_to_be_confirmed(client):
    cadre, assistant = make_user(), make_user(cadre=False, display_name="Lục Mai Chi")
    task = long_open(cadre, next_report_on=TODAY + timedelta(days=30), last_report_on=TODAY)
    ProgressReport.objects.create(
        task=task, cadre=cadre.cadre, period_starts_on=TODAY, period_ends_on=TODAY, by=assistant, saved_at=NOW
    )
    client.force_login(cadre)

    assert "Xác nhận báo cáo" in client.get(reverse("tasks:reports_due")).text
    page = client.get(reverse("tasks:report_task", args=[task.ref])).text
    assert "Lục Mai Chi</b> đã cập nhật thay" in page


def test_a_direction_without_an_answer_and_a_returned_registration_are_to_be_done_now(client):
    cadre, giver = make_user(), make_unit()
    leader = make_user(role=Office.Role.LEADER, unit=giver, name="Nông Quốc Tiệp")
    task = long_open(cadre, giver=giver, title="Có chỉ đạo")
    Direction.objects.create(task=task, text="Xong trước 30/6", by=leader, at=NOW)
    draft = make_task(giver=giver, assignee=cadre, status=S.DRAFT, origin="registered", title="Bị trả lại")
    draft.events.create(
        kind="return", act="trả lại", by=leader, by_name="Ban Tổ chức", at=NOW, text="Chưa đo được"
    )
    client.force_login(cadre)

    text = html.unescape(client.get(reverse("tasks:my_tasks")).content.decode())

    assert "<b>2 việc</b> cần làm ngay" in text
    assert "Đ/c Nông Quốc Tiệp cho ý kiến chỉ đạo: Xong trước 30/6" in text
    assert "Ban Tổ chức trả lại: Chưa đo được" in text
