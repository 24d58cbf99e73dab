"""A leader orders, staff complete the draft, the committee decides on several tasks with one paper, the cadres are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks_app.models import Notice, Task, TaskContent
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import make_desk, make_groups, order_data

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_from_the_order_to_the_decision_without_script():
    desk = make_desk()
    groups = make_groups(desk.giver)
    officer, leader = signed_in(desk.officer), signed_in(desk.leader)

    # The officer starts a draft with what is known so far, finds the person by his post and adds a second indicator.
    new = reverse("tasks:order_task")
    fill(
        officer, new, {"title": "Hoàn thành khu tái định cư thôn Cầu", "lead": "giám đốc sở tài nguyên", "field": desk.field.pk,
        "ct-0-name": "Hộ nhận đất"}, button=("lam", "nhap"),
    )  # fmt: skip
    draft = Task.objects.get()
    edit = reverse("tasks:edit_task", args=[draft.ref])
    page = officer.get(edit).text
    assert "Còn chỉ tiêu chưa có chỉ tiêu giao" in page
    longer = fill(officer, edit, {"ct-0-weight": "60"}, button=("them", "1"))
    assert 'name="ct-1-weight" value="40"' in longer.text

    # Sent as it is, it is refused with all that is missing; completed, it goes on the list.
    refused = fill(officer, edit, {}, button=("lam", "trinh"), containing="title")
    assert refused.status_code == 422
    whole = order_data(
        desk, lam=None, title=draft.title,
        rows=[{"id": draft.indicators.get().pk, "name": "Hộ nhận đất", "measure_unit": "hộ", "target": "46", "weight": "60"},
              {"name": "Đường nội bộ", "measure_unit": "km", "target": "1,8", "weight": "40"}],
    )  # fmt: skip
    fill(officer, edit, whole, button=("lam", "trinh"), containing="title")
    draft.refresh_from_db()
    assert draft.status == Task.Status.AWAITING_DECISION

    # The leader orders a second one, for another comrade.
    due_on = f"{desk.today + timedelta(days=300):%d/%m/%Y}"
    second_order = order_data(desk, lam=None, title="Xây dựng cầu Bình Ca", lead="Lê Thị Mai", due_on=due_on)
    fill(leader, new, second_order, button=("lam", "trinh"), containing="title")
    second = Task.objects.get(title="Xây dựng cầu Bình Ca")
    assert Notice.objects.filter(recipient=desk.officer, task=second).count() == 1

    # One paper over both.
    paper = {
        "viec": [draft.pk, second.pk],
        "number": "125",
        "symbol": "QĐ/TU",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    done = fill(officer, reverse("tasks:decide_tasks"), paper, containing="number")
    assert "Đã ghi quyết định giao 2 việc" in done.text

    tasks = list(Task.objects.order_by("code"))
    year = timezone.localdate().year
    assert [task.code for task in tasks] == [f"TU-{year}-001", f"TU-{year}-002"]
    assert {task.status for task in tasks} == {Task.Status.IN_FORCE}
    assert {task.group for task in tasks} == {groups["btv"]}
    assert tasks[0].decision == tasks[1].decision
    assert TaskContent.objects.count() == 2
    # The head of the sở has an account and is told; the page of his task asks him to commit.
    mine = Task.objects.get(pk=draft.pk)
    assert Notice.objects.filter(recipient=desk.hung, task=mine, kind="assigned").count() == 1
    assert (
        reverse("tasks:commit_task", args=[mine.ref])
        in signed_in(desk.hung).get(reverse("tasks:task_page", args=[mine.ref])).text
    )
