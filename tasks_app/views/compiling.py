"""How is the danh mục trình compiled: put in order, printed for the committee, and taken to its decision?"""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse

from cadres.views.access import STAFF, rule
from tasks_app.actions import compiling
from tasks_app.actions.deciding import giver_in_words
from tasks_app.actions.refusals import Refused, Stale
from tasks_app.models import Task
from tasks_app.statistics.consideration import (
    changes_of,
    for_consideration,
    in_list_order,
    opinion_of,
    tasks_of_round,
)
from tasks_app.views.acting import lead_on, require, today
from tasks_app.views.consideration import Desk, desk_round

# How a list may be sorted at one stroke; afterwards single rows are moved.
SORTS = {
    "don-vi": ("Theo đơn vị", lambda task: (task.unit.path, task.due_on, task.pk)),
    "linh-vuc": ("Theo lĩnh vực", lambda task: (task.field.rank, task.field_id, task.unit.path, task.pk)),
    "han": ("Theo thời hạn", lambda task: (task.due_on, task.unit.path, task.pk)),
}


@rule(STAFF)
def compile_list(request, pk):
    """GET /dot-giao-viec/<pk>/danh-muc/: the list, ready to print; POST puts it in order (officers)."""
    round = desk_round(request, pk)
    desk = Desk(request, round)
    tasks = list(
        for_consideration(
            in_list_order(tasks_of_round(desk.visible, round).filter(status=Task.Status.AWAITING_DECISION))
        )
    )
    prefetch_related_objects(tasks, "coordinating_units")
    for task in tasks:
        task.opinion, task.changed = opinion_of(task), changes_of(task)
    status = 200
    if request.method == "POST":
        require(desk.officer)
        try:
            compiling.arrange(
                round, order_of(request.POST, tasks), seen=numbers(request.POST.get("thu-tu", ""))
            )
            return lead_on(request, request.path, "Đã sắp xếp danh mục trình")
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409 if isinstance(refusal, Stale) else 422
    words = {
        "heading": "Danh mục trình",
        "round": round,
        "desk": desk,
        "tasks": tasks,
        "order": " ".join(str(task.pk) for task in tasks),
        "people": len({person.cadre_id for task in tasks for person in task.people}),
        "giver_words": giver_in_words(round.committee),
        "sorts": [(code, label) for code, (label, _) in SORTS.items()],
        "today": today(),
        "decide_url": f"{reverse('tasks:decide_tasks')}?cap-uy={round.committee_id}&dot={round.pk}",
        "crumbs": [
            (round.name, reverse("tasks:consider_round", args=[round.pk])),
            ("Danh mục trình", ""),
        ],
    }
    return render(request, "tasks_app/consideration/compile_list.html", words, status=status)


def order_of(sent, tasks):
    """The wanted order: sorted by a rule (`xep`), one row moved (`len`, `xuong`), or by the places typed (`cho-<pk>`)."""
    if sent.get("xep") in SORTS:
        return [task.pk for task in sorted(tasks, key=SORTS[sent["xep"]][1])]
    pks = numbers(sent.get("thu-tu", ""))
    for name, step in (("len", -1), ("xuong", 1)):
        if name in sent:
            return moved(pks, sent[name], step)
    places = {pk: place for place, pk in enumerate(pks, 1)}

    def wanted(pk):
        typed = sent.get(f"cho-{pk}", "").strip()
        place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else places[pk]
        # Who is moved to the place of another stands before it when coming from below, behind it when from above.
        return (place, 0 if place < places[pk] else 2 if place > places[pk] else 1, places[pk])

    return sorted(pks, key=wanted)


def moved(pks, text, step):
    """One row a place up or down."""
    pks = list(pks)
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if pk in pks:
        at = pks.index(pk)
        to = min(max(at + step, 0), len(pks) - 1)
        pks.insert(to, pks.pop(at))
    return pks


def numbers(text):
    return [int(part) for part in text.split() if part.isascii() and part.isdigit() and len(part) < 16]
