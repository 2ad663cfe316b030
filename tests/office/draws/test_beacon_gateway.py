"""The beacon as the office reaches it: what is not the round's signature is never taken for it."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from layani.office.gateways import beacon
from layani.office.gateways.beacon import Unreachable, signature_of
from layani.rules.record.beacon import CHAIN

ROUND = 657413
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"


@pytest.fixture
def relay(settings, monkeypatch):
    """A relay on this machine; ``answer`` is (status, bytes) of every answer, ``asked`` the addresses it was asked."""

    class Relay(BaseHTTPRequestHandler):
        answer, asked = (200, json.dumps({"round": ROUND, "signature": SIGNATURE}).encode()), []

        def do_GET(self):  # noqa: N802  the server's own name for it
            self.asked.append(self.path)
            self.send_response(self.answer[0])
            self.end_headers()
            self.wfile.write(self.answer[1])

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Relay)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.BEACON_ADDRESS = f"http://127.0.0.1:{server.server_port}/"
    # The mathematics have their own test; here one signature is right and all others are wrong.
    monkeypatch.setattr(beacon, "is_signature", lambda round_, found: (round_, found.hex()) == (ROUND, SIGNATURE))
    yield Relay
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_round_is_asked_of_its_chain(relay):
    assert signature_of(ROUND).hex() == SIGNATURE
    assert relay.asked == [f"/{CHAIN}/public/{ROUND}"]


@pytest.mark.parametrize(
    "answer",
    [
        (404, b"{}"),
        (500, b""),
        (200, b"not JSON"),
        (200, b"[]"),
        (200, b'{"signature": 7}'),
        (200, b'{"signature": "zz"}'),
        (200, json.dumps({"signature": "00" * 48}).encode()),
        (200, b"{" + b" " * 5000 + b"}"),
    ],
)
def test_what_is_no_signature_of_the_round_is_refused(relay, answer):
    relay.answer = answer
    with pytest.raises(Unreachable):
        signature_of(ROUND)


def test_the_signature_of_another_round_is_refused(relay):
    with pytest.raises(Unreachable, match="not the beacon's signature of round 657414"):
        signature_of(ROUND + 1)


def test_nobody_there_is_unreachable(settings):
    settings.BEACON_ADDRESS = "http://127.0.0.1:1"
    with pytest.raises(Unreachable):
        signature_of(ROUND)


def test_an_office_that_cannot_check_the_beacon_says_so_at_its_start(tmp_path):
    changed = {"LAYANI_BEACON": "drand", "LAYANI_MODE": "demo", "LAYANI_DATA": str(tmp_path)}
    started = [sys.executable, "-c", "import sys; sys.modules['py_ecc'] = None; import layani.office.settings"]
    ended = subprocess.run(started, env={**os.environ, **changed}, capture_output=True, text=True, check=False)
    assert ended.returncode != 0 and "pip install 'layani[draw]', or write LAYANI_BEACON=local" in ended.stderr
