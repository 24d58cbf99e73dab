import cadres.models.units
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('cadres', '0004_one_authorisation_at_a_time')]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='xoa_delete',
        ),
        migrations.RemoveConstraint(
            model_name='office',
            name='office_ends_after_it_starts',
        ),
        migrations.AddField(
            model_name='office',
            name='delegated_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='cadres.office', verbose_name='ủy quyền từ'),
        ),
        migrations.AddField(
            model_name='officehistoryrow',
            name='delegated_from',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.office', verbose_name='ủy quyền từ'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_officehistoryrow" ("delegated_from_id", "ends_on", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id") SELECT new_values."delegated_from_id", new_values."ends_on", new_values."id", NOW(), \'them\', new_values."id", new_values."role", new_values."starts_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ecbb2888aae24858cdbfd1c6cd5c27b83fccde89', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_abb32', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_officehistoryrow" ("delegated_from_id", "ends_on", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id") SELECT new_values."delegated_from_id", new_values."ends_on", new_values."id", NOW(), \'sua\', new_values."id", new_values."role", new_values."starts_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3607560ef0a8fa47905b3a08ac8f27b753a848f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_51f04', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_officehistoryrow" ("delegated_from_id", "ends_on", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id") SELECT old_values."delegated_from_id", old_values."ends_on", old_values."id", NOW(), \'xoa\', old_values."id", old_values."role", old_values."starts_on", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3fe81f8f84c8033316127cc63c3358e78290c70b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_0615f', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_office', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), models.Q(('delegated_from__isnull', False), ('ends_on', models.F('starts_on'))), _connector='OR'), name='office_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('delegated_from', None), models.Q(('ends_on__isnull', False), ('role__in', ['officer', 'appraiser', 'unit_head'])), _connector='OR'), name='delegated_office_is_of_a_desk_and_ends'),
        ),
    ]
