"""How does a mark, a deadline, a share or a refused form look on the page?

`MARKS` is the only place that binds a mark or state to its word, colour and shape; templates, charts, mails and
exports read it from here. What stands in every row of a table (icon, chips, bars) is written with `format_html`:
fifty rows of inclusion tags would cost more than the queries. Usage: docs/components.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cadres.templatetags.vi import vi_number, vi_percent, whole_percent

register = template.Library()


@dataclass(frozen=True)
class Mark:
    """One word of timeliness or state: `css` picks colours (`.tt-…`, `.m-…`, `.f-…`), `icon` the shape."""

    code: str
    label: str
    css: str
    icon: str


MARKS = {
    mark.code: mark
    for mark in (
        # the counting mark of a decided task (product.md §5, §10.3), in the order in which bars and legends show them
        Mark("awaiting_commitment", "Chờ cam kết", "cho", "circle-dashed"),
        Mark("on_track", "Đúng tiến độ", "dung", "circle-arrow-right-f"),
        Mark("due_soon", "Sắp đến hạn", "sap", "clock"),
        Mark("slow", "Chậm tiến độ", "tre", "alert-triangle-f"),
        Mark("overdue", "Quá hạn", "qua", "alert-octagon-f"),
        Mark("awaiting_conclusion", "Chờ kết luận", "nt", "hourglass"),
        Mark("done_early", "Hoàn thành trước hạn", "xong", "rosette-discount-check-f"),
        Mark("done_on_time", "Hoàn thành đúng hạn", "xong", "circle-check"),
        Mark("done_late", "Hoàn thành quá hạn", "xong xong-muon", "clock-check"),
        Mark("not_done", "Không hoàn thành", "khong", "circle-x"),
        Mark("on_hold", "Tạm dừng", "nghi", "player-pause-f"),
        Mark("ended", "Thôi giao", "thoi", "ban"),
        # all concluded tasks read together (tiles, bars): as planned, late, or not
        Mark("done", "Đã kết luận", "xong", "circle-check-f"),
        # states: before the decision, in force, and the ends of the life
        Mark("draft", "Nháp", "cho", "pencil"),
        Mark("submitted", "Đã đăng ký", "cho", "send"),
        Mark("appraising", "Đang thẩm định", "cho", "eye-check"),
        Mark("awaiting_decision", "Chờ quyết định", "cho", "gavel"),
        Mark("rejected", "Không đưa vào danh mục", "cho", "circle-x"),
        Mark("withdrawn", "Thôi đăng ký", "cho", "circle-minus"),
        Mark("merged", "Đã gộp vào việc khác", "cho", "arrows-exchange"),
        Mark("in_force", "Đang thực hiện", "dung", "player-play"),
        Mark("concluded", "Đã kết luận", "xong", "circle-check-f"),
        Mark("closed", "Đã khóa kỳ", "xong xong-muon", "lock"),
        Mark("ended_early", "Thôi giao", "thoi", "ban"),
        Mark("removed", "Đưa ra khỏi danh mục", "thoi", "circle-minus"),
    )
}
BAR_ORDER = (
    "awaiting_commitment",
    "on_track",
    "due_soon",
    "slow",
    "overdue",
    "awaiting_conclusion",
    "done",
    "on_hold",
    "ended",
)
COMPLETED = ("done_early", "done_on_time", "done_late")
CONCLUDED = (*COMPLETED, "not_done")
# where "còn n ngày" or "quá hạn n ngày" would say something untrue: the clock does not run
CLOCK_STOPPED = (
    "not_done",
    "done",
    "concluded",
    "closed",
    "ended",
    "ended_early",
    "on_hold",
    "rejected",
    "withdrawn",
    "merged",
    "removed",
)
WARN_DAYS = 15


# ── icons and chips ──────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of static/icons.svg; hidden from screen readers unless it has a `label` of its own.

    {% icon "printer" %} before a word; {% icon "lock" "Đã khóa" %} where it stands alone.
    """
    css = "i i-dac" if name.endswith("-f") else "i"
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


def mark_of(code) -> Mark:
    """The presentation of a code; an unknown one is shown as it stands, in grey (never a broken page)."""
    code = str(getattr(code, "value", code))
    return MARKS.get(code) or Mark(code, code, "cho", "circle-dashed")


@register.simple_tag
def mark_chip(code, label: str = "") -> SafeString:
    """{% mark_chip task.mark %}: shape + word + colour; `label` replaces the word where more is to be said."""
    if not code:
        return SafeString("")
    mark = mark_of(code)
    return format_html(
        '<span class="tt {}">{}{}</span>', _css("tt", mark), icon(mark.icon), label or mark.label
    )


@register.simple_tag
def mark_icon(code) -> SafeString:
    """Only the coloured shape, for a place where the word stands beside it (tiles, table heads)."""
    mark = mark_of(code)
    return format_html('<span class="{}">{}</span>', _css("m", mark), icon(mark.icon))


@register.filter
def mark_label(code) -> str:
    """'overdue' → 'Quá hạn'."""
    return mark_of(code).label


def _css(prefix: str, mark: Mark) -> str:
    return " ".join(f"{prefix}-{key}" for key in mark.css.split())


@register.simple_tag
def deadline_chip(due_on: date | None, today: date, mark="", warn_days: int = WARN_DAYS) -> SafeString:
    """{% deadline_chip task.due_on today task.mark %}: Còn 72 ngày / Hạn hôm nay / Quá hạn 8 ngày / Đã hoàn thành.

    Says nothing where the clock does not run (tạm dừng, thôi giao, rejected) or where there is no date; a task that
    waits for its conclusion is never called overdue here: its timeliness is fixed by the conclusion.
    """
    mark = str(getattr(mark, "value", mark) or "")
    if mark in COMPLETED:
        return _deadline("", "check", "Đã hoàn thành")
    if due_on is None or mark in CLOCK_STOPPED:
        return SafeString("")
    days = (due_on - today).days
    if days < 0:
        if mark == "awaiting_conclusion":
            return SafeString("")
        return _deadline("han-qua", "alert-octagon-f", f"Quá hạn {vi_number(-days)} ngày")
    if days == 0:
        return _deadline("han-qua", "calendar-due", "Hạn hôm nay")
    if days <= warn_days or mark == "due_soon":
        return _deadline("han-gan", "clock", f"Còn {days} ngày")
    return _deadline("", "calendar", f"Còn {vi_number(days)} ngày")


def _deadline(css: str, name: str, text: str) -> SafeString:
    return format_html('<span class="{}">{}{}</span>', f"han {css}".strip(), icon(name), text)


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def progress_bar(share, plan=None, mark="on_track", large: bool = False) -> SafeString:
    """{% progress_bar 0.68 plan=0.79 mark="slow" %}: done (bar), plan to date (tick), and the figure beside.

    Shares are fractions of the whole; the drawing stops at 100 %, the figure does not. No share: an empty track, '–'.
    """
    percent, planned = whole_percent(share), whole_percent(plan)
    height, bar, top = (28, 16, 6) if large else (16, 8, 4)
    label = "Chưa có số liệu" if percent is None else f"Đạt {vi_percent(share)}"
    tick = SafeString("")
    if planned is not None:
        label += f", kế hoạch đến hôm nay {vi_percent(plan)}"
        tick = format_html(
            '<rect class="vach" x="{}%" y="0" width="{}" height="{}"/>',
            _within(planned),
            3 if large else 2,
            height,
        )
    fill = SafeString("")
    if percent is not None and percent > 0:
        fill = format_html(
            '<rect class="{}" width="{}%" y="{}" height="{}" rx="{}"/>',
            _css("f", mark_of(mark or "on_track")), _within(percent), top, bar, bar // 2,
        )  # fmt: skip
    return format_html(
        '<div class="td{}"><svg role="img" aria-label="{}"><rect class="nen" width="100%" y="{}" height="{}" rx="{}"/>'
        "{}{}</svg><b>{}</b></div>",
        " td-lon" if large else "", label, top, bar, bar // 2, fill, tick, vi_percent(share),
    )  # fmt: skip


def _within(percent: int) -> int:
    return max(0, min(100, percent))


def bar_counts(counts: Mapping) -> dict[str, int]:
    """Counts by mark with the concluded marks added up, in the order of the bars; zeros kept out."""
    plain = {str(getattr(code, "value", code)): int(n or 0) for code, n in counts.items()}
    plain["done"] = plain.pop("done", 0) + sum(plain.pop(code, 0) for code in CONCLUDED)
    order = [*BAR_ORDER, *(code for code in plain if code not in BAR_ORDER)]
    return {code: plain[code] for code in order if plain.get(code)}


@register.simple_tag
def stacked_bar(counts: Mapping, height: int = 28) -> SafeString:
    """{% stacked_bar counts %}: one bar cut by mark; `counts` maps mark → number of tasks. Read aloud in full.

    A figure is printed where its piece is wide enough; every figure must also stand in a table or link nearby.
    """
    shown = bar_counts(counts)
    total = sum(shown.values())
    if not total:
        return format_html(
            '<svg class="bd" width="100%" height="{}" role="img" aria-label="Chưa có việc nào">'
            '<rect class="f-trong" width="100%" height="{}"/></svg>', height, height,
        )  # fmt: skip
    label = "; ".join(f"{mark_of(code).label} {vi_number(n)}" for code, n in shown.items())
    pieces, left = [], Decimal(0)
    for code, n in shown.items():
        width = Decimal(n) / total * 100
        pieces.append(_piece(mark_of(code), n, left, width, height))
        left += width
    return format_html(
        '<svg class="bd" width="100%" height="{}" role="img" aria-label="{}">{}</svg>',
        height, label, format_html_join("", "{}", ((piece,) for piece in pieces)),
    )  # fmt: skip


GAP = Decimal("0.25")  # percent of the bar between two pieces


def _piece(mark: Mark, n: int, left: Decimal, width: Decimal, height: int) -> SafeString:
    drawn = max(width - GAP, Decimal("0.3"))
    rect = format_html(
        '<rect class="{}" x="{}%" width="{}%" height="{}"/>',
        _css("f", mark),
        f"{left:.2f}",
        f"{drawn:.2f}",
        height,
    )
    if width < Decimal("1.2") + Decimal("1.3") * len(str(n)):
        return rect
    css = "trang-c" if mark.css.split()[0] in {"sap", "qua", "nt", "xong"} else "muc-c"
    if width < 9:
        css += " an-hep"  # too narrow on a phone
    return format_html(
        '{}<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text>',
        rect, css, f"{left + drawn / 2:.2f}", height // 2 + 5, vi_number(n),
    )  # fmt: skip


@register.inclusion_tag("_components/mark_legend.html")
def mark_legend(codes=None) -> dict:
    """{% mark_legend %} or {% mark_legend counts %}: the colours of a stacked bar with their words."""
    wanted = (
        BAR_ORDER[:7] if codes is None else (list(bar_counts(codes)) if isinstance(codes, Mapping) else codes)
    )
    return {"marks": [(mark_of(code), _css("f", mark_of(code))) for code in wanted]}
