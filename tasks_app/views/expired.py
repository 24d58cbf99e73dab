"""The session had ended when a form was sent: what was typed is kept for the same person and offered again after signing in.

Who typed it is known by a signed cookie of its own that outlives the session. It opens nothing: it only says in whose name the
text is put aside, and only that person, once signed in, gets to see it.
"""

from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.utils import timezone

from cadres.forms.offered import OFFERED
from cadres.models import User
from cadres.templatetags.vi import vi_datetime
from tasks_app.views import pending

WHO, KEPT = "ai-nhap", "con-giu"
DAY = 24 * 3600


class KeepTypedMiddleware:
    """Stands before the login is asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        options = {"httponly": True, "samesite": "Lax", "secure": request.is_secure()}
        if request.user.is_authenticated:
            if _who(request) != request.user.pk:
                response.set_signed_cookie(WHO, request.user.pk, max_age=2 * DAY, **options)
        elif getattr(request, "typed_is_kept", False):
            response.set_cookie(KEPT, "1", max_age=DAY, **options)
        return response

    def process_view(self, request, view, args, kwargs):
        if (
            request.method != "POST"
            or request.user.is_authenticated
            or not getattr(view, "login_required", True)
        ):
            return None
        user = User.objects.filter(pk=_who(request), is_active=True).first()
        if user is not None:
            kept = _put_aside(user, request)
            request.typed_is_kept = kept is not None
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = redirect_to_login(request.path).url
            return answer
        return None


def _put_aside(user, request):
    """Under the form's own address; beside it when somebody kept another version there meanwhile."""
    at = timezone.now()
    try:
        return pending.keep(user, request.path, request.POST, by=user, at=at)
    except pending.Moved:
        return pending.keep(user, pending.beside(request.path), request.POST, by=user, at=at)


def _who(request):
    value = request.get_signed_cookie(WHO, default="", max_age=2 * DAY)
    return int(value) if value.isascii() and value.isdigit() else None


def kept_at_the_end(request):
    """What this user had typed at this address when his session ended, or None."""
    if not request.COOKIES.get(KEPT):
        return None
    here = pending.kept_for(request.user, pending.beside(request.path))
    return here or pending.kept_for(request.user, request.path)


@contextmanager
def offering(request):
    """While a page with a form is drawn: what the user had typed there when his session ended."""
    asked = request.method == "GET" and request.user.is_authenticated
    kept = kept_at_the_end(request) if asked else None
    if kept is None:
        yield
        return
    messages.info(
        request,
        f"Phiên làm việc đã hết khi đồng chí gửi lúc {vi_datetime(kept.saved_at)}. Nội dung đã nhập được giữ lại ở dưới, chưa gửi.",
    )
    token = OFFERED.set(pending.as_posted(kept))
    try:
        yield
    finally:
        OFFERED.reset(token)
