"""Exceptions to the plain week: the working calendar as an editable table."""

import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0005_l_open_first_by_due_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDayHistoryrow',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('request_id', models.CharField(db_default=cadres.audit.CurrentRequest(output_field=models.CharField()), max_length=40, verbose_name='mã yêu cầu')),
                ('id', models.BigIntegerField()),
                ('on', models.DateField(verbose_name='ngày')),
                ('is_worked', models.BooleanField(default=False, verbose_name='là ngày làm việc')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True, verbose_name='ngày')),
                ('is_worked', models.BooleanField(default=False, verbose_name='là ngày làm việc')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
            ],
            options={
                'verbose_name': 'ngày trong lịch làm việc',
                'verbose_name_plural': 'lịch làm việc',
                'constraints': [models.CheckConstraint(condition=models.Q(('name', models.Func('name', function='normalize', output_field=models.TextField()))), name='calendar_day_name_is_nfc'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='calendar_day_has_a_name'), models.CheckConstraint(condition=models.Q(('is_worked', False), ('on__iso_week_day__gte', 6), _connector='OR'), name='only_a_weekend_day_is_swapped_to_be_worked'), models.CheckConstraint(condition=models.Q(('on__range', ('2000-01-01', '2100-12-31'))), name='calendar_day_lies_in_this_century')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_calendardayhistoryrow" ("id", "is_worked", "name", "on", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."is_worked", new_values."name", new_values."on", NOW(), \'them\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='15b547221e9ecb123bc714de0ff60462e4aa2457', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_bf46c', referencing='REFERENCING NEW TABLE AS new_values ', table='tasks_app_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_calendardayhistoryrow" ("id", "is_worked", "name", "on", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."is_worked", new_values."name", new_values."on", NOW(), \'sua\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3c9f5f80f550317f86702f35d178fc8aadde93ae', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_56e2c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='tasks_app_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "tasks_app_calendardayhistoryrow" ("id", "is_worked", "name", "on", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."is_worked", old_values."name", old_values."on", NOW(), \'xoa\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='457608eb4a16d1f80912d6e887f6539e4e15e3b1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_12787', referencing='REFERENCING OLD TABLE AS old_values ', table='tasks_app_calendarday', when='AFTER')),
        ),
        migrations.AddField(
            model_name='calendardayhistoryrow',
            name='actor',
            field=models.ForeignKey(db_constraint=False, db_default=cadres.audit.CurrentActor(output_field=models.BigIntegerField()), on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='calendardayhistoryrow',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history_rows', to='tasks_app.calendarday'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendardayhistoryrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4dbaf42610976f28719f68548de6fe0878545f3b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_23e1d', table='tasks_app_calendardayhistoryrow', when='BEFORE')),
        ),
        # As 0002 does for the other history tables.
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON public.tasks_app_calendardayhistoryrow FROM dotpha_app;",
            "GRANT UPDATE, DELETE ON public.tasks_app_calendardayhistoryrow TO dotpha_app;",
        ),
    ]
