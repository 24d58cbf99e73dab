"""Which rounds are over, and how do their tasks spread over people and years so that the headline figures come out?"""

from dataclasses import dataclass
from datetime import date

from tasks_app.demo.fixtures import dice
from tasks_app.demo.past import Order, tell
from tasks_app.demo.topics import MY_BANG
from tasks_app.demo.units import CONG_AN, KHOI, QUAN_SU
from tasks_app.demo.world import shares_out

STAGE = "2021–2025"
BASE_TU = "Quy định số 30-QĐ/TU ngày 20/5/2020 của Ban Thường vụ Tỉnh ủy Tuyên Quang"
BASE_VP = "Quy định số 371-QĐ/TU năm 2021 của Ban Thường vụ Tỉnh ủy Vĩnh Phúc"
NAME = "Giao việc đột phá, đổi mới"
SUMMARY = "Giao việc đột phá, đổi mới đối với cán bộ lãnh đạo, quản lý"

# Tasks of the stage by giver (people: the cast lists of people.py).
BY_GIVER = {
    "D076": 103, "D073": 88, "D071": 49, "D075": 94, "D074": 76, "D072": 58, "D070": 82, KHOI: 71, QUAN_SU: 21, CONG_AN: 24,
}  # fmt: skip
BY_AGENCY = {
    "TU.SNN": 8,
    "TU.STNMT": 5,
    "TU.SGT": 5,
    "TU.SXD": 4,
    "TU.SCT": 4,
    "TU.SYT": 7,
    "TU.SGD": 5,
    "TU.SLD": 4,
    "TU.SVH": 4,
    "TU.STT": 3,
    "TU.SNV": 4,
    "TU.STC": 4,
    "TU.BCSUB": 5,
    "TU.DDMT": 3,
}  # fmt: skip  (65 in all)
# Yên Sơn 2021: three tasks where the plan of the huyện put three, else two.
THREE_IN_YEN_SON = (
    "X02473",
    "X02506",
    "X02494",
    "X02440",
    "D075.PTNMT",
    "D075.PNN",
    "D075.PKTHT",
    "D075.TTH",
)


@dataclass(frozen=True)
class Round:
    key: str
    committee: str
    name: str
    year_from: int
    year_to: int
    stage: str = ""
    base: str = BASE_TU
    registration_from: date | None = None
    registration_until: date | None = None
    decision_until: date | None = None
    appraisal_until: date | None = None
    closes_on: date | None = None
    published_on: date | None = None
    report_rhythm: int = 3
    figures_close_day: int | None = None
    plan_approval: bool = False
    extension_decider: str = ""
    extension_days: int | None = None
    moves_off_days: bool = False
    certified_reports: bool = False


def closed_rounds(world):
    """Tells every task of the rounds that are over; returns the rounds."""
    rounds = [*_tuyen_quang(world), *_below(world), *_vinh_phuc(world)]
    return rounds


def _year(key, committee, year, *, stage="", base=BASE_TU, published_on=None):
    return Round(key, committee, f"{NAME} năm {year}", year, year, stage, base, closes_on=date(year, 11, 30),
                 published_on=published_on or date(year + 1, 2, 15))  # fmt: skip


def _stage(key, committee):
    return Round(key, committee, f"{NAME} giai đoạn {STAGE}", 2021, 2025, STAGE, closes_on=date(2025, 5, 31),
                 published_on=date(2025, 6, 27))  # fmt: skip


def _spread(world, duties, total, orders, name, *, most):
    """Tells `total` tasks, at least one for each person. `orders(n, duty)`: the order of the n-th task."""
    source = dice("spread", name)
    queue = [duty for duty, count in zip(duties, shares_out(total, len(duties), source, most=most), strict=True)
             for _ in range(count)]  # fmt: skip
    for number, duty in enumerate(queue):
        tell(world, orders(number, duty), duty)


def _partner(world, duties, duty):
    """The other head of the same huyện or xã, for tasks given to bí thư and chủ tịch at once."""
    place = world.units[duty.unit].place
    return next(
        (d for d in duties if d.role and d.role != duty.role and world.units[d.unit].place == place), None
    )


def _tuyen_quang(world):
    cast = world.roster.cast
    taken_off = {40: "ended_early", 111: "ended_early", 170: "removed"}
    days_2020 = (date(2020, 7, 15), date(2020, 7, 15), date(2020, 9, 10))

    def in_2020(n, duty):
        co = _partner(world, cast["2020"], duty) if n % 9 == 4 else None
        return Order(f"TU-2020/{n}", "TU2020", "TU", "btv", days_2020[n % 3], years=(0, 0, 0, 1), summary=SUMMARY,
                     co=(co,) if co else ())  # fmt: skip

    def in_2021(n, duty):
        co = _partner(world, cast["first"], duty) if n % 13 == 5 else None
        day = date(2021, 9, 15) if n % 17 == 3 else date(2021, 6, 29)
        return Order(f"TU-2021/{n}", "TU", "TU", "btv", day, years=(0, 0, 0, 1, 1, 2, 3), summary=SUMMARY,
                     end=taken_off.get(n, ""), co=(co,) if co else ())  # fmt: skip

    def later(n, duty):
        first = min(p.starts_on for p in world.roster.people[duty.person].posts)
        day = date(2023, 3, 16) if first < date(2023, 1, 1) else date(2024, 3, 14)
        return Order(f"TU-2022/{n}", "TU", "TU", "btv", day, years=(0, 0, 1), summary=SUMMARY)

    def rest(n, duty):
        day = (date(2021, 6, 29), date(2021, 6, 29), date(2022, 3, 18), date(2023, 3, 16), date(2024, 3, 14))[
            n % 5
        ]
        return Order(f"TU-rest/{n}", "TU", "TU", "con-lai", day, years=(0, 0, 1), summary=SUMMARY,
                     end={33: "removed", 140: "ended_early"}.get(n, ""))  # fmt: skip

    _spread(world, cast["2020"], 52, in_2020, "2020", most=4)
    _spread(world, cast["first"], 221, in_2021, "2021", most=6)
    _spread(world, cast["later"], 23, later, "later", most=2)
    _spread(world, cast["rest"], 219, rest, "rest", most=6)
    return [_year("TU2020", "TU", 2020, published_on=date(2022, 2, 15)), _stage("TU", "TU")]


def _below(world):
    """What committees and agencies below the Tỉnh ủy gave: 731 tasks, 565 people."""
    cast, rounds = world.roster.cast, []
    for giver, total in {**BY_GIVER, **BY_AGENCY}.items():
        if giver == "D075":
            rounds.append(_yen_son(world))
            continue
        ends = {7: "ended_early", 29: "removed"} if total > 70 else {}

        def orders(n, duty, giver=giver, ends=ends):
            source = dice("day", giver, n // 7)
            year = 2021 + (n * 3 + source.randint(0, 1)) % 4
            day = {2021: date(2021, 7, source.choice((5, 12, 20))), 2022: date(2022, 3, source.choice((10, 22, 30))),
                   2023: date(2023, 3, source.choice((8, 21, 29))), 2024: date(2024, 3, source.choice((6, 19, 28)))}[year]  # fmt: skip
            co = _partner(world, cast[giver], duty) if n % 19 == 6 else None
            return Order(f"{giver}/{n}", giver, giver, "phan-cap", day, years=(0, 0, 0, 1, 2), summary=SUMMARY,
                         end=ends.get(n, ""), co=(co,) if co else ())  # fmt: skip

        _spread(world, cast[giver], total, orders, giver, most=3)
        rounds.append(_stage(giver, giver))
    return rounds


def _yen_son(world):
    """Yên Sơn 2021: in each of 15 bodies and 28 xã, thị trấn one task is given to the collective through its head."""
    day, n = date(2021, 3, 15), 0
    for duty in world.roster.cast["D075"]:
        unit = world.units[duty.unit]
        three = unit.key in THREE_IN_YEN_SON
        count = {"b": 1 + three, "c": 1}.get(duty.role, 2 + three)
        for turn in range(count):
            collective = duty.unit if turn == 0 and duty.role != "c" else None
            order = Order(f"YS-2021/{n}", "D075", "D075", "phan-cap", day, years=(0, 0, 0, 1, 1), summary=SUMMARY,
                          collective=collective)  # fmt: skip
            if unit.key == "X02506" and turn == 0:  # Mỹ Bằng: over two years, as told in 2022
                order = Order(order.key, "D075", "D075", "phan-cap", day, collective=collective, only=MY_BANG,
                              due_on=date(2022, 12, 31), grade="met", summary=SUMMARY)  # fmt: skip
            tell(world, order, duty)
            n += 1
    return _year("D075", "D075", 2021, stage=STAGE, published_on=date(2024, 2, 15))


def _vinh_phuc(world):
    cast = world.roster.cast
    for total, day, name in ((74, date(2021, 5, 10), "VP2021"), (131, date(2022, 3, 21), "VP2022")):

        def orders(n, duty, name=name, day=day):
            co = _partner(world, cast[name], duty) if n % 11 == 2 else None
            return Order(f"{name}/{n}", name, "VP", "btv", day, years=(0, 0, 0, 0, 1), co=(co,) if co else (),
                         end="removed" if n == 60 else "", summary=SUMMARY)  # fmt: skip

        _spread(world, cast[name], total, orders, name, most=4)
    return [_year("VP2021", "VP", 2021, base=BASE_VP, published_on=date(2023, 2, 15)),
            _year("VP2022", "VP", 2022, base=BASE_VP, published_on=date(2024, 2, 15))]  # fmt: skip
