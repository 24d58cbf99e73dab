"""How do units and people stand in the tables that can be read in again without a change?"""

from collections import Counter, defaultdict

from cadres.models import Appointment, Cadre, Office, Unit
from tasks_app.actions.roll import Units
from tasks_app.exchange.wording import spelled


def unit_rows(found, on):
    """A tuple a unit, in the order of the columns of `roster_tables.UNITS`."""
    there = Units(Unit.objects.exclude(ends_on__lte=on))
    found = found.select_related("kind", "parent").in_order()
    return [
        (
            number, _apart(unit, there), unit.kind.name, there.said(unit.parent) if unit.parent else None,
            unit.short_code, unit.code or None, unit.area or None, unit.starts_on,
        )
        for number, unit in enumerate(found, 1)
    ]  # fmt: skip


def _apart(unit, there):
    """Its name; with its number where neither its code nor the unit above it tells it from another."""
    same = [
        other for other in there.by_pk.values()
        if spelled(other.name) == spelled(unit.name) and (other.parent_id == unit.parent_id or not unit.parent_id)
    ]  # fmt: skip
    return unit.name if unit.short_code or len(same) <= 1 else f"{unit.name} #{unit.pk}"


def people_rows(found, on):
    """A tuple for each post and role of a person, in the order of the columns of `roster_tables.PEOPLE`."""
    units = Units(Unit.objects.exclude(ends_on__lte=on))
    names = Counter(spelled(name) for name in Cadre.objects.values_list("full_name", flat=True))
    people = list(found.select_related("user").in_order())
    posts, roles = _posts(people, on), _roles(people, on)
    rows = []
    for cadre in people:
        name = cadre.full_name if names[spelled(cadre.full_name)] == 1 else f"{cadre.full_name} #{cadre.pk}"
        rows += _rows_of(cadre, name, posts[cadre.pk], roles[cadre.user_id], units)
    return [(number, *row) for number, row in enumerate(rows, 1)]


def _rows_of(cadre, name, posts, roles, units):
    """Post beside role, as many rows as there are of either, at least one; contact and account in the first."""
    for place in range(max(len(posts), len(roles), 1)):
        post = posts[place] if place < len(posts) else None
        role, scope = roles[place] if place < len(roles) else (None, None)
        first = place == 0
        yield (
            name, post and post.position.name, post and units.said(post.unit), post and post.get_kind_display(),
            units.said(post.managed_by) if post and post.managed_by else None, post and post.decision_no or None,
            post and post.starts_on, cadre.work_email or None if first else None, cadre.work_phone or None if first else None,
            cadre.user.username if first and cadre.user else None, role, scope and units.said(scope),
        )  # fmt: skip


def _posts(people, on):
    found = defaultdict(list)
    rows = Appointment.objects.in_force(on).filter(
        cadre__in=people, unit__in=Unit.objects.exclude(ends_on__lte=on)
    )
    for post in rows.select_related("position", "unit", "managed_by").highest_first():
        found[post.cadre_id].append(post)
    return found


def _roles(people, on):
    """{user: [(label, unit)]} of roles in force that nobody delegated."""
    found = defaultdict(list)
    rows = (
        Office.objects.in_force(on)
        .filter(user__cadre__in=people, delegated_from=None)
        .exclude(unit__ends_on__lte=on)
    )
    for office in rows.select_related("unit").order_by("pk"):
        found[office.user_id].append((office.get_role_display(), office.unit))
    return found
