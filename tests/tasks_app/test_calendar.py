"""The working calendar: who sees and changes it, what a change re-plans, and that nothing is saved unseen."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadres.models import Office
from tasks_app.actions.calendar import DayChange, change_calendar, try_change
from tasks_app.actions.deadlines import settle_commitments, settle_deadlines
from tasks_app.actions.measuring import measure_tasks
from tasks_app.actions.refusals import Stale
from tasks_app.forms.calendar import read_rows
from tasks_app.models import CalendarDay, Notice, Task, TaskEvent
from tests.factories import NOW, make_round, make_task, make_user

pytestmark = pytest.mark.django_db
PAGE, CHANGE, IMPORT = "/lich-lam-viec/", "/lich-lam-viec/sua/", "/lich-lam-viec/nhap/"
# A Wednesday that is no holiday, and the day after.
WEDNESDAY, THURSDAY = date(2026, 8, 19), date(2026, 8, 20)


@pytest.fixture
def admin():
    return make_user(role=Office.Role.SYSTEM_ADMIN)


@pytest.fixture
def moving():
    """A round that moves deadlines off days off."""
    return make_round(moves_off_days=True)


def typed(**changes):
    return {"from_on": "19/08/2026", "to_on": "", "kind": "nghi", "name": "Nghỉ do bão"} | changes


def seen_state(page):
    return page.context["plan"].state


def test_the_year_is_shown_with_its_holidays_to_everybody_who_signed_in(client):
    client.force_login(make_user())
    page = client.get(PAGE + "?nam=2027")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Lịch làm việc năm 2027" in text and "Tết Dương lịch" in text
    assert "Sửa lịch" not in text


@pytest.mark.parametrize("asked", ["", "1", "99999", "-5", "hai nghìn", "1999"])
def test_a_year_that_is_none_shows_this_year(client, asked):
    client.force_login(make_user())
    assert client.get(PAGE, {"nam": asked}).status_code == 200


@pytest.mark.parametrize("address", [CHANGE, IMPORT])
def test_only_the_system_administrator_changes_it(client, address):
    client.force_login(make_user(role=Office.Role.OFFICER))
    assert client.get(address).status_code == 403
    assert client.post(address, typed() | {"lam": "luu"}).status_code == 403


def test_a_change_is_shown_before_it_is_saved(client, admin, moving):
    make_task(round=moving, due_on=WEDNESDAY)
    client.force_login(admin)
    page = client.post(CHANGE, typed())
    text = page.content.decode()
    assert "1 ngày thay đổi" in text and "1 việc chuyển hạn" in text and moving.committee.name in text
    assert not CalendarDay.objects.filter(on=WEDNESDAY).exists()
    page = client.post(CHANGE, typed(lam="luu", seen_state=seen_state(page)))
    assert page.status_code == 302 and page.url == PAGE + "?nam=2026"
    assert CalendarDay.objects.get(on=WEDNESDAY).name == "Nghỉ do bão"
    assert Task.objects.get().due_on == THURSDAY


def test_the_preview_names_no_task(client, admin, moving):
    task = make_task(round=moving, due_on=WEDNESDAY, title="Tên việc không ai ngoài phạm vi được biết")
    client.force_login(admin)
    text = client.post(CHANGE, typed()).content.decode()
    assert task.title not in text and task.code not in text


def test_going_back_from_the_preview_keeps_what_was_typed(client, admin):
    client.force_login(admin)
    page = client.post(CHANGE, typed(lam="sua"))
    assert page.context["plan"] is None
    assert 'value="Nghỉ do bão"' in page.content.decode()


def test_a_moved_deadline_keeps_the_day_of_its_document_and_is_told(admin, moving):
    assignee = make_user()
    task = make_task(round=moving, due_on=WEDNESDAY, assignee=assignee)
    changes = [DayChange(WEDNESDAY, False, "Nghỉ do bão")]
    change_calendar(changes, seen=try_change(changes).state, by=admin, at=NOW)
    version = task.version
    task.refresh_from_db()
    assert (task.due_on, task.named_due_on, task.original_due_on) == (THURSDAY, WEDNESDAY, WEDNESDAY)
    assert task.version == version + 1
    event = TaskEvent.objects.get(task=task, kind="rescheduled")
    assert "19/08/2026 → 20/08/2026" in event.act and event.by == admin
    assert "20/08/2026" in Notice.objects.get(recipient=assignee).text


def test_a_day_off_that_is_taken_back_moves_the_deadline_back(admin, moving):
    task = make_task(round=moving, due_on=WEDNESDAY)
    for changes in ([DayChange(WEDNESDAY, False, "Nghỉ do bão")], [DayChange(WEDNESDAY, None)]):
        change_calendar(changes, seen=try_change(changes).state, by=admin, at=NOW)
    task.refresh_from_db()
    assert (task.due_on, task.named_due_on) == (WEDNESDAY, None)
    assert not CalendarDay.objects.filter(on=WEDNESDAY).exists()


def test_a_round_that_does_not_move_deadlines_keeps_them(admin):
    task = make_task(due_on=WEDNESDAY)
    changes = [DayChange(WEDNESDAY, False, "Nghỉ do bão")]
    assert try_change(changes).total == 0
    change_calendar(changes, seen=try_change(changes).state, by=admin, at=NOW)
    task.refresh_from_db()
    assert task.due_on == WEDNESDAY


@pytest.mark.parametrize("status", [Task.Status.CONCLUDED, Task.Status.ENDED_EARLY, Task.Status.SUBMITTED])
def test_only_open_tasks_move(moving, status):
    make_task(round=moving, due_on=WEDNESDAY, status=status)
    assert try_change([DayChange(WEDNESDAY, False, "Nghỉ do bão")]).total == 0


def test_who_saves_what_another_changed_meanwhile_is_refused(client, admin):
    changes = [DayChange(WEDNESDAY, False, "Nghỉ do bão")]
    stale = try_change(changes).state
    change_calendar(changes, seen=stale, by=admin, at=NOW)
    other = [DayChange(THURSDAY, False, "Nghỉ do bão")]
    with pytest.raises(Stale):
        change_calendar(other, seen=stale, by=admin, at=NOW)
    client.force_login(admin)
    page = client.post(CHANGE, typed(from_on="20/08/2026", lam="luu", seen_state=stale))
    assert page.status_code == 409
    assert "vừa được người khác sửa" in page.content.decode()
    assert not CalendarDay.objects.filter(on=THURSDAY).exists()
    page = client.post(CHANGE, typed(from_on="20/08/2026", lam="luu", seen_state=seen_state(page)))
    assert page.status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"from_on": "31/02/2026"}, "Nhập ngày có thật"),
        ({"to_on": "18/08/2026"}, "Nhập ngày từ 19/08/2026 trở đi"),
        ({"to_on": "19/08/2027"}, "Nhập nhiều nhất 31 ngày một lần"),
        ({"kind": ""}, "Chọn loại ngày"),
        ({"name": ""}, "Nhập tên của ngày"),
        ({"kind": "lam"}, "không phải thứ bảy, chủ nhật"),
    ],
)
def test_what_cannot_be_a_day_is_refused_at_its_field(client, admin, changes, sentence):
    client.force_login(admin)
    page = client.post(CHANGE, typed(**changes))
    assert page.status_code == 422 and sentence in page.content.decode()


def test_a_table_is_pasted_shown_and_saved(client, admin):
    rows = "Ngày\tLoại\tTên\n19/08/2026\tnghỉ\tNghỉ do bão\n22/08/2026\tlàm bù\tLàm bù ngày 19/8"
    client.force_login(admin)
    page = client.post(IMPORT, {"rows": rows})
    assert "2 ngày thay đổi" in page.content.decode()
    page = client.post(IMPORT, {"rows": rows, "lam": "luu", "seen_state": seen_state(page)})
    assert page.status_code == 302
    assert CalendarDay.objects.get(on=date(2026, 8, 22)).is_worked
    again = client.post(IMPORT, {"rows": rows})
    assert "Không có ngày nào thay đổi" in again.content.decode()


def test_a_file_may_take_the_place_of_the_paste(client, admin):
    file = SimpleUploadedFile("lich.csv", "﻿19/08/2026;nghỉ;Nghỉ do bão\r\n".encode())
    client.force_login(admin)
    page = client.post(IMPORT, {"rows": "", "file": file})
    assert "1 ngày thay đổi" in page.content.decode()
    assert "19/08/2026;nghỉ;Nghỉ do bão" in page.content.decode()


def test_a_file_in_a_legacy_encoding_is_refused_in_words(client, admin):
    file = SimpleUploadedFile("lich.csv", "19/08/2026;nghỉ;Nghỉ".encode("utf-16"))
    client.force_login(admin)
    page = client.post(IMPORT, {"rows": "", "file": file})
    assert page.status_code == 422 and "CSV UTF-8" in page.content.decode()


def test_nothing_of_a_table_with_a_mistake_is_saved_and_each_mistake_has_its_line(client, admin):
    rows = "19/08/2026;nghỉ;Nghỉ\n31/02/2026;nghỉ;Sai\n20/08/2026;hát;Sai\n19/08/2026;nghỉ;Lặp\n21/08/2026;làm;Thứ sáu"
    client.force_login(admin)
    page = client.post(IMPORT, {"rows": rows, "lam": "luu"})
    text = page.content.decode()
    assert page.status_code == 422
    for sentence in (
        "Dòng 2: «31/02/2026» không phải ngày", "Dòng 3: «hát»: nhập nghỉ, làm hoặc thường",
        "Dòng 4: ngày 19/08/2026 đã có ở dòng 1", "Dòng 5: 21/08/2026 không phải thứ bảy, chủ nhật",
    ):  # fmt: skip
        assert sentence in text
    assert not CalendarDay.objects.filter(on=WEDNESDAY).exists()


@pytest.mark.parametrize(
    "text", ["", "\x00", '"', "Ngày;Loại;Tên", ";;;", "a" * 5000, "=1+1;nghỉ;x", "\n" * 3000]
)
def test_no_text_breaks_the_reading(text):
    changes, problems = read_rows(text)
    assert not changes and problems


def test_a_deadline_is_moved_when_it_is_decided_on_a_day_off(moving):
    task = make_task(round=moving, due_on=date(2026, 9, 2))  # Quốc khánh, a Wednesday
    settle_deadlines([task])
    assert task.named_due_on == date(2026, 9, 2) and task.due_on > task.named_due_on
    assert CalendarDay.objects.load().is_working_day(task.due_on)
    task.due_on = WEDNESDAY  # a later decision names another day
    settle_deadlines([task])
    assert (task.due_on, task.named_due_on) == (WEDNESDAY, None)


def test_a_commitment_is_due_on_the_next_working_day_and_the_day_of_the_rule_stays_on_record(moving):
    task = make_task(round=moving)
    moving.commitment_days = 10
    task.round = moving
    settle_commitments([task], since=date(2026, 8, 23))  # ten days later: Quốc khánh
    assert task.named_commitment_due_on == date(2026, 9, 2) and task.commitment_due_on == date(2026, 9, 3)
    settle_commitments([task], since=date(2026, 8, 9))
    assert (task.commitment_due_on, task.named_commitment_due_on) == (WEDNESDAY, None)
    moving.moves_off_days = False
    settle_commitments([task], since=date(2026, 8, 23))
    assert (task.commitment_due_on, task.named_commitment_due_on) == (date(2026, 9, 2), None)


def reporting_task(moving, **fields):
    """Its report of July is due on 19 August."""
    moving.report_day = WEDNESDAY.day
    moving.save()
    task = make_task(
        round=moving, report_rhythm=1, starts_on=date(2026, 1, 5), due_on=date(2026, 12, 31), last_report_on=date(2026, 6, 30), **fields
    )  # fmt: skip
    (task,) = measure_tasks([task], on=date(2026, 8, 1))
    task.save()
    return task


def test_commitments_and_reports_move_with_the_calendar_and_back_and_each_is_told(client, admin, moving):
    assignee = make_user()
    task = reporting_task(moving, assignee=assignee, commitment_due_on=WEDNESDAY, committed_on=None)
    assert task.next_report_on == WEDNESDAY
    client.force_login(admin)
    page = client.post(CHANGE, typed())
    assert "1 hạn cam kết, 1 hạn gửi báo cáo." in page.content.decode()
    for changes, day, named in (
        ([DayChange(WEDNESDAY, False, "Nghỉ do bão")], THURSDAY, WEDNESDAY),
        ([DayChange(WEDNESDAY, None)], WEDNESDAY, None),
    ):
        plan = try_change(changes)
        assert (plan.total, plan.kinds) == (1, {"hạn cam kết": 1, "hạn gửi báo cáo": 1})
        change_calendar(changes, seen=plan.state, by=admin, at=NOW)
        task.refresh_from_db()
        assert (task.commitment_due_on, task.named_commitment_due_on) == (day, named)
        assert task.next_report_on == day
    first = TaskEvent.objects.filter(task=task, kind="rescheduled").order_by("pk").first()
    assert "hạn cam kết 19/08/2026 → 20/08/2026, hạn gửi báo cáo 19/08/2026 → 20/08/2026" in first.act
    assert (
        "hạn gửi báo cáo chuyển đến 20/08/2026"
        in Notice.objects.filter(recipient=assignee).order_by("pk").first().text
    )


def test_a_commitment_that_was_given_is_not_moved_any_more(moving):
    make_task(
        round=moving, commitment_due_on=WEDNESDAY, committed_on=date(2026, 8, 3), due_on=date(2026, 12, 31)
    )
    assert try_change([DayChange(WEDNESDAY, False, "Nghỉ do bão")]).total == 0


def test_a_report_that_falls_on_a_day_off_is_due_on_the_next_working_day(moving):
    moving.report_day = 2
    moving.save()
    fields = {
        "report_rhythm": 1,
        "starts_on": date(2026, 1, 5),
        "due_on": date(2026, 12, 31),
        "last_report_on": date(2026, 7, 31),
    }
    task, other = make_task(round=moving, **fields), make_task(round=make_round(report_day=2), **fields)
    measure_tasks([task, other], on=date(2026, 8, 20))
    assert (task.next_report_on, other.next_report_on) == (date(2026, 9, 3), date(2026, 9, 2))
