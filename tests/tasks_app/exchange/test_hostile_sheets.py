"""What is no annex, or more than one can be, is refused in words, by a process that can do no harm."""

import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest

from tasks_app.exchange import workbook as book
from tasks_app.exchange.cells import Unclear, read_day
from tasks_app.exchange.reading import read_file
from tasks_app.exchange.sheets import Unreadable
from tests.tasks_app.exchange.making import csv_bytes, saved, workbook


def repacked(content, changes):
    """The same workbook with some parts replaced or added."""
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


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def refusal(content, name="a.xlsx"):
    with pytest.raises(Unreadable) as refused:
        read_file(content, name)
    return str(refused.value)


SHEET = "xl/worksheets/sheet1.xml"


def test_openpyxl_is_guarded_against_entities():
    assert openpyxl.DEFUSEDXML is True


def test_a_zip_bomb_is_counted_while_it_is_unpacked():
    bomb = repacked(workbook(), {"xl/media/image1.png": b"\0" * 200_000_000})
    assert len(bomb) < 1_000_000
    assert refusal(bomb) == book.TOO_MUCH


def test_entities_are_refused_before_anything_is_parsed():
    lol = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
    assert refusal(repacked(workbook(), {"xl/sharedStrings.xml": lol})) == book.NOT_A_WORKBOOK
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'
    assert refusal(repacked(workbook(), {"xl/sharedStrings.xml": outside})) == book.NOT_A_WORKBOOK


def test_entities_hidden_in_another_encoding_are_refused_too():
    lol = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE l [<!ENTITY a "a">]><sst>&a;</sst>'.encode(
        "utf-16"
    )
    assert refusal(repacked(workbook(), {"xl/sharedStrings.xml": lol})) == book.NOT_A_WORKBOOK


def test_a_million_styles_are_refused():
    plain = workbook()
    styles = part(plain, "xl/styles.xml")
    many = styles.replace(b"</cellXfs>", b'<xf numFmtId="0"/>' * 1_000_000 + b"</cellXfs>")
    assert refusal(repacked(plain, {"xl/styles.xml": many})) == book.TOO_MANY_STYLES


def test_more_cells_than_a_table_has_are_refused():
    plain = workbook()
    rows = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(1, 900_000))
    sheet = part(plain, SHEET)
    start, end = sheet.index(b"<sheetData>") + 11, sheet.index(b"</sheetData>")
    assert refusal(repacked(plain, {SHEET: sheet[:start] + rows + sheet[end:]})) == book.TOO_MUCH


def test_a_merged_range_over_the_whole_sheet_is_refused():
    plain = workbook(merges=["A1:J1"])
    sheet = part(plain, SHEET).replace(b"A1:J1", b"A1:XFD1048576")
    assert refusal(repacked(plain, {SHEET: sheet})) == book.TOO_MUCH


def test_a_stray_cell_in_the_last_row_names_the_limit():
    assert "dài quá 20.000 dòng" in refusal(workbook(change=lambda ws: ws.cell(1_048_576, 1, "x")))


def test_a_workbook_with_a_password_and_an_old_one_are_named():
    assert refusal(book.COMPOUND + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")) == book.LOCKED
    assert refusal(book.COMPOUND + b"\0" * 600) == book.OLD_EXCEL


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", b"<html><table></table></html>", b"\x89PNG\r\n\x1a\n", b"MZ\x90\x00"]
)
def test_what_is_no_workbook_is_named(content):
    assert refusal(content) == book.NOT_A_WORKBOOK


def test_members_that_share_their_bytes_are_refused():
    """Overlapping entries: each claims the same compressed bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", b"x" * 100_000)
        first = target.infolist()[0]
        for n in range(200):
            twin = zipfile.ZipInfo(f"part{n}.xml")
            for slot in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, slot, getattr(first, slot))
            target.filelist.append(twin)
            target.NameToInfo[twin.filename] = twin
    assert refusal(made.getvalue()) in (book.TOO_MUCH, book.NOT_A_WORKBOOK)


def test_more_parts_than_a_workbook_has_are_refused():
    parts = {f"xl/media/{n}.png": b"" for n in range(book.MOST_PARTS + 1)}
    with pytest.raises(Unreadable, match=re.escape(book.TOO_MUCH)):
        book.examined(repacked(workbook(), parts))


def test_names_that_lead_out_of_the_package_lead_nowhere(tmp_path, monkeypatch):
    """Parts are never unpacked by name: such a workbook reads as any other, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (sheet,) = book.read(
        repacked(workbook(), {"../../out.txt": b"x", "/tmp/out.txt": b"x", "xl/CON.xml": b"<a/>"})
    )
    assert sheet.cell(5, 2) == "Trần Văn Lâm" and not list(tmp_path.iterdir())


def test_days_of_the_other_calendar_and_days_that_never_were():
    """1904 workbooks count from another day; serial 60 is 29/02/1900, which only spreadsheets know."""
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"], made.active["A2"] = date(2026, 12, 31), 60
    (sheet,) = book.read(saved(made))
    assert read_day(sheet.cell(1, 1)) == (date(2026, 12, 31), "")
    with pytest.raises(Unclear, match="không phải ngày"):
        read_day(sheet.cell(2, 1))
    assert read_day("01/02/2026")[0] == date(2026, 2, 1)  # day before month, always


def test_an_empty_file_and_an_empty_table_say_so():
    assert refusal(b"") == "Tệp không có nội dung, chọn tệp khác."
    assert refusal(workbook([], headings=[], above=())) == "Tệp không có dòng nào, chọn tệp khác."


def test_a_csv_file_with_zero_bytes_is_refused():
    assert "csv" in refusal(csv_bytes() + b"\0\0", "a.csv")


def test_letters_of_old_fonts_become_unicode():
    (sheet,) = read_file(
        workbook([["1", "NguyÔn V¨n B×nh", "Gi¸m ®èc Së Y tÕ", "CÊp n­íc s¹ch cho x· Mü B»ng"]]), "a.xlsx"
    )
    assert sheet.encoding == "TCVN3 (ABC)"  # of the cells; the heading was typed later, in Unicode
    assert (sheet.cell(4, 9), sheet.cell(5, 2)) == ("Thời hạn", "Nguyễn Văn Bình")
    old = [
        "STT",
        "Hä vµ tªn",
        "Chøc vô",
        "Néi dung",
        "ChØ tiªu",
        "HiÖn tr¹ng",
        "CÇn ®¹t",
        "§VT",
        "Thêi h¹n",
        "Phèi hîp",
    ]
    (sheet,) = read_file(
        workbook(
            [["1", "NguyÔn V¨n B×nh", "Gi¸m ®èc Së Y tÕ", "CÊp n­íc s¹ch cho x· Mü B»ng"]],
            headings=old,
            above=(),
        ),
        "a.xlsx",
    )
    assert sheet.encoding == "TCVN3 (ABC)"
    assert sheet.cell(5, 2) == "Nguyễn Văn Bình" and sheet.cell(4, 9) == "Thời hạn"
    vni = [
        "STT",
        "Hoï vaø teân",
        "Chöùc vuï",
        "Noäi dung",
        "Chæ tieâu",
        "Hieän traïng",
        "Caàn ñaït",
        "ÑVT",
        "Thôøi haïn",
        "Phoái hôïp",
    ]
    (sheet,) = read_file(
        workbook(
            [["1", "Nguyeãn Vaên Bình", "Giaùm ñoác Sôû Y teá", "Caáp nöôùc saïch"]], headings=vni, above=()
        ),
        "a.xlsx",
    )
    assert sheet.encoding == "VNI Windows"
    assert (sheet.cell(5, 2), sheet.cell(5, 4), sheet.cell(4, 7)) == (
        "Nguyễn Văn Bình",
        "Cấp nước sạch",
        "Cần đạt",
    )


def test_a_slip_of_the_keyboard_in_unicode_is_not_taken_for_an_old_font():
    """ "aà" is how VNI writes "ầ"; a cell with a letter that only Unicode has was not written in VNI."""
    (sheet,) = read_file(workbook([["1", "Nguyễn Văn Bình", "", "Việc aàuy"]], above=()), "a.xlsx")
    assert (sheet.encoding, sheet.cell(5, 4)) == ("", "Việc aàuy")


def test_bytes_of_windows_1258_are_read():
    text = "STT;Họ và tên;Nội dung;Chỉ tiêu\r\n1;Nguyễn Văn Bình;Cấp nước sạch;Số hộ\r\n"
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    content = b""
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones))
        content += (base + "".join(c for c in apart if c in tones)).encode("cp1258")
    (sheet,) = read_file(content, "a.csv")
    assert (sheet.encoding, sheet.cell(2, 2), sheet.cell(1, 2)) == (
        "Windows-1258",
        "Nguyễn Văn Bình",
        "Họ và tên",
    )
