"""Do the counted figures equal a recount task by task, for whoever may count them?"""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cadres.models import Office, Succession
from cadres.offices import standing
from tasks_app.actions.snapshotting import mark_as_of, reconstruct, snapshot
from tasks_app.models import (
    Assignment,
    Commitment,
    Indicator,
    Mark,
    Milestone,
    MilestoneTarget,
    StatisticalGroup,
    StatisticsSnapshot,
    Task,
)
from tasks_app.models.marks import NOT_DECIDED, mark_case
from tasks_app.permissions import visible_tasks
from tasks_app.progress import Measure, task_plan
from tasks_app.statistics.breakdown import CUTS, breakdown
from tasks_app.statistics.counting import COUNTED_ANEW, OWN, count
from tasks_app.statistics.desk import most_overdue, waiting
from tasks_app.statistics.nodes import node_of
from tasks_app.statistics.periods import ALL_YEARS, of_stage, of_year
from tasks_app.statistics.plans import ticks
from tasks_app.statistics.snapshots import trend
from tests.factories import (
    NOW,
    TODAY,
    make_cadre,
    make_field,
    make_kind,
    make_round,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
S = Task.Status
AT = timezone.localtime(NOW)
PERIODS = [ALL_YEARS, of_year(2026), of_year(2025), of_stage("2021–2025")]


class World:
    """A province with a predecessor, bodies of three depths, and tasks of every state, thrown by a seed."""

    def __init__(self, seed, tasks=60):
        self.dice = random.Random(seed)
        top = make_kind("tinh", level=1)
        self.before = make_unit("Tỉnh ủy cũ", kind=top, ends_on=date(2025, 7, 1))
        self.province = make_unit("Tỉnh ủy", kind=top, starts_on=date(2025, 7, 1))
        Succession.objects.create(
            predecessor=self.before, successor=self.province, effective_on=date(2025, 7, 1)
        )
        self.communes = [make_unit(parent=self.province) for _ in range(3)]
        self.old = [make_unit(parent=self.before, ends_on=date(2025, 7, 1)) for _ in range(2)]
        Succession.objects.create(
            predecessor=self.old[0], successor=self.communes[0], effective_on=date(2025, 7, 1)
        )
        self.bodies = [make_unit(parent=unit) for unit in (*self.communes, *self.old)]
        self.elsewhere = make_unit("Tỉnh ủy khác", kind=top)
        self.groups = [
            StatisticalGroup.objects.create(committee=unit, code=code, name=code)
            for unit, code in ((self.province, "btv"), (self.province, "phan-cap"), (self.before, "btv"))
        ]
        self.fields = [make_field(name) for name in ("Đất đai", "Nông thôn mới", "Nhà ở")]
        self.rounds = [
            make_round(self.province, year=2026),
            make_round(self.before, year=2025),
            make_round(self.before, year=2024, stage="2021–2025"),
        ]
        self.people = [make_cadre() for _ in range(15)]
        for _ in range(tasks):
            self.throw()

    @property
    def units(self):
        return [self.province, self.before, *self.communes, *self.old, *self.bodies]

    def throw(self):
        d = self.dice
        unit = d.choice([*self.units, self.elsewhere])
        status = d.choice([*[S.IN_FORCE] * 6, *S.values])
        decided_on = date(d.choice([2024, 2025, 2026, 2026]), d.randint(1, 5), 15)
        due_on = TODAY + timedelta(days=d.choice([-200, -90, -45, -10, -1, 0, 5, 40, 200]))
        starts_on = min(date(2024, 1, 1), due_on)
        decided = (
            {}
            if status in NOT_DECIDED
            else {"decided_on": decided_on, "group": d.choice([*self.groups, None])}
        )
        if status in ("concluded", "closed"):
            decided |= {
                "finished_on": due_on + timedelta(days=d.choice([-20, 0, 20])),
                "completed": d.random() < 0.8,
                "concluded_on": TODAY - timedelta(days=d.randint(0, 60)),
            }
        task = make_task(
            giver=d.choice([self.province, unit]), unit=unit, status=status, due_on=due_on, starts_on=starts_on,
            field=d.choice(self.fields), round=d.choice(self.rounds), assignee=d.choice(self.people), indicators=0,
            committed_on=d.choice([None, decided_on]), slow_from_on=d.choice([None, TODAY, TODAY - timedelta(days=9)]),
            due_soon_on=due_on - timedelta(days=15), natures=d.sample(Task.Nature.values, d.randint(0, 2)),
            weight=d.choice([1, 2]), progress=Decimal(d.randint(0, 100)) / 100, **decided,
        )  # fmt: skip
        if d.random() < 0.3:  # handed over: the first one carries it no longer
            other = d.choice([cadre for cadre in self.people if cadre != task.assignments.get().cadre])
            if d.random() < 0.5:
                task.assignments.update(ends_on=TODAY)
                Assignment.objects.create(task=task, cadre=other, starts_on=TODAY, name=other.full_name)
            else:
                Assignment.objects.create(
                    task=task, cadre=other, role="co", starts_on=TODAY, name=other.full_name
                )

    def reader(self, unit, role=Office.Role.LEADER):
        return make_user(role=role, unit=unit)


def node(user, unit):
    return node_of(standing(user), unit)


def recount(user, unit, period, on):
    """Task by task over raw rows: what the figures must come to. Uses the visible tasks and nothing of the statistics."""
    branches = {unit.path} | {s.predecessor.path for s in Succession.objects.filter(successor=unit)}
    branches |= {
        s.predecessor.path for p in list(branches) for s in Succession.objects.filter(successor__path=p)
    }
    found = {
        "marks": Counter(), "children": defaultdict(Counter), "fields": Counter(), "groups": Counter(),
        "people": set(), "people_by_mark": defaultdict(set), "people_by_child": defaultdict(set), "carried": 0,
    }  # fmt: skip
    for task in visible_tasks(user).with_mark(on).select_related("round"):
        home = [branch for branch in branches if task.unit_path.startswith(branch)]
        if not home or task.status in NOT_DECIDED:
            continue
        year = task.decided_on.year
        if period.year and (task.finished_on is None or task.finished_on.year >= period.year) and (
            year == period.year or (year < period.year and task.status not in ("ended_early", "removed"))
        ):  # fmt: skip
            found["carried"] += 1
        if (period.year and year != period.year) or (period.stage and task.round.stage != period.stage):
            continue
        steps = task.unit_path.removeprefix(max(home, key=len)).strip("/").split("/")
        child = int(steps[0] or max(home, key=len).strip("/").split("/")[-1])
        found["marks"][task.mark] += 1
        found["children"][child][task.mark] += 1
        found["fields"][task.field_id] += 1
        found["groups"][task.group_id] += 1
        for person in task.assignments.filter(ends_on=None).values_list("cadre", flat=True):
            found["people"].add(person)
            found["people_by_mark"][task.mark].add(person)
            found["people_by_child"][child].add(person)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_a_recount_task_by_task(seed):
    world = World(seed)
    groups = [group.pk for group in world.groups]
    for unit in (world.province, world.before, world.communes[0], world.bodies[0]):
        user = world.reader(unit)
        for period in PERIODS:
            counted = count(node(user, unit), period, groups, at=AT)
            raw = recount(user, unit, period, TODAY)
            assert {m: n for m, n in counted.whole.counts.items() if n} == dict(raw["marks"])
            assert {
                child: {m: n for m, n in tally.counts.items() if n}
                for child, tally in counted.children.items()
            } == {child: dict(marks) for child, marks in raw["children"].items()}
            assert {key: tally.tasks for key, tally in counted.fields.items()} == dict(raw["fields"])
            assert {key: tally.tasks for key, tally in counted.groups.items()} == {
                key: n for key, n in raw["groups"].items() if key
            }
            assert counted.people.total == len(raw["people"])
            assert counted.people.in_children() == {c: len(p) for c, p in raw["people_by_child"].items()}
            for mark in Mark:
                assert counted.people.under(mark) == len(raw["people_by_mark"][mark])
            assert counted.carried_out == (raw["carried"] if period.year else None)
            assert sum(counted.ages) == counted.whole.count(Mark.OVERDUE)


def test_a_node_counts_only_what_its_reader_may_see():
    world = World(7)
    for user in (
        world.reader(world.province),
        world.reader(world.communes[0]),
        world.reader(world.bodies[0]),
    ):
        for unit in (*world.units, world.elsewhere):
            seen = node(user, unit)
            readable = any(unit.path.startswith(path) for path in standing(user).paths(Office.Role.LEADER))
            assert (seen is not None) == readable
            if seen:
                counted = set(seen.tasks.values_list("pk", flat=True))
                assert counted <= set(visible_tasks(user).values_list("pk", flat=True))


def test_a_system_administrator_reads_no_node():
    unit = make_unit()
    assert node(make_user(role=Office.Role.SYSTEM_ADMIN, unit=unit), unit) is None


def test_tasks_add_up_over_children_and_people_do_not():
    province = make_unit()
    one, other = make_unit(parent=province), make_unit(parent=province)
    cadre = make_cadre()
    make_task(giver=province, unit=one, assignee=cadre)
    make_task(giver=province, unit=other, assignee=cadre)

    counted = count(node(make_user(role=Office.Role.LEADER, unit=province), province), ALL_YEARS, at=AT)

    assert counted.whole.tasks == sum(tally.tasks for tally in counted.children.values()) == 2
    assert counted.people.total == 1
    assert counted.people.in_children() == {one.pk: 1, other.pk: 1}


def test_the_head_of_a_collective_counts_as_one_and_the_collective_as_none():
    province = make_unit()
    body = make_unit(parent=province)
    task = make_task(giver=province, unit=body)
    task.assignments.update(collective=body)
    make_task(giver=province, unit=body, assignee=task.assignments.get().cadre)
    assert (
        count(
            node(make_user(role=Office.Role.LEADER, unit=province), province), ALL_YEARS, at=AT
        ).people.total
        == 1
    )


def test_without_statistical_groups_what_the_committee_gave_is_told_apart():
    province, commune = make_unit(), make_unit()
    make_task(giver=province, unit=make_unit(parent=province))
    make_task(giver=commune, unit=make_unit(parent=province))
    counted = count(node(make_user(role=Office.Role.LEADER, unit=province), province), ALL_YEARS, at=AT)
    assert {key: tally.tasks for key, tally in counted.groups.items()} == {OWN: 1, "others": 1}


def test_a_small_node_is_always_counted_anew(monkeypatch):
    province = make_unit()
    user = make_user(role=Office.Role.LEADER, unit=province)
    assert count(node(user, province), ALL_YEARS, at=AT).whole.tasks == 0
    make_task(giver=province, unit=province)
    assert count(node(user, province), ALL_YEARS, at=AT).whole.tasks == 1
    monkeypatch.setattr("tasks_app.statistics.counting.COUNTED_ANEW", 0)
    assert count(node(user, province), ALL_YEARS, at=AT).whole.tasks == 1
    make_task(giver=province, unit=province)
    later = AT + timedelta(seconds=9)
    kept = count(node(user, province), ALL_YEARS, at=later)
    assert (kept.whole.tasks, kept.at) == (1, AT), (
        "a large node may be some seconds old, and says from when it is"
    )
    assert count(node(user, province), ALL_YEARS, at=AT + timedelta(seconds=16)).whole.tasks == 2
    assert COUNTED_ANEW >= 1_000


# ---- what divides and what waits


def test_a_breakdown_counts_tasks_and_distinct_people():
    province = make_unit()
    user, cadre = make_user(role=Office.Role.LEADER, unit=province), make_cadre()
    make_task(
        giver=province, unit=province, natures=["new", "hard"], assignee=cadre, management_level="Diện A"
    )
    make_task(giver=province, unit=province, natures=["hard"], assignee=cadre, origin="registered")
    make_task(giver=province, unit=province, natures=["hard"], status=S.DRAFT)

    def rows(code):
        parts = breakdown(node(user, province), ALL_YEARS, CUTS[code], on=TODAY)
        return [(part.name, part.tally.tasks, part.people) for part in parts]

    assert rows("tinh-chat") == [("Việc khó", 2, 1), ("Việc mới", 1, 1)]
    assert rows("nguon") == [("Đăng ký", 1, 1), ("Đặt hàng", 1, 1)]
    assert rows("dien-quan-ly") == [("Chưa ghi diện quản lý", 1, 1), ("Diện A", 1, 1)]
    assert rows("linh-vuc") == [("Giải phóng mặt bằng", 2, 1)]


def test_what_waits_for_the_leaders_is_what_their_own_committee_gave():
    province = make_unit()
    commune = make_unit(parent=province)
    user = make_user(role=Office.Role.LEADER, unit=province)
    make_task(giver=province, unit=commune, due_on=TODAY - timedelta(days=31))
    make_task(giver=province, unit=commune, due_on=TODAY - timedelta(days=30))
    make_task(giver=province, unit=commune, status=S.AWAITING_CONCLUSION)
    make_task(giver=commune, unit=commune, status=S.AWAITING_CONCLUSION)
    asked = make_task(giver=province, unit=commune)
    asked.changes.create(kind="extension", reason="mưa lũ", requested_by=user, requested_at=NOW)

    found = waiting(node(user, province), on=TODAY)

    assert {name: item.count for name, item in found.items()} == {"late": 1, "change": 1, "conclusion": 1}
    assert found["late"].fields == (("Giải phóng mặt bằng", 1),)


def test_the_longest_overdue_come_first_with_their_lead():
    province = make_unit()
    user = make_user(role=Office.Role.LEADER, unit=province)
    for days in (3, 60, 10):
        make_task(giver=province, unit=province, due_on=TODAY - timedelta(days=days), title=f"muộn {days}")
    found = most_overdue(node(user, province), ALL_YEARS, on=TODAY, limit=2)
    assert [task.title for task in found] == ["muộn 60", "muộn 10"]
    assert all(task.lead_name and task.mark == Mark.OVERDUE for task in found)


# ---- ticks


def plan(task, indicator, points, *, version=1):
    commitment = Commitment.objects.create(
        task=task, content_version=version, committed_on=TODAY, cadre=task.assignments.first().cadre,
        by=task.created_by, at=NOW,
    )  # fmt: skip
    for day, value in points:
        milestone = Milestone.objects.create(task=task, commitment=commitment, name="mốc", due_on=day)
        MilestoneTarget.objects.create(milestone=milestone, indicator=indicator, value=value)
    return commitment


@pytest.mark.parametrize("seed", range(4))
def test_ticks_equal_the_plan_of_each_task_weighted(seed):
    dice = random.Random(seed)
    province = make_unit()
    user = make_user(role=Office.Role.LEADER, unit=province)
    commune = make_unit(parent=province)
    shares = []
    for _ in range(12):
        starts_on = TODAY - timedelta(days=dice.randint(-5, 200))
        due_on = max(starts_on, TODAY) + timedelta(days=dice.randint(0, 200))
        task = make_task(
            giver=province, unit=commune, starts_on=starts_on, due_on=due_on, committed_on=starts_on, indicators=0,
            weight=dice.choice([1, 3]),
        )  # fmt: skip
        measures = []
        for n in range(dice.randint(1, 3)):
            baseline, target = dice.choice([(None, 50), (10, 40), (40, 10), (20, 20)])
            rhythm = dice.choice([0, 1, 3, 6, 12])
            closing = dice.choice([None, starts_on + (due_on - starts_on) / 2])
            indicator = Indicator.objects.create(
                task=task, rank=n, name="chỉ tiêu", baseline=baseline, target=target, weight=dice.choice([20, 50]),
                rhythm=rhythm, due_on=closing, lower_is_better=baseline == 40, kind="down" if baseline == 40 else "up",
            )  # fmt: skip
            points = sorted(
                {
                    starts_on + timedelta(days=dice.randint(1, 200)): Decimal(dice.randint(10, 40))
                    for _ in range(2)
                }.items()
            )
            has_plan = dice.random() < 0.8
            if has_plan:
                plan(task, indicator, [(day, value + 1) for day, value in points], version=n * 2 + 1)
                plan(
                    task, indicator, points, version=n * 2 + 2
                )  # the newest commitment is the one that counts
            closes = max(starts_on, min(closing or due_on, due_on))
            measures.append(
                Measure(
                    baseline=None if baseline is None else Decimal(baseline), target=Decimal(target),
                    weight=Decimal(indicator.weight), starts_on=starts_on, due_on=closes,
                    plan=tuple(point for point in points if point[0] < closes), has_plan=has_plan, rhythm_months=rhythm,
                )
            )  # fmt: skip
        share = task_plan(measures, TODAY)
        if share is not None:
            shares.append((share, task.weight))
    seen = node(user, province)
    found = ticks(seen, ALL_YEARS, count(seen, ALL_YEARS, at=AT), on=TODAY)
    expected = sum(share * weight for share, weight in shares) / sum(weight for _, weight in shares)
    assert abs(found["children"][commune.pk] - expected) < Decimal("1e-9")
    (field,) = found["fields"].values()
    assert abs(field - expected) < Decimal("1e-9")


def test_finished_and_overdue_tasks_are_to_be_whole_and_unplanned_ones_are_left_out():
    province = make_unit()
    user = make_user(role=Office.Role.LEADER, unit=province)
    make_task(giver=province, unit=province, status=S.CONCLUDED)
    make_task(giver=province, unit=province, due_on=TODAY - timedelta(days=1))
    make_task(giver=province, unit=province, committed_on=TODAY)
    seen = node(user, province)
    assert ticks(seen, ALL_YEARS, count(seen, ALL_YEARS, at=AT), on=TODAY)["children"] == {province.pk: 1}


# ---- snapshots


def test_tonights_snapshot_says_of_every_unit_what_its_page_says():
    world = World(11)
    assert snapshot(on=TODAY) > 0
    for unit in world.units:
        user = world.reader(unit)
        for period in PERIODS:
            counted = count(node(user, unit), period, at=AT)
            kept = StatisticsSnapshot.objects.filter(unit=unit, taken_on=TODAY, period=period.kept_as).first()
            if not counted.whole.tasks:
                assert kept is None
                continue
            assert (kept.tasks, kept.people) == (counted.whole.tasks, counted.people.total)
            assert kept.marks == {mark: n for mark, n in counted.whole.counts.items() if n}


def test_a_snapshot_may_run_twice():
    World(12, tasks=20)
    first = snapshot(on=TODAY)
    before = list(
        StatisticsSnapshot.objects.order_by("unit", "period").values(
            "unit", "period", "tasks", "people", "marks"
        )
    )
    assert snapshot(on=TODAY) <= first
    after = StatisticsSnapshot.objects.order_by("unit", "period").values(
        "unit", "period", "tasks", "people", "marks"
    )
    assert list(after) == before


def test_a_period_in_which_nothing_can_change_any_more_is_frozen_once():
    round = make_round(year=2021, stage="2021–2025")
    make_task(round=round, status=S.CLOSED, decided_on=date(2021, 3, 1))
    snapshot(on=TODAY)
    snapshot(on=TODAY + timedelta(days=1))
    days = StatisticsSnapshot.objects.filter(unit=round.committee).values_list("period", "taken_on")
    assert sorted(days) == [
        ("", TODAY),
        ("", TODAY + timedelta(days=1)),
        ("2021", TODAY),
        ("2021–2025", TODAY),
    ]


def test_the_marks_of_today_follow_from_the_dates_alone():
    World(13)
    by_dates = dict(Task.objects.decided().annotate(m=mark_as_of(TODAY)).values_list("pk", "m"))
    assert by_dates == dict(Task.objects.decided().annotate(m=mark_case(TODAY)).values_list("pk", "m"))


def test_a_past_day_is_told_from_the_dates_that_tasks_kept():
    province = make_unit()
    make_round(province)
    make_task(giver=province, unit=province, decided_on=date(2026, 5, 5))
    make_task(
        giver=province, unit=province, status=S.CONCLUDED, due_on=date(2026, 3, 1), finished_on=date(2026, 2, 20),
        concluded_on=date(2026, 4, 10), asked_conclusion_on=date(2026, 2, 25), committed_on=date(2026, 1, 20),
    )  # fmt: skip

    def marks(on):
        reconstruct(on=on)
        return StatisticsSnapshot.objects.get(unit=province, taken_on=on, period="").marks

    assert marks(date(2026, 1, 15)) == {"awaiting_commitment": 1}
    assert marks(date(2026, 2, 1)) == {"on_track": 1}
    assert marks(date(2026, 3, 31)) == {"awaiting_conclusion": 1}
    assert marks(date(2026, 4, 30)) == {"done_early": 1}
    assert marks(date(2026, 5, 31)) == {"done_early": 1, "awaiting_commitment": 1}


def test_the_trend_takes_the_last_snapshot_of_each_month_and_todays_live_figure():
    unit = make_unit()
    for day, slow in (
        (date(2026, 3, 10), 3),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 30), 0),
        (date(2026, 6, 1), 9),
    ):
        marks = {"on_track": 1} | ({"slow": slow} if slow else {})
        StatisticsSnapshot.objects.create(
            unit=unit, taken_on=day, period="2026", tasks=1, people=1, marks=marks
        )
    live = count(node(make_user(role=Office.Role.LEADER, unit=unit), unit), of_year(2026), at=AT).whole
    points = trend(unit, of_year(2026), live, on=TODAY)
    assert points == [("3/26", Decimal("0.5")), ("4/26", Decimal(1)), ("5/26", None), ("6/26", None)]


def test_an_index_alone_counts_a_country(django_assert_num_queries):
    world = World(5, tasks=5)
    seen = node(world.reader(world.province), world.province)
    with django_assert_num_queries(2):
        count(seen, of_year(2026), at=AT)


def test_figures_prints_each_round_and_group():
    province = make_unit("Tỉnh ủy Mẫu")
    group = StatisticalGroup.objects.create(committee=province, code="btv", name="Diện Ban Thường vụ")
    round = make_round(province, year=2026)
    task = make_task(round=round, giver=province, group=group, unit=make_unit(parent=province))
    make_task(round=round, giver=province, group=group, assignee=task.assignments.get().cadre)
    out = StringIO()
    call_command("figures", stdout=out)
    assert "Diện Ban Thường vụ" in out.getvalue()
    assert "2 việc /     1 đồng chí" in out.getvalue()
