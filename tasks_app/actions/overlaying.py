"""What becomes of a task that is there when a table is laid over it, and where does the table say something else?

What the table has no column for, or leaves empty, stays as it is.
"""

from dataclasses import replace
from datetime import date

from tasks_app.actions.ordering import Draft, Figure, Person, vietnamese
from tasks_app.actions.roll import short
from tasks_app.exchange.annex import share_evenly
from tasks_app.exchange.wording import plain
from tasks_app.models import Indicator, Task

KEPT = (
    "title",
    "origin",
    "natures",
    "product",
    "authority_note",
    "basis",
    "report_rhythm",
    "starts_on",
    "due_on",
)


def put_over(task, line, people, *, unit, partners, field, natures, round, has):
    """The task as it is, with what the table has a column for put over it."""
    values = {name: getattr(task, name) for name in KEPT} | {
        "round": round, "giver": round.committee, "title": line.title, "due_on": line.due_on,
        "contributes_to": task.contributes_to, "unit": unit if "unit" in has and line.unit else task.unit,
        "field": field if line.field else task.field, "people": _people_over(task, people, has),
        "coordinating_units": partners if "partners" in has else task.partners,
        "figures": _figures_over(task.rows, line.figures, has),
    }  # fmt: skip
    if "natures" in has and line.natures:
        values["natures"] = natures
    if "product" in has and line.product:
        values["product"] = line.product
    return Draft(**values)


def _people_over(task, people, has):
    """The comrades of the line; a title that only differs in how it is spelled stays as it is."""
    if people is None:
        return [Person(row.cadre, row.title, row.collective) for row in task.people]
    there = {row.cadre_id: row for row in task.people}
    found = []
    for cadre, title, _, typed in people:
        row = there.get(cadre.pk)
        same = row is not None and (
            not typed or "post" not in has or task.is_decided or short(row.title) == short(title)
        )
        found.append(Person(cadre, row.title if same else title, row.collective if row else None))
    return found


def figure_of(line, weight):
    return Figure(
        name=line.name, kind=line.kind or Indicator.Kind.UP, measure_unit=line.measure, baseline=line.baseline,
        target=line.target, whole=line.whole, lower_is_better=line.lower, weight=weight, due_on=line.closing,
    )  # fmt: skip


def _figures_over(rows, lines, has):
    """The indicators that are there with what the table says of them; by name, in the order of the table."""
    there = {plain(row.name): row for row in rows}
    same_set = {plain(line.name) for line in lines} == set(there)
    shares = share_evenly(len(lines))
    found = []
    for line, share in zip(lines, shares, strict=True):
        row = there.get(plain(line.name))
        if row is None:
            found.append(figure_of(line, line.weight or share))
            continue
        weight = line.weight if line.weight is not None else row.weight if same_set else share
        figure = Figure(
            name=line.name, kind=row.kind, measure_unit=row.measure_unit, baseline=row.baseline, target=line.target,
            whole=line.whole, lower_is_better=row.lower_is_better, weight=weight, data_source=row.data_source,
            confirmed_by=row.confirmed_by, rhythm=row.rhythm, due_on=row.due_on, pk=row.pk,
        )  # fmt: skip
        if "kind" in has and line.kind:
            figure = replace(figure, kind=line.kind, lower_is_better=line.lower)
        if "measure" in has:
            figure = replace(figure, measure_unit=line.measure)
        if "baseline" in has:
            figure = replace(figure, baseline=line.baseline)
        if "closing" in has:
            figure = replace(figure, due_on=line.closing)
        found.append(figure)
    return found


# ---- differences -----------------------------------------------------------------------------------------------------


def differences(task, draft):
    """(what, old, new) as texts."""
    plain_fields = {"title": "nội dung", "product": "sản phẩm", "due_on": "thời hạn"}
    for name, label in plain_fields.items():
        old = getattr(task, name)
        if name == "due_on":
            old = task.named_due_on or task.due_on
        if getattr(draft, name) != old:
            yield label, _said(old), _said(getattr(draft, name))
    if draft.unit.pk != task.unit_id:
        yield "đơn vị", task.unit.name, draft.unit.name
    if draft.field.pk != task.field_id:
        yield "lĩnh vực", task.field.name, draft.field.name
    if set(draft.natures) != set(task.natures):
        yield "tính chất", _natures(task.natures), _natures(draft.natures)
    old = [(row.cadre_id, row.title) for row in task.people]
    if [(p.cadre.pk, p.title) for p in draft.people] != old:
        yield (
            "đồng chí",
            _people([(r.name, r.title) for r in task.people]),
            _people([(p.cadre.full_name, p.title) for p in draft.people]),
        )
    if {u.pk for u in draft.coordinating_units} != {u.pk for u in task.partners}:
        yield "phối hợp", _units(task.partners), _units(draft.coordinating_units)
    yield from _figure_differences(task.rows, draft.figures)


FIGURE_FIELDS = {
    "name": "tên chỉ tiêu", "kind": "loại chỉ tiêu", "lower_is_better": "chiều của chỉ tiêu", "measure_unit": "đơn vị tính",
    "baseline": "hiện trạng", "target": "cần đạt", "whole": "tổng số", "weight": "trọng số", "due_on": "chốt số liệu",
}  # fmt: skip


def _figure_differences(rows, figures):
    there = {row.pk: row for row in rows}
    for figure in figures:
        row = there.pop(figure.pk, None)
        if row is None:
            yield "thêm chỉ tiêu", "", figure.name
            continue
        for name, label in FIGURE_FIELDS.items():
            if getattr(row, name) != getattr(figure, name):
                yield f"{label} của «{row.name}»", _said(getattr(row, name)), _said(getattr(figure, name))
    for row in there.values():
        yield "bỏ chỉ tiêu", row.name, ""
    order = [figure.pk for figure in figures if figure.pk]
    if not there and len(order) == len(figures) and order != [row.pk for row in rows]:
        yield "thứ tự chỉ tiêu", "", ""


def _said(value):
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if hasattr(value, "normalize"):
        return vietnamese(value)
    return str(value)


def _natures(codes):
    return ", ".join(str(Task.Nature(code).label) for code in codes)


def _people(pairs):
    return "; ".join(f"{name}, {title}" if title else name for name, title in pairs)


def _units(units):
    return "; ".join(sorted(unit.name for unit in units))
