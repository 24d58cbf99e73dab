"""Which draft does each line of an annex mean, and what would taking the annex change?

Reads only. The lines were parsed by `exchange/annex.py`; here they meet the roster, the units and the tasks that are there.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from tasks_app.actions.deciding import groups_for
from tasks_app.actions.ordering import HUNDRED, Draft, Person
from tasks_app.actions.overlaying import differences, figure_of, put_over
from tasks_app.actions.roll import People, Units
from tasks_app.exchange.annex import share_evenly
from tasks_app.exchange.cells import Unclear
from tasks_app.exchange.problems import Note, Problem
from tasks_app.exchange.wording import nearest, plain
from tasks_app.models import Field, Task
from tasks_app.permissions import may_edit_draft, visible_tasks


@dataclass(frozen=True)
class Terms:
    """How the annex is taken. `decided_on`: the day of the decision that it belongs to, None for a list still to be decided."""

    round: object
    on: date
    field: object = None
    decided_on: date | None = None

    @property
    def day(self):
        """The day whose posts and deadlines count."""
        return self.decided_on or self.on


@dataclass
class Planned:
    """One line and what it comes to. `task`: the one that is there; `changes`: (what, old, new) where it differs."""

    line: object
    draft: Draft | None
    task: Task | None = None
    changes: tuple = ()
    group: object = None

    @property
    def state(self):
        return "new" if self.task is None else "changed" if self.changes else "same"


class Matcher:
    def __init__(self, annex, header, terms, *, by):
        self.annex, self.header, self.terms, self.by = annex, header, terms, by
        committee = terms.round.committee
        self.people = People(committee, terms.round, on=terms.day)
        self.units = Units.of_round(committee, terms.round)
        self.fields = {plain(row.name): row for row in Field.objects.order_by("rank", "pk")}
        self.groups = {plain(row.name): row for row in groups_for(committee).values()}
        self.problems, self.notes = [], []
        self._read_tasks()

    def run(self, progress=lambda done: None):
        """[Planned] in the order of the annex; problems and notes stand beside."""
        planned, seen = [], {}
        for number, line in enumerate(self.annex.lines, 1):
            found = self._plan(line)
            self._look_for_twins(found, seen)
            planned.append(found)
            progress(number)
        unknown = [
            g
            for g in self.annex.groups
            if self.terms.decided_on and self.groups and plain(g) not in self.groups
        ]
        if unknown:
            self.notes.append(
                Note(
                    0,
                    "Nhóm không có trong bảng thống kê của cấp ủy, xếp theo cấp quản lý: "
                    + "; ".join(unknown[:5]),
                )
            )
        return planned

    def _read_tasks(self):
        tasks = (
            visible_tasks(self.by).filter(round=self.terms.round, giver=self.terms.round.committee_id)
            .for_table(self.terms.on)
            .prefetch_related(Prefetch("coordinating_units", to_attr="partners"))
        )  # fmt: skip
        self.by_code, self.by_name = {}, {}
        for task in tasks:
            if task.code:
                self.by_code[task.code] = task
            if task.people:
                self.by_name[task.people[0].cadre_id, plain(task.title)] = task

    # ---- one line ----------------------------------------------------------------------------------------------------

    def _plan(self, line):
        people = self._people(line)
        unit = self._unit(line, people)
        partners = self._partners(line)
        field = self._field(line)
        natures = self._natures(line)
        task = self._task_of(line, people)
        self._check_days(line, task)
        if task is None:
            self._look_at_titles(line, people)
        group = self.groups.get(plain(line.group)) if line.group else None
        broken = None in (people, partners, natures) or (unit is None and task is None)
        if (
            broken
            or not line.title
            or not line.figures
            or line.due_on is None
            or (field is None and task is None)
        ):
            return Planned(line, None, task, group=group)
        if task is None:
            return Planned(line, self._new(line, people, unit, partners, field, natures), group=group)
        draft = put_over(
            task,
            line,
            people,
            unit=unit,
            partners=partners,
            field=field,
            natures=natures,
            round=self.terms.round,
            has=self.annex.has,
        )
        changes = tuple(differences(task, draft))
        if changes:
            self._check_may_change(line, task, changes)
        return Planned(line, draft, task, changes, group)

    def _people(self, line):
        """[(cadre, title, post, is the title the table's own?)], the lead first; None where one of them is unclear."""
        found = []
        for place, name in enumerate(line.people):
            title = line.posts[place] if place < len(line.posts) else ""
            if place == 0 and len(line.people) == 1:
                title = ", ".join(line.posts)
            try:
                cadre, post = self.people.find(name, title)
            except Unclear as unclear:
                self._problem(line.person_row, "person", str(unclear), name, unclear.meant)
                return None
            main, typed = post or self.people.main_post(cadre), bool(title)
            title = title or (main.title if main else "")
            found.append((cadre, title[:300], main, typed))
        if len({cadre.pk for cadre, *_ in found}) < len(found):
            self._problem(
                line.person_row,
                "person",
                "mỗi đồng chí chỉ ghi một lần trong một việc",
                "; ".join(line.people),
            )
            return None
        return found or None

    def _look_at_titles(self, line, people):
        """What a new task will print of its people, where the roster says otherwise."""
        for cadre, title, main, _ in people or ():
            if not self.people.holds_today(cadre):
                text = f"đồng chí {cadre.full_name} không giữ chức vụ trong phạm vi ngày {self.terms.day:%d/%m/%Y}"
                self.notes.append(Note(line.person_row, text))
            elif main and self.people.post_of(cadre, title) is None:
                text = f"chức vụ «{title[:120]}» khác chức vụ của đồng chí {cadre.full_name} trong hệ thống: {main.title}"
                self.notes.append(Note(line.person_row, text))

    def _unit(self, line, people):
        """The column «Đơn vị»; else the post that the title names; else what stands at the title's end; else the main post."""
        if line.unit:
            try:
                return self.units.find(line.unit, within=True)
            except Unclear as unclear:
                self._problem(line.row, "unit", str(unclear), line.unit, unclear.meant)
                return None
        if not people:
            return None
        cadre, title, main, _ = people[0]
        post = self.people.post_of(cadre, title)
        if post:
            return post.unit
        return self.units.at_the_end_of(title) or (main.unit if main else None)

    def _partners(self, line):
        if not line.partners:
            return []
        try:
            units, vague = self.units.several(line.partners)
        except Unclear as unclear:
            self._problem(line.row, "partners", str(unclear), line.partners, unclear.meant)
            return None
        if vague:
            self.notes.append(
                Note(
                    line.row,
                    f"«{'; '.join(vague)[:200]}» không phải một đơn vị cụ thể, không ghi vào đơn vị phối hợp",
                )
            )
        return units

    def _field(self, line):
        if not line.field:
            if self.terms.field is None and "field" in self.annex.has:
                self._problem(line.row, "field", "thiếu lĩnh vực, hoặc chọn lĩnh vực chung cho cả bảng", "")
            return self.terms.field
        field = self.fields.get(plain(line.field))
        if field is None:
            near = nearest(line.field, [row.name for row in self.fields.values()])
            self._problem(
                line.row, "field", f"không có lĩnh vực «{line.field[:80]}» trong danh mục", line.field, near
            )
        return field

    def _natures(self, line):
        found = []
        known = {plain(label): code for code, label in Task.Nature.choices}
        for name in [part for part in line.natures.replace(",", ";").split(";") if part.strip()]:
            if plain(name) not in known:
                self._problem(line.row, "natures", f"không có tính chất «{name.strip()[:80]}»", line.natures,
                              nearest(name, Task.Nature.labels))  # fmt: skip
                return None
            found.append(known[plain(name)])
        return found

    def _check_days(self, line, task):
        """Days of a new task, and those that a table changes; what is there already is as it was decided."""
        known = {task.due_on, task.named_due_on} if task else set()
        if line.due_on is None or line.due_on in known:
            return
        first, due = self.terms.day, f"{line.due_on:%d/%m/%Y}"
        if line.due_on < first:
            before = "ngày quyết định" if self.terms.decided_on else "hôm nay"
            self._problem(line.row, "due", f"thời hạn {due} trước {before} {first:%d/%m/%Y}", due)
        if line.due_on.year > self.terms.round.year_to + 10:
            self._problem(line.row, "due", f"thời hạn {due} quá xa so với đợt giao việc", due)
        for figure in line.figures:
            if figure.closing and not first <= figure.closing <= line.due_on:
                closing = f"{figure.closing:%d/%m/%Y}"
                text = f"ngày chốt số liệu {closing} phải từ {first:%d/%m/%Y} đến {due}"
                self._problem(figure.row, "closing", text, closing)

    def _task_of(self, line, people):
        if line.code:
            task = self.by_code.get(line.code)
            if task is None:
                self._problem(line.row, "code", f"không có việc mã «{line.code[:40]}» trong đợt này", line.code,
                              nearest(line.code, self.by_code))  # fmt: skip
            return task
        return self.by_name.get((people[0][0].pk, plain(line.title))) if people else None

    def _look_for_twins(self, found, seen):
        """One comrade doesn't carry two tasks of one name: the second is a slip."""
        if found.draft is None:
            return
        key = (found.draft.people[0].cadre.pk, plain(found.draft.title))
        if key in seen:
            self._problem(
                found.line.row, "title", f"trùng việc của cùng đồng chí ở dòng {seen[key]}", found.line.title
            )
        seen.setdefault(key, found.line.row)

    def _check_may_change(self, line, task, changes):
        if task.status == Task.Status.DRAFT and may_edit_draft(self.by, task):
            return
        what = "; ".join(
            f"{name} trong tệp là «{new}», trong hệ thống là «{old}»" for name, old, new in changes[:3]
        )
        act = "lập đề nghị thay đổi" if task.is_decided else "sửa ở trang của việc"
        self._problem(
            line.row,
            "title",
            f"việc {task.code or ''} đang ở trạng thái «{task.get_status_display()}», không sửa bằng tệp: {what}. Sửa lại tệp, hoặc {act}".replace(
                "việc  ", "việc "
            ),
            line.title,
        )

    # ---- drafts ------------------------------------------------------------------------------------------------------

    def _new(self, line, people, unit, partners, field, natures):
        weights = share_evenly(len(line.figures))
        if any(figure.weight is not None for figure in line.figures):
            weights = [figure.weight or HUNDRED for figure in line.figures]
        figures = [figure_of(figure, weight) for figure, weight in zip(line.figures, weights, strict=True)]
        committee = self.terms.round.committee
        return Draft(
            round=self.terms.round, giver=committee, unit=unit, title=line.title, field=field,
            people=[Person(cadre, title) for cadre, title, *_ in people], starts_on=self.terms.day, due_on=line.due_on,
            natures=natures, product=line.product, basis=self.terms.round.base_document,
            report_rhythm=self.terms.round.report_rhythm, coordinating_units=partners, figures=figures,
        )  # fmt: skip

    def _problem(self, row, key, text, value, meant=()):
        self.problems.append(
            Problem(row, self.header.column_of(key), text, str(value)[:200], tuple(m for m in meant if m))
        )
