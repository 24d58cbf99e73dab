"""Which values of a task were changed: from what to what, by whom, when, and in the course of which act?

Read from the signed history rows, which triggers write and nobody can alter. What was only a draft of somebody's is left out, and
so is what the act itself already tells.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.apps import apps
from django.db import connection, models

from cadres.audit import HistoryRow
from cadres.models import Cadre, Unit, User
from tasks_app.models import Field

# Model -> (what it is called, the field that names one of several, fields whose changes are told).
TOLD = {
    "Task": ("Việc", "", (
        "title", "product", "authority_note", "basis", "field", "unit", "weight", "starts_on", "original_due_on", "due_on",
        "report_rhythm", "follower", "commitment_due_on", "finished_on",
    )),
    "Indicator": ("Chỉ tiêu", "name", (
        "name", "kind", "measure_unit", "baseline", "target", "whole", "lower_is_better", "weight", "data_source",
        "confirmed_by", "rhythm", "due_on", "confirmed",
    )),
    "Assignment": ("Phân công", "name", ("role", "title", "collective", "starts_on", "ends_on")),
    "Milestone": ("Mốc", "name", ("name", "due_on")),
    "Obstacle": ("Vướng mắc", "text", ("text", "solver", "solver_note", "due_on")),
    "Recommendation": ("Kiến nghị", "text", ("text", "addressee")),
    "ChangeRequest": ("Đề nghị thay đổi", "", ("reason", "cause", "due_proposed", "due_approved")),
    "ProgressReport": ("Báo cáo", "", ("outlook", "narrative", "unchanged_reason", "paper_no", "is_late")),
    "Inspection": ("Kiểm tra", "team", ("inspected_on", "place", "minutes_no", "findings", "dropped_reason")),
    "Direction": ("Ý kiến chỉ đạo", "", ("text",)),
    "Urge": ("Đôn đốc", "", ("text", "answer_by")),
    "Conclusion": ("Kết luận", "", (
        "result", "completed", "on_time", "quality_met", "exceeded", "finished_on", "comment", "concluded_on",
    )),
}  # fmt: skip
# The act's moment is read a little after its transaction began; both are of one act when they lie this close.
ONE_ACT = timedelta(seconds=30)


@dataclass
class Change:
    """One row that changed. `values`: (name of the field, before, after) as words; `act`: the event it belongs to, or None."""

    at: datetime
    by: str
    what: str
    values: list
    removed: bool = False
    act: object = None


def changes_of(task, events):
    """Newest first. `events`: the task's TaskEvents, from which each change takes its reason and document. Up to five queries."""
    shown_from = min((e.at for e in events if e.kind in ("submit", "order", "decide")), default=None)
    if shown_from is None:
        return []
    rows = _rows(task)
    found = []
    last = {}
    for model, key, label, at, actor, values in rows:
        before = last.get((model, key))
        last[model, key] = values
        if at < shown_from or before is None or _is_draft(values):
            continue
        what, naming, told = TOLD[model]
        name = before.get(naming) if naming else ""
        columns = {field: _field(model, field).attname for field in told}
        changed = [
            (field, before.get(column), values.get(column))
            for field, column in columns.items()
            if before.get(column) != values.get(column)
        ]
        if changed or label == "xoa":
            what = f"{what} «{name[:80]}»" if name else what
            found.append((model, Change(at, actor, what, changed, removed=label == "xoa")))
    return _in_words([(m, c) for m, c in reversed(found)], events)


def _is_draft(values):
    return values.get("status") == "draft"


@lru_cache(maxsize=1)
def _statement():
    """One UNION over the history tables of what is told."""
    tables = {
        model.pgh_tracked_model.__name__: model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, HistoryRow) and model.pgh_tracked_model.__name__ in TOLD
    }
    arms = [
        f"SELECT '{name}', pgh_obj_id, pgh_label, pgh_created_at, actor_id, to_jsonb(h), pgh_id FROM {table} h"
        f" WHERE {'pgh_obj_id' if name == 'Task' else 'task_id'} = %s"
        for name, table in sorted(tables.items())
    ]
    return " UNION ALL ".join(arms) + " ORDER BY 4, 7", len(arms)


def _rows(task):
    sql, count = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [task.pk] * count)
        found = cursor.fetchall()
    return [(*row[:5], json.loads(row[5], parse_float=Decimal)) for row in found]


def _in_words(found, events):
    """Ids as names, codes as labels, days and numbers as values; each with the act it belongs to."""
    ids = {Unit: set(), Cadre: set(), User: {change.by for _, change in found}, Field: set()}
    for model, change in found:
        for field, *pair in change.values:
            related = _field(model, field).related_model
            if related in ids:
                ids[related] |= {value for value in pair if value}
    names = {kind: _names(kind, wanted) for kind, wanted in ids.items() if wanted}
    for model, change in found:
        change.act = _act_of(change, events)
        change.values = [
            (_label(model, field), *(_word(model, field, value, names) for value in pair))
            for field, *pair in change.values
        ]
        change.by = change.act.by_name if change.act else names[User].get(change.by, "")
    return [change for _, change in found]


def _act_of(change, events):
    near = [e for e in events if e.by_id == change.by and timedelta(0) <= e.at - change.at < ONE_ACT]
    return min(near, key=lambda e: e.at, default=None)


def _field(model, name):
    return apps.get_model("tasks_app", model)._meta.get_field(name)


def _label(model, name):
    text = str(_field(model, name).verbose_name)
    return text[:1].upper() + text[1:]


def _names(kind, ids):
    if kind is User:
        users = User.objects.filter(pk__in=ids).select_related("cadre")
        return {u.pk: f"Đ/c {u.cadre.full_name}" if getattr(u, "cadre", None) else str(u) for u in users}
    return {row.pk: str(row) for row in kind.objects.filter(pk__in=ids)}


def _word(model, name, value, names):
    field = _field(model, name)
    if value is None or value == "":
        return None
    if field.related_model:
        return names.get(field.related_model, {}).get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "có" if value else "không"
    if isinstance(field, models.DateField):
        return date.fromisoformat(value[:10])
    if isinstance(field, models.DecimalField):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return str(value)
    return value
