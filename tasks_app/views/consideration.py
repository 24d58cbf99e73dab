"""What lies on the committee's desk of one round, and what can be done to it?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import STAFF, rule
from tasks_app.forms.drafts import facts_of_task
from tasks_app.forms.six_clear import six_clear
from tasks_app.models import Round, Task
from tasks_app.permissions import DESK, ids_with_predecessors, visible_tasks
from tasks_app.statistics.consideration import (
    TABS,
    changes_of,
    counts,
    for_consideration,
    in_desk_order,
    not_measurable,
    opinion_of,
    tasks_of_round,
)
from tasks_app.statistics.likeness import like_tasks
from tasks_app.views.acting import today

Role, S = Office.Role, Task.Status
PER_PAGE = 50


@rule(STAFF)
def consider_round(request, pk):
    """GET /dot-giao-viec/<pk>/xem-xet/: the whole round in one table; `muc`, `q` and `do` (what can't be measured) narrow it."""
    round = desk_round(request, pk)
    desk = Desk(request, round)
    page = desk.page()
    words = {
        "heading": "Xem xét việc của đợt",
        "round": round,
        "desk": desk,
        "page": page,
        "today": today(),
        "crumbs": [("Đợt giao việc", reverse("tasks:round_list")), (round.name, "")]
        if desk.officer
        else [("Việc", reverse("tasks:task_list")), (round.name, "")],
    }
    template = "tasks_app/consideration/consider_round.html"
    return render(request, f"{template}#ban" if request.htmx else template, words)


def desk_round(request, pk):
    """A round of a committee at whose desk the user sits; else there is none."""
    givers = ids_with_predecessors(standing(request.user), DESK)
    found = Round.objects.filter(committee__in=givers, pk=pk).select_related("committee__kind").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Row:
    """`clear`: the six checks (name, holds, sentence); `likes`: tasks of like names; `opinion`: the newest appraisal."""

    task: Task
    number: int
    clear: list
    likes: list
    opinion: object
    adjustments: list

    @property
    def held(self):
        return sum(holds for _, holds, _ in self.clear)

    @property
    def missing(self):
        return [(name, text) for name, holds, text in self.clear if not holds]


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str


class Desk:
    """The round's tasks as this user may see and narrow them."""

    def __init__(self, request, round):
        self.request, self.round, self.me = request, round, standing(request.user)
        self.officer = self.me.holds(Role.OFFICER, over=round.committee.path)
        self.appraiser = self.me.holds(Role.APPRAISER, over=round.committee.path)
        self.visible = visible_tasks(request.user)
        asked = request.GET.get("muc", "")
        self.tab = TABS[asked if asked in TABS else ""]
        self.term = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
        self.unmeasured = request.GET.get("do") == "chua"
        self.all = narrowed(tasks_of_round(self.visible, round), term=self.term, unmeasured=self.unmeasured)

    @cached_property
    def counts(self):
        return counts(self.all)

    def page(self):
        tasks = in_desk_order(self.all.filter(self.tab.condition))
        pages = Paginator(tasks, PER_PAGE)
        pages.count = self.counts[self.tab.code]
        page = pages.get_page(self.request.GET.get("trang"))
        found = list(for_consideration(page.object_list))
        waiting = [task for task in found if not task.is_decided]
        likes = like_tasks(waiting, self.visible)
        first = (page.number - 1) * PER_PAGE
        page.rows = [
            Row(
                task,
                first + place,
                six_clear(facts_of_task(task)),
                likes.get(task.pk, []),
                opinion_of(task),
                changes_of(task),
            )
            for place, task in enumerate(found, 1)
        ]
        return page

    def tabs(self):
        return [
            {"label": tab.label, "count": self.counts[code], "url": self.query(muc=code), "current": tab is self.tab}
            for code, tab in TABS.items()
        ]  # fmt: skip

    def query(self, **changes):
        kept = {"muc": self.tab.code, "q": self.term, "do": "chua" if self.unmeasured else ""} | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def narrow(self):
        """What the list of this tab is, for an act on all of it."""
        return {
            "dot": self.round.pk,
            "muc": self.tab.code,
            "q": self.term,
            "do": "chua" if self.unmeasured else "",
        }

    @property
    def buttons(self):
        """What can be done to the chosen rows: the filled one first."""
        status = {
            "cho-kiem-tra": S.SUBMITTED,
            "tham-dinh": S.APPRAISING,
            "danh-muc": S.AWAITING_DECISION,
            "nhap": S.DRAFT,
        }
        here = status.get(self.tab.code)
        if self.tab.code and here is None or not (self.officer or self.appraiser):
            return []
        found = []
        for states, officers_only, label, name, icon in ACTS:
            if (here is None or here in states) and (self.officer or not officers_only):
                found.append(
                    Button(label, name if "/" in name else reverse("tasks:act_on_many", args=[name]), icon)
                )
        return found


def _acts():
    under = (S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION)
    return (
        ((S.SUBMITTED,), True, "Chuyển thẩm định", "pass", "eye-check"),
        ((S.APPRAISING,), False, "Đồng ý, đưa vào danh mục", "list", "clipboard-list"),
        ((S.AWAITING_DECISION,), True, "Ghi quyết định", "/viec/quyet-dinh/", "gavel"),
        ((S.DRAFT,), True, "Đưa vào danh mục trình", "order", "clipboard-list"),
        ((S.SUBMITTED, S.APPRAISING), True, "Trả lại", "return", "arrow-back-up"),
        (under, True, "Gộp", "/viec/gop/", "arrows-exchange"),
        ((S.APPRAISING, S.AWAITING_DECISION), False, "Không đưa vào", "leave_out", "circle-x"),
    )


# (states, only for officers, words, arrow or address, icon) in the order of the bar.
ACTS = _acts()


def narrowed(tasks, *, term="", unmeasured=False):
    """The conditions above the table; an act on all of a tab goes by the same."""
    if term:
        tasks = tasks.matching(term)
    return tasks.filter(not_measurable()) if unmeasured else tasks
