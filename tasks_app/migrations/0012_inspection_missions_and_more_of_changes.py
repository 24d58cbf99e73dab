"""Missions with members, figures and follow-ups; changes granted in part, withdrawn, delegated; files of all of these."""

import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0002_system_actors'),
        ('tasks_app', '0011_deadline_moved_off_a_day_off'),
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
            model_name='changerequest',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'Đang chờ'), ('approved', 'Đồng ý'), ('partly', 'Đồng ý một phần'), ('refused', 'Không đồng ý'), ('withdrawn', 'Đã rút')], default='', max_length=10, verbose_name='quyết định'),
        ),
        migrations.AlterField(
            model_name='changerequesthistoryrow',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'Đang chờ'), ('approved', 'Đồng ý'), ('partly', 'Đồng ý một phần'), ('refused', 'Không đồng ý'), ('withdrawn', 'Đã rút')], default='', max_length=10, verbose_name='quyết định'),
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
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT new_values."captured_on", new_values."change_id", new_values."content_type", new_values."file", new_values."follow_up_id", new_values."id", new_values."indicator_id", new_values."inspection_id", new_values."name", NOW(), \'them\', new_values."id", new_values."removed_at", new_values."report_id", new_values."scan", new_values."sha256", new_values."size", new_values."staged_for", new_values."storage_alias", new_values."task_id", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uuid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1fda91bf08d094585555823fa5310b27a02525fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_49d84', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT new_values."captured_on", new_values."change_id", new_values."content_type", new_values."file", new_values."follow_up_id", new_values."id", new_values."indicator_id", new_values."inspection_id", new_values."name", NOW(), \'sua\', new_values."id", new_values."removed_at", new_values."report_id", new_values."scan", new_values."sha256", new_values."size", new_values."staged_for", new_values."storage_alias", new_values."task_id", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uuid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4e6941796d026805c3529a4cb7664f03b2449e60', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_970fc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_evidencehistoryrow" ("captured_on", "change_id", "content_type", "file", "follow_up_id", "id", "indicator_id", "inspection_id", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "report_id", "scan", "sha256", "size", "staged_for", "storage_alias", "task_id", "uploaded_at", "uploaded_by_id", "uuid") SELECT old_values."captured_on", old_values."change_id", old_values."content_type", old_values."file", old_values."follow_up_id", old_values."id", old_values."indicator_id", old_values."inspection_id", old_values."name", NOW(), \'xoa\', old_values."id", old_values."removed_at", old_values."report_id", old_values."scan", old_values."sha256", old_values."size", old_values."staged_for", old_values."storage_alias", old_values."task_id", old_values."uploaded_at", old_values."uploaded_by_id", old_values."uuid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='36cb99b24a795636e8e92b1d5d19f6b90cc7baeb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_a86f1', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_evidence', when='AFTER')),
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
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('original_target', None), ('original_target__lt', Decimal('1000000000000000')), _connector='OR'), models.Q(('original_whole', None), ('original_whole__lt', Decimal('1000000000000000')), _connector='OR')), name='original_figures_are_numbers'),
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
