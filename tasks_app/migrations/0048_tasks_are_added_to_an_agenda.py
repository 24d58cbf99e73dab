import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks_app', '0047_directions_to_outsiders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='meetingitem',
            name='added_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='bổ sung lúc'),
        ),
        migrations.AddField(
            model_name='meetingitem',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='meetingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('added_at', None), ('added_by', None)), models.Q(('added_at__isnull', False), ('added_by__isnull', False)), _connector='OR'), name='what_was_added_to_an_agenda_says_by_whom_and_when'),
        ),
    ]
