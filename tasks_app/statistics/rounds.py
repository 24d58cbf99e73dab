"""How does a round stand: who must register and who has, and at whose desk does what wait, since when?"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Count, F, Min, OuterRef, Q, Subquery, When
from django.utils import timezone

from cadres.models import Appointment, Cadre
from tasks_app.models import (
    Assignment,
    ChangeRequest,
    Mark,
    Registrant,
    RegistrationUrge,
    Task,
    TaskEvent,
)
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.states import asks_extension
from tasks_app.workflow import TRANSITIONS

S = Task.Status
REGISTERED, MISSING, RETURNED, EXCUSED = "da", "chua", "tra-lai", "mien"
# Before these states nobody but the cadre knows of a registration; given up, it does not count.
NOT_SENT = (S.DRAFT, S.WITHDRAWN)
# Acts by which a registration goes to the desk and comes back.
TURNS = ("submit", "return", "take_back")


@dataclass
class Person:
    """One cadre in a round. `basis`: why he must register, "" when he did so by himself. `tasks`: registered by him."""

    cadre: Cadre
    title: str
    unit: str
    rank: tuple
    basis: str = ""
    state: str = MISSING
    tasks: int = 0
    reason: str = ""
    urged_at: datetime | None = None

    @property
    def is_missing(self):
        """Must register and has not, or has it back and not sent it again."""
        return self.state in (MISSING, RETURNED) and bool(self.basis)

    @property
    def has_account(self):
        return self.cadre.user is not None and self.cadre.user.is_active


@dataclass(frozen=True)
class Stage:
    """What waits at one desk. `code`: the list's `trang-thai`. `waited`: days that the oldest has waited there.

    That is since the task's last arrow; of a request since it was made, of what is late since the day it became so.
    """

    label: str
    desk: str
    code: str
    count: int
    waited: int | None


def people_of(round, *, on):
    """Everybody who must register in the round, is excused, or registered: official order. Four queries.

    By post: whoever holds on that day one of the round's positions that the committee manages. Drafts are nobody's to
    know of but the cadre's own; one that the desk itself returned is counted as returned.
    """
    named = list(Registrant.objects.filter(round=round).select_related("cadre__user"))
    sent, returned, cadres = _registrations(round)
    cadres |= {row.cadre_id: row.cadre for row in named}
    found = _with_posts(round, cadres, on)
    for row in named:
        person = found[row.cadre_id]
        person.basis = person.basis or "theo danh sách"
        if not row.is_required:
            person.state, person.reason = EXCUSED, row.reason
    for cadre in returned:
        found[cadre].state = RETURNED
    for cadre, count in sent.items():
        found[cadre].state, found[cadre].tasks = REGISTERED, count
    urges = RegistrationUrge.objects.filter(round=round).order_by("at", "pk").values_list("cadre", "at")
    for cadre, at in urges:
        if cadre in found:
            found[cadre].urged_at = at
    return sorted(found.values(), key=lambda person: person.rank)


def missing(people):
    return [person for person in people if person.is_missing]


def _registrations(round):
    """({cadre pk: tasks that he leads and has sent}, cadres who have one back, {pk: cadre} of all these)."""
    last = TaskEvent.objects.filter(task=OuterRef("task"), kind__in=TURNS).order_by("-at", "-pk")
    rows = (
        Assignment.objects.open()
        .filter(task__round=round, task__origin=Task.Origin.REGISTERED, role=Assignment.Role.LEAD)
        # Only of a draft is it asked whether the desk sent it back.
        .annotate(
            status=F("task__status"),
            last=Case(When(task__status=S.DRAFT, then=Subquery(last.values("kind")[:1]))),
        )
        .select_related("cadre__user")
    )
    sent, returned, cadres = Counter(), set(), {}
    for row in rows:
        if row.status not in NOT_SENT:
            sent[row.cadre_id] += 1
        elif row.status == S.DRAFT and row.last == "return":
            returned.add(row.cadre_id)
        else:
            continue
        cadres[row.cadre_id] = row.cadre
    return sent, returned, cadres


def _with_posts(round, cadres, on):
    """{cadre pk: Person} of who must register by his post, and of the given cadres, each with his highest post."""
    chosen = Q(managed_by=round.committee_id, position__in=round.must_register.all())
    posts = (
        Appointment.objects.in_force(on)
        .annotate(is_chosen=Case(When(chosen, then=True), default=False, output_field=BooleanField()))
        .filter(Q(is_chosen=True) | Q(cadre__in=cadres))
        .select_related("cadre__user", "position", "unit")
        .highest_first()
    )
    found = {}
    for post in posts:
        person = found.setdefault(post.cadre_id, _person(post.cadre, post))
        if post.is_chosen and not person.basis:
            found[post.cadre_id] = _person(post.cadre, post, basis="theo chức danh")
    return {pk: _person(cadre, None) for pk, cadre in cadres.items() if pk not in found} | found


def _person(cadre, post, *, basis=""):
    rank = (post.position.rank, post.unit.rank) if post else (9999, 9999)
    return Person(
        cadre,
        post.title if post else "",
        post.unit.name if post else "",
        (*rank, cadre.name_key, cadre.pk),
        basis,
    )


# ---- at whose desk ----------------------------------------------------------------------------------------------------


def stages_of(user, round, *, on):
    """The desks of the round's life in order, each with what waits there of the tasks the user may see; one query."""
    moved = TaskEvent.objects.filter(task=OuterRef("pk"), kind__in=TRANSITIONS).order_by("-at", "-pk")
    asked = ChangeRequest.objects.filter(task=OuterRef("pk"), outcome="", kind="extension").order_by(
        "requested_at"
    )
    rows = list(
        visible_tasks(user)
        .filter(round=round)
        .exclude(status__in=NOT_SENT)
        .with_mark(on)
        .annotate(since=Subquery(moved.values("at")[:1]), asked=Subquery(asked.values("requested_at")[:1]))
        .values("mark", "status")
        .annotate(
            n=Count("pk"),
            oldest=Min("since"),
            earliest_due=Min("due_on"),
            earliest_slow=Min("slow_from_on"),
            first_asked=Min("asked"),
            extending=Count("pk", filter=Q(asks_extension())),
        )
        .order_by()
    )

    def stage(label, desk, code, fits, count="n", since=lambda row: row["oldest"]):
        fitting = [row for row in rows if fits(row) and row[count]]
        oldest = min((_day(since(row)) for row in fitting if since(row)), default=None)
        waited = oldest and (on - oldest).days
        return Stage(label, desk, code, sum(row[count] for row in fitting), waited)

    committee = round.committee.name
    return [
        stage("Kiểm tra bản đăng ký", "Chuyên viên theo dõi", "da-dang-ky", lambda r: r["status"] == S.SUBMITTED),
        stage("Thẩm định", "Cơ quan thẩm định", "dang-tham-dinh", lambda r: r["status"] == S.APPRAISING),
        stage("Quyết định giao việc", committee, "cho-quyet-dinh", lambda r: r["status"] == S.AWAITING_DECISION),
        stage("Cam kết", "Đồng chí được giao", "cho-cam-ket", lambda r: r["mark"] == Mark.AWAITING_COMMITMENT),
        stage("Việc quá hạn, chậm tiến độ", "Đồng chí được giao", "can-don-doc",
              lambda r: r["mark"] in (Mark.OVERDUE, Mark.SLOW),
              since=lambda r: r["earliest_due"] if r["mark"] == Mark.OVERDUE else r["earliest_slow"]),
        stage("Quyết định gia hạn", committee, "xin-gia-han", lambda r: True, count="extending",
              since=lambda r: r["first_asked"]),
        stage("Kết luận", committee, "cho-ket-luan", lambda r: r["status"] == S.AWAITING_CONCLUSION),
    ]  # fmt: skip


def _day(at):
    return timezone.localdate(at) if isinstance(at, datetime) else at
