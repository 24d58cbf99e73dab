"""What the application role can't do, whatever the code says: rewrite what happened, or delete what was decided."""

from django.db import migrations

ADDED_ONLY = ["tasks_app_taskevent", "tasks_app_taskcontent"]
NEVER_DELETED = [
    "cadres_unit",
    "cadres_cadre",
    "cadres_user",
    "tasks_app_task",
    "tasks_app_document",
    "tasks_app_conclusion",
    "tasks_app_indicatorresult",
    "tasks_app_commitment",
    "tasks_app_changerequest",
    "tasks_app_urge",
    "tasks_app_inspection",
    "tasks_app_handover",
    "tasks_app_appraisal",
    "tasks_app_direction",
    "tasks_app_delivery",
    "tasks_app_message",
    "tasks_app_notice",
    "tasks_app_evidence",
]

# History tables refuse UPDATE and DELETE by trigger for everybody; the grant is taken away as well.
HISTORY = """
DO $do$ DECLARE t text; BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'pgh_label'
    WHERE n.nspname = 'public' AND c.relkind = 'r'
  LOOP EXECUTE format('{verb} UPDATE, DELETE ON public.%I {to} dotpha_app', t); END LOOP;
END $do$;
"""


def statement(verb, to):
    lines = [f"{verb} UPDATE, DELETE ON public.{table} {to} dotpha_app;" for table in ADDED_ONLY]
    lines += [f"{verb} DELETE ON public.{table} {to} dotpha_app;" for table in NEVER_DELETED]
    return "\n".join(lines) + HISTORY.format(verb=verb, to=to)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0001_initial"), ("cadres", "0002_system_actors")]
    operations = [migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO"))]
