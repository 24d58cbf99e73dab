"""How is a round's council set up, by which criteria, and how does a member's score sheet get on record?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.attaching import store_scan
from tasks_app.actions.handing_over import title_of
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.rounds import record as record_on_round
from tasks_app.actions.telling import day
from tasks_app.models import (
    Council,
    CouncilMember,
    CriteriaSet,
    Criterion,
    Notice,
    RoundEvent,
    Score,
    ScoreSheet,
    TaskEvent,
)
from tasks_app.statistics.scores import total

SEAT = "Đồng chí là thành viên hội đồng đánh giá"
CHAIR, SECRETARY = CouncilMember.Role.CHAIR, CouncilMember.Role.SECRETARY


@dataclass(frozen=True)
class Measure:
    """One criterion as it is adopted."""

    name: str
    max_points: Decimal
    weight: Decimal
    guide: str = ""


# ---- the council and its criteria -----------------------------------------------------------------------------------


@transaction.atomic
def name_council(round, *, name, decision_no="", by, at):
    """Lập hội đồng of a round, or put its name and decision right."""
    _require_desk(round, by)
    council, _ = Council.objects.update_or_create(
        round=round, defaults={"name": name, "decision_no": decision_no, "by": by, "at": at}
    )
    record_on_round(round, RoundEvent.Kind.COUNCIL, by=by, at=at, text=f"{name} {decision_no}".strip())
    return council


@transaction.atomic
def seat(council, cadre, role, *, by, at):
    """A member takes his seat today; who sits there already changes his part."""
    _require_desk(council.round, by)
    Council.objects.select_for_update().get(pk=council.pk)
    open_seats = council.members.open()
    if role == CHAIR and open_seats.filter(role=CHAIR).exclude(cadre=cadre).exists():
        raise NotPossible("Hội đồng đã có chủ tịch; cho chủ tịch cũ thôi tham gia trước.", field="role")
    held = open_seats.filter(cadre=cadre).first()
    if held and held.role == role:
        raise NotPossible("Đồng chí này đã là thành viên hội đồng.", field="lead")
    act = f"ghi đ/c {cadre.full_name} tham gia hội đồng: {CouncilMember.Role(role).label.lower()}"
    record_on_round(council.round, RoundEvent.Kind.COUNCIL, act, by=by, at=at)
    if held:
        held.role = role
        held.save(update_fields=["role"])
        return held
    return CouncilMember.objects.create(
        council=council, cadre=cadre, role=role, starts_on=day(at), title=title_of(cadre, on=day(at))
    )


@transaction.atomic
def unseat(member, *, by, at):
    """Thôi tham gia from today on; the sheets he gave stay."""
    _require_desk(member.council.round, by)
    member = CouncilMember.objects.select_for_update().get(pk=member.pk)
    if member.ends_on is None:
        member.ends_on = day(at)
        member.save(update_fields=["ends_on"])
        act = f"ghi đ/c {member.cadre.full_name} thôi tham gia hội đồng"
        record_on_round(member.council.round, RoundEvent.Kind.COUNCIL, act, by=by, at=at)
    return member


@transaction.atomic
def adopt_criteria(round, measures, *, by, at):
    """A new version of the round's criteria; sheets given by an earlier one keep it."""
    _require_desk(round, by)
    if not measures:
        raise NotPossible("Nhập ít nhất một tiêu chí.")
    weights = sum((measure.weight for measure in measures), Decimal(0))
    if weights != 100:
        said = f"{weights.normalize():f}".replace(".", ",")
        raise NotPossible(f"Tổng trọng số phải bằng 100, hiện là {said}.")
    type(round).objects.select_for_update(of=("self",)).get(pk=round.pk)
    newest = current_criteria(round)
    if newest and [Measure(r.name, r.max_points, r.weight, r.guide) for r in newest.in_order] == list(
        measures
    ):
        raise NotPossible("Bộ tiêu chí không thay đổi.")
    made = CriteriaSet.objects.create(round=round, number=(newest.number if newest else 0) + 1, by=by, at=at)
    Criterion.objects.bulk_create(
        Criterion(criteria=made, rank=rank, **vars(measure)) for rank, measure in enumerate(measures, start=1)
    )
    act = f"lập bộ tiêu chí chấm điểm, bản {made.number}"
    record_on_round(
        round, RoundEvent.Kind.CRITERIA, act, by=by, at=at, text="; ".join(m.name for m in measures)
    )
    return made


def current_criteria(round):
    """The version in force, with its rows as `in_order`; None while the round has none."""
    found = round.criteria_sets.order_by("-number").first()
    if found:
        found.in_order = list(found.rows.order_by("rank", "pk"))
    return found


def _require_desk(round, by):
    if not standing(by).holds("officer", over=round.committee.path):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp ủy lập hội đồng và bộ tiêu chí.")


# ---- sheets ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def score(
    task, member, points: Mapping[int, Decimal], *, comment="", scored_on, scan=None, by, at, seen=None
):
    """Phiếu điểm of one member by the criteria in force. `points`: {criterion pk: points}.

    The member gives it himself; or the secretary enters the sheet that the member signed, marked and with its scan
    (an open File). A newer sheet of the same member replaces the older, which stays on record. Nobody scores his own task.
    """
    task = lifecycle.lock_one(task, seen=seen)
    member = CouncilMember.objects.select_related("cadre__user", "council").get(pk=member.pk)
    from_paper = member.cadre_id != standing(by).cadre_id
    _require_scorer(task, member, by, from_paper)
    if from_paper and scan is None:
        raise NotPossible("Kèm bản chụp phiếu điểm đã ký.", field="tep")
    if not (task.asked_conclusion_on or task.starts_on) <= scored_on <= day(at):
        raise NotPossible(
            f"Ghi ngày chấm từ ngày đề nghị kết luận {task.asked_conclusion_on:%d/%m/%Y} đến hôm nay."
            if task.asked_conclusion_on
            else "Ghi ngày chấm đến hôm nay.",
            field="scored_on",
        )
    criteria = current_criteria(task.round)
    if criteria is None:
        raise NotPossible("Đợt giao việc chưa có bộ tiêu chí chấm điểm.")
    rows = criteria.in_order
    if set(points) != {row.pk for row in rows}:
        raise NotPossible("Bộ tiêu chí vừa được thay, đề nghị đồng chí chấm theo bộ mới.")
    for row in rows:
        if not 0 <= points[row.pk] <= row.max_points:
            most = f"{row.max_points.normalize():f}".replace(".", ",")
            raise NotPossible(f"Cho điểm từ 0 đến {most}.", field=f"diem_{row.pk}")
    ScoreSheet.objects.filter(task=task, member=member, replaced_at=None).update(replaced_at=at)
    sheet = ScoreSheet.objects.create(
        task=task, member=member, criteria=criteria, comment=comment, scored_on=scored_on, from_paper=from_paper,
        total=total([(points[row.pk], row.max_points, row.weight) for row in rows]), by=by, at=at,
    )  # fmt: skip
    Score.objects.bulk_create(Score(sheet=sheet, criterion=row, points=points[row.pk]) for row in rows)
    if from_paper:
        store_scan(sheet, scan, by=by, at=at)
    lifecycle.touch(task)
    act = "gửi phiếu điểm của hội đồng"
    if from_paper:
        act = f"nhập phiếu điểm đã ký của đ/c {member.cadre.full_name}"
    # How much each gave is for the council and the desk: the timeline says only that he scored.
    record(
        task, TaskEvent.Kind.SCORED, act, by=by, at=at, on_behalf_of=member.cadre if from_paper else None,
        data={"sheet": sheet.pk},
    )  # fmt: skip
    if from_paper and member.cadre.user:
        told = f"Thư ký hội đồng đã nhập phiếu điểm đồng chí ký cho việc «{task.title}»"
        notify(task, Notice.Kind.MOVED, told, to=[member.cadre.user], why=SEAT, at=at, by=by)
    return sheet


def _require_scorer(task, member, by, from_paper):
    if task.status != task.Status.AWAITING_CONCLUSION:
        raise NotPossible(f"Việc không còn chờ kết luận: «{task.get_status_display()}».")
    if member.ends_on or member.council.round_id != task.round_id:
        raise NotPossible("Đồng chí này không phải thành viên hội đồng của đợt giao việc.")
    if member.cadre_id in may.all_cadres(task):
        raise NotPossible("Không ai chấm điểm việc của chính mình.")
    if from_paper and not (may.is_secretary(by, task) and may.is_not_his_own(by, task)):
        raise NotPossible("Phiếu điểm do thành viên tự gửi, hoặc thư ký hội đồng nhập theo phiếu đã ký.")


def void_sheets(task, *, at):
    """What was scored for an earlier asking doesn't count for the next one."""
    return ScoreSheet.objects.filter(task=task, replaced_at=None).update(replaced_at=at)


def ask_council(task, *, by, at):
    """The members with an account are told that the task waits for their scores; not of a task of their own."""
    seats = CouncilMember.objects.open().filter(council__round=task.round_id, cadre__user__is_active=True)
    seats = seats.exclude(cadre__in=may.all_cadres(task)).select_related("cadre__user")
    to = [member.cadre.user for member in seats]
    notify(task, Notice.Kind.MOVED, f"Chờ chấm điểm: «{task.title}»", to=to, why=SEAT, at=at, by=by)
