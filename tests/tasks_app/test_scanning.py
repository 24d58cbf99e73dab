"""Malware in uploads: refused where the scanner answers, kept back where it doesn't, quarantined when it is found later."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tasks_app.actions import drafting, papers, scanning
from tasks_app.actions.drafting import Content
from tasks_app.models import Evidence, Notice, ProgressReport, SheetImport
from tasks_app.statistics.promises import broken
from tests.factories import NOW, make_task, make_unit, make_user
from tests.faults.kit.clamd import EICAR, scanner
from tests.tasks_app.exchange.rosters import administrator
from tests.tasks_app.test_attaching import PDF, attach, office, refusal, upload

pytestmark = pytest.mark.django_db
Scan = Evidence.Scan


@pytest.fixture
def clamd(settings):
    with scanner() as server:
        settings.CLAMD_URL = server.url
        yield server


@pytest.fixture
def draft():
    cadre = make_user()
    task = make_task(assignee=cadre)
    return drafting.save_draft(task, cadre=cadre.cadre, content=Content(), by=cadre, at=NOW)


@pytest.fixture
def down(settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"


def infected(name="bien-ban.pdf"):
    return upload(name, PDF + EICAR)


def scan_now():
    return scanning.scan_waiting(now=lambda: NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", EICAR),
        ("a.pdf", PDF + b"\n" + EICAR),
        ("a.docx", office(**{"word/media/image1.png": EICAR})),
        ("a.docx", office(**{"word/embeddings/a.docx": office(**{"b.txt": EICAR})})),
    ],
    ids=["alone", "in a pdf", "in a docx", "packed twice"],
)
def test_malware_is_refused_at_its_field_and_nothing_of_it_is_kept(clamd, draft, name, content):
    assert "phát hiện mã độc" in refusal(draft, upload(name, content))


def test_a_file_that_was_passed_is_served_at_once(clamd, draft, client):
    kept = attach(draft, upload())
    assert kept.scan == Scan.CLEAN and clamd.seen == 1
    client.force_login(draft.cadre.user)
    assert client.get(reverse("tasks:evidence_file", args=[kept.uuid])).getvalue() == PDF


@pytest.mark.parametrize(
    "says", [b"stream: Can't allocate memory ERROR", b"INSTREAM size limit exceeded. ERROR", b""]
)
def test_while_the_scanner_does_not_answer_a_file_waits_and_nobody_opens_it(clamd, draft, client, says):
    clamd.says = says or b"stream:"
    kept = attach(draft, upload())
    assert kept.scan == Scan.UNSCANNED
    client.force_login(draft.cadre.user)
    address = reverse("tasks:evidence_file", args=[kept.uuid])
    answer = client.get(address)
    assert answer.status_code == 409 and "Tệp đang quét vi-rút" in answer.text
    assert "đang quét vi-rút" in client.get(reverse("tasks:report_task", args=[draft.task.ref])).text
    ProgressReport.objects.update(status="submitted", submitted_at=NOW)
    for page in ("task_page", "report_page"):
        of = [draft.task.ref] + ([draft.pk] if page == "report_page" else [])
        assert "đang quét vi-rút" in client.get(reverse(f"tasks:{page}", args=of)).text, page
    assert scan_now() == 0

    clamd.says = b""
    assert scan_now() == 1 and scan_now() == 0
    assert client.get(address).getvalue() == PDF


def test_malware_found_later_is_quarantined_and_its_sender_is_told_once(down, settings, draft, client):
    kept = attach(draft, infected())
    assert kept.scan == Scan.UNSCANNED
    with scanner() as server:
        settings.CLAMD_URL = server.url
        assert scan_now() == 1 and scan_now() == 0
    kept.refresh_from_db()
    assert kept.scan == Scan.QUARANTINED
    notice = Notice.objects.get()
    assert notice.recipient == draft.cadre.user and "có mã độc, đã cách ly" in notice.text
    client.force_login(draft.cadre.user)
    assert client.get(reverse("tasks:evidence_file", args=[kept.uuid])).status_code == 404
    settings.CLAMD_URL = ""  # also for an office that gives its scanner up
    assert client.get(reverse("tasks:evidence_file", args=[kept.uuid])).status_code == 404


def test_a_scanned_paper_waits_and_is_quarantined_like_evidence(down, settings, client):
    officer = make_user()
    kept = papers.stage(infected("qd.pdf"), by=officer, at=NOW)
    client.force_login(officer)
    address = reverse("tasks:document_scan", args=[kept.uuid])
    assert client.get(address).status_code == 409
    with scanner() as server:
        settings.CLAMD_URL = server.url
        assert scan_now() == 1
    kept.refresh_from_db()
    assert kept.scan == Scan.QUARANTINED and client.get(address).status_code == 404
    # A form that is still being mended asks for the file anew.
    assert papers.staged_by(officer, kept.uuid) is None


def test_a_monitor_hears_of_files_that_wait_too_long(down, draft):
    attach(draft, upload())
    words = "files waiting for the virus scanner"
    assert words not in broken(at=NOW + timedelta(minutes=9))
    assert words in broken(at=NOW + timedelta(minutes=11))


def test_a_table_is_read_only_once_the_scanner_has_passed_it(clamd, settings, client):
    client.force_login(administrator(make_unit()))

    def bring(content):
        return client.post("/quan-tri/nhap/don-vi/", {"tep": upload("a.csv", content)})

    refused = bring(EICAR)
    assert refused.status_code == 422 and "mã độc" in refused.text
    assert bring(b"a,b\n1,2\n").status_code == 302 and SheetImport.objects.count() == 1
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    refused = bring(b"a,b\n1,2\n")
    assert refused.status_code == 422 and "chưa trả lời" in refused.text and SheetImport.objects.count() == 1


def test_without_a_scanner_what_is_taken_is_served_and_said_not_to_be_scanned(draft, client):
    kept = attach(draft, upload())
    assert kept.scan == Scan.UNSCANNED and scan_now() == 0
    client.force_login(draft.cadre.user)
    assert client.get(reverse("tasks:evidence_file", args=[kept.uuid])).getvalue() == PDF
