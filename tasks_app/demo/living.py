"""How does a task of the living round stand on the day of loading? One way to tell each state and each mark.

All days are counted from that day, so that the demo looks the same whenever it is loaded. A way that does not lead to the
mark it is meant for (a figure known only once a year can't be late in autumn) is told again of another topic.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tasks_app.actions.measuring import period_of
from tasks_app.demo import measuring
from tasks_app.demo.fixtures import dice, field_texts
from tasks_app.demo.happenings import appraiser_of, hand_over, happen
from tasks_app.demo.past import commit, conclude, final_values, report
from tasks_app.demo.story import HANOI, Story, between
from tasks_app.demo.topics import followed
from tasks_app.demo.turns import SHORT_DAYS, answers, named_day
from tasks_app.demo.units import REFORM
from tasks_app.demo.world import say

DAYS = timedelta
FIRST_DECISION = REFORM + DAYS(days=14)
# Days before today on which the committees published what was concluded by then, and on which a list was passed on as one.
PUBLISHED_AGO, PASSED_AGO = 45, 2


@dataclass(frozen=True)
class Case:
    """`way`: see WAYS. `due`: days from today to the deadline. `age`: days since the decision, at the least."""

    way: str
    due: int = 90
    age: int = 150
    mark: str = ""
    share: float | None = (
        None  # how far the newest figures are from hiện trạng to chỉ tiêu giao; None: by the mark
    )
    rhythm: int = 3
    grade: str = "met"
    with_: tuple = ()  # what else happened: "urged", "inspected", "extended"… (happenings.py)


@dataclass(frozen=True)
class Job:
    """A case given to somebody."""

    key: str
    case: Case
    duty: object
    giver: str
    round: str
    group: str
    co: tuple = ()
    collective: str | None = None
    origin: str = ""
    assistant: str = ""
    follower: str | None = None
    before: object = None  # whose task it was until a handover


def tell(world, job, today):
    """The task as it stands today; tried with other topics until the mark is the wanted one."""
    for attempt in range(80):
        source = dice("living", job.key, attempt)
        count, titles = len(world.tasks), set(world.titles)
        used = {key: set(topics) for key, topics in world.topics_of.items()}
        task = _told(world, job, today, source)
        if not job.case.mark or measuring.mark(task, today) == job.case.mark:
            task.wanted_mark = job.case.mark
            return task
        del world.tasks[count:]
        world.titles, world.topics_of = titles, used
    raise ValueError(f"{job.key}: no topic leads to {job.case.mark}")


def decided_on(today, age, span=0):
    """The spring decision of the year where it is old enough, else a day as long ago as the case needs."""
    spring = date(today.year, 3, 20)
    day = spring if (today - spring).days >= age else today - DAYS(days=age)
    return max(day, FIRST_DECISION) if span == 0 else today - DAYS(days=span)


def _told(world, job, today, source):
    case = job.case
    if case.share is None:
        job = replace(job, case=replace(case, share=_share(case, today)))
    day = decided_on(today, case.age, span=case.age if case.age < 60 else 0)
    due_on = due_day(case, today)
    if case.way in BEFORE:
        day = today - DAYS(days=5)
    content = world.content(
        job.duty, source, decided_on=day, due_on=due_on, prefer=lambda t: followed(t["key"])
    )
    origin = job.origin or source.choice(("registered", "ordered", "ordered", "added"))
    task = world.task(
        job.key, round_key=job.round, giver=job.giver, group=job.group, duty=job.duty, content=content, origin=origin,
        starts_on=day, due_on=due_on, on=today, co=job.co, collective=job.collective,
    )  # fmt: skip
    task.report_rhythm, task.follower = case.rhythm, job.follower
    story = Story(task, source)
    WAYS[case.way](world, story, job, today)
    answers(story)
    return task


def due_day(case, today):
    """Deadlines well ahead are ends of months, as committees set them; near ones lie where the mark needs them."""
    day = today + DAYS(days=case.due)
    if case.due < 36:
        return day
    end = date(day.year + day.month // 12, day.month % 12 + 1, 1) - DAYS(days=1)
    return named_day(end) if "rescheduled" in case.with_ else end


def _share(case, today):
    """A little ahead of the plan, or far behind it for what is to be slow."""
    start = decided_on(today, case.age)
    elapsed = (today - start).days / max(1, (today - start).days + case.due)
    return elapsed * 0.42 if case.mark == "slow" else min(0.98, elapsed + 0.07)


# ---- before the decision ---------------------------------------------------------------------------------------------


def _draft(world, story, job, today):
    behalf = job.duty.person if job.assistant else None
    actor = job.assistant or (job.duty.person if story.task.origin == "registered" else world.desk(job.giver))
    story.draft(today - DAYS(days=3), actor=actor, on_behalf_of=behalf)


def _submitted(world, story, job, today):
    story.draft(today - DAYS(days=12), actor=job.assistant or job.duty.person,
                on_behalf_of=job.duty.person if job.assistant else None)  # fmt: skip
    story.submit(today - DAYS(days=9))
    if "returned" in job.case.with_:
        story.send_back_draft(
            today - DAYS(days=7), actor=world.desk(job.giver), text=say(story.source, "return_reason")
        )
        story.submit(today - DAYS(days=4))


def _returned(world, story, job, today):
    """With the cadre again: returned, not sent again yet."""
    _submitted(world, story, job, today)
    story.send_back_draft(
        today - DAYS(days=3), actor=world.desk(job.giver), text=say(story.source, "return_reason")
    )


def _withdrawn(world, story, job, today):
    """Taken back to be mended, sent again, and given up."""
    story.draft(today - DAYS(days=12), actor=job.duty.person)
    story.submit(today - DAYS(days=10))
    story.take_back(today - DAYS(days=9))
    story.submit(today - DAYS(days=8))
    story.withdraw(today - DAYS(days=5), text="Nội dung đã nằm trong việc khác của đơn vị")


def _appraising(world, story, job, today):
    _submitted(world, story, job, today)
    day = today - DAYS(days=PASSED_AGO)
    # The desk of the Tỉnh ủy passes its whole list on in one act.
    at = datetime.combine(day, time(10, 15), HANOI) if job.giver == "TTQ" else None
    story.screen(day, actor=world.desk(job.giver), at=at)
    if "adjusted" in job.case.with_:
        _adjust(world, story, job, today - DAYS(days=2))


def _awaiting_decision(world, story, job, today):
    if story.task.origin == "registered":
        _appraising(world, story, job, today)
        opinion, label = story.source.choice((("agree", "đồng ý"), ("adjust", "điều chỉnh")))
        story.appraise(today - DAYS(days=1), actor=appraiser_of(world, job), opinion=opinion, label=label,
                       text=say(story.source, f"appraise_{opinion}"))  # fmt: skip
    else:
        story.draft(today - DAYS(days=6), actor=world.desk(job.giver))
        story.order(today - DAYS(days=2), actor=world.desk(job.giver))


def _merged(world, story, job, today):
    """Into which task, and under which name, is told once its neighbour is there (living_cast)."""
    _submitted(world, story, job, today)
    day = today - DAYS(days=PASSED_AGO)
    story.merge(day, actor=world.desk(job.giver), text=say(story.source, "merge_reason"),
                at=datetime.combine(day, time(9, 20), HANOI))  # fmt: skip


def _adjust(world, story, job, day):
    """The desk raises the first target that is a number."""
    figure = next((f for f in story.task.content.figures if not f.is_boolean), None)
    if figure is not None:
        old, new = (
            f"{value.normalize():f}".replace(".", ",") for value in (between(figure, 0.8), figure.target)
        )
        change = {"name": f"Chỉ tiêu giao: {figure.name}", "old": old, "new": new}
        text = say(story.source, "appraise_adjust")
        story.adjust(day, actor=world.desk(job.giver), changes=[change], text=text)


def _rejected(world, story, job, today):
    _submitted(world, story, job, today)
    story.screen(today - DAYS(days=3), actor=world.desk(job.giver))
    story.appraise(today - DAYS(days=1), actor=appraiser_of(world, job), opinion="drop", label="không đưa vào danh mục",
                   text=say(story.source, "appraise_drop"))  # fmt: skip


# ---- in force --------------------------------------------------------------------------------------------------------


def _decided(world, story, job):
    """Up to the decision, as in the spring: registered or ordered about a month before."""
    task, source = story.task, story.source
    day, desk = task.starts_on, world.desk(job.giver)
    first = max(day - DAYS(days=source.randint(28, 40)), REFORM)
    if task.origin == "registered":
        story.draft(first, actor=task.lead)
        story.submit(first + DAYS(days=2))
        story.screen(first + DAYS(days=6), actor=desk)
        story.appraise(first + DAYS(days=12), actor=appraiser_of(world, job), opinion="agree", label="đồng ý",
                       text=say(source, "appraise_agree"))  # fmt: skip
    else:
        story.draft(first + DAYS(days=4), actor=desk)
        story.order(first + DAYS(days=9), actor=desk)
    story.decide(world.papers.paper(task.giver, "QĐ", day, f"Giao việc đột phá, đổi mới năm {day.year}"))


def _awaiting_commitment(world, story, job, today):
    _decided(world, story, job)


def _running(world, story, job, today, *, until=None):
    """Committed with a plan, reports at the ends of the periods, and whatever else the case asks for."""
    task, source, case = story.task, story.source, job.case
    if {"extended", "extended_in_part"} & set(case.with_):  # the deadline of the case is the extended one
        task.due_on -= DAYS(days=45)
    if "extended_short" in case.with_:
        task.due_on -= DAYS(days=SHORT_DAYS)
    if job.before:
        task.carriers[0] = world.carrier(job.before, task.starts_on)
    _decided(world, story, job)
    on = min(task.decided_on + DAYS(days=source.randint(3, 14)), today - DAYS(days=1))
    commit(story, on=on, days=_plan_days(task), obstacles=_obstacles(story, today))
    _plan_decided(world, story, job, on)
    if job.before:
        hand_over(world, story, job, on + DAYS(days=50))
        on += DAYS(days=56)
        commit(story, on=on, days=_plan_days(task))
    happen(world, story, job, today, _period_ends(task, on, until or today), until or today)


def _plan_decided(world, story, job, on):
    """Where the round asks for it: approved by the desk some days later, or still waiting."""
    task = story.task
    if "plan_waiting" in job.case.with_:
        task.plan_state = "waiting"
    if "plan_approved" in job.case.with_:
        task.plan_state = "approved"
        text = say(story.source, "plan_text")
        event = story.tell(
            "plan_decided",
            "duyệt kế hoạch thực hiện",
            on + DAYS(days=3),
            actor=world.desk(job.giver),
            text=text,
        )
        task.commitment |= {"plan": (text, world.desk(job.giver), event.at)}


def _plan_days(task):
    """Ends of quarters (of months where the term is short) within the term of the task."""
    for months in (3, 1):
        found, day = [], task.starts_on
        while (end := period_of(day, months)[1]) < task.due_on:
            if end > task.starts_on + DAYS(days=30):
                found.append(end)
            day = end + DAYS(days=1)
        if found:
            return found if len(found) <= 5 else found[:: max(1, len(found) // 4)]
    return [task.starts_on + (task.due_on - task.starts_on) / 2]


def _period_ends(task, on, last):
    found, day = [], on
    while (end := period_of(day, task.report_rhythm or 3)[1]) < last:
        found.append(end)
        day = end + DAYS(days=1)
    return found


def _obstacles(story, today):
    task, source = story.task, story.source
    if source.random() > 0.35:
        return ()
    solved = source.random() < 0.4
    day = task.decided_on + DAYS(days=40)
    values = {"text": source.choice(field_texts(task.content.field, "obstacle")), "solver": task.coordinating[0]
              if task.coordinating else task.giver, "due_on": day}  # fmt: skip
    if solved and day < today:
        values |= {
            "solved_on": day - DAYS(days=4),
            "answer": say(source, "obstacle_answer"),
            "solved_by": task.lead,
        }
    return (values,)


# ---- the end ---------------------------------------------------------------------------------------------------------


def _asked(world, story, job, today, *, asked_on=None):
    task, source = story.task, story.source
    asked_on = asked_on or today - DAYS(days=source.randint(2, 14))
    again = "sent_back" in job.case.with_
    _running(world, story, job, today, until=asked_on - DAYS(days=18 if again else 6))
    finals = final_values(task, job.case.grade, source)
    kind = "report_final" if job.case.grade in ("met", "exceeded") else "report_partial"
    if again:
        report(story, asked_on - DAYS(days=12), finals, kind=kind, final=True)
        story.ask_conclusion(asked_on - DAYS(days=12))
        story.send_back(
            asked_on - DAYS(days=7),
            text="Bổ sung biên bản nghiệm thu và số liệu có xác nhận của đơn vị thụ hưởng.",
        )
    report(story, asked_on, finals, kind=kind, final=True,
           files=[(f"Báo cáo kết quả {asked_on:%d-%m-%Y}.pdf", "pdf", None), ("Ảnh sản phẩm hoàn thành.png", "png", None)])  # fmt: skip
    story.ask_conclusion(asked_on)
    return finals, asked_on


def _awaiting_conclusion(world, story, job, today):
    _asked(world, story, job, today)


def _concluded(world, story, job, today):
    """Concluded some days after the request; the product was finished before, on or after the deadline as the mark says."""
    task, source = story.task, story.source
    asked_on = max(task.due_on + DAYS(days=3), task.starts_on + DAYS(days=40))
    if job.case.mark == "done_early":
        asked_on = min(asked_on, today - DAYS(days=12))
    if job.case.mark == "done_late":
        asked_on = task.due_on + DAYS(days=21)
    finals, asked_on = _asked(world, story, job, today, asked_on=asked_on)
    finished_on = {"done_early": min(task.due_on, asked_on) - DAYS(days=5), "done_late": task.due_on + DAYS(days=16)}.get(
        job.case.mark, task.due_on)  # fmt: skip
    conclude(
        world,
        story,
        finals,
        finished_on=finished_on,
        on=min(today, asked_on + DAYS(days=source.randint(7, 11))),
    )


def _closed(world, story, job, today):
    _concluded(world, story, job, today)
    day = published_on(today)
    paper = world.papers.paper(job.giver, "TB", day, f"Công bố kết quả việc đột phá, đổi mới năm {day.year}")
    story.close(day, paper=paper, at=datetime.combine(day, time(15), HANOI))


def published_on(today):
    return today - DAYS(days=PUBLISHED_AGO)


def _on_hold(world, story, job, today):
    _running(world, story, job, today, until=today - DAYS(days=26))
    paper = world.papers.paper(
        job.giver, "QĐ", today - DAYS(days=25), "Tạm dừng thực hiện việc đột phá, đổi mới"
    )
    story.hold(paper, text=say(story.source, "hold"), desk=world.desk(job.giver))
    if "asks_resume" in job.case.with_:
        story.ask_change(
            today - DAYS(days=3),
            kind="resume",
            reason="Nguồn vốn đã được phân bổ, đủ điều kiện thực hiện tiếp.",
        )


def _stopped(world, story, job, today, *, removed):
    _running(world, story, job, today, until=today - DAYS(days=36))
    paper = world.papers.paper(
        job.giver, "QĐ", today - DAYS(days=35), "Điều chỉnh danh mục việc đột phá, đổi mới"
    )
    text = say(story.source, "remove" if removed else "end_early")
    story.stop(paper, text=text, desk=world.desk(job.giver), removed=removed)


def _ended(world, story, job, today):
    _stopped(world, story, job, today, removed=False)


def _removed(world, story, job, today):
    _stopped(world, story, job, today, removed=True)


BEFORE = (
    "draft",
    "submitted",
    "returned",
    "withdrawn",
    "appraising",
    "awaiting_decision",
    "rejected",
    "merged",
)
WAYS = {
    "draft": _draft, "submitted": _submitted, "appraising": _appraising, "awaiting_decision": _awaiting_decision,
    "returned": _returned, "withdrawn": _withdrawn, "rejected": _rejected, "merged": _merged,
    "awaiting_commitment": _awaiting_commitment, "running": _running, "on_hold": _on_hold,
    "awaiting_conclusion": _awaiting_conclusion, "concluded": _concluded, "closed": _closed, "ended": _ended,
    "removed": _removed,
}  # fmt: skip
