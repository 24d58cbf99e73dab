import cadres.models.units
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from cadres.audit import sign_transaction
from django.db import migrations, models


def end_doubled(apps, schema_editor):
    """Two rows that name the same pair for the same days say one thing: the later one is shortened to nothing."""
    Authorisation = apps.get_model("cadres", "Authorisation")
    User = apps.get_model("cadres", "User")
    doubled, last = [], {}
    for row in Authorisation.objects.order_by("cadre_id", "assistant_id", "starts_on", "pk"):
        pair = (row.cadre_id, row.assistant_id)
        before = last.get(pair)
        if before and (before.ends_on is None or before.ends_on > row.starts_on):
            # What the later one added to the end goes to the earlier one.
            if before.ends_on is not None and (row.ends_on is None or row.ends_on > before.ends_on):
                before.ends_on = row.ends_on
            row.ends_on = row.starts_on
            doubled += [before, row]
        else:
            last[pair] = row
    if not doubled:
        return
    sign_transaction(User.objects.get(username="he-thong-migration"), request_id="migration")
    for row in doubled:
        row.save(update_fields=["ends_on"])
    sign_transaction(None)


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0003_hours_of_letters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='authorisation',
            name='authorisation_ends_after_it_starts',
        ),
        migrations.RunPython(end_doubled, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='authorisation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='authorisation_does_not_end_before_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='authorisation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('cadre', '='), ('assistant', '='), (cadres.models.units.DateRange('starts_on', 'ends_on'), '&&')], name='assistant_is_authorised_once_at_a_time'),
        ),
    ]
