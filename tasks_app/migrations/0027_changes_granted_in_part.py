"""Changes granted in part, withdrawn, drawn up at the desk, left to one person."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0026_inspection_missions'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='changerequest',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changerequest',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changerequest',
            name='xoa_delete',
        ),
        migrations.RemoveConstraint(
            model_name='changerequest',
            name='approved_extension_names_the_new_day',
        ),
        migrations.AddField(
            model_name='changerequest',
            name='advice',
            field=models.CharField(blank=True, choices=[('agree', 'Đề nghị đồng ý'), ('partly', 'Đề nghị đồng ý một phần'), ('refuse', 'Đề nghị không đồng ý')], max_length=8, verbose_name='đề xuất của cơ quan thẩm định'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='by_desk',
            field=models.BooleanField(default=False, verbose_name='do cấp giao lập'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='delegated',
            field=models.BooleanField(default=False, verbose_name='gia hạn trong phạm vi được giao'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='granted',
            field=models.JSONField(blank=True, default=dict, verbose_name='nội dung được duyệt'),
        ),
        migrations.AddField(
            model_name='changerequesthistoryrow',
            name='advice',
            field=models.CharField(blank=True, choices=[('agree', 'Đề nghị đồng ý'), ('partly', 'Đề nghị đồng ý một phần'), ('refuse', 'Đề nghị không đồng ý')], max_length=8, verbose_name='đề xuất của cơ quan thẩm định'),
        ),
        migrations.AddField(
            model_name='changerequesthistoryrow',
            name='by_desk',
            field=models.BooleanField(default=False, verbose_name='do cấp giao lập'),
        ),
        migrations.AddField(
            model_name='changerequesthistoryrow',
            name='delegated',
            field=models.BooleanField(default=False, verbose_name='gia hạn trong phạm vi được giao'),
        ),
        migrations.AddField(
            model_name='changerequesthistoryrow',
            name='granted',
            field=models.JSONField(blank=True, default=dict, verbose_name='nội dung được duyệt'),
        ),
        migrations.AlterField(
            model_name='changerequest',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'Đang chờ'), ('approved', 'Đồng ý'), ('partly', 'Đồng ý một phần'), ('refused', 'Không đồng ý'), ('withdrawn', 'Đã rút')], default='', max_length=10, verbose_name='quyết định'),
        ),
        migrations.AlterField(
            model_name='changerequesthistoryrow',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'Đang chờ'), ('approved', 'Đồng ý'), ('partly', 'Đồng ý một phần'), ('refused', 'Không đồng ý'), ('withdrawn', 'Đã rút')], default='', max_length=10, verbose_name='quyết định'),
        ),
        migrations.AddIndex(
            model_name='changerequest',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['requested_at', 'id'], name='change_waiting_longest'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changerequest',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_changerequesthistoryrow" ("advice", "by_desk", "cause", "decided_by_id", "decided_on", "delegated", "document_id", "due_approved", "due_before", "due_proposed", "granted", "id", "kind", "opinion", "opinion_at", "opinion_by_id", "outcome", "outcome_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "reason", "requested_at", "requested_by_id", "task_id") SELECT new_values."advice", new_values."by_desk", new_values."cause", new_values."decided_by_id", new_values."decided_on", new_values."delegated", new_values."document_id", new_values."due_approved", new_values."due_before", new_values."due_proposed", new_values."granted", new_values."id", new_values."kind", new_values."opinion", new_values."opinion_at", new_values."opinion_by_id", new_values."outcome", new_values."outcome_reason", NOW(), \'them\', new_values."id", new_values."proposal", new_values."reason", new_values."requested_at", new_values."requested_by_id", new_values."task_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='128e407cc5315c06926277511362b8371899f684', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_a734c', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_changerequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changerequest',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_changerequesthistoryrow" ("advice", "by_desk", "cause", "decided_by_id", "decided_on", "delegated", "document_id", "due_approved", "due_before", "due_proposed", "granted", "id", "kind", "opinion", "opinion_at", "opinion_by_id", "outcome", "outcome_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "reason", "requested_at", "requested_by_id", "task_id") SELECT new_values."advice", new_values."by_desk", new_values."cause", new_values."decided_by_id", new_values."decided_on", new_values."delegated", new_values."document_id", new_values."due_approved", new_values."due_before", new_values."due_proposed", new_values."granted", new_values."id", new_values."kind", new_values."opinion", new_values."opinion_at", new_values."opinion_by_id", new_values."outcome", new_values."outcome_reason", NOW(), \'sua\', new_values."id", new_values."proposal", new_values."reason", new_values."requested_at", new_values."requested_by_id", new_values."task_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a9b6c6bf77664354eecf97033b179dd970b507a6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_bdb27', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_changerequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changerequest',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_changerequesthistoryrow" ("advice", "by_desk", "cause", "decided_by_id", "decided_on", "delegated", "document_id", "due_approved", "due_before", "due_proposed", "granted", "id", "kind", "opinion", "opinion_at", "opinion_by_id", "outcome", "outcome_reason", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "reason", "requested_at", "requested_by_id", "task_id") SELECT old_values."advice", old_values."by_desk", old_values."cause", old_values."decided_by_id", old_values."decided_on", old_values."delegated", old_values."document_id", old_values."due_approved", old_values."due_before", old_values."due_proposed", old_values."granted", old_values."id", old_values."kind", old_values."opinion", old_values."opinion_at", old_values."opinion_by_id", old_values."outcome", old_values."outcome_reason", NOW(), \'xoa\', old_values."id", old_values."proposal", old_values."reason", old_values."requested_at", old_values."requested_by_id", old_values."task_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5b7e66e604c25209ab7fa4b8b8570800e451a7dd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_c8595', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_changerequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'extension'), ('outcome__in', ['approved', 'partly']), _negated=True), models.Q(('due_approved__gt', models.F('due_before')), ('due_approved__isnull', False)), _connector='OR'), name='granted_extension_names_a_later_day'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['approved', 'partly']), _negated=True), models.Q(('delegated', False), ('document__isnull', False)), models.Q(('delegated', True), ('kind', 'extension')), _connector='OR'), name='granted_change_rests_on_a_paper_or_is_delegated'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['partly', 'refused']), _negated=True), models.Q(('outcome_reason', ''), _negated=True), _connector='OR'), name='change_not_granted_in_full_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'partly'), _negated=True), ('kind__in', ['extension', 'content']), _connector='OR'), name='only_days_and_figures_are_granted_in_part'),
        ),
    ]
