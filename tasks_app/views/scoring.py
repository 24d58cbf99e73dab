"""How does a council score the results that wait for their conclusion, and who sees which sheet?"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import OWN, VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import checking, scoring, sniffing
from tasks_app.forms.scoring import SheetForm
from tasks_app.models import CouncilMember, CriteriaSet, ScoreSheet, Task
from tasks_app.statistics import waiting
from tasks_app.statistics.scores import Spread, spread
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.views.to_do import rows_of

MOST = 200  # tasks that wait for one member


@rule(VISIBLE_TASK)
def score_task(request, ref):
    """GET, POST /viec/<ref>/cham-diem/: a member's own sheet."""
    task = task_for(request, ref, may.may_score)
    seat = may.seat_in_council(request.user, task)
    return _sheet_page(request, task, seat, may.may_score, heading="Chấm điểm kết quả", verb="Gửi phiếu điểm")


@rule(VISIBLE_TASK)
def enter_sheet(request, ref, pk):
    """GET, POST /viec/<ref>/cham-diem/<member>/: the secretary enters a sheet that a member signed on paper."""

    def allowed(user, task):
        return may.may_score(user, task) and may.is_secretary(user, task)

    task = task_for(request, ref, allowed)
    member = _member_to_enter(task, pk, request.user)
    return _sheet_page(
        request,
        task,
        member,
        allowed,
        heading="Nhập theo phiếu điểm đã ký",
        verb="Nhập phiếu điểm",
        from_paper=True,
    )


def _member_to_enter(task, pk, user):
    seats = CouncilMember.objects.open().filter(council__round=task.round_id).select_related("cadre")
    member = seats.filter(pk=pk).exclude(cadre__in=may.all_cadres(task)).first()
    if member is None or member.cadre_id == standing(user).cadre_id:
        raise Http404
    return member


def _sheet_page(request, task, member, may_do, *, heading, verb, from_paper=False):
    criteria = scoring.current_criteria(task.round)
    if member is None or criteria is None:
        raise Http404
    sheet = ScoreSheet.objects.filter(task=task, member=member, replaced_at=None).first()
    form = SheetForm(
        request.POST or None, task=task, criteria=criteria, sheet=sheet, from_paper=from_paper, on=today()
    )
    if form.is_valid():
        with refusals_in(form):
            scoring.score(
                task, member, form.points, comment=form.cleaned_data["comment"],
                scored_on=form.cleaned_data["scored_on"], scan=request.FILES.get("tep"), by=request.user,
                at=timezone.now(), seen=form.seen,
            )  # fmt: skip
            return lead_on(request, address_of(task), "Đã ghi phiếu điểm")
    indicators = list(task.indicators.order_by("rank", "pk"))
    return act_page(
        request, task, form, may_do, heading=heading, verb=verb, template="tasks_app/acts/score.html", member=member,
        from_paper=from_paper, sheet=sheet, indicators=indicators, accept=sniffing.ACCEPT,
        found=_figures_found(task, indicators),
    )  # fmt: skip


def _figures_found(task, indicators):
    """What the council judges by: [(indicator, reported, confirmed by the newest check)]."""
    found = checking.found_figures(task)
    return [(row, row.current, found.get(row.pk, row.confirmed)) for row in indicators]


@rule(OWN)
def score_queue(request):
    """GET /cham-diem/: what waits for the scores of this member of a council, the longest waiting first; for its secretary
    also the sheets of members who sign on paper."""
    seats = CouncilMember.objects.open().filter(cadre=standing(request.user).cadre_id or 0)
    if not seats.exists() and not standing(request.user).units("council"):
        raise Http404
    mine = ScoreSheet.objects.filter(
        task=OuterRef("pk"), member__cadre=standing(request.user).cadre_id, replaced_at=None
    )
    tasks = (
        may.visible_tasks(request.user)
        .filter(status=Task.Status.AWAITING_CONCLUSION, round__in=seats.values("council__round"))
        .filter(round__in=CriteriaSet.objects.values("round"))
        .exclude(assignments__cadre=standing(request.user).cadre_id)
        .annotate(scored=Exists(mine))
        .for_table(today())
        .order_by("scored", F("asked_conclusion_on").asc(nulls_first=True), "pk")[:MOST]
    )
    tasks = list(tasks)
    signed = waiting.lines(request.user, on=today(), codes=["nhap-phieu-diem"], limit=MOST)
    return render(
        request, "tasks_app/cadre/score_queue.html",
        {"tasks": tasks, "waiting": sum(not task.scored for task in tasks), "today": today(),
         "signed": rows_of(request.user, signed, on=today())},
    )  # fmt: skip


# ---- what a page shows of the scores --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scores:
    """`rows`: (seat, sheet or None, his own task?); `spread` is None where the reader doesn't see it (yet)."""

    rows: list
    given: int
    asked: int
    spread: Spread | None
    open_sheets: bool
    may_score: bool
    may_enter: bool
    may_print: bool


def scores_shown(user, task, record):
    """The council's scores as far as this reader may see them; None where the round has no council or nothing to score.

    Single sheets are for the council and the desk, and for a member only once his own is in: nobody is led by what others
    gave. Who carries the task sees the mean and the spread once the task is concluded. `record`: the task's dossier.
    """
    if not record.seats or not (task.asked_conclusion_on or record.sheets):
        return None
    own = {standing(user).cadre_id}
    carriers = may.all_cadres(task)
    sheets = {sheet.member: sheet for sheet in record.sheets}
    rows = [(seat, sheets.get(seat.id), seat.cadre in carriers) for seat in record.seats]
    gone = [sheet for sheet in record.sheets if sheet.member not in {seat.id for seat in record.seats}]
    mine = next((seat for seat in record.seats if seat.cadre in own), None)
    task._seat = CouncilMember(pk=mine.id, role=mine.role, cadre_id=mine.cadre) if mine else None
    scoring_now = may.may_score(user, task)
    sees = may.may_read_sheets(user, task) and not (scoring_now and mine.id not in sheets)
    finished = task.status in (Task.Status.CONCLUDED, Task.Status.CLOSED)
    totals = [sheet.total for sheet in record.sheets]
    return Scores(
        rows=[*rows, *((None, sheet, False) for sheet in gone)],
        given=len(totals),
        asked=sum(not carries for _, _, carries in rows),
        spread=spread(totals) if sees or finished else None,
        open_sheets=sees,
        may_score=scoring_now,
        may_enter=scoring_now and may.is_secretary(user, task),
        may_print=sees and may.may_print_blank_sheet(user, task),
    )
