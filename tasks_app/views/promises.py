"""Are the promises about reminders kept, what couldn't be sent, and may a monitor be told that all is well?"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cadres.models import Office
from cadres.offices import standing
from cadres.views.access import PUBLIC, office, rule
from cadres.views.errors import posted_only
from tasks_app.actions import sending
from tasks_app.models import Delivery, Message
from tasks_app.permissions import visible_rounds, visible_tasks
from tasks_app.statistics.promises import DAYS, broken, files_waiting, lives, promises

Role = Office.Role
SERVICE = office(Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.SYSTEM_ADMIN)
RESENDING = office(Role.OFFICER, Role.SYSTEM_ADMIN)
ROWS = 50


@rule(SERVICE)
def reminder_status(request):
    """GET /nhac-viec/: the last 30 days in figures, and who shows life. Staff read what is about tasks they may see."""
    at = timezone.now()
    words = {
        "heading": "Tình trạng nhắc việc", "at": at, "days": DAYS, "figures": promises(deliveries_read(request.user), at=at),
        "lives": lives(at=at), "dead": dead_read(request.user).count(), "whole": runs_the_system(request.user),
        "scanner": settings.CLAMD_URL, "unscanned": files_waiting(before=at) if settings.CLAMD_URL else 0,
    }  # fmt: skip
    return render(request, "tasks_app/promises/reminder_status.html", words)


@rule(SERVICE)
def dead_letters(request):
    """GET /nhac-viec/khong-gui-duoc/: what was refused for good, with the server's words."""
    dead = (
        dead_read(request.user).select_related("recipient__cadre", "sent_again_by").order_by("-due_at", "-pk")
    )
    page = Paginator(dead, ROWS).get_page(request.GET.get("trang"))
    may = RESENDING.allows(request.user)
    words = {"heading": "Thư không gửi được", "page_obj": page, "may_send": may}
    return render(request, "tasks_app/promises/dead_letters.html", words)


@rule(RESENDING)
@posted_only
def send_again(request):
    """POST /nhac-viec/gui-lai/: the chosen dead letters, or all of them, are owed once more."""
    dead = dead_read(request.user)
    if "tat-ca" not in request.POST:
        chosen = [int(pk) for pk in request.POST.getlist("thu") if pk.isdecimal() and len(pk) < 16]
        dead = dead.filter(pk__in=chosen)
    sent = sending.send_again(dead, by=request.user, at=timezone.now())
    if sent:
        messages.success(request, f"Đã đưa {sent} thư vào danh sách chờ gửi lại")
    else:
        messages.info(request, "Chọn ít nhất một thư để gửi lại")
    return redirect("tasks:dead_letters")


@login_not_required
@rule(PUBLIC)
def health(request):
    """GET /suc-khoe/: 200 "ok" while every promise is kept, 503 with what is broken in plain words. Says nothing else."""
    try:
        problems = broken(at=timezone.now())
    except DatabaseError:
        problems = ["database unreachable"]
    text = "\n".join(problems) or "ok"
    answer = HttpResponse(f"{text}\n", content_type="text/plain", status=503 if problems else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


# ---- whose deliveries -------------------------------------------------------------------------------------------------


def runs_the_system(user):
    return bool(standing(user).units(Role.SYSTEM_ADMIN))


def deliveries_read(user):
    """Those about tasks and rounds he may see; the system administrator, who sees no task, counts all of them and reads none."""
    if runs_the_system(user):
        return Delivery.objects.all()
    return Delivery.objects.filter(Q(task__in=visible_tasks(user)) | Q(round__in=visible_rounds(user)))


def dead_read(user):
    dead = Message.objects.filter(state=Message.State.DEAD)
    if runs_the_system(user):
        return dead
    return dead.filter(pk__in=deliveries_read(user).filter(state=Delivery.State.DEAD).values("message"))
