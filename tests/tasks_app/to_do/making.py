"""A committee with its people and what comes to wait in it."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cadres.models import Office
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Council,
    CouncilMember,
    CriteriaSet,
    HandoverConfirmation,
    HandoverMinutes,
    Objection,
    ProgressReport,
    Registrant,
    ScoreSheet,
    Task,
)
from tasks_app.statistics import waiting
from tests.factories import (
    START,
    appoint,
    make_cadre,
    make_inspection,
    make_mission,
    make_round,
    make_task,
    make_unit,
    make_user,
)

Role, S = Office.Role, Task.Status


def days(n):
    return timezone.localdate() + timedelta(days=n)


def moment(n):
    return timezone.now() + timedelta(days=n)


def report_of(task, cadre, n=-2, **fields):
    fields = {"status": "submitted", "submitted_at": moment(n)} | fields
    return ProgressReport.objects.create(
        task=task, cadre=cadre.cadre, period_starts_on=days(n - 30), period_ends_on=days(n), by=fields.pop("by", cadre),
        saved_at=moment(n), **fields,
    )  # fmt: skip


class World:
    """A province, a body beside it, and one person for each hand in which something can lie."""

    def __init__(self):
        self.giver, self.body = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU"), make_unit("Sở Tài chính")
        self.unit = make_unit("Đảng ủy xã Sơn Dương", parent=self.giver)
        self.cadre = make_user(name="Ma Xuân Bính")
        appoint(self.cadre.cadre, "Bí thư", self.unit, managed_by=self.giver)
        self.officer, self.appraiser, self.leader = (
            make_user(role=role, unit=self.giver) for role in (Role.OFFICER, Role.APPRAISER, Role.LEADER)
        )
        self.head = make_user(role=Role.UNIT_HEAD, unit=self.body)
        self.unit_head = make_user(role=Role.UNIT_HEAD, unit=self.unit)
        self.member, self.secretary, self.teammate = make_user(), make_user(), make_user()
        self.everybody = (
            self.cadre, self.officer, self.appraiser, self.leader, self.head, self.unit_head, self.member,
            self.secretary, self.teammate,
        )  # fmt: skip

    def task(self, status=S.IN_FORCE, **fields):
        fields = {"committed_on": days(-60), "due_on": days(200), "assignee": self.cadre} | fields
        # Of this year, whatever day it is: no year of it waits for a conclusion.
        begun = min(date(days(0).year, 1, 1), fields["due_on"] - timedelta(days=30))
        return make_task(giver=self.giver, unit=self.unit, status=status, **{"starts_on": begun} | fields)


def acts(user, **only):
    """{words of an act: how many lines of it}."""
    found = {}
    for line in waiting.lines(user, on=timezone.localdate(), **only):
        found[line.queue.act] = found.get(line.queue.act, 0) + 1
    return found


def called(world, *, by_post, **fields):
    """A round that takes registrations and calls the cadre, by his post or by name."""
    fields = {"registration_from": days(-5), "registration_until": days(20)} | fields
    made = make_round(world.giver, year=days(0).year, **fields)
    if by_post:
        # He holds two such posts, and is asked once.
        posts = world.cadre.cadre.appointments.all() or [
            appoint(world.cadre.cadre, name, world.unit, managed_by=world.giver)
            for name in ("Giám đốc", "Trưởng ban")
        ]
        made.must_register.set([post.position for post in posts])
    else:
        Registrant.objects.create(round=made, cadre=world.cadre.cadre, by=world.officer, at=moment(-3))
    return made


def commit(world, **plan):
    task = world.task()
    return Commitment.objects.create(
        task=task, content_version=1, committed_on=days(-3), cadre=world.cadre.cadre, by=world.cadre, at=moment(-3), **plan
    )  # fmt: skip


def ask(world):
    return ChangeRequest.objects.create(
        task=world.task(), kind="extension", reason="Mưa lũ", requested_by=world.cadre, requested_at=moment(-5),
        due_proposed=days(300),
    )  # fmt: skip


def object_to(world):
    """The cadre objects to the conclusion of his task."""
    task = world.task(S.CONCLUDED)
    made = Conclusion.objects.create(
        task=task, result="partly", completed=False, on_time=False, quality_met=False, exceeded=False,
        finished_on=task.finished_on, concluded_on=task.concluded_on, by=world.officer, at=moment(-4),
    )  # fmt: skip
    return Objection.objects.create(
        conclusion=made, against=1, cadre=world.cadre.cadre, text="Chưa đúng", by=world.cadre, at=moment(-3)
    )


def hand_over(world, leaver=None, *, said=(), at=-2):
    """Minutes that propose the head of the other body for a task of `leaver` (the cadre).

    `said`: whether first who leaves, then who takes over agreed; empty while none has said a word yet.
    """
    leaver = leaver or world.cadre
    task = world.task(assignee=leaver)
    made, _ = HandoverMinutes.objects.get_or_create(
        cadre=leaver.cadre, giver=world.giver,
        defaults={"cause": "moved", "handed_over_on": days(-2), "by": world.officer, "at": moment(at)},
    )  # fmt: skip
    for (side, person), agreed in zip((("leaving", leaver), ("taking", world.head)), said, strict=False):
        say(made, side, person, agreed=agreed)
    state = {"progress": "0", "due_on": "2026-12-31", "figures": [], "files": 0, "obstacles": [], "months": 1,
             "held_from": "2026-01-10"}  # fmt: skip
    return made.items.create(
        task=task, assignment=task.assignments.get(), to_cadre=world.head.cadre, state=state
    )


def inspected(world):
    """An inspection whose day has come, by a team on which one person with an account goes."""
    mission = make_mission(
        world.giver, head=make_cadre(), members=[world.teammate, world.cadre], starts_on=days(-2)
    )
    return make_inspection(world.task(), mission=mission, findings="", inspected_on=days(-2))


def say(minutes, side, person, *, agreed=True):
    return HandoverConfirmation.objects.create(
        minutes=minutes, version=minutes.version, side=side, cadre=person.cadre, agreed=agreed,
        note="" if agreed else "Thiếu một hồ sơ", by=person, at=moment(-1),
    )  # fmt: skip


def sit(world, *members, secretary=None, criteria=True):
    """A task that waits for its conclusion, and a council of its round: `members` are Users, or Cadres without an account."""
    task = world.task(S.AWAITING_CONCLUSION, asked_conclusion_on=days(-4))
    act = {"by": world.officer, "at": moment(-9)}
    task.council = Council.objects.create(round=task.round, name="Hội đồng đánh giá", **act)
    for person in members:
        CouncilMember.objects.create(
            council=task.council, cadre=getattr(person, "cadre", person), starts_on=START
        )
    if secretary:
        seat = CouncilMember.objects.create(
            council=task.council, cadre=secretary.cadre, role="secretary", starts_on=START
        )
        give_sheet(task, seat)
    if criteria:
        CriteriaSet.objects.create(round=task.round, number=1, **act).rows.create(
            rank=1, name="Kết quả", max_points=10, weight=100
        )
    return task


def give_sheet(task, seat):
    criteria, _ = CriteriaSet.objects.get_or_create(
        round=task.round, number=9, defaults={"by": task.created_by, "at": moment(-9)}
    )
    ScoreSheet.objects.create(
        task=task,
        member=seat,
        criteria=criteria,
        total=Decimal(80),
        scored_on=days(-1),
        by=task.created_by,
        at=moment(-1),
    )


def certifiable(world, **fields):
    """A report in a round that asks for the word of the unit's head."""
    task = world.task()
    type(task.round).objects.filter(pk=task.round_id).update(certified_reports=True)
    return report_of(task, world.cadre, **fields)


def near(world):
    """A task that the asked body may see."""
    task = world.task()
    task.coordinating_units.add(world.body)
    return task
