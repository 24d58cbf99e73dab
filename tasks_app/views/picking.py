"""Which people, units and tasks fit what is being typed into a field of the order form?

Answers are the small lists that htmx puts under the input; without script the form itself offers the same lists.
"""

from django.http import Http404
from django.shortcuts import render

from cadres.models import Office, Unit
from cadres.offices import posts_of, standing
from cadres.views.access import SIGNED_IN, rule
from tasks_app.forms.picking import SHOWN, People, Tasks, Units, choices, words_of
from tasks_app.views.acting import today

Role = Office.Role
# Fields that are filled in by picking.
FIELDS = (
    "lead", "co", "collective", "coordinating", "contributes_to", "inspected", "cadres", "assistant", "person",
)  # fmt: skip


@rule(SIGNED_IN)
def find_people(request):
    """GET /viec/tim-dong-chi/?o=lead&trong=<unit>&lead=…"""
    return found(request, People(unit_within(request), on=today()))


@rule(SIGNED_IN)
def find_units(request):
    """GET /viec/tim-don-vi/?o=coordinating&trong=<unit>&coordinating=…: partners in the whole tree, collectives below."""
    giver = unit_within(request)
    whole_tree = f"/{giver.ancestor_ids[0]}/"
    return found(
        request, Units(giver.path if request.GET.get("o") == "collective" else whole_tree, on=today())
    )


@rule(SIGNED_IN)
def find_tasks(request):
    """GET /viec/tim-viec/?o=contributes_to&contributes_to=…: among the tasks the user may see."""
    return found(request, Tasks(request.user))


def found(request, lookup):
    name = request.GET.get("o", "")
    if name not in FIELDS:
        raise Http404
    term = request.GET.get(name, "")[:200]
    if not words_of(term):
        return render(request, "tasks_app/ordering/_found.html", {"name": name})
    listed, total = choices(lookup, term)
    words = {
        "name": name,
        "found": listed,
        "more": total > SHOWN,
        "nobody": "" if listed else lookup.nobody(term),
    }
    return render(request, "tasks_app/ordering/_found.html", words)


def unit_within(request):
    """The unit whose people and units may be named: one of the user's committees, or where he (or whom he assists)
    holds a post or registers to."""
    asked = request.GET.get("trong", "")
    unit = Unit.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 16 else None
    if unit is None:
        raise Http404
    me = standing(request.user)
    if any(me.holds(role, over=unit.path) for role in (Role.OFFICER, Role.LEADER)):
        return unit
    mine = posts_of({me.cadre_id, *me.assisted} - {None}, on=today())
    posts = [post for posts in mine.values() for post in posts]
    registers_to = request.resolver_match.url_name == "find_units" and any(
        p.managed_by_id == unit.pk for p in posts
    )
    if not registers_to and not any(post.unit_id == unit.pk for post in posts):
        raise Http404
    return unit
