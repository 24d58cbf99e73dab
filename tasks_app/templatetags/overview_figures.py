"""How do the figures of an overview stand in its tables, and which list does each of them open?

The cells of a row are written in one go: a hundred rows of included templates would cost more than the queries.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from cadres.templatetags.vi import NOTHING, vi_number
from tasks_app.models import Mark
from tasks_app.statistics.branches import shade_overdue, shade_slow
from tasks_app.statistics.states import ALIASES
from tasks_app.statistics.tally import COMPLETED
from tasks_app.templatetags.ui import progress_bar
from tasks_app.views.overview_figures import DONE_STATE, list_of

register = template.Library()

# (marks, state of the list, shade of the cell) of the columns after the numbers of tasks and people.
SHORT = (
    ((Mark.SLOW,), Mark.SLOW.value, shade_slow),
    ((Mark.OVERDUE,), Mark.OVERDUE.value, shade_overdue),
    ((Mark.AWAITING_CONCLUSION,), Mark.AWAITING_CONCLUSION.value, None),
    (COMPLETED, DONE_STATE, None),
)
LONG = (
    ((Mark.AWAITING_COMMITMENT,), Mark.AWAITING_COMMITMENT.value, None),
    ((Mark.ON_TRACK,), Mark.ON_TRACK.value, None),
    ((Mark.DUE_SOON,), Mark.DUE_SOON.value, None),
    *SHORT,
)


@register.simple_tag(takes_context=True)
def figure_url(context, **conditions):
    """{% figure_url trang_thai="overdue" %}: the list of tasks behind a figure of `page`."""
    return list_of(context["page"], **conditions)


@register.simple_tag(takes_context=True)
def toggle_url(context, group):
    """The same page with this group of the table opened or closed."""
    page = context["page"]
    opened = {g.slug for g in page.branches if g.is_open} ^ {group.slug}
    query = [("ky", page.period.code), *(("mo", slug) for slug in sorted(opened))]
    return "?" + urlencode(query if opened else [*query, ("mo", "")])


@register.simple_tag(takes_context=True)
def figure_cells(context, item, unit=None, shaded=False):
    """The figures of a row, a group or the whole table: `item` has tally, people and plan.

    `unit`: whose list the figures open (its pk; none without), `shaded`: with heat cells.
    """
    page, tally = context["page"], item.tally
    base = list_of(page, don_vi=unit) if unit else ""
    cells = [_cell(tally.tasks, base), _cell(item.people, "")]
    columns = SHORT if page.headline else LONG
    for marks, state, shade in columns:
        n = tally.count(*marks)
        link = f"{base}&trang-thai={ALIASES.get(state, state)}" if base and n else ""
        cells.append(_cell(n, link, shade(n, tally.tasks) if shade and shaded else ""))
    if not page.headline:
        cells.append(format_html("<td>{}</td>", progress_bar(tally.progress, plan=item.plan, mark=item.mark)))
    return format_html_join("", "{}", ((cell,) for cell in cells))


@register.simple_tag(takes_context=True)
def part_cells(context, part):
    """The figures of a row of the breakdown."""
    page = context["page"]
    base = list_of(page, **{page.cut.param: part.code}) if page.cut.param else ""
    cells = [_cell(part.tally.tasks, base), _cell(part.people, "")]
    for marks, state, _ in SHORT:
        n = part.tally.count(*marks)
        cells.append(_cell(n, f"{base}&trang-thai={ALIASES.get(state, state)}" if base and n else ""))
    return format_html_join("", "{}", ((cell,) for cell in cells))


def _cell(n, link, css="") -> SafeString:
    words = vi_number(n) if n else NOTHING
    body = format_html('<a href="{}">{}</a>', link, words) if link else words
    return format_html('<td class="{}">{}</td>', f"so {css}".strip(), body)
