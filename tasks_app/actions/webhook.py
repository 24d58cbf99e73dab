"""How does a short message reach the office's own gateway (SMS, Zalo), signed, and never an address that it shouldn't?

One POST a message. SECURITY: the address is configured, but what it resolves to is checked at connect, and the connection is made
to that very address (a name that answers differently the second time gains nothing); no redirect is followed; five seconds and
64 KB are all the other side gets.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from tasks_app.actions.couriers import Courier, Failed, Refused, Unreachable
from tasks_app.actions.mailing import line_of

SECONDS = 5
MOST_BYTES = 64 * 1024
# Answers that say "later"; every other 4xx says "never".
LATER = {408, 409, 425, 429}


class WebhookCourier(Courier):
    patience = SECONDS + 5

    def pack(self, message, person, pieces):
        """(idempotency key, body): content-poor, as a lock screen may show it."""
        (piece,) = pieces
        body = {
            "id": str(piece.pk),
            "phone": person.phone,
            "text": f"{line_of(piece)}. Mở ứng dụng để xem.",
            "url": settings.SITE_URL.rstrip("/") + reverse("tasks:notice_list"),
            "demo": settings.DEMO,
        }
        return str(piece.pk), json.dumps(body, ensure_ascii=False).encode()

    def send(self, packed):
        key, body = packed
        date = formatdate(usegmt=True)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Date": date,
            "Idempotency-Key": key,
            "X-Signature": f"sha256={signature(settings.WEBHOOK_SECRET, date, body)}",
        }
        status = post(settings.WEBHOOK_URL, body, headers, allow_private=settings.WEBHOOK_ALLOW_PRIVATE)
        if 200 <= status < 300:
            return
        words = f"HTTP {status}"
        if 300 <= status < 400:
            raise Refused(f"{words}: không theo chuyển hướng")
        raise (Refused if status < 500 and status not in LATER else Failed)(words)


def signature(secret, date, body):
    """HMAC-SHA256 over the Date header, a line break and the body, in hex: the gateway computes the same."""
    return hmac.new(secret.encode(), date.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def post(url, body, headers, *, allow_private=False, seconds=SECONDS):
    """The status of the answer. Raises `Unreachable` before anything was sent, `Failed` (in doubt) after."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable("WEBHOOK_URL phải là http:// hoặc https://")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    family, address = checked_address(parts.hostname, port, allow_private=allow_private)
    lines = [socket.socket(family, socket.SOCK_STREAM)]
    # A timeout of the socket is for each byte; who sends one byte a second is cut off by the watch.
    watch = threading.Timer(seconds, _cut, [lines])
    watch.daemon = True
    watch.start()
    try:
        _connect(lines, address, seconds, parts)
        return _exchange(lines[-1], parts, port, body, headers)
    finally:
        watch.cancel()
        for line in lines:
            line.close()


def checked_address(host, port, *, allow_private):
    """(family, socket address) of the first address that may be spoken to; every other one is refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise Unreachable(f"{type(failure).__name__}: {failure}") from failure
    for family, _, _, _, address in found:
        if allow_private or _is_public(address[0]):
            return family, address
    raise Unreachable(f"{host} là địa chỉ nội bộ, chưa được phép (WEBHOOK_ALLOW_PRIVATE=1)")


def _is_public(text):
    ip = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or _is_public(str(mapped)))


def _connect(lines, address, seconds, parts):
    """Connect the line; with https a second one stands on top of it."""
    (line,) = lines
    line.settimeout(seconds)
    try:
        line.connect(address)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            secure = context.wrap_socket(line, server_hostname=parts.hostname, do_handshake_on_connect=False)
            lines.append(secure)
            secure.do_handshake()
    except OSError as failure:
        raise Unreachable(f"{type(failure).__name__}: {failure}") from failure


def _exchange(line, parts, port, body, headers):
    conversation = http.client.HTTPConnection(parts.hostname, port)
    conversation.sock = line
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        conversation.request("POST", path, body, headers)
        answer = conversation.getresponse()
        answer.read(MOST_BYTES)
        return answer.status
    except (OSError, ValueError, http.client.HTTPException) as failure:
        raise Failed(f"{type(failure).__name__}: {failure}", in_doubt=True) from failure


def _cut(lines):
    try:
        lines[-1].shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it ended by itself
