"""Who issues a paper, under which number, and who signs it? The first and last lines of Party and state papers."""

from dataclasses import dataclass
from datetime import date

from tasks_app.documents.layout import PARTY, STATE
from tasks_app.documents.parts import Heading, Signature

BLANK = " " * 6
DAY_BLANK = " " * 4


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A body as its papers print it. `suffix`: what follows the type in the symbol (TU, BTCTU; SYT for a sở)."""

    kind: str = PARTY
    superior: str = ""
    name: str = ""
    suffix: str = ""
    place: str = ""
    authority: str = ""
    title: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    full_name: str = ""  # in a sentence: Ban Tổ chức Huyện ủy Yên Sơn


def heading(
    issuer: Issuer, abbreviation: str, *, number="", issued_on: date | None = None, year: int
) -> Heading:
    """`abbreviation`: QĐ, TB, BC…; "" for a paper without a number. Without a day its place is left to be written."""
    of_state = issuer.kind == STATE
    return Heading(
        superior=issuer.superior.upper(),
        body=issuer.name.upper(),
        number=number_line(issuer, abbreviation, number) if abbreviation else "",
        motto="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if of_state else "ĐẢNG CỘNG SẢN VIỆT NAM",
        second_motto="Độc lập - Tự do - Hạnh phúc" if of_state else "",
        place_and_day=f"{issuer.place}, {day_in_words(issued_on, year)}"
        if issuer.place
        else day_in_words(issued_on, year),
        name=issuer.full_name or issuer.name,
        day=day_in_words(issued_on, year),
        of_state=of_state,
    )


def symbol(issuer: Issuer, abbreviation: str) -> str:
    """QĐ/TU on Party papers, QĐ-SYT on those of the state, where a letter has the body's letters alone."""
    if issuer.kind == STATE:
        return issuer.suffix if abbreviation == "CV" else f"{abbreviation}-{issuer.suffix}"
    return f"{abbreviation}/{issuer.suffix}"


def number_line(issuer: Issuer, abbreviation: str, number: str) -> str:
    if issuer.kind == STATE:
        return f"Số: {number or BLANK}/{symbol(issuer, abbreviation)}"
    return f"Số {number or BLANK}-{symbol(issuer, abbreviation)}"


def day_in_words(day: date | None, year: int) -> str:
    """Days in two digits; of the months only January and February get a zero, as the offices' headings have it."""
    if day is None:
        return f"ngày {DAY_BLANK} tháng {DAY_BLANK} năm {year}"
    return (
        f"ngày {day:%d} tháng {day.month:02} năm {day.year}"
        if day.month < 3
        else f"ngày {day:%d} tháng {day.month} năm {day.year}"
    )


def signature(issuer: Issuer) -> Signature:
    return Signature(authority=issuer.authority.upper(), title=issuer.title.upper(), name=issuer.signer)
