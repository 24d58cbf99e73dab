"""What does somebody get who types, links or sends what no form of ours would?"""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions import sniffing
from tasks_app.models import ProgressReport
from tests.factories import make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role = Office.Role
# NUL, escape, right-to-left override, zero-width space, soft hyphen.
UNSEEN = "\x00\x1b\u202e\u200b\u00ad"


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn", short_code="YS")


@pytest.fixture
def officer(client, giver):
    user = make_user(role=Role.OFFICER, unit=giver)
    client.force_login(user)
    return user


# ---- addresses and search ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/viec/a%00b-2026-001/", "/viec/?q=%00", "/can-bo/?q=a%00b", "/don-doc/?muc=%00&cap-uy=%00&trang=%00",
        "/viec/don-doc/?viec=a%00b", "/viec/quyet-dinh/?viec=%00", "/viec/tim-viec/?o=contributes_to&contributes_to=a%00b",
        "/viec/tim-dong-chi/?o=lead&lead=a%00b&trong={unit}", "/viec/tim-don-vi/?o=collective&collective=%00&trong={unit}",
        "/viec/moi/?cap-uy=%00", "/tong-quan/?ky=%00", "/can-bo/99999999999999999999/", "/viec/?trang=-1",
        "/viec/?trang=1e9", "/viec/?trang=" + "9" * 5000, "/viec/?ky=%D9%A2%D9%A0%D9%A2%D9%A1", "/viec/?q=%ED%A0%80",
    ],
)  # fmt: skip
def test_an_odd_address_is_answered_without_a_fault(client, giver, officer, address):
    assert client.get(address.format(unit=giver.pk)).status_code in (200, 404)


@pytest.mark.parametrize("page", ["don-vi", "can-bo", "chuc-danh", "tai-khoan"])
def test_the_roster_is_searched_for_odd_words_without_a_fault(client, page):
    client.force_login(make_user(role=Role.SYSTEM_ADMIN, unit=make_unit()))

    assert client.get(f"/quan-tri/{page}/", {"q": "a\x00b%_\\'"}).status_code == 200


@pytest.mark.parametrize("name", ["lead", "co", "collective", "coordinating", "contributes_to"])
def test_a_name_with_unseen_signs_is_looked_for_without_them(client, officer, name):
    answer = client.post("/viec/moi/", {name: f"không ai tên {UNSEEN}", "lam": "nhap"})

    assert answer.status_code == 422


# ---- what is typed ----------------------------------------------------------------------------------------------------


def test_a_refusal_of_unreadable_signs_is_in_vietnamese(client, giver, officer):
    task = make_task(giver=giver, unit=giver)

    answer = client.post(reverse("tasks:urge_task", args=[task.ref]), {"text": "x", "answer_by": "\x00"})

    assert answer.status_code == 422
    assert "Có ký tự không đọc được" in answer.content.decode()
    assert "Null characters" not in answer.content.decode()


def test_two_megabytes_of_text_are_refused_at_their_field_and_kept(client, giver, officer):
    task = make_task(giver=giver, unit=giver)
    typed = "ă" * 1_000_000

    answer = client.post(reverse("tasks:urge_task", args=[task.ref]), {"text": typed})

    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors and typed in answer.content.decode()


def test_text_too_long_for_a_request_is_refused_in_words_once_all_of_it_was_read(client, giver, officer):
    task = make_task(giver=giver, unit=giver)
    client.raise_request_exception = False

    answer = client.post(reverse("tasks:urge_task", args=[task.ref]), {"text": "á" * 5_000_000})

    assert answer.status_code == 413
    assert "Nội dung gửi lên quá dài" in answer.content.decode()
    assert task.urges.count() == 0


# ---- addresses of buttons ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/thong-bao/doc-het/", "/thong-bao/7/"])
def test_who_follows_the_address_of_a_button_reads_how_to_go_on(client, officer, address):
    answer = client.get(address)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Đồng chí quay lại trang trước" in answer.content.decode()


@pytest.mark.parametrize("address", ["/viec/", "/thong-bao/", "/khong-co/", "/can-bo/999999/"])
def test_no_cache_keeps_what_a_signed_in_person_was_shown(client, officer, address):
    assert client.get(address)["Cache-Control"] == "private, no-store"


# ---- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_not_called_saved_while_a_figure_in_it_could_not_be_read(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    address, figure = reverse("tasks:report_task", args=[task.ref]), f"so_{task.indicators.get().pk}"

    answer = client.post(address, {"lam": "nhap", figure: "1e308", "narrative": "Đang làm"})

    assert answer.status_code == 422
    assert "1e308" in answer.content.decode() and "bằng số" in answer.content.decode()
    assert ProgressReport.objects.get(task=task).narrative == "Đang làm"


# ---- files ------------------------------------------------------------------------------------------------------------


def word(text="Biên bản", **options):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", text)
        for number in range(options.get("headers", 0)):
            file.writestr(f"word/header{number}.xml", options["header"])
    return packed.getvalue()


def in_time(work, seconds=5):
    began = time.monotonic()
    result = work()
    assert time.monotonic() - began < seconds
    return result


def test_the_search_for_a_marking_takes_no_more_time_than_there_is_text():
    assert not in_time(lambda: sniffing.is_marked("độ mật" + "." * 500_000))
    assert sniffing.is_marked("Độ mật: .. Tối")


def test_a_document_of_nothing_but_brackets_is_read_in_time():
    file = SimpleUploadedFile("a.docx", word("<" * 1_000_000))

    in_time(lambda: sniffing.text_of(file, sniffing.WORD))


def test_many_parts_that_swell_are_read_to_one_limit():
    file = SimpleUploadedFile("a.docx", word(headers=12, header="a" * 1_000_000))

    assert len(sniffing.text_of(file, sniffing.WORD)) <= sniffing.LIMIT + 12


def test_a_document_with_a_forged_name_inside_is_no_fault():
    raw = bytearray(word())
    inner, listed = raw.rindex(b"PK\x03\x04"), raw.rindex(b"PK\x01\x02")
    raw[inner + 6 : inner + 8] = raw[listed + 8 : listed + 10] = (0x800).to_bytes(
        2, "little"
    )  # "the name is UTF-8"
    raw[inner + 30] = 0xFF

    assert sniffing.text_of(SimpleUploadedFile("a.docx", bytes(raw)), sniffing.WORD) == ""


def test_a_document_under_a_password_is_not_taken():
    raw = bytearray(word())
    listed = raw.rindex(b"PK\x01\x02")
    raw[listed + 8] |= 1

    assert sniffing.kind_of(SimpleUploadedFile("a.docx", bytes(raw))) is None
