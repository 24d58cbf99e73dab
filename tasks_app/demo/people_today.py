"""Who holds the posts of today's structure, and which of them can sign in to the demo?"""

from dataclasses import dataclass

from tasks_app.demo.fixtures import dice
from tasks_app.demo.people import Duty
from tasks_app.demo.units import REFORM

GIVING_COMMUNES = ("N02509", "N02473", "N02536")  # phường Mỹ Lâm, xã Yên Sơn, xã Sơn Dương
MONG_DISTRICTS = ("026", "027", "028", "029", "033")


@dataclass(frozen=True)
class Account:
    """A line of the table that `./run start` prints. `roles`: (role, unit key) held from the day of the reform on."""

    key: str
    role: str  # in words
    name: str
    woman: bool
    posts: tuple  # (position, unit key, kind)
    roles: tuple = ()
    assists: str = ""
    staff: bool = False


ACCOUNTS = (
    Account("leader", "Thường trực Tỉnh ủy", "Nông Quốc Tiệp", False,
            (("Phó Bí thư Thường trực", "TTQ", "full"),), (("leader", "TTQ"),)),
    Account("officer", "Chuyên viên theo dõi", "Lý Thu Hường", True,
            (("Chuyên viên", "TTQ.BTC", "full"),), (("officer", "TTQ"),)),
    Account("appraiser", "Lãnh đạo cơ quan thẩm định", "Hoàng Đình Khoát", False,
            (("Phó Trưởng", "TTQ.BTC", "full"),), (("appraiser", "TTQ"),)),
    Account("inspector", "Ủy ban Kiểm tra", "Triệu Diệu Lành", True,
            (("Ủy viên", "TTQ.UBKT", "full"),), (("inspector", "TTQ"),)),
    Account("council", "Thư ký hội đồng đánh giá", "Vi Hồng Điệp", True,
            (("Trưởng phòng Tổ chức đảng, đảng viên", "TTQ.BTC", "full"),), (("council", "TTQ"),)),
    Account("head", "Thủ trưởng, vừa được giao vừa giao việc", "Ma Xuân Bính", False,
            (("Bí thư", "N02509", "full"), ("Chủ tịch", "N02509.HD", "concurrent")),
            (("unit_head", "N02509"), ("leader", "N02509"))),
    Account("assignee", "Cán bộ được giao việc", "Hứa Xuân Thạch", False, (("Giám đốc", "TTQ.SNNMT", "full"),)),
    Account("assistant", "Người được ủy quyền cập nhật", "Lục Mai Chi", True,
            (("Chuyên viên", "TTQ.SNNMT", "full"),), assists="assignee"),
    Account("officer_xa", "Chuyên viên theo dõi của phường", "Quan Thúy Hoài", True,
            (("Phó Trưởng", "N02509.BXDD", "full"),), (("officer", "N02509"),)),
    Account("two", "Phục vụ hai cấp ủy", "Bàn Tiến Luyện", False,
            (("Bí thư", "N02536", "full"), ("Ủy viên Ban Thường vụ", "TTQ", "concurrent")),
            (("leader", "TTQ"), ("leader", "N02536"), ("unit_head", "N02536"))),
    Account("leader_vp", "Lãnh đạo xem số liệu Vĩnh Phúc", "Phùng Quang Toản", False,
            (("Phó Bí thư", "PT", "full"),), (("leader", "VP"),)),
    Account("admin", "Quản trị hệ thống", "Tô Duy Soạn", False,
            (("Chuyên viên", "TTQ.VPTU", "full"),), (("system_admin", "TTQ"),), staff=True),
)  # fmt: skip


def add_today(roster):
    """Fills the posts since 1/7/2025: the demo's own accounts first, then cadres of the old structure, then new people."""
    taken = {}
    for account in ACCOUNTS:
        person = roster.person(account.key, name=account.name, woman=account.woman)
        person.active = True
        for position, unit, kind in account.posts:
            top = "PT" if unit.startswith("PT") else "TTQ"
            roster.appoint(person, unit, position, starts_on=REFORM, ends_on=None, kind=kind, managed_by=top)
            taken[unit, position] = person.key
    _provincial(roster, taken)
    _communes(roster, taken)
    for commune in GIVING_COMMUNES:
        _inside(roster, commune)
    _desks(roster)


def _seat(roster, candidates, unit, taken, *, managed_by="TTQ", region="highland"):
    """The holder of a head's post: as already given, else the first free candidate, else a new person."""
    post = roster.units[unit].head
    if (unit, post) in taken:
        return roster.people[taken[unit, post]]
    key = next((c for c in candidates if c not in taken.values()), None)
    person = roster.people[key] if key else roster.person(f"{unit}/{post}", region=region)
    taken[unit, post] = person.key
    roster.appoint(person, unit, post, starts_on=REFORM, ends_on=None, managed_by=managed_by)
    person.active = True
    return person


def _last_holders(roster, unit):
    """Keys of those who held the head's post of an old unit to its end."""
    post = roster.units[unit].head
    return [
        p.key for p in roster.people.values()
        if any(x.unit == unit and x.position == post and x.ends_on == REFORM for x in p.posts)
    ]  # fmt: skip


def _predecessors(roster):
    found = {}
    for key, unit in roster.units.items():
        for successor in unit.successors:
            found.setdefault(successor, []).append(key)
    return found


def _provincial(roster, taken):
    before = _predecessors(roster)
    deputies = [duty.person for duty in roster.cast["rest"] if duty.unit.startswith("TU.")]
    found = []
    for key, unit in roster.units.items():
        if unit.parent == "TTQ" and unit.head and unit.kind not in ("dang_uy_xa", "ubnd_tinh", "hdnd_tinh"):
            heirs = [
                p for old in before.get(key, ()) if old.startswith("TU.") for p in _last_holders(roster, old)
            ]
            own = [d for d in deputies if dice("heir", d, key).random() < 0.1]
            found.append(Duty(_seat(roster, heirs[:1] + own, key, taken).key, key))
    roster.cast["TTQ bodies"] = found


def _communes(roster, taken):
    """Bí thư and chủ tịch of the 124: district leaders and heads of the old communes go on in the new ones."""
    before = _predecessors(roster)
    spare = {}
    for duty in [*roster.cast["first"], *roster.cast["later"], *roster.cast["rest"]]:
        district = roster.units[duty.unit].district
        if district and roster.people[duty.person].posts[0].ends_on == REFORM:
            spare.setdefault(district, []).append(duty.person)
    found = []
    for key in [k for k, u in roster.units.items() if u.kind == "dang_uy_xa"]:
        unit = roster.units[key]
        region = "mong" if unit.district in MONG_DISTRICTS else "highland"
        old = sorted(
            before.get(key, ()), key=lambda k, key=key: k[1:] != key[1:]
        )  # the one of the same code first
        secretaries = [*spare.get(unit.district, ()), *(p for k in old for p in _last_holders(roster, k))]
        chairmen = [p for k in old if f"{k}.UB" in roster.units for p in _last_holders(roster, f"{k}.UB")]
        secretary = _seat(roster, secretaries, key, taken, region=region)
        chairman = _seat(roster, [*chairmen, *secretaries], f"{key}.UB", taken, region=region)
        if (f"{key}.HD", "Chủ tịch") not in taken and dice("hdnd", key).random() < 0.7:
            roster.appoint(secretary, f"{key}.HD", "Chủ tịch", starts_on=REFORM, ends_on=None, kind="concurrent",
                           managed_by="TTQ")  # fmt: skip
        roster.appoint(
            chairman, key, "Phó Bí thư", starts_on=REFORM, ends_on=None, kind="concurrent", managed_by="TTQ"
        )
        found += [Duty(secretary.key, key, "b"), Duty(chairman.key, f"{key}.UB", "c")]
    roster.cast["TTQ communes"] = found


def _inside(roster, commune):
    """Heads of the bodies of a commune that gives tasks itself."""
    found = []
    for key in [k for k, u in roster.units.items() if u.parent == commune and "." in k and u.body and u.head]:
        if key.endswith((".UB", ".HD")):
            continue
        person = roster.head(key, starts_on=REFORM, ends_on=None, managed_by=commune)
        person.active = True
        found.append(Duty(person.key, key))
    roster.cast[commune] = found


def _desks(roster):
    """A person at the desk of every committee that gave or gives tasks: whoever recorded its decisions."""
    desks = {"TU": "TU.BTC", "VP": "VP.BTC", "N02473": "N02473.BXDD", "N02536": "N02536.BXDD"}
    desks |= {key: f"{key}.BTCHU" for key in roster.units if key.startswith("D07") and len(key) == 4}
    desks |= {key: key for key in roster.cast if key.startswith("TU.") and key not in desks}
    roster.desks = {"TTQ": "officer", "N02509": "officer_xa"}
    for giver, unit in desks.items():
        person = roster.person(f"desk/{giver}")
        today = giver.startswith("N")
        roster.appoint(person, unit, "Chuyên viên", starts_on=REFORM if today else None,
                       ends_on=None if today else REFORM)  # fmt: skip
        person.active = today
        roster.desks[giver] = person.key
