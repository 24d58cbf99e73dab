"""Evidence files: who gets the bytes, how they are sent, and what isn't there for anybody else."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cadres.models import Authorisation, Office
from tasks_app.models import Evidence, ProgressReport
from tests.factories import NOW, START, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role = Office.Role


def attach(task, by, *, name="Nghiệm thu đường.pdf", report=None, **fields):
    evidence = Evidence(
        task=task, report=report, name=name, size=4, content_type="text/html", sha256="a" * 64, uploaded_by=by,
        uploaded_at=NOW, **fields,
    )  # fmt: skip
    evidence.file.save("x", ContentFile(b"<b>!"), save=False)
    evidence.save()
    return evidence


def fetch(client, user, evidence):
    """The answer; `body` is what came with it (read to the end, which closes the file)."""
    client.force_login(user)
    answer = client.get(reverse("tasks:evidence_file", args=[evidence.uuid]))
    answer.body = b"".join(answer) if answer.streaming else b""
    return answer


@pytest.fixture
def giver():
    return make_unit()


@pytest.fixture
def owner():
    return make_user()


def test_owner_and_desk_download_it_and_a_stranger_gets_the_same_as_for_nothing(client, giver, owner):
    evidence = attach(make_task(giver=giver, assignee=owner), owner)
    officer, stranger = make_user(role=Role.OFFICER, unit=giver), make_user(role=Role.OFFICER)
    admin = make_user(role=Role.SYSTEM_ADMIN, unit=giver)

    assert fetch(client, owner, evidence).body == b"<b>!"
    assert fetch(client, officer, evidence).status_code == 200
    assert fetch(client, admin, evidence).status_code == 404
    hidden = fetch(client, stranger, evidence)
    nothing = client.get(reverse("tasks:evidence_file", args=[uuid.uuid4()]))
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert evidence.name not in hidden.content.decode()
    client.logout()
    assert client.get(reverse("tasks:evidence_file", args=[evidence.uuid])).status_code == 302


def test_it_is_always_a_download_and_never_cached(client, giver, owner):
    answer = fetch(client, owner, attach(make_task(giver=giver, assignee=owner), owner))

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Nghi%E1%BB%87m")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ('báo cáo "Q1".pdf', "b%C3%A1o%20c%C3%A1o%20%22Q1%22.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("../../etc/cron.d/x", "....etccron.dx"),
        ("\x00\u200b", "minh-chung"),
    ],
)
def test_odd_names_can_break_neither_the_header_nor_the_reader(client, giver, owner, name, sent):
    evidence = attach(make_task(giver=giver, assignee=owner), owner, name="x")
    Evidence.objects.filter(pk=evidence.pk).update(name=name.replace("\x00", "\x01"))

    header = fetch(client, owner, evidence)["Content-Disposition"]

    assert sent in header
    assert "\n" not in header and "\u202e" not in header


@pytest.mark.parametrize("fields", [{"scan": "quarantined"}, {"removed_at": NOW}])
def test_quarantined_and_removed_files_are_not_there(client, giver, owner, fields):
    evidence = attach(make_task(giver=giver, assignee=owner), owner, **fields)
    assert fetch(client, owner, evidence).status_code == 404


def test_a_file_staged_with_a_draft_is_for_its_makers_only(client, giver, owner):
    task = make_task(giver=giver, assignee=owner)
    assistant = make_user()
    Authorisation.objects.create(cadre=owner.cadre, assistant=assistant, starts_on=START)
    draft = ProgressReport.objects.create(
        task=task, cadre=owner.cadre, period_starts_on=START, period_ends_on=START, by=owner, saved_at=NOW
    )
    evidence = attach(task, assistant, report=draft)
    officer = make_user(role=Role.OFFICER, unit=giver)

    assert fetch(client, owner, evidence).status_code == 200
    assert fetch(client, assistant, evidence).status_code == 200
    assert fetch(client, officer, evidence).status_code == 404

    ProgressReport.objects.filter(pk=draft.pk).update(status="submitted", submitted_at=NOW)
    assert fetch(client, officer, evidence).status_code == 200


def test_a_row_whose_bytes_are_gone_is_a_plain_404(client, giver, owner):
    evidence = attach(make_task(giver=giver, assignee=owner), owner)
    evidence.file.storage.delete(evidence.file.name)
    assert fetch(client, owner, evidence).status_code == 404
