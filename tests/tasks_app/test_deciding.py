"""The decision over many tasks: codes, snapshots, dates, notices; all or nothing, and once."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import Office, system_actor
from tasks_app.actions.deciding import decide, giver_in_words, last_number
from tasks_app.actions.refusals import NotPossible, Refused, Stale
from tasks_app.models import Document, DocumentScan, Notice, Task, TaskContent, TaskEvent
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_cadre,
    make_indicator,
    make_kind,
    make_round,
    make_task,
    make_unit,
    make_user,
)
from tests.tasks_app.ordering_desk import errors_of, make_desk, make_groups

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
PAPER = {"number": "125", "symbol": "QĐ/TU", "issued_on": date(2026, 5, 20)}
URL = "/viec/quyet-dinh/"


@pytest.fixture
def desk():
    return make_desk(commitment_days=10)


def waiting(desk, **fields):
    return make_task(
        **{"giver": desk.giver, "unit": desk.land, "assignee": desk.hung, "round": desk.round}
        | {"status": S.AWAITING_DECISION, "origin": Task.Origin.ORDERED}
        | fields
    )


def test_a_decision_fixes_everything_that_it_prints(desk):
    groups = make_groups(desk.giver)
    task = waiting(desk)

    (decided,) = decide([task], **PAPER, summary="Về giao việc đột phá", by=desk.officer, at=NOW)

    task.refresh_from_db()
    assert (task.status, task.code, task.decided_on, task.decision_year) == (
        S.IN_FORCE, "TU-2026-001", date(2026, 5, 20), 2026,
    )  # fmt: skip
    assert (task.giver_name, task.unit_name, task.unit_path) == (
        "Ban Thường vụ Tỉnh ủy Tuyên Quang", "Sở Tài nguyên và Môi trường", desk.land.path,
    )  # fmt: skip
    assert task.management_level == "Diện Ban Thường vụ Tỉnh ủy Tuyên Quang quản lý"
    assert task.group == groups["btv"]
    assert task.commitment_due_on == date(2026, 5, 30)
    assert task.original_due_on == task.due_on
    assert (task.content_version, decided.pk) == (1, task.pk)
    assert task.due_soon_on and task.next_report_on
    assert str(task.decision) == "số 125-QĐ/TU ngày 20/05/2026"
    row = task.assignments.get()
    assert (row.title, row.starts_on) == ("Giám đốc Sở Tài nguyên và Môi trường", date(2026, 5, 20))
    event = task.events.get()
    assert (event.kind, event.by, event.document, event.version) == ("decide", desk.officer, task.decision, 2)
    notice = Notice.objects.get()
    assert notice.recipient == desk.hung
    assert notice.text == f"Đồng chí được giao việc «{task.title}», cam kết trước ngày 30/05/2026"


def test_version_one_holds_the_whole_content(desk):
    task = waiting(
        desk, indicators=0, product="Mặt bằng sạch", authority_note="Tự quyết phương án bồi thường"
    )
    make_indicator(
        task, name="Diện tích", target=312, measure_unit="ha", data_source="Trung tâm phát triển quỹ đất"
    )
    task.coordinating_units.add(desk.district)

    decide([task], **PAPER, by=desk.officer, at=NOW)

    content = TaskContent.objects.get(task=task, number=1)
    assert content.document.number == "125"
    said = content.content
    assert said["giver"] == "Ban Thường vụ Tỉnh ủy Tuyên Quang"
    assert said["product"] == "Mặt bằng sạch" and said["authority_note"] == "Tự quyết phương án bồi thường"
    assert said["coordinating_units"] == ["Huyện ủy Yên Sơn"]
    assert (said["indicators"][0]["target"], said["indicators"][0]["data_source"]) == (
        "312", "Trung tâm phát triển quỹ đất",
    )  # fmt: skip


def test_codes_run_on_in_the_order_of_the_list_by_committee_and_year(desk):
    first, second, third = (waiting(desk) for _ in range(3))
    decide([second, first], **PAPER, by=desk.officer, at=NOW)
    first.refresh_from_db(), second.refresh_from_db()
    assert (second.code, first.code) == ("TU-2026-001", "TU-2026-002")

    decide([third], number="9", symbol="QĐ/TU", issued_on=date(2025, 12, 30), by=desk.officer, at=NOW)
    third.refresh_from_db()
    assert third.code == "TU-2025-001"

    officer = make_user(role=Role.OFFICER, unit=desk.district)
    below = waiting(desk, giver=desk.district, unit=desk.district, round=make_round(desk.district))
    decide([below], **PAPER, by=officer, at=NOW)
    below.refresh_from_db()
    assert below.code == "YS-2026-001"


def test_the_next_number_counts_numbers_and_not_letters(desk):
    for number in ("001", "009", "010", "1000", "ABC"):
        make_task(giver=desk.giver, code=f"TU-2021-{number}")
    make_task(giver=desk.giver, code="TUX-2021-999")
    assert last_number("TU-2021-") == 1000
    assert last_number("TU-2022-") == 0


def test_one_paper_over_many_tasks_is_one_row(desk):
    tasks = [waiting(desk) for _ in range(3)]
    decide(tasks[:2], **PAPER, by=desk.officer, at=NOW)
    decide(tasks[2:], **PAPER, by=desk.officer, at=NOW)
    assert Document.objects.count() == 1
    assert Task.objects.filter(decision=Document.objects.get()).count() == 3


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda task: task.indicators.update(target=None), "chưa có chỉ tiêu giao"),
        (
            lambda task: task.indicators.update(weight=90),
            "Tổng trọng số phải bằng 100, hiện là 90|tổng trọng số",
        ),
        (lambda task: task.indicators.all().delete(), "chưa có chỉ tiêu đo được"),
        (lambda task: task.assignments.all().delete(), "chưa có đồng chí chủ trì"),
        (
            lambda task: Task.objects.filter(pk=task.pk).update(due_on=date(2026, 5, 1)),
            "trước ngày quyết định",
        ),
        (lambda task: Task.objects.filter(pk=task.pk).update(status=S.DRAFT), "không còn chờ quyết định"),
    ],
)
def test_one_task_that_is_not_ready_stops_the_whole_act(desk, spoil, sentence):
    good, bad = waiting(desk), waiting(desk)
    spoil(bad)

    with pytest.raises(NotPossible, match=sentence):
        decide([good, bad], **PAPER, by=desk.officer, at=NOW)

    good.refresh_from_db()
    assert (good.status, good.code) == (S.AWAITING_DECISION, None)
    assert not Document.objects.exists() and not TaskEvent.objects.exists() and not Notice.objects.exists()


def test_a_decision_of_tomorrow_is_refused(desk):
    with pytest.raises(NotPossible, match="sau ngày hôm nay"):
        decide([waiting(desk)], **PAPER | {"issued_on": TODAY + timedelta(days=1)}, by=desk.officer, at=NOW)


def test_a_decision_of_years_before_the_round_is_taken_for_a_slip(desk):
    with pytest.raises(NotPossible, match="Kiểm tra lại ngày ban hành: 20/03/2006") as refusal:
        decide(
            [waiting(desk)],
            number="9",
            symbol="QĐ/TU",
            issued_on=date(2006, 3, 20),
            by=desk.officer,
            at=NOW,
        )
    assert refusal.value.field == "issued_on"


def test_a_stale_list_is_refused_whole(desk):
    task = waiting(desk)
    Task.objects.filter(pk=task.pk).update(version=2)
    with pytest.raises(Stale):
        decide([task], **PAPER, by=desk.officer, at=NOW, seen={task.pk: 1})


def test_one_paper_belongs_to_one_giver(desk):
    other = waiting(desk, giver=desk.district, unit=desk.district)
    with pytest.raises(NotPossible, match="cùng một cấp giao"):
        decide([waiting(desk), other], **PAPER, by=desk.officer, at=NOW)


def test_a_giver_without_a_short_code_cannot_number(desk):
    desk.giver.short_code = None
    desk.giver.save()
    with pytest.raises(NotPossible, match="chưa có mã hiệu"):
        decide([waiting(desk)], **PAPER, by=desk.officer, at=NOW)


def test_an_officer_does_not_record_the_decision_on_his_own_task(desk):
    appoint(desk.officer.cadre, "Phó Trưởng ban", desk.giver, managed_by=desk.giver)
    with pytest.raises(NotPossible, match="không có thẩm quyền"):
        decide([waiting(desk, assignee=desk.officer)], **PAPER, by=desk.officer, at=NOW)
    assert not Task.objects.filter(code__isnull=False).exists()


def test_the_row_of_the_table_follows_the_management_level(desk):
    groups = make_groups(desk.giver)
    low = make_cadre()
    appoint(low, "Trưởng phòng", desk.land, managed_by=desk.district)
    both = make_cadre()  # of two posts the one managed highest decides
    appoint(both, "Huyện ủy viên", desk.district, managed_by=desk.district)
    appoint(both, "Bí thư", desk.district, managed_by=desk.giver)
    nobody = make_cadre()
    tasks = [waiting(desk, assignee=who) for who in (desk.hung, low, both, nobody)]

    decide(tasks, **PAPER, by=desk.officer, at=NOW, groups={tasks[3].pk: groups["con-lai"]})

    found = [Task.objects.get(pk=task.pk).group for task in tasks]
    assert found == [groups["btv"], groups["con-lai"], groups["btv"], groups["con-lai"]]
    assert Task.objects.get(pk=tasks[3].pk).management_level == ""

    officer = make_user(role=Role.OFFICER, unit=desk.district)
    below = waiting(desk, giver=desk.district, unit=desk.district, round=make_round(desk.district))
    decide([below], **PAPER, by=officer, at=NOW)
    assert Task.objects.get(pk=below.pk).group == groups["phan-cap"]


@pytest.mark.parametrize(
    ("kind", "is_committee", "words"),
    [
        ("tinh_uy", True, "Ban Thường vụ Tỉnh ủy X"),
        ("dang_doan", True, "Tỉnh ủy X"),
        ("so_nganh", False, "Thủ trưởng Tỉnh ủy X"),
    ],
)
def test_who_gives_is_said_as_a_decision_prints_it(kind, is_committee, words):
    unit = make_unit("Tỉnh ủy X", kind=make_kind(kind, is_committee=is_committee))
    assert giver_in_words(unit) == words


# ---- the page --------------------------------------------------------------------------------------------------------


def paper(**changes):
    return {
        "number": "125",
        "symbol": "QĐ/TU",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
        "summary": "",
    } | changes


def test_the_page_records_one_paper_over_the_ticked_tasks(client, desk):
    make_groups(desk.giver)
    due_on = desk.today + timedelta(days=90)
    tasks = [waiting(desk, due_on=due_on) for _ in range(3)]
    client.force_login(desk.officer)
    page = client.get(URL).content.decode()
    assert "3 việc chờ quyết định" in page and "Diện Ban Thường vụ quản lý" in page

    answer = client.post(URL, paper(viec=[tasks[0].pk, tasks[2].pk]))

    assert answer.status_code == 302, errors_of(answer)
    assert sorted(Task.objects.filter(status=S.IN_FORCE).values_list("pk", flat=True)) == [
        tasks[0].pk,
        tasks[2].pk,
    ]
    assert "Đã ghi quyết định giao 2 việc, mã TU-" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "Nhập số văn bản, ví dụ 125"),
        ({"symbol": ""}, "Nhập ký hiệu văn bản, ví dụ QĐ/TU"),
        ({"issued_on": ""}, "Nhập ngày ban hành, ví dụ 31/12/2026"),
        ({"issued_on": "30/02/2026"}, None),
        ({"issued_on": "01/01/2099"}, None),
        ({"viec": []}, "Chọn ít nhất một việc"),
        ({"viec": ["999999", "x"]}, "Việc đồng chí chọn không còn chờ quyết định, đề nghị chọn lại"),
    ],
)
def test_a_wrong_paper_is_refused_and_the_ticks_are_kept(client, desk, changes, sentence):
    task = waiting(desk, due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)

    answer = client.post(URL, paper(viec=[task.pk]) | changes)

    assert answer.status_code == 422
    found = errors_of(answer)
    assert found and (sentence is None or sentence in found)
    if "viec" not in changes:
        assert (
            f'value="{task.pk}" data-hang-chon aria-label="Chọn việc {task.title}" checked'
            in answer.content.decode()
        )
    task.refresh_from_db()
    assert task.status == S.AWAITING_DECISION


def test_a_task_that_changed_under_the_list_answers_409(client, desk):
    task = waiting(desk, due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)
    answer = client.post(URL, paper(viec=[task.pk]) | {f"version-{task.pk}": "7"})
    assert answer.status_code == 409
    assert "vừa được người khác cập nhật" in answer.content.decode()
    assert f'name="version-{task.pk}" value="1"' in answer.content.decode()


def test_where_the_roster_does_not_tell_the_row_is_chosen(client, desk):
    groups = make_groups(desk.giver)
    task = waiting(desk, assignee=make_cadre("Phạm Văn Không"), due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)

    answer = client.post(URL, paper(viec=[task.pk]))
    assert answer.status_code == 422 and "chọn nhóm thống kê" in errors_of(answer)[0].lower()

    answer = client.post(URL, paper(viec=[task.pk]) | {f"group-{task.pk}": groups["con-lai"].pk})
    assert answer.status_code == 302
    assert Task.objects.get().group == groups["con-lai"]


def test_the_list_holds_what_the_officer_may_record_and_nothing_else(client, desk):
    waiting(desk, title="Xây dựng cầu Của Tôi", assignee=desk.officer)
    waiting(desk, title="Xây dựng cầu Nơi Khác", giver=make_unit())
    waiting(desk, title="Xây dựng cầu Đang Nháp", status=S.DRAFT)
    waiting(desk, title="Xây dựng cầu Chờ Ghi")
    client.force_login(desk.officer)
    page = client.get(URL).content.decode()
    assert "Chờ Ghi" in page
    assert not any(word in page for word in ("Của Tôi", "Nơi Khác", "Đang Nháp"))
    for user in (desk.leader, desk.hung, desk.appraiser):
        client.force_login(user)
        assert client.get(URL).status_code == 403
    client.force_login(desk.stranger)
    assert client.get(f"{URL}?cap-uy={desk.giver.pk}").status_code == 404
    assert client.post(f"{URL}?cap-uy={desk.giver.pk}", paper(viec=[1])).status_code == 404


def test_the_list_asks_the_same_number_of_queries_at_1_and_at_20_rows(
    client, desk, django_assert_max_num_queries
):
    make_groups(desk.giver)
    waiting(desk)
    client.force_login(desk.officer)
    client.get(URL)
    with django_assert_max_num_queries(20) as one:
        client.get(URL)
    for place in range(19):
        cadre = make_cadre()
        appoint(cadre, f"Chức danh {place}", desk.land, managed_by=desk.giver)
        waiting(desk, assignee=cadre)
    with django_assert_max_num_queries(20) as many:
        client.get(URL)
    assert len(many) == len(one)


# ---- at the same moment ----------------------------------------------------------------------------------------------


def in_threads(count, act):
    """Run `act(n)` in threads of their own connections, all let go at once; what each returned or refused."""
    gate, results = threading.Barrier(count), []

    def run(n):
        try:
            gate.wait(10)
            results.append(act(n))
        except Refused as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_six_threads_deciding_one_task_one_succeeds():
    with acting_as_clock():
        desk = make_desk()
        task = waiting(desk)

    def act(n):
        with acting_as(desk.officer):
            mine = Task.objects.get(pk=task.pk)
            mine.version = 1  # the version that all six saw
            return decide([mine], **PAPER, by=desk.officer, at=NOW)

    results = in_threads(6, act)

    refusals = [r for r in results if isinstance(r, Refused)]
    assert len(results) == 6 and len(refusals) == 5
    assert all("vừa được người khác cập nhật" in str(r) for r in refusals)
    assert TaskEvent.objects.filter(task=task, kind="decide").count() == 1
    assert TaskContent.objects.filter(task=task).count() == 1
    task.refresh_from_db()
    assert (task.status, task.version, task.code) == (S.IN_FORCE, 2, "TU-2026-001")


@pytest.mark.django_db(transaction=True)
def test_six_threads_deciding_six_tasks_leave_no_gap_and_no_double():
    with acting_as_clock():
        desk = make_desk()
        tasks = [waiting(desk, assignee=make_cadre()) for _ in range(6)]

    def act(n):
        with acting_as(desk.officer):
            return decide([tasks[n]], **PAPER | {"number": str(n)}, by=desk.officer, at=NOW)

    results = in_threads(6, act)

    assert not [r for r in results if isinstance(r, Refused)]
    codes = sorted(Task.objects.filter(pk__in=[t.pk for t in tasks]).values_list("code", flat=True))
    assert codes == [f"TU-2026-{n:03}" for n in range(1, 7)]


def acting_as_clock():
    return acting_as(system_actor("clock"))


def test_a_due_figure_is_exact_in_the_content(desk):
    task = waiting(desk, indicators=0)
    make_indicator(task, target=Decimal("91.50000"))
    decide([task], **PAPER, by=desk.officer, at=NOW)
    assert TaskContent.objects.get().content["indicators"][0]["target"] == "91.5"


# ---- a whole list ----------------------------------------------------------------------------------------------------


def test_a_list_is_decided_with_as_many_queries_as_two_tasks(desk):
    def queries_for(count):
        tasks = [waiting(desk, assignee=make_cadre()) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            decide(
                tasks, number=str(count), symbol="QĐ/TU", issued_on=date(2026, 5, 20), by=desk.officer, at=NOW
            )
        return len(queries)

    queries_for(1)  # what is asked once for the user
    assert queries_for(30) == queries_for(2)


def test_a_failure_in_the_last_row_of_a_list_leaves_none_decided(desk):
    tasks = [waiting(desk) for _ in range(30)]
    tasks[-1].indicators.update(target=None)
    before = last_number("TU-2026-")

    with pytest.raises(NotPossible, match="chưa có chỉ tiêu giao"):
        decide(tasks, **PAPER, by=desk.officer, at=NOW)

    assert not Task.objects.exclude(status=S.AWAITING_DECISION).exists()
    assert last_number("TU-2026-") == before
    for kept in (Document, TaskContent, TaskEvent, Notice):
        assert not kept.objects.exists(), kept


def test_a_fault_of_the_database_in_the_last_row_leaves_none_decided(desk):
    tasks = [waiting(desk) for _ in range(5)]
    # The last row holds a version 1 already: the unique index refuses it, after codes and names of all were worked out.
    TaskContent.objects.create(task=tasks[-1], number=1, content={}, by=desk.officer, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(tasks, **PAPER, by=desk.officer, at=NOW)
    assert Task.objects.filter(status=S.AWAITING_DECISION).count() == 5
    assert not TaskEvent.objects.exists() and not Document.objects.exists()


def test_a_deadline_on_a_day_off_moves_where_the_round_says_so(desk):
    sunday = date(2026, 12, 27)
    task = waiting(desk, due_on=sunday)
    desk.round.moves_off_days = True
    desk.round.save()
    stays = waiting(desk, due_on=sunday, round=make_round(desk.giver))
    decide([task, stays], **PAPER, by=desk.officer, at=NOW)
    task.refresh_from_db(), stays.refresh_from_db()
    assert (task.due_on, task.named_due_on, task.original_due_on) == (date(2026, 12, 28), sunday, sunday)
    assert (stays.due_on, stays.named_due_on) == (sunday, None)
    assert task.contents.get().content["due_on"] == "2026-12-27"  # as the decision prints it


# ---- the scanned paper -----------------------------------------------------------------------------------------------


def pdf(name="Quyết định 125.pdf", content=b"%PDF-1.4\n%scan\n%%EOF\n"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_scan_goes_with_the_paper_and_is_read_by_who_sees_the_task(client, desk):
    task = waiting(desk, due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)
    answer = client.post(URL, paper(viec=[task.pk]) | {"tep": pdf()})
    assert answer.status_code == 302, errors_of(answer)
    scan = DocumentScan.objects.get()
    task.refresh_from_db()
    assert scan.document == task.decision and scan.name == "Quyết định 125.pdf"
    address = reverse("tasks:document_scan", args=[scan.uuid])
    for user, status in ((desk.officer, 200), (desk.hung, 200), (desk.leader, 200), (desk.stranger, 404)):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.force_login(desk.hung)
    assert address in client.get(reverse("tasks:task_page", args=[task.ref])).text


def test_a_file_of_a_refused_form_is_kept_for_its_uploader(client, desk):
    task = waiting(desk, due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)
    refused = client.post(URL, paper(viec=[task.pk]) | {"number": "", "tep": pdf()})
    assert refused.status_code == 422 and "Đã giữ tệp Quyết định 125.pdf" in refused.text
    scan = DocumentScan.objects.get()
    assert scan.document is None and f'value="{scan.uuid}"' in refused.text
    client.force_login(desk.leader)
    assert client.get(reverse("tasks:document_scan", args=[scan.uuid])).status_code == 404
    client.force_login(desk.officer)
    assert client.post(URL, paper(viec=[task.pk]) | {"scan": str(scan.uuid)}).status_code == 302
    scan.refresh_from_db()
    assert scan.document == Task.objects.get().decision


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: pdf(content=b"MZ not a pdf"), "Chọn ảnh"),
        (lambda: pdf(name="Quyết định TUYỆT MẬT.pdf"), "dấu chỉ độ mật"),
    ],
)
def test_a_file_that_cannot_be_taken_stops_the_act(client, desk, upload, sentence):
    task = waiting(desk, due_on=desk.today + timedelta(days=90))
    client.force_login(desk.officer)
    answer = client.post(URL, paper(viec=[task.pk]) | {"tep": upload()})
    assert answer.status_code == 422 and sentence in answer.text
    assert not DocumentScan.objects.exists()
    task.refresh_from_db()
    assert task.status == S.AWAITING_DECISION


def test_the_symbol_is_proposed_from_the_committees_short_code(client, desk):
    waiting(desk)
    client.force_login(desk.officer)
    assert 'name="symbol" value="QĐ/TU"' in client.get(URL).text


def test_what_cannot_be_decided_says_so_on_the_page_and_has_no_box(client, desk):
    good, bad = waiting(desk), waiting(desk, title="Hoàn thành việc thiếu chỉ tiêu")
    bad.indicators.all().delete()
    client.force_login(desk.officer)
    page = client.get(URL).text
    assert f'id="viec-{good.pk}"' in page and f'id="viec-{bad.pk}"' not in page
    assert "chưa có chỉ tiêu đo được nào" in page


def test_the_answer_to_a_decision_stands_row_by_row_with_the_codes(client, desk):
    due_on = desk.today + timedelta(days=90)
    tasks = [waiting(desk, due_on=due_on, title=f"Hoàn thành phần việc {n}") for n in "AB"]
    client.force_login(desk.officer)
    page = client.post(URL, paper(viec=[task.pk for task in tasks]), follow=True).text
    for task in Task.objects.all():
        assert task.code in page and task.title in page
    assert "2 việc đã thực hiện" in page and "125-QĐ/TU" in page
