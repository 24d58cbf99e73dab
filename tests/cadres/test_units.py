"""The tree of organisations by date."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from cadres.models import Placement, Succession, Unit
from tests.factories import START, make_kind, make_unit

pytestmark = pytest.mark.django_db
MOVED = date(2025, 7, 1)


def tree_at(day):
    return dict(
        Placement.objects.filter(starts_on__lte=day).exclude(ends_on__lte=day).values_list("unit_id", "path")
    )


def test_under_takes_the_unit_and_all_below_and_no_namesake_of_its_path():
    root = make_unit()
    child = make_unit(parent=root)
    leaf = make_unit(parent=child)
    make_unit()

    assert set(Unit.objects.under(root)) == {root, child, leaf}
    assert set(Unit.objects.under(child)) == {child, leaf}


def test_a_move_takes_the_whole_branch_and_keeps_where_it_stood_before():
    old, new = make_unit(), make_unit()
    branch = make_unit(parent=old)
    leaf = make_unit(parent=branch)
    before = tree_at(date(2024, 1, 1))

    branch.move_to(new, on=MOVED)

    leaf.refresh_from_db()
    assert leaf.path == f"{new.path}{branch.pk}/{leaf.pk}/"
    assert leaf.parent == branch
    assert tree_at(date(2024, 1, 1)) == before
    assert tree_at(MOVED)[leaf.pk] == leaf.path
    assert tree_at(MOVED - timedelta(days=1))[leaf.pk] == before[leaf.pk]
    call_command("check_tree", stdout=StringIO())


def test_moving_twice_on_one_day_leaves_one_placement_for_that_day():
    a, b, c = make_unit(), make_unit(), make_unit()
    unit = make_unit(parent=a)

    unit.move_to(b, on=MOVED)
    unit.move_to(c, on=MOVED)

    assert [p.parent for p in unit.placements.order_by("starts_on")] == [a, c]


def test_a_unit_cannot_stand_under_itself_or_under_what_stands_below_it():
    root = make_unit()
    child = make_unit(parent=root)
    with pytest.raises(ValueError, match="chính nó"):
        root.move_to(child, on=MOVED)
    with pytest.raises(ValueError, match="chính nó"):
        root.move_to(root, on=MOVED)


def test_placements_of_a_unit_never_overlap():
    unit = make_unit()
    with pytest.raises(IntegrityError, match="placements_of_a_unit_do_not_overlap"), transaction.atomic():
        Placement.objects.create(unit=unit, path=unit.path, starts_on=date(2024, 1, 1))


def test_an_ended_unit_stays_and_keeps_its_last_place():
    parent = make_unit()
    unit = make_unit(parent=parent)

    unit.end(on=MOVED)

    assert unit.path == f"{parent.path}{unit.pk}/"
    assert unit not in Unit.objects.existing(MOVED)
    assert unit in Unit.objects.existing(MOVED - timedelta(days=1))
    assert unit.pk not in tree_at(MOVED)


def test_a_code_may_come_again_after_its_first_bearer_ended_but_not_before():
    kind = make_kind()
    first = make_unit(kind=kind, code="02473")
    with pytest.raises(IntegrityError, match="unit_code_is_unique_within_its_period"), transaction.atomic():
        make_unit(kind=kind, code="02473", starts_on=MOVED)

    first.end(on=MOVED)

    assert make_unit(kind=kind, code="02473", starts_on=MOVED).pk != first.pk


def test_a_short_code_is_unique_for_good():
    make_unit(short_code="TU").end(on=MOVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(short_code="TU", starts_on=MOVED)


def test_a_unit_does_not_succeed_itself():
    unit = make_unit()
    with pytest.raises(IntegrityError, match="does_not_succeed_itself"), transaction.atomic():
        Succession.objects.create(predecessor=unit, successor=unit, effective_on=MOVED)


def test_check_tree_names_a_unit_whose_copy_differs_from_its_placement():
    unit = make_unit("Đảng ủy xã Mỹ Bằng", parent=make_unit())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cadres_unit SET path = '/987654321/' WHERE id = %s", [unit.pk])
    problems = StringIO()

    with pytest.raises(CommandError):
        call_command("check_tree", stdout=StringIO(), stderr=problems)

    assert "Đảng ủy xã Mỹ Bằng" in problems.getvalue()


def test_units_sort_in_vietnamese_order_with_numbers_as_numbers():
    names = [
        "Xã Trung Trực",
        "Xã Tân Long",
        "Tổ 10",
        "Tổ 2",
        "Xã Đội Bình",
        "Xã Công Đa",
        "Xã Ấm Hạ",
        "Xã An Tường",
    ]
    for name in names:
        make_unit(name)
    found = list(
        Unit.objects.filter(starts_on=START, name__in=names)
        .order_by("name_key")
        .values_list("name", flat=True)
    )
    assert found == [
        "Tổ 2", "Tổ 10", "Xã An Tường", "Xã Ấm Hạ", "Xã Công Đa", "Xã Đội Bình", "Xã Tân Long", "Xã Trung Trực",
    ]  # fmt: skip
