import cadres.audit
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('tasks_app', '0009_registrants')]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='url',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn'), ('overdue', 'Quá hạn'), ('commitment', 'Chờ cam kết'), ('report', 'Báo cáo tiến độ'), ('urged', 'Đôn đốc'), ('directed', 'Ý kiến chỉ đạo'), ('assigned', 'Giao việc'), ('changed', 'Thay đổi'), ('concluded', 'Kết luận'), ('moved', 'Chuyển bước'), ('register', 'Đăng ký việc'), ('authorised', 'Ủy quyền')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('task__isnull', False), ('url', '')), models.Q(('task', None), models.Q(('url', ''), _negated=True)), _connector='OR'), name='notice_leads_to_one_place'),
        ),
    ]
