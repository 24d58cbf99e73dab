"""How is an annex written as .csv, for programs that read nothing else?"""

from tasks_app.exchange.annex_book import LABELS, cells_of, roman
from tasks_app.exchange.writing import csv_bytes


def text(sheet):
    """The bytes of the file."""
    return csv_bytes(_rows(sheet))


def _rows(sheet):
    yield [LABELS[key] for key in sheet.keys]
    number = 0
    for place, group in enumerate(sheet.groups, 1):
        if group.heading:
            yield [roman(place), group.heading]
        for line in group.lines:
            number += 1
            for at, figure in enumerate(line.figures or (None,)):
                values = cells_of(line, number, figure, first=at == 0)
                yield [values.get(key) for key in sheet.keys]
