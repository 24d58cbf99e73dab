"""Which rule guards a URL? Each view declares one; a test walks the URLconf and fails for a view without.

Loading is access control: a rule for a thing (`visible_task` and its like) means that the view starts from a queryset of
what the user may see and answers 404 for the rest. A rule for a page asks for a role, and answers 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied

from cadres.models import Office
from cadres.offices import standing

Role = Office.Role


@dataclass(frozen=True)
class Rule:
    """`name` is what tests and docs call it; `allows(user)` is asked before the view."""

    name: str
    allows: Callable


def rule(declared):
    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not declared.allows(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.rule = declared
        return checked

    return decorate


def office(*roles):
    """Open to whoever holds one of the roles over some unit today."""
    return Rule("office:" + ",".join(roles), lambda user: bool(standing(user).units(*roles)))


SIGNED_IN = Rule("signed_in", lambda user: user.is_authenticated)
# The view loads from what the user may see; a stranger gets 404 there.
VISIBLE_TASK = Rule("visible_task", lambda user: user.is_authenticated)
VISIBLE_CADRE = Rule("visible_cadre", lambda user: user.is_authenticated)
VISIBLE_HANDOVER = Rule("visible_handover", lambda user: user.is_authenticated)
VISIBLE_MISSION = Rule("visible_mission", lambda user: user.is_authenticated)
OWN = Rule("own", lambda user: user.is_authenticated)
CADRE = Rule("cadre", lambda user: bool(standing(user).cadre_id or standing(user).assisted))
READER = office(Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.UNIT_HEAD, Role.COUNCIL, Role.INSPECTOR)
STAFF = office(Role.OFFICER, Role.APPRAISER, Role.LEADER)
OFFICER = office(Role.OFFICER)
SYSTEM_ADMIN = office(Role.SYSTEM_ADMIN)
PUBLIC = Rule("public", lambda user: True)
