"""What was I told, what have I not read yet, and how do I want to be told? And the help page."""

from collections import defaultdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Max, Q, When, Window
from django.db.models.functions import RowNumber
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cadres.views.access import OWN, SIGNED_IN, rule
from cadres.views.errors import posted_only
from tasks_app.actions.hours import topics_of
from tasks_app.forms.channel_choices import WHY_IN_APP, WHY_MAIL, ChannelChoicesForm
from tasks_app.models import ChannelChoice, Notice
from tasks_app.models.channel_choices import DEFAULT
from tasks_app.permissions import visible_tasks
from tasks_app.views.acting import lead_on, render_form, visible_task

GROUPS = 20  # tasks a page
NEWEST = 5  # notices shown of each; the rest stands on the task's own page


@rule(OWN)
def notice_list(request):
    """GET /thong-bao/: a person's own notices by task, the one with the newest first. What he may no longer see isn't there."""
    notices = own_notices(request.user)
    only_unread = request.GET.get("xem") == "chua-doc"
    if only_unread:
        notices = notices.filter(read_at=None)
    # Notices about no task (a round, an authorisation) stand each for itself.
    keyed = notices.annotate(alone=Case(When(task=None, then=F("pk"))))
    groups = keyed.values("task", "alone").annotate(newest=Max("at"), last=Max("pk"), count=Count("pk"))
    page = Paginator(groups.order_by("-newest", "-last"), GROUPS).get_page(request.GET.get("trang"))
    _fill(page, notices)
    return render(request, "tasks_app/notice_list.html", {"page_obj": page, "only_unread": only_unread})


def _fill(page, notices):
    """Each group on the page gets its newest notices; one query for all of them."""
    groups = list(page.object_list)
    rank = Window(RowNumber(), partition_by=[F("task")], order_by=[F("at").desc(), F("pk").desc()])
    of_tasks = notices.filter(task__in=[g["task"] for g in groups if g["task"]]).annotate(rank=rank)
    rows = list(of_tasks.filter(rank__lte=NEWEST).select_related("task").order_by("-at", "-pk"))
    rows += notices.filter(pk__in=[g["alone"] for g in groups if g["alone"]])
    found = defaultdict(list)
    for notice in rows:
        found[notice.task_id, None if notice.task_id else notice.pk].append(notice)
    for group in groups:
        group["notices"] = found[group["task"], group["alone"]]
        group["more"] = group["count"] - len(group["notices"])
        group["unread"] = any(notice.read_at is None for notice in group["notices"])
    page.object_list = groups


@rule(OWN)
@posted_only
def read_task_notices(request, ref):
    """POST /thong-bao/viec/<ma>/: all of one task count as read."""
    task = visible_task(request, ref)
    Notice.objects.filter(recipient=request.user, task=task, read_at=None).update(read_at=timezone.now())
    return redirect("tasks:notice_list")


@rule(OWN)
def channel_choices(request):
    """GET, POST /cai-dat/thong-bao/: about what, and by which channel."""
    phone = getattr(getattr(request.user, "cadre", None), "work_phone", "")
    topics = topics_of([request.user.pk]).get(request.user.pk, DEFAULT)
    form = ChannelChoicesForm(request.POST or None, topics=topics, phone=phone)
    if request.method == "POST" and form.is_valid():
        for channel, topic, is_on in form.chosen():
            ChannelChoice.objects.update_or_create(
                user=request.user, channel=channel, topic=topic, defaults={"is_on": is_on}
            )
        return lead_on(request, reverse("tasks:channel_choices"), "Đã lưu cách nhận thông báo")
    words = {"form": form, "why_in_app": WHY_IN_APP, "why_mail": WHY_MAIL, "phone": phone}
    return render_form(request, "tasks_app/channel_choices.html", words, form)


@rule(OWN)
@posted_only
def read_notice(request, pk):
    """Open a notice: it counts as read, and what it is about is shown."""
    notice = get_object_or_404(own_notices(request.user).select_related("task"), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect("tasks:task_page", notice.task.ref) if notice.task else redirect(notice.url)


def own_notices(user):
    """Those about a task that he may (still) see, and those that are about no task."""
    return Notice.objects.filter(Q(task__in=visible_tasks(user)) | Q(task=None), recipient=user)


@rule(OWN)
@posted_only
def read_all_notices(request):
    read = Notice.objects.filter(recipient=request.user, read_at=None).update(read_at=timezone.now())
    messages.success(
        request, f"Đã đánh dấu {read} thông báo là đã đọc" if read else "Không còn thông báo chưa đọc"
    )
    return redirect("tasks:notice_list")


@rule(SIGNED_IN)
def help_page(request):
    return render(request, "tasks_app/help_page.html")
