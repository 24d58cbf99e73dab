"""What is owed points to rows that are there, although no foreign key says so (`models/references.py`)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from tasks_app.models import Delivery, Message, Notice
from tests.factories import make_round, make_task, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("model", [Notice, Message])
@pytest.mark.parametrize("nobody", [0, 10**9])
def test_what_is_owed_points_to_people_and_tasks_that_are_there(model, nobody):
    """Checked set by set, not by a foreign key: `models/references.py`."""
    user, task = make_user(), make_task()
    told = {"task": task, "kind": "due_soon", "text": "x", "at": NOON}
    own = told if model is Notice else {"slot": "x", "due_at": NOON}
    with pytest.raises(IntegrityError, match="points to a row that is not there"), transaction.atomic():
        model.objects.bulk_create([model(recipient=user, **own), model(recipient_id=nobody, **own)])
    model.objects.create(recipient=user, **own)


def test_a_notice_about_a_task_that_is_not_there_is_refused():
    with pytest.raises(IntegrityError, match="points to a row that is not there"), transaction.atomic():
        Notice.objects.create(recipient=make_user(), task_id=10**9, kind="due_soon", text="x", at=NOON)


@pytest.mark.parametrize(
    "table", ["cadres_user", "tasks_app_task", "tasks_app_round", "tasks_app_notice", "tasks_app_message"]
)
def test_what_is_pointed_to_without_a_foreign_key_can_not_be_deleted(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('dotpha_app', %s, 'DELETE')", [table])
        assert cursor.fetchall() == [(False,)]


@pytest.mark.parametrize("about", [(), ("task", "round")], ids=["nothing", "both"])
def test_what_is_owed_is_about_a_task_or_about_a_round(about):
    things = {"task": make_task(), "round": make_round()}
    user = make_user()
    notice = Notice.objects.create(recipient=user, task=things["task"], kind="moved", text="x", at=NOON)
    with pytest.raises(IntegrityError, match="delivery_is_about_one_thing"), transaction.atomic():
        Delivery.objects.create(
            rule="notice", occurrence="x", recipient=user, channel="in_app", notice=notice, due_at=NOON, state="sent", settled_at=NOON,
            **{name: things[name] for name in about},
        )  # fmt: skip
