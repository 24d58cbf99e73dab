"""How does a table of people become cadres, posts, accounts and roles?

No password comes by a file: accounts are opened without one, and first passwords are handed out afterwards.
"""

from collections import Counter

from django.utils import timezone

from cadres import roster
from cadres.models import Office, Unit
from cadres.offices import standing
from tasks_app.actions.intake import Outcome, counted, row_of
from tasks_app.actions.matching_people import Matcher
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange import roster_tables

LAYOUT = roster_tables.PEOPLE
OPTIONS = ("new_positions",)
NOUN = "dòng"
HEADINGS = ("Đồng chí", "Chức vụ, đơn vị", "Tài khoản, vai trò")
Role = Office.Role


def may_take(user, sheet_import):
    return bool(standing(user).units(Role.SYSTEM_ADMIN))


def lock(sheet_import):
    Unit.objects.select_for_update().order_by("pk").filter(parent=None).first()


def examine(sheet, header, sheet_import, *, on, progress):
    options = sheet_import.options
    table, lines = roster_tables.people_in(sheet, header, skip_hidden=bool(options.get("skip_hidden")))
    matcher = Matcher(table, on, new_positions=bool(options.get("new_positions")))
    planned = matcher.run(lines, progress)
    numbers = (
        ("đồng chí mới", len({id(p.person) for p in planned if p.person and p.person.cadre is None})),
        ("chức vụ mới", sum(p.post is not None for p in planned)),
        ("tài khoản mới", sum(p.account is not None for p in planned)),
        ("vai trò mới", sum(len(p.roles) for p in planned)),
    )
    counts = counted(NOUN, planned) | {"more": [[label, n] for label, n in numbers if n]}
    rows = [row_of(p.line.row, p.state, _cells(p), p.changes) for p in planned]
    return Outcome(table.problems, table.notes, planned, rows, counts)


def _cells(planned):
    line = planned.line
    name = planned.person.name if planned.person else line.full_name
    roles = "; ".join(line.roles)
    unit = planned.unit.name if planned.unit else line.unit
    return [
        "\n".join(filter(None, [name, line.work_email])),
        "\n".join(filter(None, [line.position, unit])),
        "\n".join(filter(None, [line.username, roles])),
    ]


def essence(planned):
    return [
        (
            p.line.row, p.state, p.person and p.person.cadre and p.person.cadre.pk, p.changes, p.account,
            p.post and sorted((name, str(value)) for name, value in p.post.items()), [(r, u.pk) for r, u in p.roles],
        )
        for p in planned
    ]  # fmt: skip


def save(planned, sheet_import, *, by, at, progress):
    if not may_take(by, sheet_import):
        raise NotPossible("Đồng chí không có thẩm quyền nhập danh sách cán bộ.")
    states = Counter(p.state for p in planned)
    positions, opened, roles = {}, [], 0
    for number, one in enumerate(planned, 1):
        person = one.person
        if person.cadre is None:
            person.cadre = roster.add_person(
                full_name=person.name, work_email=person.work_email, work_phone=person.work_phone
            )
        elif one.contact:
            roster.change(person.cadre, one.contact)
        if one.post:
            roster.appoint(person.cadre, **one.post | {"position": _saved(one.post["position"], positions)})
        if one.account:
            opened.append(roster.open_account(person.cadre, *one.account).pk)
        progress(number)
    for one in planned:  # the account may stand in another line of the same person
        for role, unit in one.roles:
            roster.give_role(one.person.cadre.user, role=role, unit=unit, starts_on=timezone.localdate(at))
            roles += 1
    return dict(states) | {"accounts": opened, "more": [
        ["Tài khoản mới", len(opened)], ["Chức danh mới", len(positions)], ["Vai trò mới", roles],
        ["Chức vụ mới", sum(p.post is not None for p in planned)],
    ]}  # fmt: skip


def _saved(position, made):
    """The post of the catalogue; a new one is added to it once."""
    if position.pk:
        return position
    if position.name not in made:
        made[position.name] = roster.add_position(name=position.name)
    return made[position.name]
