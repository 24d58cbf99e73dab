"""What does each paper say now? From rows to the frozen data of a paper, one function a kind.

Each takes tasks of `lines.with_records` (what the asker may see has been decided before) and returns a `Draft`.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Prefetch

from cadres.models import Appointment
from cadres.templatetags.vi import vi_date, vi_number
from tasks_app.actions.changing import WORDS as CHANGE_WORDS
from tasks_app.actions.deciding import giver_in_words
from tasks_app.documents import papers
from tasks_app.documents.headings import day_in_words, heading, signature
from tasks_app.documents.kinds import KINDS, By
from tasks_app.documents.parts import Difference, Milestone, Person, Post, YearOfTasks
from tasks_app.documents.parts import Obstacle as Hurdle
from tasks_app.models import ChangeRequest, Mark, Obstacle, Result
from tasks_app.printing import issuers, lines
from tasks_app.statistics import careers

ANSWER_DAYS = 7


@dataclass(frozen=True)
class Draft:
    """A paper before it is kept: its kind, whose it is, the tasks it touches, and what it says."""

    code: str
    body: object
    tasks: tuple
    paper: papers.Paper
    cadre: object = None


class Desk:
    """A body's papers of one day: reads its settings once (a thousand papers are of one `body` object). `on`: the day the
    figures are of."""

    def __init__(self, body, *, on, document=None):
        self.body, self.on, self.document = body, on, document
        if not hasattr(body, "_printed_with"):
            body._printed_with = issuers.settings_of(body), giver_in_words(body)
        self.settings, self.words = body._printed_with

    def common(self, code, summary, *, to=(), unit=None, document=None):
        """Heading, title, addressees, recipients and signature of a paper of this body (or of a cadre of `unit`)."""
        kind = KINDS[code]
        document = document or self.document
        if kind.by is By.PERSON:
            issuer = replace(issuers.own_heading(unit), kind=self.settings.layout)
            issuer = replace(issuer, place=issuer.place or self.settings.place)
        else:
            issuer = issuers.issuer_of(self.settings, kind.by)
        unsigned = kind.by in (By.PERSON, By.COUNCIL)
        return {
            "heading": heading(
                issuer, kind.abbreviation, number=document.number if document else "",
                issued_on=document.issued_on if document else None,
                year=document.issued_on.year if document else self.on.year,
            ),
            "name": kind.title,
            "summary": summary,
            "addressees": tuple(to) or (self.words,),
            "recipients": () if unsigned else _recipients(code, issuer.recipients),
            "signature": papers.Signature() if unsigned else signature(issuer),
            "giver": self.words,
            "day": vi_date(self.on),
        }  # fmt: skip


# «Như trên» points at whom the paper is addressed to; these are addressed to nobody.
AS_ABOVE = {
    "quyet-dinh-giao-viec": "Như Điều 3", "quyet-dinh-thay-doi": "Như Điều 3",
    "thong-bao-giao-viec": "Các đồng chí có tên trong phụ lục", "thong-bao-ket-luan": "Đồng chí được giao việc",
}  # fmt: skip


def _recipients(code, recipients):
    return tuple(AS_ABOVE.get(code, line) if line.lower() == "như trên" else line for line in recipients)


# ---- lists of tasks --------------------------------------------------------------------------------------------------


def assigning(code, body, tasks, *, on, document=None):
    """Tờ trình with its list, quyết định or thông báo giao việc with its annex."""
    tasks = list(tasks)
    desk = Desk(body, on=on, document=document)
    made, n, people = lines.groups(tasks, on)
    of_round = tasks[0].round if tasks else None
    period = _period(of_round)
    what = {"to-trinh-giao-viec": f"về việc giao việc đột phá, đổi mới {period}",
            "quyet-dinh-giao-viec": f"về giao việc đột phá, đổi mới {period}",
            "thong-bao-giao-viec": f"giao việc đột phá, đổi mới {period}"}[code]  # fmt: skip
    bases = [f"Căn cứ {of_round.base_document}" if of_round and of_round.base_document else ""]
    if code != "to-trinh-giao-viec" and desk.settings.agency_name:
        bases.append(f"Xét đề nghị của {desk.settings.agency_name} {desk.settings.agency_superior}".rstrip())
    paper = papers.TaskLists(
        **desk.common(code, what.strip()), round=of_round.name if of_round else "", groups=made, tasks=vi_number(n),
        persons=vi_number(people), bases=tuple(filter(None, bases)),
        document=lines.document_words(document) if document and code != "to-trinh-giao-viec" else "",
    )  # fmt: skip
    return Draft(code, body, tuple(tasks), paper)


def _period(round):
    if round is None:
        return ""
    return f"giai đoạn {round.stage}" if round.stage else f"năm {round.year_from}"


def urging(body, tasks, *, on, answer_by=None):
    """Công văn đôn đốc with the list of what is slow, overdue, not committed to."""
    tasks = list(tasks)
    desk = Desk(body, on=on)
    made, n, people = lines.groups(tasks, on)
    to = list(dict.fromkeys(task.unit_name or task.unit.name for task in tasks))
    to = to if len(to) <= 6 else ["Các đồng chí và cơ quan, đơn vị có tên trong danh sách"]
    paper = papers.UrgeLetter(
        **desk.common("cong-van-don-doc", "V/v đôn đốc thực hiện việc đột phá, đổi mới", to=to),
        groups=made, tasks=vi_number(n), persons=vi_number(people),
        answer_by=vi_date(answer_by or on + timedelta(days=ANSWER_DAYS)),
    )  # fmt: skip
    return Draft("cong-van-don-doc", body, tuple(tasks), paper)


# ---- one task --------------------------------------------------------------------------------------------------------


def one_task(task, code, summary, *, on, to=(), document=None, results=None):
    """(desk, what every paper about one task says)."""
    desk = Desk(task.giver, on=on, document=document)
    desk.words = issuers.giver_words(task)
    lead = task.people[0] if task.people else None
    return desk, {
        **desk.common(code, summary, to=to, unit=task.unit, document=document),
        "round": task.round.name,
        "person": lines.person(lead),
        "task": lines.line(task, on, number=1, results=results),
    }


def registration(task, *, on):
    _, common = one_task(task, "phieu-dang-ky", f"việc đột phá, đổi mới {_period(task.round)}".strip(), on=on)
    return _about_lead("phieu-dang-ky", task, papers.Registration(**common))


# What a commitment prints of a task, read at once where there are many.
COMMITTED = (
    "commitments__milestones__targets__indicator",
    Prefetch("obstacles", Obstacle.objects.select_related("solver")),
)


def commitment(task, *, on):
    made = sorted(task.commitments.all(), key=lambda c: (c.committed_on, c.pk), reverse=True)
    mine = next((c for c in made if c.milestones.all()), made[0] if made else None)
    milestones = [
        Milestone(name=row.name, due_on=vi_date(row.due_on), targets="; ".join(_targets(row)))
        for row in sorted(mine.milestones.all() if mine else (), key=lambda row: (row.due_on, row.pk))
    ]
    obstacles = [
        Hurdle(
            text=o.text,
            solver=o.solver.name if o.solver else o.solver_note,
            due_on=vi_date(o.due_on) if o.due_on else "",
        )
        for o in sorted(task.obstacles.all(), key=lambda o: o.pk)
    ]
    _, common = one_task(task, "ban-cam-ket", "thực hiện việc đột phá, đổi mới được giao", on=on)
    paper = papers.CommitmentPaper(
        **common, committed_on=vi_date(mine.committed_on) if mine else "", obstacles=tuple(obstacles),
        milestones=tuple(milestones), resources=mine.resources if mine else "", solutions=mine.solutions if mine else "",
    )  # fmt: skip
    if mine:
        head, day = paper.heading, day_in_words(mine.committed_on, mine.committed_on.year)
        paper = replace(
            paper, heading=replace(head, place_and_day=_day_line(head, mine.committed_on), day=day)
        )
    return _about_lead("ban-cam-ket", task, paper)


def _targets(milestone):
    """ "Số hộ: 30 hộ" for each indicator that has a value at the milestone."""
    rows = [row for row in milestone.targets.all() if row.value is not None]
    return [
        f"{row.indicator.name}: {lines.figure_value(row.indicator, row.value)}"
        for row in sorted(rows, key=lambda row: (row.indicator.rank, row.pk))
    ]


def _day_line(head, day):
    place = head.place_and_day.rpartition(", ngày")[0]
    return f"{place}, {day_in_words(day, day.year)}" if place else day_in_words(day, day.year)


def change_paper(code, change, task, *, on):
    """Tờ trình on a request, or the quyết định that answers it."""
    kind = ChangeRequest.Kind(change.kind)
    words = CHANGE_WORDS[kind]
    deciding = code == "quyet-dinh-thay-doi"
    summary = f"về {'' if deciding else 'việc '}{words} việc đột phá, đổi mới"
    _, common = one_task(task, code, summary, on=on, document=change.document if deciding else None)
    paper = papers.ChangePaper(
        **common, change=words, reason=change.reason, cause=change.get_cause_display().lower() if change.cause else "",
        differences=tuple(_differences(change, deciding)), opinion=change.opinion,
        agreed=change.outcome != ChangeRequest.Outcome.REFUSED, answer=change.outcome_reason,
        asked_on=vi_date(change.requested_at),
    )  # fmt: skip
    return _about_lead(code, task, paper)


def _differences(change, deciding):
    proposal = change.proposal or {}
    found = []
    if change.due_proposed or change.due_approved:
        after = change.due_approved if deciding and change.due_approved else change.due_proposed
        found.append(
            Difference(name="Hạn hoàn thành", before=vi_date(change.due_before), after=vi_date(after))
        )
    for target in (proposal.get("targets") or {}).values():
        found.append(
            Difference(name=f"Chỉ tiêu: {target['name']}", before=lines.plain_number(target.get("from")), after=lines.plain_number(target.get("to")))
        )  # fmt: skip
    if isinstance(proposal.get("product"), dict):
        found.append(
            Difference(
                name="Sản phẩm cần đạt",
                before=str(proposal["product"].get("from", "")),
                after=str(proposal["product"].get("to", "")),
            )
        )
    elif proposal.get("product"):
        found.append(Difference(name="Sản phẩm cần đạt", before="", after=str(proposal["product"])))
    if not found:
        found.append(
            Difference(
                name=str(change.get_kind_display()),
                before=str(change.task.get_status_display()),
                after=str(change.get_kind_display()),
            )
        )
    return found


def inspection_minutes(inspection, task, *, on):
    _, common = one_task(task, "bien-ban-kiem-tra", "kiểm tra thực tế việc đột phá, đổi mới", on=on)
    asked = sorted(inspection.follow_ups.all(), key=lambda row: (row.due_on, row.pk))
    demands = [f"{row.text} ({row.addressee}, trước ngày {vi_date(row.due_on)})" for row in asked]
    paper = papers.InspectionMinutes(
        **common, inspected_on=vi_date(inspection.inspected_on), place=inspection.place, team=inspection.team,
        members=_members(inspection), head=next((m.name for m in inspection.mission.members.all() if m.role == m.Role.HEAD), ""),
        findings="\n".join([inspection.findings, *_inspected(inspection)]), demands="\n".join(demands),
        follow_up=vi_date(asked[-1].due_on) if asked else "",
    )  # fmt: skip
    return _about_lead("bien-ban-kiem-tra", task, paper)


def _members(inspection):
    """ "đ/c Lê Thị Phương, trưởng đoàn; đ/c …", the head first."""
    people = sorted(
        inspection.mission.members.all(), key=lambda member: (member.role != member.Role.HEAD, member.pk)
    )
    return "; ".join(f"đ/c {member.name}, {str(member.get_role_display()).lower()}" for member in people)


def _inspected(inspection):
    figures = sorted(inspection.figures.all(), key=lambda row: (row.indicator.rank, row.indicator_id))
    return [
        f"{row.indicator.name}: đoàn kiểm tra ghi {vi_number(row.value)}"
        + (f", đã báo cáo {vi_number(row.reported)}" if row.reported is not None else "")
        for row in figures
    ]


def conclusion_notice(conclusion, task, *, on):
    results = {r.indicator_id: r for r in conclusion.results.all()}
    code, year = "thong-bao-ket-luan", conclusion.year
    summary = f"kết luận kết quả thực hiện việc đột phá, đổi mới{f' năm {year}' if year else ''}"
    _, common = one_task(task, code, summary, on=on, document=conclusion.document, results=results)
    finished = vi_date(conclusion.finished_on) if conclusion.completed else ""
    paper = papers.ConclusionNotice(
        **common | {"task": replace(common["task"], finished_on=finished)},
        year=str(year or ""), result=str(Result(conclusion.result).label),
        completed="Hoàn thành" if conclusion.completed else "Chưa hoàn thành",
        on_time="Đúng thời hạn" if conclusion.on_time else "Không đúng thời hạn",
        quality="Bảo đảm chất lượng" if conclusion.quality_met else "Chưa bảo đảm chất lượng",
        exceeded="Vượt yêu cầu" if conclusion.exceeded else "Không vượt yêu cầu",
        comment=conclusion.comment, concluded_on=vi_date(conclusion.concluded_on),
    )  # fmt: skip
    return _about_lead(code, task, paper)


def _about_lead(code, task, paper):
    lead = task.people[0] if task.people else None
    return Draft(code, task.giver, (task,), paper, lead.cadre if lead else None)


# ---- people and units ------------------------------------------------------------------------------------------------


def cadre_report(cadre, tasks, *, on, period=""):
    """Báo cáo tiến độ of one cadre over his tasks of one giver."""
    tasks = list(tasks)
    first = tasks[0]
    desk = Desk(first.giver, on=on)
    desk.words = issuers.giver_words(first)
    mine = next((p for p in first.people if p.cadre_id == cadre.pk), None)
    summary = f"tiến độ thực hiện việc đột phá, đổi mới{f' {period}' if period else ''}"
    rows = tuple(lines.line(task, on, number=i) for i, task in enumerate(tasks, 1))
    person = Person(name=mine.name if mine else cadre.full_name, title=mine.title if mine else "", tasks=rows)
    paper = papers.CadreReport(
        **desk.common("bao-cao-can-bo", summary, unit=first.unit), round=first.round.name, person=person, period=period,
        tasks=vi_number(len(tasks)),
    )  # fmt: skip
    return Draft("bao-cao-can-bo", first.giver, tuple(tasks), paper, cadre)


def unit_report(unit, body, tasks, *, on, to=()):
    """Báo cáo tiến độ of a unit: all tasks of its branch, with their results."""
    tasks = list(tasks)
    desk = Desk(unit, on=on)
    made, n, people = lines.groups(tasks, on)
    paper = papers.UnitReport(
        **desk.common("bao-cao-don-vi", "kết quả thực hiện việc đột phá, đổi mới", to=to or (giver_in_words(body),)),
        groups=made, tasks=vi_number(n), persons=vi_number(people), unit=unit.name,
        counts=count_row("", "", [task.mark for task in tasks], people),
    )  # fmt: skip
    return Draft("bao-cao-don-vi", unit, tuple(tasks), paper)


def count_row(number, name, marks, people):
    """A row of figures from the marks of its tasks (a list of marks, or {mark: number})."""
    counted = Counter(marks)
    M = Mark

    def n(*of):
        return vi_number(sum(counted[mark] for mark in of))

    return papers.CountRow(
        number=str(number), name=name, persons=vi_number(people), tasks=vi_number(counted.total()),
        uncommitted=n(M.AWAITING_COMMITMENT), on_course=n(M.ON_TRACK, M.DUE_SOON), slow=n(M.SLOW), overdue=n(M.OVERDUE),
        waiting=n(M.AWAITING_CONCLUSION), done=n(M.DONE_EARLY, M.DONE_ON_TIME, M.DONE_LATE, M.NOT_DONE),
        other=n(M.ON_HOLD, M.ENDED),
    )  # fmt: skip


def cadre_sheet(cadre, body, tasks, summary, *, on):
    """Phiếu cán bộ: all tasks over years and posts. `summary`: `careers.summary` of the same tasks."""
    tasks = list(tasks)
    desk = Desk(body, on=on)
    posts = list(
        Appointment.objects.filter(cadre=cadre)
        .select_related("position", "unit__parent__kind", "unit__kind")
        .order_by("-starts_on", "pk")
    )
    now = [post for post in posts if post.starts_on <= on and (post.ends_on is None or post.ends_on > on)]
    years: dict = {}
    for task in tasks:
        years.setdefault(task.decided_on.year, []).append(task)
    assert isinstance(summary, careers.Summary)
    paper = papers.CadreSheet(
        **desk.common("phieu-can-bo", "về thực hiện việc đột phá, đổi mới", unit=now[0].unit if now else None),
        person=Person(name=cadre.full_name, title="; ".join(post.title for post in now)),
        posts=tuple(Post(title=p.title, since=vi_date(p.starts_on), until=vi_date(p.ends_on) if p.ends_on else "") for p in posts),
        years=tuple(YearOfTasks(year=str(year), tasks=tuple(lines.line(t, on, number=i) for i, t in enumerate(rows, 1)))
                    for year, rows in sorted(years.items())),
        tasks=vi_number(summary.total), concluded=vi_number(summary.concluded), completed=vi_number(summary.completed),
        on_time=vi_number(summary.on_time), exceeded=vi_number(summary.exceeded), behind=vi_number(summary.behind),
    )  # fmt: skip
    return Draft("phieu-can-bo", body, tuple(tasks), paper, cadre)
