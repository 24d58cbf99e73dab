"""What does a leader see first: the whole tree, or any node of it?"""

from django.http import Http404
from django.shortcuts import redirect, render

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import READER, SIGNED_IN, rule
from tasks_app.permissions import READERS
from tasks_app.views.frame import committee_of_page

Role = Office.Role


@rule(SIGNED_IN)
def home(request):
    """GET /: to the first page of the signed-in person's role."""
    me = standing(request.user)
    if me.units(*READERS):
        return redirect("tasks:overview")
    if me.cadre_id or me.assisted:
        return redirect("tasks:my_tasks")
    if me.units(Role.SYSTEM_ADMIN):
        return redirect("cadres:unit_list")
    return redirect("tasks:my_tasks")


@rule(READER)
def overview(request):
    """GET /tong-quan/: the node over which the reader's first role is held, or the one named by `cap-uy`."""
    units = list(
        Unit.objects.filter(pk__in=standing(request.user).units(*READERS)).order_by(
            "kind__level", "rank", "pk"
        )
    )
    return _page(request, committee_of_page(request, units))


@rule(READER)
def unit_overview(request, unit):
    """GET /tong-quan/<unit>/: a node of the tree; one outside the reader's scope doesn't exist."""
    node = Unit.objects.select_related("kind").filter(pk=unit).first()
    me = standing(request.user)
    if node is None or not any(node.path.startswith(path) for path in me.paths(*READERS)):
        raise Http404
    return _page(request, node)


def _page(request, node):
    return render(request, "tasks_app/leader/overview.html", {"node": node})
