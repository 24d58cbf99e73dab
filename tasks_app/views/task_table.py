"""What stands in the rows of a task table, page by page?"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.urls import reverse

from cadres.models import Office
from tasks_app.actions.measuring import measures_of, plan_to_date
from tasks_app.models import Assignment
from tasks_app.statistics.states import asks_extension
from tasks_app.statistics.wording import result_text

PER_PAGE = 50
URGERS = (Office.Role.OFFICER, Office.Role.LEADER)


class Counted(Paginator):
    """A paginator that is told how many there are: the tabs know it already."""

    def __init__(self, objects, count, per_page=PER_PAGE):
        super().__init__(objects, per_page)
        self.__dict__["count"] = count


@dataclass(frozen=True)
class Row:
    """`share`, `plan`: fractions for the bar, None where nothing was measured or planned. `acts`: (words, address)."""

    task: object
    number: int
    lead: object
    others: int
    result: str
    share: object
    plan: object
    acts: tuple


def page_of_rows(tasks, *, number, count, me, on, per_page=PER_PAGE):
    """A page object whose `rows` are ready for tasks_app/committee/_task_rows.html. Five queries, however long the page."""
    tasks = tasks.for_table(on).annotate(extending=asks_extension(), own=is_own(me))
    page = Counted(tasks, count, per_page).get_page(number)
    found = list(page.object_list)
    measures = measures_of(found)
    first = (page.number - 1) * per_page
    page.rows = [row_of(task, first + i, measures[task.pk], me, on) for i, task in enumerate(found, start=1)]
    return page


def is_own(me):
    """Carried now or once by the user: he may not urge himself."""
    return Exists(Assignment.objects.filter(task=OuterRef("pk"), cadre=me.cadre_id))


def row_of(task, number, measures, me, on):
    lead, *others = task.people or [None]
    acts = [("Mở việc", reverse("tasks:task_page", args=[task.ref]))]
    if can_urge(task, me):
        acts.append(("Đôn đốc", reverse("tasks:urge_task", args=[task.ref])))
    return Row(
        task=task,
        number=number,
        lead=lead,
        others=len(others),
        result=result_text(task.rows[0]) if task.rows else "–",
        share=task.progress if task.is_decided else None,
        plan=plan_to_date(measures, on=on) if task.is_open and task.committed_on else None,
        acts=tuple(acts),
    )


def can_urge(task, me):
    """The row's own copy of `may_urge`, which would ask the database for each row."""
    return task.is_open and not task.own and any(me.holds(role, over=task.giver.path) for role in URGERS)
