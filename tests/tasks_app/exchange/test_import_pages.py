"""An officer takes in an annex through the pages: choose, look, mend, save; large ones in the background, on no worker twice."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions import importing
from tasks_app.models import SheetImport, Task
from tests.factories import NOW, make_user
from tests.tasks_app.exchange.making import LAM, Desk, with_cell, workbook

pytestmark = pytest.mark.django_db
S = SheetImport.Status


@pytest.fixture
def desk():
    return Desk()


def choose(client, desk, content, name="danh-muc.xlsx", **more):
    data = {
        "tep": SimpleUploadedFile(name, content),
        "purpose": "nhap",
        "field": desk.field.pk,
        "key": str(uuid.uuid4()),
    } | more
    return client.post(reverse("tasks:import_annex", args=[desk.round.pk]), data)


def act(client, page, **data):
    return client.post(
        page, {"version": SheetImport.objects.latest("pk").version, "key": str(uuid.uuid4())} | data
    )


def later(rows):
    """The same rows with a deadline that the clock of the pages has not passed."""
    return [[*row[:8], "31/12/2030", row[9]] for row in rows]


def test_an_officer_mends_and_saves_an_annex_through_the_pages(client, desk):
    client.force_login(desk.officer)
    wrong = later(with_cell(0, "Họ và tên", "Trần Văn Lam"))
    page = choose(client, desk, workbook(wrong)).url
    body = client.get(page).content.decode()
    assert "Còn 1 chỗ cần sửa" in body and "Không tìm thấy đồng chí «Trần Văn Lam»" in body
    assert "Nhập 2 việc" not in body

    assert act(client, page, lam="sua", thay="5-2=Trần Văn Lâm, Bí thư Huyện ủy Yên Sơn").status_code == 302
    body = client.get(page).content.decode()
    assert "Bảng không có lỗi" in body and "Nhập 2 việc" in body

    act(client, page, lam="luu")
    assert "Đã nhập lúc" in client.get(page).content.decode()
    assert set(Task.objects.values_list("title", flat=True)) == {row[3] for row in wrong}


def test_saving_while_a_problem_stands_or_twice_has_no_effect(client, desk):
    client.force_login(desk.officer)
    page = choose(client, desk, workbook(later(with_cell(0, "Cần đạt", "nhiều")))).url
    answer = act(client, page, lam="luu")
    assert answer.status_code == 422 and "Bảng còn lỗi" in answer.content.decode()
    assert not Task.objects.exists()
    act(client, page, **{"lam": "sua", "o-5-7": "484", "cu-5-7": "nhiều"})
    seen = SheetImport.objects.get().version
    act(client, page, lam="luu")
    act(client, page, lam="luu", version=seen)
    assert Task.objects.count() == 2


def test_what_changed_meanwhile_is_said_and_kept_from_being_saved(client, desk):
    client.force_login(desk.officer)
    page = choose(client, desk, workbook(later([LAM]))).url
    act(client, page, lam="sua")
    answer = client.post(page, {"version": 1, "lam": "luu"})
    assert answer.status_code == 409 and not Task.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"), [("a.xls", "Chọn tệp .xlsx hoặc .csv"), ("Tối mật.xlsx", "dấu chỉ độ mật")]
)
def test_a_file_of_another_kind_or_marked_secret_is_refused_at_its_field(client, desk, name, words):
    client.force_login(desk.officer)
    answer = choose(client, desk, workbook(), name)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_a_decision_needs_its_number_symbol_and_day(client, desk):
    client.force_login(desk.officer)
    answer = choose(client, desk, workbook(), purpose="da-quyet-dinh", number="12")
    body = answer.content.decode()
    assert answer.status_code == 422 and "Nhập ký hiệu" in body and "Nhập ngày ban hành" in body


def test_what_can_not_be_read_is_said_on_its_page(client, desk):
    client.force_login(desk.officer)
    page = choose(client, desk, b"not a workbook").url
    assert "Tệp không phải bảng tính Excel" in client.get(page).content.decode()


def test_an_import_is_its_uploaders_alone_and_needs_the_rounds_desk(client, desk):
    made = desk.take(workbook())
    for stranger in (
        make_user(role=Office.Role.OFFICER),
        make_user(role=Office.Role.OFFICER, unit=desk.committee),
    ):
        client.force_login(stranger)
        assert client.get(reverse("tasks:import_page", args=[made.uuid])).status_code == 404
    client.force_login(make_user(role=Office.Role.OFFICER))
    assert client.get(reverse("tasks:import_annex", args=[desk.round.pk])).status_code == 404
    assert client.get(reverse("tasks:annex_template", args=[desk.round.pk])).status_code == 404


def test_who_lost_the_desk_after_the_check_saves_nothing(desk):
    from tasks_app.actions.refusals import NotPossible

    made = desk.take(workbook())
    Office.objects.filter(user=desk.officer).update(ends_on=NOW.date())
    fresh = SheetImport.objects.get(pk=made.pk)
    with pytest.raises((NotPossible, importing.Stale)):
        importing.ask_to_save(fresh, seen=made.version, now=lambda: NOW)
    assert not Task.objects.exists()


def test_the_template_is_an_annex_without_rows(client, desk):
    client.force_login(desk.officer)
    content = client.get(reverse("tasks:annex_template", args=[desk.round.pk])).content
    made = desk.take(content)
    assert [p[3] for p in made.found["problems"]] == ["Bảng chưa có việc nào dưới dòng tiêu đề"]


def test_a_preview_that_is_out_of_date_shows_what_is_there_now(client, desk):
    client.force_login(desk.officer)
    page = choose(client, desk, workbook(later([LAM]))).url
    desk.save(workbook(later([LAM])), name="cua-dong-nghiep.xlsx")
    answer = act(client, page, lam="luu", version=SheetImport.objects.earliest("pk").version)
    assert answer.status_code == 409 and "vừa thay đổi so với lúc kiểm tra" in answer.content.decode()
    assert "giống từng ô" in client.get(page).content.decode()
    assert Task.objects.count() == 1


def test_a_field_for_the_whole_table_can_be_chosen_in_the_preview(client, desk):
    client.force_login(desk.officer)
    page = choose(client, desk, workbook(later([LAM])), field="").url
    assert "chọn lĩnh vực chung cho cả bảng" in client.get(page).content.decode()
    keys = {f"cot-{c}": key for c, key in SheetImport.objects.get().found["header"]["keys"].items()}
    act(client, page, lam="cot", field=desk.field.pk, **keys)
    assert "Bảng không có lỗi" in client.get(page).content.decode()


def test_letters_that_no_database_keeps_are_left_out(client, desk):
    client.force_login(desk.officer)
    text = "STT;Họ và tên;Nội dung;Chỉ tiêu;Cần đạt;Thời hạn\r\n1;Trần Văn Lâm;Cấp nước\x00 sạch;Hộ;5;31/12/2030\r\n"
    page = choose(client, desk, text.encode("utf-16"), "a.csv").url
    assert "Cấp nước sạch" in client.get(page).content.decode()
    assert act(client, page, **{"lam": "sua", "o-2-5": "7\x00", "cu-2-5": "5"}).status_code == 302


# ---- in the background -----------------------------------------------------------------------------------------------


def long_annex():
    return workbook([[n, *LAM[1:3], f"Việc số {n} của đồng chí", *LAM[4:]] for n in range(1, 521)])


def test_a_long_annex_is_owed_to_the_workers_and_done_once(client, desk):
    client.force_login(desk.officer)
    made = desk.take(long_annex())
    made = importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    assert made.status == S.TO_SAVE and not Task.objects.exists()
    body = client.get(reverse("tasks:import_page", args=[made.uuid])).content.decode()
    assert "<progress" in body and "Xem lại tiến độ" in body

    importing.work_owed(now=lambda: NOW)
    importing.work_owed(now=lambda: NOW)
    made.refresh_from_db()
    assert made.status == S.SAVED and Task.objects.count() == 520


def test_a_lease_keeps_a_second_worker_off_until_it_runs_out(desk):
    made = desk.take(long_annex())
    SheetImport.objects.filter(pk=made.pk).update(
        status=S.SAVING, lease_until=NOW + timedelta(minutes=1), attempts=1
    )
    importing.work_on(made.pk, now=lambda: NOW)
    assert not Task.objects.exists()
    importing.work_on(made.pk, now=lambda: NOW + timedelta(minutes=2))
    assert Task.objects.count() == 520


def test_what_changed_before_a_worker_came_leads_back_to_the_preview(desk):
    made = desk.take(long_annex())
    importing.ask_to_save(made, seen=made.version, now=lambda: NOW)
    desk.save(workbook([[1, *LAM[1:3], "Việc số 1 của đồng chí", *LAM[4:]]]))
    importing.work_on(made.pk, now=lambda: NOW)
    made.refresh_from_db()
    assert made.status == S.CHECKED and "vừa thay đổi" in made.problem
    assert (Task.objects.count(), made.found["counts"]["same"]) == (1, 1)
