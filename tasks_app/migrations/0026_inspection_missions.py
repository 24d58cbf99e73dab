"""Missions with members; figures that a team found, and what it asked for."""

import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0005_delegated_offices'),
        ('tasks_app', '0025_reports_corrected_plans_approved_drafts_by_revision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='kiến nghị')),
                ('addressee', models.CharField(max_length=300, verbose_name='gửi tới')),
                ('due_on', models.DateField(verbose_name='thực hiện trước ngày')),
                ('done_text', models.TextField(blank=True, max_length=2000, verbose_name='kết quả thực hiện')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='báo cáo thực hiện lúc')),
                ('returned_reason', models.CharField(blank=True, max_length=1000, verbose_name='yêu cầu thực hiện tiếp')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='đã thực hiện ngày')),
                ('closing_note', models.TextField(blank=True, max_length=2000, verbose_name='ý kiến xác nhận')),
            ],
            options={
                'verbose_name': 'kiến nghị sau kiểm tra',
                'verbose_name_plural': 'kiến nghị sau kiểm tra',
            },
        ),
        migrations.CreateModel(
            name='FollowUpHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(max_length=2000, verbose_name='kiến nghị')),
                ('addressee', models.CharField(max_length=300, verbose_name='gửi tới')),
                ('due_on', models.DateField(verbose_name='thực hiện trước ngày')),
                ('done_text', models.TextField(blank=True, max_length=2000, verbose_name='kết quả thực hiện')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='báo cáo thực hiện lúc')),
                ('returned_reason', models.CharField(blank=True, max_length=1000, verbose_name='yêu cầu thực hiện tiếp')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='đã thực hiện ngày')),
                ('closing_note', models.TextField(blank=True, max_length=2000, verbose_name='ý kiến xác nhận')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InspectedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True, verbose_name='tự báo cáo')),
                ('value', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True, verbose_name='số liệu kiểm tra')),
            ],
            options={
                'verbose_name': 'số liệu kiểm tra',
                'verbose_name_plural': 'số liệu kiểm tra',
            },
        ),
        migrations.CreateModel(
            name='InspectedFigureHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('reported', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True, verbose_name='tự báo cáo')),
                ('value', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True, verbose_name='số liệu kiểm tra')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InspectionMission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='đoàn kiểm tra')),
                ('subject', models.CharField(blank=True, max_length=500, verbose_name='nội dung kiểm tra')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến ngày')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='nơi kiểm tra')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='kết thúc ngày')),
                ('at', models.DateTimeField(verbose_name='lập lúc')),
            ],
            options={
                'verbose_name': 'đoàn kiểm tra',
                'verbose_name_plural': 'đoàn kiểm tra',
            },
        ),
        migrations.CreateModel(
            name='InspectionMissionHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=300, verbose_name='đoàn kiểm tra')),
                ('subject', models.CharField(blank=True, max_length=500, verbose_name='nội dung kiểm tra')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến ngày')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='nơi kiểm tra')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='kết thúc ngày')),
                ('at', models.DateTimeField(verbose_name='lập lúc')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MissionMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('head', 'Trưởng đoàn'), ('secretary', 'Thư ký'), ('member', 'Thành viên')], default='member', max_length=9, verbose_name='vai trò')),
                ('name', models.CharField(max_length=120, verbose_name='họ tên')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='chức vụ')),
            ],
            options={
                'verbose_name': 'thành viên đoàn kiểm tra',
                'verbose_name_plural': 'thành viên đoàn kiểm tra',
            },
        ),
        migrations.CreateModel(
            name='MissionMemberHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('head', 'Trưởng đoàn'), ('secretary', 'Thư ký'), ('member', 'Thành viên')], default='member', max_length=9, verbose_name='vai trò')),
                ('name', models.CharField(max_length=120, verbose_name='họ tên')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='chức vụ')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
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
        migrations.AddField(
            model_name='inspection',
            name='dropped_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='lý do không kiểm tra'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='recorded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ghi kết quả lúc'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspectionhistoryrow',
            name='dropped_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='lý do không kiểm tra'),
        ),
        migrations.AddField(
            model_name='inspectionhistoryrow',
            name='recorded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ghi kết quả lúc'),
        ),
        migrations.AddField(
            model_name='inspectionhistoryrow',
            name='recorded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='inspection',
            name='at',
            field=models.DateTimeField(verbose_name='đưa vào lúc'),
        ),
        migrations.AlterField(
            model_name='inspection',
            name='findings',
            field=models.TextField(blank=True, max_length=4000, verbose_name='kết quả kiểm tra'),
        ),
        migrations.AlterField(
            model_name='inspectionhistoryrow',
            name='at',
            field=models.DateTimeField(verbose_name='đưa vào lúc'),
        ),
        migrations.AlterField(
            model_name='inspectionhistoryrow',
            name='findings',
            field=models.TextField(blank=True, max_length=4000, verbose_name='kết quả kiểm tra'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "follow_up_due_on", "followed_up_on", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recommendations", "recorded_at", "recorded_by_id", "task_id", "team") SELECT new_values."at", new_values."by_id", new_values."dropped_reason", new_values."findings", new_values."follow_up_due_on", new_values."followed_up_on", new_values."id", new_values."inspected_on", new_values."minutes_no", new_values."mission_id", NOW(), \'them\', new_values."id", new_values."place", new_values."recommendations", new_values."recorded_at", new_values."recorded_by_id", new_values."task_id", new_values."team" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='af718111cc4262d04d71ea9fa44b43fcfccd2293', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_f7f94', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "follow_up_due_on", "followed_up_on", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recommendations", "recorded_at", "recorded_by_id", "task_id", "team") SELECT new_values."at", new_values."by_id", new_values."dropped_reason", new_values."findings", new_values."follow_up_due_on", new_values."followed_up_on", new_values."id", new_values."inspected_on", new_values."minutes_no", new_values."mission_id", NOW(), \'sua\', new_values."id", new_values."place", new_values."recommendations", new_values."recorded_at", new_values."recorded_by_id", new_values."task_id", new_values."team" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='439cf77d6698bf67dd97078dd5360a0786c9caa5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_d3c2c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionhistoryrow" ("at", "by_id", "dropped_reason", "findings", "follow_up_due_on", "followed_up_on", "id", "inspected_on", "minutes_no", "mission_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recommendations", "recorded_at", "recorded_by_id", "task_id", "team") SELECT old_values."at", old_values."by_id", old_values."dropped_reason", old_values."findings", old_values."follow_up_due_on", old_values."followed_up_on", old_values."id", old_values."inspected_on", old_values."minutes_no", old_values."mission_id", NOW(), \'xoa\', old_values."id", old_values."place", old_values."recommendations", old_values."recorded_at", old_values."recorded_by_id", old_values."task_id", old_values."team" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='755d26b2bd128c39e3ab88dc39b106d41e2f356b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_eee58', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_inspection', when='AFTER')),
        ),
        migrations.AddField(
            model_name='followup',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='inspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='followup',
            name='to_cadre',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='followup',
            name='to_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cadres.unit'),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='done_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='inspection',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.followup'),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='to_cadre',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='followuphistoryrow',
            name='to_unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit'),
        ),
        migrations.AddField(
            model_name='inspectedfigure',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspected_figures', to='tasks_app.indicator'),
        ),
        migrations.AddField(
            model_name='inspectedfigure',
            name='inspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='inspectedfigurehistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='inspectedfigurehistoryrow',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.indicator'),
        ),
        migrations.AddField(
            model_name='inspectedfigurehistoryrow',
            name='inspection',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspection'),
        ),
        migrations.AddField(
            model_name='inspectedfigurehistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.inspectedfigure'),
        ),
        migrations.AddField(
            model_name='inspectionmission',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspectionmission',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_missions', to='cadres.unit', verbose_name='cấp ủy'),
        ),
        migrations.AddField(
            model_name='inspectionmission',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks_app.document', verbose_name='quyết định, kế hoạch kiểm tra'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='mission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='tasks_app.inspectionmission'),
        ),
        migrations.AddField(
            model_name='inspectionhistoryrow',
            name='mission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspectionmission'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(fields=['task', '-inspected_on', '-id'], name='inspection_newest_first'),
        ),
        migrations.AddField(
            model_name='inspectionmissionhistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='inspectionmissionhistoryrow',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspectionmissionhistoryrow',
            name='committee',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit', verbose_name='cấp ủy'),
        ),
        migrations.AddField(
            model_name='inspectionmissionhistoryrow',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.document', verbose_name='quyết định, kế hoạch kiểm tra'),
        ),
        migrations.AddField(
            model_name='inspectionmissionhistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.inspectionmission'),
        ),
        migrations.AddField(
            model_name='missionmember',
            name='cadre',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspection_memberships', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='missionmember',
            name='mission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='tasks_app.inspectionmission'),
        ),
        migrations.AddField(
            model_name='missionmemberhistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='missionmemberhistoryrow',
            name='cadre',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='missionmemberhistoryrow',
            name='mission',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.inspectionmission'),
        ),
        migrations.AddField(
            model_name='missionmemberhistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.missionmember'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('closed_on', None)), fields=['due_on', 'id'], name='follow_up_due_first'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to_cadre__isnull', False), ('to_unit', None)), models.Q(('to_cadre', None), ('to_unit__isnull', False)), _connector='OR'), name='follow_up_goes_to_one_cadre_or_one_unit'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('done_text', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('done_text', ''), _negated=True)), _connector='OR'), name='follow_up_done_has_text_person_and_time'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by', None), ('closed_on', None)), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False), ('done_at__isnull', False)), _connector='OR'), name='closed_follow_up_says_what_was_done_and_who_confirmed_it'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_followuphistoryrow" ("addressee", "closed_by_id", "closed_on", "closing_note", "done_at", "done_by_id", "done_text", "due_on", "id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "text", "to_cadre_id", "to_unit_id") SELECT new_values."addressee", new_values."closed_by_id", new_values."closed_on", new_values."closing_note", new_values."done_at", new_values."done_by_id", new_values."done_text", new_values."due_on", new_values."id", new_values."inspection_id", NOW(), \'them\', new_values."id", new_values."returned_reason", new_values."text", new_values."to_cadre_id", new_values."to_unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f843d5cda38416774d4b13a922a8ae9afeacec44', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_6a941', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_followuphistoryrow" ("addressee", "closed_by_id", "closed_on", "closing_note", "done_at", "done_by_id", "done_text", "due_on", "id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "text", "to_cadre_id", "to_unit_id") SELECT new_values."addressee", new_values."closed_by_id", new_values."closed_on", new_values."closing_note", new_values."done_at", new_values."done_by_id", new_values."done_text", new_values."due_on", new_values."id", new_values."inspection_id", NOW(), \'sua\', new_values."id", new_values."returned_reason", new_values."text", new_values."to_cadre_id", new_values."to_unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a26dc22d51019b754f279922455821e549a62459', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_9dbe5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_followuphistoryrow" ("addressee", "closed_by_id", "closed_on", "closing_note", "done_at", "done_by_id", "done_text", "due_on", "id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "text", "to_cadre_id", "to_unit_id") SELECT old_values."addressee", old_values."closed_by_id", old_values."closed_on", old_values."closing_note", old_values."done_at", old_values."done_by_id", old_values."done_text", old_values."due_on", old_values."id", old_values."inspection_id", NOW(), \'xoa\', old_values."id", old_values."returned_reason", old_values."text", old_values."to_cadre_id", old_values."to_unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='de1645afbb0744a5584e5338df0a6e684626f474', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_b47de', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followuphistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f78e48e9ab8b6d8e9b97eb0021c4638971fe4c93', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e29ba', table='tasks_app_followuphistoryrow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='inspectedfigure',
            constraint=models.UniqueConstraint(fields=('inspection', 'indicator'), name='an_inspection_reads_an_indicator_once'),
        ),
        migrations.AddConstraint(
            model_name='inspectedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', False)), name='inspected_figure_has_a_value'),
        ),
        migrations.AddConstraint(
            model_name='inspectedfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported', None), ('reported__lt', Decimal('1000000000000000')), _connector='OR'), models.Q(('value', None), ('value__lt', Decimal('1000000000000000')), _connector='OR')), name='inspected_figures_are_numbers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectedfigure',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectedfigurehistoryrow" ("id", "indicator_id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "value") SELECT new_values."id", new_values."indicator_id", new_values."inspection_id", NOW(), \'them\', new_values."id", new_values."reported", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='42a378ca09aca79fb81d58bc83a6eeb62c7a9a2d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_23198', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_inspectedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectedfigure',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectedfigurehistoryrow" ("id", "indicator_id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "value") SELECT new_values."id", new_values."indicator_id", new_values."inspection_id", NOW(), \'sua\', new_values."id", new_values."reported", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='493db6dd89d48b5268b67dea2e0f234fd00060b3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_c06cc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_inspectedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectedfigure',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectedfigurehistoryrow" ("id", "indicator_id", "inspection_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "value") SELECT old_values."id", old_values."indicator_id", old_values."inspection_id", NOW(), \'xoa\', old_values."id", old_values."reported", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='355d0591c0a5d78cec74722735eb56b26e6be85c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_8daaa', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_inspectedfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectedfigurehistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='530f04f037e568e0b454e9c6f7079c4ad42ddc86', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c47cc', table='tasks_app_inspectedfigurehistoryrow', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='inspectionmission',
            index=models.Index(fields=['committee', '-starts_on', '-id'], name='mission_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='inspectionmission',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='mission_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='inspectionmission',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='mission_has_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionmission',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionmissionhistoryrow" ("at", "by_id", "closed_on", "committee_id", "document_id", "ends_on", "id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_on", "subject") SELECT new_values."at", new_values."by_id", new_values."closed_on", new_values."committee_id", new_values."document_id", new_values."ends_on", new_values."id", new_values."name", NOW(), \'them\', new_values."id", new_values."place", new_values."starts_on", new_values."subject" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c1bf0b9c6ead39d09be83cc90817030bc9859861', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_bdb9a', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_inspectionmission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionmission',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionmissionhistoryrow" ("at", "by_id", "closed_on", "committee_id", "document_id", "ends_on", "id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_on", "subject") SELECT new_values."at", new_values."by_id", new_values."closed_on", new_values."committee_id", new_values."document_id", new_values."ends_on", new_values."id", new_values."name", NOW(), \'sua\', new_values."id", new_values."place", new_values."starts_on", new_values."subject" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='388311cd7b9f5c87fb9d7c565ec151ea746e25f1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_39498', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_inspectionmission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionmission',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_inspectionmissionhistoryrow" ("at", "by_id", "closed_on", "committee_id", "document_id", "ends_on", "id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_on", "subject") SELECT old_values."at", old_values."by_id", old_values."closed_on", old_values."committee_id", old_values."document_id", old_values."ends_on", old_values."id", old_values."name", NOW(), \'xoa\', old_values."id", old_values."place", old_values."starts_on", old_values."subject" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b096e0e32b5f6b485cce2862cdf3f5efcb407b40', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_0b03f', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_inspectionmission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionmissionhistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cf28475ddce69903c98c2a38ae68ca22f321e09b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8acde', table='tasks_app_inspectionmissionhistoryrow', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='missionmember',
            index=models.Index(fields=['cadre', 'mission'], name='mission_of_a_cadre'),
        ),
        migrations.AddConstraint(
            model_name='missionmember',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'head')), fields=('mission',), name='a_mission_has_one_head'),
        ),
        migrations.AddConstraint(
            model_name='missionmember',
            constraint=models.UniqueConstraint(fields=('mission', 'cadre'), name='a_cadre_is_in_a_mission_once'),
        ),
        migrations.AddConstraint(
            model_name='missionmember',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='mission_member_has_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='missionmember',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_missionmemberhistoryrow" ("cadre_id", "id", "mission_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") SELECT new_values."cadre_id", new_values."id", new_values."mission_id", new_values."name", NOW(), \'them\', new_values."id", new_values."role", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d3a653ebf47b29c9d82e142d419efdff4f719d70', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_efeba', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_missionmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='missionmember',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_missionmemberhistoryrow" ("cadre_id", "id", "mission_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") SELECT new_values."cadre_id", new_values."id", new_values."mission_id", new_values."name", NOW(), \'sua\', new_values."id", new_values."role", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='246a16e4bce5cd1746473087eab7fb3e60d3810d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_fd64a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_missionmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='missionmember',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_missionmemberhistoryrow" ("cadre_id", "id", "mission_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") SELECT old_values."cadre_id", old_values."id", old_values."mission_id", old_values."name", NOW(), \'xoa\', old_values."id", old_values."role", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='054d48fd805c99ed1402d2f4db703b1d6b08ba0a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_77e67', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_missionmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='missionmemberhistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13dfd7336ead510fecaebd2832ea45480c793ca2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_796f0', table='tasks_app_missionmemberhistoryrow', when='BEFORE')),
        ),
    ]
