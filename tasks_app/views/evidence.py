"""Who may download which evidence file?"""

from django.http import Http404

from cadres.views.access import VISIBLE_TASK, rule


@rule(VISIBLE_TASK)
def evidence_file(request, uuid):
    raise Http404
