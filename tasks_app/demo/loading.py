"""How does a plan become rows: units, people, posts, accounts, rounds and catalogues?

Written with bulk_create in one signed transaction. Paths hold primary keys, so the keys of units are taken beforehand.
"""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection

from cadres.audit import acting_as
from cadres.models import (
    Appointment,
    Authorisation,
    Cadre,
    Office,
    Placement,
    Position,
    Succession,
    Unit,
    UnitKind,
    User,
    system_actor,
)
from cadres.models.text import fold
from tasks_app.actions.snapshotting import reconstruct
from tasks_app.demo.fixtures import rows
from tasks_app.demo.judging import load_judging
from tasks_app.demo.loading_acts import load_acts
from tasks_app.demo.loading_inspections import load_inspected_figures
from tasks_app.demo.loading_meetings import load_meetings
from tasks_app.demo.loading_papers import load_papers
from tasks_app.demo.loading_registering import load_registering
from tasks_app.demo.loading_spreadsheets import load_spreadsheets
from tasks_app.demo.loading_tasks import load_tasks
from tasks_app.demo.notices import plan_reminders
from tasks_app.demo.people_today import ACCOUNTS
from tasks_app.demo.units import FIRST_DAY, REFORM
from tasks_app.models import Field, Round, StatisticalGroup

GROUPS = (
    ("btv", "Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý"),
    ("con-lai", "Cán bộ lãnh đạo, quản lý còn lại"),
    ("phan-cap", "Các cấp ủy, cơ quan trực thuộc giao theo phân cấp quản lý cán bộ"),
)
COMMITTEES_WITH_TABLES = ("TU", "TTQ", "VP")
# Official lists put the lower rank first.
RANKS = {
    "Bí thư": 10,
    "Phó Bí thư Thường trực": 14,
    "Phó Bí thư": 18,
    "Chủ tịch": 20,
    "Ủy viên Ban Thường vụ": 22,
}
HEADS = {"Bí thư", "Chủ tịch", "Giám đốc", "Trưởng", "Chánh", "Chủ nhiệm", "Cục trưởng", "Hiệu trưởng", "Viện trưởng",
         "Chánh án", "Tổng Biên tập", "Chỉ huy trưởng"}  # fmt: skip


class Rows:
    """The rows made so far, by the plan's keys."""

    def __init__(self, plan, importer):
        self.plan, self.importer, self.today = plan, importer, plan.today
        self.units, self.cadres, self.users, self.rounds, self.groups, self.fields = {}, {}, {}, {}, {}, {}

    def user(self, key):
        """Who did it: the person's own account."""
        return self.users[key]


def load(plan, *, password):
    """Write the whole plan; one transaction of the actor «Nhập dữ liệu». Returns the rows."""
    with acting_as(system_actor("importer"), request_id="load_demo") as importer:
        found = Rows(plan, importer)
        _units(found)
        _people(found, password)
        _posts(found)
        _offices(found)
        _rounds(found)
        load_tasks(found)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner has not seen these tables yet
        load_registering(found)
        load_acts(found)
        load_judging(found)
        load_meetings(found)
        load_inspected_figures()
        load_papers(found)
        load_spreadsheets(found)
        plan_reminders(found)
        for day in _ends_of_months(plan.today):
            reconstruct(on=day)
    return found


def _ends_of_months(today):
    """The last days of the eleven months before this one, for the trend of twelve."""
    first = today.replace(day=1)
    found = []
    for _ in range(11):
        last = first - timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return sorted(found)


def _units(found):
    plan = found.plan.units
    kinds = {}
    for row in rows("kinds"):
        values = {name: row[name] for name in ("name", "group_name")} | {
            "level": int(row["level"]), "is_committee": row["is_committee"] == "1", "is_state_body": row["is_state_body"] == "1",
        }  # fmt: skip
        kinds[row["code"]], _ = UnitKind.objects.update_or_create(code=row["code"], defaults=values)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cadres_unit', 'id')) FROM generate_series(1, %s)",
            [len(plan)],
        )
        keys = [pk for (pk,) in cursor.fetchall()]
    made = found.units
    for (key, unit), pk in zip(plan.items(), keys, strict=True):
        parent = made.get(unit.parent)
        made[key] = Unit(
            pk=pk, kind=kinds[unit.kind], name=unit.name, code=unit.code, short_code=unit.short_code, area=unit.area,
            rank=unit.rank, starts_on=unit.starts_on, ends_on=unit.ends_on, parent=parent,
            path=f"{parent.path if parent else '/'}{pk}/", administrative_parent=made.get(unit.administrative_parent),
        )  # fmt: skip
    Unit.objects.bulk_create(made.values(), batch_size=500)
    Placement.objects.bulk_create(
        (
            Placement(unit=u, parent=u.parent, path=u.path, starts_on=u.starts_on, ends_on=u.ends_on)
            for u in made.values()
        ),
        batch_size=500,
    )
    Succession.objects.bulk_create(
        Succession(
            predecessor=made[key], successor=made[heir], effective_on=REFORM, kind=_succession(unit, plan)
        )
        for key, unit in plan.items()
        for heir in unit.successors
    )


def _succession(unit, plan):
    if len(unit.successors) > 1:
        return Succession.Kind.SPLIT
    (heir,) = unit.successors
    same = plan[heir].kind == unit.kind or unit.kind in ("dang_uy_xa_cu", "ubnd_xa")
    return Succession.Kind.MERGER if same else Succession.Kind.REPLACED


def _people(found, password):
    """An account for everyone: whoever reported in 2021 did so under his own name. Few of them can sign in today."""
    people = found.plan.roster.people
    hashed, unusable = make_password(password) if password else make_password(None), make_password(None)
    staff = {account.key for account in ACCOUNTS if account.staff}
    shown = {account.key for account in ACCOUNTS}
    taken = set()
    # The accounts that are shown to people get the short logins.
    for key in (*(account.key for account in ACCOUNTS), *people):
        person = people[key]
        if key in found.users:
            continue
        person.username = _username(person.name, taken)
        found.users[key] = User(
            username=person.username, email=f"{person.username}@tuyenquang.example", display_name=person.name,
            is_active=person.active, is_staff=key in staff, password=hashed if key in shown else unusable,
        )  # fmt: skip
    User.objects.bulk_create(found.users.values(), batch_size=500)
    for key, person in people.items():
        user = found.users[key]
        found.cadres[key] = Cadre(full_name=person.name, user=user, work_email=user.email)
    Cadre.objects.bulk_create(found.cadres.values(), batch_size=500)


def _username(name, taken):
    """ "Nông Thị Bích Hạnh" → "hanhntb", then "hanhntb2"."""
    *others, given = fold(name).split()
    base = given + "".join(word[0] for word in others)
    username, number = base, 1
    while username in taken:
        number += 1
        username = f"{base}{number}"
    taken.add(username)
    return username


def _posts(found):
    people = found.plan.roster.people
    names = dict.fromkeys(post.position for person in people.values() for post in person.posts)
    positions = {
        name: Position(name=name, rank=RANKS.get(name, 30 if name in HEADS else 50 if name.startswith("Phó") else 70),
                       is_head=name in HEADS)
        for name in names
    }  # fmt: skip
    Position.objects.bulk_create(positions.values())
    Appointment.objects.bulk_create(
        (
            Appointment(
                cadre=found.cadres[key], position=positions[post.position], unit=found.units[post.unit], kind=post.kind,
                managed_by=found.units.get(post.managed_by), decision_no=post.decision_no, starts_on=post.starts_on,
                ends_on=post.ends_on,
            )
            for key, person in people.items()
            for post in person.posts
        ),
        batch_size=500,
    )  # fmt: skip


def _offices(found):
    offices = []
    for account in ACCOUNTS:
        for role, unit in account.roles:
            starts_on = found.plan.units[unit].starts_on
            offices.append(
                Office(user=found.users[account.key], role=role, unit=found.units[unit], starts_on=starts_on)
            )
        if account.assists:
            # One that is over, and the one in force.
            for starts_on, ends_on in (
                (REFORM, REFORM + timedelta(days=92)),
                (REFORM + timedelta(days=92), found.today + timedelta(days=120)),
            ):
                Authorisation.objects.create(
                    cadre=found.cadres[account.assists], assistant=found.users[account.key], starts_on=starts_on,
                    ends_on=ends_on,
                )  # fmt: skip
    shown = {account.key for account in ACCOUNTS}
    for giver, key in found.plan.roster.desks.items():
        if key not in shown:
            unit = found.plan.units[giver]
            offices.append(
                Office(user=found.users[key], role=Office.Role.OFFICER, unit=found.units[giver],
                       starts_on=max(unit.starts_on, FIRST_DAY), ends_on=unit.ends_on)
            )  # fmt: skip
    Office.objects.bulk_create(offices)


def _rounds(found):
    for number, row in enumerate(rows("fields"), 1):
        found.fields[row["code"]], _ = Field.objects.update_or_create(
            code=row["code"], defaults={"name": row["name"], "rank": number * 10}
        )
    for committee in COMMITTEES_WITH_TABLES:
        for number, (code, name) in enumerate(GROUPS, 1):
            found.groups[committee, code] = StatisticalGroup.objects.create(
                committee=found.units[committee], code=code, name=name, rank=number * 10
            )
    for plan in found.plan.rounds:
        found.rounds[plan.key] = round_row(plan, found.units[plan.committee])
    Round.objects.bulk_create(found.rounds.values())


def round_row(plan, committee):
    """A round of the plan as a row, not saved yet."""
    return Round(
        committee=committee, name=plan.name, year_from=plan.year_from, year_to=plan.year_to, stage=plan.stage,
        base_document=plan.base, registration_from=plan.registration_from, registration_until=plan.registration_until,
        appraisal_until=plan.appraisal_until, decision_until=plan.decision_until, closes_on=plan.closes_on,
        published_on=plan.published_on, report_rhythm=plan.report_rhythm, figures_close_day=plan.figures_close_day,
        plan_approval=plan.plan_approval, extension_decider=plan.extension_decider, extension_days=plan.extension_days,
        moves_off_days=plan.moves_off_days, certified_reports=plan.certified_reports,
    )  # fmt: skip
