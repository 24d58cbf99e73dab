"""How does Chromium walk a story whose clock and rows are a test's own? The application serves from within the test.

It answers on the test's database connection, inside its transaction and with the application's rights; nothing is committed.
One connection serves one at a time: either the test asks, or a page does.
"""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.test.testcases import QuietWSGIRequestHandler


class OwnSite:
    """`url`; pages are answered while the test stands in `at_work()`, and wait at any other time."""

    def __init__(self):
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.turn = threading.Lock()
        self.whole = WSGIHandler()
        self.server = _Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self.server.set_app(self.answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, environ, start_response):
        if environ["PATH_INFO"].startswith(settings.STATIC_URL):
            return self.whole(environ, start_response)
        with self.turn, _kept_open():
            connections[DEFAULT_DB_ALIAS] = self.connection
            try:
                response = self.whole(environ, start_response)
                try:
                    return [b"".join(response)]
                finally:
                    response.close()
            finally:
                del connections[DEFAULT_DB_ALIAS]

    @contextmanager
    def at_work(self):
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()

    @contextmanager
    def open(self):
        self.connection.inc_thread_sharing()
        self.turn.acquire()
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.turn.release()
            self.server.shutdown()
            self.server.server_close()
            thread.join()
            self.connection.dec_thread_sharing()


@contextmanager
def _kept_open():
    """A request does not end the test's connection (the test client does the same)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class _Server(ThreadedWSGIServer):
    daemon_threads = False  # closing waits for them: none outlives the transaction

    def _close_connections(self):
        """The one connection is the test's."""
