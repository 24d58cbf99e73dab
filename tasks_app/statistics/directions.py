"""Which directions does this user follow, give or answer, and with whom does each lie?"""

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When

from cadres.models import Office
from tasks_app.models import Assignment, Direction, DirectionStep, Task
from tasks_app.permissions import visible_tasks

Role = Office.Role
# Words of `muc` -> (label, condition). A direction on a task that is over waits for nobody's answer.
OPEN = Q(closed_at=None, task__status__in=Task.OPEN)
STATES = {
    "cho-tra-loi": ("Chờ trả lời", OPEN & Q(answered_at=None)),
    "cho-xem": ("Đã trả lời, chờ xem", Q(closed_at=None, answered_at__isnull=False)),
    "xong": ("Đã kết thúc", Q(closed_at__isnull=False)),
}


def directions_for(user):
    """Directions on tasks that exist for the user."""
    return Direction.objects.filter(task__in=visible_tasks(user).values("pk"))


def counted(directions):
    """{state: number}; one query."""
    names = {code: code.replace("-", "_") for code in STATES}
    found = directions.aggregate(**{names[code]: Count("pk", filter=q) for code, (_, q) in STATES.items()})
    return {code: found[name] for code, name in names.items()}


def for_list(directions, state, *, me, user):
    """One state, the reader's own first (those he gave, or has to answer), then by the day; with all that a row shows."""
    mine = Q(by=user)
    if me.cadre_id:
        carried = Assignment.objects.open().filter(task=OuterRef("task"), cadre=me.cadre_id)
        mine |= Exists(carried) | Q(to_cadre=me.cadre_id)
    people = Assignment.objects.open().lead_first()
    steps = DirectionStep.objects.select_related("by__cadre").order_by("at", "pk")
    return (
        directions.filter(STATES[state][1])
        .annotate(
            others=Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .select_related("task__giver", "task__unit", "by__cadre", "to_cadre")
        .prefetch_related(Prefetch("task__assignments", people, to_attr="people"), Prefetch("steps", steps))
        .most_pressing_first("others")
    )
