"""The annexes of offices give exactly the headline figures: 52/22; 244/76 and 219/65; these and 731/565."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from cadres.audit import sign_transaction
from cadres.models import Office, User
from tasks_app.actions import importing
from tasks_app.demo import loading, plan
from tasks_app.models import Assignment, Round, SheetImport, StatisticalGroup, Task
from tests.conftest import restore_first_rows
from tests.factories import make_field, make_user
from tests.tasks_app.exchange.making import problems_of
from tests.tasks_app.exchange.office_annexes import DECIDED_ON, FIGURES, GROUPS, TODAY, annex

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole():
    return plan.make(TODAY)


@pytest.fixture(scope="module")
def committee(whole, django_db_setup, django_db_blocker):
    """With all units and people of the demo; taken back after this file's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        restore_first_rows()  # a wider fixture comes before those of a test
        importer = User.objects.get(username="he-thong-importer")
        sign_transaction(importer)
        found = loading.Rows(whole, importer)
        for part in (loading._units, lambda rows: loading._people(rows, ""), loading._posts):
            part(found)
        # The annex is of a time when all of them were in office.
        User.objects.filter(is_system=False).update(is_active=True)
        yield found.units["TU"]
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", FIGURES)
def test_an_offices_annex_gives_the_headline_figures(whole, committee, size):
    for rank, (code, name) in enumerate(GROUPS.items()):
        StatisticalGroup.objects.create(committee=committee, code=code, name=name, rank=rank)
    year = DECIDED_ON[size].year
    round = Round.objects.create(
        committee=committee, name="Từ danh mục", year_from=year, year_to=2020 if size == 60 else 2025
    )
    officer = make_user(role=Office.Role.OFFICER, unit=committee)
    sign_transaction(officer)
    options = {
        "number": "1",
        "symbol": "QĐ/TU",
        "issued_on": DECIDED_ON[size].isoformat(),
        "field": make_field().pk,
    }
    content = annex(whole, size)

    made = importing.upload(
        content, "phu-luc.xlsx", kind=SheetImport.Kind.ANNEX, round=round, options=options, by=officer, at=NOW
    )
    importing.check(made, now=lambda: NOW)
    assert problems_of(made) == []
    assert sum(len(row["figures"]) for row in made.found["rows"]) == size
    importing.save(made, now=lambda: NOW)

    for code, (tasks, people) in FIGURES[size].items():
        decided = Task.objects.decided().filter(round=round, group__code=code)
        carriers = Assignment.objects.filter(task__in=decided).values("cadre").distinct()
        assert (decided.count(), carriers.count()) == (tasks, people), code
    assert Task.objects.filter(round=round).count() == sum(tasks for tasks, _ in FIGURES[size].values())

    again = importing.upload(
        content, "phu-luc.xlsx", kind=SheetImport.Kind.ANNEX, round=round, options=options, by=officer, at=NOW
    )
    importing.check(again, now=lambda: NOW)
    assert {row["state"] for row in again.found["rows"]} == {"same"}
