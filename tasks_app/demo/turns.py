"""Which rarer turns does a task take within its term: hindered, held and resumed, a short extension, a year concluded?

Told like everything in happenings.py, from which they are called by name.
"""

from datetime import date, timedelta
from decimal import Decimal

from tasks_app import progress
from tasks_app.actions.proposing import suggested_facts, suggested_result
from tasks_app.demo import measuring
from tasks_app.demo.fixtures import dice, field_texts
from tasks_app.demo.world import say

DAYS = timedelta
# Days before today on which a turn came.
AGO = {
    "hindered": 20, "passed_on": 17, "extended_short": 16, "held": 58, "resumed": 30, "rescheduled": 3, "year_concluded": 5,
}  # fmt: skip
SHORT_DAYS = 20
ELSEWHERE = "TTQ.STC"
WHY_SHORT = "Nhà thầu bàn giao thiết bị chậm so với hợp đồng, cần thêm thời gian để chạy thử."


def without_hold(days, case, last):
    """Nobody reports while the task is on hold."""
    if "held" not in case.with_:
        return days
    first, back = (last - DAYS(days=AGO[name]) for name in ("held", "resumed"))
    return [day for day in days if not first <= day <= back]


def _hindered(world, story, job, today, day):
    task = story.task
    solver = task.coordinating[0] if task.coordinating else task.giver
    text = dice("hindered", job.key).choice(field_texts(task.content.field, "obstacle"))
    story.hinder(
        day, text=text, solver=solver, solver_name=world.units[solver].name, due_on=day + DAYS(days=35)
    )


def _passed_on(world, story, job, today, day):
    """What was named last turns out to be for others to solve."""
    values = next(values for name, values in reversed(story.task.extras) if name == "Obstacle")
    before = values["solver"]
    solver = ELSEWHERE if before != ELSEWHERE else story.task.giver
    story.pass_on(values, day, actor=world.desk(job.giver), before=world.units[before].name, solver=solver,
                  solver_name=world.units[solver].name, text="Nội dung thuộc thẩm quyền cân đối nguồn vốn.")  # fmt: skip


def _extended_short(world, story, job, today, day):
    """Within the days that the round leaves to the Thường trực: the deadline of the case is the extended one."""
    later = story.task.due_on + DAYS(days=SHORT_DAYS)
    values = story.ask_change(day, kind="extension", reason=WHY_SHORT, cause="objective", due_proposed=later,
                              files=[(f"Biên bản làm việc với nhà thầu {day:%d-%m-%Y}.pdf", "pdf")])  # fmt: skip
    story.grant_delegated(values, day + DAYS(days=2), by="leader", due_approved=later)


def _held(world, story, job, today, day):
    paper = world.papers.paper(job.giver, "QĐ", day, "Tạm dừng thực hiện việc đột phá, đổi mới")
    story.hold(paper, text=say(dice("held", job.key), "hold"), desk=world.desk(job.giver))


def _resumed(world, story, job, today, day):
    paper = world.papers.paper(job.giver, "QĐ", day, "Tiếp tục thực hiện việc đột phá, đổi mới")
    story.resume(
        paper, text="Nguồn vốn đã được phân bổ, đủ điều kiện thực hiện tiếp.", desk=world.desk(job.giver)
    )


def named_day(day):
    """The Wednesday on or before: a day that the week itself does not take off."""
    return day - DAYS(days=(day.weekday() - 2) % 7)


def _rescheduled(world, story, job, today, day):
    """The day of the deadline becomes a day off: loading_acts.py writes it into the working calendar."""
    story.reschedule(day, actor="admin", due_on=story.task.due_on + DAYS(days=1))


def _year_concluded(world, story, job, today, day):
    """The year in which it was given, by the figures reported so far, against what the plan asks for by its end."""
    task, year = story.task, story.task.starts_on.year
    if task.current:
        end, figures = date(year, 12, 31), task.content.figures
        goals = [_goal(figure, m, end) for figure, m in zip(figures, measuring.measures(task), strict=True)]
        results = [
            str(suggested_result(figure, value, target=goal))
            for figure, value, goal in zip(figures, task.current, goals, strict=True)
        ]
        facts = suggested_facts(
            [(result, Decimal(figure.weight)) for figure, result in zip(figures, results, strict=True)],
            finished_on=day, due_on=end,
        )  # fmt: skip
        paper = world.papers.paper(job.giver, "TB", day, f"Kết luận kết quả năm {year} việc đột phá, đổi mới")
        comment = say(dice("year", job.key), f"comment_{facts.result}")
        story.conclude_year(
            year, paper, facts=facts, comment=comment, confirmed=task.current, results=results
        )


def _goal(figure, measure, end):
    if not measure.has_plan:
        return figure.target
    return round(progress.planned_value(measure, end), 2).normalize() + Decimal(0)


def answers(story):
    """What was asked of others and answered, told last: the answers came between what was told before."""
    for name, values in story.task.extras:
        if name == "Recommendation" and values.get("answer"):
            story.answer(
                "trả lời kiến nghị", values["answered_on"], actor=values["answered_by"], text=values["answer"]
            )
        elif name == "Obstacle" and values.get("answer"):
            act = "ghi kết quả tháo gỡ vướng mắc"
            story.answer(act, values["solved_on"], actor=values["solved_by"], text=values["answer"])


TURNS = {
    "hindered": _hindered, "passed_on": _passed_on, "extended_short": _extended_short, "held": _held, "resumed": _resumed,
    "rescheduled": _rescheduled, "year_concluded": _year_concluded,
}  # fmt: skip
