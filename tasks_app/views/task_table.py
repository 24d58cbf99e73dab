"""What stands in the rows of a task table, page by page?"""

from dataclasses import dataclass
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions.measuring import measures_of, plan_to_date
from tasks_app.models import Assignment, Indicator
from tasks_app.statistics.states import asks_extension
from tasks_app.statistics.wording import result_text
from tasks_app.templatetags.figures import original_figure

PER_PAGE = 50
URGERS = (Office.Role.OFFICER, Office.Role.LEADER)
# What a row shows or computes with; texts of some thousand letters stay where they are.
SHOWN = (
    "public_id", "code", "title", "status", "starts_on", "due_on", "original_due_on", "committed_on", "progress", "unit_name",
    "asked_conclusion_on",
)  # fmt: skip
MEASURED = (
    "task_id", "rank", "kind", "measure_unit", "baseline", "target", "whole", "lower_is_better", "weight", "rhythm",
    "due_on", "current", "original_target", "original_whole",
)  # fmt: skip


class Counted(Paginator):
    """A paginator that is told how many there are: the tabs know it already.

    A page is read by the ids of its tasks, so that names and marks are looked up for those alone and not before the sort.
    """

    def __init__(self, tasks, count, per_page):
        super().__init__(tasks, per_page)
        self.__dict__["count"] = count

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        ids = self.object_list.values("pk")[bottom : bottom + self.per_page]
        return self._get_page(self.object_list.filter(pk__in=ids), number, self)


@dataclass(frozen=True)
class Row:
    """`first_target`: the figure first decided, where another one counts now. `share`, `plan`: fractions for the bar, None where nothing was measured or planned. `acts`: (words, address)."""

    task: object
    number: int
    result: str
    first_target: str
    share: object
    plan: object
    acts: tuple


def page_of_rows(tasks, *, number, count, me, on, per_page=PER_PAGE):
    """A page object with `rows` for a table of ordered tasks; three queries, however long the page."""
    page = Counted(tasks, count, per_page).get_page(number)
    found = list(for_rows(page.object_list, me, on))
    measures = measures_of(found)
    first = (page.number - 1) * per_page
    urls = Urls()
    page.rows = [row_of(t, first + i, measures[t.pk], urls, me, on) for i, t in enumerate(found, start=1)]
    return page


class Urls:
    """Addresses of many tasks: each pattern is asked for once and the ref put in its place."""

    BLANK = "A-0000-0"

    def __init__(self):
        self.page, self.urge = (
            reverse(f"tasks:{name}", args=[self.BLANK]) for name in ("task_page", "urge_task")
        )

    def of(self, pattern, task):
        return pattern.replace(self.BLANK, quote(task.ref))


def for_rows(tasks, me, on):
    """What `for_table` loads, cut down to what a row needs: fifty rows are two hundred objects less."""
    mine = Assignment.objects.open().filter(task=OuterRef("pk"))
    lead = mine.lead_first().select_related(None)
    indicators = Indicator.objects.order_by("rank", "pk").only(*MEASURED)
    return (
        tasks.with_mark(on)
        .annotate(
            unit_label=F("unit__name"),
            giver_path=F("giver__path"),
            extending=asks_extension(),
            own=is_own(me),
            lead_name=Subquery(lead.values("name")[:1]),
            lead_title=Subquery(lead.values("title")[:1]),
            people_count=Subquery(mine.order_by().values("task").annotate(n=Count("pk")).values("n")),
        )
        .only(*SHOWN)
        .prefetch_related(Prefetch("indicators", indicators, to_attr="rows"))
    )


def is_own(me):
    """Carried now or once by the user: he may not urge himself."""
    return Exists(Assignment.objects.filter(task=OuterRef("pk"), cadre=me.cadre_id))


def row_of(task, number, measures, urls, me, on):
    acts = [("Mở việc", urls.of(urls.page, task))]
    if can_urge(task, me):
        acts.append(("Đôn đốc", urls.of(urls.urge, task)))
    return Row(
        task=task,
        number=number,
        result=result_text(task.rows[0]) if task.rows else "–",
        first_target=original_figure(task.rows[0]) if task.rows and task.rows[0].was_changed else "",
        share=task.progress if task.is_decided else None,
        plan=plan_to_date(measures, on=on) if task.is_open and task.committed_on else None,
        acts=tuple(acts),
    )


def can_urge(task, me):
    """The row's own copy of `may_urge`, which would ask the database for each row."""
    return task.is_open and not task.own and any(me.holds(role, over=task.giver_path) for role in URGERS)
