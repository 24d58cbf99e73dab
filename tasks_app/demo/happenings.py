"""What happens to a task between its commitment and its end: reports, urging, inspections, directions, changes?"""

from datetime import timedelta

from tasks_app.demo import turns
from tasks_app.demo.fixtures import dice, field_texts
from tasks_app.demo.past import report
from tasks_app.demo.records import Report
from tasks_app.demo.story import between
from tasks_app.demo.world import say

DAYS = timedelta
# Days before today (or before the deadline, for what has to be asked in time) on which a thing happened.
AGO = {
    "urged": 6, "urged_before": 33, "inspected": 40, "directed": 9, "extended": 12, "asks_extension": 8, "asks_change": 7, "asks_successor": 4,
    "refused": 30, "draft_report": 1, "to_inspect": 2, "extended_in_part": 14, "withdrawn": 24,
    **turns.AGO,
}  # fmt: skip
IN_TIME = ("extended", "extended_in_part", "extended_short", "asks_extension", "refused", "withdrawn")
UNCHANGED = "Đang chờ kết quả thẩm định hồ sơ, chưa phát sinh khối lượng mới trong kỳ."
FILES = (
    ("Ảnh hiện trường {day}.png", "png"), ("Biên bản nghiệm thu {day}.pdf", "pdf"),
    ("Bảng tổng hợp số liệu {day}.txt", "txt"),
)  # fmt: skip
LEADERS = {"TTQ": "leader", "N02509": "head", "N02536": "two"}


def happen(world, story, job, today, ends, last):
    """Everything up to the day `last`, in the order of days. `ends`: the ends of the periods to be reported."""
    source, case, task = dice("happen", job.key), job.case, story.task
    if "silent" in case.with_:
        ends = ends[:1]
    reports = [min(end + DAYS(days=source.choice((1, 2, 3, 4, 9))), last) for end in ends]
    reports = turns.without_hold(reports, case, last)
    if not reports and "silent" not in case.with_ and case.share > 0:
        reports = [last - DAYS(days=1)]
    found = [(day, "report") for day in reports]
    for name in case.with_:
        if name in AGO:
            base = min(last, task.due_on - DAYS(days=1)) if name in IN_TIME else last
            found.append((base - DAYS(days=AGO[name]), name))
    told = 0
    for day, name in sorted(found):
        if name == "report":
            told += 1
            _report(
                world,
                story,
                job,
                today,
                day,
                newest=told == len(reports),
                share=case.share * told / len(reports),
            )
        elif day > task.events[-1].at.date() - DAYS(days=400):
            HAPPENINGS[name](world, story, job, today, day)


def appraiser_of(world, job):
    return "appraiser" if job.giver == "TTQ" else world.desk(job.giver)


def hand_over(world, story, job, day):
    """The lead moves on; his successor takes the task over and is asked for a commitment of his own."""
    task = story.task
    ended, opened = task.carriers[0], world.carrier(job.duty, day)
    ended.ends_on = opened.starts_on = day
    text = say(story.source, "handover")
    paper = world.papers.paper(job.giver, "QĐ", day, "Bàn giao việc đột phá, đổi mới")
    event = story.tell("handed_over", f"ghi bàn giao việc từ đ/c {ended.name} sang đ/c {opened.name}", day,
                       actor=world.desk(job.giver), text=text, paper=paper)  # fmt: skip
    task.carriers = [opened, ended, *task.carriers[1:]]
    task.extras.append(("Handover", {
        "from_assignment": ended, "to_cadre": opened.person, "handed_over_on": day, "outcome": "successor",
        "state_note": text, "document": paper, "by": world.desk(job.giver), "at": event.at,
    }))  # fmt: skip


def _report(world, story, job, today, day, *, newest, share):
    task, source, case = story.task, story.source, job.case
    values = [between(f, share) for f in task.content.figures]
    behind = case.mark in ("slow", "overdue")
    details = {"outlook": "slow" if behind else "on_track"}
    if behind and newest and source.random() < 0.6:
        details = {
            "outlook": "needs_help",
            "narrative": source.choice(field_texts(task.content.field, "recommend")),
        }
    elif behind:
        details["narrative"] = (
            f"{source.choice(field_texts(task.content.field, 'obstacle'))} {say(source, 'report_slow')}"
        )
    if newest and "unchanged" in case.with_:
        values, details["unchanged_reason"] = list(task.current), UNCHANGED
    files = [f for f in FILES if source.random() < 0.4][:2]
    if newest and job.assistant:
        _prepared(story, job, day)
    paper_no = f"{source.randint(12, 180)}-BC/ĐU" if newest and "paper" in case.with_ else ""
    made = report(story, day, values, kind="report_good", by=world.desk(job.giver) if paper_no else None,
                  paper_no=paper_no, files=[(name.format(day=f"{day:%d-%m-%Y}"), kind, None) for name, kind in files],
                  **details)  # fmt: skip
    if details["outlook"] == "needs_help":
        _recommend(world, story, made, day, today)
    desk = world.desk(job.giver)
    if not newest:
        story.note(made, actor=desk, note="noted", confirmed=values)
        return
    if source.random() < 0.15 or "supplemented" in case.with_:
        story.note(made, actor=desk, note="more", text=say(source, "note_more"))
    _after_report(story, job, made, day, today)


def _after_report(story, job, made, day, today):
    """What became of the newest report: contested and answered, certified by the unit's head, added to, corrected."""
    task, source, with_ = story.task, dice("after", job.key), job.case.with_
    later = min(today, day + DAYS(days=1))
    if made.paper_no:
        said, answer = say(source, "contest"), say(source, "contest_answer")
        act = f"có ý kiến khác về báo cáo nhập theo báo cáo số {made.paper_no}"
        story.tell("contested", act, later, actor=task.lead, text=said)
        told = story.tell("answered", f"trả lời {act.removeprefix('có ')}", later, actor=made.by, text=answer)
        made.contested = (said, answer, told.at)
    if "certified" in with_:
        head = LEADERS[job.giver]
        event = story.tell("certified", "xác nhận báo cáo của đơn vị", later, actor=head)
        made.certified = (head, event.at)
    if "supplemented" in with_:
        report(story, later, made.values, kind="report_good", replaces=made)
    if "corrected" in with_:
        made.values = [max(value, between(f, min(1, job.case.share + 0.04)))
                       if not (f.lower_is_better or f.is_boolean) else value
                       for f, value in zip(task.content.figures, made.values, strict=True)]  # fmt: skip
        lower = [between(f, job.case.share) for f in task.content.figures]
        report(
            story,
            later,
            lower,
            kind="report_good",
            replaces=made,
            correction_reason=say(source, "correction"),
        )


def _prepared(story, job, day):
    """The assistant has put the figures in; the cadre confirms and sends."""
    name = story.task.carriers[0].name
    story.tell("edited", f"cập nhật thay đ/c {name} số liệu báo cáo", day, actor=job.assistant,
               on_behalf_of=story.task.lead, touch=False)  # fmt: skip


def _draft_report(world, story, job, today, day):
    """Figures of the running period that wait for the cadre to confirm them."""
    task = story.task
    values = [between(f, min(1.0, job.case.share + 0.05)) for f in task.content.figures]
    _prepared(story, job, day)
    first = day.replace(day=1)
    task.reports.append(Report(
        task.lead, job.assistant or task.lead, first, day, None, task.events[-1].at, values, submitted=False,
        narrative="Số liệu đến ngày nhập, chờ đồng chí xác nhận.",
        files=[(f"Ảnh hiện trường {day:%d-%m-%Y}.png", "png", None)],
    ))  # fmt: skip


def _recommend(world, story, made, day, today):
    task, source = story.task, story.source
    act = f"kiến nghị {world.units[task.giver].name} tháo gỡ"
    story.tell("recommended", act, day, actor=task.lead, text=made.narrative, touch=False)
    values = {
        "addressee": task.giver,
        "text": made.narrative,
        "made_on": day,
        "due_on": day + DAYS(days=15),
        "by": task.lead,
        "report": made,
    }
    answered_on = day + DAYS(days=source.randint(5, 9))
    if source.random() < 0.4 and answered_on < today - DAYS(days=2):
        values |= {"answer": say(source, "recommend_answer"), "answered_on": answered_on,
                   "answered_by": LEADERS.get(task.giver, world.desk(task.giver))}  # fmt: skip
    task.extras.append(("Recommendation", values))


def _urged(world, story, job, today, day):
    answered = story.source.random() < 0.5
    story.urge(day, actor=world.desk(job.giver), text=say(story.source, "urge"), body=world.body_of_desk(job.giver),
               answer_by=day + DAYS(days=10), reply=say(story.source, "urge_reply") if answered else "",
               replied_on=min(today, day + DAYS(days=2)))  # fmt: skip


def _inspected(world, story, job, today, day):
    """A team of the committee was there: findings, figures as reported, and one thing to be mended."""
    task, source = story.task, story.source
    number = source.randint(3, 40)
    symbol = "ĐKT" if job.giver == "TTQ" else "ĐKTĐU"
    values = story.send_team(
        day - DAYS(days=3), actor=world.desk(job.giver), mission=_mission(world, job, day, today)
    )
    asked = {
        "text": say(source, "inspect_follow"), "to_cadre": task.lead, "addressee": f"Đ/c {task.carriers[0].name}",
        "due_on": day + DAYS(days=source.choice((25, 60))),
    }  # fmt: skip
    story.inspect(
        values, day, actor=world.desk(job.giver), recorded_on=min(today, day + DAYS(days=3)),
        place=world.units[task.unit].place, minutes_no=f"{number:02}-BB/{symbol}",
        findings=source.choice(field_texts(task.content.field, "inspect")), asked=[asked],
    )  # fmt: skip
    if asked["due_on"] > today or job.case.mark == "overdue":
        return
    done_on = asked["due_on"] - DAYS(days=4)
    closed_on = done_on + DAYS(days=3) if job.case.rhythm == 1 else None
    story.follow_up(asked, done_on, actor=task.lead, text=say(source, "follow_up_done"), closed_on=closed_on,
                    desk=world.desk(job.giver))  # fmt: skip


def _mission(world, job, day, today):
    """One team a committee and a day, however many tasks it visits."""
    made = world.missions.setdefault((job.giver, day), {})
    if not made:
        whose = world.units[job.giver].name
        source = dice("mission", job.giver, len(world.missions))
        made |= {
            "committee": job.giver, "name": f"Đoàn kiểm tra số {len(world.missions)} của Ban Thường vụ {whose}",
            "subject": "Kiểm tra thực tế tiến độ và số liệu các việc đột phá, đổi mới.",
            "document": world.papers.paper(job.giver, "QĐ", min(day, today) - DAYS(days=3), "Thành lập đoàn kiểm tra việc đột phá, đổi mới"),
            "starts_on": day, "ends_on": day + DAYS(days=source.randint(1, 4)), "place": "",
            "members": [(LEADERS.get(job.giver, world.desk(job.giver)), "head"), (world.desk(job.giver), "secretary"),
                        *([("appraiser", "member")] if job.giver == "TTQ" else [])],
            "closed_on": day + DAYS(days=12) if day + DAYS(days=12) <= today else None,
        }  # fmt: skip
    return made


def _to_inspect(world, story, job, today, day):
    """A team is named and comes in some days; nothing is found yet."""
    starts_on = today + DAYS(days=5)
    story.send_team(day, actor=world.desk(job.giver), mission=_mission(world, job, starts_on, today))


def _directed(world, story, job, today, day):
    leader = LEADERS.get(job.giver, world.desk(job.giver))
    # In turn: unanswered and due around today, closed, more asked for, waiting for the leader's word.
    turn = sum(name == "Direction" for told in world.tasks for name, _ in told.extras) % 4
    answered = turn > 0
    story.direct(day, actor=leader, text=say(story.source, "direct"), due_on=day + DAYS(days=7),
                 answer=say(story.source, "direct_answer") if answered else "",
                 answered_on=min(today, day + DAYS(days=4)),
                 more=say(story.source, "direct_more") if turn == 2 else "",
                 closed_on=min(today, day + DAYS(days=6)) if turn in (1, 2) else None)  # fmt: skip


def _extended(world, story, job, today, day):
    """An extension already decided: the deadline of the case is the extended one."""
    task, source = story.task, story.source
    later = task.due_on + DAYS(days=45)
    opinion = (appraiser_of(world, job), say(source, "extension_opinion"), day + DAYS(days=2))
    values = story.ask_change(day, kind="extension", reason=say(source, "extension"), cause="objective",
                              due_proposed=later, opinion=opinion)  # fmt: skip
    paper = world.papers.paper(
        task.giver, "QĐ", day + DAYS(days=6), "Gia hạn thực hiện việc đột phá, đổi mới"
    )
    story.extend(values, paper, desk=world.desk(job.giver), due_approved=later)


def _extended_in_part(world, story, job, today, day):
    """Asked for two months and a half, granted half of them."""
    task, source = story.task, story.source
    granted = task.due_on + DAYS(days=45)
    values = story.ask_change(day, kind="extension", reason=say(source, "extension"), cause="subjective",
                              due_proposed=task.due_on + DAYS(days=75))  # fmt: skip
    paper = world.papers.paper(task.giver, "QĐ", day + DAYS(days=6), "Gia hạn một phần việc đột phá, đổi mới")
    story.extend(values, paper, desk=world.desk(job.giver), due_approved=granted,
                 in_part="Phần việc còn lại có thể hoàn thành trong thời gian ngắn hơn đề nghị.")  # fmt: skip


def _withdrawn(world, story, job, today, day):
    """Asked for, and taken back when the hindrance was gone."""
    task, source = story.task, story.source
    values = story.ask_change(day, kind="extension", reason=say(source, "extension"), cause="objective",
                              due_proposed=task.due_on + DAYS(days=30))  # fmt: skip
    story.withdraw_change(
        values, day + DAYS(days=5), text="Vướng mắc đã được tháo gỡ, hoàn thành được trong thời hạn."
    )


def _asks_extension(world, story, job, today, day):
    task, source = story.task, story.source
    opinion, files = None, [(f"Công văn giải trình tiến độ {day:%d-%m-%Y}.pdf", "pdf")]
    if source.random() < 0.6 and day + DAYS(days=3) < today:
        opinion = (appraiser_of(world, job), say(source, "extension_opinion"), day + DAYS(days=2))
    story.ask_change(day, kind="extension", reason=say(source, "extension"), opinion=opinion,
                     cause=source.choice(("objective", "subjective")), due_proposed=task.due_on + DAYS(days=60),
                     files=files)  # fmt: skip


def _refused(world, story, job, today, day):
    task, source = story.task, story.source
    values = story.ask_change(day, kind="extension", reason=say(source, "extension"), cause="subjective",
                              due_proposed=task.due_on + DAYS(days=90))  # fmt: skip
    paper = world.papers.paper(task.giver, "TB", day + DAYS(days=8), "Ý kiến về đề nghị gia hạn")
    story.refuse(values, paper, desk=world.desk(job.giver),
                 text="Nguyên nhân chủ yếu do tổ chức thực hiện, đề nghị tập trung hoàn thành đúng hạn.")  # fmt: skip


def _asks_change(world, story, job, today, day):
    """Another target is proposed for the first indicator."""
    figure = story.task.content.figures[0]
    story.ask_change(day, kind="content", cause="objective", proposal={"indicator": 0, "to": between(figure, 0.8)},
                     reason="Phạm vi dự án được điều chỉnh theo quyết định mới, đề nghị điều chỉnh chỉ tiêu tương ứng.")  # fmt: skip


def _asks_successor(world, story, job, today, day):
    """He is to leave for a course; the committee has not said yet who goes on."""
    story.ask_change(day, kind="assignee", cause="objective",
                     reason="Được cử đi học tập trung từ đầu năm sau, đề nghị giao đồng chí khác tiếp tục thực hiện.")  # fmt: skip


HAPPENINGS = {
    "urged": _urged, "urged_before": _urged, "inspected": _inspected, "directed": _directed, "extended": _extended,
    "asks_extension": _asks_extension, "refused": _refused,
    "to_inspect": _to_inspect, "extended_in_part": _extended_in_part, "withdrawn": _withdrawn,
    "asks_change": _asks_change, "asks_successor": _asks_successor, "draft_report": _draft_report, **turns.TURNS,
}  # fmt: skip
