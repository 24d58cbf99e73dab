"""An address asked without the middleware around it: what a view answers to a user, cheaply enough to ask thousands."""

import html

from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from cadres.audit import acting_as


def asked(user, url, data=None):
    """(status, page) of a GET, or with `data` of a POST; the page is "" where there is none to read, no error page is drawn."""
    request = RequestFactory().get(url) if data is None else RequestFactory().post(url, data)
    request.user, request.htmx, request.session = user, False, SessionStore()
    request._messages = FallbackStorage(request)
    try:
        request.resolver_match = view, args, kwargs = resolve(request.path_info)
        with acting_as(user), transaction.atomic():
            answer = view(request, *args, **kwargs)
    except Http404:
        return 404, ""
    except PermissionDenied:
        return 403, ""
    readable = not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code, html.unescape(answer.content.decode()) if readable else ""
