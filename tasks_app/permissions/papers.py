"""Who may print which paper, and which papers and entries of the register exist for this user?"""

from django.db.models import Exists, OuterRef, Q

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import (
    Document,
    Paper,
    TaskEvent,
)
from tasks_app.permissions.relations import is_assignee, is_assistant, is_at_desk, is_author
from tasks_app.permissions.seeing import DESK, READERS, ids_with_predecessors, visible_tasks

Role = Office.Role


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


def reads_register_of(user, task):
    """Whether the register of the task's committee is within the user's reading scope, whatever else its papers touch."""
    return any(task.giver.path.startswith(path) for path in standing(user).paths(*READERS))


def _hides_a_task(through, column, user):
    rows = through.objects.filter(**{column: OuterRef("pk")})
    return Exists(rows.exclude(task_id__in=visible_tasks(user).values("pk")))


def may_register(user):
    """Ids of the bodies whose register, settings and templates the user keeps."""
    return standing(user).units(Role.OFFICER)
