"""What do all tasks of the demo share: papers and their numbers, places, who coordinates, which titles are taken?"""

import bisect
from datetime import date, timedelta

from tasks_app.actions.measuring import period_name, period_of
from tasks_app.demo.fixtures import dice, field_texts, rows, sentences
from tasks_app.demo.people import symbol_of
from tasks_app.demo.records import Carrier, Paper, Task
from tasks_app.demo.story import between
from tasks_app.demo.topics import Scene, draw
from tasks_app.demo.units import communes_of, districts_of

PROVINCE = {"TU": "TQ", "TTQ": "TQ", "VP": "VP"}
# How large the figures of a body are, as part of a topic's spans: a phòng of a huyện counts less than a sở.
SMALL, LARGE = (0.0, 0.35), (0.45, 1.0)
LEVEL_WORDS = {
    "xa": "Việc vượt thẩm quyền cấp xã báo cáo trong 5 ngày làm việc.",
    "huyen": "Được phân công các phòng, ban và xã thuộc quyền phối hợp; chậm trễ báo cáo ngay Thường trực cấp giao việc.",
    "tinh": "Được làm việc trực tiếp với các ngành, địa phương; ý kiến khác nhau báo cáo cấp giao việc quyết định.",
}


class Papers:
    """Numbers papers of one body, kind and year upwards by their day; the same act on the same day is one paper."""

    def __init__(self, units):
        self.units, self.made, self.numbers = units, {}, {}

    def paper(self, body, kind, day, summary):
        key = (body, kind, day, summary)
        if key not in self.made:
            taken = self.numbers.setdefault((body, kind, day.year), [])
            rate = 4 if self.units[body].kind == "tinh_uy" else 2
            number = (day.timetuple().tm_yday - 1) * rate + dice("paper", *key).randint(1, rate)
            while number in taken:
                number += 1
            bisect.insort(taken, number)
            symbol = f"{kind}/{symbol_of(self.units, body)}"
            self.made[key] = Paper(body, f"{number:02}", symbol, day, summary)
        return self.made[key]


class World:
    def __init__(self, units, roster):
        self.units, self.roster = units, roster
        self.missions = {}
        self.papers = Papers(units)
        self.titles = set()
        self.topics_of = {}  # person or place: topics already used there
        self.fields = {row["code"]: row for row in rows("fields")}
        self.tasks = []
        self.places = {
            "TU": [place for row in districts_of("TQ") for place in communes_of(row["code"])],
            "VP": [place for row in districts_of("VP") for place in communes_of(row["code"])],
            "TTQ": [unit.place for unit in units.values() if unit.kind == "dang_uy_xa"],
        }

    def root(self, unit):
        key = unit
        while self.units[key].parent:
            key = self.units[key].parent
        return key

    def scene(self, duty, source):
        unit, root = self.units[duty.unit], self.root(duty.unit)
        districts = [f"{row['kind']} {row['name']}" for row in districts_of(PROVINCE[root])]
        extra = ("coquan",) if unit.kind not in ("huyen_uy", "ubnd_huyen", "dang_uy_xa_cu", "dang_uy_xa", "ubnd_xa",
                                                 "to_chuc_dang_co_so", "don_vi_luc_luong") else ()  # fmt: skip
        scene = Scene(unit.body, duty.role, duty.office or unit.name, self.places[root], source.choice(districts),
                      unit.district, LARGE, extra=extra)  # fmt: skip
        if unit.kind in ("dang_uy_xa_cu", "ubnd_xa", "dang_uy_xa"):
            around = communes_of(unit.district) if root == "TU" else self._around(unit)
            scene.places = [unit.place, *(place for place in around if place != unit.place)]
            scene.huyen, scene.part, scene.own_place = unit.place, (0.0, 1.0), True
        elif unit.district and root != "TTQ":
            scene.places = communes_of(unit.district)
            scene.huyen = next(
                f"{r['kind']} {r['name']}" for r in rows("districts_2021") if r["code"] == unit.district
            )
            scene.part = (0.0, 1.0) if unit.body == "huyen" else SMALL
        if root == "TTQ":
            scene.since_2025 = True
        if root == "TTQ" and not scene.own_place:  # the word huyện survives only in history
            scene.huyen = source.choice(self.places[root])
            if unit.kind in ("co_quan_dang_xa", "phong_xa"):
                place = self.units[unit.parent].place
                scene.places, scene.huyen, scene.own_place = [place], place, True
        return scene

    def _around(self, unit):
        return [
            u.place for u in self.units.values() if u.kind == "dang_uy_xa" and u.district == unit.district
        ]

    def content(self, duty, source, *, decided_on, due_on, only=None, prefer=None):
        """A content for this person that repeats neither his topics nor those of his place."""
        place = self.units[duty.unit].place if duty.role else duty.unit
        used = [self.topics_of.setdefault(key, set()) for key in (duty.person, (place, decided_on.year // 3))]
        found = draw(self.scene(duty, source), source, avoid=set().union(*used), titles=self.titles,
                     decided_on=decided_on, due_on=due_on, only=only, prefer=prefer)  # fmt: skip
        for topics in used:
            topics.add(found.topic)
        return found

    def task(
        self,
        key,
        *,
        round_key,
        giver,
        group,
        duty,
        content,
        origin,
        starts_on,
        due_on,
        on,
        co=(),
        collective=None,
    ):
        """A draft of the task with its people as they stood on the day `on`."""
        unit = self.units[duty.unit]
        task = Task(key, round_key, giver, duty.unit, group, content, origin, starts_on, due_on,
                    [self.carrier(duty, on, collective=collective)])  # fmt: skip
        task.carriers += [self.carrier(other, on, lead=False) for other in co]
        source = dice("frame", key)
        level = "xa" if unit.body in ("xa", "phuong", "xamoi") or self.units[giver].kind == "dang_uy_xa" else (
            "huyen" if unit.district and self.root(duty.unit) != "TTQ" else "tinh")  # fmt: skip
        task.authority = f"{source.choice(field_texts(content.field, 'authority'))} {LEVEL_WORDS[level]}"
        task.basis = self.basis(giver)
        task.coordinating = self.coordinating(task, source)
        self.tasks.append(task)
        return task

    def basis(self, giver):
        """The resolution that the giver's tasks carry out."""
        unit, root = self.units[giver], self.root(giver)
        if root == "TTQ":
            whose = "tỉnh Tuyên Quang lần thứ I" if unit.kind == "tinh_uy" else unit.place
            return f"Nghị quyết Đại hội Đảng bộ {whose}, nhiệm kỳ 2025–2030"
        whose = unit.place if unit.kind == "huyen_uy" else self.units[root].place
        return f"Nghị quyết Đại hội Đảng bộ {whose}, nhiệm kỳ 2020–2025"

    def carrier(self, duty, on, *, lead=True, collective=None):
        person = self.roster.people[duty.person]
        return Carrier(person.key, person.name, person.title(self.units, on), lead, collective)

    def coordinating(self, task, source):
        """One or two bodies of the same level whose business the field is."""
        row, giver = self.fields[task.content.field], self.units[task.giver]
        root = self.root(task.giver)
        if giver.kind == "huyen_uy":
            keys = [f"{task.giver}.{k}" for k in row["district"].split()]
        elif giver.kind == "dang_uy_xa":
            keys = [f"{task.giver}.{k}" for k in row["commune"].split()]
        else:
            keys = [f"{root}.{k}" for k in row["new" if root == "TTQ" else "old"].split()]
        keys = [k for k in keys if k in self.units and k != task.unit]
        return source.sample(keys, k=min(len(keys), source.choice((1, 1, 2))))

    def confirmer(self, task):
        """Who confirms the figures: the body that coordinates, else the giver's own office."""
        return (
            self.units[task.coordinating[0]].name
            if task.coordinating
            else f"Văn phòng {self.units[task.giver].name}"
        )

    def desk(self, giver):
        return self.roster.desks[giver]

    def body_of_desk(self, giver):
        """The body that follows the giver's tasks, as an urge is signed: "Ban Tổ chức Tỉnh ủy"."""
        return self.units[self.roster.people[self.desk(giver)].posts[0].unit].name


def milestones(task, days):
    """(name, day, values) on the straight line: at each of the given days what should be reached by its end."""
    found = []
    span = (task.due_on - task.starts_on).days
    for day in days:
        share = (day - task.starts_on).days / span
        values = [None if f.is_boolean else between(f, share) for f in task.content.figures]
        over = period_of(day, 3)
        name = _titled(period_name(*over)) if over[1] == day else f"Đến hết tháng {day.month}/{day.year}"
        found.append((name, day, values))
    return found


def middle_days(task, count):
    """Ends of months that part the term of the task evenly, strictly between its start and its deadline."""
    span, found = (task.due_on - task.starts_on).days, []
    for number in range(1, count + 1):
        day = task.starts_on + timedelta(days=span * number // (count + 1))
        end = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
        if task.starts_on < end < task.due_on and end not in found:
            found.append(end)
    return found or [task.starts_on + timedelta(days=max(1, span // 2))]


def shares_out(total, people, source, *, most):
    """How many tasks each of so many people gets: at least one, at most `most`, in all exactly `total`."""
    counts = [1] * people
    free = list(range(people))
    for _ in range(total - people):
        chosen = source.choice(free)
        counts[chosen] += 1
        if counts[chosen] == most:
            free.remove(chosen)
    return counts


def say(source, kind):
    return source.choice(sentences(kind))


def _titled(words):
    """First letter raised, the rest as it is: "quý II/2026" keeps its numeral."""
    return words[:1].upper() + words[1:]
