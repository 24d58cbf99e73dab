"""Who may update in whose place, and who holds whose desk: what people named themselves, as the administrator sees it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from cadres.models import Authorisation, Office
from cadres.views.access import SYSTEM_ADMIN, rule


@rule(SYSTEM_ADMIN)
def authorisation_list(request):
    """GET /quan-tri/uy-quyen/?xem=tat-ca: those in force or to come; with `xem` those that are over as well."""
    on, whole = timezone.localdate(), request.GET.get("xem") == "tat-ca"
    given = Authorisation.objects.all() if whole else Authorisation.objects.not_over(on)
    delegated = Office.objects.all() if whole else Office.objects.not_over(on)
    page = Paginator(given.select_related("assistant__cadre", "cadre").order_by("-starts_on", "-pk"), 50)
    offices = delegated.filter(delegated_from__isnull=False)
    context = {
        "page_obj": page.get_page(request.GET.get("trang")),
        "offices": offices.select_related("user", "unit", "delegated_from__user").order_by(
            "-starts_on", "-pk"
        )[:200],
        "on": on,
        "whole": whole,
    }
    return render(request, "cadres/authorisation_list.html", context)
