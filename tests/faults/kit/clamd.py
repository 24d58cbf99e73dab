"""A virus scanner for tests: speaks zINSTREAM as clamd does, and looks into packed files for the EICAR test string."""

import io
import socketserver
import struct
import threading
import zipfile
from contextlib import contextmanager

# Never whole in a file of ours: a scanner on a developer's machine would take it away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen += 1
        self.wfile.write((self.server.says or _verdict(content)) + b"\0")


def _verdict(content):
    return b"stream: Eicar-Test-Signature FOUND" if _has_eicar(content) else b"stream: OK"


def _has_eicar(content):
    if EICAR in content:
        return True
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return any(_has_eicar(packed.read(name)) for name in packed.namelist())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True
    seen, says = 0, b""


@contextmanager
def scanner():
    """`.url`; `.says`: an answer given whatever comes; `.seen`: how many files were asked about."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.url = f"tcp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
