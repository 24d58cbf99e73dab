"""Evidence: what is taken, what is refused, and that a row and its file live and die together."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from cadres.models import Authorisation
from config.files import DurableStorage
from tasks_app.actions import attaching, drafting, reporting, sniffing
from tasks_app.actions.drafting import Content, Figure
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Evidence, ProgressReport
from tests.factories import NOW, START, make_task, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nbien ban nghiem thu"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def jpeg(day=b"2022:10:18 09:30:00"):
    """A JPEG head with an EXIF block that says when it was taken."""
    ifd0 = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0)
    inner = struct.pack("<HHHIII", 1, 0x9003, 2, 20, 44, 0)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd0 + inner + day + b"\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"


def office(inner="word/document.xml", text="Biên bản nghiệm thu", **more):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(inner, f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
        for name, content in more.items():
            file.writestr(name, content)
    return packed.getvalue()


def upload(name="bien-ban.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def cadre():
    return make_user()


@pytest.fixture
def draft(cadre):
    task = make_task(assignee=cadre)
    return drafting.save_draft(task, cadre=cadre.cadre, content=Content(), by=cadre, at=NOW)


def attach(draft, file, *, by=None):
    return attaching.attach(draft, file, by=by or draft.cadre.user, at=NOW)


def refusal(draft, file):
    with pytest.raises(NotPossible) as refused:
        attach(draft, file)
    assert not Evidence.objects.exists()
    return str(refused.value)


def test_a_file_is_kept_whole_under_a_random_name_with_its_digest(draft):
    found = attach(draft, upload("Biên bản nghiệm thu.pdf"))

    assert (found.name, found.size, found.content_type) == (
        "Biên bản nghiệm thu.pdf",
        len(PDF),
        "application/pdf",
    )
    assert found.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "Biên" not in found.file.name and found.uuid.hex in found.file.name
    with found.file.open() as stored:
        assert stored.read() == PDF


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jpg", jpeg(), "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", PNG, "image/png"),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20, "image/heic"),
        ("a.docx", office(), sniffing.WORD),
        ("a.xlsx", office("xl/workbook.xml"), sniffing.EXCEL),
        ("a.txt", "Số liệu quý III".encode(), "text/plain"),
    ],
)
def test_what_offices_send_is_taken_by_what_the_bytes_say(draft, name, content, kind):
    assert attach(draft, upload(name, content)).content_type == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.txt", b"<!DOCTYPE html><html></html>"),
        ("a.txt", b"  \n <html><body>x</body>"),
        ("a.zip", office("khac.xml")),
        ("a.docx", b"PK\x03\x04 damaged"),
        ("a.docx", office(**{"word/vbaProject.bin": b"x"})),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 30),
        ("a.exe", b"MZ\x90\0\x03"),
        ("a.exe", PDF),
        ("a.pdf.html", PDF),
        ("a.txt", b"\0\1\2\3"),
        ("a.txt", b"\xff\xfe\x00x"),
    ],
)
def test_pages_drawings_archives_and_programs_are_refused(draft, name, content):
    assert "Chọn ảnh" in refusal(draft, upload(name, content))


def test_empty_and_too_large_files_are_refused(draft, monkeypatch):
    assert "không có nội dung" in refusal(draft, upload(content=b""))
    monkeypatch.setattr(attaching, "MOST_BYTES", 10)
    assert "20 MB" in refusal(draft, upload())


def test_a_report_takes_twenty_files(draft, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_FILES", 2)
    attach(draft, upload(content=PDF + b"1"))
    attach(draft, upload(content=PDF + b"2"))
    with pytest.raises(NotPossible, match="nhiều nhất 2 tệp"):
        attach(draft, upload(content=PDF + b"3"))


def test_the_same_file_sent_twice_is_one_piece_of_evidence(draft):
    assert attach(draft, upload()).pk == attach(draft, upload("lan-2.pdf")).pk
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\an\\Bao cao.pdf", "Bao cao.pdf"),
        ("bao\u202efdp.cao.pdf", "baofdp.cao.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("bao\r\ncao\x00.pdf", "baocao.pdf"),
        ('báo cáo "Q1"; a.pdf', 'báo cáo "Q1"; a.pdf'),
        ("ệ" * 300 + ".pdf", "ệ" * 246 + ".pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_names_are_cleaned_before_they_are_shown(given, kept):
    assert sniffing.clean_name(given, "application/pdf") == kept


def test_the_day_of_a_photo_is_read_where_it_says_so(draft):
    assert str(attach(draft, upload("a.jpg", jpeg())).captured_on) == "2022-10-18"
    assert attach(draft, upload("b.jpg", jpeg(b"khong ro ngay thang"))).captured_on is None
    assert (
        attach(draft, upload("c.jpg", b"\xff\xd8\xff\xe1\0\x10Exif\0\0II*\0\xff\xff\xff\xff")).captured_on
        is None
    )


def png_with(tiff):
    chunk = struct.pack(">I4s", len(tiff), b"eXIf") + tiff + b"\0" * 4
    header = struct.pack(">I4s", 13, b"IHDR") + b"\0" * 17
    return b"\x89PNG\r\n\x1a\n" + header + chunk


def test_a_photo_from_any_camera_keeps_its_day(draft):
    block = jpeg()[12:-2]
    heic = b"\0\0\0\x18ftypheic" + b"\0" * 200_000 + b"Exif\0\0" + block
    assert str(attach(draft, upload("a.heic", heic)).captured_on) == "2022-10-18"
    assert str(attach(draft, upload("a.png", png_with(block))).captured_on) == "2022-10-18"
    assert attach(draft, upload("b.png", png_with(b"II*\0" + b"\xff" * 60))).captured_on is None
    assert attach(draft, upload("c.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT")).captured_on is None


def test_a_camera_whose_clock_runs_ahead_says_nothing(draft):
    assert attach(draft, upload("a.jpg", jpeg(b"2031:01:01 08:00:00"))).captured_on is None


def test_an_office_file_whose_parts_overlap_or_claim_gigabytes_is_refused(draft):
    whole = bytearray(office())
    # The second entry of the directory points at the first one's bytes.
    entries = [i for i in range(len(whole)) if whole[i : i + 4] == b"PK\x01\x02"]
    overlapping = whole.copy()
    overlapping[entries[1] + 42 : entries[1] + 46] = struct.pack("<I", 0)
    claiming = whole.copy()
    claiming[entries[1] + 24 : entries[1] + 28] = struct.pack("<I", 3_000_000_000)
    for content in (overlapping, claiming):
        with pytest.raises(NotPossible):
            attach(draft, upload("a.docx", bytes(content)))


@pytest.mark.parametrize(
    ("file", "marked"),
    [
        (("Bao cao TUYỆT MẬT.pdf", PDF), True),
        (("bao_cao_toi-mật_tối mật.pdf", PDF), True),
        (("Kế hoạch (Mật).pdf", PDF), True),
        (("a.txt", "Độ mật: Mật".encode()), True),
        (("a.txt", "MẬT\nSố: 12".encode()), True),
        (("a.docx", office(text="TỐI MẬT")), True),
        (
            ("a.xlsx", office("xl/workbook.xml", **{"xl/sharedStrings.xml": "<si><t>TUYỆT MẬT</t></si>"})),
            True,
        ),
        (("Mật ong Hàm Yên.pdf", PDF), False),
        (("a.txt", "MẬT ĐỘ DÂN SỐ, MẬT ONG, BẢO MẬT, BÍ MẬT".encode()), False),
        (("a.docx", office(text="Mật độ dân số")), False),
    ],
)
def test_a_secrecy_marking_stops_the_file(draft, file, marked):
    if marked:
        assert "bí mật nhà nước" in refusal(draft, upload(*file))
    else:
        attach(draft, upload(*file))


def stored_files():
    root = Path(Evidence._meta.get_field("file").storage.location)
    return {path for path in root.rglob("*") if path.is_file()}


def test_no_file_stays_when_its_row_cannot_be_written(draft, monkeypatch):
    before = stored_files()

    def fail(self, *args, **kwargs):
        raise RuntimeError("mất kết nối")

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(RuntimeError):
        attach(draft, upload())
    assert stored_files() == before


def test_a_file_whose_transaction_was_undone_later_is_found_as_an_orphan(draft):
    with pytest.raises(RuntimeError), transaction.atomic():
        name = attach(draft, upload()).file.name
        raise RuntimeError("mất điện")
    storage = Evidence._meta.get_field("file").storage
    assert name in attaching.orphans(storage)
    kept = attach(draft, upload())
    assert kept.file.name not in attaching.orphans(storage)


def test_stored_files_are_never_overwritten_and_leave_no_half_written_ones(tmp_path):
    storage = DurableStorage(location=tmp_path)
    storage.save("ab/abc", SimpleUploadedFile("x", b"1"))

    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("hết chỗ")

    with pytest.raises(OSError, match="hết chỗ"):
        storage.save("ab/khac", Broken("x", b"22"))
    with pytest.raises(FileExistsError):
        storage._save("ab/abc", SimpleUploadedFile("x", b"2"))
    assert [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()] == [b"1"]


def test_staged_evidence_can_be_taken_off_and_sent_evidence_cannot(draft, cadre):
    first, second = attach(draft, upload()), attach(draft, upload(content=PDF + b"2"))
    attaching.remove(first, by=cadre, at=NOW)
    first.refresh_from_db()
    assert first.removed_at == NOW
    assert not Evidence.objects.shown().exists()

    reporting.submit(
        draft.task, cadre=cadre.cadre, by=cadre, at=NOW,
        content=Content({i.pk: Figure(5) for i in draft.task.indicators.all()}, "on_track"),
    )  # fmt: skip

    assert list(Evidence.objects.shown()) == [second]
    with pytest.raises(NotPossible, match="Báo cáo đã gửi"):
        attaching.remove(second, by=cadre, at=NOW)
    with pytest.raises(NotPossible, match="Báo cáo đã gửi"):
        attach(draft, upload(content=PDF + b"3"), by=cadre)


# ---- pages -----------------------------------------------------------------------------------------------------------


def test_each_file_goes_up_in_a_request_of_its_own_and_what_was_typed_is_kept(client, cadre):
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    url = reverse("tasks:upload_evidence", args=[task.ref])
    figure = f"so_{task.indicators.get().pk}"

    data = {"tep": upload("Bien ban.pdf"), figure: "12", "version": 1}
    response = client.post(url, data, headers={"HX-Request": "true"})

    assert response.status_code == 200
    page = response.content.decode()
    assert "Bien ban.pdf" in page and 'id="minh-chung"' in page and "<html" not in page
    draft = ProgressReport.objects.get(task=task)
    assert (draft.status, draft.readings.get().value, draft.evidence.count()) == ("draft", 12, 1)

    evidence = draft.evidence.get()
    url = reverse("tasks:remove_evidence", args=[task.ref, evidence.uuid])
    response = client.post(url, headers={"HX-Request": "true"})
    assert "Bien ban.pdf" not in response.content.decode()


def test_a_refused_file_is_named_with_its_reason(client, cadre):
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    url = reverse("tasks:upload_evidence", args=[task.ref])
    response = client.post(url, {"tep": upload("a.svg", b"<svg/>")}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "a.svg: Chọn ảnh" in response.content.decode()


def test_without_script_files_go_up_with_the_form(client, cadre):
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    url = reverse("tasks:report_task", args=[task.ref])
    data = {"lam": "nhap", "version": 1, "tep": upload("1.pdf"), "anh": upload("2.png", PNG)}
    assert client.post(url, data).status_code == 302
    draft = ProgressReport.objects.get(task=task)
    assert {e.name for e in draft.evidence.all()} == {"1.pdf", "2.png"}

    one = draft.evidence.get(name="1.pdf")
    assert client.post(url, {"lam": f"bo:{one.uuid}", "version": 1}).status_code == 302
    assert [e.name for e in draft.evidence.filter(removed_at=None)] == ["2.png"]


def test_only_the_cadres_side_reaches_the_upload(client, cadre):
    task = make_task(assignee=cadre)
    draft = drafting.save_draft(task, cadre=cadre.cadre, content=Content(), by=cadre, at=NOW)
    evidence = attach(draft, upload())
    assistant, stranger = make_user(), make_user()
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    up = reverse("tasks:upload_evidence", args=[task.ref])
    off = reverse("tasks:remove_evidence", args=[task.ref, evidence.uuid])

    client.force_login(stranger)
    assert client.post(up, {"tep": upload()}).status_code == 404
    assert client.post(off).status_code == 404
    client.force_login(assistant)
    assert client.post(up, {"tep": upload(content=PDF + b"2")}).status_code == 302
    assert client.post(off).status_code == 302
    assert client.get(up).status_code == 405
