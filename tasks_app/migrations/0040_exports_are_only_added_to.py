"""What the application role can't do with spreadsheets: rewrite who took what out, or make an import never have happened."""

from django.db import migrations

ADDED_ONLY = ["tasks_app_sheetexport"]
NEVER_DELETED = ["tasks_app_sheetimport"]
HISTORY = ["tasks_app_sheetimporthistoryrow", "tasks_app_columnnameshistoryrow"]


def statement(verb, to):
    lines = [f"{verb} UPDATE, DELETE ON public.{table} {to} dotpha_app;" for table in ADDED_ONLY + HISTORY]
    lines += [f"{verb} DELETE ON public.{table} {to} dotpha_app;" for table in NEVER_DELETED]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0039_spreadsheets_in_and_out")]
    operations = [migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO"))]
