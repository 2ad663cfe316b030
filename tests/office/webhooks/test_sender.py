"""Where a webhook is sent to, and where it never is; a real server answers."""

import ipaddress
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from layani.office.gateways import webhook_sender
from layani.office.gateways.webhook_sender import Outcome, is_open, send
from tests.office.webhooks.receiver import receiving

HEADERS = {"webhook-id": "1", "Content-Type": "application/json"}


def leads_to(monkeypatch, *addresses):
    """Let every name lead to these addresses, as a name server of somebody else may."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_a_receiver_gets_body_and_headers_once():
    with receiving() as receiver:
        assert send(receiver.url, b"{}", HEADERS, local=True) == Outcome(204)
        (got,) = receiver.got
    assert (got["path"], got["body"], got["headers"]["webhook-id"]) == ("/told?by=layani", b"{}", "1")
    assert got["headers"]["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize(("answers", "said"), [(200, "200"), (503, "503"), (410, "410"), ("redirect", "redirect")])
def test_what_the_receiver_answers_is_said(answers, said):
    with receiving(answers=answers) as receiver:
        outcome = send(receiver.url, b"{}", HEADERS, local=True)
        assert (outcome.text(), outcome.delivered, outcome.gone) == (said, answers == 200, answers == 410)
        assert len(receiver.got) == 1, "a redirect is not followed"


@pytest.mark.parametrize("answers", ["hang", "drip"])
def test_a_slow_receiver_costs_the_deadline_and_no_more(answers):
    with receiving(answers=answers) as receiver:
        started = time.monotonic()
        assert send(receiver.url, b"{}", HEADERS, local=True, deadline=0.5).text() == "timeout"
        assert 0.4 < time.monotonic() - started < 3


def test_a_name_server_that_does_not_answer_costs_the_deadline_and_one_thread(monkeypatch):
    """Whoever keeps a name server could else hold up every other message of the office."""
    answered, asked = threading.Event(), []

    def silent(*_given, **_more):
        asked.append(1)
        answered.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    started = time.monotonic()
    for _ in range(3):
        assert send("https://silent.example/", b"{}", HEADERS, local=False, deadline=0.2).text() == "timeout"
    assert time.monotonic() - started < 3 and asked == [1]
    answered.set()
    until = time.monotonic() + 5
    while webhook_sender._ASKING and time.monotonic() < until:
        time.sleep(0.01)
    assert send("https://silent.example/", b"{}", HEADERS, local=False).text() == "private-address"
    assert asked == [1, 1]


@pytest.mark.parametrize("host", ["a..example", "x" * 64 + ".example"])
def test_a_host_that_can_be_no_name_is_no_such_host(host):
    assert send(f"https://{host}/", b"{}", HEADERS, local=False).text() == "no-such-host"


def test_nobody_listens():
    with receiving() as receiver:
        url = receiver.url
    assert send(url, b"{}", HEADERS, local=True).text() == "connection"


def test_in_earnest_this_machine_and_plain_http_are_never_sent_to(monkeypatch):
    with receiving() as receiver:
        assert send(receiver.url, b"{}", HEADERS, local=False).text() == "address"
        leads_to(monkeypatch, "127.0.0.1")
        assert (
            send(f"https://receiver.example:{receiver.port}/", b"{}", HEADERS, local=False).text() == "private-address"
        )
        assert receiver.got == []


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "192.0.2.1",
     "255.255.255.255", "fd00::1", "fe80::1%eth0", "::ffff:192.168.0.1", "::", "64:ff9b::c0a8:1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_also_beside_one_that_does_not(monkeypatch, address):
    leads_to(monkeypatch, "8.8.8.8", address)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("It connected."))
    assert send("https://receiver.example/", b"{}", HEADERS, local=False).text() == "private-address"


def test_the_connection_goes_to_what_was_looked_at_and_not_to_a_name(monkeypatch):
    leads_to(monkeypatch, "93.184.216.34")
    seen = []

    def connect(address, timeout):
        seen.append((address, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert send("https://receiver.example/", b"{}", HEADERS, local=False).text() == "connection"
    assert seen == [(("93.184.216.34", 443), webhook_sender.DEADLINE)]


def test_a_name_that_is_not_there(monkeypatch):
    def nothing(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert send("https://receiver.example/", b"{}", HEADERS, local=False).text() == "no-such-host"


@pytest.fixture
def certificate(tmp_path):
    """A certificate that nobody vouches for, for the name localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = tmp_path / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.mark.parametrize(("trusted", "said"), [(True, "204"), (False, "certificate")])
def test_only_a_receiver_with_a_good_certificate_is_told(certificate, monkeypatch, trusted, said):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    made = ssl.create_default_context

    def trusting():
        context = made()
        if trusted:
            context.load_verify_locations(certificate)
        return context

    monkeypatch.setattr(ssl, "create_default_context", trusting)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        answer(listening, server)
        assert send(f"https://localhost:{port}/", b"{}", HEADERS, local=True).text() == said


def answer(listening, context):
    """Answer one call by TLS, in a thread."""
    import threading  # noqa: PLC0415  of this one alone

    def run():
        taken, _ = listening.accept()
        try:
            with context.wrap_socket(taken, server_side=True) as secure:
                read = b""
                while not read.endswith(b"{}") and (more := secure.recv(4096)):
                    read += more
                secure.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
        except (ssl.SSLError, OSError):
            taken.close()

    threading.Thread(target=run, daemon=True).start()


def test_addresses_of_the_open_internet_are_open():
    assert all(is_open(ipaddress.ip_address(one)) for one in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"))
