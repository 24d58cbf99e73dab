"""In which words and tiles does an overview say its figures, and which list does each of them open?"""

from urllib.parse import urlencode

from django.urls import reverse

from cadres.templatetags.vi import vi_number
from tasks_app.models import Mark
from tasks_app.statistics.branches import DIRECT
from tasks_app.statistics.states import ALIASES
from tasks_app.statistics.tally import COMPLETED
from tasks_app.statistics.waiting_tasks import ESCALATION_DAYS

RUNNING_TILES = (
    Mark.AWAITING_COMMITMENT,
    Mark.ON_TRACK,
    Mark.DUE_SOON,
    Mark.SLOW,
    Mark.OVERDUE,
    Mark.AWAITING_CONCLUSION,
)
CLOSED_TILES = (Mark.DONE_EARLY, Mark.DONE_ON_TIME, Mark.DONE_LATE, Mark.NOT_DONE, Mark.ENDED)
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
        "at_desk": at_desk,
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
            "url": f"{queue}&muc={code}",
        }
        for name, code, label, icon, css in (
            ("late", "qua-han", f"Quá hạn trên {ESCALATION_DAYS} ngày", "alert-octagon-f", "qua"),
            ("change", "de-nghi", "Đề nghị gia hạn, điều chỉnh", "calendar-due", "tre"),
            ("conclusion", "ket-luan", "Chờ kết luận", "hourglass", "nt"),
        )
    ]


def tiles(page):
    """The strip under the title: all tasks, then each mark, the finished ones together.

    Where nothing runs any more, each way to have ended has a tile of its own.
    """
    whole, people = page.counted.whole, page.counted.people
    first = {"label": "Tổng số việc", "value": whole.tasks, "people": people.total, "url": list_of(page)}
    marks = [
        {
            "label": mark.label,
            "value": whole.count(mark),
            "people": people.under(mark),
            "mark": mark.value,
            "url": list_of(page, trang_thai=mark.value),
        }
        for mark in (RUNNING_TILES if page.is_running else CLOSED_TILES)
    ]
    if page.is_running:
        done = {"label": "Hoàn thành", "mark": "done", "url": list_of(page, trang_thai=DONE_STATE)}
        marks.append(done | {"value": whole.count(*COMPLETED), "people": people.under(*COMPLETED)})
    return [first, *marks]


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
    groups = [
        (len(group.rows), group.label.split(" (đến ")[0]) for group in page.branches if group.label != DIRECT
    ]
    words = [f"{vi_number(n)} {decapital(label)}" for n, label in groups if n > 1]
    return ", ".join(words) if 0 < len(words) < 5 else ""


def decapital(words):
    """ "Cơ quan" within a sentence; an abbreviation such as "HĐND" stays as it is."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
