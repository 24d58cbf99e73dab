"""Every inspection belongs to a mission; what an inspection asked for stands in its follow-ups alone."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0030_inspections_have_missions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspection',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspection',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspection',
            name='xoa_delete',
        ),
        migrations.RemoveField(
            model_name='inspection',
            name='follow_up_due_on',
        ),
        migrations.RemoveField(
            model_name='inspection',
            name='followed_up_on',
        ),
        migrations.RemoveField(
            model_name='inspection',
            name='recommendations',
        ),
        migrations.RemoveField(
            model_name='inspectionhistoryrow',
            name='follow_up_due_on',
        ),
        migrations.RemoveField(
            model_name='inspectionhistoryrow',
            name='followed_up_on',
        ),
        migrations.RemoveField(
            model_name='inspectionhistoryrow',
            name='recommendations',
        ),
        migrations.AlterField(
            model_name='inspection',
            name='mission',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='tasks_app.inspectionmission'),
            preserve_default=False,
        ),
        # The history gets the new column's value as well: its rows are closed against changes, so for this one statement
        # the guard is lifted.
        migrations.RunSQL(
            "ALTER TABLE tasks_app_inspectionhistoryrow DISABLE TRIGGER USER;"
            "UPDATE tasks_app_inspectionhistoryrow h SET mission_id = coalesce("
            "(SELECT i.mission_id FROM tasks_app_inspection i WHERE i.id = h.pgh_obj_id), 0);",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='inspectionhistoryrow',
            name='mission',
            field=models.ForeignKey(db_constraint=False, default=0, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspectionmission'),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "ALTER TABLE tasks_app_inspectionhistoryrow ENABLE TRIGGER USER;", migrations.RunSQL.noop
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "task_id", "team") SELECT new_values."at", new_values."by_id", new_values."dropped_reason", new_values."findings", new_values."id", new_values."inspected_on", new_values."minutes_no", new_values."mission_id", NOW(), \'them\', new_values."id", new_values."place", new_values."recorded_at", new_values."recorded_by_id", new_values."task_id", new_values."team" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f22c8ac9c286b6be3f63d0f6b01e10f5106b3697', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_f7f94', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "task_id", "team") SELECT new_values."at", new_values."by_id", new_values."dropped_reason", new_values."findings", new_values."id", new_values."inspected_on", new_values."minutes_no", new_values."mission_id", NOW(), \'sua\', new_values."id", new_values."place", new_values."recorded_at", new_values."recorded_by_id", new_values."task_id", new_values."team" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='12f90a2d6c0c0422b80fc58c310e28595f525d5c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_d3c2c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "task_id", "team") SELECT old_values."at", old_values."by_id", old_values."dropped_reason", old_values."findings", old_values."id", old_values."inspected_on", old_values."minutes_no", old_values."mission_id", NOW(), \'xoa\', old_values."id", old_values."place", old_values."recorded_at", old_values."recorded_by_id", old_values."task_id", old_values."team" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5a785b7120aa3cfc8a3da1c4ea23c51f01467057', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_eee58', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(fields=('mission', 'task'), name='a_mission_looks_at_a_task_once'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('findings', ''), ('recorded_at', None), ('recorded_by', None)), models.Q(('dropped_reason', ''), ('recorded_at__isnull', False), ('recorded_by__isnull', False), models.Q(('findings', ''), _negated=True)), _connector='OR'), name='recorded_inspection_has_findings_person_and_time'),
        ),
    ]
