"""Does an empty installation get its first account, once?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cadres.models import Office, Unit, User

pytestmark = pytest.mark.django_db
GIVEN = {
    "unit": "Tỉnh ủy  Tuyên Quang", "short_code": "tu", "name": "Lê Thị Phương", "username": "phuong.lt",
    "email": "phuong.lt@tinhuy.example.vn",
}  # fmt: skip


def make_first(**changes):
    out = StringIO()
    call_command("first_administrator", stdout=out, **(GIVEN | changes))
    return out.getvalue().strip().partition(": ")


def test_the_first_administrator_signs_in_with_the_printed_password_and_finds_the_pages_of_the_roster(client):
    username, _, password = make_first()
    client.post("/tai-khoan/login/", {"login": username, "password": password})
    assert client.get("/quan-tri/tai-khoan/").status_code == 200
    assert client.get("/quan-tri/he-thong/").status_code == 200
    office = Office.objects.get(user__username="phuong.lt")
    assert (office.role, office.unit.name, office.unit.short_code) == (
        Office.Role.SYSTEM_ADMIN, "Tỉnh ủy Tuyên Quang", "TU",
    )  # fmt: skip
    assert office.unit.placements.count() == 1


def test_a_second_first_administrator_is_refused_and_leaves_nothing():
    make_first()
    with pytest.raises(CommandError, match="already"):
        make_first(username="an.nv", short_code="HU")
    assert not User.objects.filter(username="an.nv").exists()
    assert not Unit.objects.filter(short_code="HU").exists()
