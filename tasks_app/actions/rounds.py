"""How is a round opened, changed while it runs, and who must register in it named, excused and urged? All on record."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import notify_of_round
from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Delivery, Registrant, RegistrationUrge, Round, RoundEvent, Task
from tasks_app.statistics.rounds import missing, people_of

Kind = RoundEvent.Kind
# Settings by which marks are kept on the tasks: changed, the running tasks of the round are measured anew.
MEASURED_BY = {"slow_points", "due_soon_mark_days", "report_day"}
CHUNK = 500


@transaction.atomic
def open_round(committee, values, *, must_register, by, at):
    """`values`: {field of Round: value}; `must_register`: positions whose holders must register."""
    made = Round.objects.create(committee=committee, **values)
    made.must_register.set(must_register)
    record(made, Kind.OPENED, by=by, at=at, text=_posts(must_register))
    return made


@transaction.atomic
def change_round(round, values, *, must_register, by, at, seen):
    """Change the settings of a round that is not over; each change stands on record with old and new. Returns the round."""
    round = lock_round(round, seen)
    was = list(round.must_register.order_by("rank", "pk"))
    changes = [
        [label_of(name), in_words(round, name, getattr(round, name)), in_words(round, name, value)]
        for name, value in values.items()
        if getattr(round, name) != value
    ]
    changed = {name for name, value in values.items() if getattr(round, name) != value}
    if {post.pk for post in was} != {post.pk for post in must_register}:
        changes.append(["Chức danh phải đăng ký", _posts(was) or "không", _posts(must_register) or "không"])
        round.must_register.set(must_register)
    if not changes:
        return round
    for name in changed:
        setattr(round, name, values[name])
    round.version += 1
    round.save(update_fields=[*changed, "version"])
    text = "\n".join(f"{label}: {old} → {new}" for label, old, new in changes)
    record(round, Kind.CHANGED, by=by, at=at, text=text, data={"changes": changes})
    if changed & MEASURED_BY:
        _measure_anew(round, on=timezone.localdate(at))
    return round


def lock_round(round, seen):
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if seen is not None and locked.version != seen:
        raise Stale(
            f"Đợt «{locked.name}» vừa được người khác sửa, đề nghị đồng chí xem lại quy định hiện nay."
        )
    if locked.is_over:
        raise NotPossible("Đợt đã công bố kết quả, không sửa được nữa.")
    return locked


def _measure_anew(round, *, on):
    tasks = Task.objects.filter(round=round, status__in=Task.OPEN).select_related("round")
    for first in range(0, tasks.count(), CHUNK):
        part = list(tasks.order_by("pk")[first : first + CHUNK])
        Task.objects.bulk_update(measure_tasks(part, on=on), MEASURED)


# ---- who must register --------------------------------------------------------------------------------------------------


@transaction.atomic
def name_registrants(round, cadres, *, by, at):
    """These must register, whatever their post says; who was excused no longer is."""
    round = lock_round(round, None)
    for cadre in cadres:
        Registrant.objects.update_or_create(
            round=round, cadre=cadre, defaults={"is_required": True, "reason": "", "by": by, "at": at}
        )
    names = ", ".join(cadre.full_name for cadre in cadres)
    record(round, Kind.NAMED, by=by, at=at, text=names)


@transaction.atomic
def excuse(round, cadre, reason, *, by, at):
    """He need not register, with the reason on record."""
    round = lock_round(round, None)
    if not reason.strip():
        raise NotPossible("Nêu lý do miễn đăng ký.", field="reason")
    Registrant.objects.update_or_create(
        round=round, cadre=cadre, defaults={"is_required": False, "reason": reason, "by": by, "at": at}
    )
    record(round, Kind.EXCUSED, f"miễn đăng ký cho đ/c {cadre.full_name}", by=by, at=at, text=reason)


@transaction.atomic
def urge_registrations(round, cadres, text, *, link, by, at):
    """Ask those who have not registered to do so: a row each, and a notice that leads to `link`. Returns them.

    Who has registered meanwhile, or need not, is left out: nobody is urged to do what he did. None left: refused.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    on = timezone.localdate(at)
    if not _takes_registrations(round, on):
        raise NotPossible("Đợt đã hết thời gian đăng ký, không đôn đốc đăng ký nữa.")
    waiting = {person.cadre.pk: person.cadre for person in missing(people_of(round, on=on))}
    urged = [waiting[cadre.pk] for cadre in cadres if cadre.pk in waiting]
    if not urged:
        raise NotPossible("Các đồng chí được chọn đã đăng ký hoặc không phải đăng ký.", field="cadres")
    RegistrationUrge.objects.bulk_create(
        RegistrationUrge(round=round, cadre=cadre, text=text, by=by, at=at) for cadre in urged
    )
    notify_of_round(
        round, Delivery.Rule.REGISTER, text, url=link, why=f"Đồng chí phải đăng ký việc trong đợt «{round.name}»", at=at, by=by,
        to=[cadre.user for cadre in urged if cadre.user is not None and cadre.user.is_active],
    )  # fmt: skip
    act = f"đôn đốc {len(urged)} đồng chí đăng ký"
    record(round, Kind.URGED, act, by=by, at=at, text=text, data={"cadres": [cadre.pk for cadre in urged]})
    return urged


def who_must_still_register(rounds, *, on):
    """The pairs of (user pk, round pk) of those who have not registered, while the round takes registrations; for letters that urge them."""
    running = [round for round in Round.objects.filter(pk__in=rounds) if _takes_registrations(round, on)]
    return {
        (person.cadre.user_id, round.pk) for round in running for person in missing(people_of(round, on=on))
    }


def _takes_registrations(round, on):
    return not round.is_over and not (round.registration_until and round.registration_until < on)


def urge_text(round):
    """Neutral words: what is missing, by when."""
    until = f" đến hết ngày {round.registration_until:%d/%m/%Y}" if round.registration_until else ""
    return (
        f"Đợt «{round.name}» nhận đăng ký{until}. Đề nghị đồng chí đăng ký việc đột phá, đổi mới; "
        "chưa có việc phù hợp thì báo cơ quan theo dõi."
    )


def chat_text(round):
    """To be copied into a phone chat: no names, no content."""
    until = f" trước hết ngày {round.registration_until:%d/%m/%Y}" if round.registration_until else ""
    return f"Đề nghị đồng chí đăng ký việc đợt {round.period}{until}. Chi tiết trên hệ thống."


# ---- on record ----------------------------------------------------------------------------------------------------------


def record(round, kind, act="", *, by, at, text="", data=None):
    name = speaker(by, on=timezone.localdate(at))
    return RoundEvent.objects.create(
        round=round,
        kind=kind,
        act=act or Kind(kind).label,
        text=text,
        by=by,
        by_name=name,
        at=at,
        data=data or {},
    )


def _posts(positions):
    return ", ".join(post.name for post in positions)


def label_of(name):
    label = str(Round._meta.get_field(name).verbose_name)
    return f"{label[:1].upper()}{label[1:]}"


def in_words(round, name, value):
    """A setting as a reader sees it: "28/02/2027", "có", "Hằng quý", "30, 15, 7"; "không" for what is empty."""
    choices = dict(Round._meta.get_field(name).flatchoices)
    if isinstance(value, bool):
        return "có" if value else "không"
    if value in choices:
        return str(choices[value])
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "không" if value in (None, "") else str(value)
