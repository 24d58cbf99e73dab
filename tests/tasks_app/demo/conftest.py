"""The demo is loaded once for all its tests: loading it is the most costly act of the suite."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction

from tests.conftest import restore_first_rows

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """The demo in the database, with a password of its own; taken back after this folder's tests."""
    kept, django_settings.DEMO_PASSWORD = django_settings.DEMO_PASSWORD, "mat-khau-minh-hoa"
    with django_db_blocker.unblock(), transaction.atomic():
        restore_first_rows()  # a wider fixture comes before those of a test
        call_command("load_demo", today=TODAY, stdout=StringIO())
        yield
        transaction.set_rollback(True)
    django_settings.DEMO_PASSWORD = kept
