"""How is an annex written as .csv, for programs that read nothing else?

UTF-8 with its mark, semicolons and decimal commas, as Excel in Vietnamese opens it; texts that a program would run are guarded.
"""

import csv
import io
from datetime import date
from decimal import Decimal

from tasks_app.exchange.annex_book import LABELS, cells_of, roman, shown
from tasks_app.exchange.delimited import guarded


def text(sheet):
    """The bytes of the file."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([LABELS[key] for key in sheet.keys])
    number = 0
    for place, group in enumerate(sheet.groups, 1):
        if group.heading:
            writer.writerow([roman(place), guarded(group.heading)])
        for line in group.lines:
            number += 1
            for at, figure in enumerate(line.figures or (None,)):
                values = cells_of(line, number, figure, first=at == 0)
                writer.writerow([_written(values.get(key)) for key in sheet.keys])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _written(value):
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return shown(value)  # a negative number is a number, not a text to be guarded
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return guarded(value) if isinstance(value, str) else str(value)
