"""What the application role can't do with papers: change or delete a template's version, delete a paper, settings or a batch."""

from django.db import migrations

ADDED_ONLY = ["tasks_app_papertemplate"]
NEVER_DELETED = ["tasks_app_paper", "tasks_app_papersettings", "tasks_app_paperbatch"]
HISTORY = ["tasks_app_paperhistoryrow", "tasks_app_papersettingshistoryrow", "tasks_app_paperbatchhistoryrow"]


def statement(verb, to):
    lines = [f"{verb} UPDATE, DELETE ON public.{table} {to} dotpha_app;" for table in ADDED_ONLY + HISTORY]
    lines += [f"{verb} DELETE ON public.{table} {to} dotpha_app;" for table in NEVER_DELETED]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0037_papers")]
    operations = [migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO"))]
