"""Which dimensions, sizes and spelling does an office print its papers with?

Party papers: Hướng dẫn 36-HD/VPTW (2018); state papers: Nghị định 30/2020/NĐ-CP (docs/adr/0017). All of it can be set.
"""

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace

PARTY, STATE = "party", "state"


def dimension(label, default, least, most, unit):
    return field(default=default, metadata={"label": label, "least": least, "most": most, "unit": unit})


@dataclass(frozen=True)
class Layout:
    """Lengths in mm, letter sizes in points."""

    top: float = dimension("Lề trên", 20, 10, 40, "mm")
    bottom: float = dimension("Lề dưới", 20, 10, 40, "mm")
    left: float = dimension("Lề trái", 30, 10, 45, "mm")
    right: float = dimension("Lề phải", 15, 10, 40, "mm")
    page_number: float = dimension("Số trang cách mép trên", 10, 5, 20, "mm")
    motto: float = dimension("Cỡ chữ tiêu đề, quốc hiệu", 15, 10, 18, "pt")
    second_motto: float = dimension("Cỡ chữ tiêu ngữ", 14, 10, 18, "pt")
    superior: float = dimension("Cỡ chữ cơ quan cấp trên", 14, 9, 18, "pt")
    body: float = dimension("Cỡ chữ cơ quan ban hành", 14, 9, 18, "pt")
    number: float = dimension("Cỡ chữ số, ký hiệu", 14, 9, 18, "pt")
    place: float = dimension("Cỡ chữ địa danh, ngày", 14, 9, 18, "pt")
    name: float = dimension("Cỡ chữ tên loại", 16, 12, 20, "pt")
    summary: float = dimension("Cỡ chữ trích yếu", 14, 11, 18, "pt")
    letter_summary: float = dimension("Cỡ chữ trích yếu công văn", 12, 10, 16, "pt")
    text: float = dimension("Cỡ chữ nội dung", 14, 11, 16, "pt")
    table: float = dimension("Cỡ chữ trong biểu, phụ lục", 11, 8, 14, "pt")
    signature: float = dimension("Cỡ chữ phần ký", 14, 11, 18, "pt")
    recipients: float = dimension("Cỡ chữ nơi nhận", 12, 9, 14, "pt")
    indent: float = dimension("Thụt đầu dòng", 10, 0, 20, "mm")
    spacing: float = dimension("Cách đoạn", 6, 0, 12, "pt")
    leading: float = dimension("Cách dòng tối thiểu", 18, 12, 28, "pt")


DEFAULTS = {
    PARTY: Layout(),
    STATE: replace(
        Layout(),
        motto=12,
        second_motto=13,
        superior=12,
        body=12,
        number=13,
        place=13,
        name=14,
        text=14,
        leading=17,
        signature=14,
    ),
}


def layout_of(kind, changed):
    """The layout of an office: the defaults of its kind with what it changed."""
    known = {f.name for f in fields(Layout)}
    return replace(DEFAULTS[kind], **{name: float(value) for name, value in changed.items() if name in known})


# ---- spelling --------------------------------------------------------------------------------------------------------

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN = re.compile(rf"(?<![qQ])([oOuU])([aAeEyY])([{_TONES}])(?![\w\u0300-\u036f])")
_SHUT = re.compile(rf"(?<![qQ])([oOuU])([{_TONES}])([aAeEyY])(?![\w\u0300-\u036f])")
_PAIRS = {"oa", "oe", "uy"}


def spelled(text, *, old):
    """The tone mark of open *oa, oe, uy*: on the first letter (hòa, ủy), or with `old` on the second (hoà, uỷ). NFC."""
    if text.isascii():
        return text
    loose = unicodedata.normalize("NFD", text)
    if old:
        loose = _SHUT.sub(
            lambda m: m[0] if (m[1] + m[3]).lower() not in _PAIRS else m[1] + m[3] + m[2], loose
        )
    else:
        loose = _OPEN.sub(
            lambda m: m[0] if (m[1] + m[2]).lower() not in _PAIRS else m[1] + m[3] + m[2], loose
        )
    return unicodedata.normalize("NFC", loose)
