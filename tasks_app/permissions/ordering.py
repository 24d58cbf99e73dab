"""Who may do what with a task up to its decision?"""

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import (
    Task,
)
from tasks_app.permissions.relations import (
    is_appraiser,
    is_assignee,
    is_assistant,
    is_author,
    is_leader,
    is_not_his_own,
    is_officer,
)

Role = Office.Role


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


def may_edit_draft(user, task):
    if task.status != Task.Status.DRAFT:
        return False
    if task.origin == Task.Origin.REGISTERED:
        return is_author(user, task) or is_assignee(user, task) or is_assistant(user, task)
    return is_officer(user, task) or is_leader(user, task)


def may_order_from(user):
    """Paths of the committees in whose name the user may prepare an order."""
    return standing(user).units(Role.OFFICER, Role.LEADER)
