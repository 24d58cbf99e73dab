"""How is what every request asks about its user written once a day? Writing such a query costs five times as much as running it."""

from django.db import connection

# Stands for the id that is asked about while the query is written.
SOMEBODY = -1


class Asked:
    """A queryset of `values_list` that is narrowed to the id `SOMEBODY`; `of(pk)` gives its rows for another id, as the database does."""

    def __init__(self, queryset):
        self.sql, self.params = queryset.query.sql_with_params()

    def of(self, pk):
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [pk if param == SOMEBODY else param for param in self.params])
            return cursor.fetchall()
