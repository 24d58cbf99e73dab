"""What the application role can't do with conclusions and handovers: rewrite what was said, or delete what was decided."""

from django.db import migrations

ADDED_ONLY = [
    "tasks_app_conclusionversion",
    "tasks_app_criteriaset",
    "tasks_app_criterion",
    "tasks_app_score",
    "tasks_app_handoverconfirmation",
]
NEVER_DELETED = [
    "tasks_app_resultcheck",
    "tasks_app_checkedfigure",
    "tasks_app_objection",
    "tasks_app_periodclosing",
    "tasks_app_council",
    "tasks_app_councilmember",
    "tasks_app_scoresheet",
    "tasks_app_handoverminutes",
]
HISTORY = [
    f"tasks_app_{name}historyrow"
    for name in (
        "resultcheck", "checkedfigure", "objection", "periodclosing", "council", "councilmember",
        "scoresheet", "handoverminutes", "handoveritem",
    )
]  # fmt: skip


def statement(verb, to):
    lines = [f"{verb} UPDATE, DELETE ON public.{table} {to} dotpha_app;" for table in ADDED_ONLY + HISTORY]
    lines += [f"{verb} DELETE ON public.{table} {to} dotpha_app;" for table in NEVER_DELETED]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0018_a_leavers_tasks_form_an_inventory")]
    operations = [migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO"))]
