"""Which people, units and tasks fit what is being typed into a field of the order form?"""

from django.http import HttpResponse

from cadres.views.access import SIGNED_IN, STAFF, rule


@rule(STAFF)
def find_people(request):
    """GET /viec/tim-dong-chi/."""
    return HttpResponse()


@rule(SIGNED_IN)
def find_units(request):
    """GET /viec/tim-don-vi/."""
    return HttpResponse()


@rule(SIGNED_IN)
def find_tasks(request):
    """GET /viec/tim-viec/."""
    return HttpResponse()
