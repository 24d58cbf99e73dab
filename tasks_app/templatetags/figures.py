"""How is a figure of an indicator written, so that a yes reads as a yes and a ratio as x/y?"""

from copy import copy
from datetime import date
from decimal import Decimal

from django import template

from cadres.templatetags.vi import NOTHING, vi_date, vi_number
from tasks_app.models import Indicator

register = template.Library()
Kind = Indicator.Kind
WORDS = {Kind.YES_NO: ("Chưa", "Có"), Kind.DOCUMENT: ("Chưa ban hành", "Đã ban hành")}


@register.simple_tag
def figure(indicator, value):
    """{% figure row row.current %}: 16,8 · 16/20 · Đã ban hành · – for what nobody has reported."""
    if value is None:
        return NOTHING
    if indicator.kind in WORDS:
        return WORDS[indicator.kind][bool(value)]
    if indicator.kind == Kind.RATIO and indicator.whole:
        return f"{vi_number(value)}/{vi_number(indicator.whole)}"
    return vi_number(value)


@register.simple_tag
def target_figure(indicator, value=None):
    """The figure to be reached (`value`: another than the final target), with ≤ where less is better."""
    value = indicator.target if value is None else value
    if value is None:
        return NOTHING
    if indicator.kind in WORDS:
        return "Ban hành" if indicator.kind == Kind.DOCUMENT else "Có"
    text = figure(indicator, value)
    return f"≤\N{NO-BREAK SPACE}{text}" if indicator.lower_is_better else text


@register.simple_tag
def original_figure(indicator):
    """What was to be reached at the first decision: "≤ 7", "16/20"."""
    first = replace_figures(indicator)
    return target_figure(first, first.target)


def replace_figures(indicator):
    """The indicator as it was first decided."""
    first = copy(indicator)
    first.target, first.whole = indicator.original_target, indicator.original_whole or indicator.whole
    return first


@register.filter
def with_unit(text, indicator):
    """18 → "18 km"; a unit that begins with % stands close: "60% số lao động"."""
    unit = indicator.measure_unit
    if not unit or indicator.kind in WORDS:
        return text
    return f"{text}{unit}" if unit.startswith("%") else f"{text} {unit}"


@register.filter
def fact(value):
    """A value of a version of the content: date, exact figure or text."""
    if isinstance(value, date):
        return vi_date(value)
    return vi_number(value) if isinstance(value, Decimal) else value or NOTHING
