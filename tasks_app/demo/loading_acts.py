"""Which acts went over many tasks at once: a list passed on, results of a year published, the working calendar changed?

What they did to each task is told with the task; here stands who did it to all of them.
"""

import uuid
from datetime import timedelta

from tasks_app.actions.bulk import Outcome, row_of_each
from tasks_app.demo.fixtures import dice
from tasks_app.demo.living import published_on
from tasks_app.demo.loading_records import speaker
from tasks_app.models import BulkAct, CalendarDay, PeriodClosing, Round, RoundEvent, Task, TaskEvent

COMMITTEE = "TTQ"
DAY_OFF = "Nghỉ theo quyết định của tỉnh (minh họa)"
RULE = "Hạn vào ngày nghỉ chuyển sang ngày làm việc kế tiếp"


def load_acts(found):
    _passed_on_at_once(found)
    _published(found)
    _rescheduled(found)


def _passed_on_at_once(found):
    """The list that the desk of the Tỉnh ủy passed on; what had just been merged was left out and named."""
    plans = [plan for plan in found.plan.tasks if plan.giver == COMMITTEE]
    moves = [(plan, event) for plan in plans for event in plan.events if event.kind == "pass"]
    at = max(event.at for _, event in moves)
    done = [Outcome(found.tasks[plan.key], "") for plan, event in moves if event.at == at]
    why = f"Việc đang ở trạng thái «{Task.Status.MERGED.label}»."
    left = [Outcome(found.tasks[plan.key], why) for plan in plans if plan.state == "merged"]
    BulkAct.objects.create(
        uuid=uuid.UUID(int=dice("bulk").getrandbits(128), version=4), name="pass", rows=row_of_each([*done, *left]),
        by=found.users[found.plan.roster.desks[COMMITTEE]], at=at,
    )  # fmt: skip


def _published(found):
    """Each year of a living round up to the day of publishing, with what was concluded in it and is closed."""
    closed, last = {}, published_on(found.today).year
    for plan in found.plan.tasks:
        if (
            plan.state == "closed" and plan.events[-1].paper
        ):  # those of the old structure were published without one
            closed.setdefault(plan.round, []).append(plan)
    for key, plans in closed.items():
        round, event = found.rounds[key], plans[0].events[-1]
        document, by = found.papers[event.paper], found.plan.roster.desks[plans[0].giver]
        for year in range(round.year_from, last + 1):
            count = sum(plan.concluded_on.year == year for plan in plans)
            PeriodClosing.objects.create(
                round=round, year=year, document=document, published_on=document.issued_on, task_count=count,
                by=found.users[by], at=event.at,
            )  # fmt: skip
            act = f"công bố kết quả, khóa kỳ năm {year}: {count} việc"
            _tell(found, round, RoundEvent.Kind.CLOSED, act, by=by, at=event.at, text=str(document))


def _rescheduled(found):
    """A day is taken off the calendar, in a round that began to move deadlines off days off a little before."""
    for event in TaskEvent.objects.filter(kind=TaskEvent.Kind.RESCHEDULED).select_related("task__round"):
        CalendarDay.objects.get_or_create(on=event.task.named_due_on, defaults={"name": DAY_OFF})
        round = event.task.round
        by = found.plan.roster.desks[next(k for k, made in found.rounds.items() if made.pk == round.pk)[:6]]
        _tell(found, round, RoundEvent.Kind.CHANGED, "sửa đợt giao việc", by=by, at=event.at - timedelta(days=2),
              text=f"{RULE}: không → có", data={"changes": [[RULE, "không", "có"]]})  # fmt: skip
        Round.objects.filter(pk=round.pk).update(version=2)


def _tell(found, round, kind, act, *, by, at, text, data=None):
    RoundEvent.objects.create(
        round=round, kind=kind, act=act, text=text, by=found.users[by], by_name=speaker(found, by, at), at=at,
        data=data or {},
    )  # fmt: skip
