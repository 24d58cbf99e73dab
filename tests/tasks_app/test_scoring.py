"""The council of a round: its members and criteria as data, who scores what, and who sees which sheet."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import issuing, scoring
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.scoring import Measure
from tasks_app.models import CouncilMember, Criterion, Evidence, Paper, ScoreSheet, Task
from tasks_app.permissions import visible_documents, visible_papers, visible_tasks
from tasks_app.printing import making
from tasks_app.statistics.scores import spread, total
from tests.factories import NOW, TODAY, appoint, make_cadre, make_task, make_unit, make_user
from tests.tasks_app.documents.reading import text_of

Role, S, Part = Office.Role, Task.Status, CouncilMember.Role
CRITERIA = [Measure("Kết quả", Decimal(10), Decimal(60)), Measure("Tính mới", Decimal(5), Decimal(40))]


# ---- arithmetic ------------------------------------------------------------------------------------------------------


def test_a_total_is_the_weighted_share_of_the_points_on_a_scale_of_100():
    assert total([(Decimal(8), Decimal(10), Decimal(60)), (Decimal(5), Decimal(5), Decimal(40))]) == Decimal(
        "88.00"
    )
    assert total([(Decimal(1), Decimal(3), Decimal(100))]) == Decimal("33.33")


def test_mean_and_spread_of_the_sheets():
    found = spread([Decimal(90), Decimal(80), Decimal(70)])
    assert (found.n, found.mean, found.low, found.high, found.deviation) == (3, 80, 70, 90, Decimal("8.16"))
    assert spread([]) is None


# ---- the council -----------------------------------------------------------------------------------------------------


@pytest.fixture
def giver(db):
    return make_unit("Huyện ủy Yên Sơn", short_code="YS")


@pytest.fixture
def owner(db):
    return make_user(name="Lý Văn Chủ")


@pytest.fixture
def task(giver, owner):
    return make_task(
        giver=giver, assignee=owner, status=S.AWAITING_CONCLUSION, asked_conclusion_on=date(2026, 5, 20)
    )


@pytest.fixture
def council(task, officer, owner):
    """A chair, a secretary, a member on paper only, and the task's own cadre; criteria of 60 and 40 %."""
    made = scoring.name_council(task.round, name="Hội đồng đánh giá", by=officer, at=NOW)
    made.chair, made.secretary = make_user(name="Ma Thị Chủ tịch"), make_user(name="Vi Văn Thư ký")
    made.on_paper = make_cadre("Nông Văn Giấy")
    for cadre, role in (
        (made.chair.cadre, Part.CHAIR), (made.secretary.cadre, Part.SECRETARY), (made.on_paper, Part.MEMBER),
        (owner.cadre, Part.MEMBER),
    ):  # fmt: skip
        scoring.seat(made, cadre, role, by=officer, at=NOW)
    made.criteria = scoring.adopt_criteria(task.round, CRITERIA, by=officer, at=NOW)
    return made


def seat_of(council, cadre):
    return council.members.get(cadre=cadre)


def points(task, *given):
    rows = scoring.current_criteria(task.round).in_order
    return {row.pk: Decimal(value) for row, value in zip(rows, given, strict=True)}


def give(task, council, user, *given, **more):
    task.refresh_from_db()
    seat = more.pop("seat", None) or seat_of(council, user.cadre)
    return scoring.score(task, seat, points(task, *given), scored_on=TODAY, by=user, at=NOW, **more)


def at(view, *args):
    return reverse(f"tasks:{view}", args=args)


def scan():
    return SimpleUploadedFile("phieu.txt", "Phiếu điểm đã ký".encode(), "text/plain")


def test_an_officer_sets_up_the_council_and_its_criteria_on_two_pages(client, task, officer, giver):
    member = make_user(name="Triệu Thị Hoa")
    appoint(member.cadre, "Trưởng ban Tổ chức", giver)
    client.force_login(officer)
    page = at("council_page", task.round_id)
    assert client.post(page, {"lam": "ten", "name": "", "decision_no": ""}).status_code == 422
    assert (
        client.post(page, {"lam": "ten", "name": "Hội đồng Huyện ủy", "decision_no": "45-QĐ/HU"}).status_code
        == 302
    )
    assert (
        client.post(page, {"lam": "thanh-vien", "lead": "Triệu Thị Hoa", "role": "chair"}).status_code == 302
    )
    again = client.post(page, {"lam": "thanh-vien", "lead": "Triệu Thị Hoa", "role": "chair"})
    assert again.status_code == 422 and "đã là thành viên" in again.content.decode()

    criteria = at("criteria_page", task.round_id)
    rows = {"ten_0": "Kết quả", "toi_da_0": "10", "trong_so_0": "60", "ten_1": "Tính mới", "toi_da_1": "5"}
    refused = client.post(criteria, rows | {"trong_so_1": "30"})
    assert refused.status_code == 422 and "hiện là 90" in refused.content.decode()
    assert client.post(criteria, rows | {"trong_so_1": "40"}).status_code == 302
    assert client.post(criteria, rows | {"trong_so_1": "40"}).status_code == 422
    shown = client.get(page).content.decode()
    assert "Triệu Thị Hoa" in shown and "Chủ tịch hội đồng" in shown and "Tính mới" in shown

    seat = CouncilMember.objects.get()
    assert client.post(page, {"lam": "thoi", "thanh-vien": seat.pk}).status_code == 302
    assert "Đã thôi tham gia" in client.get(page).content.decode()


def test_other_committees_know_nothing_of_the_council(client, task, council):
    client.force_login(make_user(role=Role.OFFICER))
    for view in ("council_page", "criteria_page", "close_round"):
        assert client.get(at(view, task.round_id)).status_code == 404
        assert client.post(at(view, task.round_id), {"lam": "ten", "name": "x"}).status_code == 404
    with pytest.raises(NotPossible):
        scoring.name_council(task.round, name="x", by=make_user(role=Role.LEADER, unit=task.giver), at=NOW)


def test_new_criteria_are_a_new_version_and_old_sheets_keep_theirs(task, council, officer):
    sheet = give(task, council, council.chair, 8, 5)
    newer = scoring.adopt_criteria(
        task.round, [Measure("Kết quả", Decimal(100), Decimal(100))], by=officer, at=NOW
    )
    assert (sheet.criteria.number, newer.number, sheet.total) == (1, 2, Decimal("88.00"))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Criterion.objects.update(weight=1)


# ---- sheets ----------------------------------------------------------------------------------------------------------


def test_a_member_sees_the_waiting_tasks_of_his_round_and_scores_them_but_not_his_own(
    client, task, council, owner, giver
):
    make_task(giver=giver, round=task.round, title="Đang chạy")
    assert set(visible_tasks(council.chair)) == {task}
    client.force_login(council.chair)
    assert task.title in client.get(at("score_queue")).content.decode()
    rows = scoring.current_criteria(task.round).in_order
    data = {"version": 1, f"diem_{rows[0].pk}": "11", f"diem_{rows[1].pk}": "4,5", "scored_on": day()}
    refused = client.post(at("score_task", task.ref), data)
    assert refused.status_code == 422 and "không quá 10" in refused.content.decode()
    assert 'value="4,5"' in refused.content.decode()
    assert client.post(at("score_task", task.ref), data | {f"diem_{rows[0].pk}": "8"}).status_code == 302
    assert ScoreSheet.objects.get().total == Decimal("84.00")
    assert not ScoreSheet.objects.get().from_paper

    client.force_login(owner)
    assert client.get(at("score_task", task.ref)).status_code == 404
    with pytest.raises(NotPossible, match="chính mình"):
        give(task, council, owner, 10, 5)


def day():
    return f"{timezone.localdate():%d/%m/%Y}"


def test_the_secretary_enters_a_signed_sheet_marked_and_with_its_scan(client, task, council, owner):
    seat = seat_of(council, council.on_paper)
    rows = scoring.current_criteria(task.round).in_order
    data = {"version": 1, f"diem_{rows[0].pk}": "7", f"diem_{rows[1].pk}": "3", "scored_on": day()}
    url = at("enter_sheet", task.ref, seat.pk)
    client.force_login(council.chair)
    assert client.get(url).status_code == 404
    client.force_login(council.secretary)
    bare = client.post(url, data)
    assert bare.status_code == 422 and "bản chụp phiếu điểm" in bare.content.decode()
    assert client.post(url, data | {"tep": scan()}).status_code == 302
    sheet = ScoreSheet.objects.get()
    assert (sheet.from_paper, sheet.member, sheet.by) == (True, seat, council.secretary)
    assert "đã ký của đ/c Nông Văn Giấy" in task.events.get().act

    file = Evidence.objects.get(score_sheet=sheet)
    reads = {}
    for name, user in (("chair", council.chair), ("owner", owner), ("stranger", make_user())):
        client.force_login(user)
        answer = client.get(at("evidence_file", file.uuid))
        reads[name] = answer.status_code
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert reads == {"chair": 200, "owner": 404, "stranger": 404}
    assert client.get(at("enter_sheet", task.ref, seat_of(council, owner.cadre).pk)).status_code == 404


def test_nobody_is_led_by_what_others_gave_and_the_cadre_sees_no_single_sheet(
    client, task, council, owner, officer
):
    give(task, council, council.chair, 8, 5)
    pages = {}
    for name, user in (
        ("secretary", council.secretary),
        ("officer", officer),
        ("owner", owner),
        ("chair", council.chair),
    ):
        client.force_login(user)
        pages[name] = client.get(at("task_page", task.ref)).content.decode()
    assert "88" in pages["officer"] and "Trung bình" in pages["officer"]
    assert "Trung bình" in pages["chair"]
    assert "Trung bình" not in pages["secretary"] and "sau khi đồng chí gửi phiếu" in pages["secretary"]
    assert "Trung bình" not in pages["owner"] and "Ma Thị Chủ tịch</th>" not in pages["owner"]


def test_a_newer_sheet_replaces_the_older_which_stays_and_a_new_asking_voids_all(task, council):
    give(task, council, council.chair, 8, 5)
    give(task, council, council.chair, 9, 5)
    assert ScoreSheet.objects.count() == 2
    assert ScoreSheet.objects.get(replaced_at=None).total == Decimal("94.00")
    scoring.void_sheets(task, at=NOW)
    assert not ScoreSheet.objects.filter(replaced_at=None).exists()


@pytest.mark.parametrize("who", ["outsider", "former", "not waiting", "another's seat"])
def test_what_is_not_his_to_score_is_refused(task, council, officer, who):
    user, seat = council.chair, None
    if who == "outsider":
        user, seat = make_user(), seat_of(council, council.on_paper)
    elif who == "former":
        scoring.unseat(seat_of(council, user.cadre), by=officer, at=NOW)
    elif who == "not waiting":
        Task.objects.filter(pk=task.pk).update(status=S.IN_FORCE)
    else:
        seat = seat_of(council, council.on_paper)
    with pytest.raises(NotPossible):
        give(task, council, user, 8, 5, seat=seat, scan=scan())
    assert not ScoreSheet.objects.exists()


# ---- its papers ------------------------------------------------------------------------------------------------------


def printed(client, user, task, code, **data):
    client.force_login(user)
    answer = client.post(at("task_paper", task.ref, code), data)
    return text_of(b"".join(answer)) if answer.status_code == 200 else answer.status_code


def test_a_blank_sheet_has_the_rounds_criteria_and_room_for_points(client, task, council, officer):
    for who in (officer, council.chair):
        text = printed(client, who, task, "phieu-cham")
        assert "PHIẾU CHẤM" in text and "HỘI ĐỒNG ĐÁNH GIÁ" in text and "Thành viên chấm: ……" in text
        assert "Tính mới" in text and "Điểm chấm" in text and "88" not in text


def test_a_given_sheet_and_the_minutes_print_what_each_member_gave(client, task, council, officer):
    chair = give(task, council, council.chair, "8", "5", comment="Cách làm mới")
    give(task, council, council.secretary, "9", "4", seat=seat_of(council, council.on_paper), scan=scan())
    sheet = printed(client, officer, task, "phieu-cham", **{"ban-ghi": chair.pk})
    assert "Ma Thị Chủ tịch" in sheet and "88" in sheet and "48" in sheet and "Cách làm mới" in sheet
    text = printed(client, officer, task, "bien-ban-hoi-dong")
    assert "BIÊN BẢN" in text and "2/3" in text and "87" in text and "Nhập theo phiếu đã ký" in text
    assert "Không chấm việc của mình" in text and "Chưa có phiếu" in text
    assert text.rstrip().endswith("Ma Thị Chủ tịch") and "Vi Văn Thư ký" in text
    paper = Paper.objects.get(kind="bien-ban-hoi-dong")
    council.chair.cadre.full_name = "Tên Khác"
    council.chair.cadre.save()
    assert "Ma Thị Chủ tịch" in text_of(making.document_of(paper)), "a reprint has the names of then"


def test_the_whole_round_has_one_minutes_and_blank_sheets_for_all_that_waits(client, task, council, officer):
    other = make_task(
        giver=task.giver,
        round=task.round,
        status=S.AWAITING_CONCLUSION,
        asked_conclusion_on=date(2026, 5, 20),
    )
    client.force_login(officer)
    page = client.get(at("council_page", task.round_id)).content.decode()
    assert "Phiếu chấm để trống" in page and "Biên bản hội đồng" not in page
    for each in (task, other):
        give(each, council, council.chair, "8", "5")
    assert "Biên bản hội đồng" in client.get(at("council_page", task.round_id)).content.decode()
    answer = client.post(at("council_paper", task.round_id, "bien-ban-hoi-dong"))
    text = text_of(b"".join(answer))
    assert (
        "2 việc" in text
        and task.code in text
        and other.code in text
        and "Điểm của từng thành viên" not in text
    )
    asked = client.get(
        f"{at('papers_of_many')}?dot={task.round_id}&cho=ket-luan&van-ban=phieu-cham"
    ).content.decode()
    assert "Soạn văn bản cho 2 việc" in asked and '<option value="phieu-cham" selected>' in asked


def test_no_paper_tells_single_scores_to_whom_they_are_closed(client, task, council, officer, owner):
    sheet = give(task, council, council.chair, "8", "5")
    assert printed(client, owner, task, "phieu-cham", **{"ban-ghi": sheet.pk}) == 404
    assert printed(client, owner, task, "bien-ban-hoi-dong") == 404
    # Nobody is led by what others gave: the secretary has not scored yet.
    assert printed(client, council.secretary, task, "bien-ban-hoi-dong") == 404
    assert "BIÊN BẢN" in printed(client, officer, task, "bien-ban-hoi-dong")
    made = Paper.objects.get(kind="bien-ban-hoi-dong")
    Office.objects.create(user=owner, role=Role.OFFICER, unit=task.giver, starts_on=date(2026, 1, 1))
    assert made in visible_papers(officer) and made not in visible_papers(owner)
    entry = issuing.record_number(made, number="3", symbol="BB/HĐ", issued_on=TODAY, on=TODAY)
    assert entry in visible_documents(officer) and entry not in visible_documents(council.secretary)
