"""How do a node's tasks divide by field, by nature, by origin, by management level? Asked for one at a time.

A task of several natures counts under each of them, so that these rows do not add up to the number of tasks.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Func, TextField

from tasks_app.models import Task
from tasks_app.models.marks import mark_case
from tasks_app.statistics.counting import carried_now, named
from tasks_app.statistics.tally import Tally


@dataclass(frozen=True)
class Cut:
    """A way to divide. `param`: the list's condition for a row, or "" where the list has none; `adds_up`: to all tasks."""

    code: str
    label: str
    param: str = ""
    adds_up: bool = True


CUTS = {
    cut.code: cut
    for cut in (
        Cut("linh-vuc", "Lĩnh vực", "linh-vuc"),
        Cut("tinh-chat", "Tính chất việc", "tinh-chat", adds_up=False),
        Cut("nguon", "Nguồn", "nguon"),
        Cut("dien-quan-ly", "Diện quản lý"),
    )
}


@dataclass(frozen=True)
class Part:
    """A row: its code for the list, its words, its figures. `people` are distinct within the row."""

    code: str
    name: str
    tally: Tally
    people: int


def breakdown(node, period, cut, *, on):
    """The rows of one cut, the largest first; two queries."""
    keyed = node.tasks.filter(period.condition).annotate(key=_key(cut), counted=mark_case(on)).order_by()
    tasks, params = named(*keyed.values_list("key", "counted").query.sql_with_params())
    counts: dict = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, mark, count(*) FROM ({tasks}) AS t (key, mark) GROUP BY key, mark", params
        )
        for key, mark, n in cursor.fetchall():
            counts.setdefault(key, {})[mark] = n
        heads = carried_now(keyed).values_list("key", "assignments__cadre")
        rows, params = named(*heads.query.sql_with_params())
        cursor.execute(
            f"SELECT key, count(DISTINCT cadre) FROM ({rows}) AS t (key, cadre) GROUP BY key", params
        )
        people = dict(cursor.fetchall())
    parts = [Part(*_said(cut, key), Tally.of(marks), people.get(key, 0)) for key, marks in counts.items()]
    return sorted(parts, key=lambda part: (-part.tally.tasks, part.name))


def _key(cut):
    if cut.code == "tinh-chat":
        return Func("natures", function="unnest", output_field=TextField())
    return {"linh-vuc": _field_words(), "nguon": F("origin"), "dien-quan-ly": F("management_level")}[cut.code]


def _field_words():
    """A field's code and name in one, so that the rows need no further query."""
    return Func(
        F("field__code"),
        F("field__name"),
        function="concat_ws",
        template="%(function)s('|', %(expressions)s)",
        output_field=TextField(),
    )


def _said(cut, key):
    if cut.code == "linh-vuc":
        return key.split("|", 1)
    if cut.code == "tinh-chat":
        return key, Task.Nature(key).label
    if cut.code == "nguon":
        return key, Task.Origin(key).label
    return "", key or "Chưa ghi diện quản lý"
