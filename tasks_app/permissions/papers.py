"""Who may print which paper, and which papers and entries of the register exist for this user?"""

from django.db.models import Exists, OuterRef, Q

from cadres.models import Office
from cadres.offices import standing
from tasks_app.models import (
    Assignment,
    CouncilMember,
    Document,
    Paper,
    TaskEvent,
)
from tasks_app.permissions.judging import may_read_sheets, may_score, seat_in_council
from tasks_app.permissions.relations import is_assignee, is_assistant, is_at_desk, is_author
from tasks_app.permissions.seeing import DESK, READERS, ids_with_predecessors, visible_tasks

Role = Office.Role
# Papers that tell what single members of a council gave.
OF_COUNCIL = ("phieu-cham", "bien-ban-hoi-dong")


def may_print_for_committee(user, task):
    return is_at_desk(user, task)


def may_print_for_cadre(user, task):
    """The cadre's own papers: he, who prepares for him, who registered the draft, and the desk that gets them."""
    return (
        is_assignee(user, task) or is_assistant(user, task) or is_author(user, task) or is_at_desk(user, task)
    )


def may_print_blank_sheet(user, task):
    """Phiếu chấm to be filled by hand: the desk that prepares the session, and the council."""
    return is_at_desk(user, task) or seat_in_council(user, task) is not None


def may_print_sheets(user, task, *, given):
    """Sheets as they were given, and the minutes. `given`: ids of the members whose sheets are in; a member who scores prints
    what the others gave only once his own is among them."""
    seat = seat_in_council(user, task)
    waits = seat is not None and may_score(user, task) and seat.pk not in given
    return may_print_blank_sheet(user, task) and may_read_sheets(user, task) and not waits


def visible_papers(user):
    """Papers made by the user, or for a body at whose desk he sits; none that touches a task outside his sight.

    What others printed of single scores does not exist for who carries (or carried) the task or sits in its council.
    """
    me = standing(user)
    mine = Q(by=user) | Q(body__in=ids_with_predecessors(me, DESK))
    for path in me.paths(*DESK):
        mine |= Q(body__path__startswith=path)
    papers = Paper.objects.filter(mine).exclude(_hides_a_task(Paper.tasks.through, "paper_id", user))
    if me.cadre_id is None:
        return papers
    touched = Paper.tasks.through.objects.filter(paper_id=OuterRef("pk"))
    carried = Assignment.objects.filter(cadre=me.cadre_id).values("task")
    seats = CouncilMember.objects.open().filter(cadre=me.cadre_id).values("council__round")
    his_own = Exists(touched.filter(Q(task__in=carried) | Q(task__round__in=seats)))
    return papers.exclude(~Q(by=user) & Q(kind__in=OF_COUNCIL) & his_own)


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
    hidden |= Exists(Paper.objects.filter(document=OuterRef("pk"), kind__in=OF_COUNCIL))
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
