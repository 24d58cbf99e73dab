"""Who must register in a round and has not begun to? Rows for the list in queues.py."""

from django.db.models import Exists, F, OuterRef, Q

from cadres.models import Appointment
from tasks_app.models import Assignment, Registrant, Round, Task

S = Task.Status


def named_to_register(on):
    """Cadres named one by one who must register in a round that takes registrations, and have not begun to."""
    rows = Registrant.objects.filter(_takes_registrations("round", on), is_required=True)
    return rows.filter(~_has_registered("cadre"), ~Exists(_by_post("round", "cadre", on)))


def posts_to_register(on):
    """The same of those whose post says so, but for who is excused: one row a round and `person`, whatever posts he holds."""
    rows = Round.must_register.through.objects.filter(
        _takes_registrations("round", on), _in_force("position__appointments", on),
        position__appointments__managed_by=F("round__committee"),
    ).annotate(person=F("position__appointments__cadre"), post=F("position__appointments"))  # fmt: skip
    counted = _by_post("round", "person", on).filter(pk__lt=OuterRef("post"))
    excused = Registrant.objects.filter(round=OuterRef("round"), cadre=OuterRef("person"), is_required=False)
    return rows.filter(~Exists(counted), ~Exists(excused), ~_has_registered("person"))


def _takes_registrations(round, on):
    """A round that names no first day calls nobody; one without a last day takes them to its end."""
    going_on = Q(**{f"{round}__registration_until": None}) | Q(**{f"{round}__registration_until__gte": on})
    known = {"registration_from__lte": on, "published_on": None, "year_to__gte": on.year}
    return going_on & Q(**{f"{round}__{name}": value for name, value in known.items()})


def _in_force(post, on):
    ends = Q(**{f"{post}__ends_on": None}) | Q(**{f"{post}__ends_on__gt": on})
    return ends & Q(**{f"{post}__starts_on__lte": on})


def _has_registered(cadre):
    """A draft counts: it waits in the queue of its own."""
    leads = Assignment.objects.open().filter(
        cadre=OuterRef(cadre), role=Assignment.Role.LEAD, task__round=OuterRef("round"),
        task__origin=Task.Origin.REGISTERED,
    )  # fmt: skip
    return Exists(leads.exclude(task__status=S.WITHDRAWN))


def _by_post(round, cadre, on):
    return Appointment.objects.in_force(on).filter(
        cadre=OuterRef(cadre), managed_by=OuterRef(f"{round}__committee"),
        position__in=Round.must_register.through.objects.filter(round=OuterRef(OuterRef(round))).values("position"),
    )  # fmt: skip
