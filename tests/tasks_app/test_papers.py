"""One click from an act gives its paper with the data of then; its signed number comes back; strangers get nothing."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse

from cadres.audit import sign_transaction
from cadres.models import Office
from tasks_app import permissions as may
from tasks_app.actions import issuing, papers
from tasks_app.actions.refusals import NotPossible
from tasks_app.documents.kinds import KINDS
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Document,
    DocumentScan,
    Handover,
    IndicatorResult,
    Paper,
    Task,
)
from tasks_app.printing import collecting, issuers, making, offers
from tasks_app.printing.lines import with_records
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_cadre,
    make_document,
    make_follow_up,
    make_inspection,
    make_kind,
    make_mission,
    make_round,
    make_task,
    make_unit,
    make_user,
)
from tests.tasks_app.documents.reading import text_of

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def province():
    return make_unit(
        "Tỉnh ủy Tuyên Quang", kind=make_kind("tinh-uy", level=1, name="Tỉnh ủy"), short_code="TU"
    )


@pytest.fixture
def commune(province):
    return make_unit("Đảng ủy xã Mỹ Bằng", parent=province)


@pytest.fixture
def officer(province):
    user = make_user(role=Role.OFFICER, unit=province, name="Lê Thị Phương")
    sign_transaction(user)
    return user


@pytest.fixture
def task(province, commune, officer):
    me = make_user(name="Nguyễn Văn Bình")
    appoint(me.cadre, "Bí thư", commune, managed_by=province)
    made = make_task(
        giver=province, unit=commune, assignee=me, round=make_round(province, name="Năm 2026", base_document="Quy định số 30-QĐ/TU"),
        title="Bàn giao 6 khu tái định cư", product="6 khu được bàn giao", giver_name="Ban Thường vụ Tỉnh ủy Tuyên Quang",
        origin=Task.Origin.REGISTERED, committed_on=date(2026, 2, 1),
    )  # fmt: skip
    made.assignments.update(title="Bí thư Đảng ủy xã Mỹ Bằng")
    return made


def post(client, user, task, code, **data):
    client.force_login(user)
    return client.post(reverse("tasks:task_paper", args=[task.ref, code]), data)


def records_of(task, by):
    """One record of each kind that has a paper of its own: {code: pk}."""
    document = make_document(task.giver, number="88", issued_on=date(2026, 5, 1))
    change = ChangeRequest.objects.create(
        task=task, kind="extension", reason="Mưa lũ kéo dài", cause="objective", due_before=task.due_on, due_proposed=date(2027, 3, 1),
        requested_by=by, requested_at=NOW, opinion="Đồng ý",
    )  # fmt: skip
    inspection = make_inspection(
        task, mission=make_mission(task.giver, by=by, starts_on=date(2026, 5, 5), name="Đoàn kiểm tra số 2"),
        inspected_on=date(2026, 5, 5), findings="Đã xong 4 khu", by=by,
    )  # fmt: skip
    make_follow_up(inspection, due_on=date(2026, 7, 1))
    conclusion = Conclusion.objects.create(
        task=task, result="met", completed=True, on_time=True, quality_met=True, exceeded=False, finished_on=date(2026, 5, 20),
        comment="Làm tốt", document=document, concluded_on=date(2026, 5, 25), by=by, at=NOW,
    )  # fmt: skip
    IndicatorResult.objects.create(
        conclusion=conclusion, indicator=task.indicators.get(), reported=101, confirmed=100, result="met"
    )
    handover = Handover.objects.create(
        task=task, from_assignment=task.assignments.get(), to_cadre=make_cadre("Lý Thị Hoa"), handed_over_on=date(2026, 5, 6),
        state_note="Còn 2 khu", document=document, by=by, at=NOW,
    )  # fmt: skip
    return {
        "to-trinh-thay-doi": change.pk, "quyet-dinh-thay-doi": change.pk, "bien-ban-kiem-tra": inspection.pk,
        "thong-bao-ket-luan": conclusion.pk, "bien-ban-ban-giao": handover.pk,
    }  # fmt: skip


SAYS = {
    "phieu-dang-ky": ["PHIẾU ĐĂNG KÝ", "ĐẢNG ỦY XÃ MỸ BẰNG"],
    "to-trinh-giao-viec": ["TỜ TRÌNH", "BAN TỔ CHỨC", "TTr/BTCTU", "DANH MỤC"],
    "quyet-dinh-giao-viec": ["QUYẾT ĐỊNH", "TỈNH ỦY TUYÊN QUANG", "-QĐ/TU", "T/M BAN THƯỜNG VỤ", "Căn cứ Quy định số 30-QĐ/TU", "PHỤ LỤC"],
    "thong-bao-giao-viec": ["THÔNG BÁO", "-TB/TU"],
    "ban-cam-ket": ["BẢN CAM KẾT", "NGƯỜI CAM KẾT", "Đào tạo cán bộ"],
    "bao-cao-can-bo": ["BÁO CÁO", "NGƯỜI BÁO CÁO"],
    "cong-van-don-doc": ["-CV/BTCTU", "V/v đôn đốc", "DANH SÁCH"],
    "to-trinh-thay-doi": ["gia hạn", "Mưa lũ kéo dài", "nguyên nhân khách quan", "01/03/2027"],
    "quyet-dinh-thay-doi": ["Điều 1.", "Đồng ý gia hạn", "01/03/2027"],
    "bien-ban-kiem-tra": ["BIÊN BẢN", "Đoàn kiểm tra số 2", "Đã xong 4 khu", "01/07/2026"],
    "thong-bao-ket-luan": ["Số 88-TB/TU", "3. Kết luận: Đạt", "Không vượt yêu cầu".lower(), "101", "Làm tốt"],
    "bien-ban-ban-giao": ["BIÊN BẢN", "Lý Thị Hoa", "Còn 2 khu", "88-QĐ/TU"],
}  # fmt: skip


@pytest.mark.parametrize("code", SAYS)
def test_each_act_of_a_task_prints_its_paper_in_one_click(client, task, officer, code):
    Commitment.objects.create(
        task=task, content_version=1, solutions="Đào tạo cán bộ", committed_on=date(2026, 2, 1), cadre=task.assignments.get().cadre,
        by=officer, at=NOW,
    )  # fmt: skip
    if code == "to-trinh-giao-viec":
        Task.objects.filter(pk=task.pk).update(status=S.AWAITING_DECISION)
    record = records_of(task, officer).get(code)
    answer = post(client, officer, task, code, **({"ban-ghi": record} if record else {}))
    assert answer.status_code == 200
    assert f'attachment; filename="{code}' in answer.headers["Content-Disposition"]
    text = text_of(answer.content)
    assert "Bàn giao 6 khu tái định cư" in text and "Nguyễn Văn Bình" in text
    assert [words for words in SAYS[code] if words not in text] == []
    assert Paper.objects.get().kind == code


def test_the_page_of_the_task_offers_what_its_records_allow(client, task, officer):
    client.force_login(officer)
    records_of(task, officer)
    page = client.get(reverse("tasks:task_page", args=[task.ref])).content.decode()
    for code in SAYS:
        offered = reverse("tasks:task_paper", args=[task.ref, code]) in page
        assert offered == (code != "to-trinh-giao-viec"), code


def test_a_cadre_prints_his_own_papers_and_none_of_the_committees(client, task):
    me = task.assignments.get().cadre.user
    assert post(client, me, task, "ban-cam-ket").status_code == 200
    assert post(client, me, task, "phieu-dang-ky").status_code == 200
    for code in ("quyet-dinh-giao-viec", "cong-van-don-doc"):
        assert post(client, me, task, code).status_code == 404
    stranger = make_user(role=Role.OFFICER, unit=make_unit())
    assert post(client, stranger, task, "ban-cam-ket").status_code == 404
    assert Paper.objects.count() == 2


def test_a_record_of_another_task_makes_no_paper_of_this_one(client, task, officer):
    other = make_task(giver=task.giver)
    pk = records_of(other, officer)["bien-ban-kiem-tra"]
    assert post(client, officer, task, "bien-ban-kiem-tra", **{"ban-ghi": pk}).status_code == 404
    assert post(client, officer, task, "bien-ban-kiem-tra", **{"ban-ghi": "9" * 40}).status_code == 404
    assert post(client, officer, task, "bien-ban-kiem-tra").status_code == 404


def test_a_reprint_years_later_gives_the_names_and_titles_of_then(client, task, officer):
    first = post(client, officer, task, "quyet-dinh-giao-viec")
    paper = Paper.objects.get()
    task.assignments.update(name="Trần Đổi Tên", title="Chức vụ mới")
    Task.objects.filter(pk=task.pk).update(title="Tên việc mới")
    type(task.giver).objects.filter(pk=task.giver_id).update(name="Tỉnh ủy Tên Mới")
    again = client.get(reverse("tasks:paper_file", args=[paper.uuid]))
    assert text_of(again.content) == text_of(first.content)
    assert "Nguyễn Văn Bình" in text_of(again.content) and "Đổi Tên" not in text_of(again.content)


def test_the_same_paper_asked_for_twice_is_one_row_and_a_changed_one_another(client, task, officer):
    for _ in range(2):
        post(client, officer, task, "thong-bao-giao-viec")
    assert Paper.objects.count() == 1
    task.assignments.update(title="Chức vụ mới")
    post(client, officer, task, "thong-bao-giao-viec")
    assert Paper.objects.count() == 2


def test_the_signed_number_comes_back_and_stands_on_every_reprint(client, task, officer):
    post(client, officer, task, "thong-bao-giao-viec")
    paper = Paper.objects.get()
    page = reverse("tasks:paper_page", args=[paper.uuid])
    assert 'value="TB/TU"' in client.get(page).content.decode()
    data = {"key": str(uuid.uuid4()), "number": "45", "symbol": "TB/TU", "issued_on": "20/03/2026"}
    entry_page = client.post(page, data).url
    entry = Document.objects.get(number="45")
    assert entry_page == reverse("tasks:document_page", args=[entry.pk])
    assert list(entry.tasks.all()) == [task]
    text = text_of(client.get(reverse("tasks:paper_file", args=[paper.uuid])).content)
    assert "Số 45-TB/TU" in text and "ngày 20 tháng 3 năm 2026" in text
    paper.refresh_from_db()
    with pytest.raises(NotPossible, match="đã ghi"):
        issuing.record_number(paper, number="46", symbol="TB/TU", issued_on=TODAY, on=TODAY)


def test_number_day_and_the_signed_file_are_recorded_on_one_page(client, task, officer):
    post(client, officer, task, "quyet-dinh-giao-viec")
    paper = Paper.objects.get()
    url = reverse("tasks:paper_page", args=[paper.uuid])
    entry(task.giver, number="130")  # another paper bears it already
    data = {"number": "130", "symbol": "QĐ/TU", "issued_on": f"{TODAY:%d/%m/%Y}"}
    refused = client.post(url, data | {"tep": SimpleUploadedFile("qd.pdf", PDF, "application/pdf")})
    body = refused.content.decode()
    assert refused.status_code == 422 and "đã dùng" in body and "Đã giữ tệp qd.pdf" in body
    staged = DocumentScan.objects.get()
    answer = client.post(url, data | {"number": "131", "scan": str(staged.uuid)})
    made = Document.objects.get(number="131")
    assert answer.status_code == 302 and list(made.scans.all()) == [staged]
    assert b"".join(client.get(reverse("tasks:document_scan", args=[staged.uuid]))) == PDF
    page = client.get(reverse("tasks:document_page", args=[made.pk])).content.decode()
    assert "qd.pdf" in page and "Kèm bản chụp" in page
    more = client.post(
        reverse("tasks:document_page", args=[made.pk]),
        {"tep": SimpleUploadedFile("trang-2.pdf", PDF + b" ", "application/pdf")},
    )
    assert more.status_code == 302 and made.scans.count() == 2
    assert client.post(reverse("tasks:document_page", args=[made.pk]), {}).status_code == 422
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit("Tỉnh ủy Khác")))
    assert client.get(reverse("tasks:document_scan", args=[staged.uuid])).status_code == 404


def test_who_keeps_no_register_gets_the_file_but_no_form_for_the_number(client, task):
    me = task.assignments.get().cadre.user
    post(client, me, task, "ban-cam-ket")
    paper = Paper.objects.get()
    page = client.get(reverse("tasks:paper_page", args=[paper.uuid]))
    assert page.status_code == 200 and "Ghi số" not in page.content.decode()
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit()))
    assert client.get(reverse("tasks:paper_page", args=[paper.uuid])).status_code == 404
    assert client.get(reverse("tasks:paper_file", args=[paper.uuid])).status_code == 404


def test_a_paper_that_touches_a_task_gone_out_of_sight_is_gone_too(client, task, officer):
    """A draft registration printed by its cadre is not the desk's to read before it is sent."""
    Task.objects.filter(pk=task.pk).update(status=S.DRAFT, code=None, decided_on=None)
    task.refresh_from_db()
    me = task.assignments.get().cadre.user
    assert post(client, me, task, "phieu-dang-ky").status_code == 200
    paper = Paper.objects.get()
    client.force_login(officer)
    assert client.get(reverse("tasks:paper_file", args=[paper.uuid])).status_code == 404


def test_a_decision_prints_its_annex_in_groups_with_each_person_once(task, officer, province):
    lead = task.assignments.get().cadre
    second = make_task(giver=province, unit=task.unit, assignee=lead, round=task.round, title="Việc thứ hai")
    third = make_task(giver=province, round=task.round, title="Việc của người khác")
    rows = with_records(Task.objects.filter(pk__in=[task.pk, second.pk, third.pk]), TODAY).order_by("pk")
    paper = collecting.assigning("quyet-dinh-giao-viec", province, rows, on=TODAY).paper
    assert (paper.tasks, paper.persons) == ("3", "2")
    (group,) = paper.groups
    assert [len(person.tasks) for person in group.people] == [2, 1]


def test_papers_of_the_list_are_of_the_ticked_tasks_or_of_all(client, province, officer):
    tasks = [
        make_task(
            giver=province, status=S.AWAITING_DECISION, title=f"Việc chờ {n}", origin=Task.Origin.ORDERED
        )
        for n in range(3)
    ]
    client.force_login(officer)
    url = reverse("tasks:list_paper", args=["to-trinh-giao-viec"])
    text = text_of(client.post(url, {"cap-uy": province.pk, "viec": [tasks[0].pk, tasks[2].pk]}).content)
    assert "Việc chờ 0" in text and "Việc chờ 2" in text and "Việc chờ 1" not in text
    assert "TỔNG CỘNG: 3 việc" in text_of(client.post(url, {"cap-uy": province.pk}).content)
    assert client.post(url, {"cap-uy": make_unit().pk}).status_code == 404
    assert (
        client.post(reverse("tasks:list_paper", args=["ban-cam-ket"]), {"cap-uy": province.pk}).status_code
        == 404
    )


def test_units_and_cadres_print_their_reports_from_their_pages(client, task, officer, province):
    client.force_login(officer)
    for code in ("bao-cao-tong-hop", "bao-cao-don-vi"):
        answer = client.post(reverse("tasks:unit_paper", args=[province.pk, code]), {"ky": "tat-ca"})
        assert answer.status_code == 200, code
        text = text_of(answer.content)
        assert (
            "Bàn giao 6 khu tái định cư" in text
            and "Đã giao 1 việc cho 1 đồng chí" in text
            or code == "bao-cao-don-vi"
        )
    assert (
        client.post(reverse("tasks:unit_paper", args=[province.pk, "cong-van-don-doc"])).status_code == 404
    )  # nothing is late
    Task.objects.filter(pk=task.pk).update(due_on=date(2026, 1, 20))
    text = text_of(client.post(reverse("tasks:unit_paper", args=[province.pk, "cong-van-don-doc"])).content)
    assert "1 việc của 1 đồng chí" in text and "Quá hạn" in text
    cadre = task.assignments.get().cadre
    for code in ("phieu-can-bo", "bao-cao-can-bo"):
        assert "Nguyễn Văn Bình" in text_of(
            client.post(reverse("tasks:cadre_paper", args=[cadre.pk, code])).content
        )


def test_a_state_body_issues_in_the_states_layout(client, province):
    kind = make_kind("so", level=2, is_committee=False, name="Sở")
    type(kind).objects.filter(pk=kind.pk).update(is_state_body=True)
    ubnd = make_unit("Ủy ban nhân dân tỉnh Tuyên Quang", kind=kind)
    office = make_unit("Sở Y tế", parent=province, kind=kind, short_code="SYT", administrative_parent=ubnd)
    user = make_user(role=Role.OFFICER, unit=office)
    sign_transaction(user)
    task = make_task(giver=office, unit=make_unit(parent=office))
    text = text_of(post(client, user, task, "thong-bao-giao-viec").content)
    assert (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        and "/TB-SYT" in text
        and "ỦY BAN NHÂN DÂN TỈNH TUYÊN QUANG" in text
    )


@pytest.mark.parametrize(
    ("name", "suffix", "place"),
    [
        ("Tỉnh ủy Tuyên Quang", "TU", "Tuyên Quang"), ("Huyện ủy Yên Sơn", "HU", "Yên Sơn"), ("Thành ủy Tuyên Quang", "TU", "Tuyên Quang"),
        ("Đảng ủy xã Mỹ Bằng", "ĐU", "Mỹ Bằng"), ("Đảng ủy phường Minh Xuân", "ĐU", "Minh Xuân"), ("Đảng ủy Quân sự tỉnh", "ĐU", ""),
    ],
)  # fmt: skip
def test_a_body_that_set_nothing_prints_what_its_name_suggests(name, suffix, place):
    found = issuers.settings_of(make_unit(name))
    assert (found.suffix, found.place, found.pk) == (suffix, place, None)


def test_every_kind_of_paper_can_be_made_from_somewhere():
    made = {
        *offers.OF_TASK,
        *offers.OF_RECORD,
        *may.OF_COUNCIL,
        "bao-cao-can-bo",
        "phieu-can-bo",
        "bao-cao-don-vi",
        "bao-cao-tong-hop",
    }
    assert set(KINDS) == made


def test_the_application_can_not_change_a_templates_version_or_delete_a_paper(task, officer, client):
    post(client, officer, task, "ban-cam-ket")
    for statement in (
        "DELETE FROM tasks_app_paper",
        "DELETE FROM tasks_app_papertemplate",
        "UPDATE tasks_app_papertemplate SET note = ''",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_file_of_a_kept_paper_says_its_number(task, officer, client):
    post(client, officer, task, "thong-bao-giao-viec")
    paper = Paper.objects.get()
    assert making.file_name(paper).startswith("thong-bao-giao-viec-2")
    issuing.record_number(paper, number="9", symbol="TB/TU", issued_on=TODAY, on=TODAY)
    assert making.file_name(Paper.objects.get()) == "thong-bao-giao-viec-9-TB-TU.docx"


# ---- the register ----------------------------------------------------------------------------------------------------


def entry(body, number="12", **more):
    return papers.register(
        body=body,
        direction="issued",
        number=number,
        symbol="QĐ/TU",
        issued_on=date(2026, 3, 20),
        summary="Về việc A",
        **more,
    )


@pytest.mark.parametrize(
    ("number", "symbol"), [("12", "QĐ/TU"), ("012", "QĐ/TU"), ("12", "qđ/tu"), ("12", "QD/TU")]
)
def test_a_number_used_twice_in_one_body_and_year_is_refused(province, officer, number, symbol):
    entry(province)
    with pytest.raises(NotPossible, match="đã dùng cho văn bản ngày 20/03/2026") as refusal:
        papers.document(body=province, number=number, symbol=symbol, issued_on=date(2026, 4, 1))
    assert refusal.value.field == "number"
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(body=province, number=number, symbol=symbol, issued_on=date(2026, 4, 1))


def test_the_same_number_of_another_year_body_type_or_direction_is_taken(province, officer):
    entry(province)
    entry(make_unit())
    papers.register(
        body=province,
        direction="issued",
        number="12",
        symbol="CV/TU",
        issued_on=date(2026, 3, 20),
        summary="x",
    )
    papers.register(
        body=province,
        direction="issued",
        number="12",
        symbol="QĐ/TU",
        issued_on=date(2027, 3, 20),
        summary="x",
    )
    papers.register(
        body=province, direction="received", issuer_name="Huyện ủy A", received_on=date(2026, 3, 22), number="12", symbol="QĐ/TU",
        issued_on=date(2026, 3, 20), summary="x",
    )  # fmt: skip
    assert Document.objects.count() == 5


def test_one_decision_named_by_many_acts_is_one_entry(province, officer):
    first = papers.document(body=province, number="30", symbol="QĐ/TU", issued_on=date(2026, 3, 20))
    second = papers.document(
        body=province, number="030", symbol="QĐ/TU", issued_on=date(2026, 3, 20), summary="giao việc"
    )
    assert first.pk == second.pk
    assert Document.objects.get().summary == "giao việc"


def test_an_entry_by_hand_is_judged_and_names_its_tasks(client, province, officer, task):
    client.force_login(officer)
    url = reverse("tasks:new_document")
    data = {
        "key": str(uuid.uuid4()), "body": province.pk, "direction": "received", "number": "7", "symbol": "BC/HU", "issued_on": "01/02/2026",
        "summary": "Báo cáo quý", "issuer_name": "", "received_on": "", "tasks": f"{task.code}, TU-1999-001",
    }  # fmt: skip
    page = client.post(url, data)
    body = page.content.decode()
    assert page.status_code == 422
    assert (
        "Nhập cơ quan ban hành" in body
        and "Nhập ngày đến" in body
        and "Không tìm thấy việc TU-1999-001" in body
    )
    data |= {"issuer_name": "Huyện ủy A", "received_on": "03/02/2026", "tasks": task.code}
    assert client.post(url, data).status_code == 302
    made = Document.objects.get(number="7")
    assert (made.direction, list(made.tasks.all())) == ("received", [task])
    again = client.post(url, data | {"key": str(uuid.uuid4())})
    assert again.status_code == 422 and "đã dùng" in again.content.decode()


def test_the_register_is_searched_and_read_within_ones_scope(client, province, officer, task):
    mine = entry(province, number="125", tasks=[task])
    elsewhere = make_unit("Tỉnh ủy Khác")
    entry(elsewhere, number="777")
    client.force_login(officer)
    url = reverse("tasks:document_list")
    found = lambda **query: client.get(url, query).content.decode()
    assert "125-QĐ/TU" in found() and "777" not in found()
    for query in (
        {"q": "125-QĐ/TU"},
        {"q": "ve viec a"},
        {"so": "di"},
        {"nam": "2026"},
        {"cap-uy": province.pk},
    ):
        assert "125-QĐ/TU" in found(**query), query
    for query in ({"q": "không có"}, {"so": "den"}, {"cap-uy": elsewhere.pk}):
        assert "125-QĐ/TU" not in found(**query), query
    page = client.get(reverse("tasks:document_page", args=[mine.pk])).content.decode()
    assert task.title in page
    client.force_login(make_user(role=Role.OFFICER, unit=elsewhere))
    assert client.get(reverse("tasks:document_page", args=[mine.pk])).status_code == 404


def test_a_cadre_reads_the_entry_of_his_own_task_and_not_one_with_others_tasks(
    client, province, officer, task
):
    own, wide = (
        entry(province, number="1", tasks=[task]),
        entry(province, number="2", tasks=[task, make_task(giver=province)]),
    )
    client.force_login(task.assignments.get().cadre.user)
    assert client.get(reverse("tasks:document_page", args=[own.pk])).status_code == 200
    assert client.get(reverse("tasks:document_page", args=[wide.pk])).status_code == 404


@pytest.mark.parametrize(
    ("number", "symbol", "label"),
    [("30", "QĐ/TU", "30-QĐ/TU"), ("12", "QĐ-SYT", "12/QĐ-SYT"), ("42", "2014/QĐ-TTg", "42/2014/QĐ-TTg"), ("7", "SYT", "7/SYT")],
)  # fmt: skip
def test_an_entry_is_called_as_its_kind_of_body_writes_it(number, symbol, label):
    assert Document(number=number, symbol=symbol).label == label


def test_what_was_urged_together_is_one_letter(client, task, officer):
    other = make_task(giver=task.giver, title="Xây 12 cầu")
    elsewhere = make_task(giver=make_unit("Huyện ủy Khác"), title="Việc nơi khác")
    client.force_login(officer)
    url = reverse("tasks:urge_paper", args=["cong-van-don-doc"])
    text = text_of(client.post(url, {"viec": [task.ref, other.ref, elsewhere.ref]}).content)
    assert task.title in text and "Xây 12 cầu" in text and "Việc nơi khác" not in text
    assert client.post(url, {"viec": [elsewhere.ref]}).status_code == 404
