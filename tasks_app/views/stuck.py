"""Đang chờ ở khâu nào: what of a committee's tasks is stuck, how long, with whom?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from cadres.models import Cadre, Office, Unit
from cadres.views.access import STAFF, rule
from tasks_app.models import Assignment
from tasks_app.statistics import waiting
from tasks_app.statistics.audiences import Carrier, Desk
from tasks_app.statistics.queues import BY_CODE, QUEUES
from tasks_app.views.acting import today
from tasks_app.views.to_do import PER_PAGE, rows_of

# The hand at a desk in words; the first role of the audience names it.
HANDS = {
    Office.Role.OFFICER: "Chuyên viên theo dõi",
    Office.Role.APPRAISER: "Cơ quan thẩm định",
    Office.Role.LEADER: "Thường trực",
    Office.Role.UNIT_HEAD: "Thủ trưởng đơn vị",
}
HOLDERS_SHOWN = 20


@dataclass(frozen=True)
class Group:
    """Lines that wait at one stage, or with one hand. `oldest`: days; `late`: past their day."""

    key: str
    label: str
    below: str
    count: int
    oldest: int
    late: int
    url: str
    current: bool


@rule(STAFF)
def stuck_list(request):
    """GET /dang-cho/: by stage, by who holds it, and each thing itself; `khau` and `ai` narrow it."""
    on = today()
    lines = waiting.stuck(request.user, on=on)
    holders = holders_of(lines)
    stages = {queue.code: (queue.stage, "") for queue in QUEUES}
    stage, holder, shown = chosen(request, lines, holders)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang"))
    page.rows = held_rows(request.user, page.object_list, holders, on=on, first=page.start_index())
    by_stage = grouped(lines, lambda line: line.queue.code, stages, "khau", stage, on)
    # The one with a title last: where a record names only the cadre, an assignment may know his post.
    names = {h.key: (h.name, h.title) for h in sorted(holders.values(), key=lambda h: bool(h.title))}
    by_holder = grouped(lines, lambda line: holders[line].key, names, "ai", holder, on)
    context = {
        "today": on,
        "crumbs": [("Cần làm", reverse("tasks:to_do")), ("Đang chờ ở khâu nào", "")],
        "page": page,
        "count": len(shown),
        "total": len(lines),
        "by_stage": by_stage,
        "by_holder": sorted(by_holder, key=lambda g: (-g.count, -g.oldest, g.label))[:HOLDERS_SHOWN],
        "holder_count": len(by_holder),
        "narrowed": stages[stage][0] if stage else names[holder][0] if holder else "",
    }
    return render(request, "tasks_app/waiting/stuck_list.html", context)


def chosen(request, lines, holders):
    """(stage, holder, the lines that both leave)."""
    stage, holder = request.GET.get("khau", ""), request.GET.get("ai", "")
    stage = stage if stage in BY_CODE else ""
    holder = holder if any(h.key == holder for h in holders.values()) else ""
    return stage, holder, [
        line for line in lines
        if (not stage or line.queue.code == stage) and (not holder or holders[line].key == holder)
    ]  # fmt: skip


def held_rows(user, lines, holders, *, on, first=1):
    rows = rows_of(user, lines, on=on, first=first)
    for row in rows:
        row.holder = holders[row.line]
    return rows


def grouped(lines, key_of, names, parameter, current, on):
    """Groups in the order of `names`: {key: (label, what stands below it)}; the empty ones left out."""
    found = {}
    for line in lines:
        found.setdefault(key_of(line), []).append(line)
    here = reverse("tasks:stuck_list")
    return [
        Group(
            key, label, below, len(found[key]), max(line.age(on) for line in found[key]),
            sum(bool(line.due and line.due < on) for line in found[key]),
            f"{here}?{urlencode({parameter: key})}", key == current,
        )
        for key, (label, below) in names.items()
        if key in found
    ]  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """In whose hand a line is."""

    key: str
    name: str
    title: str = ""


def holders_of(lines):
    """{line: `Holder`}; three queries for any number of lines."""
    leads = Assignment.objects.open().filter(
        task__in={line.task for line in lines if isinstance(line.queue.waits_for, Carrier)}, role="lead"
    )
    leads = {a.task_id: Holder(f"c{a.cadre_id}", a.name, a.title) for a in leads}
    named = Cadre.objects.filter(pk__in={line.cadre for line in lines if line.cadre})
    named = {cadre.pk: Holder(f"c{cadre.pk}", cadre.full_name) for cadre in named}
    units = dict(
        Unit.objects.filter(pk__in={u for line in lines for u in (line.giver, line.body) if u}).values_list(
            "pk", "name"
        )
    )
    return {line: _holder(line, leads, named, units) for line in lines}


def _holder(line, leads, named, units):
    who = line.queue.waits_for
    if isinstance(who, Carrier):
        return leads.get(line.task) or Holder("", "Chưa có đồng chí chủ trì")
    if line.cadre:
        return named[line.cadre]
    unit = line.body or line.giver
    if isinstance(who, Desk) and not line.body:
        return Holder(f"{who.needs[0]}-{unit}", HANDS[who.needs[0]], units.get(unit, ""))
    return Holder(f"u{unit}", units.get(unit, ""))
