"""How is an act put on record: the event of the timeline, under the name that was in force then?"""

from django.utils import timezone

from cadres.models import Cadre
from cadres.offices import posts_of, standing
from tasks_app.models import TaskEvent
from tasks_app.permissions import assigned_cadres


def speaker(user, *, on):
    """The actor's name as the timeline shows it: "Đ/c Lê Thị Phương, Phó Trưởng ban Tổ chức Huyện ủy"."""
    if user.is_system:
        return user.display_name
    cadre = getattr(user, "cadre", None)
    name = f"Đ/c {cadre.full_name if cadre else user}"
    posts = posts_of([cadre.pk], on=on).get(cadre.pk) if cadre else None
    title = user.display_title or (posts[0].title if posts else "")
    return f"{name}, {title}"[:200] if title else name[:200]


def in_place_of(by, task, *, on):
    """The cadre in whose place the user holds his desk over the task's giver, None where it is his own desk or task."""
    me = standing(by, on=on)
    if not me.stands_in or me.cadre_id in assigned_cadres(task):
        return None
    cadres = me.acts_for(task.giver.path) or me.acts_for(task.unit_path)
    return Cadre.objects.get(pk=cadres[0]) if cadres else None


def record(task, kind, act, *, by, at, text="", on_behalf_of=None, document=None, data=None):
    """Add one event. `version` is the task's version that the act led to."""
    (event,) = record_many(
        [task], kind, act, by=by, at=at, text=text, on_behalf_of=on_behalf_of, document=document, data=data
    )
    return event


def record_many(
    tasks, kind, act, *, by, at, text="", texts=None, on_behalf_of=None, document=None, data=None
):
    """One event a task. `texts`: {task pk: its own words} instead of one `text`."""
    name = speaker(by, on=timezone.localdate(at))
    return TaskEvent.objects.bulk_create(
        TaskEvent(
            task=task,
            kind=kind,
            act=act[:300],
            text=(texts or {}).get(task.pk, text),
            by=by,
            by_name=name,
            on_behalf_of=on_behalf_of or in_place_of(by, task, on=timezone.localdate(at)),
            document=document,
            at=at,
            version=task.version,
            data=data or {},
        )
        for task in tasks
    )
