"""In which order do the codes of tasks stand? TU-2026-999 before TU-2026-1000, and what has no code yet last."""

import re

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Length

NUMBER = r"[0-9]+$"


def by_code(*, down=False):
    """Expressions for `order_by`."""
    stem = Func(F("code"), Value(NUMBER), Value(""), function="regexp_replace", output_field=CharField())
    keys = (stem, Length("code"), F("code"))
    return [key.desc(nulls_last=True) if down else key.asc(nulls_last=True) for key in keys]


def code_key(code):
    """The same order for `sorted`; `code` may be None."""
    code = code or ""
    return not code, re.sub(NUMBER, "", code), len(code), code
