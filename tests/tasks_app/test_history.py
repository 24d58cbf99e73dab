"""The history of a task: every act, every version, every value that was changed; by whom, when, why, by which document."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from cadres.audit import sign_transaction
from cadres.models import Office
from tasks_app.models import Obstacle, ProgressReport, Task, TaskContent, TaskEvent
from tasks_app.statistics.history import TOLD
from tests.factories import NOW, make_document, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
CONTENT = {
    "title": "Xây cầu",
    "due_on": "2026-12-31",
    "coordinating_units": ["Sở Tài chính"],
    "indicators": [],
}


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(short_code="TU"), name="Lý Thu Hường")


@pytest.fixture
def task(officer):
    giver = officer.offices.get().unit
    task = make_task(giver=giver, title="Xây cầu", due_on=date(2026, 12, 31))
    event(task, officer, "decide", "ghi quyết định giao việc", document=make_document(giver, number="15"))
    return task


def event(task, by, kind, act, at=NOW, **fields):
    return TaskEvent.objects.create(
        task=task, kind=kind, act=act, by=by, by_name=f"Đ/c {by.cadre.full_name}", at=at, **fields
    )


def page(client, task, user, query=""):
    client.force_login(user)
    answer = client.get(f"/viec/{task.ref}/lich-su/{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_act_is_there_with_who_when_why_and_paper(client, task, officer):
    for n in range(30):
        event(task, officer, "reported", f"báo cáo lần {n}", text=f"Lý do {n}")
    text = page(client, task, officer)
    assert all(f"báo cáo lần {n}" in text and f"Lý do {n}" in text for n in range(30))
    assert "Văn bản số 15-QĐ/TU" in text


def test_one_kind_is_shown_alone_and_a_kind_of_no_group_is_not_lost(client, task, officer):
    event(task, officer, "reported", "báo cáo tiến độ")
    event(task, officer, "urged", "đôn đốc")
    event(task, officer, "something_new", "làm điều mới")
    text = page(client, task, officer, "?loai=chi-dao")
    assert "đôn đốc</b>" in text and "báo cáo tiến độ</b>" not in text
    assert "làm điều mới" in page(client, task, officer, "?loai=khac")
    tabs = dict(re.findall(r">([^<>]+) <b>(\d+)</b></a></li>", text))
    assert {k: tabs[k] for k in ("Quyết định, thay đổi", "Cam kết, báo cáo", "Đôn đốc, chỉ đạo, kiểm tra", "Khác")} == {
        "Quyết định, thay đổi": "1", "Cam kết, báo cáo": "1", "Đôn đốc, chỉ đạo, kiểm tra": "1", "Khác": "1",
    }  # fmt: skip


def test_versions_are_compared_old_to_new_with_person_reason_and_document(client, officer):
    giver = officer.offices.get().unit
    task = make_task(giver=giver, content_version=2)
    TaskContent.objects.create(
        task=task, number=2, content=CONTENT | {"due_on": "2027-03-31", "coordinating_units": ["Sở Xây dựng"]}, by=officer,
        at=NOW, reason="Mưa lũ kéo dài", document=make_document(giver, number="44"),
    )  # fmt: skip
    TaskContent.objects.create(
        task=task, number=3, content=CONTENT | {"title": "Xây cầu lớn"}, by=officer, at=NOW
    )
    text = page(client, task, officer, "?loai=ban")
    assert "Bản 1" in text and "Bản 2" in text and "Lý Thu Hường" in text and "Mưa lũ kéo dài" in text
    assert "Văn bản số 44-QĐ/TU" in text
    assert re.search(r"Hạn hoàn thành: <del.*?31/03/2027</del> → <ins.*?31/12/2026</ins>", text)
    assert re.search(r"Đơn vị phối hợp: <del.*?Sở Xây dựng</del> → <ins.*?Sở Tài chính</ins>", text)


def test_a_changed_value_is_told_from_the_signed_rows_with_its_act(client, task, officer):
    sign_transaction(officer)
    indicator = task.indicators.get()
    indicator.target = Decimal(120)
    indicator.save()
    Task.objects.filter(pk=task.pk).update(due_on=date(2027, 6, 30), follower=officer)
    event(task, officer, "change_decided", "ghi quyết định điều chỉnh", at=timezone.now(), text="Tăng quy mô")
    text = page(client, task, officer, "?loai=gia-tri")
    assert re.search(r"Chỉ tiêu giao: <del.*?100</del> → <ins.*?120</ins>", text)
    assert re.search(r"Hạn hoàn thành: <del.*?31/12/2026</del> → <ins.*?30/06/2027</ins>", text)
    assert re.search(r"Theo dõi: <del.*?–</del> → <ins.*?Đ/c Lý Thu Hường</ins>", text)
    assert "Đ/c Lý Thu Hường" in text


def test_a_value_changed_behind_the_back_of_the_actions_is_told_as_well(client, task, officer):
    sign_transaction(officer)
    hurdle = Obstacle.objects.create(task=task, text="Thiếu vốn", named_on=date(2026, 2, 1), by=officer)
    Obstacle.objects.filter(pk=hurdle.pk).update(text="Không thiếu vốn")
    text = page(client, task, officer)
    assert re.search(r"Khó khăn, vướng mắc: <del.*?Thiếu vốn</del> → <ins.*?Không thiếu vốn</ins>", text)


def test_what_was_only_a_draft_is_nobody_elses_to_read(client, task, officer):
    sign_transaction(officer)
    cadre = task.assignments.get().cadre
    draft = ProgressReport.objects.create(
        task=task, cadre=cadre, period_starts_on=date(2026, 1, 1), period_ends_on=date(2026, 3, 31), by=officer,
        narrative="Nháp một", saved_at=NOW,
    )  # fmt: skip
    ProgressReport.objects.filter(pk=draft.pk).update(narrative="Nháp hai")
    assert "Nháp" not in page(client, task, officer)
    unsent = make_task(giver=task.giver, status=S.DRAFT, by=officer, title="Bản một")
    Task.objects.filter(pk=unsent.pk).update(title="Bản hai")
    assert "Bản một" not in page(client, unsent, officer)


def test_outside_the_scope_there_is_no_history(client, task):
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit()))
    assert client.get(f"/viec/{task.ref}/lich-su/").status_code == 404


def test_every_value_that_the_history_tells_is_a_field_of_its_model():
    for model, (_, naming, told) in TOLD.items():
        fields = {field.name for field in apps.get_model("tasks_app", model)._meta.get_fields()}
        assert {naming, *told} - {""} <= fields, model
