"""Was this form sent before? A double click, F5 or a replay has no second effect.

Every POST that bears a `key` passes here, whatever its view: the key is inserted in the request's own transaction, so a second
copy waits for the first to commit, then is led to where the first answer led. Only an answer that leads on (a redirect) uses the
key up; a refused form may be sent again. What htmx posts only draws or keeps a part of a page (tests/test_static.py): it neither
waits for the key nor is told that the form was taken, since that would go to a page that is being left.
"""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from tasks_app.models import Repeat
from tasks_app.views import pending
from tasks_app.views.expired import offering


def keeping(*words):
    """Names the buttons (`lam`) of a page that only put words aside: they leave the form's key for the act itself."""

    def mark(view):
        view.keeping = frozenset(words)
        return view

    return mark


class OnceMiddleware:
    """Stands inside the request's transaction; the key is read after the CSRF check, as the view would read it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with offering(request):
            response = self.get_response(request)
        if mine := getattr(request, "once", None):
            if target := response.headers.get("Location"):
                Repeat.objects.filter(pk=mine.pk).update(url=target[:300])
                pending.drop(request.user, request.path)
            else:
                Repeat.objects.filter(pk=mine.pk).delete()
        return response

    def process_view(self, request, view, args, kwargs):
        key = _key_of(request)
        if key is None or request.htmx:
            return None
        if request.POST.get("lam", "").partition(":")[0] in getattr(view, "keeping", ()):
            return None
        # The unique index decides who is first; ignore_conflicts leaves a later one without a row.
        mine = Repeat(user=request.user, key=key, at=timezone.now(), url="")
        Repeat.objects.bulk_create([mine], ignore_conflicts=True)
        kept = Repeat.objects.select_for_update().get(user=request.user, key=key)
        if kept.url:
            messages.info(request, "Yêu cầu này đã được ghi nhận trước đó.")
            return redirect(kept.url)
        request.once = kept
        return None


def _key_of(request):
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
