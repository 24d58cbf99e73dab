"""What becomes of the open tasks of a cadre who leaves a post, or whose unit ends?

The desk draws up minutes: every task with its state at the day and what is proposed for it. Both sides confirm the state, or
say what differs; the committee's decision then hands over each task (actions/handing_over.py), all of them or none.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count

from cadres.models import Cadre
from cadres.offices import standing, with_predecessors
from tasks_app.actions import handing_over
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record_many
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import day
from tasks_app.models import (
    Assignment,
    Evidence,
    Handover,
    HandoverConfirmation,
    HandoverItem,
    HandoverMinutes,
    Indicator,
    Notice,
    Obstacle,
    Task,
    TaskEvent,
)
from tasks_app.permissions import may_draw_handover
from tasks_app.statistics.careers import months

Outcome, Side = Handover.Outcome, HandoverConfirmation.Side
GIVES, TAKES = "Đồng chí bàn giao việc này", "Đồng chí được đề nghị nhận việc này"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one task: the outcome, who takes it over (None while unknown), and a note."""

    outcome: str = Outcome.SUCCESSOR
    to_cadre: Cadre | None = None
    note: str = ""


@dataclass(frozen=True)
class Party:
    """Who must confirm, and his newest word on this version of the minutes (None while he hasn't said any)."""

    side: str
    cadre: Cadre
    word: HandoverConfirmation | None

    @property
    def side_name(self):
        return Side(self.side).label

    @property
    def agreed(self):
        return self.word is not None and self.word.agreed


# ---- the inventory --------------------------------------------------------------------------------------------------


def to_hand_over(cadre, giver):
    """The open shares of the cadre in tasks of this giver (or of a committee it succeeded), by deadline."""
    return list(
        Assignment.objects.open()
        .filter(cadre=cadre, task__status__in=Task.OPEN, task__giver__in=with_predecessors(giver))
        .select_related("task__giver", "task__unit", "task__round", "cadre", "collective")
        .order_by("task__due_on", "task_id")
    )


@transaction.atomic
def draw_up(cadre, giver, *, cause, handed_over_on, proposals, note="", by, at):
    """Lập biên bản bàn giao. `proposals`: {assignment pk: `Proposal`}; every open task is in, proposed for or not."""
    _require_desk(giver, cadre, by)
    Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if HandoverMinutes.objects.filter(cadre=cadre, giver=giver, decided_at=None, dropped_at=None).exists():
        raise NotPossible("Đồng chí này đang có biên bản bàn giao chưa quyết định.")
    shares = to_hand_over(cadre, giver)
    if not shares:
        raise NotPossible("Đồng chí này không có việc nào đang thực hiện để bàn giao.")
    _check(shares, proposals, handed_over_on, on=day(at))
    minutes = HandoverMinutes.objects.create(
        cadre=cadre, giver=giver, cause=cause, handed_over_on=handed_over_on, note=note, by=by, at=at
    )
    _write_items(minutes, shares, proposals)
    _put_on_record(
        minutes, "lập biên bản bàn giao việc", [share.task for share in shares], text=note, by=by, at=at
    )
    _ask_parties(minutes, by=by, at=at)
    return minutes


@transaction.atomic
def revise(minutes, *, cause, handed_over_on, proposals, note="", by, at, seen):
    """Other proposals, or the state read anew: a new version, which the sides confirm again."""
    minutes = _open_minutes(minutes, by=by, seen=seen)
    shares = to_hand_over(minutes.cadre, minutes.giver)
    _check(shares, proposals, handed_over_on, on=day(at))
    minutes.items.all().delete()
    minutes.cause, minutes.handed_over_on, minutes.note = cause, handed_over_on, note
    minutes.version += 1
    minutes.save()
    _write_items(minutes, shares, proposals)
    act = f"sửa biên bản bàn giao việc, bản số {minutes.version},"
    _put_on_record(minutes, act, [share.task for share in shares], text=note, by=by, at=at)
    _ask_parties(minutes, by=by, at=at)
    return minutes


@transaction.atomic
def drop(minutes, *, by, at, seen):
    """Thôi lập: the cadre stays after all, or nothing is left to hand over. The minutes stay on record."""
    minutes = _open_minutes(minutes, by=by, seen=seen)
    minutes.dropped_at = at
    minutes.version += 1
    minutes.save(update_fields=["dropped_at", "version"])
    _put_on_record(minutes, "thôi lập biên bản bàn giao việc", _tasks_in(minutes), by=by, at=at)
    return minutes


def _tasks_in(minutes, **only):
    return [
        item.task for item in minutes.items.filter(**only).select_related("task__giver").order_by("task_id")
    ]


def _put_on_record(minutes, act, tasks, *, text="", by, at, on_behalf_of=None):
    """One line in the history of each of the tasks."""
    record_many(
        tasks, TaskEvent.Kind.HANDOVER_DRAWN, f"{act} của đ/c {minutes.cadre.full_name}", by=by, at=at, text=text,
        on_behalf_of=on_behalf_of, data={"minutes": minutes.pk},
    )  # fmt: skip


def _check(shares, proposals, handed_over_on, *, on):
    for share in shares:
        if not share.starts_on <= handed_over_on <= on:
            raise NotPossible(
                f"Ghi ngày bàn giao từ {share.starts_on:%d/%m/%Y} (ngày giao việc «{share.task.title}») đến hôm nay.",
                field="handed_over_on",
            )
        proposal = proposals.get(share.pk, Proposal())
        if proposal.outcome == Outcome.SUCCESSOR and proposal.to_cadre == share.cadre:
            raise NotPossible("Chọn đồng chí nhận khác với đồng chí bàn giao.", field=f"nhan-{share.pk}")


def _write_items(minutes, shares, proposals):
    states = states_of(shares, on=minutes.handed_over_on)
    items = []
    for share in shares:
        proposal = proposals.get(share.pk, Proposal())
        takes = proposal.to_cadre if proposal.outcome == Outcome.SUCCESSOR else None
        items.append(HandoverItem(
            minutes=minutes, task=share.task, assignment=share, outcome=proposal.outcome, to_cadre=takes,
            state=states[share.pk], note=proposal.note,
        ))  # fmt: skip
    HandoverItem.objects.bulk_create(items)


def states_of(shares, *, on):
    """{assignment pk: the state of its task as JSON}: figures, evidence, open obstacles, months held up to the day."""
    tasks = [share.task_id for share in shares]
    figures, obstacles = {}, {}
    for row in Indicator.objects.filter(task__in=tasks).order_by("rank", "pk"):
        figures.setdefault(row.task_id, []).append({
            "name": row.name, "unit": row.measure_unit, "kind": row.kind, "target": _plain(row.target),
            "current": _plain(row.current), "confirmed": _plain(row.confirmed),
        })  # fmt: skip
    for row in Obstacle.objects.filter(task__in=tasks, solved_on=None).order_by("named_on", "pk"):
        obstacles.setdefault(row.task_id, []).append(row.text)
    shown = Evidence.objects.shown().filter(task__in=tasks).order_by()
    files = dict(shown.values_list("task").annotate(n=Count("pk")))
    return {
        share.pk: {
            "progress": _plain(share.task.progress),
            "due_on": share.task.due_on.isoformat(),
            "figures": figures.get(share.task_id, []),
            "files": files.get(share.task_id, 0),
            "obstacles": obstacles.get(share.task_id, []),
            "held_from": share.starts_on.isoformat(),
            "months": months(share.starts_on, on),
        }
        for share in shares
    }


def _plain(number):
    return None if number is None else f"{number.normalize():f}"


def changed_since(minutes):
    """Pks of the items whose state is no longer what the minutes say; and whether tasks came in or fell away."""
    items = list(minutes.items.select_related("assignment__task"))
    now = states_of([item.assignment for item in items], on=minutes.handed_over_on)
    changed = {item.pk for item in items if now[item.assignment_id] != item.state}
    shares = {share.pk for share in to_hand_over(minutes.cadre, minutes.giver)}
    return changed, shares != {item.assignment_id for item in items}


# ---- both sides -----------------------------------------------------------------------------------------------------


def parties(minutes):
    """Who confirms this version: the cadre who leaves, and everyone proposed to take a task over; three queries."""
    words = {}
    for word in minutes.confirmations.filter(version=minutes.version).order_by("pk"):
        words[word.side, word.cadre_id] = word
    takers = Cadre.objects.filter(
        pk__in=minutes.items.filter(to_cadre__isnull=False).values("to_cadre")
    ).in_order()
    return [
        Party(Side.LEAVING, minutes.cadre, words.get((Side.LEAVING, minutes.cadre_id))),
        *(Party(Side.TAKING, cadre, words.get((Side.TAKING, cadre.pk))) for cadre in takers),
    ]


def agreed_of(many):
    """{minutes pk: (sides that agreed to the present version, sides asked)}; two queries, however many minutes."""
    takers, words = {minutes.pk: set() for minutes in many}, {minutes.pk: {} for minutes in many}
    versions = {minutes.pk: minutes.version for minutes in many}
    items = HandoverItem.objects.filter(minutes__in=takers, to_cadre__isnull=False)
    for pk, cadre in items.values_list("minutes", "to_cadre"):
        takers[pk].add(cadre)
    for word in HandoverConfirmation.objects.filter(minutes__in=takers).order_by("pk"):
        if word.version == versions[word.minutes_id]:
            words[word.minutes_id][word.side, word.cadre_id] = word.agreed
    return {pk: (sum(words[pk].values()), len(taken) + 1) for pk, taken in takers.items()}


@transaction.atomic
def confirm(minutes, side, cadre, *, agreed, note="", paper_no="", by, at, seen):
    """A side confirms the state at the day, or says what differs; the desk may enter it from minutes signed on paper."""
    minutes = _locked(minutes, seen=seen)
    if not any(party.side == side and party.cadre == cadre for party in parties(minutes)):
        raise NotPossible("Đồng chí này không phải bên giao hoặc bên nhận của biên bản.")
    own = standing(by).cadre_id == cadre.pk
    if not own:
        _require_desk(minutes.giver, minutes.cadre, by)
        if not paper_no:
            raise NotPossible("Nhập số biên bản đã ký, hoặc để đồng chí đó tự xác nhận.", field="paper_no")
    if not agreed and not note.strip():
        raise NotPossible("Nêu nội dung chưa đúng.", field="note")
    HandoverConfirmation.objects.create(
        minutes=minutes, version=minutes.version, side=side, cadre=cadre, agreed=agreed, note=note,
        paper_no="" if own else paper_no, by=by, at=at,
    )  # fmt: skip
    item = minutes.items.select_related("task").order_by("pk").first()
    what = "xác nhận" if agreed else "có ý kiến về"
    theirs = {} if side == Side.LEAVING else {"to_cadre": cadre}
    act = (
        f"{what} biên bản bàn giao việc"
        if own
        else f"nhập xác nhận của đ/c {cadre.full_name} theo biên bản ký số {paper_no},"
    )
    _put_on_record(
        minutes,
        act,
        _tasks_in(minutes, **theirs),
        text=note,
        by=by,
        at=at,
        on_behalf_of=None if own else cadre,
    )
    text = f"Đ/c {cadre.full_name} {what} biên bản bàn giao của đ/c {minutes.cadre.full_name}"
    notify(item.task, Notice.Kind.MOVED, text, to=[minutes.by], why="Đồng chí lập biên bản này", at=at, by=by)
    return minutes


# ---- the decision ---------------------------------------------------------------------------------------------------


@transaction.atomic
def decide_handover(minutes, *, document, unconfirmed_reason="", by, at, seen):
    """What the committee decided of every task in the minutes, by one document; all of them or none.

    Where a side has not confirmed, or said that something differs, the decision needs its reason. A task that was over
    before the decision falls away.
    """
    minutes = _open_minutes(minutes, by=by, seen=seen)
    if document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    missing = [party for party in parties(minutes) if not party.agreed]
    if missing and not unconfirmed_reason.strip():
        names = ", ".join(f"đ/c {party.cadre.full_name}" for party in missing)
        raise NotPossible(f"Chưa có xác nhận của {names}: ghi lý do.", field="unconfirmed_reason")
    items = minutes.items.select_related("task", "assignment__cadre", "to_cadre").order_by("task_id")
    done = 0
    for item in items:
        if item.assignment.ends_on is not None or not item.task.is_open:
            continue
        if item.outcome == Outcome.SUCCESSOR and item.to_cadre is None:
            raise NotPossible(f"Chọn đồng chí nhận việc «{item.task.title}» trước khi ghi quyết định.")
        handing_over.hand_over(
            item.task, item.assignment, item.outcome, handed_over_on=minutes.handed_over_on,
            state_note=state_in_words(item), to_cadre=item.to_cadre, document=document, by=by, at=at,
        )  # fmt: skip
        item.handover = Handover.objects.filter(from_assignment=item.assignment).latest("pk")
        item.save(update_fields=["handover"])
        done += 1
    if not done:
        raise NotPossible("Các việc trong biên bản đã kết thúc, không còn việc để bàn giao: chọn «Thôi lập».")
    minutes.document, minutes.decided_at, minutes.unconfirmed_reason = document, at, unconfirmed_reason
    minutes.version += 1
    minutes.save()
    return minutes


def state_in_words(item):
    """The state at the day in one text, as the record of the handover keeps it."""
    state = item.state
    figures = "; ".join(
        f"{row['name']}: {_words(row['current'])}/{_words(row['target'])} {row['unit']}".strip()
        for row in state["figures"]
    )
    parts = [
        f"Giữ việc từ {date.fromisoformat(state['held_from']):%d/%m/%Y}, {state['months']} tháng.",
        f"{figures}.",
    ]
    parts.append(f"{state['files']} minh chứng.")
    if state["obstacles"]:
        parts.append("Vướng mắc chưa tháo gỡ: " + "; ".join(state["obstacles"]))
    if item.note:
        parts.append(item.note)
    return "\n".join(parts)[:4000]


def _words(number):
    return "–" if number is None else number.replace(".", ",")


# ---- who may, on which version --------------------------------------------------------------------------------------


def _require_desk(giver, cadre, by):
    if not may_draw_handover(by, giver, cadre):
        raise NotPossible(
            "Chỉ chuyên viên theo dõi của cấp giao lập và quyết định bàn giao, không phải của chính mình."
        )


def _locked(minutes, *, seen):
    found = (
        HandoverMinutes.objects.select_for_update(of=("self",))
        .select_related("cadre__user", "giver", "by")
        .get(pk=minutes.pk)
    )
    if seen is not None and found.version != seen:
        raise Stale("Biên bản vừa được người khác cập nhật, đề nghị đồng chí xem lại.")
    if not found.is_open:
        raise NotPossible("Biên bản này đã quyết định hoặc thôi lập.")
    return found


def _open_minutes(minutes, *, by, seen):
    found = _locked(minutes, seen=seen)
    _require_desk(found.giver, found.cadre, by)
    return found


def _ask_parties(minutes, *, by, at):
    """Both sides are asked to confirm; told with the first of the tasks that concern them."""
    items = list(minutes.items.select_related("task", "to_cadre__user").order_by("pk"))
    if minutes.cadre.user and items:
        text = f"Đề nghị đồng chí xác nhận biên bản bàn giao {len(items)} việc"
        notify(items[0].task, Notice.Kind.MOVED, text, to=[minutes.cadre.user], why=GIVES, at=at, by=by)
    takers = {}
    for item in items:
        if item.to_cadre and item.to_cadre.user:
            takers.setdefault(item.to_cadre.user, []).append(item)
    for user, taken in takers.items():
        text = f"Đề nghị đồng chí xác nhận biên bản nhận bàn giao {len(taken)} việc"
        notify(taken[0].task, Notice.Kind.MOVED, text, to=[user], why=TAKES, at=at, by=by)
