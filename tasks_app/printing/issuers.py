"""In whose name does a body print, and with which template and dimensions? What it set, or what its kind suggests."""

import re
from dataclasses import dataclass

from tasks_app.actions.deciding import giver_in_words
from tasks_app.documents.headings import Issuer
from tasks_app.documents.kinds import KINDS, By
from tasks_app.documents.layout import Layout, layout_of
from tasks_app.models import PaperSettings, PaperTemplate

L = PaperSettings.Layout
# Beginnings of names: (pattern, letters of the symbol, the office that keeps its papers).
BODIES = (
    (r"Tỉnh ủy |Thành ủy (?=Hà Nội|Hải Phòng|Đà Nẵng|Cần Thơ|Huế|Thành phố)", "TU", "Văn phòng Tỉnh ủy"),
    (r"Huyện ủy ", "HU", "Văn phòng Huyện ủy"),
    (r"Thành ủy ", "TU", "Văn phòng Thành ủy"),
    (r"Thị ủy ", "TU", "Văn phòng Thị ủy"),
    (r"Đảng ủy ", "ĐU", "Văn phòng Đảng ủy"),
)


@dataclass(frozen=True)
class Press:
    """All that printing one kind of paper for a body needs. `template`: the office's own version, or None."""

    issuer: Issuer
    layout: Layout | None
    old_spelling: bool
    template: PaperTemplate | None
    content: bytes


def settings_of(unit):
    """The body's settings; an unsaved row of defaults where it has set nothing."""
    found = PaperSettings.objects.filter(unit=unit).first()
    return found or defaults_for(unit)


def defaults_for(unit):
    if unit.kind.is_state_body:
        return _state(unit)
    parent = unit.parent.name if unit.parent and unit.parent.kind.is_committee else ""
    place, suffix, office = _names(unit.name)
    return PaperSettings(
        unit=unit, layout=L.PARTY, superior=parent, name=unit.name, suffix=suffix or unit.short_code or "", place=place,
        authority="T/M Ban Thường vụ" if unit.kind.is_committee else "", title="Bí thư" if unit.kind.is_committee else "",
        recipients="\n".join(filter(None, ("Như trên", f"Thường trực {parent}" if parent else "", f"Lưu {office}"))),
        agency_superior=unit.name, agency_name="Ban Tổ chức", agency_suffix=f"BTC{suffix}", agency_title="Trưởng ban",
        agency_recipients=f"Như trên\nThường trực {unit.name}\nLưu Ban Tổ chức",
    )  # fmt: skip


def _state(unit):
    above = unit.administrative_parent
    place = _place(above.name if above else unit.name)
    suffix = unit.short_code or "".join(word[0] for word in unit.name.split()).upper()
    return PaperSettings(
        unit=unit, layout=L.STATE, superior=above.name if above else "", name=unit.name, suffix=suffix, place=place,
        title="Giám đốc" if unit.name.startswith("Sở") else "Chủ tịch" if unit.name.startswith(("UBND", "Ủy ban")) else "Thủ trưởng",
        recipients=f"Như trên\nLưu: VT, {suffix}", agency_superior=unit.name, agency_name="Văn phòng", agency_suffix="VP",
        agency_title="Chánh Văn phòng", agency_recipients="Như trên\nLưu: VT",
    )  # fmt: skip


def _names(name):
    for start, suffix, office in BODIES:
        if re.match(start, name):
            return _place(name), suffix, office
    return _place(name), "", "Văn thư"


def _place(name):
    """Tuyên Quang of Tỉnh ủy Tuyên Quang; Mỹ Bằng of Đảng ủy xã Mỹ Bằng; "" where no name tells it."""
    found = re.match(
        r"(?:Tỉnh ủy|Huyện ủy|Thành ủy|Thị ủy|Đảng ủy (?:xã|phường|thị trấn|đặc khu)|UBND (?:tỉnh|huyện|thành phố|xã|phường)|"
        r"Ủy ban nhân dân (?:tỉnh|huyện|thành phố|xã|phường)) (.+)$", name,
    )  # fmt: skip
    return found[1] if found else ""


def issuer_of(settings, by, *, council=""):
    """The body itself, its advisory agency, or the council of one of its rounds (by its name) as the issuer of a paper."""
    if by is By.COUNCIL:
        return Issuer(
            kind=settings.layout, superior=settings.name, name=council or "Hội đồng đánh giá", suffix="HĐ", place=settings.place
        )  # fmt: skip
    if by is By.AGENCY:
        return Issuer(
            kind=settings.layout, superior=settings.agency_superior, name=settings.agency_name, suffix=settings.agency_suffix,
            place=settings.place, authority=settings.agency_authority, title=settings.agency_title,
            signer=settings.agency_signer, recipients=_lines(settings.agency_recipients),
            full_name=" ".join(dict.fromkeys(filter(None, (settings.agency_name, settings.agency_superior)))),
        )  # fmt: skip
    return Issuer(
        kind=settings.layout, superior=settings.superior, name=settings.name, suffix=settings.suffix, place=settings.place,
        authority=settings.authority, title=settings.title, signer=settings.signer, recipients=_lines(settings.recipients),
    )  # fmt: skip


def own_heading(unit):
    """The heading of a cadre's own paper: his unit, with the body above it; no number, no place that we can't know."""
    if unit is None:
        return Issuer()
    superior = unit.parent.name if unit.parent and unit.parent.kind.is_committee else ""
    return Issuer(superior=superior, name=unit.name, place=_place(unit.name) or _place(superior))


def _lines(text):
    return tuple(line.strip().lstrip("-").strip(" ,.;") for line in text.splitlines() if line.strip())


def template_of(unit, code):
    """The newest own version of the template, or None where the shipped one is used."""
    newest = PaperTemplate.objects.filter(unit=unit, kind=code).order_by("-number").first()
    return newest if newest and newest.content is not None else None


def press(unit, code, *, settings=None, template=...):
    """How this body prints this kind now; `template`: the version that a reprint rests on."""
    settings = settings or settings_of(unit)
    own = template_of(unit, code) if template is ... else template
    return Press(
        issuer=issuer_of(settings, KINDS[code].by),
        layout=None if own else layout_of(settings.layout, settings.dimensions),
        old_spelling=settings.old_spelling,
        template=own,
        content=bytes(own.content) if own else KINDS[code].shipped,
    )


def giver_words(task):
    """Ban Thường vụ Tỉnh ủy Tuyên Quang: as printed in the decision, or as it will be."""
    return task.giver_name if task.is_decided and task.giver_name else giver_in_words(task.giver)
