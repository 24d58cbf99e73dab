"""Things to test with. Every argument has a default that makes sense; name only what the test is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from cadres.models import Appointment, Cadre, Office, Position, Unit, UnitKind, User
from tasks_app.models import (
    Assignment,
    Document,
    Field,
    FollowUp,
    Indicator,
    Inspection,
    InspectionMission,
    MissionMember,
    Round,
    Task,
    TaskContent,
)

_n = count(1)
START = date(2020, 1, 1)
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)  # 09:00 in Hà Nội
TODAY = date(2026, 6, 1)


def make_kind(code="dang-uy-xa", *, level=3, is_committee=True, name=None):
    kind, _ = UnitKind.objects.get_or_create(
        code=code,
        defaults={
            "name": name or code, "group_name": name or code, "level": level, "is_committee": is_committee,
        },
    )  # fmt: skip
    return kind


def make_unit(name=None, *, parent=None, kind=None, short_code=None, starts_on=START, **fields):
    n = next(_n)
    return Unit.add(
        name or f"Đảng ủy xã {n}",
        kind=kind or make_kind(),
        parent=parent,
        starts_on=starts_on,
        short_code=short_code or f"D{n}",
        **fields,
    )


def make_user(*, role=None, unit=None, name=None, cadre=True, starts_on=START, **fields):
    """An account, on the roster unless cadre=False; with `role`, an office over `unit`."""
    n = next(_n)
    user = User.objects.create_user(username=f"u{n}", email=f"u{n}@example.vn", **fields)
    if cadre:
        Cadre.objects.create(full_name=name or f"Nguyễn Văn {n}", user=user)
    if role:
        Office.objects.create(user=user, role=role, unit=unit or make_unit(), starts_on=starts_on)
    return user


def make_cadre(name=None, **fields):
    return Cadre.objects.create(full_name=name or f"Trần Thị {next(_n)}", **fields)


def appoint(cadre, position, unit, *, managed_by=None, starts_on=START, **fields):
    post, _ = Position.objects.get_or_create(name=position)
    return Appointment.objects.create(
        cadre=cadre, position=post, unit=unit, managed_by=managed_by, starts_on=starts_on, **fields
    )


def make_field(name="Giải phóng mặt bằng"):
    field, _ = Field.objects.get_or_create(code=f"f-{abs(hash(name)) % 10**8}", defaults={"name": name})
    return field


def make_round(committee=None, *, year=2026, name=None, **fields):
    committee = committee or make_unit()
    return Round.objects.create(
        committee=committee, name=name or f"Đợt {next(_n)}", year_from=year, year_to=year, **fields
    )


def make_document(body, *, number=None, symbol="QĐ/TU", issued_on=date(2026, 3, 20)):
    return Document.objects.create(
        body=body, number=number or str(next(_n)), symbol=symbol, issued_on=issued_on
    )


def make_indicator(task, *, target=100, baseline=0, weight=100, **fields):
    return Indicator.objects.create(
        task=task,
        name=fields.pop("name", f"Chỉ tiêu {next(_n)}"),
        measure_unit=fields.pop("measure_unit", "hộ"),
        target=None if target is None else Decimal(target),
        baseline=None if baseline is None else Decimal(baseline),
        weight=weight,
        **fields,
    )


def make_task(
    *, giver=None, unit=None, assignee=None, by=None, status=Task.Status.IN_FORCE, due_on=date(2026, 12, 31),
    starts_on=date(2026, 1, 10), committed_on=None, indicators=1, round=None, **fields,
):  # fmt: skip
    """A task in any state, put there by hand (tests of moves use the actions). `assignee`: a User or a Cadre."""
    n = next(_n)
    giver = giver or (round.committee if round else make_unit())
    unit = unit or make_unit(parent=giver)
    round = round or make_round(giver)
    if assignee is None:
        assignee = make_cadre()
    cadre = assignee if isinstance(assignee, Cadre) else assignee.cadre
    if status not in Task.BEFORE_DECISION:
        fields = {
            "code": f"{giver.short_code}-2026-{n:03}", "decided_on": date(2026, 1, 10), "content_version": 1,
            "giver_name": giver.name, "unit_name": unit.name,
        } | fields  # fmt: skip
    if status in (Task.Status.CONCLUDED, Task.Status.CLOSED):
        fields = {
            "concluded_on": date(2026, 5, 20), "finished_on": date(2026, 5, 10), "completed": True, "result": "met",
        } | fields  # fmt: skip
    if status == Task.Status.MERGED and "merged_into" not in fields:
        fields["merged_into"] = make_task(giver=giver, unit=unit, round=round, status=Task.Status.SUBMITTED)
    task = Task.objects.create(
        title=fields.pop("title", f"Xây dựng tuyến đường số {n}"),
        giver=giver,
        unit=unit,
        unit_path=fields.pop("unit_path", unit.path),
        round=round,
        field=fields.pop("field", None) or make_field(),
        status=status,
        starts_on=starts_on,
        due_on=due_on,
        original_due_on=fields.pop("original_due_on", due_on),
        committed_on=committed_on,
        created_by=by or make_user(cadre=False),
        created_at=fields.pop("created_at", NOW),
        **fields,
    )
    Assignment.objects.create(task=task, cadre=cadre, starts_on=starts_on, name=cadre.full_name)
    for _ in range(indicators):
        make_indicator(task, weight=Decimal(100) / indicators)
    if status not in Task.BEFORE_DECISION:
        TaskContent.objects.create(task=task, number=1, content={}, by=task.created_by, at=NOW)
    return task


def make_mission(committee, *, head=None, members=(), by=None, starts_on=TODAY, **fields):
    """A team on its way. `head`, `members`: Users or Cadres."""
    mission = InspectionMission.objects.create(
        committee=committee, name=fields.pop("name", f"Đoàn kiểm tra số {next(_n)}"), starts_on=starts_on,
        ends_on=fields.pop("ends_on", starts_on), by=by or make_user(cadre=False), at=NOW, **fields,
    )  # fmt: skip
    roles = MissionMember.Role
    for n, person in enumerate([head or make_cadre(), *members]):
        cadre = person if isinstance(person, Cadre) else person.cadre
        MissionMember.objects.create(
            mission=mission, cadre=cadre, name=cadre.full_name, role=roles.MEMBER if n else roles.HEAD
        )
    return mission


def make_inspection(task, *, mission=None, by=None, findings="Tốt", inspected_on=TODAY, **fields):
    """What a team found of a task; with findings="" it still waits for them."""
    by = by or make_user(cadre=False)
    mission = mission or make_mission(task.giver, by=by, starts_on=inspected_on)
    recorded = {"recorded_by": by, "recorded_at": NOW} if findings else {}
    return Inspection.objects.create(
        mission=mission, task=task, inspected_on=inspected_on, team=mission.name, findings=findings, by=by, at=NOW,
        **recorded, **fields,
    )  # fmt: skip


def make_follow_up(inspection, *, due_on=TODAY, to_cadre=None, to_unit=None, **fields):
    if to_cadre is None and to_unit is None:
        to_cadre = inspection.task.assignments.first().cadre
    return FollowUp.objects.create(
        inspection=inspection, text=fields.pop("text", "Sửa mặt đường"), to_cadre=to_cadre, to_unit=to_unit,
        addressee=to_unit.name if to_unit else f"Đ/c {to_cadre.full_name}", due_on=due_on, **fields,
    )  # fmt: skip
