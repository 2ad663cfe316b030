"""The gateways against small servers of this test: what they send, and what they make of each answer."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from layani.office.gateways.notification import Gateways, Mail, NotSent, TextGateway, notifier


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def web(status=200, location=""):
    """Serve one answer to every POST; yields (port, what was posted)."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.path, dict(self.headers), body))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def log_message(self, *args):
            """Stay silent."""

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, seen


@contextmanager
def mail_server(recipient="250 OK", data="250 OK"):
    """Serve SMTP as far as a test needs it; yields (port, the mails)."""
    mails = []

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self):
            self.say("220 test")
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "DATA":
                    self.say("354 go on")
                    mails.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                    self.say(data)
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say(recipient if word == "RCPT" else "250 OK")

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, mails


def text(port, address="http://{}:{}/send"):
    gateway = TextGateway(address.format("127.0.0.1", port))
    Gateways(None, gateway).send(to_phone="+628111", subject="s", text="Halo", ref="message-1-phone")


def mail(port, **values):
    sent = {"to_email": "carla@example", "subject": "Permohonan", "text": "Halo\n.\nSelesai", "ref": "message-1-email"}
    Gateways(Mail(f"smtp://127.0.0.1:{port}", "layanan@office.example"), None).send(**{**sent, **values})


def test_a_text_message_goes_as_json_with_its_own_name():
    with web() as (port, seen):
        text(port)
    path, headers, body = seen[0]
    assert (path, body) == ("/send", {"to": "+628111", "text": "Halo", "ref": "message-1-phone"})
    assert headers["Idempotency-Key"] == "message-1-phone"


@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("http://office:p%40ss@{}:{}/send", "Basic b2ZmaWNlOnBAc3M="),
        ("http://{}:{}/send?token=abc", "Bearer abc"),
    ],
)
def test_credentials_travel_in_a_header_and_not_in_the_address(address, header):
    with web() as (port, seen):
        text(port, address)
    assert seen[0][0] == "/send"
    assert seen[0][1]["Authorization"] == header


@pytest.mark.parametrize(("status", "for_good"), [(400, True), (404, True), (429, False), (500, False), (503, False)])
def test_what_another_try_can_change_is_tried_again(status, for_good):
    with web(status) as (port, _), pytest.raises(NotSent, match=str(status)) as failure:
        text(port)
    assert failure.value.for_good is for_good


def test_a_message_follows_no_redirect():
    with web() as (elsewhere, seen), web(307, f"http://127.0.0.1:{elsewhere}/") as (port, _):
        with pytest.raises(NotSent, match="307"):
            text(port)
        assert seen == []


def test_a_gateway_that_is_away_is_asked_again():
    with pytest.raises(NotSent) as failure:
        text(1)
    assert failure.value.for_good is False


def test_a_mail_arrives_whole_and_with_its_own_name():
    with mail_server() as (port, mails):
        mail(port)
    assert "Message-ID: <message-1-email@office.example>" in mails[0]
    assert "From: layanan@office.example" in mails[0]
    assert "To: carla@example" in mails[0]
    assert "Halo\r\n..\r\nSelesai" in mails[0]


def test_an_address_that_does_not_exist_is_not_tried_again():
    with mail_server(recipient="550 no such user") as (port, _), pytest.raises(NotSent) as failure:
        mail(port)
    assert failure.value.for_good is True
    assert "carla" not in str(failure.value)


def test_a_full_mailbox_is_tried_again():
    with mail_server(recipient="452 full") as (port, _), pytest.raises(NotSent) as failure:
        mail(port)
    assert failure.value.for_good is False


def test_a_mail_that_the_server_does_not_want_is_not_tried_again():
    with mail_server(data="554 spam") as (port, _), pytest.raises(NotSent) as failure:
        mail(port)
    assert failure.value.for_good is True


def test_an_address_cannot_smuggle_a_header():
    with mail_server() as (port, mails), pytest.raises(NotSent, match="address"):
        mail(port, to_email="carla@example\r\nBcc: dan@example")
    assert mails == []


def test_an_office_without_a_gateway_says_which_setting_is_missing():
    with pytest.raises(NotSent, match="LAYANI_SMS") as failure:
        Gateways(None, None).send(to_phone="+628111", subject="s", text="t")
    assert failure.value.for_good
    assert not Gateways(None, None).reaches("phone")


def test_a_production_office_never_uses_the_fake(settings):
    settings.LAYANI_DEMO, settings.SMTP, settings.SMS = False, "", ""
    assert isinstance(notifier(), Gateways)


def test_a_demo_with_a_real_server_uses_it(settings):
    settings.SMTP = "smtp://mail.example"
    assert notifier().reaches("email")
    assert not notifier().reaches("phone")
