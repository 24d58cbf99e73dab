"""Who may ask for a change of a decided task, judge it, and hand the task over?"""

from cadres.models import Office
from cadres.offices import standing
from tasks_app.permissions.ordering import may_appraise, may_record_decision
from tasks_app.permissions.relations import is_assignee, is_not_his_own, is_officer

Role = Office.Role


def may_draw_handover(user, giver, cadre):
    """The giver's officer draws up and decides; not about himself."""
    me = standing(user)
    return me.holds(Role.OFFICER, over=giver.path) and me.cadre_id != cadre.pk


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
