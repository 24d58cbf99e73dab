"""How are an appraisal opinion and a committee's decision put on record?"""

from django.shortcuts import render

from cadres.views.access import OFFICER, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.models import Task
from tasks_app.views.acting import once, require, visible_task


@rule(OFFICER)
@once
def decide_tasks(request):
    """GET, POST /viec/quyet-dinh/."""
    return render(request, "tasks_app/ordering/decide_tasks.html", {"heading": "Ghi quyết định giao việc"})


@rule(VISIBLE_TASK)
@once
def appraise_task(request, ref):
    """GET, POST /viec/<ref>/tham-dinh/."""
    task = visible_task(request, ref)
    require(task.status == Task.Status.APPRAISING and may.may_appraise(request.user, task))
    return render(request, "tasks_app/ordering/appraise_task.html", {"heading": "Thẩm định", "task": task})
