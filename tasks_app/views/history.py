"""The whole history of a task: every act, every version of its content, every value that was changed; filtered, printed."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F
from django.shortcuts import render
from django.urls import reverse

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.actions.contents import differences
from tasks_app.models import TaskEvent
from tasks_app.statistics.history import changes_of
from tasks_app.views.acting import visible_task
from tasks_app.views.dossier import person
from tasks_app.views.timeline import timeline

E = TaskEvent.Kind
# Word of `loai` -> (label, kinds of acts). What stands in none of them is found under «Khác».
GROUPS = {
    "dang-ky": (
        "Đăng ký, thẩm định",
        (E.CREATED, E.EDITED, E.APPRAISED, "submit", "return", "pass", "list", "leave_out", "order"),
    ),
    "quyet-dinh": (
        "Quyết định, thay đổi",
        (
            "decide", "hold", "resume", "end_early", "remove", "conclude", "close", E.CHANGE_ASKED, E.CHANGE_DECIDED,
            E.HANDED_OVER, E.YEAR_CONCLUDED,
        ),
    ),
    "bao-cao": (
        "Cam kết, báo cáo",
        (E.COMMITTED, E.REPORTED, E.CONFIRMED, E.NOTED, E.CONTESTED, "ask_conclusion", "send_back"),
    ),
    "chi-dao": (
        "Đôn đốc, chỉ đạo, kiểm tra",
        (E.URGED, E.REPLIED, E.DIRECTED, E.ANSWERED, E.INSPECTED, E.RECOMMENDED),
    ),
}  # fmt: skip
VERSIONS, VALUES, OTHERS = "ban", "gia-tri", "khac"


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    url: str
    current: bool


@rule(VISIBLE_TASK)
def task_history(request, ref):
    """GET /viec/<ref>/lich-su/; `loai` shows one kind. Nothing is ever taken out."""
    task = visible_task(request, ref)
    events = list(task.events.order_by("-at", "-pk"))
    lines = timeline(task, whole=True)
    versions = versions_of(task)
    values = changes_of(task, events)
    by_group = {code: [line for line in lines if group_of(line.kind) == code] for code in (*GROUPS, OTHERS)}
    asked = request.GET.get("loai", "")
    asked = asked if asked in (*by_group, VERSIONS, VALUES) else ""
    counts = {code: len(found) for code, found in by_group.items()} | {
        VERSIONS: len(versions),
        VALUES: len(values),
    }
    context = {
        "task": task,
        "lines": lines if not asked else by_group.get(asked, []),
        "versions": versions if asked in ("", VERSIONS) else [],
        "values": values if asked in ("", VALUES) else [],
        "tabs": tabs(task, counts, len(lines), asked),
        "asked": asked,
        "crumbs": [
            (task.code or task.title[:40], reverse("tasks:task_page", args=[task.ref])),
            ("Lịch sử", ""),
        ],
    }
    return render(request, "tasks_app/task/task_history.html", context)


def group_of(kind):
    return next((code for code, (_, kinds) in GROUPS.items() if kind in kinds), OTHERS)


def tabs(task, counts, acts, current):
    here = reverse("tasks:task_history", args=[task.ref])
    labels = {code: label for code, (label, _) in GROUPS.items()}
    labels |= {OTHERS: "Khác", VERSIONS: "Các bản nội dung", VALUES: "Giá trị đã sửa"}
    total = acts + counts[VERSIONS] + counts[VALUES]
    found = [Tab("Tất cả", total, here, not current)]
    return found + [
        Tab(label, counts[code], f"{here}?loai={code}", code == current)
        for code, label in labels.items()
        if counts[code] or code == current
    ]


def versions_of(task):
    """Versions of the content, newest first, each with what it changed against the one before: (version, differences)."""
    found = list(
        task.contents.select_related("document").annotate(by_name=person("by__"), giver=F("task__giver__name")).order_by("-number")
    )  # fmt: skip
    changed = {new.number: differences(old.content, new.content) for new, old in pairwise(found)}
    return [(version, changed.get(version.number, [])) for version in found]
