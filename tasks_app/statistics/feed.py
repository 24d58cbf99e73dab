"""Which days stand in a person's calendar: deadlines, reports and commitments of his tasks, stages of the rounds he keeps?"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from cadres.models import Office
from cadres.offices import standing
from tasks_app.documents.calendar_feed import FeedDay
from tasks_app.models import Assignment, Round, Task
from tasks_app.permissions import visible_tasks

# (field of the task, key in the uid, words)
OF_TASKS = (
    ("due_on", "han", "Hạn việc"),
    ("next_report_on", "bao-cao", "Hạn báo cáo"),
    ("commitment_due_on", "cam-ket", "Hạn cam kết"),
)
OF_ROUNDS = (
    ("registration_until", "dang-ky", "Hết hạn đăng ký"),
    ("appraisal_until", "tham-dinh", "Hết hạn thẩm định"),
    ("decision_until", "quyet-dinh", "Hạn ra quyết định giao việc"),
    ("closes_on", "chot", "Chốt năm"),
)
# A task that nobody closed for years still shows; a person has no more than a few dozen.
MOST = 500


def feed_days(user):
    """The days of the user as `FeedDay`s, by date: two or three queries. Starts from what he may see now."""
    days = [*_of_tasks(user), *_of_rounds(user)]
    return sorted(days, key=lambda day: (day.on, day.uid))


def _of_tasks(user):
    me = standing(user)
    if not me.cadre_id:
        return
    own = Assignment.objects.open().filter(cadre=me.cadre_id).values("task")
    tasks = visible_tasks(user).filter(pk__in=own, status=Task.Status.IN_FORCE).order_by("due_on", "pk")
    for task in tasks.defer("search_key")[:MOST]:
        for name, key, words in OF_TASKS:
            on = getattr(task, name)
            if on and not (name == "commitment_due_on" and task.committed_on):
                uid = f"{key}-{task.public_id}@{_host()}"
                yield FeedDay(uid, on, f"{words} {task.code}", _url("tasks:task_page", task.ref))


def _of_rounds(user):
    kept = standing(user).units(Office.Role.OFFICER)
    if not kept:
        return
    stages = Q(*((f"{name}__isnull", False) for name, _, _ in OF_ROUNDS), _connector=Q.OR)
    for found in Round.objects.filter(stages, committee__in=kept).order_by("-year_from", "-pk")[:MOST]:
        for name, key, words in OF_ROUNDS:
            if on := getattr(found, name):
                uid = f"{key}-dot-{found.pk}@{_host()}"
                yield FeedDay(
                    uid, on, f"{words}: đợt năm {found.year_from}", _url("tasks:round_page", found.pk)
                )


def _url(name, *args):
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def _host():
    return urlsplit(settings.SITE_URL).hostname or "dotpha"
