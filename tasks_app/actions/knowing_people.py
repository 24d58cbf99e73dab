"""Whom does a line of a people's table mean: somebody of the roster, or a new person, who may have several lines?"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from cadres.models import Appointment, Cadre, Office, User
from cadres.models.text import clean_text
from tasks_app.exchange.cells import Unclear
from tasks_app.exchange.wording import plain, spelled

NEW = "mới"


@dataclass
class Person:
    """`cadre`: who is on the roster, None for a new one. What the lines say of him is gathered here."""

    name: str
    cadre: Cadre | None = None
    rows: list = field(default_factory=list)
    units: set = field(default_factory=set)
    work_email: str = ""
    work_phone: str = ""
    username: str = ""

    @property
    def account(self):
        return self.cadre.user if self.cadre else None

    @property
    def mail(self):
        return self.work_email or (self.cadre.work_email if self.cadre else "")


class Roster:
    """Everybody who is there, as a table may name them. `on`: the day whose posts and roles count."""

    def __init__(self, on):
        self.cadres = {cadre.pk: cadre for cadre in Cadre.objects.select_related("user").order_by("pk")}
        self.by_name, self.alike, self.by_mail = defaultdict(list), defaultdict(set), {}
        for cadre in self.cadres.values():
            self.by_name[spelled(cadre.full_name)].append(cadre)
            self.alike[plain(cadre.full_name)].add(cadre.full_name)
            for mail in filter(None, (cadre.work_email, cadre.user.email if cadre.user else "")):
                self.by_mail.setdefault(mail.lower(), cadre)
        self.users = {user.username: user for user in User.objects.select_related("cadre")}
        self.mails = {user.email.lower(): user for user in self.users.values() if user.email}
        self.posts = defaultdict(dict)
        not_over = Q(ends_on=None) | Q(ends_on__gt=on)
        for post in Appointment.objects.filter(not_over).select_related("position", "unit").highest_first():
            self.posts[post.cadre_id].setdefault((post.position_id, post.unit_id), post)
        roles = Office.objects.not_over(on).filter(delegated_from=None)
        self.roles = set(roles.values_list("user", "role", "unit"))
        self.known, self.new, self.last = {}, defaultdict(list), None

    def find(self, line, position, unit):
        """The `Person` of a line. `Unclear` says who might be meant, and how to say that it is another one."""
        person = self._person(line, position, unit)
        person.rows.append(line.row)
        if unit is not None:
            person.units.add(unit.pk)
        self.last = person
        return person

    def _person(self, line, position, unit):
        name, mark, tag = (clean_text(part) for part in line.full_name.partition("#"))
        if len(name) > 120:
            raise Unclear(f"họ và tên dài {len(name)} ký tự, rút gọn còn nhiều nhất 120")
        if (cadre := self._by_sign(line, name, tag)) is not None:
            return self._of(cadre)
        same = self.by_name.get(spelled(name), [])
        if len(exact := [c for c in same if self._holds(c, position, unit)]) == 1:
            return self._of(exact[0])
        if plain(tag) == plain(NEW):
            return self._add(name)
        if mark and tag:
            raise Unclear(f"không có cán bộ số #{tag[:20]}", (name,))
        return self._by_name(line, name, same, unit)

    def _by_sign(self, line, name, tag):
        """Who is named by what only one person has: his number, his account, his address."""
        if tag.isascii() and tag.isdigit() and (cadre := self.cadres.get(int(tag[:18]))):
            if spelled(cadre.full_name) != spelled(name):
                raise Unclear(f"số #{tag} là của đồng chí {cadre.full_name}")
            return cadre
        signs = (
            (self._holder_of(line.username), f"tên đăng nhập {line.username}"),
            (self.by_mail.get(line.work_email.lower()), f"thư công vụ {line.work_email}"),
        )
        for cadre, what in signs:
            if cadre is not None and spelled(cadre.full_name) != spelled(name):
                raise Unclear(
                    f"{what} là của đồng chí {cadre.full_name}", (f"{cadre.full_name} #{cadre.pk}",)
                )
            if cadre is not None:
                return cadre
        return None

    def _holder_of(self, username):
        user = self.users.get(username)
        return getattr(user, "cadre", None) if user else None

    def _holds(self, cadre, position, unit):
        return bool(position and unit) and (position.pk, unit.pk) in self.posts[cadre.pk]

    def _by_name(self, line, name, same, unit):
        last = self.last
        if last and spelled(last.name) == spelled(name) and not _differ(last, line):
            return last  # one line below the other: the same comrade in another of his posts
        if unit is not None:
            there = [c for c in same if any(place == unit.pk for _, place in self.posts[c.pk])]
            if len(there) == 1:
                return self._of(there[0])
        earlier = [p for p in self.new[spelled(name)] if not _differ(p, line)]
        if unit is not None and len(found := [p for p in earlier if unit.pk in p.units]) == 1:
            return found[0]
        if len(same) == 1 and not line.position and not earlier:
            return self._of(same[0])
        if same or earlier:
            raise Unclear(*self._choice(name, same, earlier))
        return self._add(name)

    def _choice(self, name, same, earlier):
        who = [f"#{cadre.pk} {self._title(cadre)}" for cadre in same[:3]]
        who += [f"dòng {person.rows[0]} của bảng" for person in earlier[:1]]
        text = f"đã có đồng chí «{name}» ({'; '.join(who)}): chọn đúng đồng chí, hoặc «{name} #{NEW}» nếu là người khác"
        if earlier:
            text += "; cùng một đồng chí thì ghi các dòng liền nhau"
        return text, (*(f"{name} #{cadre.pk}" for cadre in same[:3]), f"{name} #{NEW}")

    def _title(self, cadre):
        post = next(iter(self.posts[cadre.pk].values()), None)
        return post.title if post else "chưa có chức vụ"

    def looks_like(self, name):
        """Names on the roster that differ from this one by their marks only."""
        return sorted(self.alike[plain(name)] - {name}) if spelled(name) not in self.by_name else []

    def _of(self, cadre):
        return self.known.setdefault(cadre.pk, Person(cadre.full_name, cadre))

    def _add(self, name):
        person = Person(name)
        self.new[spelled(name)].append(person)
        return person


def _differ(person, line):
    """Do the line and the person have different accounts or addresses?"""
    mail = line.work_email and person.mail and line.work_email.lower() != person.mail.lower()
    username = person.account.username if person.account else person.username
    return bool(mail or line.username and username and line.username != username)
