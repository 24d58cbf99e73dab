"""An office prints its own way: settings and templates are checked, kept version by version, and used."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word

from cadres.audit import sign_transaction
from cadres.models import Office
from tasks_app.documents.kinds import KINDS
from tasks_app.models import Paper, PaperSettings, PaperTemplate
from tests.factories import make_task, make_unit, make_user
from tests.tasks_app.documents.reading import text_of
from tests.tasks_app.documents.test_own_templates import template

pytestmark = pytest.mark.django_db
CODE = "thong-bao-giao-viec"


@pytest.fixture
def body():
    return make_unit("Huyện ủy Yên Sơn", short_code="YS")


@pytest.fixture
def officer(body, client):
    user = make_user(role=Office.Role.OFFICER, unit=body)
    sign_transaction(user)
    client.force_login(user)
    return user


def typed(form):
    """What a browser sends of a form as it was shown."""
    return {name: form[name].value() or "" for name in form.fields if name != "version"}


def upload(client, body, content, code=CODE, **data):
    file = SimpleUploadedFile("mẫu của tôi.docx", content)
    url = reverse("tasks:template_page", args=[body.pk, code])
    return client.post(url, {"file": file, "key": str(uuid.uuid4())} | data)


def printed(client, task, code=CODE):
    return client.post(reverse("tasks:task_paper", args=[task.ref, code])).content


def test_an_own_template_is_used_from_the_next_paper_on_and_old_papers_keep_theirs(client, body, officer):
    task = make_task(giver=body)
    before = text_of(printed(client, task))
    assert upload(client, body, template("MẪU RIÊNG {{ so_viec }} việc"), note="theo 399").status_code == 302
    assert "MẪU RIÊNG 1 việc" in text_of(printed(client, task))
    old = Paper.objects.order_by("pk").first()
    assert text_of(client.get(reverse("tasks:paper_file", args=[old.uuid])).content) == before
    page = client.get(reverse("tasks:template_page", args=[body.pk, CODE])).content.decode()
    assert "mẫu của tôi.docx" in page and "theo 399" in page and "Mẫu của cơ quan, bản 1" in client.get(
        reverse("tasks:template_list", args=[body.pk])
    ).content.decode()  # fmt: skip


def test_versions_are_kept_and_the_shipped_template_can_be_used_again(client, body, officer):
    for n in (1, 2):
        assert upload(client, body, template(f"BẢN {n}")).status_code == 302
    same = upload(client, body, bytes(PaperTemplate.objects.get(number=2).content))
    assert same.status_code == 422 and "giống hệt" in same.content.decode()
    url = reverse("tasks:template_page", args=[body.pk, CODE])
    assert client.post(url, {"lam": "bo", "key": str(uuid.uuid4())}).status_code == 302
    assert [row.content is None for row in PaperTemplate.objects.order_by("number")] == [False, False, True]
    assert "THÔNG BÁO" in text_of(printed(client, make_task(giver=body)))
    file = reverse("tasks:template_file", args=[body.pk, CODE])
    assert "BẢN 1" in text_of(client.get(file, {"ban": "1"}).content)
    assert client.get(file).content == KINDS[CODE].shipped
    assert client.get(file, {"ban": "3"}).status_code == 404
    # Back to an earlier version is a version of its own.
    assert client.post(url, {"lam": "ban", "ban": "1"}).status_code == 302
    newest = PaperTemplate.objects.get(number=4)
    assert newest.note == "Dùng lại bản 1" and "BẢN 1" in text_of(bytes(newest.content))
    assert client.post(url, {"lam": "ban", "ban": "3"}).status_code == 404
    assert client.post(url, {"lam": "bo"}).status_code == 302
    again = client.post(url, {"lam": "bo", "key": str(uuid.uuid4())})
    assert again.status_code == 422 and "đang dùng mẫu của hệ thống" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not word", "không phải văn bản Word"),
        (template("{{ sai }} {{ viec.x }}"), "dữ liệu không có: «sai»"),
        (b"", "Tệp đã chọn bị rỗng|rỗng|Tệp"),
    ],
)
def test_what_can_not_be_used_is_refused_and_nothing_is_kept(client, body, officer, content, said):
    import re

    page = upload(client, body, content)
    assert page.status_code == 422
    assert re.search(said, page.content.decode())
    assert not PaperTemplate.objects.exists()


def test_a_template_is_shown_with_a_sample_in_the_offices_own_heading(client, body, officer):
    upload(client, body, template("MẪU {{ dau.co_quan }}"))
    text = text_of(client.get(reverse("tasks:template_preview", args=[body.pk, CODE])).content)
    assert "MẪU HUYỆN ỦY YÊN SƠN" in text
    for kind in ("quyet-dinh-giao-viec", "phieu-can-bo"):
        assert client.get(reverse("tasks:template_preview", args=[body.pk, kind])).status_code == 200


def test_settings_reach_the_paper_and_only_differences_are_kept(client, body, officer):
    url = reverse("tasks:paper_settings", args=[body.pk])
    data = typed(client.get(url).context["form"])
    data |= {
        "key": str(uuid.uuid4()), "old_spelling": "1", "signer": "Hoàng Minh Thắng", "title": "Phó Bí thư", "kt-left": "35",
        "recipients": "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Huyện ủy.",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    saved = PaperSettings.objects.get(unit=body)
    assert saved.dimensions == {"left": 35.0}
    made = printed(client, make_task(giver=body))
    text = text_of(made)
    assert "HUYỆN UỶ YÊN SƠN" in text and "Hoàng Minh Thắng" in text and "PHÓ BÍ THƯ" in text
    assert "- Thường trực Tỉnh uỷ," in text and "- Lưu Văn phòng Huyện uỷ." in text
    assert round(Word(io.BytesIO(made)).sections[0].left_margin.mm) == 35


def test_a_dimension_out_of_reason_is_refused_with_what_was_typed_kept(client, body, officer):
    url = reverse("tasks:paper_settings", args=[body.pk])
    data = typed(client.get(url).context["form"]) | {
        "key": str(uuid.uuid4()),
        "kt-left": "350",
        "name": "",
    }
    page = client.post(url, data)
    assert page.status_code == 422
    assert "không quá 45" in page.content.decode() and 'value="350"' in page.content.decode()
    assert "Nhập tên cơ quan ban hành" in page.content.decode()
    assert not PaperSettings.objects.exists()


def test_another_bodys_settings_and_templates_do_not_exist(client, body, officer):
    other = make_unit()
    for name, more in (
        ("paper_settings", []),
        ("template_list", []),
        ("template_page", [CODE]),
        ("template_file", [CODE]),
        ("template_preview", [CODE]),
    ):
        assert client.get(reverse(f"tasks:{name}", args=[other.pk, *more])).status_code == 404, name
    client.force_login(make_user(role=Office.Role.LEADER, unit=body))
    assert client.get(reverse("tasks:paper_settings", args=[body.pk])).status_code == 403
