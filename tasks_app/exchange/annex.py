"""What does a round's annex order: which person, which task, by which figures, by when? Parsed as offices really write it.

Merged name cells stand for several tasks, merged contents for several figures; headings (I, II, III) group the rows, total rows
and signatures belong to no task. Nothing here knows a person or a unit: that is `actions/matching.py`.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tasks_app.exchange.cells import NOTHING, read_figure, refuse_errors, said, several
from tasks_app.exchange.columns import Column, Layout
from tasks_app.exchange.problems import Note, Problem
from tasks_app.exchange.sheets import Value
from tasks_app.exchange.tables import Table, whole
from tasks_app.exchange.wording import plain

ANNEX = Layout("annex", "Danh mục việc của một đợt", (
    Column("number", "STT", ("stt", "tt", "so tt", "so thu tu")),
    Column("person", "Họ và tên", ("ho va ten", "ho ten", "ho ten dong chi", "dong chi", "dong chi duoc giao",
                                   "nguoi thuc hien", "can bo", "can bo duoc giao"), needed=True),
    Column("post", "Chức vụ", ("chuc vu", "chuc danh", "chuc vu don vi", "chuc vu don vi cong tac")),
    Column("unit", "Đơn vị chịu trách nhiệm", ("don vi", "co quan don vi", "don vi chiu trach nhiem", "don vi chu tri",
                                               "co quan chu tri", "don vi cong tac")),
    Column("title", "Nội dung việc", ("noi dung", "noi dung viec", "noi dung viec dot pha doi moi", "ten viec",
                                      "viec dot pha doi moi", "viec dot pha", "noi dung dang ky", "nhiem vu"), needed=True),
    Column("indicator", "Chỉ tiêu", ("chi tieu", "ten chi tieu", "muc tieu chi tieu"), needed=True),
    Column("baseline", "Hiện trạng", ("hien trang", "thuc trang", "ban dau")),
    Column("target", "Cần đạt", ("can dat", "chi tieu giao", "muc tieu", "ket qua can dat", "muc can dat", "phan dau",
                                 "muc phan dau"), needed=True),
    Column("measure", "ĐVT", ("dvt", "don vi tinh")),
    Column("due", "Thời hạn", ("thoi han", "thoi han hoan thanh", "thoi gian hoan thanh", "han hoan thanh", "thoi gian",
                               "thoi gian thuc hien", "thoi gian bat dau hoan thanh"), needed=True),
    Column("partners", "Phối hợp", ("phoi hop", "don vi phoi hop", "co quan phoi hop", "co quan don vi phoi hop")),
    Column("code", "Mã việc", ("ma viec",)),
    Column("kind", "Loại chỉ tiêu", ("loai chi tieu",)),
    Column("weight", "Trọng số", ("trong so", "trong so chi tieu")),
    Column("closing", "Chốt số liệu", ("chot so lieu", "ngay chot so lieu")),
    Column("field", "Lĩnh vực", ("linh vuc",)),
    Column("natures", "Tính chất việc", ("tinh chat", "tinh chat viec")),
    Column("product", "Sản phẩm cần đạt", ("san pham", "san pham can dat", "san pham ket qua can dat")),
))  # fmt: skip

MOST_TITLE, MOST_NAME, MOST_MEASURE, MOST_PRODUCT = 300, 300, 60, 2000
HUNDRED = Decimal(100)
_TOTAL = re.compile(r"(tong cong|tong so|tong|cong nhom|cong)\b")
_ALL_TOTAL = re.compile(r"(tong cong|tong so|tong|cong)( \d.*)?")
_LABEL = re.compile(r"[IVXLC]{1,7}|[A-ZĐ]")
_UP, _DOWN = "up", "down"


@dataclass
class FigureLine:
    """One indicator as written. `kind`: "" where neither a column nor the cell says it; `weight` None: shared evenly."""

    row: int
    name: str
    kind: str
    measure: str
    baseline: Decimal | None
    target: Decimal | None
    whole: Decimal | None
    lower: bool = False
    weight: Decimal | None = None
    closing: date | None = None


@dataclass
class TaskLine:
    """One task as written; texts of people and units are still to be found. `group`: the heading above it."""

    row: int
    number: str
    group: str
    people: list
    posts: list
    title: str
    unit: str = ""
    figures: list = field(default_factory=list)
    due_on: date | None = None
    partners: str | None = None
    code: str = ""
    field: str = ""
    natures: str = ""
    product: str = ""
    person_row: int = 0
    post_row: int = 0


@dataclass
class Annex:
    lines: list
    problems: list
    notes: list
    groups: list  # headings in order
    has: frozenset  # keys of the columns that the table has


def parse(sheet, header, *, skip_hidden=False):
    """The annex in a table whose heading is known."""
    return _Parser(sheet, header, skip_hidden).run()


class _Parser(Table):
    def __init__(self, sheet, header, skip_hidden):
        super().__init__(sheet, header, ANNEX, skip_hidden=skip_hidden)
        self.lines, self.groups = [], []
        self.group, self.person, self.task, self.outside = "", None, None, []

    def run(self):
        self.miss_columns()
        if not self.problems:
            for row in self.numbers():
                self._row(row)
            self._finish()
            if not self.lines and not self.problems:
                self.problems.append(Problem(0, 0, "Bảng chưa có việc nào dưới dòng tiêu đề"))
        self.say_hidden()
        return Annex(self.lines, self.problems, self.notes, self.groups, frozenset(self.header.keys.values()))

    # ---- what kind of row is it? -------------------------------------------------------------------------------------

    def _row(self, row):
        own = self.rows.own_texts(row)
        if self._is_numbering(row, own):
            return
        figures = any(key in own for key in ("indicator", "target"))
        if self._is_total(own, self.rows.own(row)):
            self._total(row, own)
        elif not figures and "due" not in own and self._is_heading(row, own):
            self._heading(row, own)
        elif self._is_outside(row, own):
            self.outside.append(row)
        else:
            self._data(row, own)

    def _is_numbering(self, row, own):
        """The line (1) (2) (3) under the heading."""
        return row <= self.header.bottom + 2 and len(own) > 2 and all(
            re.fullmatch(r"\(?\d{1,2}\)?", text) or re.fullmatch(r"\d=\d[+-]\d", text) for text in own.values()
        )  # fmt: skip

    def _is_total(self, own, values):
        """«Cộng nhóm I», «Tổng cộng», alone or with nothing but numbers beside it."""
        if not own:
            return False
        key, label = next(iter(own.items()))
        if key not in ("number", "person", "post", "title"):
            return False
        said_so = (_ALL_TOTAL.fullmatch if key == "title" else _TOTAL.match)(plain(label))
        return bool(said_so) and all(isinstance(values[k], Value) for k in own if k != key)

    def _is_heading(self, row, own):
        label = own.get("number", "")
        others = {key: text for key, text in own.items() if key != "number"}
        if label and _LABEL.fullmatch(label.strip(" .")) and len(others) <= 1:
            return True
        return not label and len(others) == 1 and self.rows.is_wide(row) and (self.rows.data_follows(row))

    def _is_outside(self, row, own):
        """Signatures and remarks: no running number, and less of a task than a person would have to mend."""
        if own.get("number", "").strip(" .").isdigit() or len(own) > 4:
            return False
        if self.rows.covers(row, "title") and ("indicator" in own or "target" in own):
            return False
        if "indicator" in own and "target" in own:
            return False
        rest = {"title", "indicator", "target", "due"} & own.keys()
        return not ("title" in own and len(own) > 1 or "person" in own and rest)

    # ---- rows that are no tasks --------------------------------------------------------------------------------------

    def _heading(self, row, own):
        text = " ".join(t for key, t in own.items() if key != "number")
        text = re.sub(r"^[IVXLC]{1,7}[.)]\s*", "", text).strip(" .:")
        self._close_task()
        self.group, self.person = text, None
        if text and text not in self.groups:
            self.groups.append(text)

    def _total(self, row, own):
        """A total is checked against what was read where it names the number of tasks."""
        value = self.rows.own(row).get("title")
        counted = int(Decimal(value.text)) if isinstance(value, Value) and value.kind == "number" else None
        of_group = sum(line.group == self.group for line in self.lines)
        if counted is not None and counted not in (of_group, len(self.lines)):
            self.notes.append(
                Note(row, f"dòng tổng ghi {counted} việc, các dòng phía trên có {of_group} việc (cả bảng {len(self.lines)})")
            )  # fmt: skip
        self._close_task()
        self.person = None

    def _finish(self):
        self._close_task()
        self.say_outside(self.outside)

    # ---- tasks -------------------------------------------------------------------------------------------------------

    def _data(self, row, own):
        if "person" in own or "post" in own and "person" not in own and not self.rows.covers(row, "person"):
            self._new_person(row)
        if "title" in own or not self._continues(row, own):
            self._close_task()
            self._new_task(row)
        self._figure(row)

    def _continues(self, row, own):
        """Another figure of the task above: its contents cell is merged down to here, or left empty without a new number."""
        if self.task is None:
            return False
        if self.rows.covers(row, "title"):
            return True
        return "person" not in own and not own.get("number", "").strip(" .").isdigit()

    def _new_person(self, row):
        value = self.read(row, "person", whole, "")
        names = several(value)
        self.person = (row, names, self._posts(row, names))
        if value == "" or value is not None and not names:
            self.problem(row, "person", "thiếu họ tên đồng chí được giao")

    def _posts(self, row, names):
        """One comrade's post is the whole cell; of several, one a line."""
        value = self.rows.value(row, "post")
        if len(names) > 1 and isinstance(value, str):
            return [said(line) for line in value.splitlines()]
        return [said(value)] if value is not None else []

    def _new_task(self, row):
        title = self.text(row, "title", MOST_TITLE, "nội dung việc")
        if title == "":
            self.problem(row, "title", "thiếu nội dung việc")
        if self.person is None:
            self.problem(row, "person", "thiếu họ tên đồng chí được giao")
        person_row, names, posts = self.person or (row, [], [])
        # A post of its own beside a merged name: the same comrade in another of his posts.
        post_row, own_posts = person_row, self._posts(row, names)
        if own_posts and row != person_row and "post" in self.rows.own(row):
            posts, post_row = own_posts, row
        partners = self.rows.value(row, "partners")
        self.task = TaskLine(
            row, said(self.rows.value(row, "number")), self.group, names, posts, title or "", said(self.rows.value(row, "unit")),
            partners=_lines(partners), code=said(self.rows.value(row, "code")), field=said(self.rows.value(row, "field")),
            natures=said(self.rows.value(row, "natures")),
            product=self._lines_of(row, "product", MOST_PRODUCT, "sản phẩm"), person_row=person_row, post_row=post_row,
        )  # fmt: skip
        for key in self.rows.own(row):
            if key in ("post", "partners", "code", "field", "natures", "unit"):
                self.read(row, key, refuse_errors)
        if row != person_row and names and not self.rows.covers(row, "person"):
            self.notes.append(
                Note(row, f"không ghi họ tên, hiểu là đồng chí {names[0]} như dòng {person_row}")
            )
        self.task.due_on = self.day(row, "due")
        self.lines.append(self.task)

    def _figure(self, row):
        name = self.text(row, "indicator", MOST_NAME, "tên chỉ tiêu")
        target = self.read(row, "target", lambda v: read_figure(v, what="cần đạt"), NOTHING)
        baseline = self.read(row, "baseline", lambda v: read_figure(v, what="hiện trạng"), NOTHING)
        if name == "":
            self.problem(row, "indicator", "thiếu tên chỉ tiêu")
        if target is not None and target.value is None:
            self.problem(row, "target", "thiếu mức cần đạt")
        if target is None or baseline is None or target.value is None or not name:
            return
        if target.rounded or baseline.rounded:
            self.notes.append(Note(row, "số có quá 5 chữ số sau dấu phẩy, đã làm tròn"))
        self._later_due(row)
        measure = self.text(row, "measure", MOST_MEASURE, "đơn vị tính") or target.unit
        kind, lower = self._kind_of(row, target, baseline, measure)
        self.task.figures.append(
            FigureLine(
                row, name, kind, measure, baseline.value, target.value, target.whole, lower,
                self._weight(row), self.day(row, "closing") if self.header.column_of("closing") else None,
            )
        )  # fmt: skip

    def _kind_of(self, row, target, baseline, measure):
        """(kind, lower is better) by the column «Loại chỉ tiêu», else by what the cells show."""
        named = plain(said(self.rows.value(row, "kind")))
        if named:
            known = {plain(label): code for code, label in KINDS.items()}
            if named not in known:
                self.problem(row, "kind", f"loại chỉ tiêu không có trong danh mục: {'; '.join(KINDS.values())}",
                              tuple(KINDS.values())[:3])  # fmt: skip
                return "", False
            code = known[named].removesuffix("*")
            if code == "ratio" and not target.whole:
                self.problem(row, "target", "tỷ số cần viết dạng 484/491")
            return code, code in ("down", "rank") or known[named].endswith("*")
        if baseline.kind in ("yes_no", "document") and target.kind not in ("yes_no", "document"):
            self.problem(row, "baseline", "hiện trạng cần là một số như mức cần đạt")
        if target.kind == "rank" or plain(measure) in ("hang", "thu hang", "vi tri"):
            return "rank", True
        falls = target.below or baseline.value is not None and baseline.value > target.value
        if target.kind in ("ratio", "yes_no", "document"):
            return target.kind, falls and target.kind == "ratio"
        if measure == "%" or target.kind == "percent":
            return ("down", True) if falls else ("percent", False)
        return (_DOWN, True) if falls else (_UP, False)

    def _weight(self, row):
        if not self.header.column_of("weight"):
            return None
        figure = self.read(row, "weight", lambda v: read_figure(v, what="trọng số"), NOTHING)
        if figure is None or figure.value is None:
            return None
        if not 0 < figure.value <= HUNDRED:
            self.problem(row, "weight", "trọng số phải lớn hơn 0 và không quá 100")
            return None
        return figure.value

    def _later_due(self, row):
        """A figure below with another deadline: the task ends with the last one."""
        if row == self.task.row or "due" not in self.rows.own(row):
            return
        due = self.day(row, "due")
        if due and self.task.due_on and due != self.task.due_on:
            self.task.due_on = max(due, self.task.due_on)
            self.notes.append(
                Note(row, f"chỉ tiêu có thời hạn riêng, hạn của việc là {self.task.due_on:%d/%m/%Y}")
            )

    def _close_task(self):
        task, self.task = self.task, None
        if task is None:
            return
        if task.due_on is None and not any(
            p.row == task.row and p.column == self.header.column_of("due") for p in self.problems
        ):
            self.problem(task.row, "due", "thiếu thời hạn")
        weights = [figure.weight for figure in task.figures]
        if any(w is not None for w in weights):
            total = sum(w or 0 for w in weights)
            if total != HUNDRED:
                self.problem(
                    task.row,
                    "weight",
                    f"tổng trọng số các chỉ tiêu của việc phải bằng 100, hiện là {total.normalize():f}",
                )
        names = [plain(figure.name) for figure in task.figures]
        if len(set(names)) < len(names):
            self.problem(task.figures[-1].row, "indicator", "việc có hai chỉ tiêu trùng tên")

    def _lines_of(self, row, key, most, what):
        """The same, with its lines kept apart."""
        short = self.text(row, key, most, what)
        return _lines(self.rows.value(row, key))[:most] if short else ""


def _lines(value):
    """The text of a cell whose lines part several names; None where the cell is empty."""
    if value is None:
        return None
    return "\n".join(said(line) for line in value.splitlines()) if isinstance(value, str) else said(value)


# A star: lower is better though the kind itself doesn't say so.
KINDS = {
    "up": "Số, càng cao càng tốt", "down": "Số, càng thấp càng tốt", "ratio": "Tỷ số x/y",
    "ratio*": "Tỷ số x/y, càng thấp càng tốt", "percent": "Tỷ lệ phần trăm",
    "percent*": "Tỷ lệ phần trăm, càng thấp càng tốt", "yes_no": "Có hoặc không",
    "document": "Văn bản ban hành đúng hạn", "rank": "Xếp hạng, càng nhỏ càng tốt", "rubric": "Định tính theo thang mô tả",
    "up*": "Số, đảo chiều", "yes_no*": "Có hoặc không, đảo chiều", "document*": "Văn bản, đảo chiều",
    "rubric*": "Định tính, đảo chiều",
}  # fmt: skip


def share_evenly(count):
    """Weights of so many figures that add up to 100: 33.34, 33.33, 33.33."""
    each = (HUNDRED / count).quantize(Decimal("0.01"), rounding="ROUND_DOWN") if count else HUNDRED
    return [HUNDRED - each * (count - 1), *[each] * (count - 1)]
