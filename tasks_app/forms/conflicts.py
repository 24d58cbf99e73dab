"""Two changed one draft: what stands there now, beside what was typed?"""

from django.utils.html import format_html

from tasks_app.forms.indicators import indicator_rows, raw_rows
from tasks_app.forms.picking import Picked

COMPARED = ("name", "kind", "measure_unit", "baseline", "target", "whole", "weight")


def show_current(form, now):
    """Say at each field of the bound order form that differs what the unbound form `now` holds there.

    Sets `form.current_rows`: the indicators as they are now, where they differ from those typed.
    """
    show_current_fields(form, now)
    typed = [plain_row(row) for row in raw_rows(form.data)]
    form.current_rows = now.rows.initial if typed != [plain_row(row) for row in now.rows.initial] else []


def show_current_fields(form, now):
    """The same for a form without indicators."""
    for name in form.fields:
        if name in ("key", "version") or name not in now.fields:
            continue
        current = in_words(now, name, now[name].value())
        if in_words(now, name, form[name].value()) != current:
            hint = form[name].help_text
            form[name].help_text = format_html(
                "{}<b>Giá trị hiện nay:</b> {}", f"{hint}. " if hint else "", current or "để trống"
            )


def plain_row(row):
    """An indicator row as the texts that stand in its inputs."""
    form = indicator_rows(initial=[row]).forms[0]
    return {name: str(form[name].value() or "") for name in COMPARED}


def in_words(form, name, value):
    """A value of a field as a reader sees it."""
    field = form.fields[name]
    if isinstance(value, Picked):
        known = field.lookup.get(value.ids) if value.ids else []
        return "; ".join(field.lookup.text(o) for o in known) or value.text
    choices = getattr(field, "choices", None)
    if choices is not None:
        chosen = {str(v) for v in (value if isinstance(value, list | tuple) else [value])}
        return ", ".join(str(label) for key, label in choices if str(key) and str(key) in chosen)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
