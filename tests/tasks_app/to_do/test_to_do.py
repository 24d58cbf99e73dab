"""*Cần làm* holds what waits for a person, the badge counts its lines, and staff see what is stuck with whom."""

import html
import re
from datetime import date

import pytest
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.models import (
    Direction,
    Obstacle,
    Recommendation,
    Registrant,
    Task,
    Urge,
)
from tasks_app.statistics import waiting
from tasks_app.statistics.queues import QUEUES
from tests.factories import (
    START,
    make_cadre,
    make_follow_up,
    make_inspection,
    make_task,
    make_unit,
    make_user,
)
from tests.tasks_app.to_do.making import (
    acts,
    ask,
    called,
    certifiable,
    commit,
    days,
    hand_over,
    inspected,
    moment,
    near,
    object_to,
    report_of,
    sit,
)

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


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
    "tra-loi-chi-dao-khac": (
        lambda w: Direction.objects.create(
            task=w.task(), text="Bố trí vốn", to_cadre=w.member.cadre, to_outsider=True, by=w.leader, at=moment(-3)
        ),
        "member",
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
    "ghi-kiem-tra": (lambda w: inspected(w), "officer"),
    "ket-luan-nam": (lambda w: w.task(starts_on=date(days(0).year - 1, 3, 1), due_on=date(days(0).year + 1, 6, 30)), "officer"),
    "quyet-dinh-ban-giao": (lambda w: hand_over(w, make_user(), said=(True, True)), "officer"),
    "y-kien-ban-giao": (lambda w: hand_over(w, make_user(), said=(False, True)), "officer"),
    "cham-diem": (lambda w: sit(w, w.member), "member"),
    "nhap-phieu-diem": (lambda w: sit(w, make_cadre("Nông Văn Giấy"), secretary=w.secretary), "secretary"),
    "xac-nhan-don-vi": (lambda w: certifiable(w), "unit_head"),
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


def test_a_leader_who_is_an_officer_elsewhere_is_asked_to_direct_only_where_he_leads(client, world):
    world.task(due_on=days(-31))
    user = make_user(role=Role.LEADER, unit=make_unit("Đảng ủy xã Sơn Dương"))
    Office.objects.create(user=user, role=Role.OFFICER, unit=world.giver, starts_on=START)
    assert list(waiting.lines(user, on=days(0), codes=["y-kien-qua-han"])) == []
    client.force_login(user)
    page = client.get("/can-lam/").content.decode()
    for address in re.findall(r'<td><a class="dam" href="([^"]+)">', page):
        assert client.get(html.unescape(address)).status_code == 200, address


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
    for user in world.everybody:
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


def test_who_prepares_for_a_cadre_is_not_asked_for_answers_that_he_can_not_prepare(client, world):
    assistant = make_user()
    Authorisation.objects.create(cadre=world.cadre.cadre, assistant=assistant, starts_on=START)
    for code in (
        "tra-loi-don-doc",
        "tra-loi-chi-dao",
        "cam-ket",
        "bao-cao",
        "qua-han",
        "bo-sung-bao-cao",
        "dang-ky",
    ):
        CASES[code][0](world)
    assert acts(assistant) == {
        "Cam kết": 1, "Báo cáo tiến độ": 1, "Báo cáo kết quả việc quá hạn": 1, "Bổ sung báo cáo": 1, "Hoàn thiện đăng ký": 1,
    }  # fmt: skip
    client.force_login(assistant)
    page = client.get("/can-lam/").content.decode()
    addresses = re.findall(r'<td><a class="dam" href="([^"]+)">', html.unescape(page))
    assert len(addresses) == 5
    assert [a for a in addresses if client.get(a).status_code != 200] == []


def test_of_several_who_carry_a_task_only_the_one_who_was_meant_is_asked_to_answer(world):
    task, other = world.task(), make_user()
    task.assignments.create(cadre=other.cadre, role="co", starts_on=START, name="Lê Văn Hai")
    meant = {"task": task, "text": "Khẩn trương", "by": world.leader, "at": moment(-3)}
    Direction.objects.create(**meant)
    assert (acts(world.cadre), acts(other)) == ({"Trả lời ý kiến chỉ đạo": 1}, {"Trả lời ý kiến chỉ đạo": 1})
    Direction.objects.create(**meant, to_cadre=world.cadre.cadre)
    assert (acts(world.cadre), acts(other)) == ({"Trả lời ý kiến chỉ đạo": 2}, {"Trả lời ý kiến chỉ đạo": 1})
    # He carries it no more: whoever does answers.
    task.assignments.filter(cadre=world.cadre.cadre).update(ends_on=days(-1))
    assert (acts(world.cadre), acts(other)) == ({}, {"Trả lời ý kiến chỉ đạo": 2})


def test_nothing_is_to_be_added_or_confirmed_while_a_task_is_on_hold(world):
    for code in ("bo-sung-bao-cao", "xac-nhan-bao-cao", "sua-ke-hoach"):
        CASES[code][0](world)
    assert len(acts(world.cadre)) == 3
    Task.objects.update(status=S.ON_HOLD)
    assert acts(world.cadre) == {}


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
