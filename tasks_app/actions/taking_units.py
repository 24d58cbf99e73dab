"""How does a table of units become units of the tree, those above before those below?"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from cadres import roster
from cadres.models import Office, Unit, UnitKind
from cadres.offices import standing
from tasks_app.actions.intake import Outcome, counted, row_of
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.roll import Units, short
from tasks_app.exchange import roster_tables
from tasks_app.exchange.cells import Unclear
from tasks_app.exchange.problems import Note
from tasks_app.exchange.wording import nearest, plain

LAYOUT = roster_tables.UNITS
OPTIONS = ()
NOUN = "đơn vị"
HEADINGS = ("Đơn vị", "Loại, mã", "Trực thuộc")
WORDS = {
    "name": "tên",
    "kind": "loại",
    "short_code": "mã hiệu",
    "code": "mã đơn vị hành chính",
    "area": "địa bàn",
}


@dataclass
class Planned:
    """`unit`: the one that is there; `parent`: a Unit, another `Planned` of the table, or None for a root."""

    line: object
    kind: UnitKind | None
    values: dict
    starts_on: date
    unit: Unit | None = None
    parent: object = None
    changes: tuple = ()

    @property
    def state(self):
        return "new" if self.unit is None else "changed" if self.changes else "same"


def may_take(user, sheet_import):
    return bool(standing(user).units(Office.Role.SYSTEM_ADMIN))


def lock(sheet_import):
    # The tree has one writer at a time (see Unit.move_to).
    Unit.objects.select_for_update().order_by("pk").filter(parent=None).first()


def examine(sheet, header, sheet_import, *, on, progress):
    table, lines = roster_tables.units_in(
        sheet, header, skip_hidden=bool(sheet_import.options.get("skip_hidden"))
    )
    planned = _Matcher(table, on).run(lines, progress)
    rows = [row_of(p.line.row, p.state, _cells(p), p.changes) for p in planned]
    return Outcome(table.problems, table.notes, planned, rows, counted(NOUN, planned))


def _cells(planned):
    line, unit = planned.line, planned.unit
    above = planned.parent
    above = above.line.name if isinstance(above, Planned) else above.name if above else line.parent or "gốc"
    kind = planned.kind or (unit and unit.kind)
    codes = [planned.values.get(name) or (unit and getattr(unit, name)) for name in ("short_code", "code")]
    return [
        planned.values["name"],
        "\n".join(filter(None, [kind.name if kind else line.kind, *codes])),
        above,
    ]


def essence(planned):
    return [
        (
            p.line.row, p.state, p.unit and p.unit.pk, p.changes, p.starts_on if p.unit is None else None, sorted(p.values.items()),
            p.parent.line.row if isinstance(p.parent, Planned) else p.parent and -p.parent.pk,
        )
        for p in planned
    ]  # fmt: skip


def save(planned, sheet_import, *, by, at, progress):
    if not may_take(by, sheet_import):
        raise NotPossible("Đồng chí không có thẩm quyền nhập danh sách đơn vị.")
    made = {}
    for number, one in enumerate(_from_above(planned), 1):
        if one.unit is None:
            parent = made[one.parent.line.row] if isinstance(one.parent, Planned) else one.parent
            values = {name: value for name, value in one.values.items() if value}
            made[one.line.row] = Unit.add(**values, kind=one.kind, parent=parent, starts_on=one.starts_on)
        else:
            made[one.line.row] = one.unit
            if one.changes:
                values = {name: value for name, value in one.values.items() if value}
                roster.change(one.unit, values | ({"kind": one.kind} if one.kind else {}))
        progress(number)
    return dict(Counter(p.state for p in planned))


def _from_above(planned):
    """Each after the unit of the table under which it stands; there is no ring any more."""

    def depth(one):
        return 0 if not isinstance(one.parent, Planned) else 1 + depth(one.parent)

    return sorted(planned, key=depth)


class _Matcher:
    def __init__(self, table, on):
        self.table, self.on = table, on
        there = Unit.objects.exclude(ends_on__lte=on).select_related("kind", "parent")
        self.units = Units(there)
        self.kinds = {plain(kind.name): kind for kind in UnitKind.objects.order_by("level", "name")}
        self.codes = dict(Unit.objects.exclude(short_code=None).values_list("short_code", "pk"))
        self.taken = {(u.kind_id, u.code): u for u in self.units.by_pk.values() if u.code}

    def run(self, lines, progress):
        planned = []
        for number, line in enumerate(lines, 1):
            planned.append(self._plan(line))
            progress(number)
        names = {}
        for one in planned:
            names.setdefault(short(one.values["name"]), []).append(one)
        for one in planned:
            self._find_parent(one, names)
        self._look_for_rings(planned)
        self._look_for_twins(planned)
        for one in planned:
            self._compare(one)
        return planned

    def _plan(self, line):
        kind = self.kinds.get(plain(line.kind)) if line.kind else None
        if line.kind and kind is None:
            names = [known.name for known in self.kinds.values()]
            self._problem(line, "kind", f"không có loại tổ chức «{line.kind}» trong danh mục",
                          nearest(line.kind, names) or names[:3])  # fmt: skip
        code = line.short_code.upper()
        if code and not roster.is_short_code(code):
            self._problem(line, "short_code", "mã hiệu chỉ dùng chữ và số, ví dụ TU hoặc TPTQ")
        unit = self._known(line, code)
        values = {"name": line.name, "short_code": code or None, "code": line.code, "area": line.area}
        return Planned(line, kind, values, line.starts_on or self.on, unit)

    def _known(self, line, code):
        """The unit that is there: by its short code, else by its name and the unit above it."""
        if code and code in self.codes:
            unit = self.units.by_pk.get(self.codes[code])
            if unit is None:
                self._problem(line, "short_code", f"mã hiệu {code} là của đơn vị đã kết thúc hoạt động")
            return unit
        name, mark, pk = line.name.rpartition("#")
        if mark and pk.isascii() and pk.isdigit() and (unit := self.units.by_pk.get(int(pk[:18]))):
            line.name = name.strip()
            return unit
        found = self.units.by_name.get(short(line.name), [])
        found = [unit for unit in found if short(unit.name) == short(line.name)]
        if line.parent:
            # A unit that is there stands somewhere; where another one is to stand is said in `_compare`.
            above = short(line.parent.partition("#")[0])
            under = [
                u
                for u in found
                if u.parent and above in (short(u.parent.name), short(u.parent.short_code or ""))
            ]
            return under[0] if len(under) == 1 else None
        if len(found) > 1:
            self._problem(line, "parent", f"có {len(found)} đơn vị tên «{line.name[:80]}», ghi đơn vị cấp trên",
                          tuple({unit.parent.name: None for unit in found[:3] if unit.parent}))  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _find_parent(self, one, names):
        line = one.line
        if not line.parent:
            one.parent = one.unit and one.unit.parent
            if one.unit is None:
                self.table.notes.append(
                    Note(line.row, f"«{line.name[:80]}» sẽ là đơn vị gốc, không trực thuộc đơn vị nào")
                )
            return
        in_table = [other for other in names.get(short(line.parent), []) if other.unit is None]
        try:
            there = self.units.get(line.parent)
        except Unclear as unclear:
            self._problem(line, "parent", str(unclear), unclear.meant)
            return
        if there is None and len(in_table) == 1:
            one.parent = in_table[0]
        elif there is not None and not in_table:
            one.parent = there
        elif in_table:
            self._problem(
                line, "parent", f"có nhiều đơn vị tên «{line.parent[:80]}» trong bảng và trong hệ thống"
            )
        else:
            near = self.units.near(line.parent) or nearest(
                line.parent, [one.line.name for found in names.values() for one in found]
            )
            self._problem(line, "parent", f"không tìm thấy đơn vị cấp trên «{line.parent[:80]}»", near)

    def _look_for_rings(self, planned):
        for one in planned:
            seen, above = {one.line.row}, one.parent
            while isinstance(above, Planned) and above.line.row not in seen:
                seen.add(above.line.row)
                above = above.parent
            if isinstance(above, Planned):
                self._problem(
                    one.line, "parent", "đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó"
                )
                one.parent = None

    def _look_for_twins(self, planned):
        """Two lines of one unit, one short code or one code of a kind: the second is a slip."""
        seen = {}
        for one in planned:
            above = one.parent.line.row if isinstance(one.parent, Planned) else one.parent and -one.parent.pk
            keys = [("name", ("unit", one.unit.pk) if one.unit else (short(one.values["name"]), above))]
            if one.values["short_code"]:
                keys.append(("short_code", one.values["short_code"]))
            kind = one.kind or (one.unit and one.unit.kind)
            if one.values["code"] and kind:
                keys.append(("code", (kind.pk, one.values["code"])))
                holder = self.taken.get((kind.pk, one.values["code"]))
                if holder and holder != one.unit:
                    self._problem(one.line, "code", f"mã {one.values['code']} là của {holder.name}")
            for key, value in keys:
                if (key, value) in seen:
                    self._problem(one.line, key, f"trùng với dòng {seen[key, value]}")
                seen.setdefault((key, value), one.line.row)

    def _compare(self, one):
        line, unit = one.line, one.unit
        if unit is None:
            if one.kind is None and not line.kind:
                self._problem(line, "kind", "thiếu loại tổ chức của đơn vị mới")
            elsewhere = self.units.by_name.get(short(line.name), [])
            if line.parent and elsewhere:
                where = elsewhere[0].parent.name if elsewhere[0].parent else "gốc"
                self.table.notes.append(
                    Note(
                        line.row,
                        f"đã có một đơn vị tên «{line.name[:80]}» trực thuộc {where}; dòng này là đơn vị khác",
                    )
                )
            return
        if line.parent and one.parent is not None and one.parent != unit.parent:
            self._problem(
                line,
                "parent",
                f"{unit.name} đang trực thuộc {unit.parent or 'gốc'}: chuyển đơn vị ở trang của đơn vị",
            )
        if line.starts_on and line.starts_on != unit.starts_on:
            self._problem(line, "starts_on", f"{unit.name} đã có hiệu lực từ {unit.starts_on:%d/%m/%Y}, không sửa bằng tệp",
                          (f"{unit.starts_on:%d/%m/%Y}",))  # fmt: skip
        new = {name: value for name, value in one.values.items() if value} | (
            {"kind": one.kind} if one.kind else {}
        )
        one.changes = tuple(
            (WORDS[name], str(getattr(unit, name) or ""), str(value))
            for name, value in new.items()
            if getattr(unit, name) != value
        )

    def _problem(self, line, key, text, meant=()):
        self.table.problem(line.row, key, text, meant)
