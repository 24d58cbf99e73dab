"""What does every test start from?"""

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.fixture(autouse=True)
def _no_memory_between_tests():
    cache.clear()
    yield


@pytest.fixture(autouse=True)
def _evidence_of_its_own(settings, tmp_path):
    """Evidence and e-mails of a test land in its own folder."""
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    settings.OUTBOX = str(tmp_path / "outbox")


@pytest.fixture(autouse=True)
def _as_the_application(request):
    """Database tests run with the application's rights, so that a missing grant shows in a test.

    The transaction is signed by the system actor first; a test that acts as somebody else says so with acting_as.
    Tests that commit for real (transaction=True) keep the owner's login: they have no transaction to hold the role.
    """
    names = request.fixturenames
    if "transactional_db" in names or not {"db", "django_db_setup"} & set(names):
        return
    request.getfixturevalue("db")
    if not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'dotpha_app'")
        if cursor.fetchone():
            cursor.execute("SET LOCAL ROLE dotpha_app")
