"""How is a reminder rule of a round changed: with a record of old and new, and effective from the next planning?"""

from django.db import transaction

from tasks_app.actions import rounds
from tasks_app.models import ReminderRule, RoundEvent
from tasks_app.models.reminder_rules import Recipient
from tasks_app.occurrences import STANDARD


def rule_of(round, rule):
    """The round's own row, or an unsaved one that says the standard."""
    return round.reminder_rules.filter(rule=rule).first() or ReminderRule.standard(round, rule)


def rules_of(round):
    """One row a rule, in the order in which they come in a task's life; one query."""
    own = {row.rule: row for row in round.reminder_rules.all()}
    return [own.get(rule) or ReminderRule.standard(round, rule) for rule in STANDARD]


@transaction.atomic
def change_rule(round, rule, values, *, by, at, seen):
    """`values`: {field of ReminderRule: value}. What waits to be sent and no longer holds is cancelled by the next planning."""
    round = rounds.lock_round(round, seen)
    row = rule_of(round, rule)
    changes = [
        [label_of(name), in_words(name, getattr(row, name)), in_words(name, value)]
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    if not changes:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.round = round
    row.save()
    round.version += 1
    round.save(update_fields=["version"])
    text = "\n".join(f"{label}: {old} → {new}" for label, old, new in changes)
    act = f"sửa quy tắc nhắc «{row.get_rule_display()}»"
    rounds.record(round, RoundEvent.Kind.CHANGED, act, by=by, at=at, text=text, data={"changes": changes})
    return row


def label_of(name):
    label = str(ReminderRule._meta.get_field(name).verbose_name)
    return f"{label[:1].upper()}{label[1:]}"


def in_words(name, value):
    if isinstance(value, bool):
        return "có" if value else "không"
    if name == "recipients":
        return ", ".join(Recipient(role).label for role in value) or "không ai"
    if name == "off_day":
        return ReminderRule.OffDay(value).label
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "không"
    return "không" if value is None else str(value)
