"""What is the whole demo on a given day? Units, people, rounds and tasks as plain values."""

from dataclasses import dataclass
from datetime import date

from tasks_app.demo.living_cast import living_rounds
from tasks_app.demo.people import Roster, make_roster
from tasks_app.demo.people_today import add_today
from tasks_app.demo.records import Task
from tasks_app.demo.rounds import Round, closed_rounds
from tasks_app.demo.units import Unit, all_units
from tasks_app.demo.world import World

# The living round needs most of a year since the reform for its longest overdue task.
FIRST_TODAY = date(2026, 3, 20)


@dataclass
class Plan:
    today: date
    units: dict[str, Unit]
    roster: Roster
    rounds: list[Round]
    tasks: list[Task]
    world: World


def make(today):
    if today < FIRST_TODAY:
        raise ValueError(f"Dữ liệu minh họa chỉ nạp được từ ngày {FIRST_TODAY:%d/%m/%Y}.")
    units = all_units()
    roster = make_roster(units)
    add_today(roster)
    world = World(units, roster)
    rounds = [*closed_rounds(world), *living_rounds(world, today)]
    return Plan(today, units, roster, rounds, world.tasks, world)
