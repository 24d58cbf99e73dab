"""In which words and tiles does an overview say its figures, and which list does each of them open?"""

from urllib.parse import urlencode

from django.urls import reverse

from cadres.templatetags.vi import vi_number
from tasks_app.models import Mark
from tasks_app.statistics.branches import DIRECT
from tasks_app.statistics.queues import ESCALATION_DAYS
from tasks_app.statistics.states import ALIASES
from tasks_app.statistics.tally import COMPLETED

TILES = (
    (Mark.AWAITING_COMMITMENT, "Chờ cam kết"),
    (Mark.ON_TRACK, "Đúng tiến độ"),
    (Mark.DUE_SOON, "Sắp đến hạn"),
    (Mark.SLOW, "Chậm tiến độ"),
    (Mark.OVERDUE, "Quá hạn"),
    (Mark.AWAITING_CONCLUSION, "Chờ kết luận"),
)
DONE_STATE = "hoan-thanh"


def list_of(page, **conditions):
    """The address of the task list under these conditions within the page's node and period."""
    query = {"don-vi": page.node.unit.pk, **page.period.query}
    query |= {
        name.replace("_", "-"): ALIASES.get(value, value) for name, value in conditions.items() if value
    }
    return f"{reverse('tasks:task_list')}?{urlencode(query)}"


def whole_page(page, *, at_desk):
    """All that the page says beside what `page` reads itself. `at_desk`: the reader sits at the desk of this committee."""
    return {
        "page": page,
        "title": title(page),
        "lead": lead(page),
        "tiles": tiles(page),
        "waiting": waiting_lines(page) if at_desk and page.is_running else [],
    }


def waiting_lines(page):
    queue = f"{reverse('tasks:opinion_queue')}?cap-uy={page.node.unit.pk}"
    return [
        {
            "label": label,
            "icon": icon,
            "css": css,
            "waiting": page.waiting[name],
            "url": f"{queue}&loai={code}",
        }
        for name, code, label, icon, css in (
            ("late", "qua-han", f"Quá hạn trên {ESCALATION_DAYS} ngày", "alert-octagon-f", "qua"),
            ("extension", "gia-han", "Xin gia hạn", "calendar-due", "tre"),
            ("conclusion", "ket-luan", "Đề nghị kết luận", "hourglass", "nt"),
        )
    ]


def tiles(page):
    """The strip under the title: all tasks, then each mark; the finished ones together, with how they kept their time."""
    whole, people = page.counted.whole, page.counted.people
    early, on_time, late = (whole.count(mark) for mark in COMPLETED)
    return [
        {"label": "Tổng số việc", "value": whole.tasks, "people": people.total, "url": list_of(page)},
        *(
            {
                "label": label, "value": whole.count(mark), "people": people.under(mark), "mark": mark.value,
                "url": list_of(page, trang_thai=mark.value),
            }
            for mark, label in TILES
        ),
        {
            "label": "Hoàn thành", "value": whole.count(*COMPLETED), "mark": "done", "url": list_of(page, trang_thai=DONE_STATE),
            "note": f"trước {vi_number(early)} · đúng {vi_number(on_time)} · quá {vi_number(late)}" if whole.count(*COMPLETED) else "0 đồng chí",
        },
    ]  # fmt: skip


def title(page):
    """A province's page is about its whole Party organisation; any other is named after its unit."""
    unit = page.node.unit
    if page.headline and unit.kind.is_committee and unit.kind.level <= 1:
        return f"Việc đột phá, đổi mới toàn Đảng{' bộ tỉnh' if unit.kind.level else ''}"
    return unit.name


def lead(page):
    """ "28 xã, thị trấn, 15 cơ quan của huyện": who has tasks here, in a few words."""
    if page.headline:
        return page.node.unit.name
    groups = [(len(group.rows), group.label) for group in page.branches if group.label != DIRECT][:4]
    words = ", ".join(f"{vi_number(n)} {label[0].lower()}{label[1:]}" for n, label in groups)
    return (
        words[:1].upper() + words[1:] if len(groups) < 4 else f"{vi_number(sum(n for n, _ in groups))} đơn vị"
    )
