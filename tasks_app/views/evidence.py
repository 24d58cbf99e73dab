"""Who may download which evidence file, which scanned paper?"""

import logging

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app.models import DocumentScan, Evidence, InspectionMission, TaskEvent
from tasks_app.permissions import may_read_sheets, visible_documents, visible_tasks
from tasks_app.views.files import download

log = logging.getLogger(__name__)


@rule(VISIBLE_TASK)
def evidence_file(request, uuid):
    """GET /minh-chung/<uuid>/. Always a download, never shown in our pages' origin, never kept by a cache on the way.

    What is taken off, quarantined, staged by somebody else or belongs to a task outside the user's sight is not there.
    """
    evidence = _to_serve(request.user).filter(uuid=uuid).first()
    if evidence is None or not _may_read(request.user, evidence):
        raise Http404
    return _download(request, evidence)


@rule(VISIBLE_TASK)
def document_scan(request, uuid):
    """GET /van-ban/<uuid>/: the scan of a paper, for who sees a task that an act by this paper is on record of, or its entry
    in the register.

    One that is staged is its uploader's alone.
    """
    scan = DocumentScan.objects.filter(uuid=uuid).first()
    if scan is None:
        raise Http404
    if scan.document_id is None:
        seen = scan.uploaded_by_id == request.user.pk
    else:
        acts = TaskEvent.objects.filter(document=scan.document_id, task__in=visible_tasks(request.user))
        entry = visible_documents(request.user).filter(pk=scan.document_id)
        seen = acts.exists() or entry.exists()
    if not seen or scan.scan == DocumentScan.Scan.QUARANTINED:
        raise Http404
    return _download(request, scan)


def _download(request, kept):
    if kept.why_not_served:
        return render(request, "tasks_app/task/file_waits.html", {"kept": kept}, status=409)
    try:
        content = kept.file.open("rb")
    except FileNotFoundError:
        # A row without its bytes is a fault of ours: the reader learns only that there is nothing to get.
        log.error("%s %s has no file", kept._meta.model_name, kept.pk)
        raise Http404 from None
    return download(content, kept.name, unnamed="minh-chung")


def _to_serve(user):
    """Files of visible tasks; those staged with a draft report or a form for its makers only, and a team's photos for the
    team until its findings are recorded."""
    me = standing(user)
    mine = Q(uploaded_by=user) | Q(report__cadre__in={*me.assisted, me.cadre_id} - {None})
    teams = InspectionMission.objects.filter(members__cadre=me.cadre_id).values("pk") if me.cadre_id else ()
    recorded = (
        Q(inspection=None) | Q(inspection__recorded_at__isnull=False) | Q(inspection__mission__in=teams)
    )
    return (
        Evidence.objects.filter(task__in=visible_tasks(user), removed_at=None)
        .exclude(scan=Evidence.Scan.QUARANTINED)
        .filter(~Q(report__status="draft") | mine)
        .filter(Q(staged_for=None) & recorded | Q(uploaded_by=user))
        .select_related("task__giver")
    )


def _may_read(user, evidence):
    """The scan of a signed score sheet is for the council and the desk only."""
    return evidence.score_sheet_id is None or may_read_sheets(user, evidence.task)
