"""What stands in the demo's own csv files?"""

import csv
import random
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def rows(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def sentences(kind):
    return tuple(row["text"] for row in rows("sentences") if row["kind"] == kind)


@cache
def field_texts(field, kind):
    return tuple(row["text"] for row in rows("field_texts") if row["field"] == field and row["kind"] == kind)


def dice(*words):
    """A random source that depends on its words only: adding a task elsewhere leaves this one as it was."""
    return random.Random("Dotpha demo:" + ":".join(str(word) for word in words))
