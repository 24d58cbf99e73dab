"""Every test of what waits begins with one committee."""

import pytest

from tests.tasks_app.to_do.making import World


@pytest.fixture
def world():
    return World()
