"""What waits at the committee's desk: whom to urge, what to conclude, where the leaders' opinion is needed?

The numbers on the pages and beside the navigation come from the same conditions (statistics/queues.py).
"""

from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import render
from django.urls import reverse

from cadres.models import Office, Unit
from cadres.offices import standing, unit_of
from cadres.views.access import STAFF, rule
from tasks_app.models import Assignment, ChangeRequest
from tasks_app.permissions import DESK
from tasks_app.statistics import waiting_tasks
from tasks_app.views.acting import today
from tasks_app.views.desk_tabs import desk_tabs
from tasks_app.views.task_table import URGERS, page_of_rows

Role = Office.Role
# Words of `muc` on the page of the leaders -> its condition.
MATTERS = {
    "de-nghi": ("Đề nghị thay đổi", lambda on: waiting_tasks.to_decide_change()),
    "qua-han": (f"Quá hạn trên {waiting_tasks.ESCALATION_DAYS} ngày", waiting_tasks.to_escalate),
    "ket-luan": ("Chờ kết luận", lambda on: waiting_tasks.to_conclude()),
}


@rule(STAFF)
def urge_queue(request):
    """GET /don-doc/: tasks of the desk that are slow or overdue, the longest overdue first."""
    queue = Queue(request, waiting_tasks.to_urge(today()))
    page = queue.page(queue.tasks.with_last_urge().order_by("due_on", "pk"))
    context = queue.context(page) | {"desk_tabs": desk_tabs(request, queue.me)}
    return render(request, "tasks_app/committee/urge_queue.html", context)


@rule(STAFF)
def conclusion_queue(request):
    """GET /cho-ket-luan/: tasks whose cadres asked for the conclusion, the longest waiting first."""
    queue = Queue(request, waiting_tasks.to_conclude())
    page = queue.page(queue.tasks.order_by(F("asked_conclusion_on").asc(nulls_first=True), "pk"))
    for row in page.rows:
        row.task.may_conclude = queue.may_record(row.task)
    return render(request, "tasks_app/committee/conclusion_queue.html", queue.context(page))


@rule(STAFF)
def opinion_queue(request):
    """GET /cho-y-kien/: what the leaders must see; `muc` shows one matter only."""
    queue = Queue(request, waiting_tasks.for_opinion(today()), MATTERS)
    pending = ChangeRequest.objects.filter(outcome="").order_by("requested_at", "pk")
    tasks = queue.tasks.prefetch_related(Prefetch("changes", pending, to_attr="pending"))
    page = queue.page(tasks.order_by("due_on", "pk"))
    for row in page.rows:
        task, days = row.task, (queue.on - row.task.due_on).days
        task.may_decide = queue.may_record(task)
        task.may_direct = queue.me.holds(Role.LEADER, over=task.giver_path) and not task.own
        task.escalated = task.status == "in_force" and days > waiting_tasks.ESCALATION_DAYS
    return render(request, "tasks_app/committee/opinion_queue.html", queue.context(page))


@dataclass
class Tab:
    label: str
    count: int
    url: str
    current: bool


class Queue:
    """One queue of the user's desk: all of it, or what the address narrows it to (`cap-uy`: one committee; `muc`: one matter)."""

    def __init__(self, request, condition, matters=()):
        self.request, self.on, self.me = request, today(), standing(request.user)
        self.all = waiting_tasks.given_by_desk(self.me).open().with_mark(self.on).filter(condition)
        self.matters = dict(matters)
        self.matter = request.GET.get("muc") if request.GET.get("muc") in self.matters else ""
        self.desks = self.me.units(*DESK)
        self.desk = next((pk for pk in self.desks if str(pk) == request.GET.get("cap-uy")), None)
        self.counts = self.count()

    def count(self):
        """{(giver, matter): n} with "" for all matters; one query."""
        counted = {"": Count("pk")} | {
            code: Count("pk", filter=holds(self.on)) for code, (_, holds) in self.matters.items()
        }
        names = {code: f"n_{i}" for i, code in enumerate(counted)}
        rows = self.all.order_by().values("giver").annotate(**{names[code]: n for code, n in counted.items()})
        return {(row["giver"], code): row[names[code]] for row in rows for code in counted}

    def givers(self, desk):
        """Ids of the committee and of those it succeeded."""
        return {unit_of(path) for path in self.me.reach[desk]}

    def number(self, *, desk=None, matter=""):
        givers = self.givers(desk) if desk else None
        return sum(
            n
            for (giver, code), n in self.counts.items()
            if code == matter and (givers is None or giver in givers)
        )

    @property
    def tasks(self):
        found = self.all
        if self.desk:
            found = found.filter(giver__in=self.givers(self.desk))
        if self.matter:
            found = found.filter(Q(self.matters[self.matter][1](self.on)))
        return found

    def page(self, tasks):
        count = self.number(desk=self.desk, matter=self.matter)
        return page_of_rows(tasks, number=self.request.GET.get("trang"), count=count, me=self.me, on=self.on)

    def tabs(self):
        """By committee for who serves several, by matter where there are some; none where there is nothing to tell apart."""
        by_desk = []
        if len(self.desks) > 1:
            names = dict(Unit.objects.filter(pk__in=self.desks).values_list("pk", "name"))
            by_desk = [self.tab("Mọi cấp ủy", None, self.matter)]
            by_desk += [self.tab(names[pk], pk, self.matter) for pk in self.desks]
        by_matter = [self.tab("Tất cả", self.desk, "")] if self.matters else []
        by_matter += [self.tab(label, self.desk, code) for code, (label, _) in self.matters.items()]
        return by_desk, by_matter

    def tab(self, label, desk, matter):
        asked = {"cap-uy": desk, "muc": matter}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
        url = f"{self.request.path}?{query}" if query else self.request.path
        return Tab(
            label, self.number(desk=desk, matter=matter), url, (desk, matter) == (self.desk, self.matter)
        )

    def may_record(self, task):
        """The row's own copy of `may_record_decision`, which would ask the database for each row."""
        return self.me.holds(Role.OFFICER, over=task.giver_path) and not task.own

    def context(self, page):
        by_desk, by_matter = self.tabs()
        people = (
            Assignment.objects.open()
            .filter(task__in=self.tasks)
            .aggregate(n=Count("cadre", distinct=True))["n"]
        )
        return {
            "today": self.on,
            "page": page,
            "people": people,
            "may_urge": bool(self.me.units(*URGERS)),
            "may_conclude": bool(self.me.units(Role.OFFICER)),
            "by_desk": by_desk,
            "by_matter": by_matter,
            "list_url": reverse("tasks:task_list"),
        }
