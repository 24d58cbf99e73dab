"""Which organisations are there, before and since 1/7/2025, and what became of which?

The lists of communes and their mergers are official (administrative codes without their letter); bodies of a province or a
huyện are the usual ones. The tree is the Party's line of responsibility: a sở stands under the committee that manages its
head and names the UBND it belongs to as its administrative parent.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from tasks_app.demo.fixtures import rows

# The demo's records begin here; units older than that are shown from this day on.
FIRST_DAY = date(2020, 1, 1)
REFORM = date(2025, 7, 1)  # first day of the two-level structure
KHOI, QUAN_SU, CONG_AN = "TU.DUK", "TU.DUQS", "TU.DUCA"


@dataclass
class Unit:
    """`key` is ours: "TU.SNN", "D075" (Huyện ủy), "D075.UB", "X02509" (xã until 2025), "N02509" (since 2025)."""

    key: str
    kind: str
    name: str
    parent: str | None = None
    code: str = ""
    short_code: str | None = None
    area: str = ""
    rank: int = 100
    starts_on: date = FIRST_DAY
    ends_on: date | None = REFORM
    administrative_parent: str | None = None
    successors: list[str] = field(default_factory=list)
    head: str = ""  # the post of its head: "Giám đốc"
    place: str = ""  # as said in a title: "xã Mỹ Bằng", "huyện Yên Sơn"; for a body its own name
    district: str = ""  # code of the (former) huyện it lies in
    body: str = ""  # "SNN", "PNV", "PKT"…: which topics suit it


def all_units():
    """Every unit of the demo by key, parents before children."""
    found = {}

    def add(unit):
        found[unit.key] = unit

    _provinces(add)
    _districts(add)
    _communes_before(add)
    _communes_since(add)
    _bodies(add)
    _grassroots(add, found)
    for old, new in _mergers().items():
        found[f"X{old}"].successors += [f"N{code}" for code in new]
        if f"X{old}.UB" in found:
            found[f"X{old}.UB"].successors += [f"N{code}.UB" for code in new]
    return found


def _provinces(add):
    new = {"starts_on": REFORM, "ends_on": None}
    old = {"ends_on": REFORM}
    for key, name, code, successor, period in (
        ("TTQ", "Tuyên Quang", "08", [], new),
        ("TU", "Tuyên Quang", "08", ["TTQ"], old),
        ("HG", "Hà Giang", "02", ["TTQ"], old),
        ("VP", "Vĩnh Phúc", "26", ["PT"], old),
        ("PT", "Phú Thọ", "25", [], new),
    ):
        add(
            Unit(key, "tinh_uy", f"Tỉnh ủy {name}", code=code, short_code=key, successors=successor,
                 rank=10 if period is new else 20, head="Bí thư", place=f"tỉnh {name}", body="tinh_uy", **period)
        )  # fmt: skip
        if key in ("TTQ", "TU", "VP", "PT"):
            after = [f"{s}.UB" for s in successor]
            add(Unit(f"{key}.UB", "ubnd_tinh", f"UBND tỉnh {name}", key, rank=20, head="Chủ tịch",
                     successors=after, place=f"tỉnh {name}", **period))  # fmt: skip
        if key in ("TTQ", "TU"):
            after = [f"{s}.HD" for s in successor]
            add(Unit(f"{key}.HD", "hdnd_tinh", f"HĐND tỉnh {name}", key, rank=10, head="Chủ tịch",
                     successors=after, place=f"tỉnh {name}", **period))  # fmt: skip


def _districts(add):
    root = {"TQ": "TU", "HG": "HG", "VP": "VP"}
    for n, row in enumerate(rows("districts_2021")):
        key, province = f"D{row['code']}", root[row["province"]]
        title = "Thành ủy" if row["kind"] == "thành phố" else "Huyện ủy"
        place = f"{row['kind']} {row['name']}"
        heir = "PT" if province == "VP" else "TTQ"
        add(Unit(key, "huyen_uy", f"{title} {row['name']}", province, code=row["code"], rank=300 + n,
                 short_code=row["short_code"] or None, successors=[heir], head="Bí thư", place=place,
                 district=row["code"], body="huyen"))  # fmt: skip
        if province == "HG":
            continue
        add(Unit(f"{key}.UB", "ubnd_huyen", f"UBND {place}", key, rank=20, administrative_parent=f"{province}.UB",
                 successors=[f"{heir}.UB"], head="Chủ tịch", place=place, district=row["code"], body="huyen"))  # fmt: skip
        if province == "TU":
            add(Unit(f"{key}.HD", "hdnd_huyen", f"HĐND {place}", key, rank=10, successors=["TTQ.HD"],
                     head="Chủ tịch", place=place, district=row["code"]))  # fmt: skip
            _district_bodies(add, key, row, title, place)


def _district_bodies(add, key, row, title, place):
    city = row["kind"] == "thành phố"
    words = {
        "huyen_uy": f"{title} {row['name']}",
        "huyen": place,
        "phong_nn": "Phòng Kinh tế" if city else "Phòng Nông nghiệp và PTNT",
        "phong_kt": "Phòng Quản lý đô thị" if city else "Phòng Kinh tế và Hạ tầng",
        "doan": f"{'Thành' if city else 'Huyện'} đoàn {row['name']}",
    }
    short = row["short_code"]
    for n, body in enumerate(rows("district_bodies")):
        where = body["districts"].split()
        here = where == ["all"] or (short not in where if where[0] == "but" else short in where)
        if here:
            name = body["name"].format(**words)
            add(Unit(f"{key}.{body['key']}", body["kind"], name, key, rank=50 + n, head=body["head"],
                     administrative_parent=f"{key}.UB" if body["kind"] == "phong_huyen" else None,
                     successors=[body["successor"]], place=name, district=row["code"], body=body["key"]))  # fmt: skip


def _communes_before(add):
    province = {row["code"]: row["province"] for row in rows("districts_2021")}
    for row in rows("communes_2021"):
        where = province[row["district"]]
        if where == "VP":  # known by name only: places of tasks
            continue
        key, place = f"X{row['code']}", f"{row['kind']} {row['name']}"
        body = "xa" if row["kind"] == "xã" else "phuong"
        add(Unit(key, "dang_uy_xa_cu", f"Đảng ủy {place}", f"D{row['district']}", code=row["code"], rank=400,
                 head="Bí thư", place=place, district=row["district"], body=body))  # fmt: skip
        if where == "TQ":
            add(Unit(f"{key}.UB", "ubnd_xa", f"UBND {place}", key, rank=20, head="Chủ tịch", place=place,
                     administrative_parent=f"D{row['district']}.UB", district=row["district"], body=body))  # fmt: skip


def _communes_since(add):
    districts = {row["code"]: row for row in rows("districts_2021")}
    since = {"starts_on": REFORM, "ends_on": None}
    for row in rows("communes_2025"):
        key, place, old = f"N{row['code']}", f"{row['kind']} {row['name']}", districts[row["district"]]
        here = {
            "place": place,
            "district": row["district"],
            "area": f"{old['kind'].capitalize()} {old['name']} (cũ)",
        }
        body = "xamoi" if row["kind"] == "xã" else "phuong"
        add(Unit(key, "dang_uy_xa", f"Đảng ủy {place}", "TTQ", code=row["code"], rank=400, head="Bí thư",
                 short_code=row["short_code"] or None, body=body, **here, **since))  # fmt: skip
        add(Unit(f"{key}.HD", "hdnd_xa", f"HĐND {place}", key, rank=10, head="Chủ tịch", **here, **since))
        add(Unit(f"{key}.UB", "ubnd_xa", f"UBND {place}", key, rank=20, head="Chủ tịch", body=body,
                 administrative_parent="TTQ.UB", **here, **since))  # fmt: skip
        if row["short_code"]:
            words = {"xa": place, "phong_kt": "Phòng Kinh tế" if row["kind"] == "xã" else
                     "Phòng Kinh tế, Hạ tầng và Đô thị"}  # fmt: skip
            for n, part in enumerate(rows("commune_bodies")):
                name = part["name"].format(**words)
                add(Unit(f"{key}.{part['key']}", part["kind"], name, key, rank=50 + n, head=part["head"],
                         administrative_parent=f"{key}.UB" if part["kind"] == "phong_xa" else None,
                         body=part["key"], **(here | {"place": name}), **since))  # fmt: skip


def _bodies(add):
    for n, row in enumerate(rows("bodies")):
        since = {"starts_on": REFORM, "ends_on": None} if row["root"] == "TTQ" else {}
        add(Unit(f"{row['root']}.{row['key']}", row["kind"], row["name"], row["root"], rank=50 + n,
                 short_code=row["short_code"] or None, successors=[s for s in row["successors"].split(";") if s],
                 administrative_parent=f"{row['root']}.UB" if row["kind"] == "so_nganh" else None,
                 head=row["head"], place=row["name"], body=row["key"], **since))  # fmt: skip


def _grassroots(add, found):
    """Party organisations under the Đảng ủy Khối, units of the military and the police."""
    heir = {"DUK": "TTQ.DUUB", "DUQS": "TTQ.DUQS", "DUCA": "TTQ.DUCA"}
    topics = {"DUK": "khoi", "DUQS": "quansu", "DUCA": "congan"}
    districts = [unit for unit in found.values() if unit.kind == "huyen_uy" and unit.parent == "TU"]
    for n, row in enumerate(rows("grassroots")):
        for where in districts if "{huyen}" in row["name"] else [None]:
            name = row["name"].format(huyen=where.place) if where else row["name"]
            add(Unit(f"{row['root']}.{row['key']}{where.district if where else ''}", row["kind"], name,
                     f"TU.{row['root']}", rank=50 + n, successors=[heir[row["root"]]], head=row["posts"],
                     place=name, district=where.district if where else "", body=topics[row["root"]]))  # fmt: skip


def _mergers():
    found = defaultdict(list)
    for row in rows("mergers_2025"):
        found[row["old_code"]].append(row["new_code"])
    return found


def communes_of(district):
    """Names of the communes of a huyện before 2025, as said in titles: places that tasks may name."""
    return [f"{row['kind']} {row['name']}" for row in rows("communes_2021") if row["district"] == district]


def districts_of(province):
    return [row for row in rows("districts_2021") if row["province"] == province]
