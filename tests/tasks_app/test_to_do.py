"""*Cần làm* holds what waits for a person, the badge counts its lines, and staff see what is stuck with whom."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cadres.models import Authorisation, Office
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Council,
    CouncilMember,
    CriteriaSet,
    Direction,
    HandoverConfirmation,
    HandoverMinutes,
    Objection,
    Obstacle,
    ProgressReport,
    Recommendation,
    Registrant,
    ScoreSheet,
    Task,
    Urge,
)
from tasks_app.statistics import waiting
from tasks_app.statistics.queues import QUEUES
from tests.factories import (
    START,
    appoint,
    make_cadre,
    make_follow_up,
    make_inspection,
    make_mission,
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
        self.unit_head = make_user(role=Role.UNIT_HEAD, unit=self.unit)
        self.member, self.secretary, self.teammate = make_user(), make_user(), make_user()
        self.everybody = (
            self.cadre, self.officer, self.appraiser, self.leader, self.head, self.unit_head, self.member,
            self.secretary, self.teammate,
        )  # fmt: skip

    def task(self, status=S.IN_FORCE, **fields):
        fields = {"committed_on": days(-60), "due_on": days(200), "assignee": self.cadre} | fields
        # Of this year, whatever day it is: no year of it waits for a conclusion.
        begun = min(date(days(0).year, 1, 1), fields["due_on"] - timedelta(days=30))
        return make_task(giver=self.giver, unit=self.unit, status=status, **{"starts_on": begun} | fields)


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


def hand_over(world, leaver=None, *, said=(), at=-2):
    """Minutes that propose the head of the other body for a task of `leaver` (the cadre).

    `said`: whether first who leaves, then who takes over agreed; empty while none has said a word yet.
    """
    leaver = leaver or world.cadre
    task = world.task(assignee=leaver)
    made, _ = HandoverMinutes.objects.get_or_create(
        cadre=leaver.cadre, giver=world.giver,
        defaults={"cause": "moved", "handed_over_on": days(-2), "by": world.officer, "at": moment(at)},
    )  # fmt: skip
    for (side, person), agreed in zip((("leaving", leaver), ("taking", world.head)), said, strict=False):
        say(made, side, person, agreed=agreed)
    state = {"progress": "0", "due_on": "2026-12-31", "figures": [], "files": 0, "obstacles": [], "months": 1,
             "held_from": "2026-01-10"}  # fmt: skip
    return made.items.create(
        task=task, assignment=task.assignments.get(), to_cadre=world.head.cadre, state=state
    )


def inspected(world):
    """An inspection whose day has come, by a team on which one person with an account goes."""
    mission = make_mission(
        world.giver, head=make_cadre(), members=[world.teammate, world.cadre], starts_on=days(-2)
    )
    return make_inspection(world.task(), mission=mission, findings="", inspected_on=days(-2))


def say(minutes, side, person, *, agreed=True):
    return HandoverConfirmation.objects.create(
        minutes=minutes, version=minutes.version, side=side, cadre=person.cadre, agreed=agreed,
        note="" if agreed else "Thiếu một hồ sơ", by=person, at=moment(-1),
    )  # fmt: skip


def sit(world, *members, secretary=None, criteria=True):
    """A task that waits for its conclusion, and a council of its round: `members` are Users, or Cadres without an account."""
    task = world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4))
    act = {"by": world.officer, "at": moment(-9)}
    task.council = Council.objects.create(round=task.round, name="Hội đồng đánh giá", **act)
    for person in members:
        CouncilMember.objects.create(
            council=task.council, cadre=getattr(person, "cadre", person), starts_on=START
        )
    if secretary:
        seat = CouncilMember.objects.create(
            council=task.council, cadre=secretary.cadre, role="secretary", starts_on=START
        )
        give_sheet(task, seat)
    if criteria:
        CriteriaSet.objects.create(round=task.round, number=1, **act).rows.create(
            rank=1, name="Kết quả", max_points=10, weight=100
        )
    return task


def give_sheet(task, seat):
    criteria, _ = CriteriaSet.objects.get_or_create(
        round=task.round, number=9, defaults={"by": task.created_by, "at": moment(-9)}
    )
    ScoreSheet.objects.create(
        task=task,
        member=seat,
        criteria=criteria,
        total=Decimal(80),
        scored_on=days(-1),
        by=task.created_by,
        at=moment(-1),
    )


def certifiable(world, **fields):
    """A report in a round that asks for the word of the unit's head."""
    task = world.task()
    type(task.round).objects.filter(pk=task.round_id).update(certified_reports=True)
    return report_of(task, world.cadre, **fields)


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


# ---- teams, councils, handovers, years --------------------------------------------------------------------------------


def test_on_the_spot_a_member_of_the_team_records_what_it_found(client, world):
    inspection = inspected(world)
    task, mission = inspection.task, inspection.mission
    (line,) = waiting.lines(world.teammate, on=days(0))
    assert (line.queue.act, line.age(days(0))) == ("Ghi kết quả kiểm tra", 2)
    # Not who carries the task, though he goes on the team; the officer enters it from the minutes.
    assert (acts(world.cadre), acts(world.officer)) == ({}, {"Ghi kết quả kiểm tra": 1})
    client.force_login(world.teammate)
    page = html.unescape(client.get("/can-lam/").content.decode())
    assert f'href="/viec/{task.ref}/kiem-tra/{inspection.pk}/"' in page
    assert "Cần làm <b>1<span" in page
    assert client.get(f"/viec/{task.ref}/kiem-tra/{inspection.pk}/").status_code == 200

    mission.closed_on = days(0)
    mission.save()
    assert acts(world.teammate) == {}


def test_a_seat_in_the_council_gives_a_link_a_badge_and_lines_and_no_seat_none(client, world):
    task = sit(world, world.member, world.cadre, make_cadre("Nông Văn Giấy"), secretary=world.secretary)
    other = world.task(
        S.AWAITING_CONCLUSION, asked_conclusion_on=days(-9), round=task.round, title="Chờ lâu hơn"
    )
    found = waiting.lines(world.member, on=days(0))
    assert [(line.task, line.age(days(0))) for line in found] == [(other.pk, 9), (task.pk, 4)]
    # The secretary has scored one himself; of both the sheet of who signs in nowhere is his to enter.
    assert acts(world.secretary) == {"Chấm điểm kết quả": 1, "Nhập phiếu điểm đã ký": 2}
    # Nobody his own.
    assert acts(world.cadre) == {}

    for user, sheets, lines in ((world.member, 2, 2), (world.secretary, 3, 3)):
        client.force_login(user)
        page = html.unescape(client.get("/cham-diem/").content.decode())
        assert f'aria-current="page">Chấm điểm <b>{sheets}<span' in page
        assert f">Cần làm <b>{lines}<span" in page
        links = re.findall(r'btn-nho" href="([^"]+)"', page)
        assert len(links) == sheets
        assert [a for a in links if client.get(a).status_code != 200] == []
    assert "phiếu điểm đã ký chờ nhập" in page and "Nông Văn Giấy" in page

    for given in (task, other):
        give_sheet(given, CouncilMember.objects.get(cadre=world.member.cadre))
    client.force_login(world.member)
    page = client.get("/cham-diem/").content.decode()
    assert acts(world.member) == {}
    assert 'aria-current="page">Chấm điểm</a>' in page and ">Cần làm" not in page
    assert (
        client.get("/viec-cua-toi/").content.decode().count('href="/cham-diem/"') == 2
    )  # and in the phone's menu

    client.force_login(world.teammate)
    assert "/cham-diem/" not in client.get("/viec-cua-toi/").content.decode()
    Office.objects.create(user=world.teammate, role=Role.COUNCIL, unit=world.giver, starts_on=START)
    assert "/cham-diem/" not in client.get("/can-lam/").content.decode()


def test_nothing_waits_for_a_council_that_has_no_criteria_or_whose_member_left(client, world):
    sit(world, world.member, criteria=False)
    assert acts(world.member) == {}
    client.force_login(world.member)
    assert "0 việc chưa chấm" in client.get("/cham-diem/").content.decode()
    sit(world, world.member)
    assert acts(world.member) == {"Chấm điểm kết quả": 1}
    CouncilMember.objects.update(ends_on=days(0))
    assert acts(world.member) == {}


def test_minutes_of_a_handover_wait_for_both_sides_once_then_for_the_decision(world):
    leaver = make_user()
    item = hand_over(world, leaver)
    hand_over(world, leaver)
    minutes = item.minutes
    assert (acts(leaver), acts(world.head)) == (
        {"Xác nhận biên bản bàn giao": 1},
        {"Xác nhận nhận bàn giao": 1},
    )
    say(minutes, "leaving", leaver)
    assert (acts(leaver), acts(world.head)) == ({}, {"Xác nhận nhận bàn giao": 1})
    assert acts(world.officer) == {}
    # Something is not right: the desk's turn, until a new version or his other word.
    say(minutes, "taking", world.head, agreed=False)
    assert (acts(world.head), acts(world.officer)) == ({}, {"Xem ý kiến khác về biên bản bàn giao": 1})
    say(minutes, "taking", world.head)
    assert acts(world.officer) == {"Ghi quyết định bàn giao": 1}
    (line,) = waiting.lines(world.officer, on=days(0))
    assert (line.pk, line.since) == (minutes.pk, days(-1))
    minutes.version += 1
    minutes.save()
    assert acts(world.officer) == {}
    assert (len(acts(leaver)), len(acts(world.head))) == (1, 1)
    minutes.decided_at = moment(0)
    minutes.save()
    assert acts(leaver) == acts(world.head) == acts(world.officer) == {}


def test_minutes_without_the_word_of_a_side_for_a_week_wait_for_the_decision_too(world):
    hand_over(world, make_user(), at=-7)
    assert acts(world.officer) == {}
    hand_over(world, make_user(), at=-9)
    (line,) = waiting.lines(world.officer, on=days(0))
    assert (line.queue.act, line.age(days(0))) == ("Ghi quyết định bàn giao", 1)
    # Who is to decide about himself is not asked.
    hand_over(world, world.officer, at=-9)
    assert acts(world.officer) == {"Ghi quyết định bàn giao": 1, "Xác nhận biên bản bàn giao": 1}


def test_a_handover_leads_to_its_minutes(client, world):
    minutes = hand_over(world).minutes
    for user in (world.cadre, world.head):
        client.force_login(user)
        assert (
            f'<td><a class="dam" href="/ban-giao/{minutes.pk}/">' in client.get("/can-lam/").content.decode()
        )


def test_a_year_that_is_over_waits_for_its_conclusion_and_the_one_that_is_running_does_not(client, world):
    year = days(0).year
    task = world.task(starts_on=date(year - 2, 3, 1), due_on=date(year + 1, 6, 30), title="Ba năm")
    world.task(starts_on=date(year, 1, 1), due_on=date(year + 1, 6, 30), title="Bắt đầu năm nay")
    world.task(
        starts_on=date(year - 1, 3, 1),
        due_on=date(year, 12, 31),
        title="Xong trong năm nay",
        status=S.ON_HOLD,
    )
    found = {line.task: line.since for line in waiting.lines(world.officer, on=days(0))}
    # Of three years that are over one line, since the first.
    last = Task.objects.get(title="Xong trong năm nay").pk
    assert found == {task.pk: date(year - 1, 1, 1), last: date(year, 1, 1)}

    conclude_year(world, task, year - 2)
    client.force_login(world.officer)
    page = client.get("/can-lam/?muc=ket-luan-nam").content.decode()
    address = f"/viec/{task.ref}/ket-luan-nam/"
    assert f'href="{address}"' in page
    assert f"Kết luận năm {year - 1}" in client.get(address).content.decode()
    conclude_year(world, task, year - 1)
    assert acts(world.officer) == {"Ghi kết luận năm": 1}


def test_a_round_that_closes_the_year_asks_for_its_conclusion_before_the_year_is_over(world):
    on = date(days(0).year, 12, 5)
    closing = make_round(world.giver, year=on.year, closes_on=date(on.year, 11, 30))
    world.task(starts_on=date(on.year, 1, 1), due_on=date(on.year + 1, 6, 30), round=closing)
    found = [line for line in waiting.lines(world.officer, on=on) if line.queue.code == "ket-luan-nam"]
    assert [line.since for line in found] == [closing.closes_on]
    before = waiting.lines(world.officer, on=date(on.year, 11, 29))
    assert [line for line in before if line.queue.code == "ket-luan-nam"] == []


def conclude_year(world, task, year):
    Conclusion.objects.create(
        task=task, year=year, result="met", completed=True, on_time=True, quality_met=True, exceeded=False,
        finished_on=date(year, 12, 31), concluded_on=days(-1), by=world.officer, at=moment(-1),
    )  # fmt: skip


def test_the_unit_head_is_asked_to_certify_the_newest_report_where_the_round_asks_for_it(world):
    report_of(world.task(), world.cadre)
    assert acts(world.unit_head) == {}
    first = certifiable(world)
    assert acts(world.unit_head) == {"Xác nhận báo cáo của đơn vị": 1}
    report_of(first.task, world.cadre, n=-1)
    assert acts(world.unit_head) == {"Xác nhận báo cáo của đơn vị": 1}
    newest = first.task.reports.latest("submitted_at")
    newest.certified_by, newest.certified_at = world.unit_head, moment(0)
    newest.save()
    assert acts(world.unit_head) == {}
    # Signed already, or about to be sent anew.
    certifiable(world, by=world.officer, paper_no="12-BC/ĐU", paper_received_on=days(-4))
    certifiable(world, note="more", note_text="Thiếu biểu")
    assert acts(world.unit_head) == {}
    # Nobody's own; and where nobody else could, it waits for nobody.
    report_of(world.task(assignee=world.unit_head, round=first.task.round), world.unit_head)
    assert acts(world.unit_head) == {}
    assert [
        line for line in waiting.stuck(world.officer, on=days(0)) if line.queue.code == "xac-nhan-don-vi"
    ] == []


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
