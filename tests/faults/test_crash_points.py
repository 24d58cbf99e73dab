"""A worker that is killed before or after any statement or socket call leaves nothing lost, and nothing doubled where it can be known."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

# All points are tried in bench/ (`./run bench crash_points`); here one of each kind, before and after.


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_wherever_nothing_is_lost_and_nothing_known_is_doubled():
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path="/" + connection.settings_dict["NAME"]))
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kit.crash_points", "--kinds"],
        env=os.environ | {"DATABASE_URL": url},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    readable, unreadable = json.loads(done.stdout.splitlines()[-1])
    for found in (readable, unreadable):
        assert found["where"] == []
        assert found["killed"] == found["runs"] >= 30
        lost = {name: found[name] for name in ("in_app_lost", "in_app_doubled", "mail_lost", "mail_unknown")}
        assert lost == dict.fromkeys(lost, 0)
    # The relay's log says what it has taken: nothing twice. Without it a second copy, with the same Message-ID, is possible.
    assert readable["mail_doubled"] == 0
