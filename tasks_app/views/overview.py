"""What does a leader see first: the whole tree, or any node of it?"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cadres.models import Office, Unit
from cadres.offices import standing
from cadres.views.access import READER, SIGNED_IN, rule
from tasks_app.permissions import DESK, READERS
from tasks_app.statistics.overview import read
from tasks_app.statistics.waiting_tasks import own_tasks
from tasks_app.views.frame import committee_of_page, units_read
from tasks_app.views.overview_figures import whole_page

Role = Office.Role
# What HTMX may ask for alone, by the id of its target.
PARTIALS = {"tong-quan": "than", "don-vi": "don-vi", "phan-tich": "phan-tich"}


@rule(SIGNED_IN)
def home(request):
    """GET /: to the first page of the signed-in person's role."""
    me = standing(request.user)
    if me.units(*READERS):
        return redirect("tasks:overview")
    if me.units(Role.SYSTEM_ADMIN) and not own_tasks(me).exists():
        return redirect("cadres:unit_list")
    return redirect("tasks:my_tasks")


@rule(READER)
def overview(request):
    """GET /tong-quan/: the node over which the reader's first role is held, or the one named by `cap-uy`."""
    return _page(request, committee_of_page(request, units_read(request)))


@rule(READER)
def unit_overview(request, unit):
    """GET /tong-quan/<unit>/: a node of the tree; one outside the reader's scope doesn't exist."""
    held = next((one for one in units_read(request) if one.pk == unit), None)
    return _page(request, held or Unit.objects.select_related("kind").filter(pk=unit).first())


def _page(request, unit):
    me, now = standing(request.user), timezone.localtime()
    opened = request.GET.getlist("mo") if "mo" in request.GET else None
    choices = {
        "period_code": request.GET.get("ky"),
        "cut_code": request.GET.get("theo"),
        "opened": opened,
        "at": now,
    }
    page = unit and read(me, unit, **choices)
    if page is None:
        raise Http404
    at_desk = unit.pk in me.units(*DESK)
    template, partial = (
        "tasks_app/leader/overview.html",
        PARTIALS.get(request.htmx.target) if request.htmx else None,
    )
    context = {"page": page} if partial in ("don-vi", "phan-tich") else whole_page(page, at_desk=at_desk)
    response = render(request, f"{template}#{partial}" if partial else template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
