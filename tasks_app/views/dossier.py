"""What is on record about one task beside its figures: everything its page shows, in one query?

Each kind of record comes as an array of JSON objects built by PostgreSQL, so that the number of queries grows neither with
the rows nor with the kinds. Keys ending in `_on` and `_at` come back as dates and datetimes, figures as exact Decimals.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, NullIf

from cadres.models import User
from tasks_app.models import (
    Appraisal,
    Assignment,
    ChangeRequest,
    CheckedFigure,
    Commitment,
    Conclusion,
    ConclusionVersion,
    CouncilMember,
    CriteriaSet,
    Direction,
    DirectionStep,
    Evidence,
    FollowUp,
    Handover,
    HandoverItem,
    IndicatorResult,
    InspectedFigure,
    Inspection,
    Milestone,
    MilestoneTarget,
    Objection,
    Obstacle,
    ProgressReport,
    Reading,
    Recommendation,
    Result,
    ResultCheck,
    ScoreSheet,
    Task,
    TaskContent,
    TaskEvent,
    Urge,
)
from tasks_app.views.change_rows import named

FILES_SHOWN = 3
FIGURES = ("value", "reported", "confirmed", "total")


# The four facts of a conclusion: (field, when it holds, when it doesn't).
FACTS = (
    ("completed", "Hoàn thành", "Chưa hoàn thành"),
    ("on_time", "Đúng thời hạn", "Không đúng thời hạn"),
    ("quality_met", "Bảo đảm chất lượng", "Chưa bảo đảm chất lượng"),
    ("exceeded", "Vượt yêu cầu", "Không vượt yêu cầu"),
)


# Stands for the task's id while the statement is written.
ANY = -1


def dossier(task, indicators, *, all_files=False):
    """A namespace of lists of namespaces; see `_parts` for what there is. `indicators`: all rows of the task, loaded."""
    sql, params = _statement(all_files)
    with connection.cursor() as cursor:
        cursor.execute(sql, [task.pk if param == ANY else param for param in params])
        names = [column.name.removeprefix("its_") for column in cursor.description]
        values = cursor.fetchone()
    found = SimpleNamespace(
        **{
            name: [_read(json.loads(item)) for item in value] if isinstance(value, list) else value
            for name, value in zip(names, values, strict=True)
        }
    )
    by_pk = {indicator.pk: indicator for indicator in indicators}
    _name_changes(found)
    _gather_conclusions(found, by_pk)
    _gather_plan(found, by_pk)
    for direction in found.directions:
        direction.steps = [step for step in found.steps if step.direction == direction.id]
    confirmed = {row.indicator: row for row in found.confirmations}
    for indicator in indicators:
        indicator.confirmation = confirmed.get(indicator.pk)
    for appraisal in found.appraisals:
        appraisal.opinion_name = Appraisal.Opinion(appraisal.opinion).label
    _gather_inspections(found, by_pk)
    found.unanswered = [urge for urge in found.urges if urge.replied_at is None][:1]
    for file in found.files:
        file.why_not_served = Evidence(scan=file.scan).why_not_served
        file.is_photo = file.content_type.startswith("image/")
    return found


def _name_changes(found):
    for change in found.changes:
        named(change)
        change.files = [file for file in found.change_files if file.change == change.id]
    found.pending = [change for change in found.changes if not change.outcome]
    found.past_changes = [change for change in found.changes if change.outcome]


def _gather_inspections(found, by_pk):
    """Each with its figures, photos and what it asked for."""
    for file in found.inspection_files:
        file.is_photo = file.content_type.startswith("image/")
    for line in found.inspected:
        line.row = by_pk[line.indicator]
    for asked in found.follow_ups:
        asked.files = [file for file in found.inspection_files if file.follow_up == asked.id]
    for row in found.inspections:
        row.figures = [line for line in found.inspected if line.inspection == row.id]
        row.files = [file for file in found.inspection_files if file.inspection == row.id]
        row.asked = [asked for asked in found.follow_ups if asked.inspection == row.id]
    found.last_inspection = next((row for row in found.inspections if row.recorded_at), None)
    found.open_follow_ups = [asked for asked in found.follow_ups if asked.closed_on is None]


def _gather_conclusions(found, by_pk):
    for result in found.results:
        result.name = Result(result.result).label
        result.row = by_pk[result.indicator]
    for conclusion in found.conclusions:
        conclusion.result_name = Result(conclusion.result).label
        conclusion.rows = [r for r in found.results if r.conclusion == conclusion.id]
        conclusion.facts = [(getattr(conclusion, name), yes, no) for name, yes, no in FACTS]
        conclusion.proposed_name = Result(conclusion.proposed).label if conclusion.proposed else ""
        conclusion.objections = [o for o in found.objections if o.conclusion == conclusion.id]
        conclusion.earlier = [v for v in found.conclusion_versions if v.conclusion == conclusion.id]
    for objection in found.objections:
        objection.outcome_name = Objection.Outcome(objection.outcome).label
    for version in found.conclusion_versions:
        version.result_name = Result(version.content["result"]).label
        version.facts = [(version.content[name], yes, no) for name, yes, no in FACTS]
    for check in found.checks:
        check.way_name = ResultCheck.Way(check.way).label
        check.figures = [f for f in found.checked_figures if f.check_made == check.id]
    for figure in found.checked_figures:
        figure.row = by_pk[figure.indicator]
    found.said = next(iter(found.self_assessments), None)
    if found.said:
        found.said.result_name = Result(found.said.result).label
    found.conclusion = next((c for c in found.conclusions if c.year is None), None)


def _gather_plan(found, by_pk):
    """Milestones of the newest commitment that has any, each with what it asks for; `targets` keeps what counts by now."""
    found.targets = [t for t in found.targets if by_pk[t.indicator].dropped_on is None]
    newest = max((m.commitment for m in found.milestones), default=None)
    found.milestones = [m for m in found.milestones if m.commitment == newest]
    for milestone in found.milestones:
        milestone.targets = [t for t in found.targets if t.milestone == milestone.id]
    for target in found.targets:
        target.row = by_pk[target.indicator]
        target.is_reached = reached(target.row, target.value)
    found.plan = found.milestones[0] if found.milestones and found.milestones[0].plan else None
    found.targets = [t for t in found.targets if t.plan in Commitment.COUNTING]
    for milestone in found.milestones:
        milestone.is_reached = bool(milestone.targets) and all(t.is_reached for t in milestone.targets)


def reached(indicator, value):
    """Does the newest figure (the confirmed one, where nothing was reported since) come up to the value of a milestone?"""
    figure = indicator.known
    if figure is None or indicator.target is None:
        return False
    falls = indicator.lower_is_better or (indicator.baseline or 0) > indicator.target
    return figure <= value if falls else figure >= value


@cache
def _statement(all_files):
    """(sql, params): written by the ORM once a process, for writing it costs more than running it."""
    # Prefixed: a model's own relations have these names too.
    parts = {f"its_{name}": part for name, part in _parts(all_files).items()}
    return Task.objects.filter(pk=ANY).values(**parts).query.sql_with_params()


def _parts(all_files):
    """{name: subquery}. Newest first where time counts, in their own order else."""
    coordinating = Task.coordinating_units.through.objects.order_by("unit__rank", "unit_id")
    files = Evidence.objects.shown().exclude(scan=Evidence.Scan.QUARANTINED)
    return {
        "follower_name": Subquery(User.objects.filter(pk=OuterRef("follower")).values(name=person())[:1]),
        "coordinating": rows(coordinating, name="unit__name"),
        # Open assignments whose cadre named somebody who updates in his place; the page picks those of the day.
        "helpers": rows(
            Assignment.objects.filter(ends_on=None, cadre__authorisations__isnull=False).order_by("pk"),
            cadre_name="name", starts_on="cadre__authorisations__starts_on", ends_on="cadre__authorisations__ends_on",
            assistant=person("cadre__authorisations__assistant__"),
        ),
        "appraisals": rows(Appraisal.objects.order_by("-at", "-pk"), "opinion", "text", "at", by=person("by__")),
        "commitments": rows(
            Commitment.objects.order_by("-committed_on", "-pk"),
            "content_version", "resources", "solutions", "committed_on", "cadre", name="cadre__full_name",
        ),
        "milestones": rows(
            Milestone.objects.order_by("due_on", "pk"), "id", "commitment", "name", "due_on",
            plan="commitment__plan", plan_text="commitment__plan_text", decided_at="commitment__plan_decided_at",
        ),
        "targets": rows(
            MilestoneTarget.objects.filter(value__isnull=False).order_by("milestone__due_on", "milestone_id"),
            "milestone", "indicator", task="milestone__task", commitment="milestone__commitment", plan="milestone__commitment__plan",
            due_on="milestone__due_on", value=Cast("value", CharField()),
        ),
        "confirmations": rows(
            Reading.objects.filter(
                confirmed_on__isnull=False, report__status=ProgressReport.Status.SUBMITTED
            ).order_by("indicator_id", "-report__submitted_at", "-pk").distinct("indicator_id"),
            "indicator", "confirmed_on", task="report__task", by=person("confirmed_by__"),
        ),
        "obstacles": rows(
            Obstacle.objects.order_by(F("solved_on").desc(nulls_first=True), "-named_on", "-pk"),
            "id", "text", "solver_note", "due_on", "named_on", "solved_on", "answer",
            solver_name="solver__name", solver_path="solver__path", solved_by=person("solved_by__"),
        ),
        "recommendations": rows(
            Recommendation.objects.order_by(F("answered_on").desc(nulls_first=True), "-made_on", "-pk"),
            "id", "text", "made_on", "due_on", "answer", "answered_on",
            addressee_name="addressee__name", addressee_path="addressee__path", answered_by=person("answered_by__"),
        ),
        "directions": rows(
            Direction.objects.order_by("-at", "-pk"),
            "id", "text", "at", "due_on", "answered_at", "closed_at", "to_cadre_id", by_id="by", by=person("by__"),
            to_name="to_cadre__full_name",
        ),
        "steps": rows(
            DirectionStep.objects.order_by("at", "pk"),
            "direction", "kind", "text", "at", task="direction__task", by_name=person("by__"),
        ),
        "urges": rows(
            Urge.objects.order_by("-at", "-pk"),
            "id", "text", "at", "body_name", "reply", "replied_at", answer_by_on="answer_by", replied_by=person("replied_by__"),
        ),
        "inspections": rows(
            Inspection.objects.order_by("-inspected_on", "-pk"),
            "id", "inspected_on", "place", "team", "minutes_no", "findings", "recorded_at", "dropped_reason",
            mission="mission_id", closed_on="mission__closed_on", committee_path="mission__committee__path",
        ),
        "inspected": rows(
            InspectedFigure.objects.order_by("indicator__rank", "indicator_id"),
            "inspection", task="inspection__task", indicator="indicator_id", reported=Cast("reported", CharField()),
            value=Cast("value", CharField()),
        ),
        "follow_ups": rows(
            FollowUp.objects.order_by("due_on", "pk"),
            "id", "inspection", "text", "addressee", "due_on", "done_text", "done_at", "returned_reason", "closed_on",
            "closing_note", "to_cadre", to_unit_path="to_unit__path", task="inspection__task", done_by=person("done_by__"),
        ),
        "inspection_files": rows(
            files.filter(Q(inspection__isnull=False) | Q(follow_up__isnull=False)).order_by("pk"),
            "uuid", "name", "content_type", "inspection", "follow_up",
        ),
        "handed_over": rows(Handover.objects.order_by("-handed_over_on", "-pk"), "id", "handed_over_on"),
        "changes": rows(
            ChangeRequest.objects.order_by("-requested_at", "-pk"),
            "id", "kind", "reason", "cause", "proposal", "requested_at", "opinion", "outcome", "outcome_reason",
            "decided_on", "granted", "advice", "by_desk", "delegated", "requested_by_id", before_on="due_before",
            proposed_on="due_proposed", approved_on="due_approved",
            requested_by=person("requested_by__"), opinion_by=person("opinion_by__"),
            decided_by=person("decided_by__"), **paper(),
        ),
        "change_files": rows(
            files.filter(change__isnull=False).order_by("pk"), "uuid", "name", "change"
        ),
        "contents": rows(
            TaskContent.objects.order_by("-number"), "number", "content", "reason", "at", **paper()
        ),
        "conclusions": rows(
            Conclusion.objects.order_by(F("year").desc(nulls_first=True)),
            "id", "year", "result", "completed", "on_time", "quality_met", "exceeded", "finished_on", "comment",
            "concluded_on", "number", "proposed", "difference_reason", "at", **paper(),
        ),
        "conclusion_versions": rows(
            ConclusionVersion.objects.order_by("-number"),
            "conclusion", "number", "content", "at", task="conclusion__task",
        ),
        "objections": rows(
            Objection.objects.order_by("-at", "-pk"),
            "id", "conclusion", "against", "cadre", "text", "at", "outcome", "answer", "answered_at",
            task="conclusion__task", by=person("by__"), **paper(),
        ),
        "self_assessments": rows(
            ProgressReport.objects.filter(status="submitted").exclude(self_result="").order_by("-submitted_at", "-pk"),
            "finished_on", result="self_result", text="self_text", by="cadre__full_name", at="submitted_at", limit=1,
        ),
        "checks": rows(
            ResultCheck.objects.order_by("-checked_on", "-pk"), "id", "way", "checked_on", "checkers", "place", "findings"
        ),
        "checked_figures": rows(
            CheckedFigure.objects.order_by("indicator__rank", "indicator_id"),
            "check_made", "indicator", task="check_made__task", value=Cast("value", CharField()),
        ),
        "seats": rows(
            CouncilMember.objects.open().order_by("council", "role", "pk"),
            "id", "cadre", "role", "title", name="cadre__full_name", task="council__round", of="round",
        ),
        "criteria": rows(CriteriaSet.objects.order_by("-number"), "id", task="round", of="round", limit=1),
        "handovers": rows(
            HandoverItem.objects.filter(minutes__decided_at=None, minutes__dropped_at=None).order_by("pk"),
            "minutes", "to_cadre", cadre="minutes__cadre", name="minutes__cadre__full_name",
        ),
        "sheets": rows(
            ScoreSheet.objects.filter(replaced_at=None).order_by("pk"),
            "id", "member", "from_paper", "scored_on", "comment", name="member__cadre__full_name",
            total=Cast("total", CharField()), scan="scans__uuid", scan_name="scans__name",
        ),
        "results": rows(
            IndicatorResult.objects.order_by("indicator__rank", "indicator_id"),
            "conclusion", "indicator", "result", task="conclusion__task", indicator_name="indicator__name",
            reported=Cast("reported", CharField()), confirmed=Cast("confirmed", CharField()),
        ),
        "files": rows(
            files.order_by("-uploaded_at", "-pk"),
            "uuid", "name", "size", "content_type", "uploaded_at", "captured_on", "indicator", "scan",
            limit=None if all_files else FILES_SHOWN,
        ),
        "file_count": count(files),
        "event_count": count(TaskEvent.objects.all()),
        "contribution_count": count(Task.objects.decided(), of="contributes_to"),
    }  # fmt: skip


def rows(queryset, *columns, limit=None, of="pk", **named):
    """All rows of the task (named by the column `task`; `of`: by which of the task's own) as an array of JSON objects."""
    where = named.pop("task", "task")
    made = JSONObject(**{column: column for column in columns}, **named)
    found = queryset.filter(**{where: OuterRef(of)}).values(_row=made)
    return ArraySubquery(found[:limit] if limit else found)


def count(queryset, *, of="task"):
    """How many rows name the task in column `of`."""
    rows_of_it = queryset.filter(**{of: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(rows_of_it.values(of).annotate(n=Count("pk")).values("n")), Value(0))


def person(prefix=""):
    """The name of an account as pages write it: that of the cadre behind it, else its display name."""
    return Coalesce(
        f"{prefix}cadre__full_name", NullIf(f"{prefix}display_name", Value("")), f"{prefix}username"
    )


def paper():
    return {
        "paper_number": "document__number",
        "paper_symbol": "document__symbol",
        "paper_on": "document__issued_on",
    }


def _read(item):
    for key, value in item.items():
        if value is None:
            continue
        if key == "on" or key.endswith("_on"):
            item[key] = date.fromisoformat(value)
        elif key == "at" or key.endswith("_at"):
            item[key] = datetime.fromisoformat(value)
        elif key in FIGURES:
            item[key] = Decimal(value)
    return SimpleNamespace(**item)
