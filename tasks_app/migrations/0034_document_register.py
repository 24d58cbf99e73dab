"""The register: papers issued and received, the tasks they touch, a search key."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0002_system_actors'),
        ('tasks_app', "0033_giao_ban"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='document',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='document',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='document',
            name='xoa_delete',
        ),
        migrations.AddField(
            model_name='document',
            name='direction',
            field=models.CharField(choices=[('issued', 'Văn bản đi'), ('received', 'Văn bản đến')], default='issued', max_length=8, verbose_name='sổ'),
        ),
        migrations.AddField(
            model_name='document',
            name='issuer_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='cơ quan ban hành'),
        ),
        migrations.AddField(
            model_name='document',
            name='received_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày đến'),
        ),
        migrations.AddField(
            model_name='document',
            name='repeats_number',
            field=models.BooleanField(default=False, editable=False, verbose_name='trùng số'),
        ),
        migrations.AddField(
            model_name='document',
            name='tasks',
            field=models.ManyToManyField(blank=True, related_name='registered_documents', to='tasks_app.task', verbose_name='việc liên quan'),
        ),
        migrations.AddField(
            model_name='documenthistoryrow',
            name='issuer_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='cơ quan ban hành'),
        ),
        migrations.AddField(
            model_name='documenthistoryrow',
            name='direction',
            field=models.CharField(choices=[('issued', 'Văn bản đi'), ('received', 'Văn bản đến')], default='issued', max_length=8, verbose_name='sổ'),
        ),
        migrations.AddField(
            model_name='documenthistoryrow',
            name='received_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày đến'),
        ),
        migrations.AddField(
            model_name='documenthistoryrow',
            name='repeats_number',
            field=models.BooleanField(default=False, editable=False, verbose_name='trùng số'),
        ),
        migrations.AlterField(
            model_name='document',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cadres.unit', verbose_name='sổ của cơ quan'),
        ),
        migrations.AlterField(
            model_name='documenthistoryrow',
            name='body',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit', verbose_name='sổ của cơ quan'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_documenthistoryrow" ("body_id", "direction", "id", "issued_on", "issuer_name", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "repeats_number", "summary", "symbol") SELECT new_values."body_id", new_values."direction", new_values."id", new_values."issued_on", new_values."issuer_name", new_values."number", NOW(), \'them\', new_values."id", new_values."received_on", new_values."repeats_number", new_values."summary", new_values."symbol" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b9b819c740ccfca3ad00607720aaa8857b28b9de', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_0e6c9', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_documenthistoryrow" ("body_id", "direction", "id", "issued_on", "issuer_name", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "repeats_number", "summary", "symbol") SELECT new_values."body_id", new_values."direction", new_values."id", new_values."issued_on", new_values."issuer_name", new_values."number", NOW(), \'sua\', new_values."id", new_values."received_on", new_values."repeats_number", new_values."summary", new_values."symbol" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."body_id" IS DISTINCT FROM (new_values."body_id") OR old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer_name" IS DISTINCT FROM (new_values."issuer_name") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."received_on" IS DISTINCT FROM (new_values."received_on") OR old_values."repeats_number" IS DISTINCT FROM (new_values."repeats_number") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."symbol" IS DISTINCT FROM (new_values."symbol")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='54cf7d292fd81dc304d01bfe4c4be455c7e9ba29', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_1b716', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_documenthistoryrow" ("body_id", "direction", "id", "issued_on", "issuer_name", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "repeats_number", "summary", "symbol") SELECT old_values."body_id", old_values."direction", old_values."id", old_values."issued_on", old_values."issuer_name", old_values."number", NOW(), \'xoa\', old_values."id", old_values."received_on", old_values."repeats_number", old_values."summary", old_values."symbol" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0f405c52b2a47c9c143093f705e610e87bc7130c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_637ed', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_document', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('direction', 'issued'), ('issuer_name', ''), ('received_on', None)), models.Q(('direction', 'received'), ('received_on__isnull', False), models.Q(('issuer_name', ''), _negated=True)), _connector='OR'), name='received_document_has_an_issuer_and_a_day'),
        ),
        migrations.AddField(
            model_name='document',
            name='search_key',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.Func('number', 'symbol', 'summary', 'issuer_name', function='public.vi_join'), function='public.vi_unaccent'), output_field=models.TextField()),
        ),
    ]
