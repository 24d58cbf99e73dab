"""How does a year of a round get published and closed: which tasks, and what still stands in the way?"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from cadres.offices import standing
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import assignees_of, notify
from tasks_app.actions.objecting import last_day
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.rounds import record as record_on_round
from tasks_app.actions.telling import ASSIGNEE, day
from tasks_app.models import Conclusion, Notice, Objection, PeriodClosing, Round, RoundEvent, Task
from tasks_app.permissions import know_cadres, may_record_decision

S = Task.Status


@dataclass
class Preview:
    """What closing the year would do with each task of the round.

    `ready`: would be closed. The others stand in the way, or stay for a later closing: `objected`: an objection waits for
    its answer; `contestable`: the days in which the cadre may object still run; `own`: tasks of the person himself;
    `awaiting`: wait for their conclusion; `without_year`: go on, but this year of theirs has no conclusion.
    """

    ready: list = field(default_factory=list)
    objected: list = field(default_factory=list)
    contestable: list = field(default_factory=list)
    own: list = field(default_factory=list)
    awaiting: list = field(default_factory=list)
    without_year: list = field(default_factory=list)

    @property
    def in_the_way(self):
        return [*self.objected, *self.contestable]


def years_to_close(round, *, on):
    """Years of the round that have begun and are not closed yet."""
    closed = set(round.closings.values_list("year", flat=True))
    last = min(round.year_to, on.year)
    return [year for year in range(round.year_from, last + 1) if year not in closed]


def preview(round, year, *, by, on):
    """`Preview` of closing the year for this person; four queries, however many tasks."""
    tasks = list(
        round.tasks.filter(status__in=(S.CONCLUDED, *Task.OPEN))
        .select_related("giver", "unit", "round")
        .in_code_order()
    )
    know_cadres(tasks)
    found, conclusions = Preview(), {}
    for row in Conclusion.objects.filter(task__in=tasks):
        conclusions.setdefault(row.task_id, {})[row.year] = row
    waiting = set(
        Objection.objects.filter(outcome="", conclusion__task__in=tasks).values_list("conclusion", flat=True)
    )
    for task in tasks:
        known = conclusions.get(task.pk, {})
        task.conclusion_now = known.get(None)
        if task.status == S.CONCLUDED:
            if task.concluded_on.year <= year:
                _place(found, task, known.get(None), waiting, by=by, on=on)
        elif task.starts_on.year <= year:
            if task.status == S.AWAITING_CONCLUSION and task.due_on.year <= year:
                found.awaiting.append(task)
            elif task.due_on.year > year and year not in known:
                found.without_year.append(task)
            elif year in known and known[year].pk in waiting:
                found.objected.append(task)
    return found


def _place(found, task, conclusion, waiting, *, by, on):
    task.contestable_until = last_day(task, conclusion) if conclusion else None
    if conclusion and conclusion.pk in waiting:
        found.objected.append(task)
    elif conclusion and on <= task.contestable_until:
        found.contestable.append(task)
    elif not may_record_decision(by, task):
        found.own.append(task)
    else:
        found.ready.append(task)


@transaction.atomic
def close_period(round, year, *, document, by, at):
    """Công bố, khóa kỳ: all that was concluded up to the end of that year, in one act; or nothing.

    Refused while an objection waits for its answer or the days to object still run. What is still in force goes on.
    """
    round = Round.objects.select_for_update(of=("self",)).select_related("committee").get(pk=round.pk)
    if not standing(by).holds("officer", over=round.committee.path):
        raise NotPossible("Chỉ chuyên viên theo dõi của cấp ủy ghi công bố, khóa kỳ.")
    if year not in years_to_close(round, on=day(at)):
        raise NotPossible(f"Năm {year} không chờ khóa kỳ.", field="year")
    if document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    what = preview(round, year, by=by, on=day(at))
    if what.objected:
        raise NotPossible(
            f"Việc «{what.objected[0].title}» có ý kiến về kết luận chưa được trả lời.", field="year"
        )
    if what.contestable:
        task = what.contestable[0]
        raise NotPossible(
            f"Đồng chí được giao việc «{task.title}» còn được có ý kiến đến hết ngày {task.contestable_until:%d/%m/%Y}.",
            field="year",
        )
    moved = []
    if what.ready:
        moved = lifecycle.move_many(
            what.ready, "close", by=by, at=at, document=document, text=f"Năm {year}.", data={"year": year}
        )
    closing = PeriodClosing.objects.create(
        round=round, year=year, document=document, published_on=document.issued_on, task_count=len(moved), by=by,
        at=at,
    )  # fmt: skip
    record_on_round(
        round, RoundEvent.Kind.CLOSED, f"công bố kết quả, khóa kỳ năm {year}: {len(moved)} việc", by=by, at=at,
        text=str(document),
    )  # fmt: skip
    if not years_to_close(round, on=date.max):
        round.published_on = document.issued_on
        round.save(update_fields=["published_on"])
    for task in moved:
        told = f"Đã công bố kết quả năm {year}, khóa kỳ: «{task.title}»"
        notify(task, Notice.Kind.MOVED, told, to=assignees_of(task), why=ASSIGNEE, at=at, by=by)
    return closing
