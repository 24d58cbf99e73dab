"""Roles held over units, by date, down the tree and across reforms."""

from datetime import date

import pytest

from cadres.models import Authorisation, Office, Succession
from cadres.offices import holds, posts_of, standing, units_of
from tests.factories import START, appoint, make_cadre, make_kind, make_unit, make_user

pytestmark = pytest.mark.django_db
Role = Office.Role


def test_a_role_reaches_the_unit_and_everything_below_but_nothing_beside():
    province = make_unit()
    commune, other = make_unit(parent=province), make_unit()
    user = make_user(role=Role.OFFICER, unit=province)

    assert holds(user, Role.OFFICER, over=province)
    assert holds(user, Role.OFFICER, over=commune)
    assert not holds(user, Role.OFFICER, over=other)
    assert not holds(user, Role.LEADER, over=commune)
    assert list(units_of(user, Role.OFFICER)) == [province]


def test_a_role_begins_and_ends_with_its_days():
    unit = make_unit()
    user = make_user()
    Office.objects.create(
        user=user, role=Role.LEADER, unit=unit, starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1)
    )
    held = [holds(user, Role.LEADER, over=unit, on=day) for day in (
        date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))]  # fmt: skip
    assert held == [False, True, True, False]


def test_reading_passes_to_the_successors_of_an_ended_unit():
    old_province, new_province = make_unit(), make_unit()
    old_district = make_unit(parent=old_province)
    Succession.objects.create(predecessor=old_province, successor=new_province, effective_on=date(2025, 7, 1))
    user = make_user(role=Role.LEADER, unit=new_province)

    assert standing(user).paths(Role.LEADER) == sorted([new_province.path, old_province.path])
    assert holds(user, Role.LEADER, over=old_district)


def test_a_ring_of_successions_ends():
    a, b = make_unit(), make_unit()
    Succession.objects.create(predecessor=a, successor=b, effective_on=START)
    Succession.objects.create(predecessor=b, successor=a, effective_on=START)
    user = make_user(role=Role.LEADER, unit=a)
    assert standing(user).paths(Role.LEADER) == sorted([a.path, b.path])


def test_an_assistant_assists_from_to():
    cadre, assistant = make_cadre(), make_user()
    Authorisation.objects.create(
        cadre=cadre, assistant=assistant, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1)
    )
    assert standing(assistant, on=date(2026, 2, 1)).assisted == {cadre.pk}
    assert standing(assistant, on=date(2026, 3, 1)).assisted == frozenset()


def test_of_several_posts_the_one_managed_highest_comes_first():
    province = make_unit(kind=make_kind("tinh-uy", level=1))
    commune = make_unit(parent=province)
    cadre = make_cadre()
    appoint(cadre, "Chủ tịch Hội đồng nhân dân", commune, managed_by=commune)
    appoint(cadre, "Bí thư", commune, managed_by=province)

    posts = posts_of([cadre.pk], on=date(2026, 6, 1))[cadre.pk]

    assert [post.managed_by for post in posts] == [province, commune]


def test_a_title_names_the_body_once_and_says_acting():
    unit = make_unit("Sở Y tế")
    assert appoint(make_cadre(), "Giám đốc Sở Y tế", unit).title == "Giám đốc Sở Y tế"
    assert appoint(make_cadre(), "Bí thư", make_unit("Đảng ủy xã Mỹ Bằng"), kind="acting").title == (
        "Quyền Bí thư Đảng ủy xã Mỹ Bằng"
    )
