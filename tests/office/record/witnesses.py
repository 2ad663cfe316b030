"""Witnesses on this machine for tests: real ones, and ones that do what no witness should."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from layani.office.gateways.log_keys import log_key
from layani.office.jobs import ask_witnesses
from layani.watchers.serving import WitnessServer
from layani.watchers.witness import Witness


class Real:
    """A witness as anybody would run it, with its server."""

    def __init__(self, folder: Path, name: str, clock=time.time) -> None:
        self.witness = Witness(folder, f"{name}.example/w", [log_key().verifier])
        self.server = WitnessServer(("127.0.0.1", 0), self.witness, clock)
        self.name, self.key = name, self.witness.key.verifier.as_cosigner()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def line(self) -> str:
        return f"witness {self.name} {self.key.text()} {self.address}\n"


@contextmanager
def serving(server):
    """Let a server answer in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Odd(ThreadingHTTPServer):
    """Answers every request with ``answer(handler)``."""

    daemon_threads = True

    def __init__(self, answer) -> None:
        self.answer, self.asked = answer, 0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answer(self)

    do_GET = lambda self: self.server.answer(self)  # noqa: E731

    def send(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


def policy_file(file: Path, lines, quorum="none") -> str:
    """Write a file of witnesses; ``quorum`` is a number of them, or none."""
    names = [line.split()[1] for line in lines]
    group = "" if quorum == "none" else f"group outsiders {quorum} {' '.join(names)}\n"
    file.write_text("".join(lines) + group + f"quorum {'none' if quorum == 'none' else 'outsiders'}\n")
    return str(file)


def sweep(now, within=8.0):
    """Ask the witnesses until nothing is in the air; returns how many cosignatures came."""
    kept, end = ask_witnesses.run(now), time.monotonic() + within
    while ask_witnesses._pending and time.monotonic() < end:
        time.sleep(0.02)
        kept += ask_witnesses.run(now)
    assert not ask_witnesses._pending
    return kept
