"""Which headline figures does each round give: số việc / số đồng chí by management level, by year, by who gave them?

Plain rows are read once and counted by plain arithmetic: people as sets, so that nobody counts twice in one figure.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from cadres.models import Position, Unit
from tasks_app.models import Assignment, Round, StatisticalGroup, Task


@dataclass
class Figure:
    """Tasks and the people who carry them now; `collectives`: units to which a task is given as a whole, by kind."""

    tasks: int = 0
    carriers: set = field(default_factory=set)
    collectives: dict = field(default_factory=lambda: defaultdict(set))
    posts: dict = field(default_factory=lambda: defaultdict(set))

    @property
    def people(self):
        return len(self.carriers)

    def add(self, task):
        self.tasks += 1
        for cadre, post, unit, kind in task.carriers:
            self.carriers.add(cadre)
            self.posts[post].add(cadre)
            if unit:
                self.collectives[kind].add(unit)

    @property
    def plain(self):
        return {"tasks": self.tasks, "people": self.people}


@dataclass(frozen=True)
class Row:
    """What of a task is counted. `carriers`: (cadre, post, collective or None, its kind) of the open assignments."""

    round: int
    group: int | None
    year: int
    carriers: tuple


def headline():
    """What `./run manage figures --json` prints: committees with their periods and groups, and every round."""
    rounds = {r.pk: r for r in Round.objects.select_related("committee").order_by("year_from", "pk")}
    groups = {g.pk: g for g in StatisticalGroup.objects.select_related("committee").order_by("rank", "pk")}
    rows = list(_rows())
    return {"committees": _committees(rows, rounds, groups), "rounds": _rounds(rows, rounds)}


def _rows():
    posts = sorted(Position.objects.values_list("name", flat=True), key=len, reverse=True)
    kinds = dict(Unit.objects.values_list("pk", "kind__group_name"))
    carriers = defaultdict(list)
    people = (
        Assignment.objects.open().order_by("task", "pk").values_list("task", "cadre", "title", "collective")
    )
    for task, cadre, title, collective in people.iterator():
        held = re.sub(r"^(Quyền |Phụ trách, )", "", title)
        post = next((name for name in posts if held.startswith(name)), "")
        carriers[task].append((cadre, post, collective, kinds.get(collective)))
    for pk, *of in Task.objects.decided().order_by("pk").values_list("pk", "round", "group", "decision_year"):
        yield Row(*of, carriers=tuple(carriers[pk]))


def _committees(rows, rounds, groups):
    """Each committee with statistical groups: its stages and years, in each the groups, and in a stage the years."""
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.group:
            found[groups[row.group].committee][_period(rounds[row.round])].append(row)
    return [
        {
            "committee": committee.name,
            "short_code": committee.short_code,
            "periods": [
                {"period": name, **_by_group(members, groups)}
                | ({"years": _by_year(members, groups)} if is_stage else {})
                for (_, name, is_stage), members in sorted(periods.items())
            ],
        }
        for committee, periods in sorted(found.items(), key=lambda item: (min(item[1]), item[0].pk))
    ]


def _period(round):
    return round.year_from, round.stage or str(round.year_from), bool(round.stage)


def _by_group(rows, groups):
    whole, by_group = Figure(), defaultdict(Figure)
    for row in rows:
        whole.add(row)
        by_group[row.group].add(row)
    return whole.plain | {
        "groups": [
            {"code": group.code, "name": group.name, **by_group[pk].plain}
            for pk, group in groups.items()
            if pk in by_group
        ]
    }


def _by_year(rows, groups):
    years = defaultdict(list)
    for row in rows:
        years[row.year].append(row)
    return [{"year": year, **_by_group(members, groups)} for year, members in sorted(years.items())]


def _rounds(rows, rounds):
    figures = defaultdict(Figure)
    for row in rows:
        figures[row.round].add(row)
    return [
        {
            "round": round.name,
            "committee": round.committee.name,
            "short_code": round.committee.short_code,
            "period": _period(round)[1],
            "years": [round.year_from, round.year_to],
            **figures[pk].plain,
            "collectives": {kind: len(units) for kind, units in sorted(figures[pk].collectives.items())},
            "posts": {post: len(people) for post, people in sorted(figures[pk].posts.items()) if post},
        }
        for pk, round in rounds.items()
    ]
