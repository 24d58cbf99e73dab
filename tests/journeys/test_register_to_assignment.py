"""An assistant prepares, the cadre registers, the desk returns it, he mends it, it is appraised, adjusted and assigned."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation
from tasks_app.models import Appraisal, Notice, Task
from tests.factories import START, make_user
from tests.journeys.filling import fill
from tests.tasks_app.ordering_desk import make_desk, order_data

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_from_the_registration_to_the_assignment_without_script():
    desk = make_desk(registration_until=timezone.localdate() + timedelta(days=20))
    helper = make_user(cadre=False)
    Authorisation.objects.create(cadre=desk.hung.cadre, assistant=helper, starts_on=START)
    helper, cadre, officer, appraiser = map(signed_in, (helper, desk.hung, desk.officer, desk.appraiser))

    # Prepared by the assistant, confirmed and sent by the cadre.
    typed = order_data(desk, lam=None, lead=None, origin=None, collective=None)
    fill(helper, reverse("tasks:register_task"), typed, button=("lam", "trinh"), containing="title")
    task = Task.objects.get()
    assert task.status == Task.Status.DRAFT
    assert Notice.objects.filter(recipient=desk.hung, task=task).count() == 1
    edit = reverse("tasks:edit_task", args=[task.ref])
    fill(cadre, edit, {}, button=("lam", "trinh"), containing="title")
    task.refresh_from_db()
    assert task.status == Task.Status.SUBMITTED

    # Returned with a reason, mended, sent again, passed on.
    back = reverse("tasks:move_task", args=[task.ref, "return"])
    fill(officer, back, {"reason": "Đề nghị nêu rõ sản phẩm"})
    assert "Đề nghị nêu rõ sản phẩm" in cadre.get(edit).text
    fill(cadre, edit, {"product": "Biên bản bàn giao mặt bằng từng xã"}, button=("lam", "trinh"))
    fill(officer, reverse("tasks:move_task", args=[task.ref, "pass"]), containing="version")
    task.refresh_from_db()
    assert task.status == Task.Status.APPRAISING

    # Appraised with a higher target: old and new stay in the story.
    row = task.indicators.get()
    fill(
        appraiser, reverse("tasks:appraise_task", args=[task.ref]),
        {"opinion": "adjust", "text": "Nâng cho sát thực tế", f"target-{row.pk}": "320"}, containing="text",
    )  # fmt: skip
    assert Appraisal.objects.get().opinion == "adjust"
    assert "312 → 320" in task.events.get(kind="appraised").text

    # Decided: the task has a code, its content is written down, the cadre is asked to commit.
    paper = {
        "viec": [task.pk],
        "number": "31",
        "symbol": "QĐ/TU",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    fill(officer, reverse("tasks:decide_tasks"), paper, containing="number")
    task.refresh_from_db()
    assert (task.status, task.code) == (Task.Status.IN_FORCE, f"TU-{timezone.localdate().year}-001")
    assert task.contents.get().content["indicators"][0]["target"] == "320"
    kinds = list(task.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "created",
        "edited",
        "submit",
        "return",
        "edited",
        "submit",
        "pass",
        "appraised",
        "list",
        "decide",
    ]
    assert "cam kết trước ngày" in Notice.objects.filter(recipient=desk.hung).latest("pk").text
