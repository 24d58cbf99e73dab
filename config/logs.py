"""Which request does a line of the log belong to? One id from the first middleware to the last line."""

import logging
import re
import uuid
from contextvars import ContextVar

_WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,40}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Gives the request an id (or keeps the proxy's), for the log here and for the history rows further in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        mark = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.META["HTTP_X_REQUEST_ID"] = mark
        _current.set(mark)  # not reset: Django logs a refused request after the last middleware has returned
        return self.get_response(request)


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = _current.get()
        return True


class OneLine(logging.Formatter):
    """No visitor can start a line of his own, or colour the terminal of the reader."""

    def formatMessage(self, record):
        text = super().formatMessage(record)
        return "".join(c if c.isprintable() or c == "\t" else f"\\x{ord(c):02x}" for c in text)[:4000]
