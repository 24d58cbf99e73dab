"""Staff orders, the committee decides, the cadre commits and reports with evidence, is reminded, the leader sees the figure,
the result is concluded: the main job from end to end, through the pages."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks_app.models import Evidence, Notice, Task
from tests.journeys.filling import fill, forms_of
from tests.tasks_app.ordering_desk import make_desk, make_groups, order_data

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(task, view):
    return reverse(f"tasks:{view}", args=[task.ref])


def test_the_main_job_from_the_order_to_the_conclusion():
    desk = make_desk()
    make_groups(desk.giver)
    officer, cadre, leader = signed_in(desk.officer), signed_in(desk.hung), signed_in(desk.leader)

    # The officer orders; the draft is not yet the cadre's to see.
    answer = fill(
        officer,
        reverse("tasks:order_task"),
        order_data(desk, lam=None),
        button=("lam", "trinh"),
        containing="title",
    )
    assert answer.status_code == 200
    task = Task.objects.get()
    assert task.status == Task.Status.AWAITING_DECISION
    assert task.code is None

    # The committee has decided: the officer records số, ký hiệu, ngày; it binds at once and has a code.
    paper = {
        "viec": [task.pk],
        "number": "125",
        "symbol": "QĐ/TU",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    assert fill(officer, reverse("tasks:decide_tasks"), paper, containing="number").status_code == 200
    task.refresh_from_db()
    assert task.status == Task.Status.IN_FORCE
    assert task.code == f"TU-{timezone.localdate().year}-001"
    assert Notice.objects.filter(recipient=desk.hung, task=task, kind="assigned").count() == 1

    # The cadre finds it on his home and commits with the plan that the page proposes.
    assert "Chờ cam kết" in cadre.get(reverse("tasks:my_tasks")).text
    assert fill(cadre, at(task, "commit_task"), {"solutions": "Vận động từng hộ"}).status_code == 200
    task.refresh_from_db()
    assert task.committed_on == timezone.localdate()
    assert task.milestones.exists()

    # He reports a figure with a paper that proves it.
    indicator = task.indicators.get()
    file = SimpleUploadedFile("Biên bản bàn giao.pdf", PDF, content_type="application/pdf")
    figure = next(name for name in fields_of(cadre, at(task, "report_task")) if str(indicator.pk) in name)
    typed = {figure: "156", "outlook": "on_track", "narrative": "Đã bàn giao 156 ha"}
    answer = fill(cadre, at(task, "report_task"), typed, files={"tep": file})
    assert answer.status_code == 200
    indicator.refresh_from_db()
    task.refresh_from_db()
    assert indicator.current == 156
    assert task.progress == pytest.approx(0.5)
    evidence = Evidence.objects.get(task=task)
    assert evidence.report.status == "submitted"
    download = officer.get(reverse("tasks:evidence_file", args=[evidence.uuid]))
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Disposition"].startswith("attachment")

    # The deadline comes near: the sweeper reminds him once, in the app and by letter.
    Task.objects.filter(pk=task.pk).update(due_on=timezone.localdate() + timedelta(days=7))
    mail.outbox.clear()
    call_command("sweep")
    call_command("sweep")
    assert Notice.objects.filter(recipient=desk.hung, task=task, kind="due_soon").count() == 1
    assert (
        len([letter for letter in mail.outbox if letter.to == [desk.hung.email] and task.code in letter.body])
        <= 2
    )

    # The leader reads the figure on the overview and directs from the task's page.
    overview = leader.get(reverse("tasks:unit_overview", args=[desk.giver.pk])).text
    assert "1 đồng chí" in overview
    fill(leader, at(task, "direct_task"), {"text": "Ưu tiên đoạn qua xã Mỹ Bằng"})
    assert "Ưu tiên đoạn qua xã Mỹ Bằng" in cadre.get(at(task, "task_page")).text

    # He asks for the conclusion with final numbers; he can't conclude it himself.
    final = {figure: "320", "finished_on": f"{timezone.localdate():%d/%m/%Y}", "self_result": "exceeded"}
    answer = fill(cadre, at(task, "ask_conclusion"), final)
    assert answer.status_code == 200
    task.refresh_from_db()
    assert task.status == Task.Status.AWAITING_CONCLUSION
    assert cadre.get(at(task, "conclude_task")).status_code == 404

    # The committee concludes: the confirmed figure beside the reported one, over-fulfilment kept.
    conclusion = {"number": "207", "symbol": "TB/TU", "issued_on": f"{timezone.localdate():%d/%m/%Y}"}
    answer = fill(officer, at(task, "conclude_task"), conclusion, containing="finished_on")
    assert answer.status_code == 200
    task.refresh_from_db()
    assert task.status == Task.Status.CONCLUDED
    assert task.result == "exceeded"
    result = task.conclusions.get().results.get()
    assert (result.reported, result.confirmed) == (320, 320)
    page = leader.get(at(task, "task_page")).text
    assert "Hoàn thành trước hạn" in page
    assert "103%" in page

    # Everything decided is on record, in order, under the names of then.
    kinds = list(task.events.order_by("at", "pk").values_list("kind", flat=True))
    for kind in ("order", "decide", "committed", "reported", "directed", "ask_conclusion", "conclude"):
        assert kind in kinds
    assert kinds.index("decide") < kinds.index("committed") < kinds.index("conclude")


def fields_of(client, url):
    return {name for form in forms_of(client.get(url).text) for name in form["fields"]}
