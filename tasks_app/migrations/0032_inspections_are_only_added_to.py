"""What the application role can't delete of inspections, and what nobody rewrites: as 0002 for the first tables."""

from django.db import migrations

NEVER_DELETED = [
    "tasks_app_inspectionmission",
    "tasks_app_missionmember",
    "tasks_app_inspectedfigure",
    "tasks_app_followup",
]
HISTORY = [f"{table}historyrow" for table in NEVER_DELETED]


def statement(verb, to):
    lines = [f"{verb} DELETE ON public.{table} {to} dotpha_app;" for table in NEVER_DELETED]
    lines += [f"{verb} UPDATE, DELETE ON public.{table} {to} dotpha_app;" for table in HISTORY]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0031_inspections_belong_to_missions")]
    operations = [migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO"))]
