"""What exactly was decided: how is a version of the locked content written down and compared?

The decision writes version 1, each approved change the next one. A version is plain JSON with texts, ISO dates and exact
figures as strings, so that it reads the same when units, titles or indicators have other names one day.
"""

from datetime import date
from decimal import Decimal

from cadres.models import Unit
from tasks_app.models import Assignment, Field, Indicator, Rhythm, Task, TaskContent

# Keys of a version, with the words under which a page compares them.
LABELS = {
    "title": "Tên việc",
    "natures": "Tính chất việc",
    "field": "Lĩnh vực",
    "product": "Sản phẩm cần đạt",
    "authority_note": "Rõ thẩm quyền",
    "basis": "Căn cứ",
    "unit": "Đơn vị chịu trách nhiệm",
    "coordinating_units": "Đơn vị phối hợp",
    "contributes_to": "Cụ thể hóa việc",
    "weight": "Trọng số",
    "starts_on": "Bắt đầu",
    "due_on": "Hạn hoàn thành",
    "report_rhythm": "Kỳ báo cáo",
    "people": "Đồng chí được giao",
}
# The same of one indicator; its target first, since that is what is argued about.
FIGURE_LABELS = {
    "target": "Chỉ tiêu giao",
    "baseline": "Hiện trạng",
    "whole": "Tổng số",
    "name": "Tên chỉ tiêu",
    "kind": "Loại chỉ tiêu",
    "measure_unit": "Đơn vị tính",
    "weight": "Trọng số",
    "due_on": "Chốt số liệu",
    "rhythm": "Nhịp cập nhật",
    "data_source": "Nguồn số liệu",
    "confirmed_by": "Cơ quan xác nhận số liệu",
}
DATES = ("starts_on", "due_on")
NUMBERS = ("weight", "target", "baseline", "whole")
RHYTHMS = ("report_rhythm", "rhythm")


def content_of(task):
    """The locked content of one task as it stands now."""
    return contents_of([task])[task.pk]


def contents_of(tasks):
    """{task pk: its locked content as it stands now}; six queries, however many tasks."""
    pks = [task.pk for task in tasks]
    people = _by_task(Assignment.objects.open().lead_first().filter(task__in=pks))
    rows = _by_task(Indicator.objects.filter(task__in=pks).order_by("rank", "pk"))
    partners = _by_task(
        Task.coordinating_units.through.objects.filter(task__in=pks)
        .select_related("unit")
        .order_by("unit_id")
    )
    fields = Field.objects.in_bulk({task.field_id for task in tasks})
    higher = Task.objects.filter(pk__in={task.contributes_to_id for task in tasks} - {None})
    codes = dict(higher.values_list("pk", "code"))
    units = Unit.objects.filter(pk__in={pk for task in tasks for pk in (task.giver_id, task.unit_id)})
    names = dict(units.values_list("pk", "name"))
    return {
        task.pk: {
            "title": task.title,
            "origin": task.origin,
            "natures": list(task.natures),
            "field": fields[task.field_id].name,
            "giver": task.giver_name or names[task.giver_id],
            "unit": task.unit_name or names[task.unit_id],
            "management_level": task.management_level,
            "coordinating_units": [row.unit.name for row in partners.get(task.pk, ())],
            "contributes_to": codes.get(task.contributes_to_id),
            "product": task.product,
            "authority_note": task.authority_note,
            "basis": task.basis,
            "weight": plain(task.weight),
            "starts_on": task.starts_on.isoformat(),
            "due_on": (task.named_due_on or task.due_on).isoformat(),
            "report_rhythm": task.report_rhythm,
            "people": [f"{p.name}, {p.title}" if p.title else p.name for p in people.get(task.pk, ())],
            "indicators": [_of_indicator(row) for row in rows.get(task.pk, ())],
        }
        for task in tasks
    }


def _by_task(rows):
    found = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found


def _of_indicator(row):
    return {
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


def write_content(task, *, by, at, document=None, reason=""):
    """Add the next version from what the task and its indicators say now. Sets `content_version`; the caller saves the task."""
    (content,) = write_contents([task], by=by, at=at, document=document, reason=reason)
    return content


def write_contents(tasks, *, by, at, document=None, reason=""):
    """The same for many tasks of one act."""
    said = contents_of(tasks)
    for task in tasks:
        task.content_version += 1
    return TaskContent.objects.bulk_create(
        TaskContent(
            task=task, number=task.content_version, content=said[task.pk], document=document, reason=reason, by=by, at=at
        )
        for task in tasks
    )  # fmt: skip


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
    new = {row["id"]: row for row in after.get("indicators", ())}
    for pk, row in new.items():
        was = old.get(pk)
        if was is None:
            found.append((f"Bổ sung chỉ tiêu: {row['name']}", None, _read("target", row.get("target"))))
            continue
        found += [
            (f"{label}: {row['name']}", _read(key, was[key]), _read(key, row[key]))
            for key, label in FIGURE_LABELS.items()
            if key in was and key in row and was[key] != row[key]
        ]
    found += [
        (f"Thôi tính chỉ tiêu: {row['name']}", _read("target", row.get("target")), None)
        for pk, row in old.items()
        if pk not in new
    ]
    return found


def in_words(changes):
    """Differences as an event keeps them: [{"name", "old", "new"}], all of them texts."""
    return [{"name": name, "old": _said(old), "new": _said(new)} for name, old, new in changes]


def as_lines(said):
    """The same as lines of text: "Chỉ tiêu giao: Diện tích: 312 → 320"."""
    return [f"{change['name']}: {change['old']} → {change['new']}" for change in said]


def _said(value):
    if value is None or value == "":
        return "chưa ghi"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _read(key, value):
    if key in DATES:
        return date.fromisoformat(value) if value else None
    if key in NUMBERS:
        return Decimal(value) if value is not None else None
    if key in RHYTHMS:
        return str(Rhythm(value).label)
    if key == "kind":
        return str(Indicator.Kind(value).label)
    if key == "natures":
        return "; ".join(str(Task.Nature(nature).label) for nature in value)
    return "; ".join(value) if isinstance(value, list) else value
