"""How is a team sent to tasks, and how do its findings get on record? (What must follow from them: `following_up`.)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from cadres.models import Cadre, Unit
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record as put_on_record
from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import (
    FollowUp,
    InspectedFigure,
    Inspection,
    InspectionMission,
    MissionMember,
    Notice,
    TaskEvent,
)

Role = MissionMember.Role
MEMBER = "Đồng chí là thành viên đoàn kiểm tra"
NOT_HIS = "Chỉ chuyên viên theo dõi của cấp giao lập đoàn kiểm tra, khi việc đang thực hiện."


@dataclass(frozen=True)
class Member:
    """Who goes: on the roster, or by name only."""

    name: str
    title: str = ""
    cadre: Cadre | None = None
    role: str = Role.MEMBER


@dataclass(frozen=True)
class Asked:
    """One recommendation: to the cadre or to the unit."""

    text: str
    due_on: date
    to_cadre: Cadre | None = None
    to_unit: Unit | None = None

    @property
    def addressee(self):
        return f"Đ/c {self.to_cadre.full_name}" if self.to_cadre else self.to_unit.name


@transaction.atomic
def send(
    committee, tasks, *, name, members: Sequence[Member], starts_on, ends_on=None, subject="", place="", document=None,
    by, at, seen=None,
):  # fmt: skip
    """Lập đoàn kiểm tra: the mission with its people, and an inspection of each task that waits for its findings.

    All tasks or none. Cadres and members are told; the findings come later, from the spot.
    """
    if not tasks:
        raise NotPossible("Chọn ít nhất một việc để kiểm tra.", field="inspected")
    if not any(member.role == Role.HEAD for member in members):
        raise NotPossible("Chọn trưởng đoàn.", field="lead")
    ends_on = ends_on or starts_on
    if ends_on < starts_on:
        raise NotPossible("Ngày kết thúc không được trước ngày bắt đầu.", field="ends_on")
    locked = lifecycle.lock(tasks, seen=seen)
    mission = InspectionMission.objects.create(
        committee=committee, name=name, subject=subject, document=document, starts_on=starts_on, ends_on=ends_on,
        place=place, by=by, at=at,
    )  # fmt: skip
    MissionMember.objects.bulk_create(
        MissionMember(mission=mission, cadre=m.cadre, role=m.role, name=m.name, title=m.title)
        for m in members
    )
    for task in locked:
        _plan(mission, task, members, by=by, at=at)
    return mission


@transaction.atomic
def add_task(mission, task, *, by, at, seen=None):
    """One task more for a team that is on its way."""
    task = lifecycle.lock_one(task, seen=seen)
    mission = InspectionMission.objects.select_for_update().get(pk=mission.pk)
    if mission.closed_on:
        raise NotPossible(f"Đoàn kiểm tra đã kết thúc ngày {mission.closed_on:%d/%m/%Y}.")
    return _plan(mission, task, list(mission.members.select_related("cadre")), by=by, at=at)


def _plan(mission, task, members, *, by, at):
    if not may.may_record_inspection(by, task) or not task.giver.path.startswith(mission.committee.path):
        raise NotPossible(f"{NOT_HIS} Chưa đưa vào được việc «{task.title}».", field="inspected")
    carriers = may.all_cadres(task)
    for member in members:
        if member.cadre and member.cadre.pk in carriers:
            raise NotPossible(
                f"Đ/c {member.name} được giao việc «{task.title}», không kiểm tra việc của mình.", field="co"
            )
    if mission.inspections.filter(task=task).exists():
        raise NotPossible(f"Đoàn đã có việc «{task.title}».", field="inspected")
    made = Inspection.objects.create(
        mission=mission,
        task=task,
        inspected_on=mission.starts_on,
        place=mission.place,
        team=mission.name,
        by=by,
        at=at,
    )
    lifecycle.touch(task)
    when = days_in_words(mission)
    act = f"đưa việc vào {_small(mission.name)}, kiểm tra {when}"
    put_on_record(
        task, TaskEvent.Kind.INSPECTION_PLANNED, act, by=by, at=at, text=mission.subject, document=mission.document,
        data={"inspection": made.pk, "mission": mission.pk},
    )  # fmt: skip
    tell_assignees(task, f"{mission.name} kiểm tra việc «{task.title}» {when}", by=by, at=at)
    users = [m.cadre.user for m in members if m.cadre and m.cadre.user_id and m.cadre.user.is_active]
    told = f"Đồng chí tham gia {_small(mission.name)}: kiểm tra việc «{task.title}» {when}"
    notify(task, Notice.Kind.CHANGED, told, to=users, why=MEMBER, at=at, by=by)
    return made


def days_in_words(mission):
    if mission.ends_on == mission.starts_on:
        return f"ngày {mission.starts_on:%d/%m/%Y}"
    return f"từ {mission.starts_on:%d/%m/%Y} đến {mission.ends_on:%d/%m/%Y}"


def _small(name):
    return f"{name[:1].lower()}{name[1:]}"


@transaction.atomic
def record(
    inspection, *, inspected_on, findings, place="", minutes_no="", figures=None, asked: Sequence[Asked] = (), by, at,
    seen=None,
):  # fmt: skip
    """Ghi kết quả kiểm tra: findings, the figures found {indicator pk: Decimal}, what is asked of whom by when. Once.

    By a member of the team on the spot, or by the giver's officer from the minutes. The figures found stand as confirmed.
    """
    task = lifecycle.lock_one(inspection.task, seen=seen)
    inspection = _locked(inspection, task)
    if not may.may_record_findings(by, inspection):
        raise NotPossible("Chỉ thành viên đoàn kiểm tra hoặc chuyên viên theo dõi ghi kết quả kiểm tra.")
    first = task.decided_on or task.starts_on
    if not first <= inspected_on <= day(at):
        raise NotPossible(
            f"Ghi ngày kiểm tra từ ngày giao việc {first:%d/%m/%Y} đến hôm nay.", field="inspected_on"
        )
    if not findings.strip():
        raise NotPossible("Nhập kết quả kiểm tra.", field="findings")
    for row in asked:
        if row.due_on < inspected_on:
            raise NotPossible("Hạn thực hiện kiến nghị không được trước ngày kiểm tra.")
    inspection.inspected_on, inspection.place, inspection.minutes_no = inspected_on, place, minutes_no
    inspection.findings, inspection.recorded_by, inspection.recorded_at = findings, by, at
    inspection.save()
    found = _write_figures(inspection, figures or {})
    for row in asked:
        FollowUp.objects.create(
            inspection=inspection, text=row.text, to_cadre=row.to_cadre, to_unit=row.to_unit, addressee=row.addressee,
            due_on=row.due_on,
        )  # fmt: skip
    lifecycle.touch(task)
    _put_findings_on_record(task, inspection, found, asked, by=by, at=at)
    return inspection


def _locked(inspection, task):
    inspection = Inspection.objects.select_related("mission").get(pk=inspection.pk)
    inspection.task = task
    if inspection.recorded_at:
        raise NotPossible("Kết quả kiểm tra này đã được ghi.")
    if inspection.dropped_reason:
        raise NotPossible("Việc này đã được đưa ra khỏi cuộc kiểm tra.")
    return inspection


def _write_figures(inspection, figures):
    """What the team found of each indicator; says it in words."""
    found = []
    for row in inspection.task.indicators.filter(pk__in=figures).order_by("rank", "pk"):
        value = figures[row.pk]
        if value is None:
            continue
        InspectedFigure.objects.create(
            inspection=inspection, indicator=row, reported=row.current, value=value
        )
        # Minutes that come in late do not write over what was confirmed after that day.
        if row.confirmed_on is None or row.confirmed_on <= inspection.inspected_on:
            row.confirmed, row.confirmed_on = value, inspection.inspected_on
            row.save(update_fields=["confirmed", "confirmed_on"])
        found.append(f"{row.name}: {_plain(value)} {row.measure_unit}".strip())
    return found


def _put_findings_on_record(task, inspection, found, asked, *, by, at):
    parts = [inspection.findings]
    if found:
        parts.append(f"Số liệu kiểm tra: {'; '.join(found)}.")
    parts += [f"Kiến nghị {row.addressee}, trước {row.due_on:%d/%m/%Y}: {row.text}" for row in asked]
    if inspection.minutes_no:
        parts.append(f"Biên bản số {inspection.minutes_no}.")
    act = (
        f"ghi kết quả kiểm tra thực tế ngày {inspection.inspected_on:%d/%m/%Y} của {_small(inspection.team)}"
    )
    put_on_record(
        task,
        TaskEvent.Kind.INSPECTED,
        act,
        by=by,
        at=at,
        text="\n".join(parts),
        data={"inspection": inspection.pk},
    )
    last = min((row.due_on for row in asked), default=None)
    follow = f", có {len(asked)} kiến nghị, hạn gần nhất {last:%d/%m/%Y}" if asked else ""
    tell_assignees(task, f"Có kết quả kiểm tra việc «{task.title}»{follow}", by=by, at=at)
    told = f"{speaker(by, on=day(at))} ghi kết quả kiểm tra việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)


def _plain(value):
    return f"{Decimal(value).normalize():f}".replace(".", ",")


@transaction.atomic
def drop(inspection, *, reason, by, at, seen=None):
    """Không kiểm tra việc này: the team did not get to it; the reason stays."""
    task = lifecycle.lock_one(inspection.task, seen=seen)
    inspection = _locked(inspection, task)
    if not may.may_record_inspection(by, task):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp giao đưa việc ra khỏi cuộc kiểm tra.")
    if not reason.strip():
        raise NotPossible("Nêu lý do.", field="reason")
    inspection.dropped_reason = reason
    inspection.save(update_fields=["dropped_reason"])
    lifecycle.touch(task)
    act = f"đưa việc ra khỏi cuộc kiểm tra của {_small(inspection.team)}"
    put_on_record(
        task,
        TaskEvent.Kind.INSPECTION_PLANNED,
        act,
        by=by,
        at=at,
        text=reason,
        data={"inspection": inspection.pk},
    )
    tell_assignees(task, f"{inspection.team} không kiểm tra việc «{task.title}»", by=by, at=at)
    return inspection


@transaction.atomic
def close(mission, *, closed_on, by, at):
    """Kết thúc cuộc kiểm tra, once every task has its findings or its reason. What was asked for is followed up further."""
    mission = (
        InspectionMission.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=mission.pk)
    )
    if not may.may_close_mission(by, mission):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp ủy ghi kết thúc cuộc kiểm tra.")
    if mission.closed_on:
        raise NotPossible(f"Cuộc kiểm tra đã kết thúc ngày {mission.closed_on:%d/%m/%Y}.")
    waiting = mission.inspections.filter(recorded_at=None, dropped_reason="").count()
    if waiting:
        raise NotPossible(f"Còn {waiting} việc chưa ghi kết quả kiểm tra.")
    if not mission.starts_on <= closed_on <= day(at):
        raise NotPossible(
            f"Ghi ngày kết thúc từ {mission.starts_on:%d/%m/%Y} đến hôm nay.", field="closed_on"
        )
    mission.closed_on = closed_on
    mission.save(update_fields=["closed_on"])
    return mission
