"""Files of requests, inspections and follow-ups; those staged with a form that is not taken yet."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0028_first_targets'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='xoa_delete',
        ),
        migrations.AddField(
            model_name='evidence',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='tasks_app.changerequest'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='inspection',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='staged_for',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='evidencehistoryrow',
            name='change',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.changerequest'),
        ),
        migrations.AddField(
            model_name='evidencehistoryrow',
            name='inspection',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='evidencehistoryrow',
            name='staged_for',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "score_sheet_id", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT new_values."captured_on", new_values."change_id", new_values."content_type", new_values."file", new_values."follow_up_id", new_values."id", new_values."indicator_id", new_values."inspection_id", new_values."name", NOW(), \'them\', new_values."id", new_values."removed_at", new_values."report_id", new_values."scan", new_values."score_sheet_id", new_values."sha256", new_values."size", new_values."staged_for", new_values."storage_alias", new_values."task_id", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uuid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fafb85efa549b984ff7f0feb2a04256448132b67', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_49d84', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "score_sheet_id", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT new_values."captured_on", new_values."change_id", new_values."content_type", new_values."file", new_values."follow_up_id", new_values."id", new_values."indicator_id", new_values."inspection_id", new_values."name", NOW(), \'sua\', new_values."id", new_values."removed_at", new_values."report_id", new_values."scan", new_values."score_sheet_id", new_values."sha256", new_values."size", new_values."staged_for", new_values."storage_alias", new_values."task_id", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uuid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='45c6abe81c352402338753eba4e3214daf1ee0a3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_970fc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "score_sheet_id", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT old_values."captured_on", old_values."change_id", old_values."content_type", old_values."file", old_values."follow_up_id", old_values."id", old_values."indicator_id", old_values."inspection_id", old_values."name", NOW(), \'xoa\', old_values."id", old_values."removed_at", old_values."report_id", old_values."scan", old_values."score_sheet_id", old_values."sha256", old_values."size", old_values."staged_for", old_values."storage_alias", old_values."task_id", old_values."uploaded_at", old_values."uploaded_by_id", old_values."uuid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c74335a733d5abf708bb781c7fe98a4c5b913359', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_a86f1', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_evidence', when='AFTER')),
        ),
        migrations.AddField(
            model_name='evidence',
            name='follow_up',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='tasks_app.followup'),
        ),
        migrations.AddField(
            model_name='evidencehistoryrow',
            name='follow_up',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.followup'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(condition=models.Q(('staged_for__isnull', False)), fields=['staged_for'], name='evidence_staged'),
        ),
    ]
