"""The task page: what it shows, to whom, in every state, and at what cost."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import changing
from tasks_app.actions.measuring import measure_tasks
from tasks_app.models import (
    Commitment,
    Direction,
    Evidence,
    Milestone,
    MilestoneTarget,
    Obstacle,
    Recommendation,
    Task,
    TaskContent,
    TaskEvent,
)
from tests.factories import (
    NOW,
    make_document,
    make_follow_up,
    make_indicator,
    make_inspection,
    make_mission,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def show(client, user, task, **query):
    client.force_login(user)
    return client.get(reverse("tasks:task_page", args=[task.ref]), query)


def text_of(answer):
    """The page with every run of white space as one space."""
    return re.sub(r"[ \n]+", " ", answer.content.decode())


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn")


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver, name="Lê Thị Phương")


def my_bang(giver, owner, **fields):
    """The task of the mock-up: 66 % reached, four indicators with a plan line."""
    today = timezone.localdate()
    starts_on, due_on = today - timedelta(days=790), today + timedelta(days=210)
    task = make_task(
        giver=giver, assignee=owner, indicators=0, starts_on=starts_on, due_on=due_on,
        committed_on=starts_on + timedelta(days=5), title="Xây dựng xã Mỹ Bằng đạt tiêu chí đô thị loại V",
        natures=["hard", "new"], **fields,
    )  # fmt: skip
    commitment = Commitment.objects.create(
        task=task, content_version=1, committed_on=task.committed_on, cadre=owner.cadre, by=owner, at=NOW
    )
    milestone = Milestone.objects.create(
        task=task, commitment=commitment, name="Gần xong", due_on=today + timedelta(days=1)
    )
    for rank, (name, base, goal, now, weight) in enumerate(
        [
            ("Thu nhập bình quân đầu người", "42", "50", "47", 30),
            ("Lao động phi nông nghiệp", "48", "60", "57", 20),
            ("Đường trục xã được cứng hóa", "9.5", "18", "16.8", 25),
            ("Hộ dùng nước sạch theo quy chuẩn", "51", "85", "66", 25),
        ]
    ):
        row = make_indicator(
            task, name=name, baseline=base, target=goal, weight=weight, current=Decimal(now), rank=rank
        )
        planned = Decimal(base) + (Decimal(goal) - Decimal(base)) * Decimal("0.79")
        MilestoneTarget.objects.create(milestone=milestone, indicator=row, value=planned)
    measure_tasks([task], on=today)
    task.save()
    return task


# ---- who sees it -----------------------------------------------------------------------------------------------------


def test_owner_officer_and_readers_see_it_and_a_stranger_gets_the_same_as_for_nothing(
    client, giver, officer, owner
):
    task = make_task(giver=giver, assignee=owner)
    reader = make_user(role=Role.INSPECTOR, unit=giver)
    stranger = make_user(role=Role.OFFICER)

    assert [show(client, user, task).status_code for user in (owner, officer, reader)] == [200, 200, 200]
    hidden = show(client, stranger, task)
    nothing = client.get(reverse("tasks:task_page", args=["YS-2026-999999"]))
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert task.title not in hidden.content.decode()


def test_nobody_sees_it_without_signing_in(client, giver, owner):
    answer = client.get(reverse("tasks:task_page", args=[make_task(giver=giver, assignee=owner).ref]))
    assert answer.status_code == 302


def test_a_contributing_task_outside_the_readers_sight_is_not_named(client, giver, owner):
    higher = make_task(giver=giver, title="Việc của tỉnh")
    task = make_task(giver=giver, assignee=owner, contributes_to=higher)
    other = make_task(giver=giver, title="Việc của người khác", contributes_to=task)

    page = text_of(show(client, owner, task))

    assert other.title not in page and higher.title not in page


def test_higher_task_and_contributions_are_linked_for_the_desk(client, giver, officer):
    higher = make_task(giver=giver, title="Việc của tỉnh")
    task = make_task(giver=giver, contributes_to=higher)
    part = make_task(giver=giver, title="Một phần việc", contributes_to=task)

    page = text_of(show(client, officer, task))

    for other in (higher, part):
        assert reverse("tasks:task_page", args=[other.ref]) in page


# ---- what it shows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    # Only a registration is given up, and then it is its cadre's own again.
    [
        (who, status)
        for who in ("owner", "officer")
        for status in S
        if (who, status) != ("officer", S.WITHDRAWN)
    ],
)
def test_every_state_has_a_page(client, giver, officer, owner, who, status):
    user = {"owner": owner, "officer": officer}[who]
    origin = "registered" if who == "owner" else "ordered"
    task = make_task(giver=giver, assignee=owner, status=status, by=user, origin=origin)

    answer = show(client, user, task)

    assert answer.status_code == 200
    assert task.title in answer.content.decode()
    assert answer.content.decode().count("btn-chinh") <= 1


def test_the_sentence_says_how_far_how_far_it_should_be_and_why_not(client, giver, officer, owner):
    page = text_of(show(client, officer, my_bang(giver, owner)))

    assert "Đã đạt <b>66%</b>, kế hoạch đến hôm nay <b>79%</b>." in page
    assert "Chậm 13 điểm phần trăm, chủ yếu do chỉ tiêu hộ dùng nước sạch theo quy chuẩn." in page
    for word in ("Hiện trạng", "Chỉ tiêu giao", "Thực hiện", "Trọng số", "Tiến độ", "Đồng chí được giao"):
        assert word in page
    assert "Việc khó, việc mới" in page
    assert "Chậm tiến độ" in page


def test_without_a_plan_line_nothing_is_called_slow(client, giver, officer):
    page = text_of(show(client, officer, make_task(giver=giver, committed_on=date(2026, 1, 20))))
    assert "Chưa có kế hoạch theo mốc nên chưa xét nhanh, chậm." in page


def test_confirmed_figures_get_their_column_only_where_there_are_any(client, giver, officer):
    task = make_task(giver=giver, indicators=2)
    assert "Số liệu xác nhận" not in text_of(show(client, officer, task))

    task.indicators.filter(rank=1).update(confirmed=Decimal("12.5"))

    page = text_of(show(client, officer, task))
    assert "Số liệu xác nhận" in page and "12,5" in page


def test_the_original_deadline_stands_beside_the_current_one(client, giver, officer):
    task = make_task(
        giver=giver, due_on=date(2027, 6, 30), original_due_on=date(2026, 12, 31), extension_count=2
    )
    page = text_of(show(client, officer, task))
    assert "Hạn 30/06/2027" in page
    assert "Hạn ban đầu 31/12/2026, đã gia hạn 2 lần" in page


def test_secondary_marks_stand_beside_the_one_that_counts(client, giver, officer):
    task = make_task(giver=giver, due_on=date(2026, 2, 1))
    page = text_of(show(client, officer, task))
    assert "Quá hạn" in page and "Chờ cam kết" in page


def test_all_records_are_shown(client, giver, officer, owner):
    task = my_bang(
        giver, owner, product="Quyết định công nhận", authority_note="Hỏi Ban Thường vụ", follower=officer
    )
    fill(task, officer, owner)
    TaskContent.objects.create(task=task, number=2, content={"due_on": "2026-12-31"}, by=officer, at=NOW)
    TaskContent.objects.create(task=task, number=3, content={"due_on": "2027-03-31"}, by=officer, at=NOW)

    page = text_of(show(client, officer, task))

    for words in (
        "Quyết định công nhận", "Hỏi Ban Thường vụ", "Đ/c Lê Thị Phương", "Vướng đất", "Xin chỉ đạo", "Làm ngay",
        "Đường đạt yêu cầu", "Gần xong", "Tệp 0.pdf", "Xin thêm thời gian", "31/12/2026",
    ):  # fmt: skip
        assert words in page, words
    assert "<del" in page and "31/03/2027" in page


def test_booleans_ratios_and_ceilings_read_as_such(client, giver, officer):
    task = make_task(giver=giver, indicators=0)
    make_indicator(task, kind="yes_no", target=1, current=Decimal(0))
    make_indicator(task, kind="document", target=1, current=Decimal(1))
    make_indicator(task, kind="ratio", target=18, whole=Decimal(20), current=Decimal(16))
    make_indicator(task, kind="down", target=5, baseline=9, lower_is_better=True)

    page = text_of(show(client, officer, task))

    for words in (">Có<", ">Chưa<", "Đã ban hành", "16/20", "18/20", "≤\N{NO-BREAK SPACE}5"):
        assert words in page, words


def test_nothing_typed_by_a_user_becomes_markup(client, giver, officer, owner):
    task = make_task(
        giver=giver, assignee=owner, title="<script>alert(1)</script>", product="<img src=x onerror=a>"
    )
    fill(task, officer, owner, text="<b>x</b>{{7*7}}")
    page = text_of(show(client, officer, task))
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>x</b>" not in page
    assert "{{7*7}}" in page


def test_the_timeline_shows_eight_and_all_on_demand(client, giver, officer):
    task = make_task(giver=giver)
    for n in range(23):
        TaskEvent.objects.create(
            task=task,
            kind="reported",
            act=f"báo cáo lần {n}.",
            by=officer,
            by_name="Đ/c A",
            at=NOW + timedelta(days=n),
        )

    page = text_of(show(client, officer, task))
    assert "Xem toàn bộ 23 mục" in page
    assert "báo cáo lần 22." in page and "báo cáo lần 14." not in page
    assert page.index("báo cáo lần 22.") < page.index("báo cáo lần 21.")
    assert "báo cáo lần 0." in text_of(show(client, officer, task, **{"dien-bien": "tat-ca"}))

    part = client.get(
        reverse("tasks:task_page", args=[task.ref]), {"dien-bien": "tat-ca"}, headers={"HX-Request": "true"}
    )
    assert "báo cáo lần 0." in text_of(part) and "<html" not in text_of(part)


# ---- buttons ---------------------------------------------------------------------------------------------------------


def main_button(client, user, task):
    """Label of the one filled button, or None."""
    buttons = show(client, user, task).context["buttons"]
    return buttons.main and buttons.main.label


def test_the_filled_button_is_what_waits_for_this_person(client, giver, officer, owner):
    leader = make_user(role=Role.LEADER, unit=giver)
    fresh = make_task(giver=giver, assignee=owner)
    running = make_task(giver=giver, assignee=owner, committed_on=date(2026, 1, 20))
    waiting = make_task(giver=giver, assignee=owner, status=S.AWAITING_CONCLUSION)
    submitted = make_task(giver=giver, assignee=owner, status=S.SUBMITTED)
    listed = make_task(giver=giver, assignee=owner, status=S.AWAITING_DECISION)

    assert main_button(client, owner, fresh) == "Cam kết"
    assert main_button(client, owner, running) == "Báo cáo tiến độ"
    assert main_button(client, owner, waiting) is None
    assert main_button(client, officer, running) == "Đôn đốc"
    assert main_button(client, leader, running) == "Đôn đốc"
    assert main_button(client, officer, waiting) == "Công nhận kết quả"
    assert main_button(client, officer, submitted) == "Chuyển thẩm định"
    assert main_button(client, officer, listed) == "Ghi quyết định giao việc"
    assert main_button(client, make_user(role=Role.INSPECTOR, unit=giver), running) is None


def test_who_carries_it_along_commits_for_himself_after_the_lead(client, giver, owner):
    beside = make_user()
    task = make_task(giver=giver, assignee=owner, committed_on=date(2026, 1, 20))
    task.assignments.create(cadre=beside.cadre, role="co", starts_on=date(2026, 1, 10), name="Hà Thị Lan")
    assert main_button(client, beside, task) == "Cam kết"
    Commitment.objects.create(
        task=task, content_version=task.content_version, committed_on=date(2026, 1, 21), cadre=beside.cadre, by=beside, at=NOW
    )  # fmt: skip
    assert main_button(client, beside, task) == "Báo cáo tiến độ"


def test_an_officer_draws_up_what_a_cadre_asks_for(client, giver, officer, owner):
    task = make_task(giver=giver, assignee=owner, due_on=timezone.localdate() + timedelta(days=30))
    by_officer, by_owner = text_of(show(client, officer, task)), text_of(show(client, owner, task))
    assert "Lập đề nghị gia hạn" in by_officer and "Xin gia hạn" not in by_officer
    assert "Xin gia hạn" in by_owner and "Đưa ra khỏi danh mục" not in by_owner


def test_an_officer_has_no_buttons_of_the_desk_on_his_own_task(client, giver, officer):
    task = make_task(giver=giver, assignee=officer, status=S.AWAITING_CONCLUSION)
    page = text_of(show(client, officer, task))
    assert "Công nhận kết quả" not in page and "Ghi bàn giao" not in page


# ---- what it costs ---------------------------------------------------------------------------------------------------


def fill(task, officer, owner, *, times=1, text=None):
    for n in range(times):
        Obstacle.objects.create(
            task=task, text=text or "Vướng đất", solver=task.giver, named_on=NOW.date(), by=owner
        )
        Recommendation.objects.create(
            task=task, text=text or "Xin chỉ đạo", addressee=task.giver, made_on=NOW.date(), by=owner
        )
        Direction.objects.create(task=task, text=text or "Làm ngay", by=officer, at=NOW)
        mission = make_mission(task.giver, by=officer, name=text or "Đoàn")
        make_follow_up(
            make_inspection(task, mission=mission, by=officer, findings=text or "Đường đạt yêu cầu"),
            text=text or "Sửa mặt đường",
        )
        Evidence.objects.create(
            task=task, name=text or f"Tệp {n}.pdf", file="aa/x", size=9, content_type="application/pdf",
            sha256="a" * 64, uploaded_by=owner, uploaded_at=NOW,
        )  # fmt: skip
        TaskEvent.objects.create(
            task=task, kind="reported", act=text or "báo cáo", by=owner, by_name="A", at=NOW
        )
        make_task(giver=task.giver, unit=task.unit, contributes_to=task)
        make_indicator(task, name=text or f"Chỉ tiêu thêm {n}", weight=5)
    task.changes.create(
        kind=changing.K.EXTENSION if not task.changes.exists() else changing.K.CONTENT, cause="objective",
        reason=text or "Xin thêm thời gian", due_before=task.due_on, due_proposed=task.due_on + timedelta(days=9),
        requested_by=owner, requested_at=NOW, document=make_document(task.giver),
    )  # fmt: skip


def queries(client, user, task):
    client.force_login(user)
    url = reverse("tasks:task_page", args=[task.ref])
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("who", ["owner", "officer", "leader"])
def test_the_number_of_queries_does_not_grow_and_stays_within_twenty(client, giver, officer, owner, who):
    user = {"owner": owner, "officer": officer, "leader": make_user(role=Role.LEADER, unit=giver)}[who]
    bare, full = my_bang(giver, owner), my_bang(giver, owner)
    fill(bare, officer, owner)
    fill(full, officer, owner, times=20)

    few, many = queries(client, user, bare), queries(client, user, full)

    assert len(few) == len(many) <= 20, "\n".join(many)


def test_what_an_assistant_did_names_both(client, giver, officer, owner):
    task = make_task(giver=giver, assignee=owner)
    for act in ("gửi báo cáo tiến độ", "cập nhật thay đ/c Nguyễn Văn Bình số liệu báo cáo"):
        TaskEvent.objects.create(
            task=task, kind="reported", act=act, by=officer, by_name="Đ/c A", on_behalf_of=owner.cadre, at=NOW
        )
    page = text_of(show(client, officer, task))
    assert "Đ/c A thay đ/c Nguyễn Văn Bình gửi báo cáo tiến độ" in page
    assert "Đ/c A cập nhật thay đ/c Nguyễn Văn Bình số liệu báo cáo" in page


def test_a_task_that_is_over_has_no_plan_to_date(client, giver, officer, owner):
    task = my_bang(giver, owner)
    Task.objects.filter(pk=task.pk).update(
        status=S.CONCLUDED, concluded_on=NOW.date(), finished_on=NOW.date(), completed=True, result="met"
    )
    page = text_of(show(client, officer, task))
    assert "kế hoạch đến hôm nay" not in page and "Chậm tiến độ" not in page
