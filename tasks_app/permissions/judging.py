"""Who may check, score and object to a result, and read how it was scored?"""

from cadres.offices import standing
from tasks_app.models import (
    CouncilMember,
    Task,
)
from tasks_app.permissions.ordering import may_record_decision
from tasks_app.permissions.relations import (
    is_appraiser,
    is_assignee,
    is_inspector,
    is_leader,
    is_not_his_own,
    is_officer,
)


def may_ask_conclusion(user, task):
    return is_assignee(user, task)


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
