"""What does a list declare once, so that it can be taken out as a file under the conditions that its page shows?"""

from collections.abc import Callable
from dataclasses import dataclass

from tasks_app.exchange.list_book import ListColumn


@dataclass(frozen=True, eq=False)
class Listing:
    """`view`: the page of the list, whose rule holds for its file too. `rows(request, on)`: everything that the page shows page
    by page, from the same conditions (`request.GET`) and the same scope: a queryset or a list.

    `columns`: (`ListColumn`, row → str, int, Decimal, date or None). Without columns the rows are tasks, written as the task
    list is.
    """

    code: str
    title: str
    page: str
    view: Callable
    rows: Callable
    columns: tuple = ()

    @property
    def rule(self):
        return self.view.rule


def column(label, value, width=18):
    return ListColumn(label, width), value
