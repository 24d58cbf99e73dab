"""What does a request for another content say, and how does it take effect?

A proposal is kept as plain JSON with exact figures as strings, beside what they would replace, so that it reads the same when
indicators have other names one day:

    {"targets": {pk: {"name", "unit", "from", "to", "whole_from"?, "whole_to"?}},
     "terms": {pk: {"name", "changes": {field: {"from", "to"}}}},      fields: TERMS
     "dropped": {pk: {"name", "from"}}, "added": [figures of a new indicator], "product": {"from", "to"}}
"""

from datetime import date
from decimal import Decimal

from tasks_app.actions.contents import plain
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Indicator

# What of an indicator can be changed beside its target.
TERMS = {"name": "tên", "measure_unit": "đơn vị tính", "weight": "trọng số", "due_on": "chốt số liệu"}
FIGURES = ("baseline", "target", "whole", "weight")
PLAIN = ("name", "kind", "measure_unit", "lower_is_better", "data_source", "confirmed_by", "rhythm")


def written(task, asked):
    """The proposal as it is kept. `asked`: {"targets": {pk: Decimal}, "wholes": {pk: Decimal}, "terms": {pk: {field: value}},
    "dropped": [pk], "added": [ordering.Figure], "product": text}, each part optional. What changes nothing is left out."""
    rows = {row.pk: row for row in task.indicators.all()}
    dropped = [pk for pk in asked.get("dropped", ()) if pk in rows]
    kept = {
        "targets": _targets(rows, asked, dropped),
        "terms": _terms(rows, asked, dropped),
        "dropped": {str(pk): {"name": rows[pk].name, "from": plain(rows[pk].target)} for pk in dropped},
        "added": [_added(figure) for figure in asked.get("added", ())],
    }
    kept = {part: said for part, said in kept.items() if said}
    product = asked.get("product", "")
    if product and product != task.product:
        kept["product"] = {"from": task.product, "to": product}
    if not kept:
        raise NotPossible("Ghi ít nhất một chỉ tiêu hoặc nội dung đề nghị điều chỉnh.")
    require_whole(task, kept)
    return kept


def _targets(rows, asked, dropped):
    found = {}
    wholes = asked.get("wholes", {})
    for pk, row in rows.items():
        target = asked.get("targets", {}).get(pk)
        whole = wholes.get(pk)
        new = (row.target if target is None else target, row.whole if whole is None else whole)
        if pk in dropped or new == (row.target, row.whole):
            continue
        said = {"name": row.name, "unit": row.measure_unit, "from": plain(row.target), "to": plain(new[0])}
        if new[1] != row.whole:
            said |= {"whole_from": plain(row.whole), "whole_to": plain(new[1])}
        found[str(pk)] = said
    return found


def _terms(rows, asked, dropped):
    found = {}
    for pk, terms in asked.get("terms", {}).items():
        if pk not in rows or pk in dropped:
            continue
        row = rows[pk]
        changes = {
            field: {"from": _plain(getattr(row, field)), "to": _plain(value)}
            for field, value in terms.items()
            if field in TERMS and value not in (None, "") and value != getattr(row, field)
        }
        if changes:
            found[str(pk)] = {"name": row.name, "changes": changes}
    return found


def _added(figure):
    said = {name: getattr(figure, name) for name in PLAIN}
    said |= {name: plain(getattr(figure, name)) for name in FIGURES}
    return said | {"due_on": _plain(figure.due_on)}


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value


def require_whole(task, content):
    """After the change there is something to measure, and weights that were touched make 100 again."""
    weights = {row.pk: row.weight for row in task.indicators.all()}
    for pk in content.get("dropped", ()):
        weights.pop(int(pk), None)
    touched = bool(content.get("dropped") or content.get("added"))
    for pk, said in content.get("terms", {}).items():
        if "weight" in said["changes"]:
            touched = True
            weights[int(pk)] = Decimal(said["changes"]["weight"]["to"])
    total = sum(weights.values()) + sum(Decimal(new["weight"]) for new in content.get("added", ()))
    if not weights and not content.get("added"):
        raise NotPossible("Giữ lại hoặc bổ sung ít nhất một chỉ tiêu đo được.")
    if touched and total != 100:
        shown = f"{total.normalize():f}".replace(".", ",")
        raise NotPossible(f"Tổng trọng số sau điều chỉnh phải bằng 100, hiện là {shown}.")


def narrowed(proposal, *, targets=None, without=()):
    """What is granted of a proposal: other `targets` {pk: Decimal}, and none of the parts named in `without`
    ("terms:12", "dropped:12", "added:0", "product", "targets:12")."""
    left = {}
    for part, said in proposal.items():
        if part == "product":
            kept = None if part in without else said
        elif part == "added":
            kept = [new for n, new in enumerate(said) if f"added:{n}" not in without]
        else:
            kept = {pk: dict(row) for pk, row in said.items() if f"{part}:{pk}" not in without}
        if kept:
            left[part] = kept
    for pk, value in (targets or {}).items():
        row = left.get("targets", {}).get(str(pk))
        if row and value is not None:
            row["to"] = plain(value)
    return left


def take_effect(task, content, *, on):
    """Write the granted content into the task (not saved) and its indicators (saved). What was first decided is kept beside."""
    for pk, said in content.get("targets", {}).items():
        row = task.indicators.get(pk=pk)
        if row.original_target is None:
            row.original_target, row.original_whole = row.target, row.whole
        row.target = Decimal(said["to"])
        if "whole_to" in said:
            row.whole = Decimal(said["whole_to"])
        row.save(update_fields=["target", "whole", "original_target", "original_whole"])
    for pk, said in content.get("terms", {}).items():
        values = {field: _value(field, change["to"]) for field, change in said["changes"].items()}
        task.indicators.filter(pk=pk).update(**values)
    task.indicators.filter(pk__in=content.get("dropped", ())).update(dropped_on=on)
    last = task.indicators.order_by("-rank").values_list("rank", flat=True).first() or 0
    for n, new in enumerate(content.get("added", ()), 1):
        figures = {name: None if new[name] is None else Decimal(new[name]) for name in FIGURES}
        values = {name: new[name] for name in PLAIN} | figures | {"due_on": _value("due_on", new["due_on"])}
        Indicator.objects.create(task=task, rank=last + n, **values)
    if "product" in content:
        task.product = content["product"]["to"]


def _value(field, text):
    if field == "due_on":
        return date.fromisoformat(text) if text else None
    return Decimal(text) if field == "weight" else text
