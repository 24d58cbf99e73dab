"""Papers of many tasks: owed as a row, made in the background, fetched by who asked and nobody else."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from cadres.audit import acting_as, sign_transaction
from cadres.models import Office, system_actor
from tasks_app.models import Paper, PaperBatch
from tasks_app.printing import batches
from tests.factories import make_cadre, make_round, make_task, make_unit, make_user
from tests.faults.test_worker import wait_for

Role = Office.Role


@pytest.fixture
def body(db):
    return make_unit("Huyện ủy Yên Sơn")


@pytest.fixture
def officer(body, client):
    user = make_user(role=Role.OFFICER, unit=body)
    sign_transaction(user)
    client.force_login(user)
    return user


def ask(client, tasks, kind="ban-cam-ket", as_one=""):
    data = {"viec": [task.ref for task in tasks], "kind": kind, "as_one": as_one, "key": str(uuid.uuid4())}
    return client.post(reverse("tasks:papers_of_many"), data)


def made(batch):
    batches.make(batch.pk, now=timezone.now)
    batch.refresh_from_db()
    return batch


def test_one_paper_for_each_task_in_a_zip(client, body, officer):
    tasks = [make_task(giver=body, assignee=make_cadre(f"Trần Thị Số {n}")) for n in "ABC"]
    answer = ask(client, tasks)
    batch = PaperBatch.objects.get()
    assert answer.url == reverse("tasks:batch_page", args=[batch.uuid])
    waiting = client.get(answer.url).content.decode()
    assert "every 2s" in waiting and "Tải tệp" not in waiting
    assert made(batch).status == "done"
    page = client.get(answer.url).content.decode()
    assert "Đã soạn 3 văn bản" in page and "every 2s" not in page
    content = b"".join(client.get(reverse("tasks:batch_file", args=[batch.uuid])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == [
            "0001-tran-thi-so-a.docx",
            "0002-tran-thi-so-b.docx",
            "0003-tran-thi-so-c.docx",
        ]
        assert all(Word(io.BytesIO(packed.read(name))).paragraphs for name in packed.namelist())
    assert Paper.objects.count() == 3


def test_one_persons_tasks_are_one_report_and_all_of_them_one_file(client, body, officer):
    lead = make_cadre("Nguyễn Văn Một")
    tasks = [make_task(giver=body, assignee=lead) for _ in range(2)] + [make_task(giver=body)]
    ask(client, tasks, "bao-cao-can-bo", "1")
    batch = made(PaperBatch.objects.get())
    assert (batch.status, batch.made) == ("done", 2)
    answer = client.get(reverse("tasks:batch_file", args=[batch.uuid]))
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    assert len(Word(io.BytesIO(b"".join(answer.streaming_content))).sections) == 2


def test_a_whole_round_is_chosen_by_its_page(client, body, officer):
    tasks = [make_task(round=make_round(body)) for _ in range(2)]
    make_task(giver=body)
    page = client.get(reverse("tasks:papers_of_many"), {"dot": tasks[0].round_id})
    assert page.context["count"] == 1


def test_twice_makes_it_once_and_a_dead_workers_batch_is_made_by_the_next(client, body, officer):
    ask(client, [make_task(giver=body)])
    batch = PaperBatch.objects.get()
    PaperBatch.objects.update(status="running", lease_until=timezone.now() + timedelta(minutes=4))
    assert made(batch).status == "running"  # somebody else's lease
    PaperBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    batches.make_owed(now=timezone.now)
    batch.refresh_from_db()
    assert (batch.status, batch.attempts) == ("done", 1)
    file = batch.file.name
    assert made(batch).file.name == file
    assert Paper.objects.count() == 1


def test_what_can_not_be_made_says_so_after_some_tries(client, body, officer):
    ask(client, [make_task(giver=body)])
    batch = PaperBatch.objects.get()
    PaperBatch.objects.update(attempts=batches.ATTEMPTS)
    assert made(batch).status == "failed"
    assert (
        "Không soạn được sau nhiều lần thử"
        in client.get(reverse("tasks:batch_page", args=[batch.uuid])).content.decode()
    )


def test_rights_are_looked_at_again_when_it_is_made_and_when_it_is_fetched(client, body, officer):
    tasks = [make_task(giver=body), make_task(giver=body)]
    ask(client, tasks)
    batch = made(PaperBatch.objects.get())
    url = reverse("tasks:batch_file", args=[batch.uuid])
    assert b"".join(client.get(url).streaming_content)
    client.force_login(make_user(role=Role.OFFICER, unit=body))
    assert client.get(url).status_code == 404  # another's
    assert client.get(reverse("tasks:batch_page", args=[batch.uuid])).status_code == 404
    client.force_login(officer)
    Office.objects.filter(user=officer).update(ends_on=timezone.localdate())
    assert client.get(url).status_code == 404
    ended = PaperBatch.objects.create(
        kind="ban-cam-ket", body=body, tasks=[t.pk for t in tasks], by=officer, at=timezone.now()
    )
    assert made(ended).status == "failed"


def test_the_file_is_there_for_a_week(client, body, officer):
    ask(client, [make_task(giver=body)])
    batch = made(PaperBatch.objects.get())
    PaperBatch.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert client.get(reverse("tasks:batch_file", args=[batch.uuid])).status_code == 404
    assert "hết hạn" in client.get(reverse("tasks:batch_page", args=[batch.uuid])).content.decode()


def test_tasks_of_two_givers_or_none_make_no_batch(client, body, officer):
    below = make_unit(parent=body)
    assert "một cấp giao" in ask(client, [make_task(giver=body), make_task(giver=below)]).content.decode()
    elsewhere = ask(client, [make_task()])
    assert elsewhere.status_code == 422 and not PaperBatch.objects.exists()


@pytest.mark.usefixtures("real_worker")
def test_a_real_worker_makes_what_was_asked_for(client):
    with acting_as(system_actor("importer")):
        body = make_unit()
        user = make_user(role=Role.OFFICER, unit=body)
        task = make_task(giver=body)
    client.force_login(user)
    assert ask(client, [task]).status_code == 302
    wait_for(lambda: PaperBatch.objects.filter(status="done").exists())
    assert Paper.objects.count() == 1
