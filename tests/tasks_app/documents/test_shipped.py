"""Each shipped template is what its script makes, may be used, and prints all that a paper must say."""

import io
import re
import shutil
import subprocess

import pytest
from docx import Document
from docx.oxml.ns import qn

from tasks_app.documents import converting, limited
from tasks_app.documents.drawing.__main__ import drawn
from tasks_app.documents.fields import as_data, completed, empty
from tasks_app.documents.headings import Issuer, day_in_words, heading, number_line
from tasks_app.documents.kinds import KINDS, By
from tasks_app.documents.layout import DEFAULTS, STATE, Layout
from tasks_app.documents.rendering import DEMO, Template
from tasks_app.documents.samples import DAY, sample
from tests.tasks_app.documents.reading import text_of

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def paper(kind, **lists):
    return Template(kind.shipped, layout=Layout(), demo=True).fill(as_data(sample(kind, **lists)))


@each_kind
def test_a_shipped_template_is_what_its_script_makes(kind):
    assert kind.shipped == drawn(kind.code), "python -m tasks_app.documents.drawing"


@each_kind
def test_a_shipped_template_asks_for_nothing_that_the_paper_does_not_know(kind):
    assert limited.check(kind.shipped, kind.code) == []


@each_kind
def test_a_paper_has_the_first_and_last_lines_of_the_partys_papers(kind):
    text = text_of(paper(kind))
    whole = as_data(sample(kind))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert whole["dau"]["co_quan"] in text and whole["dau"]["co_quan_cap_tren"] in text
    assert whole["dau"]["dia_danh_ngay"] in text
    assert kind.title in text and whole["trich_yeu"] in text
    assert ("{" not in text) and ("}" not in text)
    if kind.abbreviation:
        assert f"Số 125-{kind.abbreviation}/" in text
    if "bien-ban" not in kind.code and kind.by not in (By.PERSON, By.COUNCIL):
        assert "Nơi nhận:" in text and whole["ky"]["tham_quyen"] in text and whole["ky"]["ho_ten"] in text


@each_kind
def test_a_demo_paper_says_so(kind):
    assert DEMO in text_of(paper(kind))
    assert DEMO not in text_of(Template(kind.shipped, layout=Layout()).fill(as_data(sample(kind))))


@each_kind
def test_an_empty_paper_is_still_a_paper(kind):
    """What is not known yet prints as nothing, never as a fault or a placeholder."""
    text = text_of(Template(kind.shipped, layout=Layout()).fill(empty(kind.paper)))
    assert "None" not in text and "Undefined" not in text


@each_kind
def test_each_table_repeats_its_header_and_parts_no_row(kind):
    ruled = [t for t in Document(io.BytesIO(paper(kind))).tables if t.style.name == "Table Grid"]
    for table in ruled:
        rows = table._tbl.tr_lst
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:trPr")) is not None for row in rows)


def test_one_persons_tasks_share_his_merged_cells():
    document = Document(io.BytesIO(paper(KINDS["quyet-dinh-giao-viec"], people=2, tasks_each=3)))
    annex = next(t for t in document.tables if len(t.columns) == 9)
    names = [row.cells[1].text for row in annex.rows if len(set(row.cells)) == 9][1:]
    assert names == ["Nguyễn Văn Bình"] * 3 + ["Hầu A Lềnh"] * 3
    assert "TỔNG CỘNG: 6 việc, 2 đồng chí" in annex.rows[-1].cells[0].text
    assert (
        annex.rows[1]
        .cells[0]
        .text.startswith("I. Cán bộ diện Ban Thường vụ Huyện ủy quản lý (3 việc, 1 đồng chí)")
    )


def test_the_annex_lies_across_the_page():
    sections = Document(io.BytesIO(paper(KINDS["quyet-dinh-giao-viec"]))).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True]


def test_the_dimensions_of_the_office_are_those_of_the_page():
    layout = Layout(left=35, top=25, text=13.5)
    document = Document(
        io.BytesIO(
            Template(KINDS["ban-cam-ket"].shipped, layout=layout).fill(as_data(sample(KINDS["ban-cam-ket"])))
        )
    )
    assert round(document.sections[0].left_margin.mm) == 35
    assert round(document.sections[0].top_margin.mm) == 25
    assert document.styles["VB Nội dung"].font.size.pt == 13.5


def test_many_papers_in_one_file_begin_each_on_page_one():
    kind = KINDS["ban-cam-ket"]
    people = [as_data(sample(kind)) | {"trich_yeu": f"của đồng chí thứ {n}"} for n in range(3)]
    document = Document(io.BytesIO(Template(kind.shipped, layout=Layout()).fill_as_one(people)))
    assert [text for text in text_of_all(document) if text.startswith("của đồng chí thứ")] == [
        f"của đồng chí thứ {n}" for n in range(3)
    ]
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in document.sections]
    assert len(starts) == 3 and all(start.get(qn("w:start")) == "1" for start in starts)


def text_of_all(document):
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def test_a_state_body_prints_motto_number_and_authority_the_states_way():
    office = Issuer(kind=STATE, superior="UBND tỉnh Tuyên Quang", name="Sở Y tế", suffix="SYT", place="Tuyên Quang",
                    authority="KT. Giám đốc", title="Phó Giám đốc")  # fmt: skip
    kind = KINDS["thong-bao-giao-viec"]
    data = as_data(sample(kind)) | {
        "dau": as_data(heading(office, "TB", number="12", issued_on=DAY, year=2021))
    }
    text = text_of(Template(kind.shipped, layout=DEFAULTS[STATE]).fill(data))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "Độc lập - Tự do - Hạnh phúc" in text
    assert "Số: 12/TB-SYT" in text and "ĐẢNG CỘNG SẢN" not in text


def test_numbers_and_days_are_written_as_the_offices_write_them():
    party = Issuer(suffix="TU")
    assert number_line(party, "QĐ", "30") == "Số 30-QĐ/TU"
    assert re.fullmatch(r"Số +-QĐ/TU", number_line(party, "QĐ", ""))
    assert number_line(Issuer(kind=STATE, suffix="SYT"), "CV", "7") == "Số: 7/SYT"
    from datetime import date

    assert day_in_words(date(2017, 2, 6), 2017) == "ngày 06 tháng 02 năm 2017"
    assert day_in_words(date(2018, 4, 3), 2018) == "ngày 03 tháng 4 năm 2018"
    assert day_in_words(None, 2026).endswith("năm 2026")


def test_what_a_paper_of_years_ago_did_not_know_prints_as_nothing():
    kind = KINDS["quyet-dinh-giao-viec"]
    old = as_data(sample(kind))
    for person in old["cac_nhom"][0]["cac_dong_chi"]:
        for task in person["cac_viec"]:
            del task["phoi_hop"], task["cac_chi_tieu"]
    del old["van_ban"]
    whole = completed(old, kind.paper)
    assert whole["cac_nhom"][0]["cac_dong_chi"][0]["cac_viec"][0]["cac_chi_tieu"] == []
    assert "Nguyễn Văn Bình" in text_of(Template(kind.shipped).fill(whole))


@pytest.mark.skipif(
    converting.office() is None, reason="cần LibreOffice: sudo apt-get install libreoffice-writer-nogui"
)
def test_libreoffice_opens_every_paper_and_repeats_the_header_on_each_page(tmp_path):
    """One call for all of them: starting LibreOffice costs more than the pages."""
    papers = {code: paper(kind, people=9, tasks_each=4) for code, kind in KINDS.items()}
    pdfs = converting.pdfs_of(papers)
    assert set(pdfs) == set(KINDS)
    assert all(pdf.startswith(b"%PDF-") for pdf in pdfs.values())
    if shutil.which("pdftotext") is None:
        pytest.skip("cần pdftotext để đọc trang: sudo apt-get install poppler-utils")
    (tmp_path / "a.pdf").write_bytes(pdfs["quyet-dinh-giao-viec"])
    pages = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")  # fmt: skip
    annex = [page for page in pages[1:] if page.strip()]
    assert len(annex) > 2
    assert all("Họ và tên" in page and "Cơ quan" in page for page in annex)
    assert "QUYẾT ĐỊNH" in pages[0] and "Đỗ Đình Đạt" in "".join(annex) and "Hầu A Lềnh" in "".join(annex)
