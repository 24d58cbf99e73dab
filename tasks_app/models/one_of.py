"""How does a condition on many ids stand in an OR without the whole table being read?"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func


class OneOf(Func):
    """`id = ANY(ARRAY(subquery))`: the same as `pk__in=subquery`, read once and then answered by the index.

    Within an OR, PostgreSQL answers `IN (subquery)` only by reading the whole table, and every other arm along with it.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, ids):
        super().__init__(F("pk"), ArraySubquery(ids))
