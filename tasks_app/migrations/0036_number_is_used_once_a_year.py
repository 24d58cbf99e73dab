"""A number used twice in one body and year is refused."""

from django.db import migrations, models
from django.db.models.functions import ExtractYear


class Migration(migrations.Migration):
    dependencies = [("tasks_app", "0035_repeated_numbers_are_marked")]
    operations = [
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(models.F('body'), models.F('direction'), models.Func(models.Func('issuer_name', function='public.vi_unaccent'), output_field=models.TextField(), template="ltrim(%(expressions)s, '0')"), models.Func(models.Func('symbol', function='public.vi_unaccent'), output_field=models.TextField(), template="ltrim(%(expressions)s, '0')"), models.Func(models.Func('number', function='public.vi_unaccent'), output_field=models.TextField(), template="ltrim(%(expressions)s, '0')"), ExtractYear('issued_on'), condition=models.Q(('repeats_number', False)), name='number_is_used_once_a_year'),
        ),
    ]
