"""Which days does a file bear: taken on, put on record on?"""

from django import template

from cadres.templatetags.vi import vi_date

register = template.Library()


@register.filter
def captured(file, first_on=None):
    """ "chụp ngày 03/02/2026", with a word where that lies before `first_on`; empty for what bears no day of its own."""
    if not file.captured_on:
        return ""
    before = " (trước kỳ báo cáo)" if first_on and file.captured_on < first_on else ""
    return f"chụp ngày {vi_date(file.captured_on)}{before}"


@register.filter
def file_days(file):
    """Of a file among those of a task: put on record, and taken."""
    return ", ".join(filter(None, (vi_date(file.uploaded_at), captured(file))))
