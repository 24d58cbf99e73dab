"""Who may see which tasks, and who may do what with one?

Seeing is a queryset from which every page, count, search, export, mail and file starts; doing is a predicate
`(user, task) -> bool`. Both read `cadres.offices.standing`, which a request asks once. Nobody judges his own task.
"""

from django.db.models import Exists, OuterRef, Q

from cadres.models import Cadre, Office, User
from cadres.offices import standing
from tasks_app.models import (
    Assignment,
    CouncilMember,
    Document,
    HandoverItem,
    HandoverMinutes,
    Inspection,
    InspectionMission,
    Obstacle,
    Paper,
    Recommendation,
    Task,
    TaskEvent,
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


def may_draw_handover(user, giver, cadre):
    """The giver's officer draws up and decides; not about himself."""
    me = standing(user)
    return me.holds(Role.OFFICER, over=giver.path) and me.cadre_id != cadre.pk


def ids_with_predecessors(me, roles):
    """Ids of the units held in one of the roles and of all they succeeded: each path ends with its unit's own id."""
    return [int(path.rstrip("/").rsplit("/", 1)[1]) for path in me.paths(*roles)]


# ---- predicates ------------------------------------------------------------------------------------------------------


def assigned_cadres(task):
    """Ids of the cadres assigned now; read once per task object."""
    if not hasattr(task, "_assigned_cadres"):
        people = task.people if hasattr(task, "people") else task.assignments.open()
        task._assigned_cadres = frozenset(person.cadre_id for person in people)
    return task._assigned_cadres


def all_cadres(task):
    """Ids of the cadres who carry or carried the task; read once per task object."""
    if not hasattr(task, "_all_cadres"):
        task._all_cadres = frozenset(task.assignments.values_list("cadre", flat=True))
    return task._all_cadres


def know_cadres(tasks):
    """Tell many tasks at once who carries and who carried them: one query, where the predicates would ask for each."""
    ever, now = {task.pk: set() for task in tasks}, {task.pk: set() for task in tasks}
    rows = Assignment.objects.filter(task__in=ever).values_list("task_id", "cadre_id", "ends_on")
    for pk, cadre, ends_on in rows:
        ever[pk].add(cadre)
        if ends_on is None:
            now[pk].add(cadre)
    for task in tasks:
        task._all_cadres, task._assigned_cadres = frozenset(ever[task.pk]), frozenset(now[task.pk])


def is_assignee(user, task):
    return standing(user).cadre_id in assigned_cadres(task)


def is_assistant(user, task):
    return bool(standing(user).assisted & assigned_cadres(task))


def is_author(user, task):
    return task.created_by_id == user.pk


def is_officer(user, task):
    """Chuyên viên theo dõi of the giver (or of a committee above it)."""
    return standing(user).holds(Role.OFFICER, over=task.giver.path)


def is_appraiser(user, task):
    return standing(user).holds(Role.APPRAISER, over=task.giver.path)


def is_leader(user, task):
    return standing(user).holds(Role.LEADER, over=task.giver.path)


def is_unit_head(user, task):
    return standing(user).holds(Role.UNIT_HEAD, over=task.unit_path)


def is_inspector(user, task):
    return standing(user).holds(Role.INSPECTOR, over=task.unit_path)


def is_not_his_own(user, task):
    """Separation of duties: nobody appraises, decides, accepts or rates a task that he carries or carried."""
    me = standing(user)
    # Who holds a desk in another's place does not judge that one's task either.
    return not all_cadres(task) & {me.cadre_id, *me.acts_for(task.giver.path)}


def may_submit(user, task):
    """A registration is submitted by the cadre himself; his assistant only prepares it."""
    return task.origin == Task.Origin.REGISTERED and is_assignee(user, task)


def may_take_back(user, task):
    """Sent and not passed on yet, a registration is still the cadre's to mend…"""
    return task.status == Task.Status.SUBMITTED and may_submit(user, task)


def may_withdraw(user, task):
    """…or to give up, as is his draft."""
    return task.status in (Task.Status.DRAFT, Task.Status.SUBMITTED) and may_submit(user, task)


def may_list_order(user, task):
    """An order goes on the list from the giver's desk: *Đưa vào danh mục trình* (officer), *Đặt hàng* (leader)."""
    return (
        task.origin != Task.Origin.REGISTERED
        and (is_officer(user, task) or is_leader(user, task))
        and is_not_his_own(user, task)
    )


def may_screen(user, task):
    return is_officer(user, task) and is_not_his_own(user, task)


def may_appraise(user, task):
    return (is_appraiser(user, task) or is_officer(user, task)) and is_not_his_own(user, task)


def may_adjust(user, task):
    """Before the decision the giver's desk may change what was registered or ordered; old and new stay on record."""
    return task.status in Task.UNDER_CONSIDERATION and may_appraise(user, task)


def may_merge(user, task):
    return task.status in Task.UNDER_CONSIDERATION and may_screen(user, task)


def may_record_decision(user, task):
    """The committee decides collectively; an officer records số, ngày, văn bản. Not on a task of his own."""
    return is_officer(user, task) and is_not_his_own(user, task)


def may_ask_conclusion(user, task):
    return is_assignee(user, task)


def may_edit_draft(user, task):
    if task.status != Task.Status.DRAFT:
        return False
    if task.origin == Task.Origin.REGISTERED:
        return is_author(user, task) or is_assignee(user, task) or is_assistant(user, task)
    return is_officer(user, task) or is_leader(user, task)


def may_commit(user, task):
    return task.status == Task.Status.IN_FORCE and is_assignee(user, task)


def may_report(user, task):
    """The cadre reports; his assistant prepares the draft; an officer may enter a signed paper."""
    return task.status == Task.Status.IN_FORCE and (is_assignee(user, task) or is_assistant(user, task))


def may_enter_paper(user, task):
    return task.status == Task.Status.IN_FORCE and is_officer(user, task) and is_not_his_own(user, task)


def may_note_report(user, task):
    return task.is_open and is_officer(user, task) and is_not_his_own(user, task)


def may_certify_report(user, report):
    """Thủ trưởng, cấp ủy đơn vị xác nhận a report of the own unit, once; not one on a task that he carries himself."""
    task = report.task
    return report.certified_at is None and is_unit_head(user, task) and is_not_his_own(user, task)


def may_contest_report(user, report):
    """The cadre on what was entered for him from paper, once."""
    return bool(
        report.paper_no and not report.contested_reason and standing(user).cadre_id == report.cadre_id
    )


def may_answer_contest(user, report):
    waits = bool(report.contested_reason) and report.contest_answered_at is None
    return waits and is_officer(user, report.task) and is_not_his_own(user, report.task)


def may_approve_plan(user, task):
    """Where the round asks for it: the giver's leaders, or its officer who records their word. Not on a task of his own."""
    return task.is_open and (is_leader(user, task) or is_officer(user, task)) and is_not_his_own(user, task)


def may_urge(user, task):
    return task.is_open and (is_officer(user, task) or is_leader(user, task)) and is_not_his_own(user, task)


def may_direct(user, task):
    return task.is_open and is_leader(user, task) and is_not_his_own(user, task)


def may_minute_direction(user, task):
    """What a Thường trực concluded in a meeting is written down by its officer as well."""
    return task.is_open and (is_leader(user, task) or is_officer(user, task)) and is_not_his_own(user, task)


def may_hold_meeting(user, committee):
    """Its officer keeps the minutes, its leader may do so himself. `committee`: a unit (or its id), not one below it."""
    held = standing(user).units(Role.OFFICER, Role.LEADER)
    return getattr(committee, "pk", committee) in held


def may_answer(user, task):
    return task.is_open and is_assignee(user, task)


def may_answer_direction(user, direction):
    """Whoever carries the task; of several the one who was meant, while he carries it."""
    meant = direction.to_cadre_id
    if meant and meant in assigned_cadres(direction.task):
        return direction.task.is_open and standing(user).cadre_id == meant
    return may_answer(user, direction.task)


def may_follow_direction(user, direction):
    """Who directed, and the leaders of the giver: they look at the answer, ask for more, close. Never on a task of his own."""
    task = direction.task
    return (direction.by_id == user.pk or is_leader(user, task)) and is_not_his_own(user, task)


def may_name_obstacle(user, task):
    return task.status in (Task.Status.IN_FORCE, Task.Status.ON_HOLD) and is_assignee(user, task)


def may_record_inspection(user, task):
    return task.is_open and is_officer(user, task) and is_not_his_own(user, task)


def may_check_result(user, task):
    """Who checks a result before it is concluded: the giver's officer, or its appraising agency. Not on a task of his own."""
    return (
        task.status == Task.Status.AWAITING_CONCLUSION
        and (is_officer(user, task) or is_appraiser(user, task))
        and is_not_his_own(user, task)
    )


def seat_in_council(user, task):
    """The user's open seat in the council of the task's round, or None; read once per task object."""
    if not hasattr(task, "_seat"):
        mine = CouncilMember.objects.open().filter(
            council__round=task.round_id, cadre=standing(user).cadre_id or 0
        )
        task._seat = mine.first()
    return task._seat


def is_secretary(user, task):
    seat = seat_in_council(user, task)
    return seat is not None and seat.role == CouncilMember.Role.SECRETARY


def may_score(user, task):
    """A member of the round's council scores what waits for its conclusion; nobody his own task."""
    return (
        task.status == Task.Status.AWAITING_CONCLUSION
        and is_not_his_own(user, task)
        and seat_in_council(user, task) is not None
    )


def may_read_sheets(user, task):
    """Single sheets are for the council, the giver's desk and the inspector; who carries the task sees no single sheet."""
    reads = (
        is_officer(user, task)
        or is_appraiser(user, task)
        or is_leader(user, task)
        or is_inspector(user, task)
    )
    return is_not_his_own(user, task) and (reads or seat_in_council(user, task) is not None)


def may_object(user, task):
    """Who carries the task may say that he sees its conclusion otherwise, until the period is closed."""
    return task.status in (Task.Status.CONCLUDED, *Task.OPEN) and is_assignee(user, task)


def may_answer_objection(user, task):
    return task.status in (Task.Status.CONCLUDED, *Task.OPEN) and may_record_decision(user, task)


def is_inspecting(user, inspection):
    """A member of the team, as long as it is on its way; nobody inspects a task of his own."""
    mine = standing(user).cadre_id
    return (
        mine is not None
        and inspection.mission.closed_on is None
        and inspection.mission.members.filter(cadre=mine).exists()
        and is_not_his_own(user, inspection.task)
    )


def may_record_findings(user, inspection):
    """On the spot the team; from the minutes the giver's officer."""
    return inspection.task.is_open and (
        may_record_inspection(user, inspection.task) or is_inspecting(user, inspection)
    )


def may_close_mission(user, mission):
    return standing(user).holds(Role.OFFICER, over=mission.committee.path)


def may_report_follow_up(user, follow_up):
    """The cadre to whom it was sent, or who speaks for the unit; also when the task is over."""
    if follow_up.to_cadre_id:
        return standing(user).cadre_id == follow_up.to_cadre_id
    return any(
        standing(user).holds(role, over=follow_up.to_unit.path)
        for role in (Role.OFFICER, Role.LEADER, Role.UNIT_HEAD)
    )


def may_close_follow_up(user, follow_up):
    """What was asked for is followed to its end, also when the task is over."""
    return may_record_decision(user, follow_up.inspection.task)


def may_ask_change(user, task):
    """The cadre asks; an officer may draw the request up (*Lập đề nghị gia hạn*)."""
    return task.is_open and (is_assignee(user, task) or is_officer(user, task))


def may_give_opinion_on_change(user, task):
    return task.is_open and may_appraise(user, task)


def may_decide_change(user, task):
    return task.is_open and may_record_decision(user, task)


def may_grant_extension(user, task):
    """A short extension, where the round leaves it to holders of a role over the giver itself."""
    role = task.round.extension_decider
    return (
        bool(role)
        and task.is_open
        and standing(user).holds(role, over=task.giver.path)
        and is_not_his_own(user, task)
    )


def may_withdraw_change(user, change):
    """Who asked takes it back; what the desk drew up, any officer of the desk."""
    if not change.task.is_open or change.outcome:
        return False
    return change.requested_by_id == user.pk or (change.by_desk and may_record_decision(user, change.task))


def may_add_to_change(user, change):
    """Evidence comes from who asked, and from the desk."""
    waits = change.task.is_open and not change.outcome
    return waits and (change.requested_by_id == user.pk or may_record_decision(user, change.task))


def may_hand_over(user, task):
    return task.is_open and may_record_decision(user, task)


def may_answer_recommendation(user, recommendation):
    """The body it was sent to answers, or the giver's desk for it; never who carries the task."""
    task = recommendation.task
    at_addressee = any(standing(user).holds(role, over=recommendation.addressee.path) for role in SOLVERS)
    return task.is_open and (at_addressee or is_officer(user, task)) and is_not_his_own(user, task)


def may_solve_obstacle(user, obstacle):
    """Who must solve it writes what was done; where no body was named, or for it, the giver's officer does."""
    task = obstacle.task
    solver = obstacle.solver
    at_solver = solver is not None and any(standing(user).holds(role, over=solver.path) for role in SOLVERS)
    return task.is_open and (at_solver or is_officer(user, task)) and is_not_his_own(user, task)


def may_order_from(user):
    """Paths of the committees in whose name the user may prepare an order."""
    return standing(user).units(Role.OFFICER, Role.LEADER)


# ---- papers and the register -----------------------------------------------------------------------------------------


def is_at_desk(user, task):
    """Officer, appraiser or leader of the giver: who prepares and reads the committee's papers."""
    return any(standing(user).holds(role, over=task.giver.path) for role in DESK)


def may_print_for_committee(user, task):
    return is_at_desk(user, task)


def may_print_for_cadre(user, task):
    """The cadre's own papers: he, who prepares for him, who registered the draft, and the desk that gets them."""
    return (
        is_assignee(user, task) or is_assistant(user, task) or is_author(user, task) or is_at_desk(user, task)
    )


def visible_papers(user):
    """Papers made by the user, or for a body at whose desk he sits; none that touches a task outside his sight."""
    me = standing(user)
    mine = Q(by=user) | Q(body__in=ids_with_predecessors(me, DESK))
    for path in me.paths(*DESK):
        mine |= Q(body__path__startswith=path)
    return Paper.objects.filter(mine).exclude(_hides_a_task(Paper.tasks.through, "paper_id", user))


def visible_documents(user):
    """Entries of the registers within the user's reading scope, and papers on which only tasks rest that he may see."""
    me = standing(user)
    own = Q(body__in=ids_with_predecessors(me, READERS))
    for path in me.paths(*READERS):
        own |= Q(body__path__startswith=path)
    visible = visible_tasks(user).values("pk")
    events = TaskEvent.objects.filter(document=OuterRef("pk"))
    named = Document.tasks.through.objects.filter(document_id=OuterRef("pk"))
    seen = Exists(events.filter(task__in=visible)) | Exists(named.filter(task_id__in=visible))
    hidden = Exists(events.exclude(task__in=visible)) | Exists(named.exclude(task_id__in=visible))
    return Document.objects.filter(own | seen & ~hidden)


def _hides_a_task(through, column, user):
    rows = through.objects.filter(**{column: OuterRef("pk")})
    return Exists(rows.exclude(task_id__in=visible_tasks(user).values("pk")))


def may_register(user):
    """Ids of the bodies whose register, settings and templates the user keeps."""
    return standing(user).units(Role.OFFICER)
