"""A person's days in the calendar of his phone: the secret address, and what it answers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.audit import sign_transaction
from cadres.views.access import OWN, PUBLIC, rule
from tasks_app.actions.feeding import feed_of, note_reading, open_feed, revoke_feed
from tasks_app.documents.calendar_feed import write_feed
from tasks_app.forms.base import ActForm
from tasks_app.models import CalendarFeed
from tasks_app.statistics.feed import feed_days
from tasks_app.views.acting import today


@rule(OWN)
def calendar_feed(request):
    """GET, POST /cai-dat/lich/: make a new secret address, or end it. The secret is shown on the answer, and never again."""
    form, secret = ActForm(request.POST or None), None
    if request.method == "POST":
        if request.POST.get("lam") == "ngung":
            revoke_feed(request.user, at=timezone.now())
            return redirect("tasks:calendar_feed")
        secret = open_feed(request.user, at=timezone.now())
    found = CalendarFeed.objects.filter(Q(revoked_at=None), user=request.user).first()
    address = settings.SITE_URL.rstrip("/") + reverse("tasks:feed_file", args=[secret]) if secret else ""
    return render(request, "tasks_app/calendar_feed.html", {"feed": found, "address": address, "form": form})


# SECURITY: the secret in the address is the whole proof. A calendar program can't sign in; what it gets holds dates and codes only,
# and starts from what the person may see at this very moment.
@rule(PUBLIC)
@login_not_required
@require_safe
def feed_file(request, secret):
    """GET /lich/<secret>.ics. Wrong, revoked, or of a locked account: 404, all alike."""
    feed = feed_of(secret)
    if feed is None:
        raise Http404
    sign_transaction(feed.user, request_id=request.headers.get("X-Request-ID", "")[:40])
    note_reading(feed, on=today())
    response = HttpResponse(
        write_feed(feed_days(feed.user), name="Việc đột phá", at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="viec-dot-pha.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
