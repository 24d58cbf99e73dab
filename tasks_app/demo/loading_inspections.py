"""How do the demo's teams, what they found and what they asked for become rows?"""

from tasks_app.demo.loading_records import BATCH, plain_row
from tasks_app.models import (
    FollowUp,
    Indicator,
    InspectedFigure,
    Inspection,
    InspectionMission,
    MissionMember,
    Reading,
)

# Kinds that a team counts on the spot.
COUNTED = (Indicator.Kind.UP, Indicator.Kind.RATIO)


def load_inspections(found):
    """Missions with their members, inspections, follow-ups: each in one go.

    The plan's words for these are dicts that name each other; a row is found again by its dict.
    """
    missions, inspections, asked = {}, {}, []
    for plan in found.plan.tasks:
        for model, values in plan.extras:
            if model == "Inspection":
                missions.setdefault(id(values["mission"]), values["mission"])
                inspections[id(values)] = (plan, values)
            elif model == "FollowUp":
                asked.append((plan, values))
    made = {key: _mission(found, values) for key, values in missions.items()}
    InspectionMission.objects.bulk_create(made.values(), batch_size=BATCH)
    MissionMember.objects.bulk_create(
        (m for key, values in missions.items() for m in _members(found, made[key], values)), batch_size=BATCH
    )
    rows = {
        key: Inspection(
            task=found.tasks[plan.key], mission=made[id(values["mission"])],
            **plain_row(found, plan, {name: value for name, value in values.items() if name != "mission"}),
        )
        for key, (plan, values) in inspections.items()
    }  # fmt: skip
    Inspection.objects.bulk_create(rows.values(), batch_size=BATCH)
    FollowUp.objects.bulk_create(
        (
            FollowUp(
                inspection=rows[id(values["inspection"])],
                **plain_row(
                    found, plan, {name: value for name, value in values.items() if name != "inspection"}
                ),
            )
            for plan, values in asked
        ),
        batch_size=BATCH,
    )


def _mission(found, values):
    plain = {
        name: values[name] for name in ("name", "subject", "starts_on", "ends_on", "place", "closed_on", "at")
    }
    return InspectionMission(
        committee=found.units[values["committee"]], document=found.papers[values["document"]],
        by=found.users[values["by"]], **plain,
    )  # fmt: skip


def _members(found, mission, values):
    for key, role in values["members"]:
        person = found.plan.roster.people[key]
        yield MissionMember(
            mission=mission, cadre=found.cadres[key], role=role, name=person.name,
            title=person.main_title(found.plan.units, values["starts_on"]),
        )  # fmt: skip


def load_inspected_figures():
    """What the teams counted, beside what had been reported by that day: every other one finds a little less."""
    for n, inspection in enumerate(Inspection.objects.recorded().order_by("pk")):
        reported = Reading.objects.filter(
            report__task=inspection.task_id, report__status="submitted", indicator__kind__in=COUNTED,
            report__period_ends_on__lt=inspection.inspected_on,
        )  # fmt: skip
        reading = reported.order_by("-report__period_ends_on", "indicator__rank", "pk").first()
        if reading:
            found = max(reading.value - n % 2, 0)
            InspectedFigure.objects.create(
                inspection=inspection, indicator_id=reading.indicator_id, reported=reading.value, value=found
            )
