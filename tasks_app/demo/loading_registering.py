"""Who must register in the living round of the Tỉnh ủy, who was excused and urged, and how were the round's rules changed?"""

from datetime import datetime, timedelta

from cadres.models import Office, Position
from tasks_app.actions.reminder_rules import in_words, label_of
from tasks_app.demo.loading_records import speaker
from tasks_app.demo.story import HANOI
from tasks_app.models import Notice, Registrant, RegistrationUrge, ReminderRule, Round, RoundEvent
from tasks_app.statistics.rounds import MISSING, people_of

COMMITTEE, OFFICER, COLLEAGUE = "TTQ", "officer", "council"
POSITIONS = ("Giám đốc", "Trưởng")
NAMED = "head"
OWN_RULES = {"overdue": {"officer_after": 10, "committee_after": 15}, "answer": {"is_urgent": True}}
EXCUSED_REASON = "Nghỉ chế độ từ đầu năm sau, đang bàn giao công việc"


def load_registering(found):
    """On the round of today's year; days are counted from the day of loading."""
    key = f"{COMMITTEE}{found.today.year}"
    if key not in found.rounds:
        return
    round, by = found.rounds[key], found.users[OFFICER]
    round.must_register.set(Position.objects.filter(name__in=POSITIONS))
    Round.objects.filter(pk=round.pk).update(version=2 + len(OWN_RULES))

    def event(kind, act, days, text="", data=None):
        at = _at(found, days)
        RoundEvent.objects.create(
            round=round, kind=kind, act=act, text=text, by=by, by_name=speaker(found, OFFICER, at), at=at, data=data or {}
        )  # fmt: skip
        return at

    event("opened", "lập đợt giao việc", 24, ", ".join(POSITIONS))
    change = ["Gia hạn ngắn do", "không", "Thường trực"]
    event("changed", "sửa đợt giao việc", 20, "Gia hạn ngắn do: không → Thường trực", {"changes": [change]})
    named = found.cadres[NAMED]
    at = event("named", "ghi đồng chí phải đăng ký", 19, named.full_name)
    Registrant.objects.create(round=round, cadre=named, by=by, at=at)
    missing = [person.cadre for person in people_of(round, on=found.today) if person.state == MISSING]
    if len(missing) > 3:
        excused = missing.pop()
        act = f"miễn đăng ký cho đ/c {excused.full_name}"
        at = event("excused", act, 11, EXCUSED_REASON)
        Registrant.objects.create(
            round=round, cadre=excused, is_required=False, reason=EXCUSED_REASON, by=by, at=at
        )
    _urge(found, round, missing[:3], by, event)
    _remind_differently(round, event)
    # Away for some days next week: a colleague of the same body will hold the desk.
    away_on = found.today + timedelta(days=7)
    Office.objects.create(
        user=found.users[COLLEAGUE], role=Office.Role.OFFICER, unit=found.units[COMMITTEE], starts_on=away_on,
        ends_on=away_on + timedelta(days=5), delegated_from=by.offices.get(role=Office.Role.OFFICER, unit=found.units[COMMITTEE]),
    )  # fmt: skip


def _urge(found, round, cadres, by, event):
    text = f"Đợt «{round.name}» nhận đăng ký đến hết ngày {round.registration_until:%d/%m/%Y}. Đề nghị đồng chí đăng ký việc đột phá, đổi mới."
    at = event("urged", f"đôn đốc {len(cadres)} đồng chí đăng ký", 4, text)
    RegistrationUrge.objects.bulk_create(
        RegistrationUrge(round=round, cadre=cadre, text=text, by=by, at=at) for cadre in cadres
    )
    Notice.objects.bulk_create(
        Notice(recipient=cadre.user, kind=Notice.Kind.REGISTER, text=text[:300], url="/viec/dang-ky/", at=at,
               why=f"Đồng chí phải đăng ký việc trong đợt «{round.name}»"[:200])
        for cadre in cadres if cadre.user
    )  # fmt: skip


def _remind_differently(round, event):
    """The committee hears of what is overdue a week earlier than elsewhere, and an answer that is missing has a letter of its own."""
    for rule, values in OWN_RULES.items():
        row = ReminderRule.standard(round, rule)
        changes = [
            [label_of(name), in_words(name, getattr(row, name)), in_words(name, value)]
            for name, value in values.items()
        ]
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        text = "\n".join(f"{label}: {old} → {new}" for label, old, new in changes)
        act = f"sửa quy tắc nhắc «{row.get_rule_display()}»"
        event("changed", act, 16, text, {"changes": changes})


def _at(found, days):
    day = found.today - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=HANOI)
