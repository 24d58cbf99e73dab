"""For whom can something wait: who carries the task, who made the draft, a desk over a unit?

An audience is a condition on the rows of a queue. It names what it needs to know of the user instead of holding it
(`Given`), so that one statement, written once a day, serves everybody.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, BooleanField, Exists, Expression, Func, OuterRef, Q

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import Assignment, MissionMember
from tasks_app.permissions import DESK, ids_with_predecessors

Role = Office.Role


class Given(Expression):
    """A list of ids that is put in when the statement runs: its parameter is this expression itself."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", (self,)


class AnyOf(Func):
    """`column = ANY(given ids)`; `column` may be an expression."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column, needs):
        super().__init__(column, Given(needs))


class Audience:
    """`needs`: the name of the ids that it is decided by."""

    def may_include(self, ids):
        """Can anything of such a queue wait for this user at all? `ids`: his `Ids`."""
        return bool(ids[self.needs])


@dataclass(frozen=True)
class Carrier(Audience):
    """Who carries the task now; with "carriers" also who prepares for him."""

    needs: str = "carriers"

    def condition(self, task):
        mine = Assignment.objects.open().filter(AnyOf("cadre", self.needs))
        return Q(**{f"{task}__in": mine.values("task")})


@dataclass(frozen=True)
class Meant(Carrier):
    """The one carrier whom a column of the record names, while he carries the task; else whoever carries it."""

    needs: str = "self"
    column: str = "to_cadre"

    def condition(self, task):
        named = Assignment.objects.open().filter(task=OuterRef(task), cadre=OuterRef(self.column))
        return super().condition(task) & (Q(AnyOf(self.column, self.needs)) | ~Q(Exists(named)))


@dataclass(frozen=True)
class Named(Audience):
    """The one cadre or account that a column of the record names."""

    column: str
    needs: str

    def condition(self, task):
        return Q(AnyOf(self.column, self.needs))


@dataclass(frozen=True)
class Desk(Audience):
    """Who holds one of the roles over the unit in a column, or over its successor. Nobody's own task is his to judge.

    `column`: from the record; None stands for the committee that gave the task. `beyond`: the task may lie outside the
    scope of that unit (a body that was asked for something): then only tasks that exist for the user count. `giver`: the column of
    the committee that gave the task, where the task's own doesn't lead to it.
    """

    needs: tuple
    column: str | None = None
    beyond: bool = False
    giver: str | None = None

    def condition(self, task):
        if task is None:
            return Q(AnyOf(self.column, self.needs))
        giver = self.giver or giver_of(task)
        return Q(AnyOf(self.column or giver, self.needs)) & ~Q(Exists(own(task, giver)))


@dataclass(frozen=True)
class DeskOrTeam(Desk):
    """The desk, and on the spot the members of the team that the record's `mission` sent; none of them on his own task."""

    def may_include(self, ids):
        return super().may_include(ids) or bool(ids["self"])

    def condition(self, task):
        member = MissionMember.objects.filter(AnyOf("cadre", "self"), mission=OuterRef("mission"))
        return super().condition(task) | Q(Exists(member)) & ~Q(Exists(own(task, giver_of(task))))


def giver_of(task):
    """The column of the committee that gave the task in the column `task`."""
    return "giver" if task == "pk" else f"{task}__giver"


def own(task, giver):
    """The shares in the task of the outer row, today's and former ones, of the user and of those in whose place he holds the giver's desk."""
    shares = Assignment.objects.filter(task=OuterRef(task))
    return shares.filter(Q(AnyOf("cadre", "self")) | Q(AnyOf(_OfGiver(OuterRef(giver), "cadre"), "in_place")))


# No cadre's id is as large: committee and cadre are one number, since ids are all that the statement is given.
APART = 10**9


class _OfGiver(Func):
    """A committee and a cadre as one number, as `Ids` gives them."""

    template = "%(expressions)s"
    arg_joiner = f" * {APART} + "
    output_field = BigIntegerField()


CARRIER = Carrier()
# Not who prepares for him: an answer has no draft that the cadre could confirm.
ASSIGNEE = Carrier("self")
MEANT = Meant()
AUTHOR = Named("created_by", "user")
OFFICER = Desk((Role.OFFICER,))
APPRAISER = Desk((Role.APPRAISER,))
OFFICER_OR_TEAM = DeskOrTeam((Role.OFFICER,))
AT_DESK = Desk(DESK)
LEADER = Desk((Role.LEADER,))


def cadre(column):
    """The cadre himself; not who prepares for him."""
    return Named(column, "self")


def body(column):
    """The desk and the head of a body that was asked for something."""
    return Desk((Role.OFFICER, Role.LEADER, Role.UNIT_HEAD), column, beyond=True)


class Ids:
    """What the names stand for to one user: lists of ids, read from his `Standing` once each."""

    def __init__(self, user):
        self.user, self.me, self.known = user, standing(user), {}

    def __getitem__(self, needs):
        if needs not in self.known:
            self.known[needs] = self._of(needs)
        return self.known[needs]

    def _of(self, needs):
        own = {self.me.cadre_id} - {None}
        match needs:
            case "user":
                return [self.user.pk]
            case "self":
                return list(own)
            case "carriers":
                return sorted(own | self.me.assisted)
            case "in_place":
                at_desks = self.me.in_place().items()
                return [giver * APART + cadre for giver, cadres in at_desks for cadre in cadres]
            case roles:
                return ids_with_predecessors(self.me, roles)
