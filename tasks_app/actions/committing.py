"""How does a cadre commit: to which version of the content, with which plan, which obstacles and resources?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db import transaction

from cadres.models import Unit
from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import lifecycle, measuring, unblocking
from tasks_app.actions.measuring import period_of
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import ASSIGNEE, DESK, day, tell_assignees
from tasks_app.models import (
    Assignment,
    Commitment,
    Indicator,
    Milestone,
    MilestoneTarget,
    Notice,
    TaskEvent,
)
from tasks_app.progress import ZERO

# Kinds whose figure grows or falls along the way; the others are there or not.
PLANNED_KINDS = (
    Indicator.Kind.UP, Indicator.Kind.DOWN, Indicator.Kind.RATIO, Indicator.Kind.PERCENT, Indicator.Kind.RANK,
)  # fmt: skip
Plan = Commitment.Plan
MOST_PROPOSED = 4
MOST_MILESTONES = 24


@dataclass(frozen=True)
class Step:
    """A milestone as typed: what is reached by the end of `due_on`; `values` by pk of the indicator."""

    name: str
    due_on: date
    values: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """An obstacle as typed, with who must solve it: a unit, or in words."""

    text: str
    solver: Unit | None = None
    solver_note: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with one milestone: its index, the indicator (or None for its day), and the sentence."""

    step: int
    indicator: int | None
    text: str


# ---- the plan --------------------------------------------------------------------------------------------------------


def planned_indicators(task):
    """The indicators that take a value at a milestone, in order."""
    rows = task.indicators.filter(kind__in=PLANNED_KINDS, target__isnull=False)
    return list(rows.order_by("rank", "pk"))


def plan_problems(task, indicators, steps: Sequence[Step]):
    """Milestones lie between start and deadline, one a day; each value lies between hiện trạng and chỉ tiêu giao and
    never turns back from one milestone to the next."""
    found = []
    days = {}
    for i, step in enumerate(steps):
        if not task.starts_on <= step.due_on <= task.due_on:
            found.append(
                Problem(i, None, f"Chọn ngày từ {task.starts_on:%d/%m/%Y} đến {task.due_on:%d/%m/%Y}")
            )
        if step.due_on in days:
            found.append(Problem(i, None, f"Đã có mốc khác đến ngày {step.due_on:%d/%m/%Y}, chọn ngày khác"))
        days[step.due_on] = i
    order = sorted(range(len(steps)), key=lambda i: steps[i].due_on)
    for indicator in indicators:
        low, high = sorted((indicator.baseline or ZERO, indicator.target))
        points = [
            (i, steps[i].values[indicator.pk]) for i in order if steps[i].values.get(indicator.pk) is not None
        ]
        outside = [i for i, value in points if not low <= value <= high]
        found += [Problem(i, indicator.pk, f"Nhập số từ {_shown(low)} đến {_shown(high)}") for i in outside]
        falls = (indicator.baseline or ZERO) > indicator.target
        for (i, before), (j, after) in pairwise(points):
            turned = after > before if falls else after < before
            if turned and i not in outside and j not in outside:
                more = "không cao hơn" if falls else "không thấp hơn"
                found.append(Problem(j, indicator.pk, f"Nhập số {more} mốc trước ({_shown(before)})"))
    return found


def proposed_steps(task, indicators, *, on):
    """Milestones to start from: ends of quarters (half-years, years) up to the deadline, values on the straight line."""
    first = max(task.starts_on, min(on, task.due_on))
    days = _proposed_days(first, task.due_on)
    return [
        Step(
            _first_upper(measuring.period_name(*period_of(end, months))) if months else "Giữa kỳ",
            end,
            {i.pk: straight(i, first, task.due_on, end) for i in indicators},
        )
        for end, months in days
    ]


def _first_upper(name):
    return name[:1].upper() + name[1:]


def _proposed_days(first, last):
    for months in (3, 6, 12):
        ends, day_ = [], first
        while (end := period_of(day_, months)[1]) < last:
            if end > first:
                ends.append((end, months))
            day_ = end + timedelta(days=1)
        if len(ends) <= MOST_PROPOSED:
            break
    return ends[:MOST_PROPOSED] or [(first + (last - first) / 2, 0)]


def straight(indicator, first, last, on):
    """The value on the straight line from today's figure to chỉ tiêu giao, as coarse as the figures are written."""
    baseline, target = indicator.baseline or ZERO, indicator.target
    low, high = sorted((baseline, target))
    begin = baseline if indicator.current is None else min(max(indicator.current, low), high)
    whole = (last - first).days
    share = Decimal((on - first).days) / Decimal(whole) if whole else Decimal(1)
    value = begin + (target - begin) * share
    places = max(0, *(-number.normalize().as_tuple().exponent for number in (begin, target)))
    return value.quantize(Decimal(1).scaleb(-places))


# ---- the act ---------------------------------------------------------------------------------------------------------


def is_lead(user, task):
    """The plan is the lead's; who carries the task with him commits to the same content and plan."""
    return task.assignments.open().filter(cadre=standing(user).cadre_id, role=Assignment.Role.LEAD).exists()


def commitment_of(task, cadre):
    """The cadre's newest commitment to the content as it stands."""
    made = Commitment.objects.filter(task=task, cadre=cadre, content_version=task.content_version)
    return made.order_by("-revision").first()


def may_commit_again(commitment):
    """A plan that was returned is handed in again."""
    return commitment is not None and commitment.plan == Commitment.Plan.RETURNED


def steps_of(commitment):
    """The plan of a commitment as it was typed."""
    values = {}
    targets = MilestoneTarget.objects.filter(milestone__commitment=commitment)
    for milestone, indicator, value in targets.values_list("milestone", "indicator", "value"):
        values.setdefault(milestone, {})[indicator] = value
    return [
        Step(milestone.name, milestone.due_on, values.get(milestone.pk, {}))
        for milestone in commitment.milestones.order_by("due_on", "pk")
    ]


@transaction.atomic
def commit(task, *, resources="", solutions="", steps=(), obstacles=(), prepared_by=(), by, at, seen=None):
    """The cadre commits to the content as it stands. The lead's commitment brings the plan and ends *chờ cam kết*.

    Where the round asks for it, the plan then waits for approval and counts from there on; a returned one comes again.
    `prepared_by`: names of those who prepared it in his place, for the record.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if task.status != task.Status.IN_FORCE:
        raise Stale(f"Việc này đã ở trạng thái «{task.get_status_display()}», cam kết chưa được ghi.")
    if not may.may_commit(by, task):
        raise NotPossible("Chỉ đồng chí được giao cam kết thực hiện việc này.")
    cadre, on = by.cadre, day(at)
    made = commitment_of(task, cadre)
    if made and not may_commit_again(made):
        raise NotPossible(f"Đồng chí đã cam kết nội dung này ngày {made.committed_on:%d/%m/%Y}.")
    lead = is_lead(by, task)
    indicators = planned_indicators(task)
    if lead:
        _require_plan(task, indicators, steps)
    commitment = Commitment.objects.create(
        task=task, content_version=task.content_version, resources=resources, solutions=solutions,
        committed_on=made.committed_on if made else on, cadre=cadre, by=by, at=at,
        revision=made.revision + 1 if made else 1,
        plan=Plan.WAITING if lead and task.round.plan_approval else Plan.FREE,
    )  # fmt: skip
    if lead:
        _write_plan(commitment, indicators, steps)
        task.committed_on = commitment.committed_on
    unblocking.write_obstacles(task, obstacles, by=by, at=at)
    measuring.measure_tasks([task], on=on)
    lifecycle.touch(task, "committed_on", *measuring.MEASURED)
    act = f"cam kết thực hiện (bản nội dung số {task.content_version})"
    if made:
        act = f"gửi lại kế hoạch thực hiện (lần {commitment.revision})"
    if commitment.plan:
        act += ", chờ duyệt kế hoạch"
    said = [f"Vướng mắc: {named.text}" for named in obstacles]
    text = "\n".join([*said, *(f"{name} chuẩn bị thay đ/c {cadre.full_name}." for name in prepared_by)])
    record(task, TaskEvent.Kind.COMMITTED, act, by=by, at=at, text=text, data={"commitment": commitment.pk})
    told = (
        f"{speaker(by, on=on)} {act}: «{task.title}»"
        if commitment.plan or made
        else (f"{speaker(by, on=on)} cam kết thực hiện việc «{task.title}»")
    )
    notify(task, Notice.Kind.COMMITMENT, told, to=desk_of(task, on=on), why=DESK, at=at, by=by)
    return commitment


@transaction.atomic
def decide_plan(commitment, *, approved, text="", by, at, seen=None):
    """Duyệt kế hoạch, or yêu cầu sửa with the reason; an approved plan counts from now on."""
    task = lifecycle.lock_one(commitment.task, seen=seen)
    if not may.may_approve_plan(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền cho ý kiến về kế hoạch của việc này.")
    commitment = Commitment.objects.select_related("cadre__user").get(pk=commitment.pk)
    if commitment.plan != Plan.WAITING:
        raise NotPossible("Kế hoạch này đã có ý kiến.")
    if not approved and not text.strip():
        raise NotPossible("Nêu rõ nội dung cần sửa.", field="text")
    commitment.plan = Plan.APPROVED if approved else Plan.RETURNED
    commitment.plan_text, commitment.plan_decided_by, commitment.plan_decided_at = text, by, at
    commitment.save(update_fields=["plan", "plan_text", "plan_decided_by", "plan_decided_at"])
    measuring.measure_tasks([task], on=day(at))
    lifecycle.touch(task, *measuring.MEASURED)
    act = "duyệt kế hoạch thực hiện" if approved else "yêu cầu sửa kế hoạch thực hiện"
    record(task, TaskEvent.Kind.PLAN_DECIDED, act, by=by, at=at, text=text)
    told = f"{speaker(by, on=day(at))} {act}: «{task.title}»" + (f". {text}" if text else "")
    tell_assignees(task, told, by=by, at=at, kind=Notice.Kind.COMMITMENT)
    return commitment


@transaction.atomic
def hand_over_plan(task, cadre, *, by, at):
    """The assistant has prepared the commitment: the log shows both names, and the cadre is asked to commit."""
    if cadre.pk not in standing(by).assisted or cadre.pk not in may.assigned_cadres(task):
        raise NotPossible("Chỉ người được ủy quyền chuẩn bị cam kết thay đồng chí được giao.")
    act = f"chuẩn bị cam kết thay đ/c {cadre.full_name}"
    record(task, TaskEvent.Kind.EDITED, act, by=by, at=at, on_behalf_of=cadre)
    told = f"{speaker(by, on=day(at))} đã chuẩn bị cam kết, chờ đồng chí xem và cam kết: «{task.title}»"
    to = [cadre.user] if cadre.user else []
    notify(task, Notice.Kind.COMMITMENT, told, to=to, why=ASSIGNEE, at=at, by=by)


def _require_plan(task, indicators, steps):
    if not steps:
        raise NotPossible("Ghi ít nhất một mốc tiến độ.")
    if len(steps) > MOST_MILESTONES:
        raise NotPossible(f"Ghi nhiều nhất {MOST_MILESTONES} mốc tiến độ.")
    problems = plan_problems(task, indicators, steps)
    if problems:
        raise NotPossible(f"Mốc {problems[0].step + 1}: {problems[0].text}.")


def _write_plan(commitment, indicators, steps):
    milestones = Milestone.objects.bulk_create(
        Milestone(task=commitment.task, commitment=commitment, name=step.name, due_on=step.due_on)
        for step in sorted(steps, key=lambda step: step.due_on)
    )
    by_day = {step.due_on: step for step in steps}
    MilestoneTarget.objects.bulk_create(
        MilestoneTarget(milestone=milestone, indicator=indicator, value=value)
        for milestone in milestones
        for indicator in indicators
        if (value := by_day[milestone.due_on].values.get(indicator.pk)) is not None
    )


def _shown(number):
    return f"{number.normalize():f}".replace(".", ",")
