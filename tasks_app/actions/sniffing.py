"""What kind of file is this really, does it bear a secrecy marking, and when was the photo taken?

The name and the type that a browser sends are claims; what counts is what the bytes say. Nothing is unpacked to disk, and
no more of a packed file is read than LIMIT.
"""

import lzma
import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import PurePosixPath

from cadres.models.text import clean_text

LIMIT = 4_000_000
MEMBERS = 2_000
UNPACKED = 500_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMAGES = ("jpg", "jpeg", "png", "heic", "heif")
# Kind → the endings that a name may have with it.
ENDINGS = {
    "image/jpeg": IMAGES,
    "image/png": IMAGES,
    "image/heic": IMAGES,
    "application/pdf": ("pdf",),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    "text/plain": ("txt",),
}
ACCEPT = "image/*,.pdf,.docx,.xlsx,.txt"


def kind_of(file):
    """The content type by the bytes, or None for what isn't taken (svg, html, zip, programs, files under a password)."""
    file.seek(0)
    head = file.read(4096)
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        return "image/heic"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    return "text/plain" if _is_plain(file) else None


# What Python's zipfile throws at a damaged or forged file, beside reading it wrong.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, OSError, EOFError,
    ValueError,
)  # fmt: skip
UNDER_PASSWORD = 0x1  # a bit in the flags of a member


def _office_kind(file):
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
    except DAMAGED:
        return None
    if len(members) > MEMBERS or any(member.flag_bits & UNDER_PASSWORD for member in members):
        return None
    if _is_a_bomb(members):
        return None
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return WORD
    return EXCEL if "xl/workbook.xml" in names else None


def _is_a_bomb(members):
    """Members that overlap (one packed stretch read as many), or that claim far more than any office file holds."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + 30 + member.compress_size
    return sum(member.file_size for member in members) > UNPACKED


def _is_plain(file):
    file.seek(0)
    raw = file.read(LIMIT)
    try:
        text = raw.decode("utf-8-sig", errors="strict" if len(raw) < LIMIT else "ignore")
    except UnicodeDecodeError:
        return False
    if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text):
        return False
    # Anything that a browser could take for a page or a drawing.
    return not re.search(r"<\s*(!doctype|html|svg|script|\?xml|body|iframe|head)", text, re.IGNORECASE)


def shown_name(name):
    """The name as it may be shown: NFC, no path, no control signs and none that turn text round, at most 250 letters."""
    name = PurePosixPath(str(name).replace("\\", "/")).name
    name = re.sub(
        r"[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", "", name
    )
    return clean_text(name).strip(". ")[-250:]


def clean_name(name, kind):
    """The name to keep, with an ending that fits the kind of file; None where it has another."""
    name = shown_name(name)
    stem, dot, ending = name.rpartition(".")
    endings = ENDINGS[kind]
    if not dot:
        stem, ending = name, endings[0]
    elif ending.lower() not in endings:
        return None
    return f"{stem[: 250 - len(ending)] or 'tep'}.{ending}"


# ---- secrecy ---------------------------------------------------------------------------------------------------------

# *Mật* alone is a marking only in capitals, and not as a part of everyday words (mật ong, mật độ, bảo mật…).
_HIGH = re.compile(r"\b(tuyệt|tối)[\s_.-]*mật\b", re.IGNORECASE)
_LEVEL = re.compile(r"\bđộ[\s_.-]+mật[\s_.:-]*(mật|tối|tuyệt)\b|[(\[]\s*mật\s*[)\]]", re.IGNORECASE)
_PLAIN_MARK = re.compile(
    r"(?<!BÍ )(?<!BẢO )(?<!THÂN )(?<!CƠ )(?<!NGỌT )(?<!ĐƯỜNG )\bMẬT\b(?! (ONG|ĐỘ|KHẨU|THIẾT|MÃ|MÍA|HOA|DANH))"
)


def is_marked(text):
    """Does the text bear MẬT, TỐI MẬT or TUYỆT MẬT?"""
    text = clean_text(text.replace("_", " "))
    return bool(_HIGH.search(text) or _LEVEL.search(text) or _PLAIN_MARK.search(text))


def text_of(file, kind):
    """The readable text of a plain, Word or Excel file, up to LIMIT; empty for what would need a reader of its own.

    LIMIT holds over all parts together: two thousand headers of zeros must not fill the memory.
    """
    file.seek(0)
    if kind == "text/plain":
        return file.read(LIMIT).decode("utf-8-sig", errors="ignore")
    if kind not in (WORD, EXCEL):
        return ""
    found, left = [], LIMIT
    try:
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml|xl/sharedStrings\.xml", name):
                    with packed.open(name) as part:
                        raw = part.read(left)
                    left -= len(raw)
                    found.append(raw.decode("utf-8", errors="ignore"))
    except DAMAGED:
        pass  # damaged: the name has been looked at, the scan state stays "chưa quét"
    # Ends of paragraphs and cells part words; runs within a word don't.
    xml = re.sub(r"</(w:p|si|w:tc)>", "\n", "\n".join(found))
    # A tag holds no second "<": else a file of nothing but "<" would be read anew from each of them.
    return re.sub(r"<[^<>]*>", "", xml)


# ---- photos ----------------------------------------------------------------------------------------------------------


# How far into a file its EXIF block may begin: at the head of a JPEG, anywhere in a HEIC; and how much of it is read.
EXIF_WITHIN = {"image/jpeg": 128 * 1024, "image/heic": None}
EXIF_BYTES = 64 * 1024
EXIF_MARK = re.compile(rb"Exif\x00\x00(?=II\*\x00|MM\x00\*)")


def taken_on(file, kind):
    """The day a photo says it was taken (EXIF DateTimeOriginal), or None. Read from the bytes as they came."""
    file.seek(0)
    try:
        tiff = _png_exif(file) if kind == "image/png" else _exif_block(file.read(EXIF_WITHIN.get(kind, 0)))
        return _exif_day(tiff) if tiff else None
    except (ValueError, struct.error, IndexError):
        return None


def _exif_block(raw):
    found = EXIF_MARK.search(raw)
    return raw[found.end() : found.end() + EXIF_BYTES] if found else None


def _png_exif(file):
    """The chunk eXIf, looked for from chunk to chunk without reading what lies between."""
    at = 8
    for _ in range(200):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return None
        length, name = struct.unpack(">I4s", head)
        if name == b"eXIf":
            return file.read(min(length, EXIF_BYTES))
        at += 12 + length
    return None


def _exif_day(tiff) -> date | None:
    order = {b"II": "<", b"MM": ">"}[tiff[:2]] if tiff[:2] in (b"II", b"MM") else None
    if order is None:
        return None
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    inner = _entry(tiff, first, 0x8769, order)
    where = _entry(tiff, inner, 0x9003, order) if inner else None
    if not where:
        return None
    text = tiff[where : where + 10].decode("ascii", errors="ignore")
    return datetime.strptime(text, "%Y:%m:%d").date()  # noqa: DTZ007 (a day on the camera's own calendar)


def _entry(tiff, at, tag, order):
    """The value (an offset) of one tag of the directory at `at`."""
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for i in range(min(count, 200)):
        found, _, _, value = struct.unpack_from(order + "HHII", tiff, at + 2 + 12 * i)
        if found == tag:
            return value
    return None
