"""How does what stands in a task's way get named, passed to who must solve it, and answered?"""

from datetime import timedelta

from django.db import transaction

from cadres.models import Office
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import desk_of, holders_of, leaders_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import Notice, Obstacle, Recommendation, TaskEvent

Kind, Role = TaskEvent.Kind, Office.Role
# The day set where whoever asks sets none.
ANSWER_DAYS = 15
ASKED = "Nội dung cần đơn vị của đồng chí giải quyết"


def answer_day(on):
    return on + timedelta(days=ANSWER_DAYS)


# ---- named -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def name_obstacle(task, named, *, by, at, seen=None):
    """The cadre names what is in the way. `named`: a `Named` (text, solver, solver_note, due_on)."""
    task = lifecycle.lock_one(task, seen=seen)
    if not may.may_name_obstacle(by, task):
        raise NotPossible("Chỉ đồng chí được giao nêu vướng mắc, khi việc đang thực hiện.")
    if named.due_on and named.due_on < day(at):
        raise NotPossible("Ghi ngày đề nghị từ hôm nay trở đi.", field="due_on")
    (made,) = write_obstacles(task, [named], by=by, at=at)
    lifecycle.touch(task)
    who = named.solver.name if named.solver else named.solver_note
    record(task, Kind.HINDERED, f"nêu vướng mắc, đề nghị {who} tháo gỡ", by=by, at=at, text=named.text)
    told = f"{speaker(by, on=day(at))} nêu vướng mắc của việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    return made


def write_obstacles(task, obstacles, *, by, at, report=None):
    """One row each, and word to who must solve it. Inside the transaction of the act that names them."""
    on = day(at)
    made = Obstacle.objects.bulk_create(
        Obstacle(
            task=task, report=report, text=named.text, solver=named.solver, solver_note=named.solver_note,
            due_on=named.due_on or answer_day(on), named_on=on, by=by,
        )
        for named in obstacles
    )  # fmt: skip
    solvers = {row.solver_id: row.solver for row in made if row.solver_id and row.solver_id != task.giver_id}
    for solver in solvers.values():
        tell_solver(task, solver, "cần tháo gỡ vướng mắc", by=by, at=at)
    return made


@transaction.atomic
def recommend(task, addressee, text, *, due_on=None, report=None, by, at, on_behalf_of=None):
    """A kiến nghị to a committee or body: it waits there until it is answered. Inside the transaction of the report."""
    on = day(at)
    made = Recommendation.objects.create(
        task=task, report=report, addressee=addressee, text=text[:2000], made_on=on,
        due_on=due_on or answer_day(on), by=by,
    )  # fmt: skip
    act = f"kiến nghị {addressee.name} tháo gỡ"
    record(task, Kind.RECOMMENDED, act, by=by, at=at, text=text, on_behalf_of=on_behalf_of)
    told = f"{speaker(by, on=on)} {act}: «{task.title}»"
    leaders = leaders_of(task, on=on)
    notify(task, Notice.Kind.REPORT, told, to=leaders, why="Đồng chí là lãnh đạo của cấp giao", at=at, by=by)
    if addressee.pk != task.giver_id:
        tell_solver(task, addressee, "cần trả lời kiến nghị", by=by, at=at)
    return made


def tell_solver(task, unit, what, *, by, at):
    """Who speaks for the unit that is asked: its head, its leaders, its officers."""
    on, found = day(at), {}
    for role in (Role.UNIT_HEAD, Role.LEADER, Role.OFFICER):
        found |= {user.pk: user for user in holders_of(role, over=unit, on=on)}
    told = f"{unit.name} {what} của việc «{task.title}»"
    notify(task, Notice.Kind.REPORT, told, to=found.values(), why=ASKED, at=at, by=by)


# ---- passed on -------------------------------------------------------------------------------------------------------


@transaction.atomic
def pass_on(asked, unit, reason, *, by, at, seen=None):
    """Không thuộc thẩm quyền: an obstacle or recommendation goes on to the body that can solve it; it keeps its day."""
    task, asked = _locked(asked, seen)
    if not _may_answer(by, asked):
        raise NotPossible("Đồng chí không có thẩm quyền chuyển nội dung này.")
    _require_open(asked)
    before = asked.owner_name
    if asked.owner_id == unit.pk:
        raise NotPossible(f"Nội dung này đang chờ {unit.name}, chọn đơn vị khác.", field="unit")
    if isinstance(asked, Obstacle):
        asked.solver, asked.solver_note = unit, ""
        asked.save(update_fields=["solver", "solver_note"])
    else:
        asked.addressee = unit
        asked.save(update_fields=["addressee"])
    lifecycle.touch(task)
    what = "vướng mắc" if isinstance(asked, Obstacle) else "kiến nghị"
    act = f"chuyển {what} từ {before} sang {unit.name}"
    record(task, Kind.PASSED_ON, act, by=by, at=at, text=reason)
    tell_assignees(task, f"{speaker(by, on=day(at))} {act}: «{task.title}»", by=by, at=at)
    tell_solver(task, unit, f"cần giải quyết {what}", by=by, at=at)
    return asked


# ---- answered --------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_recommendation(recommendation, text, *, by, at, seen=None):
    """The body it was sent to answers a kiến nghị, once; the assignees are told."""
    task, recommendation = _locked(recommendation, seen)
    if not may.may_answer_recommendation(by, recommendation):
        raise NotPossible("Đồng chí không có thẩm quyền trả lời kiến nghị này.")
    _require_open(recommendation)
    recommendation.answer, recommendation.answered_by, recommendation.answered_on = text, by, day(at)
    recommendation.save(update_fields=["answer", "answered_by", "answered_on"])
    record(task, Kind.ANSWERED, "trả lời kiến nghị", by=by, at=at, text=text)
    tell_assignees(task, f"Kiến nghị của đồng chí về việc «{task.title}» đã được trả lời", by=by, at=at)
    return recommendation


@transaction.atomic
def solve_obstacle(obstacle, text, *, solved_on, by, at, seen=None):
    """Ghi kết quả tháo gỡ một khó khăn, vướng mắc, once; the assignees are told."""
    task, obstacle = _locked(obstacle, seen)
    if not may.may_solve_obstacle(by, obstacle):
        raise NotPossible("Đồng chí không có thẩm quyền ghi kết quả tháo gỡ vướng mắc này.")
    _require_open(obstacle)
    if not obstacle.named_on <= solved_on <= day(at):
        raise NotPossible(f"Ghi ngày tháo gỡ từ {obstacle.named_on:%d/%m/%Y} đến hôm nay.", field="solved_on")
    obstacle.answer, obstacle.solved_on, obstacle.solved_by = text, solved_on, by
    obstacle.save(update_fields=["answer", "solved_on", "solved_by"])
    record(task, Kind.ANSWERED, "ghi kết quả tháo gỡ vướng mắc", by=by, at=at, text=text)
    tell_assignees(task, f"Vướng mắc của việc «{task.title}» đã được tháo gỡ", by=by, at=at)
    return obstacle


def _may_answer(user, asked):
    if isinstance(asked, Obstacle):
        return may.may_solve_obstacle(user, asked)
    return may.may_answer_recommendation(user, asked)


def _require_open(asked):
    if isinstance(asked, Obstacle):
        if asked.solved_on:
            raise NotPossible("Vướng mắc này đã được tháo gỡ.")
    elif asked.answered_on:
        raise NotPossible("Kiến nghị này đã được trả lời.")


def _locked(asked, seen):
    """(task, the obstacle or recommendation) read again under the task's lock."""
    task = lifecycle.lock_one(asked.task, seen=seen)
    owner = "solver" if isinstance(asked, Obstacle) else "addressee"
    asked = type(asked).objects.select_related(owner).get(pk=asked.pk)
    asked.task = task
    return task, asked
