import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def statement(verb, to):
    added_only = ("registrationurge", "roundevent", "registranthistoryrow")
    lines = [f"{verb} UPDATE, DELETE ON public.tasks_app_{table} {to} dotpha_app;" for table in added_only]
    return "\n".join([*lines, f"{verb} DELETE ON public.tasks_app_registrant {to} dotpha_app;"])


class Migration(migrations.Migration):

    dependencies = [('tasks_app', '0008_round_settings')]

    operations = [
        migrations.CreateModel(
            name='Registrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_required', models.BooleanField(default=True, verbose_name='phải đăng ký')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'đồng chí phải đăng ký',
                'verbose_name_plural': 'đồng chí phải đăng ký',
            },
        ),
        migrations.CreateModel(
            name='RegistrantHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('is_required', models.BooleanField(default=True, verbose_name='phải đăng ký')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RegistrationUrge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'đôn đốc đăng ký',
                'verbose_name_plural': 'đôn đốc đăng ký',
            },
        ),
        migrations.CreateModel(
            name='RoundEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'lập đợt giao việc'), ('changed', 'sửa đợt giao việc'), ('named', 'ghi đồng chí phải đăng ký'), ('excused', 'miễn đăng ký'), ('urged', 'đôn đốc đăng ký')], max_length=10)),
                ('act', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True)),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('data', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'diễn biến của đợt',
                'verbose_name_plural': 'diễn biến của đợt',
            },
        ),
        migrations.AddField(
            model_name='registrant',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registrant',
            name='cadre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registering', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='registrant',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrants', to='tasks_app.round'),
        ),
        migrations.AddField(
            model_name='registranthistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='registranthistoryrow',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registranthistoryrow',
            name='cadre',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='registranthistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.registrant'),
        ),
        migrations.AddField(
            model_name='registranthistoryrow',
            name='round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tasks_app.round'),
        ),
        migrations.AddField(
            model_name='registrationurge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registrationurge',
            name='cadre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registration_urges', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='registrationurge',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registration_urges', to='tasks_app.round'),
        ),
        migrations.AddField(
            model_name='roundevent',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundevent',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tasks_app.round'),
        ),
        migrations.AddConstraint(
            model_name='registrant',
            constraint=models.UniqueConstraint(fields=('round', 'cadre'), name='registrant_is_named_once_in_a_round'),
        ),
        migrations.AddConstraint(
            model_name='registrant',
            constraint=models.CheckConstraint(condition=models.Q(('is_required', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_is_excused_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrant',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_registranthistoryrow" ("at", "by_id", "cadre_id", "id", "is_required", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round_id") SELECT new_values."at", new_values."by_id", new_values."cadre_id", new_values."id", new_values."is_required", NOW(), \'them\', new_values."id", new_values."reason", new_values."round_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='35a57719d814613d591199b8256bf7b5dd34f4d2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_c676d', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_registrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrant',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_registranthistoryrow" ("at", "by_id", "cadre_id", "id", "is_required", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round_id") SELECT new_values."at", new_values."by_id", new_values."cadre_id", new_values."id", new_values."is_required", NOW(), \'sua\', new_values."id", new_values."reason", new_values."round_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='43133d67bbce543dec1bb9b5316006049ba4f6e9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_c05e9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_registrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrant',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_registranthistoryrow" ("at", "by_id", "cadre_id", "id", "is_required", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round_id") SELECT old_values."at", old_values."by_id", old_values."cadre_id", old_values."id", old_values."is_required", NOW(), \'xoa\', old_values."id", old_values."reason", old_values."round_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='105c6ac7c37ba593b7303f617d6338301eb99a7d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_c34e0', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_registrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registranthistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c96799feb57c5546f11bbc2744eda05dd94cd43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_43388', table='tasks_app_registranthistoryrow', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='registrationurge',
            index=models.Index(fields=['round', 'cadre', '-at'], name='registration_urge_newest_first'),
        ),
        migrations.AddIndex(
            model_name='roundevent',
            index=models.Index(fields=['round', '-at', '-id'], name='round_event_newest_first'),
        ),
        migrations.RunSQL(statement("REVOKE", "FROM"), statement("GRANT", "TO")),
    ]
