"""Jobs, commands and migrations act under a name of their own: nothing is done by nobody."""

from django.db import migrations

from cadres.audit import sign_transaction

ACTORS = [
    ("he-thong-migration", "Di trú dữ liệu"),
    ("he-thong-importer", "Nhập dữ liệu"),
    ("he-thong-reminder", "Nhắc việc"),
    ("he-thong-clock", "Chốt số liệu"),
]


def add_actors(apps, schema_editor):
    User = apps.get_model("cadres", "User")
    # The first actor can only name itself: its id is reserved before its row is written.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cadres_user', 'id'))")
        (first,) = cursor.fetchone()
    sign_transaction(User(pk=first), request_id="migration")
    for number, (username, name) in enumerate(ACTORS):
        User.objects.create(
            pk=first if number == 0 else None,
            username=username,
            display_name=name,
            display_title="Tác nhân hệ thống",
            password="!",
            is_system=True,
            is_active=False,
            mail_on=False,
        )
    sign_transaction(None)


def remove_actors(apps, schema_editor):
    User = apps.get_model("cadres", "User")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    User.objects.filter(is_system=True).delete()
    sign_transaction(None)


class Migration(migrations.Migration):
    dependencies = [("cadres", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunPython(add_actors, remove_actors)]
