"""A witness on the network: two addresses of HTTP, as c2sp.org/tlog-witness gives them.

``POST /add-checkpoint`` asks for a cosignature; ``GET /<hash of the origin>/checkpoint`` shows what was cosigned last.
Nobody has to sign in: what counts is the log's signature. Put a reverse proxy with TLS before it on the open network.
"""

import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any, Final

from layani import __version__
from layani.rules.record.witness import LARGEST_SUBMISSION, SIZE_TYPE, Refusal
from layani.watchers.witness import Witness

SILENCE: Final = 15.0  # seconds without a byte, after which a connection is closed
MOST_AT_ONCE: Final = 32  # connections; one more waits in the queue of the operating system
PLAIN: Final = "text/plain; charset=utf-8"

_MONITORED = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)


class WitnessServer(ThreadingHTTPServer):
    """Answers for one witness; ``server_address`` has the port when 0 was asked for."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness, clock: Callable[[], float] = time.time) -> None:
        self.witness, self.clock = witness, clock
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Begin a thread for a connection, once there is room for it."""
        self._free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:  # noqa: ANN401
        """Answer one connection in its thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = f"Layani-witness/{__version__}"
    sys_version = ""
    timeout = SILENCE
    server: WitnessServer

    def do_POST(self) -> None:  # noqa: N802 - the base class's name
        if self.path != "/add-checkpoint":
            self._refuse_unread(404, "There is nothing here; a log posts to /add-checkpoint.\n")
            return
        data = self._body()
        if data is None:
            return
        try:
            line = self.server.witness.add_checkpoint(data, now=int(self.server.clock()))
        except Refusal as refused:
            self._answer(refused.status, PLAIN if refused.size is None else SIZE_TYPE, refused.body())
        except Exception:
            # The asker learns nothing of this machine; whoever runs the witness finds the reason in its log.
            traceback.print_exc(file=sys.stderr)
            self._answer(500, PLAIN, "This witness cannot sign now; who runs it has to look.\n")
        else:
            self._answer(200, PLAIN, line)

    def do_GET(self) -> None:  # noqa: N802 - the base class's name
        if self.path == "/":
            key = self.server.witness.key.verifier
            self._answer(200, PLAIN, f"{key.as_cosigner().text()}\n{key.text()}\n")
            return
        match = _MONITORED.fullmatch(self.path)
        held = self.server.witness.last_cosigned(match[1]) if match else None
        if held is None:
            self._answer(404, PLAIN, "Nothing of that log was cosigned here.\n")
        else:
            self._answer(200, PLAIN, held.decode())

    def _body(self) -> bytes | None:
        """Return what was posted, or answer and return None when its length is not given or too large."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse_unread(411, "Say how long the request is (Content-Length).\n")
        elif len(length) > 10 or int(length) > LARGEST_SUBMISSION:
            self._refuse_unread(413, f"The request has {length[:20]} bytes; {LARGEST_SUBMISSION} are read.\n")
        else:
            return self.rfile.read(int(length))
        return None

    def _refuse_unread(self, status: int, text: str) -> None:
        self.close_connection = True  # what was posted is still on the line
        self._answer(status, PLAIN, text)

    def _answer(self, status: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write a line without the asker's address."""
        print(format % args, file=sys.stderr, flush=True)
