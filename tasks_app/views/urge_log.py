"""Who was urged when and how often, who has answered, and what can be copied into a chat on the phone?"""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.shortcuts import render
from django.urls import reverse

from cadres.offices import standing
from cadres.templatetags.vi import vi_date
from cadres.views.access import READER, rule
from tasks_app.models import Assignment, Urge
from tasks_app.permissions import visible_tasks
from tasks_app.views.acting import today
from tasks_app.views.desk_tabs import desk_tabs
from tasks_app.views.urging import back_url

PER_PAGE = 50


def states(on):
    """Words of `tinh-trang` -> (label, condition)."""
    silent = Q(replied_at=None)
    return {
        "": ("Tất cả", Q()),
        "chua-tra-loi": ("Chưa trả lời", silent),
        "qua-han": ("Quá hạn trả lời", silent & Q(answer_by__lt=on)),
        "da-tra-loi": ("Đã trả lời", ~silent),
    }


@rule(READER)
def urge_log(request):
    """GET /don-doc/da-gui/?tinh-trang=; with `lan=<urge>`: what was sent together with that one, as messages to copy."""
    on, me = today(), standing(request.user)
    sent = request.GET.get("lan", "")
    if sent.isdecimal() and len(sent) < 16:
        return _sent_together(request, int(sent), on)
    choices = states(on)
    asked = request.GET.get("tinh-trang") if request.GET.get("tinh-trang") in choices else ""
    urges = Urge.objects.filter(task__in=visible_tasks(request.user))
    counts = urges.aggregate(
        **{f"n_{i}": Count("pk", filter=condition) for i, (_, condition) in enumerate(choices.values())}
    )
    tabs = [
        (label, counts[f"n_{i}"], f"?tinh-trang={code}" if code else "?", code == asked)
        for i, (code, (label, _)) in enumerate(choices.items())
    ]
    page = Paginator(in_order(urges.filter(choices[asked][1])), PER_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "tabs": tabs, "desk_tabs": desk_tabs(request, me), "today": on}
    return render(request, "tasks_app/committee/urge_log.html", context)


def in_order(urges):
    """`times`: how often this task was urged in all; `nth`: the how-manieth this was."""
    same = Urge.objects.filter(task=OuterRef("task")).order_by().values("task")
    earlier = same.filter(at__lte=OuterRef("at"))
    people = Assignment.objects.open().lead_first()
    return (
        urges.select_related("task")
        .prefetch_related(Prefetch("task__assignments", people, to_attr="people"))
        .annotate(
            times=Subquery(same.annotate(n=Count("pk")).values("n")),
            nth=Subquery(earlier.annotate(n=Count("pk")).values("n")),
        )
        .order_by("-at", "-pk")
    )


def _sent_together(request, pk, on):
    """After urging: a line a task, a message a person. Only the tasks that the reader may see."""
    mine = Urge.objects.filter(task__in=visible_tasks(request.user))
    one = mine.filter(pk=pk).first()
    urges = list(in_order(mine.filter(by=one.by_id, at=one.at))) if one else []
    context = {
        "urges": urges,
        "messages_to_copy": messages_for(urges),
        "today": on,
        "back_url": back_url(request, request.GET.get("ve", "")),
    }
    return render(request, "tasks_app/committee/urged.html", context)


@dataclass(frozen=True)
class ChatMessage:
    name: str
    title: str
    text: str


def messages_for(urges):
    """A `ChatMessage` a person: how many tasks, by when, codes and the address; nothing of what they are about."""
    by_person = {}
    for urge in urges:
        for person in urge.task.people:
            by_person.setdefault(person.cadre_id, (person, []))[1].append(urge)
    return [
        ChatMessage(person.name, person.title, chat_text(person.name, found))
        for person, found in by_person.values()
    ]


def chat_text(name, urges):
    """ "Kính gửi đ/c Nguyễn Văn Bình: đồng chí có 2 việc cần trả lời trước ngày 03/12/2026 (mã TU-2026-012, TU-2026-031).
    Xem và trả lời tại https://…/viec-cua-toi/"."""
    codes = ", ".join(urge.task.code for urge in urges if urge.task.code)
    until = min((urge.answer_by for urge in urges if urge.answer_by), default=None)
    by_day = f" trước ngày {vi_date(until)}" if until else ""
    page = (
        reverse("tasks:task_page", args=[urges[0].task.ref]) if len(urges) == 1 else reverse("tasks:my_tasks")
    )
    return (
        f"Kính gửi đ/c {name}: đồng chí có {len(urges)} việc cần trả lời{by_day} (mã {codes}). "
        f"Xem và trả lời tại {settings.SITE_URL}{page}"
    )
