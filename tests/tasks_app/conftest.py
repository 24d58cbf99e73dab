"""A district committee with its desk, and a cadre who carries a task: what most tests of an act begin with."""

import pytest

from cadres.models import Office
from tests.factories import make_unit, make_user

Role = Office.Role


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn", short_code="YS")


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver)


@pytest.fixture
def leader(giver):
    return make_user(role=Role.LEADER, unit=giver)


@pytest.fixture
def owner():
    return make_user(name="Nguyễn Văn Bình")
