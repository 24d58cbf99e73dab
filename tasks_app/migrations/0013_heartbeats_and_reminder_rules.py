"""What a round sets differently about its reminders, and when each program last showed that it lives."""

import cadres.audit
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0012_calendar_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(choices=[('beat', 'Bộ hẹn giờ (beat)'), ('worker', 'Tiến trình nền (worker)'), ('sweeper', 'Bộ nhắc việc (sweep)'), ('planner', 'Lập nhắc việc')], max_length=10)),
                ('host', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'tín hiệu hoạt động',
                'verbose_name_plural': 'tín hiệu hoạt động',
            },
        ),
        migrations.CreateModel(
            name='ReminderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(choices=[('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn hôm nay'), ('overdue', 'Quá hạn'), ('commitment', 'Chờ cam kết'), ('report_due', 'Đến kỳ báo cáo'), ('report_late', 'Chậm báo cáo'), ('answer', 'Chờ trả lời đôn đốc'), ('direction', 'Chờ trả lời ý kiến chỉ đạo'), ('conclusion', 'Chờ kết luận'), ('urged', 'Đôn đốc'), ('notice', 'Thông báo')], max_length=12, verbose_name='loại nhắc')),
                ('is_on', models.BooleanField(default=True, verbose_name='nhắc')),
                ('before_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='trước (ngày)')),
                ('every_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='nhắc lại mỗi (ngày)')),
                ('wait_days', models.PositiveSmallIntegerField(default=0, verbose_name='bắt đầu nhắc sau (ngày làm việc)')),
                ('recipients', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lead', 'Đồng chí chủ trì'), ('co', 'Đồng chí cùng thực hiện'), ('assistant', 'Người được ủy quyền cập nhật'), ('unit_head', 'Thủ trưởng đơn vị'), ('officer', 'Chuyên viên theo dõi'), ('committee', 'Thường trực cấp ủy')], max_length=10), size=None, verbose_name='nhắc ai')),
                ('unit_head_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo thủ trưởng đơn vị sau (ngày làm việc)')),
                ('officer_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo chuyên viên theo dõi sau (ngày làm việc)')),
                ('committee_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo Thường trực cấp ủy sau (ngày làm việc)')),
                ('off_day', models.CharField(choices=[('before', 'ngày làm việc trước đó'), ('after', 'ngày làm việc kế tiếp')], default='after', max_length=6, verbose_name='rơi vào ngày nghỉ thì nhắc vào')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='gửi thư riêng ngay, không chờ thư tổng hợp')),
            ],
            options={
                'verbose_name': 'quy tắc nhắc việc',
                'verbose_name_plural': 'quy tắc nhắc việc',
            },
        ),
        migrations.CreateModel(
            name='ReminderRuleHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('rule', models.CharField(choices=[('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn hôm nay'), ('overdue', 'Quá hạn'), ('commitment', 'Chờ cam kết'), ('report_due', 'Đến kỳ báo cáo'), ('report_late', 'Chậm báo cáo'), ('answer', 'Chờ trả lời đôn đốc'), ('direction', 'Chờ trả lời ý kiến chỉ đạo'), ('conclusion', 'Chờ kết luận'), ('urged', 'Đôn đốc'), ('notice', 'Thông báo')], max_length=12, verbose_name='loại nhắc')),
                ('is_on', models.BooleanField(default=True, verbose_name='nhắc')),
                ('before_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='trước (ngày)')),
                ('every_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='nhắc lại mỗi (ngày)')),
                ('wait_days', models.PositiveSmallIntegerField(default=0, verbose_name='bắt đầu nhắc sau (ngày làm việc)')),
                ('recipients', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lead', 'Đồng chí chủ trì'), ('co', 'Đồng chí cùng thực hiện'), ('assistant', 'Người được ủy quyền cập nhật'), ('unit_head', 'Thủ trưởng đơn vị'), ('officer', 'Chuyên viên theo dõi'), ('committee', 'Thường trực cấp ủy')], max_length=10), size=None, verbose_name='nhắc ai')),
                ('unit_head_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo thủ trưởng đơn vị sau (ngày làm việc)')),
                ('officer_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo chuyên viên theo dõi sau (ngày làm việc)')),
                ('committee_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='báo Thường trực cấp ủy sau (ngày làm việc)')),
                ('off_day', models.CharField(choices=[('before', 'ngày làm việc trước đó'), ('after', 'ngày làm việc kế tiếp')], default='after', max_length=6, verbose_name='rơi vào ngày nghỉ thì nhắc vào')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='gửi thư riêng ngay, không chờ thư tổng hợp')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='heartbeat',
            constraint=models.UniqueConstraint(fields=('program', 'host'), name='program_has_one_heartbeat_a_host'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_rules', to='tasks_app.round'),
        ),
        migrations.AddField(
            model_name='reminderrulehistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='reminderrulehistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.reminderrule'),
        ),
        migrations.AddField(
            model_name='reminderrulehistoryrow',
            name='round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.round'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.UniqueConstraint(fields=('round', 'rule'), name='round_sets_a_reminder_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['due_soon', 'due_today', 'overdue', 'commitment', 'report_due', 'report_late', 'answer', 'direction', 'conclusion'])), name='reminder_rule_is_about_a_reminder'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('every_days', None), ('every_days__gte', 1), _connector='OR'), name='reminder_repeats_after_a_day_or_more'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipients', []), _negated=True), ('is_on', False), _connector='OR'), name='reminder_that_is_on_has_recipients'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderrule',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_reminderrulehistoryrow" ("before_days", "committee_after", "every_days", "id", "is_on", "is_urgent", "off_day", "officer_after", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipients", "round_id", "rule", "unit_head_after", "wait_days") SELECT new_values."before_days", new_values."committee_after", new_values."every_days", new_values."id", new_values."is_on", new_values."is_urgent", new_values."off_day", new_values."officer_after", NOW(), \'them\', new_values."id", new_values."recipients", new_values."round_id", new_values."rule", new_values."unit_head_after", new_values."wait_days" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='258a8e2804c8894bdb06391354b95c23edfb6fa6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_f0558', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_reminderrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderrule',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_reminderrulehistoryrow" ("before_days", "committee_after", "every_days", "id", "is_on", "is_urgent", "off_day", "officer_after", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipients", "round_id", "rule", "unit_head_after", "wait_days") SELECT new_values."before_days", new_values."committee_after", new_values."every_days", new_values."id", new_values."is_on", new_values."is_urgent", new_values."off_day", new_values."officer_after", NOW(), \'sua\', new_values."id", new_values."recipients", new_values."round_id", new_values."rule", new_values."unit_head_after", new_values."wait_days" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cccf8a30f8f8be820911a0fdb3b03a68bca5fa42', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_cbff5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_reminderrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderrule',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_reminderrulehistoryrow" ("before_days", "committee_after", "every_days", "id", "is_on", "is_urgent", "off_day", "officer_after", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipients", "round_id", "rule", "unit_head_after", "wait_days") SELECT old_values."before_days", old_values."committee_after", old_values."every_days", old_values."id", old_values."is_on", old_values."is_urgent", old_values."off_day", old_values."officer_after", NOW(), \'xoa\', old_values."id", old_values."recipients", old_values."round_id", old_values."rule", old_values."unit_head_after", old_values."wait_days" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6e7e0e7795c7762c0e6de0ee078d5ded61ac891a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_4b61c', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_reminderrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderrulehistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='34d3b046e876626f18f4b9275040ff02c3d2c267', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdcb1', table='tasks_app_reminderrulehistoryrow', when='BEFORE')),
        ),
        # As 0002 does for the other history tables.
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON public.tasks_app_reminderrulehistoryrow FROM dotpha_app;",
            "GRANT UPDATE, DELETE ON public.tasks_app_reminderrulehistoryrow TO dotpha_app;",
        ),
    ]
