"""How does a cadre register a task for himself?"""

from django.shortcuts import render

from cadres.views.access import CADRE, rule
from tasks_app.views.acting import once


@rule(CADRE)
@once
def register_task(request):
    """GET, POST /viec/dang-ky/."""
    return render(request, "tasks_app/ordering/register_task.html", {"heading": "Đăng ký việc đột phá"})
