"""Which days does a file bear (taken on, put on record on), and may it be opened?"""

from django import template

from cadres.templatetags.vi import vi_date

register = template.Library()


@register.filter
def captured(file, first_on=None):
    """ "chụp ngày 03/02/2026", with a word where that lies before `first_on`, and why it can't be opened; often empty."""
    before = " (trước kỳ báo cáo)" if first_on and file.captured_on and file.captured_on < first_on else ""
    taken = f"chụp ngày {vi_date(file.captured_on)}{before}" if file.captured_on else ""
    return ", ".join(filter(None, (taken, file.why_not_served)))


@register.filter
def file_days(file):
    """Of a file among those of a task: put on record, and taken, and why it can't be opened."""
    return ", ".join(filter(None, (vi_date(file.uploaded_at), captured(file))))
