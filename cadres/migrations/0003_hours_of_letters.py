"""At which hour a person gets the digest of the day, and when no letter comes at all."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('cadres', '0002_system_actors'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='them_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='sua_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='xoa_delete',
        ),
        migrations.AddField(
            model_name='user',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(default=7, verbose_name='giờ nhận thư tổng hợp'),
        ),
        migrations.AddField(
            model_name='user',
            name='quiet_from_hour',
            field=models.PositiveSmallIntegerField(default=21, verbose_name='không gửi thư từ'),
        ),
        migrations.AddField(
            model_name='user',
            name='quiet_until_hour',
            field=models.PositiveSmallIntegerField(default=6, verbose_name='không gửi thư đến'),
        ),
        migrations.AddField(
            model_name='userhistoryrow',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(default=7, verbose_name='giờ nhận thư tổng hợp'),
        ),
        migrations.AddField(
            model_name='userhistoryrow',
            name='quiet_from_hour',
            field=models.PositiveSmallIntegerField(default=21, verbose_name='không gửi thư từ'),
        ),
        migrations.AddField(
            model_name='userhistoryrow',
            name='quiet_until_hour',
            field=models.PositiveSmallIntegerField(default=6, verbose_name='không gửi thư đến'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='them_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_userhistoryrow" ("date_joined", "digest_hour", "display_name", "display_title", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "is_system", "last_name", "mail_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from_hour", "quiet_until_hour", "shortcuts_on", "text_size", "username") SELECT new_values."date_joined", new_values."digest_hour", new_values."display_name", new_values."display_title", new_values."email", new_values."first_name", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."is_system", new_values."last_name", new_values."mail_on", NOW(), \'them\', new_values."id", new_values."quiet_from_hour", new_values."quiet_until_hour", new_values."shortcuts_on", new_values."text_size", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='171f1fb1ccf33de28cca88a07007ff55398b4a87', level='STATEMENT', operation='INSERT', pgid='pgtrigger_them_insert_41a15', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='sua_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_userhistoryrow" ("date_joined", "digest_hour", "display_name", "display_title", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "is_system", "last_name", "mail_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from_hour", "quiet_until_hour", "shortcuts_on", "text_size", "username") SELECT new_values."date_joined", new_values."digest_hour", new_values."display_name", new_values."display_title", new_values."email", new_values."first_name", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."is_system", new_values."last_name", new_values."mail_on", NOW(), \'sua\', new_values."id", new_values."quiet_from_hour", new_values."quiet_until_hour", new_values."shortcuts_on", new_values."text_size", new_values."username" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."digest_hour" IS DISTINCT FROM (new_values."digest_hour") OR old_values."display_name" IS DISTINCT FROM (new_values."display_name") OR old_values."display_title" IS DISTINCT FROM (new_values."display_title") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."first_name" IS DISTINCT FROM (new_values."first_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."is_system" IS DISTINCT FROM (new_values."is_system") OR old_values."last_name" IS DISTINCT FROM (new_values."last_name") OR old_values."mail_on" IS DISTINCT FROM (new_values."mail_on") OR old_values."quiet_from_hour" IS DISTINCT FROM (new_values."quiet_from_hour") OR old_values."quiet_until_hour" IS DISTINCT FROM (new_values."quiet_until_hour") OR old_values."shortcuts_on" IS DISTINCT FROM (new_values."shortcuts_on") OR old_values."text_size" IS DISTINCT FROM (new_values."text_size") OR old_values."username" IS DISTINCT FROM (new_values."username")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0abe10c4c237fd49dddecb35ad16035940be229a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_sua_update_9ac63', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='xoa_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_userhistoryrow" ("date_joined", "digest_hour", "display_name", "display_title", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "is_system", "last_name", "mail_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from_hour", "quiet_until_hour", "shortcuts_on", "text_size", "username") SELECT old_values."date_joined", old_values."digest_hour", old_values."display_name", old_values."display_title", old_values."email", old_values."first_name", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."is_system", old_values."last_name", old_values."mail_on", NOW(), \'xoa\', old_values."id", old_values."quiet_from_hour", old_values."quiet_until_hour", old_values."shortcuts_on", old_values."text_size", old_values."username" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bb00200acc93ee3ed2fe16087f03866c004dc5e5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_xoa_delete_6b378', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_user', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23), ('quiet_from_hour__lte', 23), ('quiet_until_hour__lte', 23)), name='hours_of_letters_are_hours_of_a_day'),
        ),
    ]
