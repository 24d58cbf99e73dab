"""What does a person read when a page can't be given to him?"""

from contextlib import suppress
from functools import wraps

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

MOST_UNREAD = 30_000_000
# What carries a form or is nobody's to read again.
NO_WORDS = {"csrfmiddlewaretoken", "key", "version", "rows", "back", "next"}
MOST_WORDS = 60_000


def bad_request(request, exception=None):
    too_big = isinstance(exception, RequestDataTooBig)
    if too_big:
        _read_off(request)
    return render(None, "400.html", {"too_big": too_big}, status=413 if too_big else 400)


def _read_off(request):
    """A browser shows the answer only once all it sends was taken; else it says that the connection was cut."""
    left = MOST_UNREAD
    try:
        while left > 0 and (chunk := request.read(min(left, 65_536))):
            left -= len(chunk)
    except OSError:
        pass  # gone meanwhile, or the form was being read part by part: then the answer may get lost


def posted_only(view):
    """For addresses that buttons post to. Who comes by a link, or back from the login, reads how to go on."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST":
            return view(request, *args, **kwargs)
        answer = render(request, "405.html", status=405)
        answer["Allow"] = "POST"
        return answer

    return checked


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """What somebody else took out of his sight while he typed is not there for him, but his own words are given back."""
    return render(request, "404.html", {"typed": _typed(request)}, status=404)


def _typed(request):
    """The texts of a posted form, several words each, in its order."""
    if request.method != "POST" or request.resolver_match is None or not request.user.is_authenticated:
        return []
    with suppress(SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        sent = [
            value.strip()
            for name, values in request.POST.lists()
            if name not in NO_WORDS and "password" not in name
            for value in values
        ]
        words = [value for value in sent if " " in value]
        return words if sum(map(len, words)) <= MOST_WORDS else []
    return []


def server_error(request):
    """Rendered without the database or the page frame: either may be what failed."""
    return render(None, "500.html", {"request_id": request.headers.get("X-Request-ID", "")}, status=500)
