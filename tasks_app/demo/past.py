"""How did the rounds go that are over? Every task of them is closed with a result, or was ended by a decision.

Lean on purpose (one to three reports a task): what counts here are the headline figures and readable results.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from tasks_app.actions.measuring import period_of
from tasks_app.actions.periods import period_to_report
from tasks_app.actions.proposing import suggested_facts, suggested_result
from tasks_app.demo.fixtures import dice, field_texts
from tasks_app.demo.records import Report
from tasks_app.demo.story import Story, between, tidy
from tasks_app.demo.topics import MY_BANG
from tasks_app.demo.world import middle_days, milestones, say

# A committee concludes at its sessions of these months; the last one is before the old structure ends.
SESSIONS = ((1, 20), (4, 20), (7, 20), (10, 20))
LAST_SESSION, LAST_DAY = date(2025, 6, 20), date(2025, 6, 27)
LAST_DUE = date(2025, 3, 31)
REPORT_DAY = 5
GRADES = ("exceeded",) * 24 + ("met",) * 66 + ("partly",) * 8 + ("not_met",) * 2
TIMES = ("early",) * 30 + ("on_time",) * 54 + ("late",) * 16


@dataclass(frozen=True)
class Order:
    """What is fixed before a task's story is told. `years`: spans from the decision that its deadline may take."""

    key: str
    round: str
    giver: str
    group: str
    decided_on: date
    years: tuple = (0, 0, 0, 1, 1, 2)
    collective: str | None = None
    co: tuple = ()
    only: str | None = None
    end: str = ""  # "ended_early", "removed": taken off by a decision
    due_on: date | None = None
    grade: str = ""
    summary: str = "Giao việc đột phá, đổi mới"


def tell(world, order, duty):
    """One task of a closed round, from the first draft to the end."""
    source = dice("past", order.key)
    due_on = order.due_on or _due_on(source, order, duty)
    starts_on = order.decided_on
    content = world.content(duty, source, decided_on=order.decided_on, due_on=due_on, only=order.only)
    origin = source.choice(("registered", "registered", "registered", "ordered", "ordered", "added"))
    task = world.task(
        order.key, round_key=order.round, giver=order.giver, group=order.group, duty=duty, content=content,
        origin=origin, starts_on=starts_on, due_on=due_on, on=order.decided_on, co=order.co,
        collective=order.collective,
    )  # fmt: skip
    story, desk = Story(task, source), world.desk(order.giver)
    up_to_decision(world, story, desk, order.decided_on, order.summary)
    commit(story)
    if order.end:
        _taken_off(world, story, desk, order.end)
        return task
    if order.only == MY_BANG:
        _my_bang(world, story, desk)
    elif source.random() < 0.08 and due_on < date(2024, 10, 1) and not duty.until:
        _extended(world, story, desk)
    _to_the_end(world, story, order.grade or source.choice(GRADES), source.choice(TIMES))
    return task


def up_to_decision(world, story, desk, decided_on, summary):
    """Both ways in: registered, screened and appraised; or ordered by the committee."""
    task, source = story.task, story.source
    day = decided_on - timedelta(days=source.randint(40, 60))
    if task.origin == "registered":
        story.draft(day, actor=task.lead)
        story.submit(day + timedelta(days=source.randint(1, 5)))
        story.screen(day + timedelta(days=source.randint(8, 15)), actor=desk)
        opinion, label = source.choice((("agree", "đồng ý"),) * 3 + (("adjust", "điều chỉnh"),))
        story.appraise(day + timedelta(days=source.randint(18, 30)), actor=desk, opinion=opinion, label=label,
                       text=say(source, f"appraise_{opinion}"))  # fmt: skip
    else:
        story.draft(day + timedelta(days=20), actor=desk)
        story.order(day + timedelta(days=source.randint(24, 34)), actor=desk)
    story.decide(world.papers.paper(task.giver, "QĐ", decided_on, summary))


def commit(story, *, on=None, days=None, obstacles=()):
    task, source = story.task, story.source
    on = on or task.decided_on + timedelta(days=source.randint(3, 15))
    span = (task.due_on - task.starts_on).days
    days = days or middle_days(task, 1 if span < 250 else 2)
    story.commit(on, resources=say(source, "resources"), milestones=milestones(task, days),
                 solutions=source.choice(field_texts(task.content.field, "solution")), obstacles=obstacles)  # fmt: skip


def report(story, on, values, *, kind, final=False, by=None, paper_no="", **details):
    """A submitted report for the period that the product itself would ask for on that day; late when it comes late.

    With `paper_no` the desk (`by`) entered it from a signed paper.
    """
    task, source = story.task, story.source
    period = period_to_report(_as_asked(task), on=on)
    late = bool(period.due_on and on > period.due_on)
    what = "báo cáo hoàn thành, số liệu" if final else "báo cáo tiến độ"
    act = f"{what} {period.name}"
    if before := details.get("replaces"):
        late = before.is_late
        act = f"{'bổ sung' if before.note == 'more' else 'đính chính'} {act}"
    if paper_no:
        act = f"nhập {act} của đ/c {task.carriers[0].name} theo báo cáo số {paper_no}"
    act += " (gửi muộn)" if late else ""
    details.setdefault("narrative", say(source, kind))
    days = (before.starts_on, before.ends_on, before.due_on) if before else (
        period.starts_on, period.ends_on, period.due_on)  # fmt: skip
    made = Report(task.lead, by or task.lead, *days, None, values,
                  is_final=final, is_late=late, paper_no=paper_no, **details)  # fmt: skip
    story.report(made, act=act, read_on=on)
    return made


def _as_asked(task):
    return SimpleNamespace(
        report_rhythm=task.report_rhythm, last_report_on=task.last_report_on, starts_on=task.starts_on,
        decided_on=task.decided_on, due_on=task.due_on,
        round=SimpleNamespace(report_day=REPORT_DAY, figures_close_day=None),
    )  # fmt: skip


def final_values(task, grade, source):
    """What the indicators stand at when it is over, so that the figures themselves bear out the grade."""
    return [
        final_value(figure, grade, source, main=number == 0)
        for number, figure in enumerate(task.content.figures)
    ]


def final_value(figure, grade, source, *, main):
    if figure.is_boolean:
        return Decimal(1 if grade in ("exceeded", "met") or (grade == "partly" and not main) else 0)
    span = figure.target - figure.baseline
    if grade == "exceeded":
        beyond = Decimal(source.randint(5, 30)) / 100
        if figure.lower_is_better:
            return tidy(figure, figure.target * (1 - beyond))
        return max(tidy(figure, figure.target + max(figure.target * beyond, Decimal(1).scaleb(-figure.decimals))),
                   tidy(figure, figure.target))  # fmt: skip
    if grade == "met":
        return (
            figure.target
            if main or source.random() < 0.7
            else final_value(figure, "exceeded", source, main=main)
        )
    if grade == "partly" and not main and source.random() < 0.5:
        return figure.target
    if grade == "partly":
        return between(figure, source.uniform(0.55, 0.93))
    return tidy(figure, figure.baseline + span * 0)


def _due_on(source, order, duty):
    year = order.decided_on.year + source.choice(order.years)
    month, day = source.choice(((12, 31),) * 6 + ((6, 30), (9, 30), (11, 30), (10, 31)))
    found = date(year, month, day)
    if found < order.decided_on + timedelta(days=120):
        found = date(order.decided_on.year, 12, 31)
    if duty.until:
        while found > duty.until - timedelta(days=150):
            found = date(found.year - 1, 12, 31)
    return min(max(found, order.decided_on + timedelta(days=100)), LAST_DUE)


def _extended(world, story, desk):
    task, source = story.task, story.source
    asked_on = task.due_on - timedelta(days=source.randint(20, 45))
    later = min(task.due_on + timedelta(days=source.choice((61, 90, 92))), LAST_DUE)
    if asked_on <= task.committed_on or later <= task.due_on:
        return
    values = story.ask_change(
        asked_on, kind="extension", reason=say(source, "extension"), due_proposed=later,
        cause=source.choice(("objective", "objective", "subjective")),
        opinion=(desk, say(source, "extension_opinion"), asked_on + timedelta(days=5)),
    )  # fmt: skip
    paper = world.papers.paper(task.giver, "QĐ", task.due_on - timedelta(days=source.randint(3, 12)),
                               "Điều chỉnh thời hạn thực hiện việc đột phá, đổi mới")  # fmt: skip
    story.extend(values, paper, desk=desk, due_approved=later)


def _my_bang(world, story, desk):
    """The autumn of 2022 in Mỹ Bằng: inspected in August, behind with clean water in October, urged, met in the end."""
    task = story.task
    day, name = date(2022, 8, 22), f"Đoàn kiểm tra của Ban Thường vụ {world.units[task.giver].name}"
    paper = world.papers.paper(
        task.giver, "QĐ", date(2022, 8, 15), "Thành lập đoàn kiểm tra việc đột phá, đổi mới"
    )
    mission = {"committee": task.giver, "name": name, "document": paper, "starts_on": day, "ends_on": day, "place": "",
               "subject": "Kiểm tra thực tế tiến độ xây dựng đô thị loại V.", "members": [(desk, "head")],
               "closed_on": date(2022, 8, 31)}  # fmt: skip
    asked = {"text": "Hoàn thành thủ tục đất trạm bơm trong tháng 9.", "to_cadre": task.lead,
             "addressee": f"Đ/c {task.carriers[0].name}", "due_on": date(2022, 9, 30)}  # fmt: skip
    found = story.send_team(date(2022, 8, 16), actor=desk, mission=mission)
    story.inspect(
        found, day, actor=desk, recorded_on=date(2022, 8, 25), place=world.units[task.unit].place,
        minutes_no="07-BB/ĐKT", asked=[asked],
        findings="Xác nhận 14,1 km đường đạt yêu cầu; hồ sơ trạm bơm nước sạch chưa đủ thủ tục đất.",
    )  # fmt: skip
    report(story, date(2022, 10, 5), [Decimal(47), Decimal(57), Decimal("16.8"), Decimal(66)], kind="report_slow",
           narrative="Đường trục xã 16,8/18 km. Nước sạch vướng thủ tục đất trạm bơm, đã kiến nghị UBND huyện.",
           outlook="needs_help", files=[("Nghiệm thu đường trục xã Mỹ Bằng.pdf", "pdf", 3), ("Trạm bơm.png", "png", 4)])  # fmt: skip
    story.urge(date(2022, 10, 17), actor=desk, body=world.body_of_desk(task.giver), answer_by=date(2022, 10, 25),
               text="Đề nghị đồng chí báo cáo rõ nguyên nhân chỉ tiêu nước sạch chậm và giải pháp trước ngày 25/10/2022.",
               reply="Trạm bơm đã được giao đất, dự kiến đấu nối thêm 210 hộ trước ngày 15/12/2022.",
               replied_on=date(2022, 10, 20))  # fmt: skip
    story.follow_up(asked, date(2022, 11, 2), actor=task.lead, text="Trạm bơm đã được giao đất theo quyết định của UBND huyện.",
                    closed_on=date(2022, 11, 4), desk=desk)  # fmt: skip


def _taken_off(world, story, desk, end):
    task, source = story.task, story.source
    on = task.committed_on + timedelta(days=source.randint(40, 110))
    report(story, on - timedelta(days=15), [between(f, 0.2) for f in task.content.figures], kind="report_slow",
           outlook="needs_help")  # fmt: skip
    removed = end == "removed"
    paper = world.papers.paper(task.giver, "QĐ", on, "Điều chỉnh danh mục việc đột phá, đổi mới")
    story.stop(paper, text=say(source, "remove" if removed else "end_early"), desk=desk, removed=removed)


def _to_the_end(world, story, grade, timing):
    task, source = story.task, story.source
    finals = final_values(task, grade, source)
    spare = (task.due_on - task.committed_on).days
    days = {"early": -source.randint(4, max(5, spare // 4)), "on_time": 0, "late": source.randint(6, 55)}[
        timing
    ]
    finished_on = max(task.due_on + timedelta(days=days), task.committed_on + timedelta(days=50))
    last = task.events[-1].at.date()
    finished_on = max(finished_on, last + timedelta(days=20))
    asked_on = finished_on + timedelta(days=source.randint(1, 12))
    _reports_on_the_way(story, finals, finished_on)
    if timing == "late" and source.random() < 0.5:
        day = task.due_on + timedelta(days=source.randint(1, 5))
        if task.events[-1].at.date() < day < finished_on:
            story.urge(
                day,
                actor=world.desk(task.giver),
                text=say(source, "urge"),
                body=world.body_of_desk(task.giver),
            )
    kind = "report_final" if grade in ("exceeded", "met") else "report_partial"
    last = report(story, asked_on, finals, kind=kind, final=True)
    if source.random() < 0.22:
        last.files.append((f"Báo cáo kết quả {task.key.replace('/', '-')}.pdf", "pdf", None))
    story.ask_conclusion(asked_on)
    confirmed = [_confirmed(f, value, source) for f, value in zip(task.content.figures, finals, strict=True)]
    conclude(world, story, confirmed, finished_on=finished_on, on=_session_after(asked_on))
    story.close(min(LAST_DAY, date(task.concluded_on.year + (task.concluded_on.month > 2), 2, 15)))


def conclude(world, story, confirmed, *, finished_on, on):
    """The committee's conclusion as the figures and dates suggest it."""
    task, source = story.task, story.source
    figures = task.content.figures
    results = [str(suggested_result(f, value)) for f, value in zip(figures, confirmed, strict=True)]
    facts = suggested_facts(
        [(result, Decimal(f.weight)) for f, result in zip(figures, results, strict=True)],
        finished_on=finished_on, due_on=task.due_on,
    )  # fmt: skip
    paper = world.papers.paper(task.giver, "TB", on, "Kết luận kết quả thực hiện việc đột phá, đổi mới")
    story.conclude(paper, result=str(facts.result), completed=facts.completed, confirmed=confirmed, results=results,
                   finished_on=finished_on, comment=say(source, f"comment_{facts.result}"))  # fmt: skip


def _reports_on_the_way(story, finals, finished_on):
    """None, one or two reports at the ends of quarters, the figures on their way to the final ones."""
    task, source = story.task, story.source
    ends = []
    day = task.committed_on
    while (end := period_of(day, 3)[1]) < finished_on - timedelta(days=15):
        ends.append(end)
        day = end + timedelta(days=1)
    ends = [end for end in ends if end > task.events[-1].at.date()]
    for end in sorted(source.sample(ends, k=min(len(ends), source.choice((0, 1, 1, 2))))):
        share = Decimal(
            str(round((end - task.starts_on).days / max(1, (finished_on - task.starts_on).days), 3))
        )
        values = [
            Decimal(0) if f.is_boolean else tidy(f, f.baseline + (final - f.baseline) * share)
            for f, final in zip(task.content.figures, finals, strict=True)
        ]
        late = source.random() < 0.15
        on = end + timedelta(days=source.randint(8, 20) if late else source.randint(1, 4))
        slow = source.random() < 0.2
        report(story, on, values, kind="report_slow" if slow else "report_good",
               outlook="slow" if slow else "on_track")  # fmt: skip


def _confirmed(figure, value, source):
    """The committee's figure: mostly the reported one; now and then a little less where the report exceeded."""
    if figure.is_boolean or source.random() > 0.12 or figure.lower_is_better or value <= figure.target:
        return value
    return max(figure.target, tidy(figure, figure.target + (value - figure.target) * Decimal("0.6")))


def _session_after(day):
    first = day + timedelta(days=10)
    found = [date(first.year + (month < first.month or (month == first.month and d < first.day)), month, d)
             for month, d in SESSIONS]  # fmt: skip
    return min(min(found), LAST_SESSION)
