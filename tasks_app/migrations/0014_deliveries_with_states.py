"""What became of each thing owed stands on its own row; a message knows its rung, its doubts and who sent it again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What the message knew until now, written on what it carried; a notice was told when it was written.
FILL = """
UPDATE tasks_app_delivery d SET state = 'sent', settled_at = d.due_at WHERE d.channel = 'in_app';
UPDATE tasks_app_delivery d SET state = 'cancelled', settled_at = d.cancelled_at
    WHERE d.channel <> 'in_app' AND d.cancelled_at IS NOT NULL;
UPDATE tasks_app_delivery d SET state = m.state, settled_at = coalesce(m.sent_at, m.due_at)
    FROM tasks_app_message m
    WHERE m.id = d.message_id AND d.state = 'due' AND m.state IN ('sent', 'withheld', 'dead');
"""
EMPTY = """
UPDATE tasks_app_delivery SET cancelled_at = settled_at WHERE state = 'cancelled';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0013_heartbeats_and_reminder_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_has_the_carrier_of_its_channel',
        ),
        migrations.AddField(
            model_name='delivery',
            name='reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='delivery',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('due', 'Chờ gửi'), ('sent', 'Đã gửi'), ('withheld', 'Không gửi nữa'), ('cancelled', 'Đã hủy'), ('dead', 'Không gửi được')], default='due', max_length=10),
        ),
        migrations.AddField(
            model_name='message',
            name='copies_in_doubt',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='failures',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='in_doubt',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='sent_again_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='sent_again_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn hôm nay'), ('overdue', 'Quá hạn'), ('commitment', 'Chờ cam kết'), ('report_due', 'Đến kỳ báo cáo'), ('report_late', 'Chậm báo cáo'), ('answer', 'Chờ trả lời đôn đốc'), ('direction', 'Chờ trả lời ý kiến chỉ đạo'), ('conclusion', 'Chờ kết luận'), ('urged', 'Đôn đốc'), ('notice', 'Thông báo')], max_length=12),
        ),
        migrations.AlterField(
            model_name='message',
            name='slot',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn'), ('overdue', 'Quá hạn'), ('commitment', 'Chờ cam kết'), ('report', 'Báo cáo tiến độ'), ('urged', 'Đôn đốc'), ('directed', 'Ý kiến chỉ đạo'), ('assigned', 'Giao việc'), ('changed', 'Thay đổi'), ('concluded', 'Kết luận'), ('moved', 'Chuyển bước'), ('register', 'Đăng ký việc'), ('authorised', 'Ủy quyền'), ('waiting', 'Chờ trả lời, chờ kết luận')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['due', 'cancelled'])), fields=['due_at'], name='delivery_open'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['due_at'], name='delivery_by_day'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'dead')), fields=['id'], name='message_dead'),
        ),
        migrations.RunSQL(FILL, EMPTY),
        migrations.RemoveField(
            model_name='delivery',
            name='cancelled_at',
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'in_app'), ('message', None), models.Q(('notice__isnull', False), models.Q(('state', 'sent'), _negated=True), _connector='OR')), models.Q(models.Q(('channel', 'in_app'), _negated=True), ('message__isnull', False), ('notice', None)), _connector='OR'), name='delivery_has_the_carrier_of_its_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'due')), models.Q(models.Q(('state', 'due'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='settled_delivery_has_a_time'),
        ),
    ]
