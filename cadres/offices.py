"""Which roles does this user hold today, over which units, and how far does each reach?"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from cadres.models import Appointment, Authorisation, Office, Succession, Unit
from cadres.models.appointments import title_line
from cadres.models.asked import SOMEBODY, Asked

Role = Office.Role


@dataclass(frozen=True)
class Standing:
    """Everything about a user's rights that is not about one task; read once a request, by two or three queries.

    `stands_in`: (unit pk, cadre pk, role) of the offices that somebody delegated to him; they are among `held` as well.
    `held`: {role: tuple of (unit pk, unit path)} of the offices in force. `cadre_id`: the user on the roster, or None.
    `assisted`: ids of the cadres for whom the user prepares drafts. `reach`: {unit pk: paths whose tasks it may read}.
    """

    cadre_id: int | None
    held: dict
    assisted: frozenset
    reach: dict
    stands_in: tuple = ()

    def acts_for(self, path):
        """Cadres in whose place the user acts over the unit whose path is `path`: none where a desk there is his own."""
        if not self.stands_in:
            return ()
        borrowed = {(unit, role) for unit, _, role in self.stands_in}
        for role in (Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.UNIT_HEAD):
            for unit, _ in self.held.get(role, ()):
                if (unit, role) not in borrowed and any(path.startswith(own) for own in self.reach[unit]):
                    return ()
        return tuple(
            cadre
            for unit, cadre, _ in self.stands_in
            if cadre and any(path.startswith(own) for own in self.reach[unit])
        )

    def in_place(self):
        """{unit pk: cadres in whose place the user sits at its desk}, predecessors of the unit included."""
        paths = {path for unit, _, _ in self.stands_in for path in self.reach[unit]}
        return {unit_of(path): self.acts_for(path) for path in sorted(paths)}

    def holds(self, role, *, over):
        """Does the user hold `role` over the unit whose path is `over`, itself or through a unit above it?"""
        return any(over.startswith(path) for unit, _ in self.held.get(role, ()) for path in self.reach[unit])

    def units(self, *roles):
        """Ids of the units over which one of the roles is held, in the order they were given."""
        found = dict.fromkeys(unit for role in roles for unit, _ in self.held.get(role, ()))
        return list(found)

    def paths(self, *roles):
        """All path prefixes that the roles reach, predecessors of today's units included."""
        return sorted({path for unit in self.units(*roles) for path in self.reach[unit]})


def standing(user, *, on=None):
    """The user's `Standing` on a day (today by default); kept on the user object so that one request asks once."""
    on = on or timezone.localdate()
    kept = getattr(user, "_standing", None)
    if kept and kept[0] == on:
        return kept[1]
    found = _read_standing(user, on)
    user._standing = (on, found)
    return found


def _read_standing(user, on):
    if not user.is_authenticated:
        return Standing(None, {}, frozenset(), {})
    held, paths, stands_in = {}, {}, []
    for role, unit, path, source, cadre in _offices(on).of(user.pk):
        held[role] = (*held.get(role, ()), (unit, path))
        paths[unit] = path
        if source:
            stands_in.append((unit, cadre, role))
    cadre_id = getattr(getattr(user, "cadre", None), "pk", None)
    assisted = frozenset(cadre for (cadre,) in _assisted(on).of(user.pk))
    return Standing(cadre_id, held, assisted, reach_of(paths) if paths else {}, tuple(stands_in))


@lru_cache(maxsize=8)
def _offices(on):
    rows = Office.objects.in_force(on).filter(user=SOMEBODY).order_by("pk")
    return Asked(
        rows.values_list("role", "unit_id", "unit__path", "delegated_from", "delegated_from__user__cadre")
    )


@lru_cache(maxsize=8)
def _assisted(on):
    return Asked(Authorisation.objects.in_force(on).filter(assistant=SOMEBODY).values_list("cadre_id"))


def unit_of(path):
    """The id of the unit whose path it is: each ends with its own."""
    return int(path.rstrip("/").rsplit("/", 1)[1])


def reach_of(paths):
    """{unit pk: its own path and the paths of the units it succeeded, and they in turn}. Input: {unit pk: path}."""
    links = {}
    waiting, seen = set(paths), set(paths)
    while waiting:
        step = list(
            Succession.objects.filter(successor__in=waiting).values_list(
                "successor_id", "predecessor_id", "predecessor__path"
            )
        )
        waiting = set()
        for successor, predecessor, path in step:
            links.setdefault(successor, []).append((predecessor, path))
            if predecessor not in seen:
                seen.add(predecessor)
                waiting.add(predecessor)

    def collect(unit, path, found):
        if path not in found:
            found.append(path)
            for predecessor, older in links.get(unit, ()):
                collect(predecessor, older, found)
        return found

    return {unit: tuple(collect(unit, path, [])) for unit, path in paths.items()}


def with_predecessors(unit):
    """Ids of the unit and of all it succeeded: whose tasks a committee follows and decides about today."""
    return [unit_of(path) for path in reach_of({unit.pk: unit.path})[unit.pk]]


def holds(user, role, *, over, on=None):
    """Does the user hold this role over the unit itself, a unit above it, or one of their successors?"""
    return standing(user, on=on).holds(role, over=over.path)


def units_of(user, *roles, on=None):
    return Unit.objects.filter(pk__in=standing(user, on=on).units(*roles))


def title_of(cadre, *, on):
    """The title of the cadre (pk) by the post that decides the management level, "" where he holds none; for every page's head."""
    return next((title_line(*post) for post in _posts(on).of(cadre)), "")


@lru_cache(maxsize=8)
def _posts(on):
    rows = Appointment.objects.in_force(on).filter(cadre=SOMEBODY).highest_first()[:1]
    return Asked(rows.values_list("kind", "position__name", "unit__name"))


def posts_of(cadres, *, on):
    """{cadre pk: list of their appointments in force, the one that decides the management level first}, in one query."""
    found = {}
    rows = (
        Appointment.objects.in_force(on)
        .filter(cadre__in=cadres)
        .select_related("position", "unit", "managed_by")
    )
    for post in rows.highest_first():
        found.setdefault(post.cadre_id, []).append(post)
    return found
