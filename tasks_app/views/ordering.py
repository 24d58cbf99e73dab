"""How does a committee order a task, and how is a draft changed?"""

from django.shortcuts import render

from cadres.models import Office
from cadres.views.access import VISIBLE_TASK, office, rule
from tasks_app import permissions as may
from tasks_app.views.acting import once, require, visible_task

DESK = office(Office.Role.OFFICER, Office.Role.LEADER)


@rule(DESK)
@once
def order_task(request):
    """GET, POST /viec/moi/."""
    return render(request, "tasks_app/ordering/order_task.html", {"heading": "Đặt hàng việc đột phá"})


@rule(VISIBLE_TASK)
@once
def edit_task(request, ref):
    """GET, POST /viec/<ref>/sua/: only a draft."""
    task = visible_task(request, ref)
    require(may.may_edit_draft(request.user, task))
    return render(request, "tasks_app/ordering/edit_task.html", {"heading": "Sửa bản nháp"})
