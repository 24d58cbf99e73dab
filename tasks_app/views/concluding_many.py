"""How are many results concluded by one decision: what would be written for each, and all of them or none?"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import OFFICER, rule
from tasks_app import permissions as may
from tasks_app.actions import concluding
from tasks_app.actions.proposing import propose
from tasks_app.forms.concluding_many import ConcludeManyForm, Line
from tasks_app.models import CheckedFigure, FollowUp, ProgressReport, Result, ScoreSheet, Task
from tasks_app.statistics.scores import spread
from tasks_app.views.acting import lead_on, refusals_in, render_form, today
from tasks_app.views.deciding import deciding_committee

MOST = 100  # tasks offered for one document


@rule(OFFICER)
def conclude_tasks(request):
    """GET, POST /viec/ket-luan/?cap-uy=…: one document over the ticked results, all or none of them."""
    giver, others = deciding_committee(request)
    tasks, more = waiting_for(request.user, giver)
    form = ConcludeManyForm(
        request.POST or None, lines=lines_of(tasks, on=today()), giver=giver, today=today()
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), transaction.atomic():
            made = concluding.conclude_many(
                form.verdicts(), by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, request.get_full_path(), f"Đã công nhận kết quả {len(made)} việc")
    if not form.is_bound:
        asked = request.GET.getlist("viec")
        for line in form.lines.values():
            line.ticked = line.task.ref in asked
    words = {
        "heading": "Công nhận kết quả nhiều việc", "form": form, "lines": list(form.lines.values()), "more": more,
        "giver": giver, "others": others, "results": Result.choices,
    }  # fmt: skip
    return render_form(request, "tasks_app/ordering/conclude_tasks.html", words, form)


def waiting_for(user, giver):
    """Results of the giver that wait for their conclusion, without the user's own; at most MOST, and whether there are more."""
    rows = (
        may.visible_tasks(user)
        .filter(status=Task.Status.AWAITING_CONCLUSION, giver=giver)
        .exclude(assignments__cadre=standing(user).cadre_id or 0)
        .for_table(today())
        .annotate(doubted=Exists(FollowUp.objects.open().filter(inspection__task=OuterRef("pk"))))
        .order_by(F("asked_conclusion_on").asc(nulls_first=True), "pk")
    )
    found = list(rows[: MOST + 1])
    return found[:MOST], len(found) > MOST


def lines_of(tasks, *, on):
    """What would be written for each by the figures that are known; three queries, however many tasks."""
    checked = {}
    for row in CheckedFigure.objects.filter(check_made__task__in=tasks).order_by(
        "check_made__checked_on", "pk"
    ):
        checked[row.indicator_id] = row.value
    said = {}
    reports = ProgressReport.objects.filter(task__in=tasks, is_final=True, status="submitted")
    for report in reports.order_by("submitted_at", "pk"):
        said[report.task_id] = report
    totals = {}
    for task, total in ScoreSheet.objects.filter(task__in=tasks, replaced_at=None).values_list(
        "task", "total"
    ):
        totals.setdefault(task, []).append(total)
    return [_line(task, checked, said.get(task.pk), task.doubted, totals.get(task.pk), on) for task in tasks]


def _line(task, checked, report, open_follow_ups, totals, on):
    known = {row.pk: checked.get(row.pk, row.known) for row in task.rows}
    finished_on = (report and report.finished_on) or task.asked_conclusion_on or task.last_report_on or on
    finished_on = max(task.starts_on, min(finished_on, on))
    proposal = propose(
        task.rows, known, {row.pk: row.target for row in task.rows}, finished_on=finished_on, due_on=task.due_on,
        open_follow_ups=open_follow_ups,
    )  # fmt: skip
    return Line(
        task=task,
        figures=[(row, row.current, known[row.pk], proposal.results[row.pk]) for row in task.rows],
        finished_on=finished_on,
        proposal=proposal,
        open_follow_ups=open_follow_ups,
        said=report.get_self_result_display() if report else "",
        mean=spread(totals or []),
    )
