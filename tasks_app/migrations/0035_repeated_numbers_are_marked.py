"""Before a number can be refused: of papers of one body and year with the same number, all but the first are marked as such."""

from django.db import migrations

from cadres.audit import sign_transaction

REPEATED = """
UPDATE tasks_app_document d SET repeats_number = true
WHERE EXISTS (
    SELECT 1 FROM tasks_app_document e
    WHERE e.body_id = d.body_id AND e.direction = d.direction AND e.id < d.id
      AND ltrim(public.vi_unaccent(e.issuer_name), '0') = ltrim(public.vi_unaccent(d.issuer_name), '0')
      AND ltrim(public.vi_unaccent(e.symbol), '0') = ltrim(public.vi_unaccent(d.symbol), '0')
      AND ltrim(public.vi_unaccent(e.number), '0') = ltrim(public.vi_unaccent(d.number), '0')
      AND EXTRACT(YEAR FROM e.issued_on) = EXTRACT(YEAR FROM d.issued_on)
)
"""


def mark(apps, schema_editor):
    User = apps.get_model("cadres", "User")
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(REPEATED)
    sign_transaction(None)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0034_document_register"), ("cadres", "0002_system_actors")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
