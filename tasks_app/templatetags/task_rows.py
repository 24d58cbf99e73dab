"""How does a row of a task table look?

A page has fifty of them: they are written in one go, for a template inside the loop would cost more than the queries.
Every text of a user goes through `escape`.
"""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cadres.templatetags.vi import vi_date, vi_number
from tasks_app.templatetags.ui import deadline_chip, icon, mark_chip, progress_bar

register = template.Library()


@register.simple_tag
def task_rows(rows, today, choose=False, urged=False) -> SafeString:
    """{% task_rows page.rows today choose=may_urge %}: the `<tr>`s of `views.task_table.Row`s, under _task_head.html.

    `choose`: with a box for acts on many. `urged`: the day of the last urge stands in place of the result.
    """
    dots, chips = icon("dots"), {}
    return mark_safe("".join(_row(row, today, choose, urged, dots, chips) for row in rows))


@register.simple_tag
def task_cell(row) -> SafeString:
    """The task with its code, or with its unit before it has one."""
    task = row.task
    below = task.code or task.unit_label
    return mark_safe(
        f'<td><a class="ten" href="{escape(row.acts[0][1])}">{escape(task.title)}</a><span class="phu">{escape(below)}</span></td>'
    )


@register.simple_tag
def people_cell(row) -> SafeString:
    """Who leads, how many more, and his title (or the unit)."""
    task = row.task
    if not task.lead_name:
        return SafeString('<td><span class="mo">Chưa có</span></td>')
    more = f' <span class="mo">và {task.people_count - 1} đồng chí</span>' if task.people_count > 1 else ""
    below = task.lead_title or task.unit_name or task.unit_label
    return mark_safe(
        f'<td class="cot-ai">{escape(task.lead_name)}{more}<span class="phu mot-dong">{escape(below)}</span></td>'
    )


def _row(row, today, choose, urged, dots, chips):
    task = row.task
    name = escape(task.code or task.title)
    state = task.mark or task.status
    if state not in chips:
        chips[state] = mark_chip(state)
    box = (
        f'<td class="bo-dt ko-in"><input class="form-check-input" type="checkbox" name="viec" value="{escape(task.ref)}"'
        f' data-hang-chon aria-label="Chọn việc {name}"></td>'
        if choose
        else ""
    )
    due = deadline_chip(task.due_on, today, task.mark) if task.is_open else ""
    due = f'<span class="phu">{due}</span>' if due else ""
    if task.due_on != task.original_due_on:
        due = f'<span class="phu">ban đầu {vi_date(task.original_due_on)}</span>{due}'
    asked = '<span class="phu">Đang xin gia hạn</span>' if task.extending else ""
    acts = "".join(f'<li><a href="{escape(url)}">{words}</a></li>' for words, url in row.acts)
    return (
        f'<tr>{box}<td class="so mo bo-dt">{vi_number(row.number)}</td>{task_cell(row)}{people_cell(row)}'
        f"{_last_urge(task) if urged else _result(row)}"
        f"<td>{progress_bar(row.share, plan=row.plan, mark=task.mark or 'awaiting_commitment')}</td>"
        f'<td class="ko-xuong" data-nhan="Hạn">{vi_date(task.due_on)}{due}</td><td>{chips[state]}{asked}</td>'
        f'<td class="bo-dt ko-in"><details class="menu" data-menu><summary class="nut-ba" aria-label="Thao tác với việc {name}">'
        f'{dots}</summary><ul class="menu-o menu-phai">{acts}</ul></details></td></tr>\n'
    )


def _result(row):
    first = (
        f'<span class="phu">chỉ tiêu ban đầu {escape(row.first_target)}</span>' if row.first_target else ""
    )
    return (
        f'<td class="so cot-kq" data-nhan="Kết quả">{escape(row.result).replace("/", "/<wbr>")}{first}</td>'
    )


def _last_urge(task):
    if not task.last_urged_at:
        return '<td data-nhan="Đôn đốc gần nhất"><span class="mo">Chưa</span></td>'
    times = f'<span class="phu">{vi_number(task.urge_count)} lần</span>'
    return f'<td data-nhan="Đôn đốc gần nhất">{vi_date(task.last_urged_at)}{times}</td>'
