"""The target of the first decision beside the present one; indicators that a change dropped."""

import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0027_changes_granted_in_part'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='xoa_delete',
        ),
        migrations.AddField(
            model_name='indicator',
            name='dropped_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='thôi tính từ ngày'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='original_target',
            field=models.DecimalField(blank=True, decimal_places=5, editable=False, max_digits=20, null=True, verbose_name='chỉ tiêu ban đầu'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='original_whole',
            field=models.DecimalField(blank=True, decimal_places=5, editable=False, max_digits=20, null=True, verbose_name='tổng số ban đầu'),
        ),
        migrations.AddField(
            model_name='indicatorhistoryrow',
            name='dropped_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='thôi tính từ ngày'),
        ),
        migrations.AddField(
            model_name='indicatorhistoryrow',
            name='original_target',
            field=models.DecimalField(blank=True, decimal_places=5, editable=False, max_digits=20, null=True, verbose_name='chỉ tiêu ban đầu'),
        ),
        migrations.AddField(
            model_name='indicatorhistoryrow',
            name='original_whole',
            field=models.DecimalField(blank=True, decimal_places=5, editable=False, max_digits=20, null=True, verbose_name='tổng số ban đầu'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_indicatorhistoryrow" ("baseline", "confirmed", "confirmed_by", "current", "current_on", "data_source", "dropped_on", "due_on", "id", "kind", "lower_is_better", "measure_unit", "name", "original_target", "original_whole", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rhythm", "rubric", "target", "task_id", "weight", "whole") SELECT new_values."baseline", new_values."confirmed", new_values."confirmed_by", new_values."current", new_values."current_on", new_values."data_source", new_values."dropped_on", new_values."due_on", new_values."id", new_values."kind", new_values."lower_is_better", new_values."measure_unit", new_values."name", new_values."original_target", new_values."original_whole", NOW(), \'them\', new_values."id", new_values."rank", new_values."rhythm", new_values."rubric", new_values."target", new_values."task_id", new_values."weight", new_values."whole" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f059e36808cb4dc710ee765ba7e0eeb4dcab2564', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_44bd8', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_indicatorhistoryrow" ("baseline", "confirmed", "confirmed_by", "current", "current_on", "data_source", "dropped_on", "due_on", "id", "kind", "lower_is_better", "measure_unit", "name", "original_target", "original_whole", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rhythm", "rubric", "target", "task_id", "weight", "whole") SELECT new_values."baseline", new_values."confirmed", new_values."confirmed_by", new_values."current", new_values."current_on", new_values."data_source", new_values."dropped_on", new_values."due_on", new_values."id", new_values."kind", new_values."lower_is_better", new_values."measure_unit", new_values."name", new_values."original_target", new_values."original_whole", NOW(), \'sua\', new_values."id", new_values."rank", new_values."rhythm", new_values."rubric", new_values."target", new_values."task_id", new_values."weight", new_values."whole" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='53cdbf2cf9d03b704ca75a852d44a066563bf24b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_79991', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_indicatorhistoryrow" ("baseline", "confirmed", "confirmed_by", "current", "current_on", "data_source", "dropped_on", "due_on", "id", "kind", "lower_is_better", "measure_unit", "name", "original_target", "original_whole", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "rhythm", "rubric", "target", "task_id", "weight", "whole") SELECT old_values."baseline", old_values."confirmed", old_values."confirmed_by", old_values."current", old_values."current_on", old_values."data_source", old_values."dropped_on", old_values."due_on", old_values."id", old_values."kind", old_values."lower_is_better", old_values."measure_unit", old_values."name", old_values."original_target", old_values."original_whole", NOW(), \'xoa\', old_values."id", old_values."rank", old_values."rhythm", old_values."rubric", old_values."target", old_values."task_id", old_values."weight", old_values."whole" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='167a79f50b6005fb126b394477a49b7fa18bd39f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_608eb', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_indicator', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('original_target', None), ('original_target__lt', Decimal('1000000000000000')), _connector='OR'), models.Q(('original_whole', None), ('original_whole__lt', Decimal('1000000000000000')), _connector='OR')), name='original_figures_are_numbers'),
        ),
    ]
