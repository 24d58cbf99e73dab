"""Papers as they were made, own templates, settings and batches."""

import cadres.audit
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import tasks_app.models.evidence
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0002_system_actors'),
        ('tasks_app', '0036_number_is_used_once_a_year'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=30, verbose_name='loại văn bản')),
                ('data', models.JSONField(verbose_name='nội dung')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('summary', models.CharField(blank=True, max_length=400, verbose_name='trích yếu')),
                ('at', models.DateTimeField(verbose_name='soạn lúc')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cadres.unit', verbose_name='cấp giao')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người soạn')),
                ('cadre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cadres.cadre')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='tasks_app.document')),
                ('tasks', models.ManyToManyField(related_name='papers', to='tasks_app.task', verbose_name='việc')),
            ],
            options={
                'verbose_name': 'văn bản soạn từ hệ thống',
                'verbose_name_plural': 'văn bản soạn từ hệ thống',
            },
        ),
        migrations.CreateModel(
            name='PaperBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=30, verbose_name='loại văn bản')),
                ('as_one', models.BooleanField(default=False, verbose_name='một tệp')),
                ('tasks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='việc')),
                ('status', models.CharField(choices=[('waiting', 'Đang chờ'), ('running', 'Đang soạn'), ('done', 'Đã xong'), ('failed', 'Không soạn được')], default='waiting', max_length=8, verbose_name='tình trạng')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='tổng số')),
                ('made', models.PositiveIntegerField(default=0, verbose_name='đã soạn')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('file', models.FileField(blank=True, storage=tasks_app.models.evidence.evidence_storage, upload_to=tasks_app.models.evidence.random_name, verbose_name='tệp')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='dung lượng (byte)')),
                ('at', models.DateTimeField(verbose_name='yêu cầu lúc')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cadres.unit')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'đợt soạn nhiều văn bản',
                'verbose_name_plural': 'đợt soạn nhiều văn bản',
            },
        ),
        migrations.CreateModel(
            name='PaperBatchHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(max_length=30, verbose_name='loại văn bản')),
                ('as_one', models.BooleanField(default=False, verbose_name='một tệp')),
                ('tasks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='việc')),
                ('status', models.CharField(choices=[('waiting', 'Đang chờ'), ('running', 'Đang soạn'), ('done', 'Đã xong'), ('failed', 'Không soạn được')], default='waiting', max_length=8, verbose_name='tình trạng')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='tổng số')),
                ('made', models.PositiveIntegerField(default=0, verbose_name='đã soạn')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('file', models.FileField(blank=True, storage=tasks_app.models.evidence.evidence_storage, upload_to=tasks_app.models.evidence.random_name, verbose_name='tệp')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='dung lượng (byte)')),
                ('at', models.DateTimeField(verbose_name='yêu cầu lúc')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
                ('actor', models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.paperbatch')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PaperSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('layout', models.CharField(choices=[('party', 'Văn bản của Đảng (Hướng dẫn 36-HD/VPTW)'), ('state', 'Văn bản Nhà nước (Nghị định 30/2020/NĐ-CP)')], default='party', max_length=5, verbose_name='thể thức')),
                ('old_spelling', models.BooleanField(default=False, verbose_name='viết dấu kiểu uỷ, hoá, hoà')),
                ('superior', models.CharField(blank=True, max_length=200, verbose_name='tên cơ quan cấp trên')),
                ('name', models.CharField(max_length=200, verbose_name='tên cơ quan ban hành')),
                ('suffix', models.CharField(max_length=20, verbose_name='ký hiệu cơ quan')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='địa danh')),
                ('authority', models.CharField(blank=True, max_length=120, verbose_name='thẩm quyền ký')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='chức vụ người ký')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='họ tên người ký')),
                ('recipients', models.TextField(blank=True, max_length=1000, verbose_name='nơi nhận')),
                ('agency_superior', models.CharField(blank=True, max_length=200, verbose_name='cơ quan cấp trên của cơ quan tham mưu')),
                ('agency_name', models.CharField(max_length=200, verbose_name='cơ quan tham mưu')),
                ('agency_suffix', models.CharField(max_length=20, verbose_name='ký hiệu cơ quan tham mưu')),
                ('agency_authority', models.CharField(blank=True, max_length=120, verbose_name='thẩm quyền ký của cơ quan tham mưu')),
                ('agency_title', models.CharField(blank=True, max_length=120, verbose_name='chức vụ người ký của cơ quan tham mưu')),
                ('agency_signer', models.CharField(blank=True, max_length=120, verbose_name='họ tên người ký của cơ quan tham mưu')),
                ('agency_recipients', models.TextField(blank=True, max_length=1000, verbose_name='nơi nhận của cơ quan tham mưu')),
                ('dimensions', models.JSONField(blank=True, default=dict, verbose_name='kích thước')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper_settings', to='cadres.unit')),
            ],
            options={
                'verbose_name': 'thể thức văn bản',
                'verbose_name_plural': 'thể thức văn bản',
            },
        ),
        migrations.CreateModel(
            name='PaperSettingsHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('layout', models.CharField(choices=[('party', 'Văn bản của Đảng (Hướng dẫn 36-HD/VPTW)'), ('state', 'Văn bản Nhà nước (Nghị định 30/2020/NĐ-CP)')], default='party', max_length=5, verbose_name='thể thức')),
                ('old_spelling', models.BooleanField(default=False, verbose_name='viết dấu kiểu uỷ, hoá, hoà')),
                ('superior', models.CharField(blank=True, max_length=200, verbose_name='tên cơ quan cấp trên')),
                ('name', models.CharField(max_length=200, verbose_name='tên cơ quan ban hành')),
                ('suffix', models.CharField(max_length=20, verbose_name='ký hiệu cơ quan')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='địa danh')),
                ('authority', models.CharField(blank=True, max_length=120, verbose_name='thẩm quyền ký')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='chức vụ người ký')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='họ tên người ký')),
                ('recipients', models.TextField(blank=True, max_length=1000, verbose_name='nơi nhận')),
                ('agency_superior', models.CharField(blank=True, max_length=200, verbose_name='cơ quan cấp trên của cơ quan tham mưu')),
                ('agency_name', models.CharField(max_length=200, verbose_name='cơ quan tham mưu')),
                ('agency_suffix', models.CharField(max_length=20, verbose_name='ký hiệu cơ quan tham mưu')),
                ('agency_authority', models.CharField(blank=True, max_length=120, verbose_name='thẩm quyền ký của cơ quan tham mưu')),
                ('agency_title', models.CharField(blank=True, max_length=120, verbose_name='chức vụ người ký của cơ quan tham mưu')),
                ('agency_signer', models.CharField(blank=True, max_length=120, verbose_name='họ tên người ký của cơ quan tham mưu')),
                ('agency_recipients', models.TextField(blank=True, max_length=1000, verbose_name='nơi nhận của cơ quan tham mưu')),
                ('dimensions', models.JSONField(blank=True, default=dict, verbose_name='kích thước')),
                ('actor', models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.papersettings')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PaperTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='loại văn bản')),
                ('number', models.PositiveSmallIntegerField(verbose_name='bản')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='tên tệp')),
                ('content', models.BinaryField(blank=True, null=True, verbose_name='mẫu')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_templates', to='cadres.unit')),
            ],
            options={
                'verbose_name': 'mẫu văn bản',
                'verbose_name_plural': 'mẫu văn bản',
            },
        ),
        migrations.CreateModel(
            name='PaperHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(max_length=30, verbose_name='loại văn bản')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('summary', models.CharField(blank=True, max_length=400, verbose_name='trích yếu')),
                ('at', models.DateTimeField(verbose_name='soạn lúc')),
                ('actor', models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.unit', verbose_name='cấp giao')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người soạn')),
                ('cadre', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.document')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.paper')),
                ('template', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.papertemplate')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='paper',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks_app.papertemplate'),
        ),
        migrations.AddIndex(
            model_name='paperbatch',
            index=models.Index(condition=models.Q(('status__in', ['waiting', 'running'])), fields=['at'], name='batch_still_owed'),
        ),
        migrations.AddConstraint(
            model_name='paperbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('finished_at__isnull', False), models.Q(('file', ''), _negated=True)), _connector='OR'), name='finished_batch_has_a_file_and_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paperbatch',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperbatchhistoryrow" ("as_one", "at", "attempts", "body_id", "by_id", "file", "finished_at", "id", "kind", "lease_until", "made", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "size", "status", "tasks", "total", "uuid") SELECT new_values."as_one", new_values."at", new_values."attempts", new_values."body_id", new_values."by_id", new_values."file", new_values."finished_at", new_values."id", new_values."kind", new_values."lease_until", new_values."made", NOW(), \'them\', new_values."id", new_values."problem", new_values."size", new_values."status", new_values."tasks", new_values."total", new_values."uuid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='31cc79c4d413f8cc9f6d781f46f0e94c2753736f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_5d116', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_paperbatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paperbatch',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperbatchhistoryrow" ("as_one", "at", "attempts", "body_id", "by_id", "file", "finished_at", "id", "kind", "lease_until", "made", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "size", "status", "tasks", "total", "uuid") SELECT new_values."as_one", new_values."at", new_values."attempts", new_values."body_id", new_values."by_id", new_values."file", new_values."finished_at", new_values."id", new_values."kind", new_values."lease_until", new_values."made", NOW(), \'sua\', new_values."id", new_values."problem", new_values."size", new_values."status", new_values."tasks", new_values."total", new_values."uuid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='71cfa91f077ba6bc50fc8330b57142503b4b2344', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_79326', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_paperbatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paperbatch',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperbatchhistoryrow" ("as_one", "at", "attempts", "body_id", "by_id", "file", "finished_at", "id", "kind", "lease_until", "made", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "size", "status", "tasks", "total", "uuid") SELECT old_values."as_one", old_values."at", old_values."attempts", old_values."body_id", old_values."by_id", old_values."file", old_values."finished_at", old_values."id", old_values."kind", old_values."lease_until", old_values."made", NOW(), \'xoa\', old_values."id", old_values."problem", old_values."size", old_values."status", old_values."tasks", old_values."total", old_values."uuid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='abc5fdf2ed990e42c2b75ea9bb9fff4edf4ac6a3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_a0def', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_paperbatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paperbatchhistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dc6c938b1368c9fd1cdea3bf735b187e0e5eb69c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7b7a9', table='tasks_app_paperbatchhistoryrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersettings',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_papersettingshistoryrow" ("agency_authority", "agency_name", "agency_recipients", "agency_signer", "agency_suffix", "agency_superior", "agency_title", "authority", "dimensions", "id", "layout", "name", "old_spelling", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recipients", "signer", "suffix", "superior", "title", "unit_id") SELECT new_values."agency_authority", new_values."agency_name", new_values."agency_recipients", new_values."agency_signer", new_values."agency_suffix", new_values."agency_superior", new_values."agency_title", new_values."authority", new_values."dimensions", new_values."id", new_values."layout", new_values."name", new_values."old_spelling", NOW(), \'them\', new_values."id", new_values."place", new_values."recipients", new_values."signer", new_values."suffix", new_values."superior", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b89bf0ac8d3d492f89f504b72587bdacf35cbcfc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_6ca89', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_papersettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersettings',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_papersettingshistoryrow" ("agency_authority", "agency_name", "agency_recipients", "agency_signer", "agency_suffix", "agency_superior", "agency_title", "authority", "dimensions", "id", "layout", "name", "old_spelling", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recipients", "signer", "suffix", "superior", "title", "unit_id") SELECT new_values."agency_authority", new_values."agency_name", new_values."agency_recipients", new_values."agency_signer", new_values."agency_suffix", new_values."agency_superior", new_values."agency_title", new_values."authority", new_values."dimensions", new_values."id", new_values."layout", new_values."name", new_values."old_spelling", NOW(), \'sua\', new_values."id", new_values."place", new_values."recipients", new_values."signer", new_values."suffix", new_values."superior", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='81903cf86c6253e0ef5ffe61fa1a0738f3c5b7dc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_cc769', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_papersettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersettings',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_papersettingshistoryrow" ("agency_authority", "agency_name", "agency_recipients", "agency_signer", "agency_suffix", "agency_superior", "agency_title", "authority", "dimensions", "id", "layout", "name", "old_spelling", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recipients", "signer", "suffix", "superior", "title", "unit_id") SELECT old_values."agency_authority", old_values."agency_name", old_values."agency_recipients", old_values."agency_signer", old_values."agency_suffix", old_values."agency_superior", old_values."agency_title", old_values."authority", old_values."dimensions", old_values."id", old_values."layout", old_values."name", old_values."old_spelling", NOW(), \'xoa\', old_values."id", old_values."place", old_values."recipients", old_values."signer", old_values."suffix", old_values."superior", old_values."title", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f7851f94c5df6734de65dc7fd1701b06adb05c34', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_1ec4b', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_papersettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersettingshistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='211276c4483b347f737b28ddf61c3e8134462e0b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9862d', table='tasks_app_papersettingshistoryrow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='papertemplate',
            constraint=models.UniqueConstraint(fields=('unit', 'kind', 'number'), name='template_version_is_written_once'),
        ),
        migrations.AddConstraint(
            model_name='papertemplate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content', None), ('sha256', '')), models.Q(('content__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='template_has_content_and_sha256_or_neither'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paperhistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2cdb61efabe87ec4750fdcbbcd46abf03f98247', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6a828', table='tasks_app_paperhistoryrow', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['body', '-at'], name='paper_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('digest', 'by'), name='the_same_paper_is_made_once_by_a_person'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperhistoryrow" ("at", "body_id", "by_id", "cadre_id", "digest", "document_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary", "template_id", "uuid") SELECT new_values."at", new_values."body_id", new_values."by_id", new_values."cadre_id", new_values."digest", new_values."document_id", new_values."id", new_values."kind", NOW(), \'them\', new_values."id", new_values."summary", new_values."template_id", new_values."uuid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9b33bd644f3a05c8d0f0081b26fb5f700258b90', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_16a5d', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_paper', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperhistoryrow" ("at", "body_id", "by_id", "cadre_id", "digest", "document_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary", "template_id", "uuid") SELECT new_values."at", new_values."body_id", new_values."by_id", new_values."cadre_id", new_values."digest", new_values."document_id", new_values."id", new_values."kind", NOW(), \'sua\', new_values."id", new_values."summary", new_values."template_id", new_values."uuid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."body_id" IS DISTINCT FROM (new_values."body_id") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."cadre_id" IS DISTINCT FROM (new_values."cadre_id") OR old_values."digest" IS DISTINCT FROM (new_values."digest") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."template_id" IS DISTINCT FROM (new_values."template_id") OR old_values."uuid" IS DISTINCT FROM (new_values."uuid")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e7c5ddb910eba856496f7b75d5f9f80561dcdcbc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_5f946', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_paper', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_paperhistoryrow" ("at", "body_id", "by_id", "cadre_id", "digest", "document_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary", "template_id", "uuid") SELECT old_values."at", old_values."body_id", old_values."by_id", old_values."cadre_id", old_values."digest", old_values."document_id", old_values."id", old_values."kind", NOW(), \'xoa\', old_values."id", old_values."summary", old_values."template_id", old_values."uuid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e119338ba961d5fad1f8c0fd03b296a44d26f75c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_a8b3a', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_paper', when='AFTER')),
        ),
    ]
