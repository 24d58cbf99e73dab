"""How do the figures of signed papers come in as a table: one report a task, by the same act and rules as one entered by hand?"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from cadres.models import Office
from cadres.offices import standing
from tasks_app.actions import rounds
from tasks_app.actions.drafting import Content, Figure, bounds
from tasks_app.actions.entering import enter_from_paper
from tasks_app.actions.intake import Outcome, counted, row_of
from tasks_app.actions.periods import missed_period, period_of_report, period_to_report
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.reporting import refusals_of_paper, replaceable
from tasks_app.exchange import figures_table
from tasks_app.exchange.cells import said
from tasks_app.exchange.problems import Note
from tasks_app.exchange.sheets import Value
from tasks_app.exchange.wording import nearest, plain, spelled
from tasks_app.models import Assignment, Indicator, ProgressReport, Round, RoundEvent, Task
from tasks_app.permissions import may_enter_paper, visible_tasks

LAYOUT = figures_table.FIGURES
OPTIONS = ()
NOUN = "việc"
HEADINGS = ("Việc", "Số liệu", "Theo báo cáo")
# Which column a refusal of the act belongs to.
COLUMNS = {"unchanged_reason": "unchanged_reason", "narrative": "narrative", "paper_no": "paper_no",
           "paper_received_on": "received_on"}  # fmt: skip


@dataclass
class Planned:
    """The report of one task. `rows`: {indicator pk: its row}; `replaces`: the report of the same paper that it corrects."""

    code: str
    row: int
    task: Task | None
    cadre: object = None
    content: Content | None = None
    rows: dict = field(default_factory=dict)
    replaces: ProgressReport | None = None
    unread: set = field(default_factory=set)  # indicators whose figure was a problem already
    state: str = "same"
    changes: tuple = ()


def may_take(user, sheet_import):
    round = sheet_import.round
    return not round.is_over and round.committee_id in standing(user).units(Office.Role.OFFICER)


def lock(sheet_import):
    Round.objects.select_for_update(no_key=True).get(pk=sheet_import.round_id)


def tasks_to_report(round, user):
    """The round's tasks whose papers the user may enter, with all that a table of their figures needs; in order of code."""
    people = Assignment.objects.open().lead_first().select_related("cadre__user")
    figures = Indicator.objects.filter(target__isnull=False).order_by("rank", "pk")
    tasks = (
        visible_tasks(user).filter(round=round, status=Task.Status.IN_FORCE)
        .select_related("round", "giver", "unit")
        .prefetch_related(Prefetch("assignments", people, to_attr="people"), Prefetch("indicators", figures, to_attr="figures"))
        .in_code_order()
    )  # fmt: skip
    return [task for task in tasks if task.people and may_enter_paper(user, task)]


def examine(sheet, header, sheet_import, *, on, progress):
    table, lines = figures_table.figures_in(
        sheet, header, skip_hidden=bool(sheet_import.options.get("skip_hidden"))
    )
    planned = _Matcher(table, sheet_import, on).run(lines, progress)
    rows = [row_of(p.row, p.state, _cells(p), p.changes) for p in planned]
    return Outcome(table.problems, table.notes, planned, rows, counted(NOUN, planned))


def _cells(planned):
    task, content = planned.task, planned.content
    if task is None:
        return [planned.code, "", ""]
    figures = [
        f"{i.name}: {_number(content.figures[i.pk].value)} {i.measure_unit}".strip()
        for i in task.figures if content and i.pk in content.figures
    ]  # fmt: skip
    who = f"đ/c {planned.cadre.full_name}" if planned.cadre else ""
    paper = f"số {content.paper_no}" if content and figures else ""
    return [f"{task.title}\n{task.code}", "\n".join(figures), "\n".join(filter(None, [paper, who]))]


def _number(value):
    return f"{value.normalize():f}".replace(".", ",")


def essence(planned):
    return [
        (p.row, p.state, p.task and (p.task.pk, p.task.version), p.cadre and p.cadre.pk, repr(p.content), p.replaces and p.replaces.pk)
        for p in planned
    ]  # fmt: skip


def save(planned, sheet_import, *, by, at, progress):
    """All the reports or none; each is told and can be contested like one entered on its own page."""
    if not may_take(by, sheet_import):
        raise NotPossible("Đồng chí không có thẩm quyền nhập số liệu vào đợt này.")
    wanted = [one for one in planned if one.state != "same"]
    for number, one in enumerate(sorted(wanted, key=lambda one: one.task.pk), 1):
        enter_from_paper(one.task, cadre=one.cadre, content=one.content, by=by, at=at, seen=one.task.version,
                         replaces=one.replaces)  # fmt: skip
        progress(number)
    states = Counter(one.state for one in planned)
    if wanted:
        papers = sorted({one.content.paper_no for one in wanted})
        rounds.record(
            sheet_import.round, RoundEvent.Kind.IMPORTED, by=by, at=at,
            text=f"{sheet_import.name}: số liệu {len(wanted)} việc theo báo cáo số {', '.join(papers)[:200]}",
        )  # fmt: skip
    return dict(states)


class _Matcher:
    def __init__(self, table, sheet_import, on):
        self.table, self.on, self.by = table, on, sheet_import.by
        options = sheet_import.options
        self.paper_no = options.get("paper_no", "")
        received = options.get("received_on")
        self.received_on = date.fromisoformat(received) if received else None
        self.tasks = {task.code: task for task in tasks_to_report(sheet_import.round, self.by)}
        seen = visible_tasks(self.by).filter(round=sheet_import.round).exclude(code=None)
        self.others = dict(seen.values_list("code", "status"))
        sent = ProgressReport.objects.filter(
            task__in=list(self.tasks.values()), status=ProgressReport.Status.SUBMITTED
        )
        self.newest = {report.task_id: report for report in sent.order_by("submitted_at", "pk")}

    def run(self, lines, progress):
        by_code = {}
        for line in lines:
            by_code.setdefault(line.code, []).append(line)
        planned = []
        for code, own in by_code.items():
            planned.append(self._plan(code, own))
            progress(own[-1].row)
        if lines and not any(line.value is not None for line in lines) and not self.table.problems:
            self.table.notes.append(Note(0, "Cột «Thực hiện» chưa có số nào"))
        return planned

    def _plan(self, code, lines):
        task = self.tasks.get(code)
        one = Planned(code, lines[0].row, task)
        if task is None:
            self._no_such_task(one, code)
            return one
        figures = self._figures(one, lines)
        self._look_at_what_is_known(one, lines)
        if not figures:
            return one
        one.cadre = self._cadre(one, lines)
        one.content = self._content(one, lines, figures)
        if one.cadre is None or one.content is None:
            return one
        newest = self.newest.get(task.pk)
        again = (
            newest is not None and newest.paper_no == one.content.paper_no and newest.cadre_id == one.cadre.pk
        )
        unchanged = all(figure.value == i.current for i in task.figures if (figure := figures.get(i.pk)))
        if unchanged and (again or not one.content.unchanged_reason):
            if not again:
                text = "số liệu như kỳ trước, không ghi báo cáo; để ghi báo cáo, nêu «Lý do không đổi»"
                self.table.notes.append(Note(one.row, text))
            return one
        if newest is not None:
            fits = replaceable(task, one.cadre, on=self.on, newest=newest)
            one.replaces = fits if again or (fits and fits.note == ProgressReport.Note.MORE) else None
        self._check_period(one, lines)
        self._refusals(one)
        one.state = "changed" if one.replaces else "new"
        one.changes = tuple(
            (i.name, _number(i.current) if i.current is not None else "", _number(figures[i.pk].value))
            for i in task.figures
            if i.pk in figures and figures[i.pk].value != i.current
        )
        return one

    def _no_such_task(self, one, code):
        if code in self.others:
            status = Task.Status(self.others[code]).label
            self._problem(
                one.row, "code", f"việc {code} ở trạng thái «{status}» hoặc không do đồng chí nhập báo cáo"
            )
        else:
            near = nearest(code, self.tasks)
            self._problem(
                one.row, "code", f"không có việc mã «{code}» trong đợt này" if code else "thiếu mã việc", near
            )

    # ---- what the lines say ------------------------------------------------------------------------------------------

    def _figures(self, one, lines):
        """{indicator pk: Figure} of the lines that bear one."""
        known, found = {plain(i.name): i for i in one.task.figures}, {}
        for line in lines:
            indicator = known.get(plain(line.indicator))
            if indicator is None and not line.indicator and len(known) == 1:
                (indicator,) = known.values()
            if indicator is None:
                self._problem(line.row, "indicator", f"việc {one.code} không có chỉ tiêu «{line.indicator[:80]}»",
                              nearest(line.indicator, [i.name for i in one.task.figures]) or [i.name for i in one.task.figures][:3])  # fmt: skip
                continue
            if indicator.pk in one.rows:
                self._problem(line.row, "indicator", f"chỉ tiêu trùng với dòng {one.rows[indicator.pk]}")
                continue
            one.rows[indicator.pk] = line.row
            if not line.is_read or line.value is not None and not self._is_true(indicator, line):
                one.unread.add(indicator.pk)
            elif line.value is not None:
                dated = (
                    line.dated_on if indicator.kind == Indicator.Kind.DOCUMENT and line.value == 1 else None
                )
                found[indicator.pk] = Figure(line.value, dated)
        return found

    def _is_true(self, indicator, line):
        """Can the figure be one of this indicator?"""
        smallest, largest = bounds(indicator)
        words = ""
        if indicator.kind in Indicator.BOOLEAN and line.value not in (0, 1):
            words = "chỉ tiêu này ghi «Có» hoặc «Không»"
        elif line.whole is not None and line.whole != indicator.whole:
            words = (
                f"tổng số được giao là {_number(indicator.whole)}"
                if indicator.whole
                else "chỉ tiêu này không phải tỷ số"
            )
        elif smallest is not None and line.value < smallest:
            words = f"số thực hiện từ {smallest} trở lên"
        elif largest is not None and line.value > largest:
            words = f"số thực hiện không quá {_number(largest)}"
        elif line.kind in ("yes_no", "document") and indicator.kind not in Indicator.BOOLEAN:
            words = "chỉ tiêu này cần một số"
        elif indicator.kind == Indicator.Kind.DOCUMENT and line.value == 1 and not line.dated_on:
            self._problem(line.row, "dated_on", "nhập ngày ban hành văn bản, ví dụ 31/12/2026")
            return False
        elif line.dated_on and line.dated_on > self.on:
            self._problem(line.row, "dated_on", "ngày ban hành không thể sau hôm nay")
            return False
        if words:
            self._problem(line.row, "value", words)
        return not words

    def _look_at_what_is_known(self, one, lines):
        """The columns that are there to compare: another title than the task has may mean another task."""
        for line in lines:
            title = self.table.rows.value(line.row, "title")
            text = said(title) if title is None or isinstance(title, (str, Value)) else ""
            if text and plain(text) != plain(one.task.title):
                self.table.notes.append(
                    Note(
                        line.row,
                        f"nội dung khác với việc {one.code} trong hệ thống: «{one.task.title[:120]}»",
                    )
                )
                return

    def _cadre(self, one, lines):
        name = _said(lines, "person")
        if not name:
            return one.task.people[0].cadre
        for person in one.task.people:
            if spelled(name) in (spelled(person.name), spelled(person.cadre.full_name)):
                return person.cadre
        self._problem(one.row, "person", f"«{name[:80]}» không phải đồng chí được giao việc {one.code}",
                      tuple(person.cadre.full_name for person in one.task.people[:3]))  # fmt: skip
        return None

    def _content(self, one, lines, figures):
        outlook = _said(lines, "outlook")
        known = {plain(label): code for code, label in ProgressReport.Outlook.choices}
        if outlook and plain(outlook) not in known:
            self._problem(
                one.row, "outlook", f"không có mức tự đánh giá «{outlook}»", ProgressReport.Outlook.labels
            )
            return None
        paper_no = _said(lines, "paper_no") or self.paper_no
        if not paper_no:
            self._problem(one.row, "paper_no", "thiếu số, ký hiệu của báo cáo đã ký")
            return None
        received = next((line.received_on for line in lines if line.received_on), None) or self.received_on
        return Content(
            figures=figures, outlook=known.get(plain(outlook), "") if outlook else "", narrative=_said(lines, "narrative"),
            unchanged_reason=_said(lines, "unchanged_reason"), correction_reason=_said(lines, "correction_reason"),
            paper_no=paper_no, paper_received_on=received,
        )  # fmt: skip

    def _check_period(self, one, lines):
        text = _said(lines, "period")
        period = (
            period_of_report(one.replaces, one.task)
            if one.replaces
            else period_to_report(one.task, on=self.on)
        )
        if not text or plain(text) == plain(period.name):
            return
        missed = missed_period(one.task, on=self.on)
        closed = missed is not None and plain(missed.name) == plain(text)
        words = f"{text} đã chốt số liệu, " if closed else ""
        self._problem(one.row, "period", f"{words}kỳ đang báo cáo của việc là {period.name}", (period.name,))

    def _refusals(self, one):
        found = refusals_of_paper(
            one.task, cadre=one.cadre, content=one.content, indicators=one.task.figures, replaces=one.replaces, by=self.by,
            on=self.on,
        )  # fmt: skip
        for refusal in found:
            name = refusal.field or ""
            pk = int(name[3:]) if name.startswith("so_") else 0
            if pk in one.unread:
                continue
            row = one.rows.get(pk, one.row)
            key = "value" if pk else COLUMNS.get(name, "code")
            if pk in one.content.figures and self.table.header.column_of("correction_reason"):
                key = "correction_reason"  # it fell: the reason can be typed there at once
            self._problem(row, key, str(refusal).rstrip("."))

    def _problem(self, row, key, text, meant=()):
        self.table.problem(row, key, text, tuple(meant))


def _said(lines, key):
    """The text of the first line of the task that says it."""
    return next((line.said[key] for line in lines if line.said[key]), "")
