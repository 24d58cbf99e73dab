import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0002_system_actors'),
        ('tasks_app', '0007_vietnam_days_2020_2030'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='round',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='round',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='round',
            name='xoa_delete',
        ),
        migrations.AddField(
            model_name='round',
            name='extension_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='gia hạn ngắn: nhiều nhất (ngày)'),
        ),
        migrations.AddField(
            model_name='round',
            name='extension_decider',
            field=models.CharField(blank=True, choices=[('leader', 'Thường trực'), ('appraiser', 'Lãnh đạo cơ quan thẩm định')], default='', max_length=14, verbose_name='gia hạn ngắn do'),
        ),
        migrations.AddField(
            model_name='round',
            name='must_register',
            field=models.ManyToManyField(blank=True, related_name='+', to='cadres.position', verbose_name='chức danh phải đăng ký'),
        ),
        migrations.AddField(
            model_name='round',
            name='plan_approval',
            field=models.BooleanField(default=False, verbose_name='kế hoạch thực hiện phải được duyệt'),
        ),
        migrations.AddField(
            model_name='round',
            name='registration_from',
            field=models.DateField(blank=True, null=True, verbose_name='đăng ký từ ngày'),
        ),
        migrations.AddField(
            model_name='round',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='roundhistoryrow',
            name='extension_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='gia hạn ngắn: nhiều nhất (ngày)'),
        ),
        migrations.AddField(
            model_name='roundhistoryrow',
            name='extension_decider',
            field=models.CharField(blank=True, choices=[('leader', 'Thường trực'), ('appraiser', 'Lãnh đạo cơ quan thẩm định')], default='', max_length=14, verbose_name='gia hạn ngắn do'),
        ),
        migrations.AddField(
            model_name='roundhistoryrow',
            name='plan_approval',
            field=models.BooleanField(default=False, verbose_name='kế hoạch thực hiện phải được duyệt'),
        ),
        migrations.AddField(
            model_name='roundhistoryrow',
            name='registration_from',
            field=models.DateField(blank=True, null=True, verbose_name='đăng ký từ ngày'),
        ),
        migrations.AddField(
            model_name='roundhistoryrow',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_roundhistoryrow" ("appraisal_until", "base_document", "closes_on", "commitment_days", "committee_id", "decision_until", "due_soon_days", "due_soon_mark_days", "extension_days", "extension_decider", "id", "late_requests_allowed", "moves_off_days", "name", "overdue_every_days", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_approval", "published_on", "registration_from", "registration_until", "report_day", "report_rhythm", "slow_points", "stage", "version", "year_from", "year_to") SELECT new_values."appraisal_until", new_values."base_document", new_values."closes_on", new_values."commitment_days", new_values."committee_id", new_values."decision_until", new_values."due_soon_days", new_values."due_soon_mark_days", new_values."extension_days", new_values."extension_decider", new_values."id", new_values."late_requests_allowed", new_values."moves_off_days", new_values."name", new_values."overdue_every_days", NOW(), \'them\', new_values."id", new_values."plan_approval", new_values."published_on", new_values."registration_from", new_values."registration_until", new_values."report_day", new_values."report_rhythm", new_values."slow_points", new_values."stage", new_values."version", new_values."year_from", new_values."year_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5b6d14e8eeec6c69ba12061e56cc7d072222c19a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_04259', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_round', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_roundhistoryrow" ("appraisal_until", "base_document", "closes_on", "commitment_days", "committee_id", "decision_until", "due_soon_days", "due_soon_mark_days", "extension_days", "extension_decider", "id", "late_requests_allowed", "moves_off_days", "name", "overdue_every_days", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_approval", "published_on", "registration_from", "registration_until", "report_day", "report_rhythm", "slow_points", "stage", "version", "year_from", "year_to") SELECT new_values."appraisal_until", new_values."base_document", new_values."closes_on", new_values."commitment_days", new_values."committee_id", new_values."decision_until", new_values."due_soon_days", new_values."due_soon_mark_days", new_values."extension_days", new_values."extension_decider", new_values."id", new_values."late_requests_allowed", new_values."moves_off_days", new_values."name", new_values."overdue_every_days", NOW(), \'sua\', new_values."id", new_values."plan_approval", new_values."published_on", new_values."registration_from", new_values."registration_until", new_values."report_day", new_values."report_rhythm", new_values."slow_points", new_values."stage", new_values."version", new_values."year_from", new_values."year_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bd00a4d39fd6729c107fcf274e457b624706084a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_be133', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_round', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_roundhistoryrow" ("appraisal_until", "base_document", "closes_on", "commitment_days", "committee_id", "decision_until", "due_soon_days", "due_soon_mark_days", "extension_days", "extension_decider", "id", "late_requests_allowed", "moves_off_days", "name", "overdue_every_days", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_approval", "published_on", "registration_from", "registration_until", "report_day", "report_rhythm", "slow_points", "stage", "version", "year_from", "year_to") SELECT old_values."appraisal_until", old_values."base_document", old_values."closes_on", old_values."commitment_days", old_values."committee_id", old_values."decision_until", old_values."due_soon_days", old_values."due_soon_mark_days", old_values."extension_days", old_values."extension_decider", old_values."id", old_values."late_requests_allowed", old_values."moves_off_days", old_values."name", old_values."overdue_every_days", NOW(), \'xoa\', old_values."id", old_values."plan_approval", old_values."published_on", old_values."registration_from", old_values."registration_until", old_values."report_day", old_values."report_rhythm", old_values."slow_points", old_values."stage", old_values."version", old_values."year_from", old_values."year_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e3021b6265792bfe07ce93958b95b2f36ad1ed70', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_4d45b', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_round', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('registration_until__gte', models.F('registration_from')), ('registration_from', None), ('registration_until', None), _connector='OR'), name='registration_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extension_days', None), ('extension_decider', '')), models.Q(models.Q(('extension_decider', ''), _negated=True), ('extension_days__gt', 0), ('extension_days__isnull', False)), _connector='OR'), name='delegated_extension_names_decider_and_days'),
        ),
    ]
