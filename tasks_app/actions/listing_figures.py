"""How do the figures still to be reported stand in a table, so that an office types numbers only?"""

from tasks_app.actions.periods import period_to_report
from tasks_app.actions.taking_figures import tasks_to_report
from tasks_app.exchange.annex_book import Figure, amount
from tasks_app.exchange.figures_table import EXPLAINED, FIGURES, WIDTHS
from tasks_app.exchange.list_book import ListSheet, columns_of


def rows_of(round, user, *, unit, on):
    """A tuple an indicator, in the order of the columns. `unit`: only the tasks of its branch."""
    tasks = [
        task for task in tasks_to_report(round, user) if unit is None or task.unit.path.startswith(unit.path)
    ]
    given = [(task, indicator) for task in tasks for indicator in task.figures]
    blank = (None,) * (len(EXPLAINED) - 9)
    return [
        (
            number, task.code, task.title, task.people[0].name, indicator.name, indicator.measure_unit or None,
            *_known(indicator), period_to_report(task, on=on).name, *blank,
        )
        for number, (task, indicator) in enumerate(given, 1)
    ]  # fmt: skip


def _known(indicator):
    """(what is to be reached, what was reached last) as a table shows them."""
    as_figure = Figure(indicator.name, indicator.kind, whole=indicator.whole)
    return amount(as_figure, indicator.target, True), amount(as_figure, indicator.current)


def sheet_of(round, rows, *, unit, on, demo):
    of = f", {unit.name}" if unit else ""
    note = f"Tính đến ngày {on:%d/%m/%Y}" + (". Dữ liệu minh họa" if demo else "")
    columns = columns_of(FIGURES, WIDTHS, EXPLAINED)
    return ListSheet(
        round.committee.name,
        f"Số liệu {round.name[:1].lower()}{round.name[1:]}{of}",
        note,
        columns,
        tuple(rows),
        "Số liệu",
    )
