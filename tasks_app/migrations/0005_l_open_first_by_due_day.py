"""The list's first page, what still has a deadline to keep by its day, is read from an index: no sort of all tasks."""

from django.db import migrations, models
from django.db.models import Case, Value, When


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0004_s_index_for_figures")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                Case(
                    When(status__in=["concluded", "closed", "ended_early", "removed"], then=Value(1)),
                    default=Value(0),
                ),
                "due_on",
                "id",
                name="task_open_first_by_due_day",
            ),
        ),
    ]
