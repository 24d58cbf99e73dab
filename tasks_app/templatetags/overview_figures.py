"""How do the figures of an overview stand in its tables, and which list does each of them open?

The cells of a row are written in one go: a hundred rows of included templates would cost more than the queries.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import template
from django.utils.html import escape, format_html_join
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


@dataclass(frozen=True)
class Column:
    """A column after the numbers of tasks and people: its words, marks, list and shade."""

    words: str
    marks: tuple
    state: str
    shade: Callable | None = None


def of_mark(words, mark, shade=None):
    return Column(words, (mark,), ALIASES[mark.value], shade)


# While tasks run, under a headline table and without one; and once everything is concluded.
SHORT = (
    of_mark("Chậm", Mark.SLOW, shade_slow),
    of_mark("Quá hạn", Mark.OVERDUE, shade_overdue),
    of_mark("Chờ kết luận", Mark.AWAITING_CONCLUSION),
    Column("Hoàn thành", COMPLETED, DONE_STATE),
)
LONG = (
    of_mark("Chờ cam kết", Mark.AWAITING_COMMITMENT),
    of_mark("Đúng", Mark.ON_TRACK),
    of_mark("Sắp hạn", Mark.DUE_SOON),
    *SHORT,
)
CLOSED = (
    of_mark("Trước hạn", Mark.DONE_EARLY),
    of_mark("Đúng hạn", Mark.DONE_ON_TIME),
    of_mark("Quá hạn", Mark.DONE_LATE),
    of_mark("Không hoàn thành", Mark.NOT_DONE),
    of_mark("Thôi giao", Mark.ENDED),
)


def columns_of(page):
    if not page.is_running:
        return CLOSED
    return SHORT if page.headline else LONG


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
def figure_heads(context, short=False):
    """The heads of the columns that `figure_cells` (or, with `short`, `part_cells`) fills after tasks and people."""
    page = context["page"]
    columns = columns_of(page) if not short or not page.is_running else SHORT
    return format_html_join("", '<th class="so" scope="col">{}</th>', ((column.words,) for column in columns))


@register.simple_tag(takes_context=True)
def figure_cells(context, item, unit=None, shaded=False):
    """The figures of a row, a group or the whole table: `item` has tally, people and plan.

    `unit`: whose list the figures open (its pk; none without), `shaded`: with heat cells.
    """
    page, tally = context["page"], item.tally
    base = escape(list_of(page, don_vi=unit)) if unit else ""
    cells = [_cell(tally.tasks, base), _cell(item.people, "")]
    for column in columns_of(page):
        n = tally.count(*column.marks)
        link = f"{base}&amp;trang-thai={column.state}" if base and n else ""
        cells.append(_cell(n, link, column.shade(n, tally.tasks) if column.shade and shaded else ""))
    if not page.headline:
        cells.append(f"<td>{progress_bar(tally.progress, plan=item.plan, mark=item.mark)}</td>")
    return SafeString("".join(cells))


@register.simple_tag(takes_context=True)
def part_cells(context, part):
    """The figures of a row of the breakdown."""
    page = context["page"]
    base = escape(list_of(page, **{page.cut.param: part.code})) if page.cut.param else ""
    cells = [_cell(part.tally.tasks, base), _cell(part.people, "")]
    for column in SHORT if page.is_running else CLOSED:
        n = part.tally.count(*column.marks)
        cells.append(_cell(n, f"{base}&amp;trang-thai={column.state}" if base and n else ""))
    return SafeString("".join(cells))


def _cell(n: int, link: str, css: str = "") -> str:
    """A number in its cell. Plain strings: a table has a thousand of them; numbers, our own codes and an escaped address
    hold nothing that could be written by a user."""
    words = vi_number(n) if n else NOTHING
    if link:
        words = f'<a href="{link}">{words}</a>'
    return f'<td class="so {css}">{words}</td>' if css else f'<td class="so">{words}</td>'
