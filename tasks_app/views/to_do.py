"""What waits for this person, the longest waiting first? The same lines that the badge beside the navigation counts."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.shortcuts import render
from django.urls import reverse

from cadres.offices import standing
from cadres.views.access import SIGNED_IN, rule
from tasks_app.models import Assignment
from tasks_app.permissions import DESK, visible_tasks
from tasks_app.statistics import waiting
from tasks_app.statistics.queues import BY_CODE, QUEUES
from tasks_app.views.acting import today

PER_PAGE = 50


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    url: str
    current: bool


@rule(SIGNED_IN)
def to_do(request):
    """GET /can-lam/: one line for each thing that waits; `muc` shows one kind of it."""
    on, user = today(), request.user
    numbers = waiting.badges(user, on=on)
    code = kind_of_page(request, numbers)
    count = numbers.by_queue[code] if code else numbers.lines
    page = Lines(user, on, code, count).get_page(request.GET.get("trang"))
    context = {
        "today": on,
        "page": page,
        "tabs": tabs(numbers, code),
        "total": numbers.lines,
        "is_staff": bool(standing(user).units(*DESK)),
        "shows_people": any(row.queue.part != "own" for row in page.object_list),
    }
    return render(request, "tasks_app/waiting/to_do.html", context)


def kind_of_page(request, numbers):
    code = request.GET.get("muc")
    return code if code in BY_CODE and numbers.by_queue.get(code) else ""


class Lines(Paginator):
    """Lines of the user, page by page; the badge knows already how many there are."""

    def __init__(self, user, on, code, count):
        super().__init__((), PER_PAGE)
        self.user, self.on, self.codes = user, on, [code] if code else None
        self.__dict__["count"] = count

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        found = waiting.lines(self.user, on=self.on, codes=self.codes, limit=self.per_page, offset=bottom)
        return self._get_page(rows_of(self.user, found, on=self.on, first=bottom + 1), number, self)


def tabs(numbers, current):
    """*Tất cả*, and each queue in which something waits."""
    here = reverse("tasks:to_do")
    found = [Tab("Tất cả", numbers.lines, here, not current)]
    for queue in QUEUES:
        count = numbers.by_queue.get(queue.code)
        if count and queue.part in waiting.LISTED:
            found.append(Tab(queue.act, count, f"{here}?muc={queue.code}", queue.code == current))
    return found


@dataclass
class Row:
    """A line with its task (None for what belongs to no task) and the address where the act is done."""

    number: int
    line: waiting.Line
    task: object
    age: int
    url: str

    @property
    def queue(self):
        return self.line.queue


def rows_of(user, lines, *, on, first=1):
    """The lines as rows; one query for their tasks, which all exist for the user."""
    found = tasks_of(user, {line.task for line in lines if line.task}, on=on)
    return [
        Row(number, line, found.get(line.task), line.age(on), address(line, found.get(line.task)))
        for number, line in enumerate(lines, start=first)
        if line.task is None or line.task in found
    ]


def tasks_of(user, ids, *, on):
    """{pk: task with mark, unit and who leads it}."""
    if not ids:
        return {}
    lead = Assignment.objects.open().filter(task=OuterRef("pk"), role=Assignment.Role.LEAD)
    tasks = (
        visible_tasks(user)
        .filter(pk__in=ids)
        .with_mark(on)
        .annotate(
            lead_name=Subquery(lead.values("name")[:1]),
            lead_title=Subquery(lead.values("title")[:1]),
            unit_label=F("unit__name"),
            giver_label=F("giver__name"),
        )
        .only("public_id", "code", "title", "status", "due_on", "unit_name", "giver_name")
    )
    return {task.pk: task for task in tasks}


def address(line, task):
    """Where the act of a line is done."""
    words = {"pk": line.pk, "task": line.task, "ref": task.ref if task else ""}
    url = reverse(f"tasks:{line.queue.page}", args=[words[name] for name in line.queue.args])
    return f"{url}?{line.queue.query.format(**words)}" if line.queue.query else url
