"""What exactly was decided: how is a version of the locked content written down and compared?

The decision writes version 1, each approved change the next one. A version is plain JSON with texts, ISO dates and exact
figures as strings, so that it reads the same when units, titles or indicators have other names one day.
"""

from datetime import date
from decimal import Decimal

from tasks_app.models import TaskContent

# Keys of a version, with the words under which a page compares them.
LABELS = {
    "title": "Tên việc",
    "product": "Sản phẩm cần đạt",
    "authority_note": "Rõ thẩm quyền",
    "unit": "Đơn vị chịu trách nhiệm",
    "weight": "Trọng số",
    "starts_on": "Bắt đầu",
    "due_on": "Hạn hoàn thành",
    "people": "Đồng chí được giao",
}
DATES = ("starts_on", "due_on")


def content_of(task):
    """The locked content as it stands now. A handful of queries."""
    people = task.assignments.open().lead_first()
    return {
        "title": task.title,
        "origin": task.origin,
        "natures": list(task.natures),
        "field": task.field.name,
        "giver": task.giver_name or task.giver.name,
        "unit": task.unit_name or task.unit.name,
        "management_level": task.management_level,
        "coordinating_units": [unit.name for unit in task.coordinating_units.order_by("pk")],
        "contributes_to": task.contributes_to.code if task.contributes_to else None,
        "product": task.product,
        "authority_note": task.authority_note,
        "basis": task.basis,
        "weight": plain(task.weight),
        "starts_on": task.starts_on.isoformat(),
        "due_on": (task.named_due_on or task.due_on).isoformat(),
        "report_rhythm": task.report_rhythm,
        "people": [f"{p.name}, {p.title}" if p.title else p.name for p in people],
        "indicators": [
            {
                "id": row.pk,
                "name": row.name,
                "kind": row.kind,
                "measure_unit": row.measure_unit,
                "baseline": plain(row.baseline),
                "target": plain(row.target),
                "whole": plain(row.whole),
                "lower_is_better": row.lower_is_better,
                "weight": plain(row.weight),
                "data_source": row.data_source,
                "confirmed_by": row.confirmed_by,
                "rhythm": row.rhythm,
                "rubric": row.rubric,
                "due_on": row.due_on and row.due_on.isoformat(),
            }
            for row in task.indicators.order_by("rank", "pk")
        ],
    }


def write_content(task, *, by, at, document=None, reason=""):
    """Add the next version from what the task and its indicators say now. Sets `content_version`; the caller saves the task."""
    task.content_version += 1
    return TaskContent.objects.create(
        task=task,
        number=task.content_version,
        content=content_of(task),
        document=document,
        reason=reason,
        by=by,
        at=at,
    )


def plain(number):
    """A Decimal as an exact string without trailing zeros; None stays None."""
    return None if number is None else f"{Decimal(number).normalize():f}"


def differences(before, after):
    """What changed between two versions: (words, old value, new value), values as date, Decimal or text.

    Only what both versions wrote down is compared: an imported version may hold less.
    """
    found = [
        (label, _read(key, before[key]), _read(key, after[key]))
        for key, label in LABELS.items()
        if key in before and key in after and before[key] != after[key]
    ]
    old = {row["id"]: row for row in before.get("indicators", ())}
    for row in after.get("indicators", ()):
        was = old.get(row["id"])
        if was and was.get("target") != row.get("target"):
            found.append((f"Chỉ tiêu giao: {row['name']}", _number(was["target"]), _number(row["target"])))
        if was and was.get("due_on") != row.get("due_on"):
            found.append((f"Chốt số liệu: {row['name']}", _day(was["due_on"]), _day(row["due_on"])))
    return found


def _read(key, value):
    if key in DATES:
        return _day(value)
    if key == "weight":
        return _number(value)
    return "; ".join(value) if isinstance(value, list) else value


def _day(text):
    return date.fromisoformat(text) if text else None


def _number(text):
    return Decimal(text) if text is not None else None
