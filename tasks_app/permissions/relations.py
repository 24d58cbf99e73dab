"""How does the user stand to a task: who carries it, prepares it, made it, holds a role over the committee that gives it?"""

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import (
    Assignment,
)
from tasks_app.permissions.seeing import DESK

Role = Office.Role


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


def is_at_desk(user, task):
    """Officer, appraiser or leader of the giver: who prepares and reads the committee's papers."""
    return any(standing(user).holds(role, over=task.giver.path) for role in DESK)
