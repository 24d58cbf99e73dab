"""How is Vietnamese text stored, found and put in order?

`vi_unaccent`, `vi_key` and `vi_name_key` are immutable SQL functions of the first migration: they need no ICU and give the
same result on every server, so generated columns and indexes may rest on them. Source of the orders: stack.md, checked
against ICU's `vi` collation.
"""

import unicodedata

from django.db import models
from django.db.models import Func

# Signs that nobody sees: control characters (no XML and no workbook holds them), marks that turn the reading direction or
# join and part letters without a trace. NUL stays for forms to refuse: who sends one sends no text.
_UNSEEN = dict.fromkeys(
    [
        *(n for n in range(1, 0x20) if not chr(n).isspace()), *range(0x7F, 0xA0), 0xAD, 0x61C, *range(0x200B, 0x2010),
        *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    ]
)  # fmt: skip
del _UNSEEN[0x85]  # a line break


def clean_text(value):
    """NFC text with the look-alike Ð (U+00D0), Ɖ (U+0189) made Đ (U+0110), without signs that nobody sees, and runs of
    white space made one blank."""
    value = unicodedata.normalize("NFC", (value or "").translate(_UNSEEN)).translate(
        {0xD0: 0x110, 0xF0: 0x111, 0x189: 0x110, 0x256: 0x111}
    )
    return " ".join(value.split())


def fold(value):
    """Python's mirror of SQL `vi_unaccent`: lower case, no diacritics, đ → d. For search terms and in-memory look-ups."""
    bare = unicodedata.normalize("NFD", value or "").translate(
        {0x110: "d", 0x111: "d", 0xD0: "d", 0xF0: "d", 0x189: "d", 0x256: "d"}
    )
    return "".join(c for c in bare if not 0x300 <= ord(c) <= 0x36F).lower()


def folded(term):
    """A search term as the `search_key` columns hold it; use it with `__contains`, which escapes LIKE's own signs.

    PostgreSQL refuses to compare with a NUL: a term loses it.
    """
    return fold(clean_text(term.replace("\x00", "")))


def search_key(*fields):
    """A generated column for search without diacritics over the given text fields."""
    expression = models.F(fields[0])
    if len(fields) > 1:
        expression = Func(*fields, function="public.vi_join")
    return models.GeneratedField(
        expression=Func(expression, function="public.vi_unaccent"),
        output_field=models.TextField(),
        db_persist=True,
    )


def unit_order(field):
    """A generated column that puts unit names in `vi` order (first syllable first) under the C collation."""
    return models.GeneratedField(
        expression=Func(field, function="public.vi_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def name_order(field):
    """A generated column that puts personal names in `vi` order, given name first, under the C collation."""
    return models.GeneratedField(
        expression=Func(field, function="public.vi_name_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def is_nfc(field, name):
    """A check that a text column holds NFC only."""
    return models.CheckConstraint(
        condition=models.Q(**{field: Func(field, function="normalize", output_field=models.TextField())}),
        name=name,
    )
