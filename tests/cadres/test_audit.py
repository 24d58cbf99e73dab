"""History: every value ever written, signed; nothing done by nobody; nothing rewritten."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cadres.audit import acting_as, sign_transaction
from cadres.models import Unit
from tasks_app.models import Task, TaskEvent
from tests.factories import NOW, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
TaskVersion = apps.get_model("tasks_app", "TaskVersion")
UnitHistory = apps.get_model("cadres", "UnitHistoryRow")


def test_a_change_by_queryset_update_is_kept_with_actor_and_request():
    task = make_task(title="Làm đường")
    user = make_user()
    sign_transaction(user, request_id="req-12345678")

    Task.objects.filter(pk=task.pk).update(title="Làm đường thôn")

    rows = list(TaskVersion.objects.filter(pgh_obj=task).order_by("pgh_id"))
    assert [row.title for row in rows] == ["Làm đường", "Làm đường thôn"]
    assert (rows[1].actor, rows[1].request_id, rows[1].pgh_label) == (user, "req-12345678", "sua")


def test_a_change_by_raw_sql_is_kept_too():
    unit, user = make_unit("Đảng ủy xã Mỹ Bằng"), make_user()
    sign_transaction(user)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cadres_unit SET area = 'Yên Sơn' WHERE id = %s", [unit.pk])
    assert UnitHistory.objects.filter(pgh_obj=unit, area="Yên Sơn", actor=user).exists()


def test_nothing_is_done_by_nobody():
    unit = make_unit()
    sign_transaction(None)
    with pytest.raises(DatabaseError, match="nothing is done by nobody"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(area="x")


def test_the_actor_ends_with_his_transaction():
    unit, user = make_unit(), make_user()
    with acting_as(user):
        Unit.objects.filter(pk=unit.pk).update(area="x")
    assert UnitHistory.objects.filter(pgh_obj=unit, actor=user).exists()


def test_history_can_be_neither_rewritten_nor_deleted():
    make_task()
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskVersion.objects.update(title="Khác")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_app_taskversion")


def test_the_application_can_neither_change_events_nor_delete_tasks():
    task = make_task()
    TaskEvent.objects.create(task=task, kind="created", act="lập việc", by=make_user(), by_name="x", at=NOW)
    for statement in (
        "UPDATE tasks_app_taskevent SET act = 'khác'",
        "DELETE FROM tasks_app_taskevent",
        "DELETE FROM tasks_app_task",
        "DELETE FROM cadres_unit",
        "TRUNCATE tasks_app_taskevent",
        "ALTER TABLE tasks_app_task DISABLE TRIGGER ALL",
        "DROP TABLE tasks_app_taskevent",
    ):
        refused = pytest.raises(DatabaseError, match="permission denied|must be owner")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# What the machinery keeps for itself: it decides nothing, and its rows change as it runs.
MACHINERY = {
    "notice", "message", "delivery", "heartbeat", "repeat", "pendingform", "statisticalgroup", "statisticssnapshot", "field",
}  # fmt: skip


def test_every_business_table_keeps_history_or_is_only_added_to():
    """What was said is either found in the history or can't be said differently later."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND NOT has_table_privilege('dotpha_app', oid, 'UPDATE') AND NOT has_table_privilege('dotpha_app', oid, 'DELETE')"""
        )
        added_only = {name for (name,) in cursor.fetchall()}
    for model in apps.get_app_config("tasks_app").get_models():
        name, table = model._meta.model_name, model._meta.db_table
        if hasattr(model, "pgh_tracked_model") or model._meta.auto_created or name in MACHINERY:
            continue
        histories = [m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model]
        assert histories or table in added_only, f"{name} keeps no history and can be rewritten"
