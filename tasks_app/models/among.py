"""How is a long list of values handed to a query as one parameter instead of thousands?"""

from django.db.models import BigIntegerField, ForeignKey, Lookup

from tasks_app.models.arrays import array


class Among(Lookup):
    """`pk__among=[…]`: the same rows as `pk__in`, compared with one array. Plain ids only: nothing is looked at or converted.

    A string is taken for the array literal itself."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        ids = self.rhs if isinstance(self.rhs, str) else array(self.rhs)
        return f"{column} = ANY(%s::bigint[])", [*params, ids]


BigIntegerField.register_lookup(Among)
ForeignKey.register_lookup(Among)
