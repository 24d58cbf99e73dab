"""Which person, post, account and roles does each line of a table of people mean, and what would it change?"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cadres import roster
from cadres.models import Appointment, Office, Position, Unit
from tasks_app.actions.knowing_people import Person, Roster
from tasks_app.actions.roll import Units, short
from tasks_app.exchange.cells import Unclear
from tasks_app.exchange.problems import Note
from tasks_app.exchange.wording import nearest, plain

Role, Kind = Office.Role, Appointment.Kind
CONTACT = {"work_email": "thư công vụ", "work_phone": "điện thoại công vụ"}


@dataclass
class Planned:
    """One line. `post`: the new post that it gives, else None; `roles`: new ones; `account`: (name, address) to be opened."""

    line: object
    person: Person | None
    position: Position | None = None
    unit: Unit | None = None
    post: dict | None = None
    account: tuple | None = None
    roles: list = field(default_factory=list)
    contact: dict = field(default_factory=dict)
    first: bool = False
    changes: tuple = ()

    @property
    def state(self):
        if self.person is None or self.person.cadre is None and self.first:
            return "new"
        return "changed" if self.changes else "same"


class Matcher:
    """Against the roster as it stands on the day `on`; what can't be understood is said at its cell (`table.problems`)."""

    def __init__(self, table, on, *, new_positions):
        self.table, self.on, self.new_positions = table, on, new_positions
        self.roster = Roster(on)
        self.units = Units(Unit.objects.exclude(ends_on__lte=on).select_related("kind"))
        self.positions = {short(row.name): row for row in Position.objects.order_by("rank", "name")}
        self.kinds = {plain(label): code for code, label in Kind.choices}
        self.role_names = {plain(label): code for code, label in Role.choices}
        self.posts, self.usernames, self.mails, self.added = {}, {}, {}, set()

    def run(self, lines, progress):
        planned = []
        for number, line in enumerate(lines, 1):
            planned.append(self._plan(line))
            progress(number)
        for one in planned:
            if one.person is not None:
                self._roles(one)
                one.changes = tuple(self._changes(one))
        if self.added:
            text = "Chức danh sẽ thêm vào danh mục: " + "; ".join(sorted(self.added))
            self.table.notes.append(Note(0, text[:1000]))
        return planned

    def _plan(self, line):
        unit = self._unit(line)
        position, unit = self._position(line, unit)
        try:
            person = self.roster.find(line, position, unit)
        except Unclear as unclear:
            self._problem(line, "full_name", str(unclear), unclear.meant)
            return Planned(line, None, position, unit)
        one = Planned(line, person, position, unit, first=person.rows[0] == line.row)
        if one.first and person.cadre is None and (alike := self.roster.looks_like(person.name)):
            self.table.notes.append(
                Note(
                    line.row,
                    f"đồng chí mới «{person.name}» có tên gần giống {', '.join(alike[:3])} trong danh bạ",
                )
            )
        self._contact(one)
        self._post(one)
        self._account(one)
        return one

    # ---- where and as what -------------------------------------------------------------------------------------------

    def _unit(self, line):
        if not line.unit:
            return None
        try:
            return self.units.find(line.unit)
        except Unclear as unclear:
            self._problem(line, "unit", str(unclear), unclear.meant)
            return None

    def _position(self, line, unit):
        """(post, unit): «Bí thư» beside its unit, or «Bí thư Đảng ủy xã Mỹ Bằng» in one cell."""
        text = line.position
        if not text:
            return None, unit
        if not line.unit:
            unit = self.units.at_the_end_of(text)
            if unit is None:
                self._problem(line, "unit", "thiếu đơn vị nơi giữ chức danh")
                return None, None
        found = self.positions.get(short(text))
        if found is None and unit is not None:
            words = text.split()
            ends = [n for n in range(1, len(words)) if short(" ".join(words[n:])) == short(unit.name)]
            text = " ".join(words[: ends[0]]) if ends else text
            found = self.positions.get(short(text))
        if found is None:
            found = self._new_position(line, text)
        return found, unit

    def _new_position(self, line, name):
        if len(name) > 120:
            self._problem(line, "position", f"chức danh dài {len(name)} ký tự, rút gọn còn nhiều nhất 120")
            return None
        if not self.new_positions:
            self._problem(
                line, "position",
                f"chức danh «{name}» chưa có trong danh mục; nếu đúng, chọn «Thêm chức danh mới» ở phần «Các cột của bảng»",
                nearest(name, [row.name for row in self.positions.values()]),
            )  # fmt: skip
            return None
        self.added.add(name)
        return self.positions.setdefault(short(name), Position(name=name))

    def _post(self, one):
        line = one.line
        if one.position is None or one.unit is None:
            return
        kind = self.kinds.get(plain(line.kind)) if line.kind else ""
        if kind is None:
            self._problem(line, "kind", f"không có hình thức «{line.kind}»", Kind.labels[:3])
        manager = self._manager(line)
        key = (id(one.person), one.position.name, one.unit.pk)
        if key in self.posts:
            self._problem(line, "position", f"trùng chức vụ của cùng đồng chí ở dòng {self.posts[key]}")
            return
        self.posts[key] = line.row
        cadre = one.person.cadre
        held = self.roster.posts[cadre.pk].get((one.position.pk, one.unit.pk)) if cadre else None
        if held is None:
            one.post = {
                "position": one.position, "unit": one.unit, "kind": kind or Kind.FULL, "managed_by": manager,
                "decision_no": line.decision_no, "starts_on": line.starts_on or self.on,
            }  # fmt: skip
            return
        said = (
            ("kind", kind, held.kind, held.get_kind_display()),
            ("managed_by", manager and manager.pk, held.managed_by_id, str(held.managed_by or "trống")),
            ("decision_no", line.decision_no, held.decision_no, held.decision_no or "trống"),
            ("starts_on", line.starts_on, held.starts_on, f"{held.starts_on:%d/%m/%Y}"),
        )
        for name, new, old, words in said:
            if new and new != old:
                self._problem(line, name, f"chức vụ đang giữ ghi là {words}, không sửa bằng tệp: ghi thôi giữ chức vụ rồi nhập lại",
                              (words,) if words != "trống" else ())  # fmt: skip

    def _manager(self, line):
        if not line.managed_by:
            return None
        try:
            unit = self.units.find(line.managed_by)
        except Unclear as unclear:
            self._problem(line, "managed_by", str(unclear), unclear.meant)
            return None
        if not unit.kind.is_committee:
            self._problem(line, "managed_by", f"{unit.name} không phải cấp ủy")
        return unit

    # ---- contact, account, roles -------------------------------------------------------------------------------------

    def _contact(self, one):
        line, person = one.line, one.person
        line.work_email = line.work_email.lower()
        if line.work_email and not _is_mail(line.work_email):
            self._problem(line, "work_email", f"«{line.work_email}» không phải địa chỉ thư")
            return
        if line.work_phone and not re.fullmatch(roster.PHONE, line.work_phone):
            self._problem(line, "work_phone", "nhập số điện thoại, ví dụ 0207 3822 123")
        for name in CONTACT:
            new, said = getattr(line, name), getattr(person, name)
            if new and said and new != said:
                self._problem(line, name, f"khác với dòng {person.rows[0]} của cùng đồng chí", (said,))
            elif new and not said:
                setattr(person, name, new)
                if person.cadre and new != getattr(person.cadre, name):
                    one.contact[name] = new

    def _account(self, one):
        line, person = one.line, one.person
        if not line.username:
            return
        if person.account:
            if person.account.username != line.username:
                self._problem(line, "username", f"đồng chí đã có tài khoản {person.account.username}",
                              (person.account.username,))  # fmt: skip
            return
        if person.username:
            if person.username != line.username:
                self._problem(
                    line, "username", f"khác với dòng {person.rows[0]} của cùng đồng chí", (person.username,)
                )
            return
        if not re.fullmatch(roster.USERNAME, line.username):
            self._problem(line, "username", "chỉ dùng chữ thường không dấu, số và dấu chấm, từ 3 ký tự",
                          (_username(line.username),))  # fmt: skip
            return
        person.username = line.username
        for key, value, taken, seen, whose in (
            ("username", line.username, self.roster.users, self.usernames, "tên đăng nhập này đã có người dùng"),
            ("work_email", person.mail.lower(), self.roster.mails, self.mails, "địa chỉ thư này đã thuộc tài khoản khác"),
        ):  # fmt: skip
            if not value:
                self._problem(line, key, "thiếu thư công vụ của tài khoản mới")
            elif value in taken:
                self._problem(line, key, whose)
            elif value in seen:
                self._problem(line, key, f"trùng với dòng {seen[value]}")
            seen.setdefault(value, line.row)
        one.account = (line.username, person.mail.lower())

    def _roles(self, one):
        line, person = one.line, one.person
        if not line.roles:
            return
        if not (person.account or person.username):
            self._problem(line, "role", "vai trò cần có tài khoản: ghi tên đăng nhập của đồng chí")
            return
        unit = one.unit
        if line.scope:
            try:
                unit = self.units.find(line.scope)
            except Unclear as unclear:
                self._problem(line, "scope", str(unclear), unclear.meant)
                return
        if unit is None:
            self._problem(line, "scope", "thiếu phạm vi của vai trò")
            return
        for word in line.roles:
            role = self.role_names.get(plain(word))
            if role is None:
                self._problem(
                    line,
                    "role",
                    f"không có vai trò «{word[:60]}»",
                    nearest(word, Role.labels) or Role.labels[:3],
                )
                continue
            key = (person.account.pk if person.account else id(person), role, unit.pk)
            if key not in self.roster.roles:
                self.roster.roles.add(key)
                one.roles.append((role, unit))
                if role == Role.SYSTEM_ADMIN:
                    self.table.notes.append(
                        Note(line.row, f"giao vai trò Quản trị hệ thống cho đồng chí {person.name}")
                    )

    def _changes(self, one):
        for name, value in one.contact.items():
            yield CONTACT[name], getattr(one.person.cadre, name), value
        if one.post:
            yield "chức vụ", "", f"{one.position.name}, {one.unit.name} từ {one.post['starts_on']:%d/%m/%Y}"
        if one.account:
            yield "tài khoản", "", one.account[0]
        for role, unit in one.roles:
            yield "vai trò", "", f"{Role(role).label}, {unit.name}"

    def _problem(self, line, key, text, meant=()):
        self.table.problem(line.row, key, text, meant)


def _is_mail(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _username(text):
    return ".".join(plain(text.partition("@")[0]).split())[:60]
