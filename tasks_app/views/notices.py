"""What was I told, and what have I not read yet? And the help page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cadres.views.access import OWN, SIGNED_IN, rule
from cadres.views.errors import posted_only
from tasks_app.models import Notice
from tasks_app.permissions import visible_tasks


@rule(OWN)
def notice_list(request):
    """A person's own notices, newest first. One about a task he may no longer see isn't shown at all."""
    notices = own_notices(request.user)
    only_unread = request.GET.get("xem") == "chua-doc"
    if only_unread:
        notices = notices.filter(read_at=None)
    page = Paginator(notices.select_related("task").order_by("-at", "-pk"), 30).get_page(
        request.GET.get("trang")
    )
    return render(request, "tasks_app/notice_list.html", {"page_obj": page, "only_unread": only_unread})


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
