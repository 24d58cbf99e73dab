"""What does each paper look like? Fills every shipped template, opens it in LibreOffice and draws its pages as small pictures.

    ./run bench paper_pages            # docs/giay-to/*.png and its index, for reviews against domain facts and the mock-up
    ./run bench paper_pages --all /tmp/giay-to --dpi 70   # every page of every paper, elsewhere

Needs LibreOffice, poppler-utils and fonts with the widths of Times New Roman (.ci/run installs them). The sample's lists fill
three pages and more; names and units are the samples' of `tasks_app/documents/samples.py`.
"""

import argparse
import shutil
import struct
import subprocess
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

from tasks_app.documents import converting
from tasks_app.documents.fields import as_data
from tasks_app.documents.headings import Issuer, heading, signature
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.layout import DEFAULTS, STATE, Layout
from tasks_app.documents.parts import Member
from tasks_app.documents.rendering import Template
from tasks_app.documents.samples import sample

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "giay-to"
DPI = 100
PEOPLE, TASKS = 9, 3
SHADES = 16
OFFICE = Issuer(
    kind=STATE, superior="UBND tỉnh Tuyên Quang", name="Sở Nông nghiệp và Môi trường", suffix="SNNMT", place="Tuyên Quang",
    authority="KT. Giám đốc", title="Phó Giám đốc", signer="Trần Thị Thu Thủy",
    recipients=("UBND tỉnh (để báo cáo)", "Phòng Tổ chức cán bộ", "Lưu: VT, SNNMT"), full_name="Sở Nông nghiệp và Môi trường",
)  # fmt: skip
LONG = Issuer(
    superior="Ban Chấp hành Đảng bộ tỉnh Tuyên Quang", name="Đảng ủy các cơ quan Đảng và đoàn thể chính trị - xã hội tỉnh Tuyên Quang",
    suffix="ĐU", place="Tuyên Quang", authority="T/M Ban Thường vụ", title="Phó Bí thư Thường trực, Chủ nhiệm Ủy ban Kiểm tra",
    signer="Hoàng Phủ Ngọc Thị Hương Giang", recipients=("Thường trực Tỉnh ủy và các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy", "Lưu Văn phòng Đảng ủy"),
)  # fmt: skip


def papers():
    """{name: (what it shows, its .docx)}: every kind, and the cases that one sample doesn't show."""
    made = {}
    for code, kind in KINDS.items():
        paper = sample(kind, people=PEOPLE, tasks_each=TASKS)
        made[code] = (kind.label, Template(kind.shipped, layout=Layout()).fill(as_data(paper)))
    sheet = KINDS["phieu-cham"]
    blank = replace(sample(sheet), member=Member(), total="", comment="", scored_on="", given=False)
    blank = replace(blank, criteria=tuple(replace(row, points="", weighted="") for row in blank.criteria))
    made["phieu-cham-de-trong"] = (
        "Phiếu chấm để trống, chấm trên giấy", Template(sheet.shipped, layout=Layout()).fill(as_data(blank)),
    )  # fmt: skip
    made["the-thuc-nha-nuoc"] = (
        "Thể thức Nhà nước (Nghị định 30/2020/NĐ-CP): quyết định của một sở", _issued("quyet-dinh-giao-viec", OFFICE, DEFAULTS[STATE]),
    )  # fmt: skip
    made["cong-van-nha-nuoc"] = (
        "Thể thức Nhà nước: công văn, chưa ghi số", _issued("cong-van-don-doc", OFFICE, DEFAULTS[STATE], number=""),
    )  # fmt: skip
    made["ten-dai-dau-cu"] = (
        "Tên cơ quan, họ tên dài; cách đặt dấu uỷ, hoá; Dữ liệu minh họa",
        _issued("thong-bao-ket-luan", LONG, Layout(), number="", old_spelling=True, demo=True),
    )  # fmt: skip
    return made


def _issued(code, issuer, layout, *, number="12", **options):
    kind = KINDS[code]
    head = heading(issuer, kind.abbreviation, number=number, issued_on=None, year=2026)
    paper = replace(
        sample(kind, people=PEOPLE, tasks_each=TASKS), heading=head, signature=signature(issuer), recipients=issuer.recipients,
        giver=f"Thủ trưởng {issuer.name}" if issuer.kind == STATE else "Ban Thường vụ Tỉnh ủy Tuyên Quang",
    )  # fmt: skip
    return Template(kind.shipped, layout=layout, **options).fill(as_data(paper))


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--all", metavar="THƯ MỤC", type=Path, help="every page, into this folder")
    options.add_argument("--dpi", type=int, default=DPI)
    given = options.parse_args()
    if converting.office() is None or shutil.which("pdftoppm") is None:
        raise SystemExit(
            "Needs LibreOffice and poppler-utils: apt-get install libreoffice-writer-nogui poppler-utils fonts-croscore"
        )
    made = papers()
    pdfs = converting.pdfs_of({name: content for name, (_, content) in made.items()})
    folder = given.all or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    lines = []
    for name, (label, _) in made.items():
        pages = _pages(pdfs[name], given.dpi)
        shown = range(len(pages)) if given.all else sorted({0, min(2, len(pages) - 1)})
        files = [f"{name}-{i + 1}.png" for i in shown]
        for i, file in zip(shown, files, strict=True):
            (folder / file).write_bytes(pages[i])
        lines.append((label, len(pages), files))
    if not given.all:
        (FOLDER / "README.md").write_text(_index(lines), encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.glob("*.png"))
    print(f"{len(made)} papers, {len(list(folder.glob('*.png')))} pictures, {size / 1e6:.1f} MB in {folder}")


def _pages(pdf, dpi):
    """The pages as PNG of 16 shades of grey: a page of print needs no more, and the repository stays small."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), f"{place}/a.pdf", f"{place}/trang"], check=True)
        return [_png(*_grey(file.read_bytes())) for file in sorted(Path(place).glob("trang-*.pgm"))]


def _grey(pgm):
    """(width, height, bytes) of a binary PGM as pdftoppm writes it."""
    magic, size, most, pixels = pgm.split(b"\n", 3)
    assert (magic, most) == (b"P5", b"255")
    width, height = map(int, size.split())
    return width, height, pixels


def _png(width, height, pixels):
    shade = bytes(round(value * (SHADES - 1) / 255) for value in range(256))
    rows = []
    for y in range(height):
        row = pixels[y * width : (y + 1) * width].translate(shade)
        row += b"\0" * (len(row) % 2)
        rows.append(b"\0" + bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True)))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _index(lines):
    text = [
        "# Giấy tờ in từ hệ thống",
        "",
        "Trang đầu và một trang tiếp theo của từng văn bản, mở bằng LibreOffice, phông có độ rộng của Times New Roman. Người, đơn vị và số liệu là",
        "mẫu của `tasks_app/documents/samples.py`. Làm lại: `./run bench paper_pages`; mọi trang của mọi văn bản: `./run bench paper_pages --all /tmp/giay-to`.",
        "",
        "Thể thức: Hướng dẫn 36-HD/VPTW với văn bản của Đảng, Nghị định 30/2020/NĐ-CP với văn bản Nhà nước; mọi kích thước là cài đặt của cơ quan.",
        "",
    ]
    for label, pages, files in lines:
        text += [f"## {label}", "", f"{pages} trang.", ""]
        text += [
            " ".join(
                f'<img src="{file}" alt="{label}, trang {file[:-4].rsplit("-", 1)[1]}" width="380">'
                for file in files
            ),
            "",
        ]
    return "\n".join(text)


if __name__ == "__main__":
    main()
