"""Which reports, urges, changes, objections, inspections and plans wait, and since when? Rows for the list in queues.py."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cadres.models import Office
from tasks_app.models import (
    Assignment,
    ChangeRequest,
    Commitment,
    FollowUp,
    Inspection,
    Objection,
    ProgressReport,
    Task,
    TaskEvent,
    Urge,
)

S = Task.Status


def sent_reports():
    return ProgressReport.objects.filter(status=ProgressReport.Status.SUBMITTED)


def not_reported_since(task, at):
    """`task`, `at`: columns of the outer row."""
    return ~Exists(sent_reports().filter(task=OuterRef(task), submitted_at__gt=OuterRef(at)))


def urges_unanswered():
    """Urged, and neither replied nor reported since."""
    return Urge.objects.filter(not_reported_since("task", "at"), replied_at=None)


def more_wanted():
    """The desk asked for more on a report, and none has come since."""
    return sent_reports().filter(not_reported_since("task", "submitted_at"), note=ProgressReport.Note.MORE)


def not_noted():
    """The newest report of a task, not yet seen by the desk."""
    return sent_reports().filter(not_reported_since("task", "submitted_at"), note=ProgressReport.Note.NONE)


def to_certify(on):
    """The newest report of a task whose round asks for the word of the unit's head, and the unit has one whose own it is not.

    What was entered from paper is signed already; where the desk wants more, another report comes.
    """
    carried = Assignment.objects.filter(task=OuterRef(OuterRef("task")), cadre__user=OuterRef("user"))
    heads = Office.objects.in_force(on).filter(
        ~Exists(carried), role=Office.Role.UNIT_HEAD, unit=OuterRef("task__unit")
    )
    rows = sent_reports().filter(
        not_reported_since("task", "submitted_at"),
        task__round__certified_reports=True,
        certified_at=None,
        paper_no="",
    )
    return rows.exclude(note=ProgressReport.Note.MORE).filter(Exists(heads))


def drafts_to_confirm():
    """Prepared by somebody else than the cadre himself."""
    return ProgressReport.objects.filter(~Q(by=F("cadre__user")), status=ProgressReport.Status.DRAFT)


def changes_pending():
    return ChangeRequest.objects.filter(outcome="")


def objections_open():
    """An objection to a conclusion whose period is not closed."""
    return Objection.objects.filter(outcome="", conclusion__task__status__in=(S.CONCLUDED, *Task.OPEN))


def to_inspect(on):
    """Named for a check whose day has come, and neither recorded nor left out."""
    return Inspection.objects.filter(
        recorded_at=None, dropped_reason="", mission__closed_on=None, inspected_on__lte=on
    )


def to_mend():
    """What an inspection asked for and nobody has reported as done; also when the task is over."""
    return FollowUp.objects.open().filter(done_at=None)


def moved(*names):
    """The day on which a task last took one of these arrows."""
    moves = TaskEvent.objects.filter(task=OuterRef("pk"), kind__in=names).order_by("-at", "-pk")
    return Coalesce(Subquery(moves.values("at")[:1]), "created_at")


def newest_plans(state):
    """Commitments whose plan stands there, not handed in again since."""
    again = Commitment.objects.filter(
        task=OuterRef("task"), cadre=OuterRef("cadre"), content_version=OuterRef("content_version"),
        revision__gt=OuterRef("revision"),
    )  # fmt: skip
    return Commitment.objects.filter(~Exists(again), plan=state)


def days_before(column, days):
    return F(column) - timedelta(days=days)
