"""Inspections recorded before there were missions: each gets the mission of its team and day; what was asked for is a follow-up."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F

from cadres.audit import sign_transaction

UNSAID = "Không ghi."


def fill(apps, schema_editor):
    model = {name: apps.get_model("tasks_app", name) for name in (
        "Inspection", "InspectionMission", "FollowUp", "ChangeRequest", "Indicator", "TaskContent", "Assignment",
    )}  # fmt: skip
    User = apps.get_model("cadres", "User")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    missions = {}
    for row in model["Inspection"].objects.select_related("task").order_by("inspected_on", "pk"):
        key = (row.task.giver_id, row.team, row.inspected_on, row.task_id)
        key = key[:3] if (*key[:3], row.task_id) not in missions else key
        if key not in missions:
            missions[key] = model["InspectionMission"].objects.create(
                committee_id=row.task.giver_id, name=row.team, starts_on=row.inspected_on, ends_on=row.inspected_on,
                place=row.place, closed_on=row.followed_up_on if row.follow_up_due_on else row.inspected_on,
                by_id=row.by_id, at=row.at,
            )  # fmt: skip
        missions[(*key[:3], row.task_id)] = missions[key]
        row.mission = missions[key]
        row.findings = row.findings or UNSAID
        row.recorded_by_id, row.recorded_at = row.by_id, row.at
        row.save()
        if row.recommendations or row.follow_up_due_on:
            follow_up(model, row)
    mark_desk(model)
    remember_first_targets(model)
    sign_transaction(None)


def follow_up(model, row):
    """What was asked for went to who led the task; what was mended was confirmed without a word."""
    lead = model["Assignment"].objects.filter(task=row.task_id, role="lead").order_by("ends_on", "pk")
    lead = lead.filter(starts_on__lte=row.inspected_on).last() or lead.first()
    done = {}
    if row.followed_up_on:
        done = {"done_text": UNSAID, "done_by_id": row.by_id, "done_at": row.at,
                "closed_on": row.followed_up_on, "closed_by_id": row.by_id}  # fmt: skip
    model["FollowUp"].objects.create(
        inspection=row, text=(row.recommendations or row.findings)[:2000], to_cadre_id=lead.cadre_id,
        addressee=lead.name, due_on=row.follow_up_due_on or row.inspected_on + timedelta(days=30), **done,
    )  # fmt: skip


def mark_desk(model):
    """A request was drawn up at the desk unless it was made by who carries or carried the task."""
    for change in model["ChangeRequest"].objects.select_related("requested_by__cadre"):
        cadre = getattr(change.requested_by, "cadre", None)
        if cadre is None or not model["Assignment"].objects.filter(task=change.task_id, cadre=cadre.pk).exists():
            change.by_desk = True
            change.save(update_fields=["by_desk"])


def remember_first_targets(model):
    """The figures of the first version, where a later one changed them."""
    first = {
        row["id"]: row
        for content in model["TaskContent"].objects.filter(number=1, task__content_version__gt=1)
        for row in content.content.get("indicators", ())
    }
    for row in model["Indicator"].objects.filter(pk__in=first, task__content_version__gt=1):
        then = first[row.pk]
        if then["target"] is not None and float(then["target"]) != float(row.target or 0):
            row.original_target, row.original_whole = then["target"], then.get("whole")
            row.save(update_fields=["original_target", "original_whole"])


def empty(apps, schema_editor):
    """Back: the first follow-up of each inspection stands on it again."""
    model = {name: apps.get_model("tasks_app", name) for name in (
        "Inspection", "InspectionMission", "MissionMember", "FollowUp", "InspectedFigure", "Evidence",
    )}  # fmt: skip
    User = apps.get_model("cadres", "User")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    for asked in model["FollowUp"].objects.select_related("inspection").order_by("-pk"):
        model["Inspection"].objects.filter(pk=asked.inspection_id).update(
            recommendations=asked.text, follow_up_due_on=asked.due_on, followed_up_on=asked.closed_on
        )
    model["Evidence"].objects.exclude(follow_up=None).update(follow_up=None)
    model["FollowUp"].objects.all().delete()
    model["InspectedFigure"].objects.all().delete()
    model["Inspection"].objects.filter(recorded_at=None).update(findings=F("dropped_reason"))
    model["Inspection"].objects.update(mission=None)
    model["MissionMember"].objects.all().delete()
    model["InspectionMission"].objects.all().delete()
    sign_transaction(None)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0029_files_of_forms")]
    operations = [migrations.RunPython(fill, empty)]
