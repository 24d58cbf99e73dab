"""Who may send a team, record what it found, and close what it asked for?"""

from cadres.models import Office
from cadres.offices import standing
from tasks_app.permissions.ordering import may_record_decision
from tasks_app.permissions.relations import is_not_his_own, is_officer

Role = Office.Role


def may_record_inspection(user, task):
    return task.is_open and is_officer(user, task) and is_not_his_own(user, task)


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
