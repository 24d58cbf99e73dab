"""What is a paper called on screen?"""

from django import template

from tasks_app.documents.kinds import KINDS

register = template.Library()


@register.filter
def paper_label(code):
    return KINDS[code].label if code in KINDS else code
