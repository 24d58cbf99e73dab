"""How are dates, numbers, shares and sizes written on a Vietnamese page?

Every figure on a page goes through one of these filters: Django's own localisation is not used for
them, because a thousand-dot inside an SVG coordinate or a URL would break it.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone

register = template.Library()

NOTHING = "–"


def _decimal(value) -> Decimal | None:
    """The exact number, or None for what is not a finite number (floats by their shortest form)."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _grouped(number: Decimal) -> str:
    """1234567.50 → '1.234.567,5' (no trailing zeros, real minus sign)."""
    text = f"{abs(number):f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    groups = f"{int(whole):,}".replace(",", ".")
    written = f"{groups},{fraction}" if fraction else groups
    return f"−{written}" if number < 0 and written != "0" else written


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def vi_date(value) -> str:
    """20/10/2022; an aware datetime is first brought to local time; nothing → '–'."""
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}" if isinstance(value, date) else NOTHING


@register.filter
def vi_datetime(value) -> str:
    """08:30 ngày 17/10/2022; a plain date is written without a time; nothing → '–'."""
    if not isinstance(value, datetime):
        return vi_date(value)
    value = _local(value)
    return f"{value.hour:02d}:{value.minute:02d} ngày {vi_date(value)}"


@register.filter
def vi_number(value, places=None) -> str:
    """1194 → '1.194'; Decimal('91.50') → '91,5'; None → '–'.

    `places` rounds half up to at most so many decimals; without it every digit is kept.
    """
    number = _decimal(value)
    if number is None:
        return NOTHING
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    return _grouped(number)


@register.filter
def vi_capped(value) -> str:
    """A count where only two digits have room (on the bell, at the thumb): 36 → '36'; 1036 → '99+'."""
    return "99+" if value > 99 else vi_number(value)


def whole_percent(share) -> int | None:
    """A share (1 = all) as whole percent, half up, over 100 kept; None stays None.

    What is not complete never reads as 100 %: 0.996 → 99. Nor is what lies over the target cut down.
    """
    number = _decimal(share)
    if number is None:
        return None
    percent = int((number * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return 99 if percent == 100 and number < 1 else percent


@register.filter
def vi_percent(share) -> str:
    """0.685 → '69%'; 1.36 → '136%'; None → '–' (whole percent, see `whole_percent`)."""
    percent = whole_percent(share)
    return NOTHING if percent is None else f"{_grouped(Decimal(percent))}%"


@register.filter
def vi_filesize(size) -> str:
    """Bytes as '86 KB', '1,2 MB' (1 KB = 1024 bytes); None → '–'."""
    number = _decimal(size)
    if number is None:
        return NOTHING
    if number < 1024:
        return f"{_grouped(number)} B"
    for unit in ("KB", "MB", "GB"):
        number /= 1024
        if number < Decimal("999.5") or unit == "GB":
            break
    return f"{vi_number(number, 0 if unit == 'KB' or number >= 10 else 1)} {unit}"


@register.filter
def initials(full_name) -> str:
    """The two letters of the round badge: 'Lê Thị Phương' → 'LP', 'Nguyễn Văn Bình' → 'NB'.

    First letter of the family name and of the given name.
    """
    words = str(full_name or "").split()
    if not words:
        return ""
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][0]).upper()
