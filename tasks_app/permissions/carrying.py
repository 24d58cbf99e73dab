"""Who may do what while a task is carried out: commit, report, note, urge, direct, clear what is in the way?"""

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import (
    Task,
)
from tasks_app.permissions.relations import (
    assigned_cadres,
    is_assignee,
    is_assistant,
    is_leader,
    is_not_his_own,
    is_officer,
    is_unit_head,
)
from tasks_app.permissions.seeing import SOLVERS

Role = Office.Role


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
    """Whoever carries the task; of several the one who was meant, while he carries it. Given to an outsider, he alone."""
    meant = direction.to_cadre_id
    if direction.to_outsider or meant and meant in assigned_cadres(direction.task):
        return direction.task.is_open and standing(user).cadre_id == meant
    return may_answer(user, direction.task)


def may_follow_direction(user, direction):
    """Who directed, and the leaders of the giver: they look at the answer, ask for more, close. Never on a task of his own,
    nor where he was to answer himself."""
    task = direction.task
    if direction.to_cadre_id and direction.to_cadre_id == standing(user).cadre_id:
        return False
    return (direction.by_id == user.pk or is_leader(user, task)) and is_not_his_own(user, task)


def may_name_obstacle(user, task):
    return task.status in (Task.Status.IN_FORCE, Task.Status.ON_HOLD) and is_assignee(user, task)


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
