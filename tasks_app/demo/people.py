"""Who holds which post, then and now, and who is in the cast of which round?

The cast lists are what the headline figures count: 22 people in 2020; 76 (64 of them in 2021), 65 and 565 in the stage
2021-2025; 71 of the 565 in Yên Sơn; 24 and 43 positions in Vĩnh Phúc. Groups of the stage share no person.
"""

from dataclasses import dataclass, field
from datetime import date

from tasks_app.demo.fixtures import dice, rows
from tasks_app.demo.names import Namer
from tasks_app.demo.units import CONG_AN, FIRST_DAY, KHOI, QUAN_SU, REFORM

DISTRICTS = ("D070", "D071", "D072", "D073", "D074", "D075", "D076")
SIX_DISTRICTS = tuple(d for d in DISTRICTS if d != "D075")
VP_BODIES_2021 = ("VP.SKH", "VP.STC", "VP.SNN", "VP.STNMT", "VP.SXD", "VP.SCT")
VP_BODIES_2022 = (  # with the 24 of 2021: 43
    "VPTU", "BTC", "UBKT", "BTG", "BDV", "BNC", "SGT", "SYT", "SGD", "SLD", "SVH", "STT", "SKC", "SNV", "STP", "TTT",
    "KCN", "MTTQ", "HND",
)  # fmt: skip
# Heads of 2020 whose post had another holder a year later.
LEFT_BY_2021 = ("D070", "D071", "D072.UB", "D074.UB", "TU.SGT", "TU.SGD")
BODIES_2020 = ("TU.SNN", "TU.STNMT", "TU.SGT", "TU.SXD", "TU.SKH", "TU.SYT", "TU.SGD", "TU.SLD")
# Posts whose holder changed during the stage, with the first day of the new one.
CHANGED = {
    "D076": date(2022, 9, 12), "D073.UB": date(2022, 10, 3), "TU.SNN": date(2022, 10, 17), "TU.STNMT": date(2022, 11, 1),
    "TU.SXD": date(2022, 11, 15), "TU.SYT": date(2022, 12, 5), "TU.SKH": date(2023, 2, 1), "TU.VPTU": date(2023, 3, 1),
    "TU.MTTQ": date(2023, 4, 17), "D071": date(2023, 5, 4), "D070.UB": date(2023, 8, 1), "TU.STT": date(2023, 10, 2),
}  # fmt: skip
NOT_FULL = {"D074": "acting", "TU.BDT": "in_charge", "X02479.UB": "acting", "X02488": "acting", "N00769": "acting",
            "N02266.UB": "acting", "TTQ.CTD": "in_charge"}  # fmt: skip


@dataclass
class Post:
    position: str
    unit: str
    kind: str = "full"
    managed_by: str | None = None
    starts_on: date = FIRST_DAY
    ends_on: date | None = None
    decision_no: str = ""


@dataclass
class Person:
    key: str
    name: str
    woman: bool
    posts: list[Post] = field(default_factory=list)
    username: str = ""
    active: bool = False  # may sign in today

    def title(self, units, on):
        """As printed after the name: all posts held on the day, the main one first."""
        held = [p for p in self.posts if p.starts_on <= on and (p.ends_on is None or p.ends_on > on)]
        return ", ".join(title_of(post, units) for post in held)

    def main_title(self, units, on):
        """The post that decides: the one managed highest, the first of these."""
        held = [p for p in self.posts if p.starts_on <= on and (p.ends_on is None or p.ends_on > on)]
        return title_of(held[0], units) if held else ""


@dataclass(frozen=True)
class Duty:
    """One person in one post, as a round sees him. `role`: "b" bí thư, "c" chủ tịch, else "". `office`: said in titles."""

    person: str
    unit: str
    role: str = ""
    office: str = ""
    until: date | None = None  # leaves the post on this day


def title_of(post, units):
    prefix = {"acting": "Quyền ", "in_charge": "Phụ trách, "}.get(post.kind, "")
    name = units[post.unit].name
    return f"{prefix}{post.position}" if post.position.endswith(name) else f"{prefix}{post.position} {name}"


class Roster:
    def __init__(self, units):
        self.units = units
        self.people = {}
        self.cast = {}
        self.namer = Namer()

    def person(self, key, *, region="highland", name=None, woman=None):
        source = dice("person", key)
        woman = source.random() < 0.31 if woman is None else woman
        full = name or self.namer.name(key, woman=woman, region=region)
        self.namer.used.add(full)
        self.people[key] = Person(key, full, woman)
        return self.people[key]

    def appoint(self, person, unit, position, *, starts_on=None, ends_on=REFORM, kind=None, managed_by=None):
        source = dice("post", person.key, unit, position)
        starts_on = starts_on or date(2020, source.choice((1, 2, 3, 4)), source.choice((1, 10, 15)))
        kind = kind or NOT_FULL.get(unit, "full")
        number = f"{source.randint(20, 990)}-QĐ/{symbol_of(self.units, managed_by)}" if managed_by else ""
        person.posts.append(Post(position, unit, kind, managed_by, starts_on, ends_on, number))
        return person

    def head(
        self, unit, *, key=None, starts_on=None, ends_on=REFORM, managed_by=None, region="highland", post=None
    ):
        """A new person at the head of a unit (or in another post of it)."""
        post = post or self.units[unit].head
        person = self.person(key or f"{unit}/{post}", region=region)
        return self.appoint(person, unit, post, starts_on=starts_on, ends_on=ends_on, managed_by=managed_by)


def symbol_of(units, unit):
    """ "TU", "HU", "ThU", "ĐU": the end of a Party document's symbol."""
    kind, name = units[unit].kind, units[unit].name
    if kind == "tinh_uy":
        return "TU"
    if kind == "huyen_uy":
        return "HU" if name.startswith("Huyện") else "ThU"
    if kind in ("dang_uy_xa", "dang_uy_xa_cu"):
        return "ĐU"
    return units[unit].short_code or "CQ"


def make_roster(units):
    roster = Roster(units)
    _managed_by_the_province(roster)
    _deputies(roster)
    _districts(roster)
    _directly_under(roster)
    _vinh_phuc(roster)
    return roster


def _managed_by_the_province(roster):
    """Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý: heads of districts and provincial bodies."""
    seats = [s for d in DISTRICTS for s in (d, f"{d}.UB")]
    seats += [k for k, u in roster.units.items() if u.parent == "TU" and u.head and u.kind not in
              ("huyen_uy", "ubnd_tinh", "hdnd_tinh")]  # fmt: skip
    first, later, in_2020 = [], [], []
    for seat in seats:
        role = {"huyen_uy": "b", "ubnd_huyen": "c"}.get(roster.units[seat].kind, "")
        if seat in LEFT_BY_2021:
            left = date(2020, 10, 15)
            before = roster.head(seat, key=f"{seat}/2020", ends_on=left, managed_by="TU")
            in_2020.append(Duty(before.key, seat, role))
        person = roster.head(
            seat, managed_by="TU", ends_on=CHANGED.get(seat, REFORM),
            starts_on=date(2020, 10, 15) if seat in LEFT_BY_2021 else None,
        )  # fmt: skip
        duty = Duty(person.key, seat, role, until=CHANGED.get(seat))
        first.append(duty)
        if seat not in LEFT_BY_2021 and (seat in BODIES_2020 or role):
            in_2020.append(duty)
        if seat in CHANGED:
            heir = roster.head(
                seat, key=f"{seat}/{CHANGED[seat].year}", managed_by="TU", starts_on=CHANGED[seat]
            )
            later.append(Duty(heir.key, seat, role))
        if role == "b" and seat in ("D072", "D073", "D075", "D076"):
            roster.appoint(person, f"{seat}.HD", "Chủ tịch", kind="concurrent", managed_by="TU",
                           ends_on=CHANGED.get(seat, REFORM))  # fmt: skip
        if role == "c":
            roster.appoint(person, seat[:4], "Phó Bí thư", kind="concurrent", managed_by="TU",
                           ends_on=CHANGED.get(seat, REFORM))  # fmt: skip
    roster.cast |= {"2020": in_2020, "first": first, "later": later}


def _deputies(roster):
    """Cán bộ lãnh đạo, quản lý còn lại: deputies of the same districts and bodies, managed one level lower."""
    found = []
    for d in DISTRICTS:
        for unit, role, post in ((d, "b", "Phó Bí thư Thường trực"), (f"{d}.UB", "c", "Phó Chủ tịch")):
            found.append(Duty(roster.head(unit, post=post, managed_by=d).key, unit, role))
    bodies = [k for k, u in roster.units.items() if u.parent == "TU" and u.head and u.kind in
              ("ban_dang_tinh", "so_nganh", "doan_the_tinh", "nganh_doc")]  # fmt: skip
    for unit in [*bodies, "TU.SNN", "TU.SYT"]:
        post = f"Phó {roster.units[unit].head}"
        key = f"{unit}/{post}"
        manager = "TU.BCSUB" if roster.units[unit].kind == "so_nganh" else KHOI
        person = roster.head(
            unit, key=f"{key} 2" if key in roster.people else key, post=post, managed_by=manager
        )
        found.append(Duty(person.key, unit))
    roster.cast["rest"] = found


def _districts(roster):
    """The two heads of each commune and the heads of the bodies of each huyện, managed by its committee."""
    for d in DISTRICTS:
        found = []
        for key in [k for k, u in roster.units.items() if u.parent == d and u.kind == "dang_uy_xa_cu"]:
            found.append(Duty(roster.head(key, managed_by=d).key, key, "b"))
            chairman = roster.head(f"{key}.UB", managed_by=d)
            roster.appoint(chairman, key, "Phó Bí thư", kind="concurrent", managed_by=d)
            found.append(Duty(chairman.key, f"{key}.UB", "c"))
        bodies = [
            k
            for k, u in roster.units.items()
            if u.parent == d and u.kind in ("co_quan_huyen_uy", "phong_huyen")
        ]
        found += [Duty(roster.head(key, managed_by=d).key, key) for key in bodies]
        if d == "D070":  # the city gives tasks to eleven deputies as well
            found += [Duty(roster.head(key, post=f"Phó {roster.units[key].head}", managed_by=d).key, key)
                      for key in bodies[:11]]  # fmt: skip
        roster.cast[d] = found


def _directly_under(roster):
    """People of the committees directly under the Tỉnh ủy and of the provincial bodies that give tasks themselves."""
    for giver in (KHOI, QUAN_SU, CONG_AN):
        found = []
        for key in [k for k, u in roster.units.items() if u.parent == giver]:
            for post in roster.units[key].head.split(";"):
                found.append(Duty(roster.head(key, post=post, managed_by=giver).key, key))
        roster.cast[giver] = found
    for row in rows("posts"):
        unit, giver = f"TU.{row['unit']}", f"TU.{row['giver']}"
        person = roster.head(unit, post=row["position"], managed_by=giver)
        roster.cast.setdefault(giver, []).append(Duty(person.key, unit, office=row["office"]))


def _vinh_phuc(roster):
    found = []
    for unit in [k for k, u in roster.units.items() if u.kind == "huyen_uy" and u.parent == "VP"]:
        found.append(Duty(roster.head(unit, managed_by="VP", region="kinh").key, unit, "b"))
        chairman = roster.head(f"{unit}.UB", managed_by="VP", region="kinh")
        roster.appoint(chairman, unit, "Phó Bí thư", kind="concurrent", managed_by="VP")
        found.append(Duty(chairman.key, f"{unit}.UB", "c"))
    for unit in VP_BODIES_2021:
        found.append(Duty(roster.head(unit, managed_by="VP", region="kinh").key, unit))
    roster.cast["VP2021"] = found
    more = [
        Duty(roster.head(f"VP.{k}", managed_by="VP", region="kinh").key, f"VP.{k}") for k in VP_BODIES_2022
    ]
    roster.cast["VP2022"] = [*found, *more]
