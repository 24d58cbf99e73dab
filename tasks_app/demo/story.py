"""How does one task go, step by step? A story appends records and timeline events in order and counts versions.

Plain values only: people and units by key, days and times; `loading` turns them into rows. The words of an act are those of
the product's own actions (workflow.TRANSITIONS, actions/).
"""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tasks_app.actions.measuring import period_name
from tasks_app.demo.records import Event
from tasks_app.models import Result

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# In the middle of a sentence, as in actions/changing.py.
CHANGES = {
    "extension": "gia hạn",
    "content": "điều chỉnh chỉ tiêu, nội dung",
    "hold": "tạm dừng",
    "end": "thôi giao",
    "assignee": "thay đồng chí thực hiện",
    "resume": "tiếp tục thực hiện",
}


def moment(day, source, *, first=8, last=16):
    """A time of that day in office hours."""
    return datetime(
        day.year, day.month, day.day, source.randint(first, last), source.randint(0, 59), tzinfo=HANOI
    )


class Story:
    """Tells one task. Each verb writes its record, its event and the fields of the task that it changes."""

    def __init__(self, task, source):
        self.task, self.source = task, source

    def at(self, day, **hours):
        """A time of the day that comes after everything told so far."""
        when = moment(day, self.source, **hours)
        last = self.task.events[-1].at if self.task.events else None
        return when if last is None or when > last else last + timedelta(minutes=self.source.randint(6, 50))

    def soon(self, minutes):
        """So long after what was told last."""
        return self.task.events[-1].at + timedelta(minutes=minutes)

    def tell(
        self, kind, act, day, *, actor, text="", paper=None, on_behalf_of=None, touch=True, at=None, data=None
    ):
        self.task.version += touch
        event = Event(
            kind, act, text, at or self.at(day), actor, paper, on_behalf_of, self.task.version, data or {}
        )
        self.task.events.append(event)
        return event

    def answer(self, act, day, *, actor, text):
        """An answer takes its place among what was told already; it makes no version of the task."""
        events, at = self.task.events, moment(day, self.source)
        before = [event for event in events if event.at <= at]
        events.insert(len(before), Event("answered", act, text, at, actor, version=before[-1].version))

    def move(self, name, act, state, day, **how):
        self.task.state = state
        return self.tell(name, act, day, **how)

    # ---- up to the decision

    def draft(self, day, *, actor, on_behalf_of=None):
        self.task.created_by = actor
        event = self.tell("created", "lập bản nháp", day, actor=actor, on_behalf_of=on_behalf_of, touch=False)
        self.task.created_at = event.at

    def submit(self, day):
        self.move("submit", "gửi đăng ký", "submitted", day, actor=self.task.lead)

    def send_back_draft(self, day, *, actor, text):
        self.move("return", "trả lại bản đăng ký", "draft", day, actor=actor, text=text)

    def take_back(self, day):
        self.move("take_back", "lấy lại bản đăng ký", "draft", day, actor=self.task.lead)

    def withdraw(self, day, *, text):
        self.move("withdraw", "thôi đăng ký", "withdrawn", day, actor=self.task.lead, text=text)

    def screen(self, day, *, actor, at=None):
        self.move("pass", "chuyển thẩm định", "appraising", day, actor=actor, at=at)

    def appraise(self, day, *, actor, opinion, label, text):
        event = self.tell("appraised", f"thẩm định: {label}", day, actor=actor, text=text, touch=False)
        self.task.extras.append(
            ("Appraisal", {"opinion": opinion, "text": text, "by": actor, "at": event.at})
        )
        if opinion == "drop":
            self.move("leave_out", "không đưa vào danh mục", "rejected", day, actor=actor, text=text)
        else:
            self.move("list", "đưa vào danh mục trình", "awaiting_decision", day, actor=actor)

    def adjust(self, day, *, actor, changes, text):
        """Before the decision, with old and new on record as actions.adjusting keeps them."""
        lines = [f"{change['name']}: {change['old']} → {change['new']}" for change in changes]
        act = "điều chỉnh trước quyết định"
        self.tell(
            "adjusted", act, day, actor=actor, text="\n".join([*lines, text]), data={"changes": changes}
        )

    def merge(self, day, *, actor, text, at=None):
        self.move("merge", "gộp vào việc khác", "merged", day, actor=actor, text=text, at=at)

    def absorb(self, titles, *, actor, text, at):
        """The other side of a merge: what was taken in, at the same moment; people and indicators stay as they are."""
        named = "; ".join(f"«{title}»" for title in titles)
        act = f"gộp thêm {named} vào việc này"
        self.tell("absorbed", act, at.date(), actor=actor, text=text, at=at, data={"changes": []})

    def order(self, day, *, actor):
        self.move("order", "đưa vào danh mục trình", "awaiting_decision", day, actor=actor)

    def decide(self, paper, *, commitment_days=15, on=None):
        task, day = self.task, on or paper.issued_on
        task.decision, task.decided_on, task.original_due_on = paper, day, task.due_on
        task.commitment_due_on = day + timedelta(days=commitment_days)
        task.content_version = 1
        for carrier in task.carriers:
            carrier.starts_on = day
        event = self.move("decide", "quyết định giao việc", "in_force", day, actor="", paper=paper)
        task.contents.append((1, event.at, paper, "", task.due_on, ""))

    # ---- within the term

    def commit(self, day, *, resources, solutions, milestones, obstacles=()):
        task = self.task
        act = f"cam kết thực hiện (bản nội dung số {task.content_version})"
        text = "\n".join(f"Vướng mắc: {obstacle['text']}" for obstacle in obstacles)
        event = self.tell("committed", act, day, actor=task.lead, text=text)
        task.committed_on, task.milestones = day, list(milestones)
        task.commitment = {"on": day, "at": event.at, "resources": resources, "solutions": solutions}
        for obstacle in obstacles:
            task.extras.append(("Obstacle", {"named_on": day, "by": task.lead, **obstacle}))

    def report(self, report, *, act, read_on):
        """A submitted report becomes the newest figures; a draft changes nothing yet."""
        self.task.reports.append(report)
        if not report.submitted:
            return
        behalf = report.person if report.by != report.person else None
        text = "\n".join(filter(None, (report.unchanged_reason, report.narrative)))
        event = self.tell("reported", act, read_on, actor=report.by, text=text, on_behalf_of=behalf)
        report.at = event.at
        self.task.current, self.task.last_report_on = list(report.values), read_on

    def note(self, report, *, actor, note, text="", confirmed=()):
        """The desk's word on a report, with the figures that it confirms; one act, so one version."""
        task, name = self.task, period_name(report.starts_on, report.ends_on)
        report.note, report.note_text, report.confirmed = note, text, list(confirmed)
        at, data = self.soon(45), {"report": report}
        if confirmed:
            said = "; ".join(
                f"{figure.name}: {in_words(value)} {figure.unit}".strip()
                for figure, value in zip(task.content.figures, confirmed, strict=True)
            )
            self.tell(
                "confirmed", f"xác nhận số liệu báo cáo {name}", at.date(), actor=actor, text=said, at=at
            )
            task.confirmed, task.confirmed_on = list(confirmed), at.date()
        words = "yêu cầu bổ sung báo cáo" if note == "more" else "ghi nhận báo cáo"
        self.tell(
            "noted",
            f"{words} {name}",
            at.date(),
            actor=actor,
            text=text,
            at=at,
            data=data,
            touch=not confirmed,
        )

    def urge(self, day, *, actor, text, body, answer_by=None, reply="", replied_on=None):
        event = self.tell("urged", "đôn đốc", day, actor=actor, text=text, touch=False)
        values = {"text": text, "body_name": body, "by": actor, "at": event.at, "answer_by": answer_by}
        if reply:
            answer = self.tell(
                "replied", "trả lời đôn đốc", replied_on, actor=self.task.lead, text=reply, touch=False
            )
            values |= {"reply": reply, "replied_by": self.task.lead, "replied_at": answer.at}
        self.task.extras.append(("Urge", values))

    def send_team(self, day, *, actor, mission):
        """The task goes on the list of a team: an inspection that waits for its findings."""
        act = f"đưa việc vào {mission['name'][:1].lower()}{mission['name'][1:]}, kiểm tra ngày {mission['starts_on']:%d/%m/%Y}"
        event = self.tell("inspection_planned", act, day, actor=actor, paper=mission["document"])
        mission |= {"by": actor, "at": event.at}
        values = {"mission": mission, "inspected_on": mission["starts_on"], "place": mission["place"],
                  "team": mission["name"], "by": actor, "at": event.at}  # fmt: skip
        self.task.extras.append(("Inspection", values))
        return values

    def inspect(self, values, day, *, actor, recorded_on, **findings):
        """What the team found, and what it asked for (`asked`: follow-ups as plain values)."""
        asked = findings.pop("asked", ())
        team = values["team"][:1].lower() + values["team"][1:]
        act = f"ghi kết quả kiểm tra thực tế ngày {day:%d/%m/%Y} của {team}"
        event = self.tell("inspected", act, recorded_on, actor=actor, text=findings["findings"])
        values |= {"inspected_on": day, "recorded_by": actor, "recorded_at": event.at, **findings}
        for row in asked:
            self.task.extras.append(("FollowUp", {"inspection": values, **row}))

    def follow_up(self, row, day, *, actor, text, closed_on=None, desk=""):
        """What was done of it, and the desk's confirmation."""
        event = self.tell(
            "followed_up", "báo cáo kết quả thực hiện kiến nghị sau kiểm tra", day, actor=actor, text=text
        )
        row |= {"done_text": text, "done_by": actor, "done_at": event.at}
        if closed_on:
            act = f"xác nhận đã thực hiện kiến nghị sau kiểm tra, ngày {closed_on:%d/%m/%Y}"
            self.tell("followed_up", act, closed_on, actor=desk)
            row |= {"closed_on": closed_on, "closed_by": desk}

    def direct(self, day, *, actor, text, due_on=None, answer="", answered_on=None, more="", closed_on=None):
        """A direction and how far it came: answered, more asked for after that, or closed."""
        until = f", trả lời trước hết ngày {due_on:%d/%m/%Y}" if due_on else ""
        event = self.tell("directed", f"ghi ý kiến chỉ đạo{until}", day, actor=actor, text=text, touch=False)
        values = {"text": text, "due_on": due_on, "by": actor, "at": event.at}
        steps = []
        if answer:
            said = self.tell("answered", "trả lời ý kiến chỉ đạo", answered_on, actor=self.task.lead, text=answer,
                             touch=False)  # fmt: skip
            steps.append({"kind": "answer", "text": answer, "by": self.task.lead, "at": said.at})
            values |= {"answer": answer, "answered_by": self.task.lead, "answered_at": said.at}
        if more:
            asked = self.tell("directed", "yêu cầu làm rõ về ý kiến chỉ đạo", closed_on, actor=actor, text=more,
                              touch=False)  # fmt: skip
            steps.append({"kind": "more", "text": more, "by": actor, "at": asked.at})
            values["answered_at"] = None
        elif closed_on:
            ended = self.tell(
                "direction_closed", "kết thúc ý kiến chỉ đạo", closed_on, actor=actor, touch=False
            )
            steps.append({"kind": "close", "text": "", "by": actor, "at": ended.at})
            values["closed_at"] = ended.at
        self.task.extras.append(("Direction", values | {"steps": steps}))

    def ask_change(
        self,
        day,
        *,
        kind,
        reason,
        cause="",
        due_proposed=None,
        by=None,
        opinion=None,
        proposal=None,
        files=(),
    ):
        """A request that waits. `opinion`: (person, text, day) of the appraising agency; `files`: (name, kind) of its evidence."""
        by, word = by or self.task.lead, CHANGES[kind]
        until = f" đến {due_proposed:%d/%m/%Y}" if due_proposed else ""
        act = f"{'đề nghị' if by == self.task.lead else 'lập đề nghị'} {word}{until}"
        event = self.tell("change_asked", act, day, actor=by, text=reason)
        values = {"kind": kind, "reason": reason, "cause": cause, "due_before": self.task.due_on,
                  "due_proposed": due_proposed, "requested_by": by, "requested_at": event.at,
                  "proposal": proposal or {}, "files": list(files)}  # fmt: skip
        if opinion:
            said = self.tell(
                "appraised", f"thẩm định đề nghị {word}", opinion[2], actor=opinion[0], text=opinion[1]
            )
            values |= {"opinion": opinion[1], "opinion_by": opinion[0], "opinion_at": said.at}
        self.task.extras.append(("ChangeRequest", values))
        return values

    def withdraw_change(self, values, day, *, text):
        event = self.tell(
            "change_withdrawn", f"rút đề nghị {CHANGES[values['kind']]}", day, actor=self.task.lead, text=text
        )
        values |= {"outcome": "withdrawn", "outcome_reason": text, "decided_on": event.at.date(),
                   "decided_by": self.task.lead}  # fmt: skip

    def extend(self, values, paper, *, desk, due_approved, in_part=""):
        """The committee agrees to a later day: the deadline moves, the original one stays, a version is written.

        `in_part`: why it granted less than was asked for.
        """
        task, day = self.task, paper.issued_on
        act = f"ghi quyết định gia hạn đến {due_approved:%d/%m/%Y}, hạn trước đó {task.due_on:%d/%m/%Y}"
        act += " (đồng ý một phần)" if in_part else ""
        event = self.tell("change_decided", act, day, actor="", text=in_part or values["reason"], paper=paper)
        values |= {"outcome": "partly" if in_part else "approved", "outcome_reason": in_part, "document": paper, "decided_on": day, "decided_by": desk,
                   "due_approved": due_approved}  # fmt: skip
        task.due_on = due_approved
        task.extensions += 1
        task.content_version += 1
        task.contents.append((task.content_version, event.at, paper, values["reason"], due_approved, ""))

    def grant_delegated(self, values, day, *, by, due_approved):
        """A short extension by the one person to whom the round leaves it: no paper of the committee."""
        task = self.task
        act = f"duyệt gia hạn đến {due_approved:%d/%m/%Y}, hạn trước đó {task.due_on:%d/%m/%Y}"
        event = self.tell("change_decided", act, day, actor=by, text=values["reason"])
        values |= {"outcome": "approved", "delegated": True, "decided_on": day, "decided_by": by,
                   "due_approved": due_approved}  # fmt: skip
        task.due_on = due_approved
        task.extensions += 1
        task.content_version += 1
        task.contents.append((task.content_version, event.at, None, values["reason"], due_approved, by))

    def reschedule(self, day, *, actor, due_on):
        """The working calendar makes the deadline a day off: it moves, the day that the decision names is kept."""
        task = self.task
        act = f"chuyển hạn theo lịch làm việc: {task.due_on:%d/%m/%Y} → {due_on:%d/%m/%Y}"
        self.tell("rescheduled", act, day, actor=actor)
        task.named_due_on, task.due_on = task.due_on, due_on

    def hinder(self, day, *, text, solver, solver_name, due_on):
        """The cadre names what is in the way, and who must solve it."""
        act = f"nêu vướng mắc, đề nghị {solver_name} tháo gỡ"
        self.tell("hindered", act, day, actor=self.task.lead, text=text)
        values = {"named_on": day, "by": self.task.lead, "text": text, "solver": solver, "due_on": due_on}
        self.task.extras.append(("Obstacle", values))
        return values

    def pass_on(self, values, day, *, actor, before, solver, solver_name, text):
        """Not within his power: what is in the way goes on to another body and keeps its day."""
        act = f"chuyển vướng mắc từ {before} sang {solver_name}"
        self.tell("passed_on", act, day, actor=actor, text=text)
        values["solver"] = solver

    def refuse(self, values, paper, *, desk, text):
        act = f"ghi quyết định không đồng ý {CHANGES[values['kind']]}"
        self.tell("change_decided", act, paper.issued_on, actor="", text=text, paper=paper)
        values |= {"outcome": "refused", "outcome_reason": text, "document": paper, "decided_on": paper.issued_on,
                   "decided_by": desk}  # fmt: skip

    def hold(self, paper, *, text, desk):
        self.move("hold", "quyết định tạm dừng", "on_hold", paper.issued_on, actor="", text=text, paper=paper)
        self._by_decision("hold", paper, text, desk)

    def resume(self, paper, *, text, desk):
        self.move(
            "resume",
            "quyết định tiếp tục thực hiện",
            "in_force",
            paper.issued_on,
            actor="",
            text=text,
            paper=paper,
        )
        self._by_decision("resume", paper, text, desk)

    def stop(self, paper, *, text, desk, removed=False):
        name, act, state = (
            ("remove", "quyết định đưa ra khỏi danh mục", "removed") if removed
            else ("end_early", "quyết định thôi giao", "ended_early")
        )  # fmt: skip
        self.move(name, act, state, paper.issued_on, actor="", text=text, paper=paper)
        self._by_decision("remove" if removed else "end", paper, text, desk)

    def _by_decision(self, kind, paper, text, desk):
        at = self.task.events[-1].at
        self.task.extras.append(("ChangeRequest", {
            "kind": kind, "reason": text, "requested_by": desk, "by_desk": True, "requested_at": at, "outcome": "approved",
            "document": paper, "decided_on": paper.issued_on, "decided_by": desk,
        }))  # fmt: skip

    # ---- the end

    def ask_conclusion(self, day):
        self.task.asked_on = day
        self.move("ask_conclusion", "đề nghị kết luận", "awaiting_conclusion", day, actor=self.task.lead)

    def send_back(self, day, *, text):
        self.move("send_back", "yêu cầu bổ sung", "in_force", day, actor="", text=text)
        self.task.asked_on = None

    def conclude(self, paper, *, result, completed, finished_on, comment, confirmed, results, on=None):
        task, day = self.task, on or paper.issued_on
        task.result, task.completed, task.finished_on, task.concluded_on = result, completed, finished_on, day
        task.confirmed = confirmed
        words = {"exceeded": "vượt", "met": "đạt", "partly": "đạt một phần", "not_met": "không đạt"}[result]
        event = self.move("conclude", "công nhận kết quả", "concluded", day, actor="",
                          text=f"Kết luận: {words}. {comment}", paper=paper)  # fmt: skip
        task.conclusion = {
            "result": result, "completed": completed, "on_time": completed and finished_on <= task.due_on,
            "quality_met": result in ("exceeded", "met"), "exceeded": completed and result == "exceeded",
            "finished_on": finished_on, "comment": comment, "document": paper, "concluded_on": day, "at": event.at,
            "results": results,
        }  # fmt: skip

    def conclude_year(self, year, paper, *, facts, comment, confirmed, results):
        """The committee's word on one year of a task that goes on; its state stays."""
        task, day = self.task, paper.issued_on
        act = f"ghi kết luận năm {year}: {Result(facts.result).label.lower()}"
        event = self.tell(
            "year_concluded", act, day, actor="", text=comment, paper=paper, data={"year": year}
        )
        task.years.append({
            **facts.fields, "result": str(facts.result), "proposed": str(facts.result), "year": year, "finished_on": day,
            "comment": comment, "document": paper, "concluded_on": day, "at": event.at, "results": results,
            "reported": list(task.current), "confirmed": list(confirmed),
        })  # fmt: skip
        task.confirmed, task.confirmed_on = list(confirmed), day

    def close(self, day, *, paper=None, at=None):
        """With the paper that publishes the results of the year, where the round has one."""
        how = {"text": f"Năm {day.year}.", "paper": paper, "data": {"year": day.year}} if paper else {}
        self.move("close", "công bố, khóa kỳ", "closed", day, actor="", at=at, **how)


# ---- figures --------------------------------------------------------------------------------------------------------


def between(figure, share):
    """The value of an indicator at a share of its way from baseline to target, as it would be written down."""
    if figure.is_boolean:
        return Decimal(1) if share >= 1 else Decimal(0)
    value = figure.baseline + (figure.target - figure.baseline) * Decimal(str(round(share, 4)))
    return tidy(figure, value)


def in_words(value):
    """ "12,5", as actions.noting writes a figure."""
    return f"{value.normalize():f}".replace(".", ",")


def tidy(figure, value):
    """Within what is possible (a percentage up to 100, x up to y, nothing below zero), with the indicator's decimals."""
    if figure.unit.startswith("%") and figure.kind == "percent":
        value = min(value, Decimal(100))
    if figure.whole is not None:
        value = min(value, figure.whole)
    value = max(value, Decimal(0))
    step = 100 if figure.target >= 5000 else 10 if figure.target >= 500 and figure.decimals == 0 else 1
    if step > 1 and figure.kind == "up":
        value = value // step * step
    return value.quantize(Decimal(1).scaleb(-figure.decimals))
