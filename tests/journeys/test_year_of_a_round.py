"""A year of a round: twelve cadres, from the day it is opened to the day it is closed, and what an auditor finds afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cadres.offices import standing
from tasks_app.models import (
    BulkAct,
    Direction,
    Document,
    FollowUp,
    Inspection,
    Mark,
    Notice,
    Objection,
    PeriodClosing,
    ProgressReport,
    Round,
    Task,
    TaskEvent,
    Urge,
)
from tasks_app.statistics.counting import count
from tasks_app.statistics.nodes import node_of
from tasks_app.statistics.periods import of_year
from tasks_app.statistics.rounds import MISSING, REGISTERED, RETURNED, people_of
from tests.factories import appoint, make_unit, make_user
from tests.journeys.days import Days, kinds_of
from tests.tasks_app.ordering_desk import make_desk, make_groups, order_data

pytestmark = pytest.mark.django_db
S = Task.Status
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAMES = (
    "Ma Văn Đoàn", "Nông Thị Bích", "Hoàng Văn Cao", "Lục Văn Dân", "Triệu Thị Én", "Bàn Văn Giang",
    "Hà Thị Hiền", "Chẩu Văn Khải", "Quan Thị Liên", "Phùng Văn Minh", "Vi Thị Nga", "Đặng Văn Oanh",
)  # fmt: skip
DIRECTORS, SECRETARIES = range(6), range(6, 12)
RETURNS, SURVIVES, IS_MERGED, IS_LATE, EXTENDS, IS_INSPECTED, PARTLY, PROPOSES, NEEDS_URGING = (
    2,
    3,
    4,
    5,
    6,
    7,
    9,
    1,
    11,
)
DUE_ON = date(2026, 11, 30)


class Year(Days):
    """The committee with its desk, and twelve cadres by number with their tasks."""

    def __init__(self, monkeypatch, **options):
        super().__init__(monkeypatch, 5, 1, **options)
        self.desk = desk = make_desk(opened=False)
        make_groups(desk.giver)
        appoint(desk.leader.cadre, "Ủy viên Ban Thường vụ", desk.giver)
        self.cadres, self.posts, self.tasks = [], [], {}
        for n, name in enumerate(NAMES):
            unit = make_unit(f"{'Sở' if n in DIRECTORS else 'Đảng ủy xã'} số {n}", parent=desk.giver)
            user = make_user(name=name)
            title = "Giám đốc sở" if n in DIRECTORS else "Bí thư"
            self.posts.append(appoint(user.cadre, title, unit, managed_by=desk.giver))
            self.cadres.append(user)

    def act(self, who, url, typed=(), **options):
        """`who`: a cadre's number, or a name at the desk."""
        user = self.cadres[who] if isinstance(who, int) else getattr(self.desk, who)
        return super().act(user, url, typed, **options)

    def at(self, view, n, *more):
        return reverse(f"tasks:{view}", args=[self.task(n).ref, *more])

    def many(self, verb, *numbers):
        wanted = "&".join(f"viec={self.task(n).public_id}" for n in numbers)
        return f"{reverse('tasks:act_on_many', args=[verb])}?{wanted}"

    def task(self, n):
        self.tasks[n].refresh_from_db()
        return self.tasks[n]

    def paper(self, number, symbol="QĐ/TU"):
        return {"number": str(number), "symbol": symbol, "issued_on": self.today}

    def states(self):
        """Of those who must register."""
        return {self.number(p.cadre): p.state for p in people_of(self.round, on=self.on) if p.basis}

    def number(self, cadre):
        return next(n for n, user in enumerate(self.cadres) if user.cadre == cadre)


@pytest.fixture
def year(monkeypatch):
    return Year(monkeypatch)


def test_a_year_of_a_round_with_twelve_cadres(year):
    tell(year)


def tell(year):
    """The whole of it; by which hands is the year's affair."""
    opened(year)
    registered(year)
    considered(year)
    decided(year)
    committed(year)
    reported(year)
    extended(year)
    inspected_and_directed(year)
    concluded(year)
    closed(year)
    audited(year)


def opened(year):
    """5 January: a round of the year, in which heads of sở and bí thư must register."""
    positions = sorted({post.position_id for post in year.posts})
    typed = {
        "name": "Đợt giao việc năm 2026",
        "year_from": "2026",
        "year_to": "2026",
        "must_register": positions,
        "registration_from": "05/01/2026",
    }
    year.act("officer", reverse("tasks:new_round"), typed, containing="slow_points")
    year.round = year.desk.round = Round.objects.get()
    assert set(year.states().values()) == {MISSING} and len(year.states()) == 12


def registered(year):
    """Eight send theirs, one has it back and mends it, the desk reminds the four who have sent nothing."""
    year.go(8, 1)
    for n in range(8):
        title = f"Hoàn thành việc số {n}, xóa nhà tạm cho hộ nghèo vùng {'ABCDEFGH'[n]}"
        if n in (SURVIVES, IS_MERGED):
            title = f"Giải phóng mặt bằng đường cao tốc qua huyện Yên Sơn, đoạn {n}"
        row = {"name": "Hộ hoàn thành", "measure_unit": "hộ", "target": "100"}
        typed = order_data(
            year.desk,
            rows=[row],
            title=title,
            due_on=f"{DUE_ON:%d/%m/%Y}",
            lam=None,
            lead=None,
            origin=None,
            collective=None,
            report_rhythm="3",
        )
        year.act(n, reverse("tasks:register_task"), typed, button=("lam", "trinh"), containing="title")
        year.tasks[n] = Task.objects.get(title=title)
        assert year.task(n).status == S.SUBMITTED
    year.go(12, 1)
    year.act("officer", year.at("move_task", RETURNS, "return"), {"reason": "Nêu rõ sản phẩm"})
    assert year.states()[RETURNS] == RETURNED
    year.go(14, 1)
    year.act(
        RETURNS,
        year.at("edit_task", RETURNS),
        {"product": "Biên bản nghiệm thu từng nhà"},
        button=("lam", "trinh"),
        containing="title",
    )
    year.go(20, 1)
    year.act("officer", reverse("tasks:urge_registrations", args=[year.round.pk]), containing="text")
    states = year.states()
    assert {n for n, state in states.items() if state == MISSING} == {8, 9, 10, 11}
    assert {n for n, state in states.items() if state == REGISTERED} == set(range(8))


def considered(year):
    """Two are one thing, one target is raised, four bí thư get an order of which each has his own."""
    year.go(3, 2)
    keeps, goes = year.task(SURVIVES), year.task(IS_MERGED)
    merging = f"{reverse('tasks:merge_tasks')}?viec={keeps.public_id}&viec={goes.public_id}"
    typed = {"survivor": keeps.pk, "figures": [], "reason": "Cùng một dự án"}
    year.act("officer", merging, typed, containing="survivor")
    assert (year.task(IS_MERGED).status, year.task(IS_MERGED).merged_into) == (S.MERGED, keeps)
    whole = f"{reverse('tasks:act_on_many', args=['pass'])}?ca=1&dot={year.round.pk}&muc=cho-kiem-tra"
    assert "7 việc đã thực hiện" in year.act("officer", whole, containing="rows")
    raised = {"ct-0-target": "120", "reason": "Nâng cho sát khả năng"}
    year.act("officer", year.at("adjust_task", 0), raised, button=("lam", "trinh"), containing="reason")

    year.go(10, 2)
    title, due_on = "Xóa nhà tạm cho hộ nghèo", f"{DUE_ON:%d/%m/%Y}"
    typed = order_data(
        year.desk,
        title=title,
        lead=NAMES[8],
        rows=[{"name": "Nhà", "measure_unit": "nhà", "target": "100"}],
        due_on=due_on,
        lam=None,
        report_rhythm="3",
    )
    year.act("leader", reverse("tasks:order_task"), typed, button=("lam", "nhieu"), containing="title")
    order = year.tasks[8] = Task.objects.get(title=title)
    post, row = year.posts[8], order.indicators.get()
    bi_thu = f"{post.position_id}-{post.unit.kind_id}"
    first = [({"position": bi_thu}, ("them-chuc-danh", "1"))]
    # Two of them have registered tasks of their own.
    first += [({}, ("bo", f"dong:{year.posts[n].pk}")) for n in (6, 7)]
    copies = {}
    for n in range(9, 12):
        post = year.posts[n].pk
        copies |= {f"title-{post}": f"{title} tại xã số {n}", f"target-{post}-{row.pk}": "100"}
    answer = year.act("leader", year.at("copy_order", 8), copies, first=first, button=("lam", "trinh"))
    assert "Đã đưa 4 việc vào danh mục trình" in answer
    for task in Task.objects.filter(origin="ordered"):
        year.tasks[year.number(task.assignments.get().cadre)] = task
    assert set(year.tasks) == set(range(12))

    year.go(18, 2)
    assert year.waits(year.desk.appraiser, "tham-dinh") == 7
    agreed = year.act("appraiser", year.many("list", 0, 1, 2, 3, 5, 6, 7), containing="rows")
    assert "7 việc đã thực hiện" in agreed
    assert Task.objects.filter(status=S.AWAITING_DECISION).count() == 11


def decided(year):
    """20 March: one paper over eleven tasks, binding at once."""
    year.go(20, 3)
    address = f"{reverse('tasks:decide_tasks')}?cap-uy={year.desk.giver.pk}&dot={year.round.pk}"
    typed = {"number": "31", "issued_on": year.today, "summary": "Giao việc đột phá năm 2026"}
    page = year.act("officer", address, typed, containing="number")
    assert "11 việc đã thực hiện" in page
    document = Document.objects.get(number="31")
    given = Task.objects.filter(status=S.IN_FORCE)
    assert set(given.values_list("decision", "content_version", "decided_on")) == {
        (document.pk, 1, date(2026, 3, 20))
    }
    assert sorted(given.values_list("code", flat=True)) == [f"TU-2026-{n:03}" for n in range(1, 12)]
    assert BulkAct.objects.get(name="decide")
    for n, user in enumerate(year.cadres):
        # Whose registration became part of another one carries that task with its lead.
        carried = year.task(SURVIVES if n == IS_MERGED else n)
        told = Notice.objects.filter(recipient=user, kind="assigned")
        assert [notice.task_id for notice in told] == [carried.pk], n
        assert year.waits(user, "cam-ket") == 1, n


def committed(year):
    """Nine commit; one proposes a lower target and gets half of it, then commits to that; one has to be urged."""
    year.go(25, 3)
    year.act(IS_MERGED, year.at("commit_task", SURVIVES), {"solutions": "Phần đoạn tuyến số 4"})
    for n in (0, 2, 3, 5, 6, 7, 8, 9, 10):
        year.act(n, year.at("commit_task", n), {"solutions": "Vận động từng hộ"})
    row = year.task(PROPOSES).indicators.get()
    typed = {f"target_{row.pk}": "80", "cause": "objective", "reason": "Số hộ thực tế ít hơn"}
    year.act(PROPOSES, year.at("ask_change", PROPOSES, "dieu-chinh"), typed, containing="reason")
    assert year.task(PROPOSES).status == S.IN_FORCE
    year.go(30, 3)
    change = year.task(PROPOSES).changes.get()
    word = year.paper(35) | {"outcome": "partly", f"target_{row.pk}": "90", "reason": "Đã rà soát còn 90 hộ"}
    year.act("officer", year.at("decide_change", PROPOSES, change.pk), word, containing="number")
    row.refresh_from_db()
    assert (row.original_target, row.target, year.task(PROPOSES).content_version) == (100, 90, 2)
    year.act(PROPOSES, year.at("commit_task", PROPOSES), {"solutions": "Làm theo thôn"})

    year.go(10, 4)
    assert (
        Task.objects.with_mark(year.on).get(pk=year.tasks[NEEDS_URGING].pk).mark == Mark.AWAITING_COMMITMENT
    )
    year.act("officer", year.at("urge_task", NEEDS_URGING), containing="text")
    urge = Urge.objects.get()
    assert year.waits(year.cadres[NEEDS_URGING], "tra-loi-don-doc") == 1
    year.act(NEEDS_URGING, year.at("reply_urge", NEEDS_URGING, urge.pk), {"text": "Cam kết trong ngày"})
    year.act(NEEDS_URGING, year.at("commit_task", NEEDS_URGING), {"solutions": "Huy động đoàn thể"})
    assert year.waits(year.cadres[NEEDS_URGING], "tra-loi-don-doc") == 0
    assert not Task.objects.with_mark(year.on).filter(mark=Mark.AWAITING_COMMITMENT).exists()


def figure(year, n):
    return f"so_{year.task(n).indicators.get().pk}"


def reported(year):
    """Quarter II: four in time, one two weeks too late."""
    year.go(3, 7)
    for n in (0, EXTENDS, IS_INSPECTED, PARTLY):
        year.act(n, year.at("report_task", n), {figure(year, n): "50", "outlook": "on_track"})
    year.go(20, 7)
    year.act(IS_LATE, year.at("report_task", IS_LATE), {figure(year, IS_LATE): "45", "outlook": "on_track"})
    reports = {year.number(r.cadre): (r.is_late, str(r.period_ends_on)) for r in ProgressReport.objects.all()}
    assert reports == {n: (n == IS_LATE, "2026-06-30") for n in (0, IS_LATE, EXTENDS, IS_INSPECTED, PARTLY)}
    assert year.task(IS_LATE).progress == Decimal("0.45")


def extended(year):
    """Asked for four months, appraised, given three by a paper; the first deadline stays."""
    year.go(22, 7)
    typed = {"due_proposed": "31/03/2027", "cause": "objective", "reason": "Mưa lũ kéo dài"}
    year.act(EXTENDS, year.at("ask_change", EXTENDS, "gia-han"), typed, containing="reason")
    change = year.task(EXTENDS).changes.get()
    advice = {"advice": "partly", "text": "Ba tháng là đủ"}
    year.act("appraiser", year.at("give_opinion", EXTENDS, change.pk), advice, containing="text")
    year.go(29, 7)
    word = year.paper(72) | {"outcome": "partly", "due_approved": "28/02/2027", "reason": "Ba tháng là đủ"}
    year.act("officer", year.at("decide_change", EXTENDS, change.pk), word, containing="number")
    task = year.task(EXTENDS)
    assert (task.due_on, task.original_due_on, task.extension_count) == (date(2027, 2, 28), DUE_ON, 1)
    assert task.extension_days == 90


def inspected_and_directed(year):
    """A team finds less than was reported and asks for something; a leader's word is answered and closed."""
    year.go(18, 8)
    sent = year.paper(80) | {"starts_on": year.today, "lead": year.desk.leader.cadre.full_name}
    url = f"{reverse('tasks:new_mission')}?viec={year.task(IS_INSPECTED).ref}"
    year.act("officer", url, sent, containing="inspected-id")
    inspection = Inspection.objects.get()
    found = {
        figure(year, IS_INSPECTED): "42", "findings": "42 nhà xong, 8 nhà chưa có mái", "minutes_no": "02-BB/ĐKT",
        "kn-0-text": "Lợp mái 8 nhà", "kn-0-to": f"c{year.cadres[IS_INSPECTED].cadre.pk}", "kn-0-due_on": "15/09/2026",
    }  # fmt: skip
    year.act("officer", year.at("record_inspection", IS_INSPECTED, inspection.pk), found)
    row = year.task(IS_INSPECTED).indicators.get()
    assert (row.current, row.confirmed) == (50, 42)
    follow_up = FollowUp.objects.get()

    year.go(1, 9)
    year.act(
        "leader", year.at("direct_task", 0), {"text": "Ưu tiên hộ người có công", "due_on": "10/09/2026"}
    )
    direction = Direction.objects.get()
    year.go(5, 9)
    assert year.waits(year.cadres[0], "tra-loi-chi-dao") == 1
    year.act(0, year.at("answer_direction", 0, direction.pk), {"text": "Đã xong 12 hộ người có công"})
    year.act(
        IS_INSPECTED, year.at("report_follow_up", IS_INSPECTED, follow_up.pk), {"text": "Đã lợp đủ 8 nhà"}
    )
    year.go(8, 9)
    year.act("leader", year.at("follow_direction", 0, direction.pk), {"word": "close"}, containing="text")
    closing = {"closed_on": year.today, "note": "Đã xem tại chỗ"}
    year.act(
        "officer", year.at("close_follow_up", IS_INSPECTED, follow_up.pk), closing, containing="closed_on"
    )
    end = reverse("tasks:close_mission", args=[inspection.mission_id])
    year.act("officer", end, {"closed_on": year.today})


# What is concluded in part was not completed; what was extended has not moved since July.
EXPECTED_MARKS = {"done_early": 9, "not_done": 1, "slow": 1}
RESULTS = {9: "60", 7: "130", 0: "120", 1: "90", 2: "100", 3: "100", 5: "100", 8: "100", 10: "100", 11: "100"}


def concluded(year):
    """Ten ask with their final figures; one paper over all ten, as the figures propose; one sees it otherwise and is answered."""
    year.go(25, 11)
    for n, final in RESULTS.items():
        paper = SimpleUploadedFile(f"Biên bản {n}.pdf", PDF, content_type="application/pdf")
        said = "partly" if n == PARTLY else "exceeded" if n == IS_INSPECTED else "met"
        typed = {
            figure(year, n): final,
            "finished_on": year.today,
            "self_result": said,
            "self_text": "Đủ hồ sơ",
        }
        year.act(n, year.at("ask_conclusion", n), typed, files={"tep": paper})
    assert year.waits(year.desk.officer, "ket-luan") == 10
    # What a team found in August stands until somebody looks at the final figure.
    check = {
        "way": "on_site",
        "place": "Xã số 7",
        "findings": "130 nhà xong",
        figure(year, IS_INSPECTED): "130",
    }
    year.act("officer", year.at("check_result", IS_INSPECTED), check)
    year.go(1, 12)
    chosen = {"viec": [year.task(n).pk for n in RESULTS]} | year.paper(140, "TB/TU")
    year.act(
        "officer",
        f"{reverse('tasks:conclude_tasks')}?cap-uy={year.desk.giver.pk}",
        chosen,
        containing="number",
    )
    assert {n: year.task(n).result for n in RESULTS} == {
        n: {PARTLY: "partly", IS_INSPECTED: "exceeded"}.get(n, "met") for n in RESULTS
    }
    year.go(4, 12)
    conclusion = year.task(PARTLY).conclusions.get()
    year.act(PARTLY, year.at("object_to_conclusion", PARTLY, conclusion.pk), {"text": "40 nhà do thiếu đất"})
    objection = Objection.objects.get()
    assert year.waits(year.desk.officer, "tra-loi-y-kien-ket-luan") == 1
    kept = {"outcome": "kept", "answer": "Đã trừ hộ thiếu đất từ khi giao"}
    year.act("officer", year.at("answer_objection", PARTLY, objection.pk), kept, containing="answer")


def closed(year):
    """After the days to object the year is published; what was extended goes on."""
    year.go(18, 12)
    typed = year.paper(150, "TB/TU") | {"year": "2026"}
    year.act("officer", reverse("tasks:close_round", args=[year.round.pk]), typed, containing="year")
    assert (PeriodClosing.objects.get().task_count, PeriodClosing.objects.get().year) == (10, 2026)
    assert {year.task(n).status for n in RESULTS} == {S.CLOSED}
    assert year.task(EXTENDS).status == S.IN_FORCE


def audited(year):
    """What stays on record: the acts in order, the versions, the first deadlines and targets, the papers, the figures."""
    kinds = {n: kinds_of(task) for n, task in year.tasks.items()}
    begins, listed = ["created", "submit"], ["pass", "appraised", "list", "decide"]
    ends = ["reported", "ask_conclusion", "conclude", "close"]
    assert kinds[0] == [
        *begins, "pass", "adjusted", *listed[1:], "committed", "reported", "directed", "answered", "direction_closed", *ends,
    ]  # fmt: skip
    assert kinds[PROPOSES] == [*begins, *listed, "change_asked", "change_decided", "committed", *ends]
    assert kinds[RETURNS] == [*begins, "return", "edited", "submit", *listed, "committed", *ends]
    assert kinds[SURVIVES] == [*begins, "absorbed", *listed, "committed", "committed", *ends]
    assert kinds[IS_MERGED] == [*begins, "merge"]
    assert kinds[EXTENDS] == [
        *begins,
        *listed,
        "committed",
        "reported",
        "change_asked",
        "appraised",
        "change_decided",
    ]
    assert kinds[IS_INSPECTED] == [
        *begins, *listed, "committed", "reported", "inspection_planned", "inspected", "followed_up", "followed_up",
        *ends[:2], "checked", *ends[2:],
    ]  # fmt: skip
    assert kinds[PARTLY] == [
        "created", "order", "decide", "committed", "reported", *ends[:3], "objected", "objection_answered", "close",
    ]  # fmt: skip
    assert kinds[NEEDS_URGING] == ["created", "order", "decide", "urged", "replied", "committed", *ends]
    assert not TaskEvent.objects.filter(by=None).exists()

    # Versions and first values.
    targets = {c.number: c.content["indicators"][0]["target"] for c in year.task(PROPOSES).contents.all()}
    assert targets == {1: "100", 2: "90"}
    assert {n: year.task(n).contents.count() for n in (0, EXTENDS, PARTLY)} == {0: 1, EXTENDS: 2, PARTLY: 1}
    first = {n: year.task(n).indicators.get().original_target for n in (0, PROPOSES)}
    assert first == {0: None, PROPOSES: 100}  # kept from the first change on
    assert set(
        Task.objects.exclude(pk=year.tasks[IS_MERGED].pk).values_list("original_due_on", flat=True)
    ) == {DUE_ON}
    numbers = ("31", "35", "72", "80", "140", "150")
    assert set(Document.objects.values_list("number", flat=True)) == set(numbers)
    rested = {"31": 11, "35": 1, "72": 1, "140": 10, "150": 10}
    for number, acts in rested.items():
        assert TaskEvent.objects.filter(document__number=number).values("task").distinct().count() == acts, (
            number
        )
    result = year.task(IS_INSPECTED).conclusions.get().results.get()
    assert (result.reported, result.confirmed) == (130, 130)
    assert Objection.objects.get().outcome == "kept"

    # Figures: eleven tasks, twelve people, by hand from what was done.
    counted = count(
        node_of(standing(year.desk.leader), year.desk.giver), of_year(2026), at=timezone.localtime()
    )
    assert counted.whole.tasks == 11
    assert {mark: n for mark, n in counted.whole.counts.items() if n} == EXPECTED_MARKS
    page = year.client(year.desk.leader).get(reverse("tasks:unit_overview", args=[year.desk.giver.pk])).text
    assert "12 đồng chí" in page

    # Who was told of what was decided about him.
    def told(n, kind):
        return Notice.objects.filter(recipient=year.cadres[n], kind=kind).count()

    assert told(EXTENDS, "changed") and told(PROPOSES, "changed") and not told(RETURNS, "changed")

    # Nothing waits for anybody but on the task that goes on; who has no part in it sees nothing at all.
    for user in (*year.cadres, year.desk.officer, year.desk.leader, year.desk.appraiser):
        assert year.tasks_waiting(user) <= {year.tasks[EXTENDS].pk}, user
    for n in (0, PROPOSES, EXTENDS, IS_INSPECTED, PARTLY):
        for view in ("task_page", "task_history"):
            assert year.client(year.desk.officer).get(year.at(view, n)).status_code == 200
    assert year.client(year.desk.stranger).get(year.at("task_page", 0)).status_code == 404
