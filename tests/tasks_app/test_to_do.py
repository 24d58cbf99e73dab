"""*Cần làm* holds what waits for a person, the badge counts its lines, and staff see what is stuck with whom."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Direction,
    HandoverMinutes,
    Objection,
    Obstacle,
    ProgressReport,
    Recommendation,
    Registrant,
    Task,
    Urge,
)
from tasks_app.statistics import waiting
from tasks_app.statistics.queues import QUEUES
from tests.factories import (
    START,
    appoint,
    make_follow_up,
    make_inspection,
    make_round,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def days(n):
    return timezone.localdate() + timedelta(days=n)


def moment(n):
    return timezone.now() + timedelta(days=n)


def report_of(task, cadre, n=-2, **fields):
    fields = {"status": "submitted", "submitted_at": moment(n)} | fields
    return ProgressReport.objects.create(
        task=task, cadre=cadre.cadre, period_starts_on=days(n - 30), period_ends_on=days(n), by=fields.pop("by", cadre),
        saved_at=moment(n), **fields,
    )  # fmt: skip


class World:
    """A province, a body beside it, and one person for each hand in which something can lie."""

    def __init__(self):
        self.giver, self.body = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU"), make_unit("Sở Tài chính")
        self.unit = make_unit("Đảng ủy xã Sơn Dương", parent=self.giver)
        self.cadre = make_user(name="Ma Xuân Bính")
        appoint(self.cadre.cadre, "Bí thư", self.unit, managed_by=self.giver)
        self.officer, self.appraiser, self.leader = (
            make_user(role=role, unit=self.giver) for role in (Role.OFFICER, Role.APPRAISER, Role.LEADER)
        )
        self.head = make_user(role=Role.UNIT_HEAD, unit=self.body)

    def task(self, status=S.IN_FORCE, **fields):
        fields = {"committed_on": days(-60), "due_on": days(200)} | fields
        return make_task(giver=self.giver, unit=self.unit, assignee=self.cadre, status=status, **fields)


@pytest.fixture
def world():
    return World()


def acts(user, **only):
    """{words of an act: how many lines of it}."""
    found = {}
    for line in waiting.lines(user, on=timezone.localdate(), **only):
        found[line.queue.act] = found.get(line.queue.act, 0) + 1
    return found


# Each kind of thing that waits: how it comes about, and in whose hand it then lies.
CASES = {
    "can-dang-ky": (lambda w: called(w, by_post=True), "cadre"),
    "can-dang-ky-danh-sach": (lambda w: called(w, by_post=False), "cadre"),
    "dang-ky": (lambda w: w.task(S.DRAFT, origin="registered"), "cadre"),
    "cam-ket": (lambda w: w.task(committed_on=None), "cadre"),
    "bao-cao": (lambda w: w.task(next_report_on=days(3)), "cadre"),
    "xac-nhan-bao-cao": (
        lambda w: report_of(w.task(), w.cadre, by=w.officer, status="draft", submitted_at=None),
        "cadre",
    ),
    "bo-sung-bao-cao": (lambda w: report_of(w.task(), w.cadre, note="more"), "cadre"),
    "tra-loi-don-doc": (
        lambda w: Urge.objects.create(task=w.task(), text="Đề nghị báo cáo", body_name="Ban Tổ chức", by=w.officer, at=moment(-3)),
        "cadre",
    ),
    "tra-loi-chi-dao": (
        lambda w: Direction.objects.create(task=w.task(), text="Khẩn trương", by=w.leader, at=moment(-3)),
        "cadre",
    ),
    "sua-ke-hoach": (
        lambda w: commit(w, plan="returned", plan_text="Thêm mốc", plan_decided_by=w.officer, plan_decided_at=moment(-2)),
        "cadre",
    ),
    "duyet-ke-hoach": (lambda w: commit(w, plan="waiting"), "officer"),
    "xem-tra-loi-chi-dao": (
        lambda w: Direction.objects.create(
            task=w.task(), text="Khẩn trương", by=w.leader, at=moment(-3), answer="Đã làm", answered_by=w.cadre,
            answered_at=moment(-2),
        ),
        "leader",
    ),
    "tra-loi-y-kien-khac": (
        lambda w: report_of(
            w.task(), w.cadre, by=w.officer, paper_no="12-BC/ĐU", paper_received_on=days(-4), contested_reason="Thiếu một đợt",
        ),
        "officer",
    ),
    "qua-han": (lambda w: w.task(due_on=days(-3)), "cadre"),
    "du-thao": (lambda w: w.task(S.DRAFT, by=w.leader), "leader"),
    "kiem-tra": (lambda w: w.task(S.SUBMITTED, origin="registered"), "officer"),
    "tham-dinh": (lambda w: w.task(S.APPRAISING, origin="registered"), "appraiser"),
    "quyet-dinh": (lambda w: w.task(S.AWAITING_DECISION), "officer"),
    "xem-bao-cao": (lambda w: report_of(w.task(), w.cadre), "officer"),
    "tham-dinh-thay-doi": (lambda w: ask(w), "appraiser"),
    "quyet-dinh-thay-doi": (lambda w: ask(w), "officer"),
    "ket-luan": (lambda w: w.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4)), "officer"),
    "ghi-kiem-tra": (lambda w: make_inspection(w.task(), findings="", inspected_on=days(-2)), "officer"),
    "khac-phuc": (
        lambda w: make_follow_up(
            make_inspection(w.task()), due_on=days(9), done_text="Đã sửa", done_by=w.cadre, done_at=moment(-3)
        ),
        "officer",
    ),
    "thuc-hien-kien-nghi": (lambda w: make_follow_up(make_inspection(w.task()), due_on=days(9)), "cadre"),
    "khac-phuc-don-vi": (
        lambda w: make_follow_up(make_inspection(near(w)), due_on=days(9), to_unit=w.body),
        "head",
    ),
    "vuong-mac": (lambda w: Obstacle.objects.create(task=w.task(), text="Vướng", named_on=days(-9), by=w.cadre), "officer"),
    "thao-go": (
        lambda w: Obstacle.objects.create(task=near(w), text="Vướng", named_on=days(-9), by=w.cadre, solver=w.body),
        "head",
    ),
    "kien-nghi": (
        lambda w: Recommendation.objects.create(task=near(w), text="Bố trí vốn", made_on=days(-9), by=w.cadre, addressee=w.body),
        "head",
    ),
    "xac-nhan-ban-giao": (lambda w: hand_over(w), "cadre"),
    "nhan-ban-giao": (lambda w: hand_over(w), "head"),
    "tra-loi-y-kien-ket-luan": (lambda w: object_to(w), "officer"),
    "y-kien-de-nghi": (lambda w: ask(w), "leader"),
    "y-kien-qua-han": (lambda w: w.task(due_on=days(-31)), "leader"),
    "y-kien-ket-luan": (lambda w: w.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4)), "leader"),
}  # fmt: skip


def called(world, *, by_post, **fields):
    """A round that takes registrations and calls the cadre, by his post or by name."""
    fields = {"registration_from": days(-5), "registration_until": days(20)} | fields
    made = make_round(world.giver, year=days(0).year, **fields)
    if by_post:
        # He holds two such posts, and is asked once.
        posts = world.cadre.cadre.appointments.all() or [
            appoint(world.cadre.cadre, name, world.unit, managed_by=world.giver)
            for name in ("Giám đốc", "Trưởng ban")
        ]
        made.must_register.set([post.position for post in posts])
    else:
        Registrant.objects.create(round=made, cadre=world.cadre.cadre, by=world.officer, at=moment(-3))
    return made


def test_who_was_called_is_asked_until_he_begins_and_not_when_he_is_excused(world):
    made = called(world, by_post=True)
    excused = called(world, by_post=True)
    Registrant.objects.create(
        round=excused, cadre=world.cadre.cadre, is_required=False, reason="Sắp nghỉ chế độ", by=world.officer, at=moment(-3)
    )  # fmt: skip
    called(world, by_post=True, registration_until=days(-1))
    called(world, by_post=True, registration_from=days(1))
    (line,) = waiting.lines(world.cadre, on=days(0))
    assert (line.subject, line.since, line.due) == (made.name, days(-5), days(20))

    world.task(S.DRAFT, origin="registered", round=made)
    assert acts(world.cadre) == {"Hoàn thiện đăng ký": 1}


def commit(world, **plan):
    task = world.task()
    return Commitment.objects.create(
        task=task, content_version=1, committed_on=days(-3), cadre=world.cadre.cadre, by=world.cadre, at=moment(-3), **plan
    )  # fmt: skip


def ask(world):
    return ChangeRequest.objects.create(
        task=world.task(), kind="extension", reason="Mưa lũ", requested_by=world.cadre, requested_at=moment(-5),
        due_proposed=days(300),
    )  # fmt: skip


def object_to(world):
    """The cadre objects to the conclusion of his task."""
    task = world.task(S.CONCLUDED)
    made = Conclusion.objects.create(
        task=task, result="partly", completed=False, on_time=False, quality_met=False, exceeded=False,
        finished_on=task.finished_on, concluded_on=task.concluded_on, by=world.officer, at=moment(-4),
    )  # fmt: skip
    return Objection.objects.create(
        conclusion=made, against=1, cadre=world.cadre.cadre, text="Chưa đúng", by=world.cadre, at=moment(-3)
    )


def hand_over(world):
    """Minutes that propose the head of the other body for the cadre's task; none has said a word yet."""
    task = world.task()
    made, _ = HandoverMinutes.objects.get_or_create(
        cadre=world.cadre.cadre, giver=world.giver,
        defaults={"cause": "moved", "handed_over_on": days(-2), "by": world.officer, "at": moment(-2)},
    )  # fmt: skip
    state = {"progress": "0", "due_on": "2026-12-31", "figures": [], "files": 0, "obstacles": [], "months": 1,
             "held_from": "2026-01-10"}  # fmt: skip
    return made.items.create(
        task=task, assignment=task.assignments.get(), to_cadre=world.head.cadre, state=state
    )


def near(world):
    """A task that the asked body may see."""
    task = world.task()
    task.coordinating_units.add(world.body)
    return task


def test_every_queue_that_is_listed_has_its_case():
    assert {q.code for q in QUEUES if q.part != "urge"} == set(CASES)


@pytest.mark.parametrize("code", CASES)
def test_what_waits_lies_with_the_one_whose_act_it_is(client, world, code):
    make, hand = CASES[code]
    make(world)
    queue = next(q for q in QUEUES if q.code == code)
    user, on = getattr(world, hand), timezone.localdate()

    counted = waiting.badges(user, on=on)
    (line,) = waiting.lines(user, on=on, codes=[code])

    assert counted.by_queue[code] == 1
    assert line.since <= on
    client.force_login(user)
    page = html.unescape(client.get(f"/can-lam/?muc={code}").content.decode())
    (address,) = re.findall(rf'<td><a class="dam" href="([^"]+)">{re.escape(queue.act)}<', page)
    assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("code", CASES)
def test_nobody_elsewhere_is_told_of_it(world, code):
    CASES[code][0](world)
    elsewhere = make_unit("Tỉnh ủy khác")
    for role in (Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.UNIT_HEAD):
        assert waiting.badges(make_user(role=role, unit=elsewhere), on=days(0)).lines == 0
    assert waiting.badges(make_user(), on=days(0)).lines == 0


def test_the_badge_is_the_number_of_lines_of_the_page(client, world):
    for make, _ in CASES.values():
        make(world)
    for user in (world.cadre, world.officer, world.appraiser, world.leader, world.head):
        client.force_login(user)
        page = client.get("/can-lam/").content.decode()
        counted = waiting.badges(user, on=days(0))
        assert page.count('<td><a class="dam"') == counted.lines > 0
        tabs = "".join(re.findall(r'<ul class="the-nhanh".*?</ul>', page, re.DOTALL))
        tabs = re.findall(r"<b>(\d+)</b>", tabs)
        assert sum(int(n) for n in tabs[1:]) == (counted.lines if len(tabs) > 1 else 0)
    client.force_login(world.officer)
    page = client.get("/can-lam/").content.decode()
    assert f"Cần làm <b>{waiting.badges(world.officer, on=days(0)).lines}<span" in page


def test_the_longest_waiting_stands_on_top_with_its_age(client, world):
    world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4), title="Bốn ngày")
    world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-19), title="Mười chín ngày")
    world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(0), title="Hôm nay")
    client.force_login(world.officer)
    page = html.unescape(client.get("/can-lam/").content.decode())
    assert re.findall(r'<a class="ten" href="[^"]*">([^<]*)<', page) == [
        "Mười chín ngày",
        "Bốn ngày",
        "Hôm nay",
    ]
    assert "19 ngày" in page and '<span class="phu">Hôm nay</span>' in page


def test_nobody_is_asked_to_judge_what_he_carries(world):
    Office.objects.create(user=world.cadre, role=Role.OFFICER, unit=world.giver, starts_on=START)
    world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4))
    world.task(S.SUBMITTED, origin="registered")
    assert acts(world.cadre) == {}
    assert set(acts(world.officer)) == {"Công nhận kết quả", "Kiểm tra bản đăng ký"}


def test_a_body_is_asked_about_a_task_that_it_does_not_carry_and_sees_it_for_that(client, world):
    """docs/adr/0029: who is asked sees; nobody else of the same rank does."""
    task = world.task(title="Ngoài phạm vi")
    other = make_user(role=Role.UNIT_HEAD, unit=make_unit())
    Recommendation.objects.create(
        task=task, text="Bố trí vốn", made_on=days(-9), by=world.cadre, addressee=world.body
    )
    assert acts(world.head) == {"Trả lời kiến nghị": 1}
    assert acts(other) == {}
    for user, status in ((world.head, 200), (other, 404)):
        client.force_login(user)
        assert client.get(f"/viec/{task.ref}/").status_code == status


def test_an_assistant_has_the_same_to_do_but_for_what_the_cadre_confirms_himself(world):
    assistant = make_user()
    Authorisation.objects.create(cadre=world.cadre.cadre, assistant=assistant, starts_on=START)
    world.task(next_report_on=days(2))
    report_of(world.task(), world.cadre, by=assistant, status="draft", submitted_at=None)
    assert set(acts(world.cadre)) == {"Báo cáo tiến độ", "Xác nhận báo cáo được chuẩn bị thay"}
    assert set(acts(assistant)) == {"Báo cáo tiến độ"}


def test_what_was_done_waits_no_more(world):
    task = world.task()
    Urge.objects.create(task=task, text="x", body_name="Ban Tổ chức", by=world.officer, at=moment(-5))
    report_of(task, world.cadre, n=-9, note="more", note_text="Thiếu biểu")
    assert len(acts(world.cadre)) == 2
    report_of(task, world.cadre, n=-1)
    assert acts(world.cadre) == {}
    assert acts(world.officer) == {"Cho ý kiến về báo cáo": 1}


def test_an_empty_page_says_so(client, world):
    client.force_login(world.cadre)
    assert "Không có nội dung nào đang chờ" in client.get("/can-lam/").content.decode()


# ---- staff ------------------------------------------------------------------------------------------------------------


def test_staff_see_every_stage_with_how_long_and_with_whom(client, world):
    for make, _ in CASES.values():
        make(world)
    client.force_login(world.officer)
    page = html.unescape(client.get("/dang-cho/").content.decode())
    shown = re.findall(r'<tr><td><a href="/dang-cho/\?khau=([^#"]+)#cho">', page)
    assert set(shown) == {q.code for q in QUEUES if q.part in ("own", "desk")}
    for name in ("Ma Xuân Bính", "Chuyên viên theo dõi", "Cơ quan thẩm định", "Sở Tài chính"):
        assert f'<b class="dam">{name}</b>' in page


def test_one_stage_and_one_hand_are_shown_alone(client, world):
    for code in ("cam-ket", "ket-luan", "kien-nghi"):
        CASES[code][0](world)
    client.force_login(world.officer)
    page = html.unescape(client.get("/dang-cho/?khau=cam-ket").content.decode())
    assert "Có 1 nội dung" in page and "<td>Chờ cam kết</td>" in page and "<td>Chờ kết luận</td>" not in page
    page = html.unescape(client.get(f"/dang-cho/?ai=u{world.body.pk}").content.decode())
    assert "Có 1 nội dung" in page and "<td>Chờ trả lời kiến nghị</td>" in page
    assert "Có 3 nội dung" in html.unescape(client.get("/dang-cho/?khau=%00&ai=x").content.decode())


def test_what_others_gave_is_not_stuck_at_this_desk(client, world):
    make_task(title="Nơi khác", committed_on=None)
    client.force_login(world.officer)
    assert "Nơi khác" not in client.get("/dang-cho/").content.decode()
    client.force_login(world.cadre)
    assert client.get("/dang-cho/").status_code == 403
