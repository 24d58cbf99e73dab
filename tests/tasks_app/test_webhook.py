"""The gateway for short messages: signed, once, content-poor, and no address that it shouldn't speak to."""

import hashlib
import hmac
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tasks_app.actions import webhook
from tasks_app.actions.couriers import Failed, Refused, Unreachable

SECRET = "khoa-ky-thu-nghiem"


class Gateway:
    """A local server that answers as told and keeps what it got."""

    def __init__(self):
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.got.append((dict(self.headers), body))
                gateway.answer(self)

            def log_message(self, *args):
                pass

        self.got = []
        self.answer = lambda handler: self.say(handler, 200)
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/gui?kenh=sms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def say(handler, status, **headers):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@pytest.fixture
def gateway(settings):
    running = Gateway()
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET, settings.WEBHOOK_ALLOW_PRIVATE = running.url, SECRET, True
    yield running
    running.server.shutdown()
    running.server.server_close()


def send(key="812", body=b'{"id": "812"}'):
    return webhook.WebhookCourier().send((key, body))


def test_a_message_is_one_signed_post_with_the_key_of_its_delivery(gateway):
    send()
    ((headers, body),) = gateway.got
    assert headers["Idempotency-Key"] == "812" and json.loads(body) == {"id": "812"}
    mine = hmac.new(SECRET.encode(), headers["Date"].encode() + b"\n" + body, hashlib.sha256).hexdigest()
    assert headers["X-Signature"] == f"sha256={mine}"


@pytest.mark.parametrize(
    ("status", "end"),
    [(400, Refused), (404, Refused), (302, Refused), (308, Refused), (429, Failed), (408, Failed), (500, Failed), (503, Failed)],
)  # fmt: skip
def test_what_the_gateway_answers_decides_what_becomes_of_the_message(gateway, status, end):
    gateway.answer = lambda handler: gateway.say(handler, status, Location=gateway.url)
    with pytest.raises(end):
        send()
    assert len(gateway.got) == 1  # a redirect is not followed


def test_silence_ends_in_doubt_and_in_time(gateway, monkeypatch):
    released = threading.Event()
    gateway.answer = lambda handler: released.wait(10)
    with pytest.raises(Failed) as failure:
        webhook.post(gateway.url, b"{}", {}, allow_private=True, seconds=0.3)
    released.set()
    assert failure.value.in_doubt


def test_an_answer_of_one_byte_at_a_time_is_cut_off(gateway):
    released = threading.Event()

    def drip(handler):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200:
            try:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
            except OSError:
                return
            if released.wait(0.05):
                return

    gateway.answer = drip
    began = time.monotonic()
    with pytest.raises(Failed):
        webhook.post(gateway.url, b"{}", {}, allow_private=True, seconds=0.4)
    released.set()
    assert time.monotonic() - began < 5


def test_nobody_there_is_nobodys_fault(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        webhook.post(f"http://127.0.0.1:{port}/", b"{}", {}, allow_private=True)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "::1", "0x7f.1", "2130706433",
     "::ffff:127.0.0.1", "fe80::1", "fc00::1", "0.0.0.0", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_private_addresses_are_refused_unless_allowed_however_they_are_written(host):
    with pytest.raises(Unreachable):
        webhook.checked_address(host, 80, allow_private=False)


def test_a_name_is_checked_by_what_it_resolves_to_and_that_very_address_is_used(monkeypatch):
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: next(answers))
    with pytest.raises(Unreachable):
        webhook.post("http://cong-nhan-tin.example.vn/", b"{}", {})


@pytest.mark.parametrize("url", ["gopher://1.1.1.1/", "file:///etc/passwd", "//x", "", "ftp://1.1.1.1"])
def test_only_http_is_spoken(url):
    with pytest.raises(Unreachable):
        webhook.post(url, b"{}", {})
