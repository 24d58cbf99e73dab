"""Which tasks, rounds, people, missions and minutes exist for this user? Every page, count, search, export, mail and file starts here."""

from django.db.models import Q

from cadres.models import Cadre, Office, User
from cadres.offices import standing, unit_of
from tasks_app.models import (
    Assignment,
    CouncilMember,
    Direction,
    HandoverItem,
    HandoverMinutes,
    Inspection,
    InspectionMission,
    Obstacle,
    Recommendation,
    Round,
    Task,
)
from tasks_app.models.one_of import OneOf

Role = Office.Role

# Roles that read every submitted task of their units and below. A system administrator reads none.
READERS = (Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.UNIT_HEAD, Role.COUNCIL, Role.INSPECTOR)
# States in which the council of the round reads a task.
SCORED = (Task.Status.AWAITING_CONCLUSION, Task.Status.CONCLUDED, Task.Status.CLOSED)
DESK = (Role.OFFICER, Role.APPRAISER, Role.LEADER)
# Roles that speak for a unit that is asked to solve something.
SOLVERS = (Role.OFFICER, Role.LEADER, Role.UNIT_HEAD)


def visible_tasks(user):
    """Every task that exists for this user.

    Own and assisted tasks (past assignments included), those of an inspection that he takes part in, drafts he made himself,
    and through a reading role: tasks of the units below as they stood at the decision (those of predecessors included), tasks
    given by them, tasks they coordinate, tasks that ask them to solve something.
    Who sits in the council of a round: its tasks from the day on which their conclusion is asked for, but for his own.
    Who is named in a direction on a task that he does not carry: that task (docs/adr/0029).
    Who is to take a task over: that task, while the minutes of the handover wait for his word and the decision.
    A draft order exists for the giver's desk only, a draft registration (or one given up) for its maker and the cadre's side only; an order on
    the list exists for the cadre once it is decided.
    """
    me = standing(user)
    draft = Q(status=Task.Status.DRAFT)
    # Given up before it was passed on, a registration is its cadre's own again.
    his_own = Q(status__in=(Task.Status.DRAFT, Task.Status.WITHDRAWN))
    ordered = ~Q(origin=Task.Origin.REGISTERED)
    seen = draft & Q(created_by=user)
    cadres = {*me.assisted, me.cadre_id} - {None}
    if cadres:
        own = Q(OneOf(Assignment.objects.filter(cadre__in=cadres).values("task")))
        # What the committee has not decided to order yet is not his to know.
        seen |= own & ~(Q(status__in=Task.BEFORE_DECISION) & ordered)
    if me.cadre_id:
        rounds = CouncilMember.objects.open().filter(cadre=me.cadre_id).values("council__round")
        seen |= Q(OneOf(Task.objects.filter(round__in=rounds, status__in=SCORED).values("pk")))
        taken = HandoverItem.objects.filter(
            to_cadre=me.cadre_id, minutes__decided_at=None, minutes__dropped_at=None
        )
        seen |= Q(OneOf(taken.values("task")))
        directed = Direction.objects.filter(to_cadre=me.cadre_id, to_outsider=True).values("task")
        seen |= Q(OneOf(directed), decided_on__isnull=False)
        # A team reads its tasks while it is on its way.
        seen |= Q(OneOf(Inspection.objects.filter(mission__in=open_missions_of(me)).values("task")))
    units = me.units(*READERS)
    if units:
        scope = Q(giver__in=ids_with_predecessors(me, READERS))
        coordinated = Task.coordinating_units.through.objects.filter(unit__in=units).values("task")
        scope |= Q(OneOf(coordinated), decided_on__isnull=False)
        for path in me.paths(*READERS):
            scope |= Q(unit_path__startswith=path)
        seen |= scope & ~his_own
        seen |= _asked_to_solve(me) & Q(decided_on__isnull=False)
        desk = ids_with_predecessors(me, DESK)
        if desk:
            seen |= Q(giver__in=desk) & draft & ordered
    return Task.objects.filter(seen)


def who_sees(pairs):
    """The pairs of (user pk, task pk) in which the task exists for the user, as `visible_tasks` says; for letters to many.

    Who carries a decided task sees it (answered for all in one query); whoever else is asked about, by `visible_tasks` itself.
    """
    users, tasks = {user for user, _ in pairs}, {task for _, task in pairs}
    own = Assignment.objects.filter(cadre__user__in=users, task__in=tasks)
    decided = own.exclude(task__status__in=Task.BEFORE_DECISION)
    seen = pairs & set(decided.values_list("cadre__user", "task"))
    rest = pairs - seen
    for user in User.objects.filter(pk__in={user for user, _ in rest}):
        asked = [task for who, task in rest if who == user.pk]
        visible = visible_tasks(user).filter(pk__in=asked)
        seen |= {(user.pk, task) for task in visible.values_list("pk", flat=True)}
    return seen


def _asked_to_solve(me):
    """Tasks of others that wait, or waited, for a unit whose word the user carries (docs/adr): who is asked sees."""
    units = me.units(*SOLVERS)
    if not units:
        return Q(pk__in=[])
    # What the desk gave is in sight anyway: leaving it out keeps the list short where a committee is asked most.
    own = ids_with_predecessors(me, READERS)
    obstacles = Obstacle.objects.filter(solver__in=units).exclude(task__giver__in=own).values("task")
    recommendations = Recommendation.objects.filter(addressee__in=units).exclude(task__giver__in=own)
    return Q(OneOf(obstacles)) | Q(OneOf(recommendations.values("task")))


def visible_rounds(user):
    """Rounds of the committees at whose desk the user sits, and of those they succeeded."""
    committees = ids_with_predecessors(standing(user), DESK)
    return Round.objects.filter(committee__in=committees).select_related("committee")


def who_sees_rounds(pairs):
    """The pairs of (user pk, round pk) in which the round exists for the user. A few at a time: each user is asked about."""
    users = User.objects.filter(pk__in={user for user, _ in pairs})
    return {
        (user.pk, round)
        for user in users
        for round in visible_rounds(user)
        .filter(pk__in=[r for who, r in pairs if who == user.pk])
        .values_list("pk", flat=True)
    }


def open_missions_of(me):
    """Missions of which the user is a member and that are not over. `me`: `cadres.offices.Standing`."""
    return InspectionMission.objects.filter(members__cadre=me.cadre_id, closed_on=None)


def visible_missions(user):
    """Missions of the committees whose tasks the user reads, and those on which he goes himself."""
    me = standing(user)
    seen = Q(pk__in=open_missions_of(me).values("pk")) if me.cadre_id else Q(pk=None)
    if me.units(*READERS):
        seen |= Q(committee__in=ids_with_predecessors(me, READERS))
        for path in me.paths(*READERS):
            seen |= Q(committee__path__startswith=path)
    return InspectionMission.objects.filter(seen)


def visible_cadres(user):
    """The cadres whose page exists for this user: himself, those he assists, and everyone with a visible task or a post below."""
    me = standing(user)
    own = Q(pk__in={*me.assisted, me.cadre_id} - {None})
    below = Q()
    for path in me.paths(*READERS):
        below |= Q(appointments__unit__path__startswith=path)
    found = Cadre.objects.filter(own | below) if below else Cadre.objects.filter(own)
    with_task = Q(pk__in=Assignment.objects.filter(task__in=visible_tasks(user)).values("cadre"))
    return Cadre.objects.filter(Q(pk__in=found.values("pk")) | with_task)


def visible_minutes(user):
    """The minutes of handovers that exist for this user: as one who leaves, one who is to take over, or at the giver's desk."""
    me = standing(user)
    seen = Q(pk__in=[])
    if me.cadre_id:
        taken = HandoverItem.objects.filter(to_cadre=me.cadre_id).values("minutes")
        seen |= Q(cadre=me.cadre_id) | Q(pk__in=taken)
    for path in me.paths(*DESK, Role.INSPECTOR):
        seen |= Q(giver__path__startswith=path)
    return HandoverMinutes.objects.filter(seen)


def ids_with_predecessors(me, roles):
    """Ids of the units held in one of the roles and of all they succeeded."""
    return [unit_of(path) for path in me.paths(*roles)]
