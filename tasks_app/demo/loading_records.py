"""How do the records that hang on a task become rows: commitments, conclusions, urges, changes and the rest?"""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from tasks_app.demo.loading_evidence import evidence_row
from tasks_app.demo.records import Carrier, Paper, Report
from tasks_app.models import (
    Commitment,
    Conclusion,
    DirectionStep,
    Evidence,
    IndicatorResult,
    Milestone,
    MilestoneTarget,
)

BATCH = 500
PEOPLE = {
    "by", "requested_by", "opinion_by", "decided_by", "answered_by", "replied_by", "solved_by", "recorded_by", "done_by",
    "closed_by",
}  # fmt: skip
# These hang on one another: loading_inspections.
INSPECTIONS = ("Inspection", "FollowUp")
UNITS = {"solver", "addressee"}


def load_plans(found):
    """One commitment by the lead, with the plan; whoever carries the task with him commits to the same."""
    commitments, milestones, targets = [], [], []
    for plan in found.plan.tasks:
        if not plan.commitment:
            continue
        given = plan.commitment
        for carrier in plan.carriers:
            if carrier.ends_on:
                continue
            commitment = Commitment(
                task=found.tasks[plan.key], content_version=1, cadre=found.cadres[carrier.person],
                committed_on=given["on"], by=found.users[carrier.person],
                at=given["at"] + timedelta(hours=0 if carrier.lead else 2),
                resources=given["resources"] if carrier.lead else "",
                solutions=given["solutions"] if carrier.lead else "", **_plan_of(found, plan, given, carrier),
            )  # fmt: skip
            commitments.append(commitment)
            if carrier.lead:
                for name, day, values in plan.milestones:
                    milestone = Milestone(
                        task=found.tasks[plan.key], commitment=commitment, name=name, due_on=day
                    )
                    milestones.append(milestone)
                    targets += [
                        MilestoneTarget(milestone=milestone, indicator=indicator, value=value)
                        for indicator, value in zip(found.indicators[plan.key], values, strict=True)
                        if value is not None
                    ]
    Commitment.objects.bulk_create(commitments, batch_size=BATCH)
    Milestone.objects.bulk_create(milestones, batch_size=BATCH)
    MilestoneTarget.objects.bulk_create(targets, batch_size=BATCH)


def _plan_of(found, plan, given, carrier):
    """The word of the giver on a plan, where the round asks for it."""
    if not plan.plan_state or not carrier.lead:
        return {}
    text, by, at = given.get("plan", ("", None, None))
    return {
        "plan": plan.plan_state, "plan_text": text, "plan_decided_by": found.users[by] if by else None,
        "plan_decided_at": at,
    }  # fmt: skip


def load_conclusions(found):
    made, results = [], []
    for plan in found.plan.tasks:
        for given in (plan.conclusion, *plan.years):
            if given:
                conclusion, found_of_each = _conclusion(found, plan, given)
                made.append(conclusion)
                results += found_of_each
    Conclusion.objects.bulk_create(made, batch_size=BATCH)
    IndicatorResult.objects.bulk_create(results, batch_size=BATCH)


def _conclusion(found, plan, given):
    """The final one or that of a year, with what was found of each indicator."""
    values = {key: value for key, value in given.items() if key not in ("results", "reported", "confirmed")}
    conclusion = Conclusion(
        task=found.tasks[plan.key], by=found.users[found.plan.roster.desks[plan.giver]],
        **(values | {"document": found.papers[values["document"]]}),
    )  # fmt: skip
    indicators = found.indicators[plan.key]
    reported = given.get("reported", [row.current for row in indicators])
    confirmed = given.get("confirmed", [row.confirmed for row in indicators])
    return conclusion, [
        IndicatorResult(conclusion=conclusion, indicator=row, reported=said, confirmed=known, result=result,
                        proposed=result if given.get("proposed") else "")
        for row, said, known, result in zip(indicators, reported, confirmed, given["results"], strict=True)
    ]  # fmt: skip


def load_extras(found):
    """Appraisals, urges, directions, changes with their evidence, obstacles, recommendations, handovers."""
    rows, steps, files = {}, [], []
    for plan in found.plan.tasks:
        for model, values in plan.extras:
            if model in INSPECTIONS:
                continue
            made = plain_row(
                found, plan, {name: value for name, value in values.items() if name not in ("steps", "files")}
            )
            row = apps.get_model("tasks_app", model)(task=found.tasks[plan.key], **made)
            rows.setdefault(model, []).append(row)
            steps += [
                DirectionStep(direction=row, **step | {"by": found.users[step["by"]]})
                for step in values.get("steps", ())
            ]
            files += [
                evidence_row(found, plan, name, kind, n, by=row.requested_by, at=row.requested_at, change=row)
                for n, (name, kind) in enumerate(values.get("files", ()))
            ]
    for model, made in rows.items():
        apps.get_model("tasks_app", model).objects.bulk_create(made, batch_size=BATCH)
    DirectionStep.objects.bulk_create(steps, batch_size=BATCH)
    Evidence.objects.bulk_create(files, batch_size=BATCH)


def plain_row(found, plan, values):
    return {name: _row(found, plan, name, value) for name, value in values.items()}


def _row(found, plan, name, value):
    """The plan's word for a thing as the row that it became."""
    if isinstance(value, Paper):
        return found.papers[value]
    if isinstance(value, Report):
        return found.reports[id(value)]
    if isinstance(value, Carrier):
        return found.assignments[id(value)]
    if name in PEOPLE:
        return found.users[value]
    if name == "to_cadre":
        return found.cadres[value]
    if name in UNITS and value in found.units:
        return found.units[value]
    if name == "proposal" and value:
        return _proposal(found, plan, value)
    return value


def _proposal(found, plan, value):
    """A proposed target, kept as actions.changing keeps it: exact strings beside the ones they would replace."""
    indicator = found.indicators[plan.key][value["indicator"]]
    change = {"name": indicator.name, "from": f"{indicator.target:f}", "to": f"{value['to']:f}"}
    return {"targets": {str(indicator.pk): change}}


def speaker(found, key, at):
    """ "Đ/c Lê Thị Phương, Trưởng Ban Tổ chức Huyện ủy", as actions.recording says it."""
    day = timezone.localdate(at)
    if (key, day) not in found.titles:
        person = found.plan.roster.people[key]
        found.titles[key, day] = (
            f"Đ/c {person.name}, {person.main_title(found.plan.units, day)}".removesuffix(", ")
        )
    return found.titles[key, day]
