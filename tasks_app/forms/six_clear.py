"""Is a draft clear in the six ways: who, what, when, in whose charge, to what product, with which authority?

Pure: plain values in, (holds, title, sentence) out. It advises; what a draft must have is said by the form's own rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cadres.models.text import fold

# First syllables with which the name of a task says what is to be done.
_SYLLABLES = """
ap bai ban bao bo boi bien boc cai cap cham chuyen chan chong chuan cung cuong dam dao dat dau day de den dich diem dieu
don dong dua duy gan gia giai giam gianh giao gioi giu go hinh hoan hop huy huong hoc kep ket khac khai khao khoi khoanh
kien khong khuyen kiem lap lam lay loai mo moi nang nghien ngan nhan nop nuoi on phan phat phe phoi pho phong phu phuc quan
quyet ra rut sang sap soat sua tao tang tham thanh thao thay them thi thich thoat thong thu thuc tich tiep tim tinh to toan
tong tra trien trinh trong tu tuyen ung van vach vung xac xay xep xoa xu xuc
"""
VERBS = frozenset(_SYLLABLES.split())
ENOUGH_WORDS = 4
# Words that say a direction and no end: whoever judges can't tell when it is done.
VAGUE = ("tang cuong", "day manh", "nang cao", "quan tam", "chu trong", "tiep tuc", "phat huy", "tich cuc")


@dataclass(frozen=True)
class Row:
    """An indicator as far as it is written; yes/no and document kinds carry their target in the kind.

    `lacks`: words for what else it needs to be measured ("đơn vị tính", "nguồn số liệu").
    """

    name: str = ""
    has_target: bool = False
    weight: Decimal | None = None
    lacks: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    lead: str = ""
    lead_title: str = ""
    collective: str = ""
    unit: str = ""
    partners: Sequence[str] = field(default_factory=tuple)
    title: str = ""
    product: str = ""
    authority_note: str = ""
    due_on: date | None = None
    starts_on: date | None = None
    rhythm: str = ""
    rows: Sequence[Row] = field(default_factory=tuple)


def total_weight(rows):
    return sum((row.weight or Decimal(0) for row in rows), Decimal(0))


def six_clear(facts):
    """The panel, in the order in which the six are always named."""
    return [
        ("Rõ người", *_who(facts)),
        ("Rõ việc", *_what(facts)),
        ("Rõ thời gian", *_when(facts)),
        ("Rõ trách nhiệm", *_charge(facts)),
        ("Rõ sản phẩm", *_product(facts)),
        ("Rõ thẩm quyền", *_authority(facts)),
    ]


def checks(facts):
    """As the component draws it: (holds, title, sentence)."""
    return [(holds, title, text) for title, holds, text in six_clear(facts)]


def _who(facts):
    if not facts.lead:
        return False, "Chưa chọn đồng chí được giao"
    who = facts.lead_title or facts.lead
    if facts.collective:
        return True, f"Tập thể {facts.collective}, {who} chịu trách nhiệm"
    return True, who


def _what(facts):
    words = facts.title.split()
    if not words:
        return False, "Chưa có tên việc"
    if fold(words[0]) not in VERBS:
        return False, "Tên việc nên bắt đầu bằng động từ, ví dụ: Hoàn thành, Xây dựng"
    if vague := vague_words(facts.title):
        return False, f"«{vague}» chưa đo được, nên nêu sản phẩm cuối cùng đếm được"
    if len(words) < ENOUGH_WORDS:
        return False, "Tên việc nên nêu rõ sản phẩm cuối cùng và địa bàn"
    return True, "Có động từ và sản phẩm cuối cùng"


def vague_words(text):
    """The vague words with which a title or the name of an indicator begins, as written; "" when it has none."""
    words = text.split()
    return " ".join(words[:2]) if fold(" ".join(words[:2])) in VAGUE else ""


def _when(facts):
    if facts.due_on is None:
        return False, "Chưa có hạn hoàn thành"
    if facts.starts_on and facts.due_on <= facts.starts_on:
        return False, "Hạn hoàn thành phải sau ngày bắt đầu"
    rhythm = f", báo cáo {facts.rhythm[:1].lower()}{facts.rhythm[1:]}" if facts.rhythm else ""
    return True, f"Hạn {facts.due_on:%d/%m/%Y}{rhythm}"


def _charge(facts):
    if not facts.unit:
        return False, "Chưa rõ đơn vị chủ trì"
    if facts.partners:
        return True, f"{facts.unit} chủ trì; phối hợp: {', '.join(facts.partners)}"
    return True, f"{facts.unit} chủ trì, không có đơn vị phối hợp"


def _product(facts):
    rows = [row for row in facts.rows if row.name or row.has_target]
    if not rows:
        return False, "Chưa có chỉ tiêu đo được"
    if not all(row.has_target for row in rows):
        return False, "Còn chỉ tiêu chưa có chỉ tiêu giao"
    if any(not row.name for row in rows):
        return False, "Còn chỉ tiêu chưa có tên"
    total = total_weight(rows)
    if total != 100:
        return False, f"Tổng trọng số phải bằng 100, hiện là {said(total)}"
    for place, row in enumerate(rows, 1):
        if vague := vague_words(row.name):
            return False, f"Chỉ tiêu {place}: «{vague}» chưa đo được, nên nêu cái đếm được"
    lacking = [
        f"chỉ tiêu {place} chưa có {', '.join(row.lacks)}" for place, row in enumerate(rows, 1) if row.lacks
    ]
    if lacking:
        text = "; ".join(lacking)
        return False, f"Chưa đủ để đo: {text}"
    return True, f"{len(rows)} chỉ tiêu đo được, tổng trọng số 100%"


def _authority(facts):
    if not facts.authority_note.strip():
        return False, "Chưa ghi việc được tự quyết định, việc phải xin ý kiến"
    return True, "Đã ghi việc được tự quyết định, việc phải xin ý kiến"


def said(number):
    """Decimal('99.50') → '99,5'."""
    return f"{number.normalize():f}".replace(".", ",")
