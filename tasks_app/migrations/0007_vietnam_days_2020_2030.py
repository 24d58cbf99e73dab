"""The working calendar starts with the public holidays of Viet Nam 2020-2030."""

from datetime import date

from django.db import migrations

from cadres.audit import sign_transaction
from tasks_app.migrations._vietnam_days import DAYS


def add_days(apps, schema_editor):
    User, CalendarDay = apps.get_model("cadres", "User"), apps.get_model("tasks_app", "CalendarDay")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    rows = (line.split(";") for line in DAYS.strip().splitlines())
    CalendarDay.objects.bulk_create(
        CalendarDay(on=date.fromisoformat(on), is_worked=kind == "work", name=name) for on, kind, name in rows
    )
    sign_transaction(None)


def remove_days(apps, schema_editor):
    """What an office added stays; the table itself goes with the migration before."""
    User, CalendarDay = apps.get_model("cadres", "User"), apps.get_model("tasks_app", "CalendarDay")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    CalendarDay.objects.filter(on__in=[line[:10] for line in DAYS.strip().splitlines()]).delete()
    sign_transaction(None)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0006_working_calendar"), ("cadres", "0002_system_actors")]
    operations = [migrations.RunPython(add_days, remove_days)]
