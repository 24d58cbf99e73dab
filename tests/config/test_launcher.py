"""Does the launcher understand what it is asked, and say plainly what is wrong?"""

import pytest

from config.runner.commands import pytest_arguments


@pytest.mark.parametrize("given", [["tests/cadres"], ["-k", "name"], ["-kname"], ["-n0"], ["--lf"]])
def test_a_narrowed_run_of_the_tests_is_left_as_asked(given):
    assert pytest_arguments(given) == given


@pytest.mark.parametrize("given", [[], ["-q"], ["-x", "-v"]])
def test_the_whole_suite_runs_on_two_processes(given):
    assert pytest_arguments(given) == ["-n", "2", "--dist", "loadgroup", *given]
