"""Do figures add up the way they should? Plain values, no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.models import Mark
from tasks_app.statistics.branches import bar_mark, shade_overdue, shade_slow, slug_of
from tasks_app.statistics.nodes import shared
from tasks_app.statistics.periods import ALL_YEARS, chosen, of_stage, of_year, periods_of
from tasks_app.statistics.tally import ORDER, Heads, People, Tally, roll_up, total, whole_shares
from tests.factories import TODAY

counts = st.lists(st.integers(0, 5000), min_size=len(ORDER), max_size=len(ORDER))
tallies = counts.map(lambda marks: Tally.of(dict(zip(ORDER, marks, strict=True)), reached=sum(marks) // 2))
paths = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(
    lambda steps: f"/{'/'.join(map(str, steps))}/"
)


def of(**marks):
    return Tally.of({Mark[name.upper()]: n for name, n in marks.items()})


# ---- tallies


def test_roll_up_adds_children_to_parents():
    own = {"/1/": of(on_track=1), "/1/2/": of(overdue=1, on_track=1), "/1/2/3/": of(done_early=4)}
    assert roll_up(own) == {
        "/1/": of(on_track=2, overdue=1, done_early=4),
        "/1/2/": of(on_track=1, overdue=1, done_early=4),
        "/1/2/3/": of(done_early=4),
    }


@given(st.dictionaries(paths, tallies, max_size=12))
def test_a_rolled_up_node_is_its_own_tasks_and_those_of_its_children(own):
    whole = roll_up(own)
    for path, tally in whole.items():
        depth = path.count("/")
        children = [t for p, t in whole.items() if p.startswith(path) and p.count("/") == depth + 1]
        assert tally == own.get(path, Tally()) + total(children)


@given(tallies, tallies, tallies)
def test_adding_is_the_same_in_any_order(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Tally() == a
    assert (a + b).tasks == a.tasks + b.tasks


def test_what_was_taken_back_has_no_part_in_the_progress():
    tally = Tally.of({Mark.ON_TRACK: 1, Mark.ENDED: 5}, reached=Decimal("0.5"))
    assert tally.progress == Decimal("0.5")
    assert Tally.of({Mark.ENDED: 5}).progress is None


def test_in_time_is_judged_over_what_can_be_judged():
    assert (
        of(on_track=3, due_soon=1, slow=1, overdue=1, on_hold=9, awaiting_commitment=9, ended=9).in_time
        == Decimal(4) / 6
    )
    assert of(done_early=1, done_on_time=1, done_late=1, not_done=1).in_time == Decimal("0.5")
    assert of(awaiting_commitment=3).in_time is None


@given(st.lists(st.integers(0, 100_000), max_size=12))
def test_shares_add_up_to_a_hundred(counts):
    shares = whole_shares(counts)
    assert sum(shares) == (100 if sum(counts) else 0)
    for n, share in zip(counts, shares, strict=True):
        assert abs(share - (n * 100 / sum(counts) if sum(counts) else 0)) < 1
        assert n or not share


# ---- people


def heads(n, marks, groups=(), children=()):
    bits = sum(1 << ORDER.index(mark) for mark in marks)
    return Heads(n, bits, frozenset(groups), frozenset(children))


def test_a_person_counts_once_wherever_he_is_looked_for():
    people = People(
        (
            heads(2, [Mark.OVERDUE], groups=[1], children=[10]),
            heads(3, [Mark.OVERDUE, Mark.DONE_EARLY], groups=[1, 2], children=[10, 20]),
        )
    )
    assert people.total == 5
    assert people.under(Mark.OVERDUE) == 5
    assert people.under(Mark.DONE_EARLY, Mark.DONE_LATE) == 3
    assert (people.of_groups([1]), people.of_groups([2]), people.of_groups([1, 2])) == (5, 3, 5)
    assert people.in_children() == {10: 5, 20: 3}
    assert people.of_children([10, 20]) == 5


# ---- what a reader may count


@given(st.lists(paths, max_size=5), st.lists(paths, max_size=5), paths)
def test_shared_prefixes_cover_what_both_cover_and_overlap_nowhere(wanted, allowed, path):
    found = shared(wanted, allowed)

    def covered(prefixes):
        return any(path.startswith(prefix) for prefix in prefixes)

    assert covered(found) == (covered(wanted) and covered(allowed))
    assert not any(a != b and a.startswith(b) for a in found for b in found)


# ---- periods


ROUNDS = [("", 2020, 2020), ("2021–2025", 2021, 2025), ("2021–2025", 2021, 2021), ("", 2026, 2026)]


def test_stages_and_years_stand_newest_first_and_the_running_one_is_shown():
    periods = periods_of(ROUNDS, on=TODAY)
    codes = [period.code for period in periods]
    assert codes == ["2021-2025", "2026", "2025", "2024", "2023", "2022", "2021", "2020", "tat-ca"]
    assert chosen(periods, None, on=TODAY) == of_year(2026)
    assert (
        chosen(periods, "2021-2025", on=TODAY)
        == chosen(periods, "2021–2025", on=TODAY)
        == of_stage("2021–2025")
    )
    assert chosen(periods, "1999", on=TODAY) == of_year(2026)


def test_a_running_stage_goes_before_its_years():
    periods = periods_of([("2026–2030", 2026, 2030)], on=TODAY)
    assert [period.code for period in periods] == ["2026-2030", "2026", "tat-ca"]
    assert chosen(periods, None, on=TODAY) == of_stage("2026–2030")


def test_a_site_without_rounds_shows_all_years():
    assert chosen(periods_of([], on=TODAY), None, on=TODAY) == ALL_YEARS
    assert ALL_YEARS.query == {}


# ---- how cells and bars look


@pytest.mark.parametrize(
    ("n", "tasks", "css"),
    [
        (0, 100, ""),
        (3, 100, "n1"),
        (4, 100, "n2"),
        (7, 100, "n3"),
        (10, 100, "n4"),
        (0, 2, ""),
        (1, 2, "n3"),
        (2, 3, "n4"),
    ],
)
def test_overdue_cells_darken_with_the_share(n, tasks, css):
    assert shade_overdue(n, tasks) == css


@pytest.mark.parametrize(
    ("n", "tasks", "css"),
    [
        (0, 100, ""),
        (7, 100, ""),
        (8, 100, "n1"),
        (10, 100, "n2"),
        (12, 100, "n3"),
        (1, 3, "n1"),
        (2, 3, "n2"),
    ],
)
def test_slow_cells_darken_with_the_share(n, tasks, css):
    assert shade_slow(n, tasks) == css


def test_a_bar_is_red_only_where_the_plan_is_missed_and_a_deadline_too():
    late = Tally.of({Mark.OVERDUE: 1, Mark.ON_TRACK: 1}, reached=Decimal("0.8"))
    assert bar_mark(late, Decimal("0.5")) == Mark.OVERDUE
    assert bar_mark(late, Decimal("0.3")) == Mark.ON_TRACK
    assert bar_mark(of(on_track=2), Decimal("0.3")) == Mark.SLOW
    assert bar_mark(of(on_track=2), None) == Mark.ON_TRACK


def test_groups_have_plain_names_in_addresses():
    assert slug_of("Xã, thị trấn (đến 30/06/2025)") == "xa-thi-tran-den-30-06-2025"
