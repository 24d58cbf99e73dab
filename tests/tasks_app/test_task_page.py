"""The task page: what it shows, to whom, in every state, and at what cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import Task
from tests.factories import make_document, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def page(client, user, task, **query):
    client.force_login(user)
    return client.get(reverse("tasks:task_page", args=[task.ref]), query)


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("who", ["owner", "officer"])
def test_every_state_has_a_page(client, who, status):
    giver = make_unit()
    people = {"owner": make_user(), "officer": make_user(role=Role.OFFICER, unit=giver)}
    task = make_task(giver=giver, assignee=people["owner"], status=status, by=people[who])

    answer = page(client, people[who], task)

    if status == S.DRAFT and who == "owner":
        pytest.skip("bản nháp đặt hàng chưa tới cán bộ")
    assert answer.status_code == 200
    assert task.title in answer.content.decode()
