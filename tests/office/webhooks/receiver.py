"""A receiver of webhooks: a real HTTP server of another system that takes, fails, redirects, drips or says no more."""

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What it got, and how it answers from now on: a status, or "hang", "drip", "redirect"."""

    port: int = 0
    answers: object = 204
    got: list[dict] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/told?by=layani"

    def taken(self):
        """Return (webhook-id, body) of what it has taken."""
        return [(one["headers"]["webhook-id"], one["body"]) for one in self.got if one["status"] == 204]


def handler_of(receiver):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = receiver.answers
            receiver.got.append({"path": self.path, "headers": dict(self.headers), "body": body, "status": answer})
            if answer == "hang":
                receiver.done.wait(20)
            elif answer == "drip":
                self.drip()
            else:
                self.say(answer)

        def say(self, answer):
            self.send_response(307 if answer == "redirect" else answer)
            self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def drip(self):
            with suppress(OSError):
                for letter in b"HTTP/1.1 204 No Content\r\nX-Slow: " + b"x" * 400:
                    self.wfile.write(bytes([letter]))
                    receiver.done.wait(0.05)

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def receiving(**values):
    """Run a receiver for a test."""
    receiver = Receiver(**values)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(receiver))
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.done.set()
        server.shutdown()
        server.server_close()
        thread.join()
