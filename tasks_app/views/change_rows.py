"""In which words does a request for a change stand on a page: what was asked, what was granted?"""

from datetime import date
from decimal import Decimal

from tasks_app.actions.proposals import TERMS
from tasks_app.models import ChangeRequest, Indicator

GRANTED = ChangeRequest.GRANTED


def named(row):
    """Add to the plain values of a request the words that its row shows (tasks_app/task/change_row.html)."""
    row.kind_name = ChangeRequest.Kind(row.kind).label
    row.cause_name = ChangeRequest.Cause(row.cause).label if row.cause else ""
    row.advice_name = ChangeRequest.Advice(row.advice).label if row.advice else ""
    row.outcome_name = ChangeRequest.Outcome(row.outcome).label
    row.lines = lines_of(row.proposal)
    row.granted_lines = lines_of(row.granted) if row.granted and row.granted != row.proposal else []
    row.asked_days = _days(row.before_on, row.proposed_on)
    row.granted_days = _days(row.before_on, row.approved_on) if row.outcome in GRANTED else None
    return row


def _days(before, after):
    return (after - before).days if before and after else None


def lines_of(proposal):
    """(words, before, after) of a change of content; values are dates, exact figures, texts or None."""
    found = []
    for said in proposal.get("targets", {}).values():
        words = f"Chỉ tiêu giao: {said['name']}"
        found.append((words, _number(said["from"]), _number(said["to"])))
        if "whole_to" in said:
            found.append(
                (f"Trên tổng số: {said['name']}", _number(said["whole_from"]), _number(said["whole_to"]))
            )
    for said in proposal.get("terms", {}).values():
        for field, change in said["changes"].items():
            words = f"{TERMS[field][:1].upper()}{TERMS[field][1:]}: {said['name']}"
            found.append((words, _value(field, change["from"]), _value(field, change["to"])))
    for said in proposal.get("dropped", {}).values():
        found.append((f"Thôi tính chỉ tiêu: {said['name']}", _number(said["from"]), None))
    for new in proposal.get("added", ()):
        unit = f" {new['measure_unit']}" if new["measure_unit"] else ""
        boolean = new["kind"] in Indicator.BOOLEAN
        found.append(
            (f"Bổ sung chỉ tiêu: {new['name']}{unit}", None, "Có" if boolean else _number(new["target"]))
        )
    if "product" in proposal:
        found.append(("Sản phẩm cần đạt", proposal["product"]["from"], proposal["product"]["to"]))
    return found


def _value(field, text):
    if not text:
        return None
    if field == "due_on":
        return date.fromisoformat(text)
    return Decimal(text) if field == "weight" else text


def _number(text):
    return None if text is None else Decimal(text)
